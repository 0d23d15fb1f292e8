"""Fixtures of all tests; no test reaches another machine or sees the settings of this one."""

from __future__ import annotations

import ipaddress
import signal
import socket
from typing import TYPE_CHECKING, Any

import pytest

from site_lib.publish import forks
from tests.answers import KEY, NEWEST, RECORDED, Data, archive_with, few, newest_data, raw
from tests.fake_source import FakeSource
from tests.preview import Preview, previewed
from tests.site_reader import Site, build_from, build_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpserver import HTTPServer


BASE_URL = "https://example.org/x/"

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # So it is in the background of a shell, and what tests start would ignore Ctrl-C, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test reach this machine only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:  # noqa: ANN401 (as in socket)
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            pytest.fail(f"a test wanted to reach {host}")
        connect(self, address)

    def resolved(host: str, *args: Any, **more: Any) -> Any:  # noqa: ANN401 (as in socket)
        if host not in {"localhost", "127.0.0.1", "::1"}:
            pytest.fail(f"a test wanted to look up {host}")
        return getaddrinfo(host, *args, **more)

    getaddrinfo = socket.getaddrinfo
    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", resolved)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of the machine reach a test."""
    for name in ("OPENROUTER_API_KEY", "SITE_ADDRESS", "SITE_REPOSITORY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds in a test's own process fork none, so that tests can count what is made."""
    monkeypatch.setattr(forks, "MAX_PROCESSES", 1)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder with a key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENROUTER_API_KEY", KEY)
    return tmp_path


@pytest.fixture
def earlier(here: Path) -> str:
    """Return the path of an answer of few tasks."""
    (here / "earlier.json").write_bytes(raw(few("2026-08-31")))
    return "earlier.json"


@pytest.fixture
def later(here: Path) -> str:
    """Return the path of an answer of few tasks that is newer."""
    (here / "later.json").write_bytes(raw(few()))
    return "later.json"


@pytest.fixture(params=RECORDED, ids=lambda file: file.stem)
def recorded(request: pytest.FixtureRequest) -> bytes:
    """Each recorded answer in turn."""
    file: Path = request.param
    return file.read_bytes()


@pytest.fixture
def data() -> Data:
    """Return the newest recorded answer's data, to be changed at will."""
    return newest_data()


@pytest.fixture
def source(httpserver: HTTPServer) -> Iterator[FakeSource]:
    """Start a fake source."""
    fake = FakeSource(httpserver.url_for("/api/v1"))
    httpserver.expect_request("/api/v1/classifications/task").respond_with_handler(fake.answer)
    yield fake
    httpserver.check()


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with previewed(tmp_path / "project") as running:
        yield running


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the site of the newest recorded answer alone, with an address."""
    return build_site(tmp_path_factory.mktemp("site"), NEWEST.read_bytes(), BASE_URL)


@pytest.fixture(scope="session")
def unplaced(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the site of the newest recorded answer alone, without an address."""
    return build_site(tmp_path_factory.mktemp("unplaced"), NEWEST.read_bytes())


@pytest.fixture(scope="session")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the site of all recorded answers, with an address."""
    folder = tmp_path_factory.mktemp("full")
    answers = [file.read_bytes() for file in RECORDED]
    return build_from(archive_with(folder / "data", *answers), folder / "site", BASE_URL)


@pytest.fixture(scope="session")
def answer() -> Data:
    """Return the newest recorded answer's data, to be compared with and not to be changed."""
    return newest_data()
