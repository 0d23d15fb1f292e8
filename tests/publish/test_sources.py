"""What OpenRouter is told about whose site asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_lib import __version__
from site_lib.publish.sources import from_source
from site_lib.site.site_config import Publisher
from site_lib.snapshots.archive import Archive
from tests.answers import KEY, NEWEST, site_at

if TYPE_CHECKING:
    from pathlib import Path

    from site_lib.site.site_config import SiteConfig
    from tests.fake_source import FakeSource

AGENT = f"openrouter-tasks/{__version__}"


def with_contact(address: str | None) -> SiteConfig:
    publisher = Publisher(name="Someone", contact="some.one@example.org")
    return site_at(address).model_copy(update={"publisher": publisher})


@pytest.mark.parametrize(
    ("site", "agent", "referer"),
    [
        (site_at(), AGENT, None),
        (
            site_at("https://example.org/x/"),
            f"{AGENT} (+https://example.org/x/)",
            "https://example.org/x/",
        ),
        (with_contact(None), f"{AGENT} (some.one@example.org)", None),
        (
            with_contact("https://example.org/x/"),
            f"{AGENT} (+https://example.org/x/; some.one@example.org)",
            "https://example.org/x/",
        ),
    ],
)
def test_a_request_says_whose_site_asks(
    tmp_path: Path, source: FakeSource, site: SiteConfig, agent: str, referer: str | None
) -> None:
    source.says(NEWEST.read_bytes())
    fetched = from_source(KEY, source.url, site, lambda _: None)(Archive(tmp_path))
    assert (fetched.raw, fetched.is_live) == (NEWEST.read_bytes(), True)
    headers = source.requests[0].headers
    assert headers["X-OpenRouter-Title"] == site.title
    assert headers["User-Agent"] == agent
    assert headers.get("HTTP-Referer") == referer
    assert "X-OpenRouter-Categories" not in headers


def test_categories_of_the_app_are_sent_where_they_are_set(
    tmp_path: Path, source: FakeSource
) -> None:
    source.says(NEWEST.read_bytes())
    site = site_at().model_copy(update={"app_categories": ("cli-agent", "general-chat")})
    from_source(KEY, source.url, site, lambda _: None)(Archive(tmp_path))
    assert source.requests[0].headers["X-OpenRouter-Categories"] == "cli-agent,general-chat"
