"""Recorded answers of the source, and ways to make, change and archive answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_lib.publish.reader import Reader
from site_lib.site.site_config import Publisher, SiteConfig
from site_lib.snapshots.archive import Archive
from site_lib.snapshots.snapshot import parse

if TYPE_CHECKING:
    from site_lib.analysis.history import History
    from site_lib.snapshots.snapshot import Snapshot

ROOT = Path(__file__).resolve().parent.parent
RECORDED = sorted((ROOT / "tests" / "recorded").glob("*.json"))
"""Real answers, apart from the archive, which grows every day."""
NEWEST = RECORDED[-1]
KEY = "sk-or-v1-0123456789abcdef"

Data = dict[str, Any]


def site_at(address: str | None = None) -> SiteConfig:
    """Return whose site the tests build, whatever the project's own `site.toml` says."""
    return SiteConfig(
        title="What AI models are used for on OpenRouter",
        publisher=Publisher(name="The maintainers of openrouter-tasks"),
        address=address,
    )


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


def few(as_of: str = "2026-10-06") -> Data:
    """Make the data of an answer of few tasks, for builds that are not about what it says."""
    tags = ("code:debugging", "code", 0.6, 0.7), ("chat", "general", 0.4, 0.3)
    return small(*tags, as_of=as_of)


def current(data: Data, days: int = 1) -> Data:
    """Date data as the source does: yesterday, or more days ago."""
    return data | {"as_of": (datetime.now(UTC).date() - timedelta(days=days)).isoformat()}


def recorded_data(as_of: str) -> Data:
    """Read the recorded answer for a date."""
    answer: dict[str, Data] = json.loads((NEWEST.parent / f"{as_of}.json").read_bytes())
    return answer["data"]


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


def led(by: str, share: float = 0.6, as_of: str = "2026-10-06") -> Data:
    """Make data of one task with two models, of which one has the named share."""
    data = small(("a", "x", 1, 1), as_of=as_of)
    names = ["m/one", "m/two"]
    data["classifications"][0]["models"] = [
        {"id": name, "tag_usage_share": share if name == by else 0.3, "tag_token_share": 0.3}
        for name in names
    ]
    return data
