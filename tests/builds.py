"""Builds of small archives with a cache, for the tests of what is reused and of workers."""

from __future__ import annotations

import shutil
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from site_lib.publish.config import BuildConfig
from site_lib.publish.pipeline import build
from site_lib.publish.sources import from_archive
from tests.answers import ROOT, archive_with, raw, site_at, small, tree
from tests.site_reader import build_from
from tools.random_archive import random_walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_lib.publish.report import Report
    from site_lib.site.site_config import SiteConfig

    Counts = Callable[[type | Any, str], list[object]]

BASE = "https://example.org/x/"
DAYS = 3


def built(
    folder: Path,
    base_url: str | None = BASE,
    *,
    site: SiteConfig | None = None,
    progress: Callable[[str], None] = lambda _: None,
    **options: Any,  # noqa: ANN401 (fields of the configuration)
) -> Report:
    """Build the archive in a folder, with the templates and styles that are there, if any."""
    root = folder / "root"
    config = BuildConfig(
        folder / "data",
        folder / "site",
        site or site_at(base_url),
        cache=folder / "cache",
        root=root if root.exists() else ROOT,
        **{"today": date(2026, 11, 22), "has_cards": False, **options},
    )
    return build(config, from_archive, progress)


def from_nothing(folder: Path) -> dict[str, bytes]:
    """Build the archive of a folder elsewhere, with nothing at hand."""
    shutil.copytree(folder / "data", folder / "elsewhere" / "data")
    build_from(folder / "elsewhere" / "data", folder / "elsewhere" / "site", BASE)
    return tree(folder / "elsewhere" / "site")


def short_archive(folder: Path) -> Path:
    """Archive small answers of the last days, no two with the same figures."""
    last = small(("code:debugging", "code", 0.6, 0.7), ("chat", "general", 0.4, 0.3))
    return archive_with(folder / "data", *random_walk(raw(last), DAYS, seed=1))


def long_archive(folder: Path, days: int) -> Path:
    """Archive small answers of consecutive days."""
    last = date(2026, 10, 6)
    dates = [(last - timedelta(days=ago)).isoformat() for ago in range(days)]
    answers = [
        small(("a", "x", 0.6, 0.6), ("b", "x", 0.4, 0.4), as_of=as_of) for as_of in dates[::-1]
    ]
    return archive_with(folder / "data", *answers)


def config(here: Path, out: Path | None = None, root: Path = ROOT) -> BuildConfig:
    """Return the configuration that the command has in this folder without options."""
    today = date(2026, 11, 22)
    folders = here / "data", out or here / "_site"
    return BuildConfig(*folders, site_at(), today=today, cache=here / ".cache", root=root)


def command(folder: Path, *arguments: str) -> list[str]:
    """Return the command that builds all recorded answers' newest into a folder."""
    folders = ["--data", str(folder / "data"), "--out", str(folder / "out")]
    folders += ["--cache", str(folder / "cache")]
    return [sys.executable, str(ROOT / "build.py"), "--offline", *folders, *arguments]
