"""Serve a built site locally the way GitHub Pages does: under a path prefix and compressed."""

from __future__ import annotations

import gzip
import mimetypes
import sys
import threading
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

PREFIX = "/some-repository/"
GZIP_LEVEL = 6
COMPRESSED = {"application/json", "application/xml", "application/javascript", "image/svg+xml"}


class Hosting:
    """A context manager that serves a folder, which may be filled later, from a free port."""

    def __init__(self, folder: Path, prefix: str = PREFIX) -> None:
        """Bind a free port; `url` is the address of the site."""
        handler = partial(_Handler, folder=folder.resolve(), prefix=prefix)
        self._server = _Server(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}{prefix}"

    def __enter__(self) -> Self:
        """Start the server in a thread."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()


def is_text(kind: str) -> bool:
    """Return whether Pages compresses files of this media type."""
    return kind.startswith("text/") or kind in COMPRESSED


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, folder: Path, prefix: str, **more: object) -> None:
        self._folder, self._prefix = folder, prefix
        super().__init__(*args, **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send a file, a folder's index page, a redirect to the folder, or the 404 page."""
        path = unquote(urlsplit(self.path).path)
        if not path.startswith(self._prefix):
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"not this site\n")
            return
        file = (self._folder / path.removeprefix(self._prefix)).resolve()
        if not file.is_relative_to(self._folder):
            file = self._folder / "404.html"
        elif file.is_dir() and not path.endswith("/"):
            self._send(HTTPStatus.MOVED_PERMANENTLY, "text/plain", b"", Location=f"{path}/")
            return
        page = file / "index.html" if path.endswith("/") else file
        if page.is_file():
            self._file(HTTPStatus.OK, page)
        else:
            self._file(HTTPStatus.NOT_FOUND, self._folder / "404.html")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        """Stay quiet."""

    def _file(self, status: HTTPStatus, file: Path) -> None:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self._send(status, kind, file.read_bytes())

    def _send(self, status: HTTPStatus, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        if is_text(kind):
            kind += "; charset=utf-8"
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"] = "gzip"
                body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        headers |= {"Content-Type": kind, "Content-Length": str(len(body))}
        headers |= {"Cache-Control": "max-age=600"}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Report an error, unless the browser closed the connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]
