"""How light the pages are: what a browser fetches for one fits into a server's first answer."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.answers import archive_of
from tests.site_reader import build_from, build_site
from tools import weight

if TYPE_CHECKING:
    from pathlib import Path


def test_every_page_with_figures_arrives_at_once(recorded: bytes, tmp_path: Path) -> None:
    site = build_site(tmp_path, recorded, weight.ADDRESS)
    loads = weight.weigh(site.folder)
    assert {load.kind for load in loads} >= set(weight.LIMITED)
    assert [load for load in loads if not load.is_within_limit] == []


def test_it_does_so_with_changes_and_news_too(tmp_path: Path) -> None:
    site = build_from(archive_of(tmp_path / "data"), tmp_path / "site", weight.ADDRESS)
    loads = weight.weigh(site.folder)
    assert all("moved most: from" in site.text(load.path) for load in loads if load.kind == "home")
    assert [load for load in loads if not load.is_within_limit] == []


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Make a site of one page that loads one file of each kind, some by way of a style sheet."""
    (tmp_path / "build.json").write_text('{"url": "https://example.org/x/"}')
    (tmp_path / "index.html").write_text(
        "<link rel='icon' href='icon.svg'><link rel='canonical' href='https://example.org/x/'>"
        "<meta property='og:image' content='https://example.org/x/card.png'>"
        "<link rel='stylesheet' href='https://example.org/x/style.css'>"
        "<style>a{background:url(a.png)}</style>"
        "<script src='/x/script.js'></script><a href='far.html'></a><img src='data:,'>"
        "<img src='b.png' srcset='b.png 1x, c.png 2x'><svg><use href='#here'/></svg>"
    )
    (tmp_path / "style.css").write_text("@font-face{src:url('letters.woff2')}")
    for name in ("icon.svg", "card.png", "a.png", "b.png", "c.png", "letters.woff2", "script.js"):
        (tmp_path / name).write_bytes(name.encode() * 100)
    return tmp_path


def test_a_page_weighs_what_a_browser_fetches_to_show_it(site: Path) -> None:
    (load,) = weight.weigh(site)
    packed = ["index.html", "style.css", "script.js"]
    plain = ["a.png", "b.png", "c.png", "letters.woff2"]
    wire = sum(len(gzip.compress((site / name).read_bytes(), 6)) for name in packed)
    assert load.total == wire + sum((site / name).stat().st_size for name in plain)
    assert load.requests == len(packed) + len(plain)
    assert load.raw == (site / "index.html").stat().st_size > load.packed


def test_a_page_that_loads_what_is_not_in_the_site_is_refused(site: Path) -> None:
    (site / "letters.woff2").unlink()
    with pytest.raises(LookupError, match=r"style\.css loads 'letters\.woff2'"):
        weight.weigh(site)


def test_a_page_over_the_limit_is_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert weight.main([str(site)]) == 0
    (site / "a.png").write_bytes(bytes(weight.LIMIT))
    assert weight.main([str(site)]) == 1
    assert "error: index.html weighs 1" in capsys.readouterr().err
