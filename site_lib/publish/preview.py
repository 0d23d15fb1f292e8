"""The preview: a local server of the output folder that rebuilds and reloads on every change."""

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
from site_lib.publish.config import PROJECT_ROOT
from site_lib.publish.site_file import SITE_FILE
from site_lib.site.addresses import NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Self

    from site_lib.publish.config import BuildConfig

HOST = "127.0.0.1"
CHANGES_PATH, SCRIPT_PATH = "/-/changes", "/-/follow.js"
# Hidden pages do not listen, because browsers limit the connections to one host.
RELOAD_SCRIPT = b"""let seen = document.currentScript.src.split("?")[1], source
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
STEP_MILLISECONDS, DEBOUNCE_MILLISECONDS, TIMEOUT_MILLISECONDS = 10, 100, 200


class _BuildNumber:
    """The number of the build that is served; threads can wait until there is another one."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._value = time.time_ns()

    def advance(self) -> None:
        """Announce a new build."""
        with self._condition:
            self._value = time.time_ns()
            self._condition.notify_all()

    def wait_for_other(self, number: int | None, seconds: float) -> int:
        """Wait until the number is not `number`, at most some seconds, and return it."""
        with self._condition:
            self._condition.wait_for(lambda: self._value != number, seconds)
            return self._value

    @property
    def current(self) -> int:
        """The number now."""
        return self._value


class _Handler(SimpleHTTPRequestHandler):
    """Serves files, and adds to each page the script that reloads it."""

    def __init__(self, *args: object, build: _BuildNumber, **more: object) -> None:
        self._build = build
        super().__init__(*args, **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with a page, a file, the script or the stream of build numbers."""
        if self.path == CHANGES_PATH:
            self._send_build_numbers()
        elif self.path.startswith(f"{SCRIPT_PATH}?"):
            self._send_bytes(HTTPStatus.OK, "text/javascript", RELOAD_SCRIPT)
        else:
            self._send_file()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        """Print nothing, so that the reports of builds stand out."""

    def _send_file(self) -> None:
        file = Path(self.translate_path(self.path))
        page = file / "index.html" if self.path.partition("?")[0].endswith("/") else file
        try:
            if page.suffix == ".html":
                # Taken before the page is read: if a build comes between, the page reloads.
                build = self._build.current
                self._send_page(HTTPStatus.OK, page.read_bytes(), build)
            elif file.exists():
                super().do_GET()
            else:
                self._send_not_found()
        except OSError:
            self._send_not_found()

    def _send_not_found(self) -> None:
        try:
            page = (Path(self.directory) / NOT_FOUND).read_bytes()
        except OSError:
            page = b"<head></head>The output folder contains no site."
        # Its links are relative to the site's root, whatever the depth of the missing address.
        page = page.replace(b"base-uri 'none'", b"base-uri 'self'")
        page = page.replace(b"<head>", b'<head><base href="/">', 1)
        self._send_page(HTTPStatus.NOT_FOUND, page, self._build.current)

    def _send_page(self, status: HTTPStatus, page: bytes, build: int) -> None:
        """Send a page with the script, which is never in the files themselves."""
        page = page.replace(b"script-src ", b"script-src 'self' ", 1)
        script = f'<script src="{SCRIPT_PATH}?{build}" defer></script></head>'.encode()
        self._send_bytes(status, "text/html; charset=utf-8", page.replace(b"</head>", script, 1))

    def _send_bytes(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _send_build_numbers(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(f"retry: {RETRY_MILLISECONDS}\n".encode())
        number = None
        while True:
            number = self._build.wait_for_other(number, KEEP_ALIVE_SECONDS)
            self.wfile.write(f"data: {number}\n\n".encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Print the error, unless the browser has closed the connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Preview:
    """A server of the output folder; a context manager that serves inside its `with` block."""

    def __init__(self, config: BuildConfig, port: int) -> None:
        """Open the port; raises SiteError if it is not free."""
        self._config, self._build = config, _BuildNumber()
        handler = partial(_Handler, build=self._build, directory=str(config.out))
        try:
            self._server = _Server((HOST, port), handler)
        except OSError as error:
            reason = f"cannot serve on port {port} ({error.strerror})"
            raise SiteError(f"{reason}: choose another one, such as --serve 8001") from error

    def __enter__(self) -> Self:
        """Serve in a thread."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def follow(self, arguments: Sequence[str], rebuild: Callable[[], None]) -> None:
        """Rebuild on every change until interrupted.

        When a template, a style or the archive changes, `rebuild` builds the site in this process.
        When code changes, another process first runs `build.py` with `arguments`; if that works, a
        new process replaces this one.
        """
        root, command = self._config.root, PROJECT_ROOT / "build.py"
        code = (PROJECT_ROOT / "site_lib", command)
        folders = (root / "templates", root / "static", self._config.data, code[0])
        changes = _changes(folders, [PROJECT_ROOT / SITE_FILE, command])
        try:
            next(changes)
            # Printed after the first look at the files: someone who reads this line may change one
            # right away.
            address = f"http://{HOST}:{self._server.server_port}/"
            print(f"preview   {address} (stop with Ctrl-C)", flush=True)  # noqa: T201
            for paths in changes:
                if any(path.is_relative_to(each) for path in paths for each in code):
                    self._restart([sys.executable, str(command), *arguments])
                elif paths and _succeeds(rebuild):
                    self._build.advance()
        except KeyboardInterrupt:
            print()  # noqa: T201

    def _restart(self, command: Sequence[str]) -> None:
        """Replace this process by one that runs the changed code, if that builds the site."""
        trial = [sys.executable, "-c", "import site_lib.publish.preview"]
        if subprocess.run(trial, check=False, cwd=PROJECT_ROOT).returncode:
            return
        if subprocess.run(command, check=False).returncode == 0:
            port = f"--serve={self._server.server_port}"
            os.execv(sys.executable, [*command, port])  # noqa: S606 (our own command)


def _changes(folders: Sequence[Path], files: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield the paths that have changed; an empty list after a timeout without changes."""
    before = [_stamp(file) for file in files]
    for changes in watch(
        *folders,
        step=STEP_MILLISECONDS,
        debounce=DEBOUNCE_MILLISECONDS,
        rust_timeout=TIMEOUT_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        # Not watched: most editors replace a file, and a watched one is lost with that.
        now = [_stamp(file) for file in files]
        changed = [file for file, old, new in zip(files, before, now, strict=True) if old != new]
        before = now
        yield [*changed, *(Path(path) for _, path in changes)]


def _stamp(file: Path) -> tuple[int, int] | None:
    """Return what changes when a file is written or replaced; None if it is not there."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino


def _succeeds(rebuild: Callable[[], None]) -> bool:
    """Rebuild and return whether that worked; print the error if not."""
    try:
        rebuild()
    except SiteError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
    except Exception:  # noqa: BLE001 (a mistake in a template must not end the preview)
        traceback.print_exc()
    else:
        return True
    return False
