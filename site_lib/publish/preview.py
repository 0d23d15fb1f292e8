"""A preview on this machine: serve the output folder, rebuild on change, tell the browser."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import traceback
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import watch

from site_lib.errors import SiteError
from site_lib.publish.parts import ROOT
from site_lib.site.addresses import NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Self

HOST = "127.0.0.1"
CHANGES, FOLLOWER = "/-/changes", "/-/follow.js"
# A hidden page does not listen: a browser has few connections to one host.
FOLLOW = b"""let seen = document.currentScript.src.split("?")[1], source
const listen = () => {
  source?.close()
  if (document.hidden) return
  source = new EventSource("/-/changes")
  source.onmessage = event => {
    if (seen !== event.data) location.reload()
    seen = event.data
  }
}
document.addEventListener("visibilitychange", listen)
listen()
"""
RETRY_MILLISECONDS = 200
KEEP_ALIVE_SECONDS = 15
STEP_MILLISECONDS, DEBOUNCE_MILLISECONDS, MOMENT_MILLISECONDS = 10, 100, 200


class _Builds:
    """The build that is being served; those who wait for the next one are woken by it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = time.time_ns()

    def advance(self) -> None:
        """Announce a new build."""
        with self._changed:
            self._number = time.time_ns()
            self._changed.notify_all()

    def after(self, number: int | None, seconds: float) -> int:
        """Return the build's number, at once if it is another, else after at most `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self._number != number, seconds)
            return self._number


class _Handler(SimpleHTTPRequestHandler):
    """Serve files, with the script that follows changes added to each page."""

    def __init__(self, *args: object, builds: _Builds, **more: object) -> None:
        self._builds = builds
        super().__init__(*args, **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with a page, a file, the follower or the stream of changes."""
        if self.path == CHANGES:
            self._stream()
        elif self.path.startswith(f"{FOLLOWER}?"):
            self._send(HTTPStatus.OK, "text/javascript", FOLLOW)
        else:
            self._file()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        """Stay quiet: the builds are the news."""

    def _file(self) -> None:
        file = Path(self.translate_path(self.path))
        page = file / "index.html" if self.path.partition("?")[0].endswith("/") else file
        try:
            if page.suffix == ".html":
                # Asked first: a build that comes meanwhile is another one.
                build = self._builds.after(None, 0)
                self._page(HTTPStatus.OK, page.read_bytes(), build)
            elif file.exists():
                super().do_GET()
            else:
                self._missing()
        except OSError:
            self._missing()

    def _missing(self) -> None:
        try:
            page = (Path(self.directory) / NOT_FOUND).read_bytes()
        except OSError:
            page = b"<head></head>There is no site in the output folder."
        # Its links are relative to the root, at whatever depth it is shown.
        page = page.replace(b"base-uri 'none'", b"base-uri 'self'")
        page = page.replace(b"<head>", b'<head><base href="/">', 1)
        self._page(HTTPStatus.NOT_FOUND, page, self._builds.after(None, 0))

    def _page(self, status: HTTPStatus, page: bytes, build: int) -> None:
        """Send a page that loads the follower; what is published never has it."""
        page = page.replace(b"script-src ", b"script-src 'self' ", 1)
        follower = f'<script src="{FOLLOWER}?{build}" defer></script></head>'.encode()
        self._send(status, "text/html; charset=utf-8", page.replace(b"</head>", follower, 1))

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(f"retry: {RETRY_MILLISECONDS}\n".encode())
        number = None
        while True:
            number = self._builds.after(number, KEEP_ALIVE_SECONDS)
            self.wfile.write(f"data: {number}\n\n".encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell what went wrong, unless it is that the browser has gone."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Preview:
    """A server of the output folder that follows changes; a context that ends it."""

    def __init__(self, out: Path, port: int) -> None:
        """Take the port; raises SiteError where it is taken already."""
        self._builds = _Builds()
        try:
            handler = partial(_Handler, builds=self._builds, directory=str(out))
            self._server = _Server((HOST, port), handler)
        except OSError as error:
            reason = f"cannot serve on port {port} ({error.strerror})"
            raise SiteError(f"{reason}: name another, as in --serve 8001") from error

    def __enter__(self) -> Self:
        """Begin to serve."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()

    def follow(self, data: Path, again: Sequence[str], rebuild: Callable[[], None]) -> None:
        """Rebuild on every change until interrupted.

        A changed template, style or archive is rendered by this process. Changed code is first
        tried in a process of its own, called with the arguments `again`; then that takes this
        one's place.
        """
        code = (ROOT / "site_lib", ROOT / "build.py")
        changes = _changes(ROOT / "templates", ROOT / "static", data, *code)
        try:
            next(changes)
            # Whoever reads this line may change a file right away: the watch is on.
            address = f"http://{HOST}:{self._server.server_port}/"
            print(f"preview   {address} (Ctrl-C ends it)", flush=True)  # noqa: T201
            for paths in changes:
                if any(path.is_relative_to(place) for path in paths for place in code):
                    self._restart_if_sound([sys.executable, str(ROOT / "build.py"), *again])
                elif paths and _succeeds(rebuild):
                    self._builds.advance()
        except KeyboardInterrupt:
            print()  # noqa: T201

    def _restart_if_sound(self, command: Sequence[str]) -> None:
        trial = [sys.executable, "-c", "import site_lib.publish.preview"]
        if subprocess.run(trial, check=False, cwd=ROOT).returncode:
            return
        if subprocess.run(command, check=False).returncode == 0:
            port = f"--serve={self._server.server_port}"
            os.execv(sys.executable, [*command, port])  # noqa: S606 (our own command)


def _changes(*places: Path) -> Iterator[list[Path]]:
    """Yield what has changed, and an empty list when nothing has for a moment."""
    for changes in watch(
        *places,
        step=STEP_MILLISECONDS,
        debounce=DEBOUNCE_MILLISECONDS,
        rust_timeout=MOMENT_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        yield [Path(path) for _, path in changes]


def _succeeds(rebuild: Callable[[], None]) -> bool:
    try:
        rebuild()
    except SiteError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
    except Exception:  # noqa: BLE001 (a slip in a template must not end the preview)
        traceback.print_exc()
    else:
        return True
    return False
