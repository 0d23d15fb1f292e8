"""What tests share: recorded answers, a way to change them, a fake source, and no other network."""

from __future__ import annotations

import ipaddress
import json
import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug import Response

from site_lib.publish.reader import Reader
from site_lib.snapshots.archive import Archive
from site_lib.snapshots.snapshot import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_httpserver import HTTPServer
    from werkzeug import Request

    from site_lib.analysis.history import History
    from site_lib.snapshots.snapshot import Snapshot

ROOT = Path(__file__).resolve().parent.parent
RECORDED = sorted((ROOT / "tests" / "recorded").glob("*.json"))
"""Real answers, apart from the archive, which grows every day."""
NEWEST = RECORDED[-1]
KEY = "sk-or-v1-0123456789abcdef"

Data = dict[str, Any]


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
    for name in ("OPENROUTER_API_KEY", "OPENROUTER_X_OPEN_ROUTER_CATEGORIES", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=RECORDED, ids=lambda file: file.stem)
def recorded(request: pytest.FixtureRequest) -> bytes:
    """Each recorded answer in turn."""
    file: Path = request.param
    return file.read_bytes()


@pytest.fixture
def data() -> Data:
    """Return the newest recorded answer's data, to be changed at will."""
    return newest_data()


def newest_data() -> Data:
    """Read the newest recorded answer's data."""
    answer: dict[str, Data] = json.loads(NEWEST.read_bytes())
    return answer["data"]


def raw(data: Data) -> bytes:
    """Write data as an answer."""
    return json.dumps({"data": data}, ensure_ascii=False).encode()


def snapshot_of(data: Data) -> Snapshot:
    """Read data as a snapshot."""
    return parse(raw(data), "test").data


def small(*tags: tuple[str, str, float, float], as_of: str = "2026-10-06") -> Data:
    """Make data from (tag, category, request share, token share), a model for each tag."""
    totals: dict[str, list[float]] = {}
    for _, category, requests, tokens in tags:
        total = totals.setdefault(category, [0.0, 0.0])
        total[0] += requests
        total[1] += tokens

    def part(share: float, total: float) -> float:
        return round(share / total, 3) if total else 0

    return {
        "window_days": 7,
        "as_of": as_of,
        "classifications": [
            {
                "tag": tag,
                "display_name": tag.title(),
                "macro_category": category,
                "usage_share": requests,
                "token_share": tokens,
                "category_usage_share": part(requests, totals[category][0]),
                "category_token_share": part(tokens, totals[category][1]),
                "models": [{"id": "maker/model", "tag_usage_share": 0.6, "tag_token_share": 0.4}],
            }
            for tag, category, requests, tokens in tags
        ],
        "macro_categories": [
            {
                "key": key,
                "label": key.title(),
                "usage_share": round(total[0], 3),
                "token_share": round(total[1], 3),
            }
            for key, total in totals.items()
        ],
    }


@dataclass
class FakeSource:
    """The task classification endpoint on loopback; answers are given in turn, the last forever."""

    url: str
    answers: list[Response] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    """What happens elsewhere while the source is being asked."""

    def says(self, body: bytes | str, status: int = 200, **headers: str) -> None:
        """Append an answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.append(Response(body, status, named, content_type="application/json"))

    def fails(self, status: int, message: str = "not today", **headers: str) -> None:
        """Append an error answer as the source words it."""
        body = json.dumps({"error": {"code": status, "message": message}})
        self.says(body, status, **headers)

    def answer(self, request: Request) -> Response:
        """Take the next answer."""
        self.requests.append(request)
        self.meanwhile()
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def source(httpserver: HTTPServer) -> Iterator[FakeSource]:
    """Start a fake source."""
    fake = FakeSource(httpserver.url_for("/api/v1"))
    httpserver.expect_request("/api/v1/classifications/task").respond_with_handler(fake.answer)
    yield fake
    httpserver.check()


def archive_of(folder: Path, *files: Path) -> Path:
    """Fill a data folder with recorded answers, all of them where none are named."""
    (folder / "snapshots").mkdir(parents=True)
    for file in files or RECORDED:
        (folder / "snapshots" / file.name).write_bytes(file.read_bytes())
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Read a folder whole."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def archive_with(folder: Path, *answers: Data | bytes) -> Path:
    """Fill a data folder with answers; a date that comes again is a restatement."""
    snapshots = folder / "snapshots"
    snapshots.mkdir(parents=True, exist_ok=True)
    for answer in answers:
        content = answer if isinstance(answer, bytes) else raw(answer)
        as_of, revision = json.loads(content)["data"]["as_of"], 1
        while (file := snapshots / _named(as_of, revision)).exists():
            revision += 1
        file.write_bytes(content)
    return folder


def _named(as_of: str, revision: int) -> str:
    return f"{as_of}.json" if revision == 1 else f"{as_of}.r{revision}.json"


def history_of(folder: Path, *answers: Data | bytes) -> History:
    """Archive answers in an empty data folder and read them as a history."""
    return Reader().history(Archive(archive_with(folder, *answers)).entries)


def recorded_data(as_of: str) -> Data:
    """Read the recorded answer for a date."""
    answer: dict[str, Data] = json.loads((NEWEST.parent / f"{as_of}.json").read_bytes())
    return answer["data"]
