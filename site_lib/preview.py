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

from site_lib.addresses import NOT_FOUND
from site_lib.errors import SiteError
from site_lib.pipeline import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from site_lib.pipeline import Job

HOST = "127.0.0.1"
CHANGES, FOLLOWER = "/-/changes", "/-/follow.js"
FOLLOW = b"""let seen
new EventSource("/-/changes").onmessage = event => {
  if (seen && seen !== event.data) location.reload()
  seen = event.data
}
"""
KEEP_ALIVE_SECONDS = 15
STEP_MILLISECONDS, DEBOUNCE_MILLISECONDS, MOMENT_MILLISECONDS = 20, 100, 200


class Edition:
    """The build that is being served; those who wait for the next one are woken by it."""

    def __init__(self) -> None:
        """Begin with the build that has just been made."""
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


class Handler(SimpleHTTPRequestHandler):
    """Serve files, with the script that follows changes added to each page."""

    def __init__(self, *args: object, edition: Edition, **more: object) -> None:
        """Serve the edition's folder."""
        self._edition = edition
        super().__init__(*args, **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with a page, a file, the follower or the stream of changes."""
        if self.path == CHANGES:
            self._stream()
        elif self.path == FOLLOWER:
            self._send(HTTPStatus.OK, "text/javascript", FOLLOW)
        else:
            self._file()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        """Stay quiet: the builds are the news."""

    def _file(self) -> None:
        file = Path(self.translate_path(self.path))
        page = file / "index.html" if self.path.partition("?")[0].endswith("/") else file
        if page.is_file() and page.suffix == ".html":
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", _following(page.read_bytes()))
        elif file.exists():
            super().do_GET()
        else:
            missing = _following((Path(self.directory) / NOT_FOUND).read_bytes())
            # Its links are relative to the root, at whatever depth it is shown.
            missing = missing.replace(b"base-uri 'none'", b"base-uri 'self'")
            missing = missing.replace(b"<head>", b'<head><base href="/">', 1)
            self._send(HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", missing)

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
        number = None
        while not self.wfile.closed:
            number = self._edition.after(number, KEEP_ALIVE_SECONDS)
            try:
                self.wfile.write(f"data: {number}\n\n".encode())
                self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                return  # the browser has gone


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def serve(job: Job, port: int, rebuild: Callable[[], None]) -> None:
    """Serve the output folder and follow changes until interrupted.

    A changed template, style or archive is rendered by this process; changed code is first tried
    in a process of its own, then takes this one's place. Raises SiteError where the port is taken.
    """
    edition = Edition()
    handler = partial(Handler, edition=edition, directory=str(job.out))
    try:
        server = _Server((HOST, port), handler)
    except (OSError, OverflowError) as error:
        raise SiteError(
            f"cannot serve on port {port} ({error}); name another: --serve 8001"
        ) from error
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            _follow(job, server.server_port, rebuild, edition)
        except KeyboardInterrupt:
            print()  # noqa: T201
        server.shutdown()


def _follow(job: Job, port: int, rebuild: Callable[[], None], edition: Edition) -> None:
    code = (ROOT / "site_lib", ROOT / "build.py")
    changes = _changes(ROOT / "templates", ROOT / "static", job.data, *code)
    next(changes)
    # Whoever reads this line may change a file right away: the watch is on.
    print(f"preview   http://{HOST}:{port}/ (Ctrl-C ends it)", flush=True)  # noqa: T201
    for paths in changes:
        if any(path.is_relative_to(place) for path in paths for place in code):
            _restart_if_sound(_command(job), port)
        elif paths and _succeeds(rebuild):
            edition.advance()


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


def _command(job: Job) -> list[str]:
    base = ["--base-url", job.base_url] if job.base_url else []
    places = ["--data", str(job.data), "--out", str(job.out)]
    return [sys.executable, str(ROOT / "build.py"), "--offline", *places, *base]


def _restart_if_sound(command: Sequence[str], port: int) -> None:
    if subprocess.run(command, check=False).returncode == 0:
        os.execv(sys.executable, [*command, "--serve", str(port)])  # noqa: S606 (our own command)


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


def _following(page: bytes) -> bytes:
    """Let a page load the script that follows changes; what is published never has it."""
    page = page.replace(b"script-src ", b"script-src 'self' ", 1)
    return page.replace(b"</head>", f'<script src="{FOLLOWER}" defer></script></head>'.encode(), 1)
