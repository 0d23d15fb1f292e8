"""Connections that fail: each is told, and none takes longer than it may."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from site_lib.errors import FetchError, SourceDownError
from site_lib.snapshots.client import RetryPolicy, fetch
from tests.callers import CALLER, QUICK

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_nobody_listening_is_told(unused_port: int) -> None:
    with pytest.raises(FetchError, match=r"cannot connect to 127\.0\.0\.1"):
        fetch(CALLER, f"http://127.0.0.1:{unused_port}", QUICK)


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def peer(*pieces: bytes, pause: float = 0, linger: float = 0) -> Iterator[tuple[str, list[bytes]]]:
    """Answer each connection with raw pieces; yield the address and the requests seen."""
    seen: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def talk(connection: socket.socket) -> None:
        with connection:
            seen.append(connection.recv(65536))
            try:
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(pause)
                time.sleep(linger)
            except OSError:
                return  # the client has had enough

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return  # closed
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}", seen
    finally:
        server.close()


def test_an_answer_that_is_cut_off_is_tried_again_and_then_told() -> None:
    with peer(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"data"') as (url, seen):
        with pytest.raises(FetchError, match="was cut off"):
            fetch(CALLER, url, QUICK)
        assert len(seen) == 4


def test_a_source_that_says_nothing_is_given_up_within_the_deadline() -> None:
    policy = RetryPolicy(total=1, connect=0.3, read=0.3, first_wait=0.001, longest_wait=0.01)
    with peer(linger=5) as (url, _):
        start = time.monotonic()
        with pytest.raises(FetchError, match=r"in time"):
            fetch(CALLER, url, policy)
        assert time.monotonic() - start < 2


def test_a_source_that_drips_its_headers_is_given_up_within_the_deadline() -> None:
    policy = RetryPolicy(total=1, connect=0.4, read=0.4, first_wait=0.001, longest_wait=0.01)
    with peer(*[b"H"] * 100, pause=0.1) as (url, _):
        start = time.monotonic()
        with pytest.raises(FetchError, match="did not finish in time"):
            fetch(CALLER, url, policy)
        assert time.monotonic() - start < 1.5


def test_a_source_that_drips_is_given_up_within_the_deadline() -> None:
    policy = RetryPolicy(total=1, connect=0.4, read=0.4, first_wait=0.001, longest_wait=0.01)
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"
    with peer(head, *[b" "] * 100, pause=0.1) as (url, _):
        start = time.monotonic()
        with pytest.raises(FetchError, match="did not finish in time"):
            fetch(CALLER, url, policy)
        assert time.monotonic() - start < 1.5


def test_a_timeout_is_tried_again() -> None:
    policy = RetryPolicy(total=5, connect=0.2, read=0.2, first_wait=0.001, longest_wait=0.01)
    with peer(linger=3) as (url, seen):
        with pytest.raises(SourceDownError, match="read timeout"):
            fetch(CALLER, url, policy)
        assert len(seen) == 4


def test_a_body_that_cannot_be_unpacked_is_told() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n"
    with (
        peer(head + b"junk") as (url, _),
        pytest.raises(FetchError, match="cannot be decompressed"),
    ):
        fetch(CALLER, url, QUICK)
