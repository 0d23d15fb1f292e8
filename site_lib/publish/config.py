"""The configuration of a build."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from site_lib.site.site_config import SiteConfig

PROJECT_ROOT = Path(__file__).resolve().parents[2]
PARALLEL_THRESHOLD = 200
"""One process renders this many editions in the time that another one takes to start."""


@dataclass(frozen=True)
class BuildConfig:
    """Where a build reads and writes, the options of its pages, and the date."""

    data: Path
    """The data folder, with the archive in `snapshots/`."""
    out: Path
    """The output folder, which is replaced as a whole."""
    site: SiteConfig
    """Whose site it is, and where it will be published."""
    _: KW_ONLY
    today: date
    """The UTC date. Checks may use it; pages may not, so that they do not depend on the day."""
    cache: Path
    """The folder of the build cache."""
    is_sample: bool = False
    """Whether every page says that it is a sample, not the published site."""
    has_cards: bool = True
    """Whether pages get social cards."""
    keeps_pages: bool = False
    """Whether pages stay in memory, so that this process's next build makes only what changed."""
    root: Path = PROJECT_ROOT
    """The folder with `templates/` and `static/`."""
    parallel_threshold: int = PARALLEL_THRESHOLD
    """Archives with more entries than this are built with worker processes."""
