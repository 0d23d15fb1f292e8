"""Social cards of pages."""

from __future__ import annotations

import hashlib
import io
import posixpath
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from site_lib.pages.plan import plan
from site_lib.site.theme import read_palette
from tests.answers import ROOT, Data, history_of, raw, site_at, small
from tests.site_reader import (
    build_site,
    percent,
    tag_page,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_card_is_told_in_words(tmp_path: Path, answer: Data) -> None:
    built = build_site(tmp_path, raw(answer), "https://example.org/", has_cards=True)

    def alternative(path: str) -> str:
        meta = built.pages[path].find("head/meta[@property='og:image:alt']")
        assert meta is not None
        return meta.attrib["content"]

    home = alternative("index.html")
    assert home.startswith(
        "Agent and code tasks make up 25.8% of classified requests on OpenRouter, "
        "but 70.7% of all tokens."
    )
    assert "General: 55.7% of all requests, 22.9% of all tokens; Data: 18.4%" in home
    for tag in answer["classifications"]:
        first = sorted(
            tag["models"], key=lambda m: (-m["tag_usage_share"], -m["tag_token_share"], m["id"])
        )[:4]
        rest = [
            percent(1 - sum(model[field] for model in first))
            for field in ("tag_usage_share", "tag_token_share")
        ]
        said = f"Everything else: {rest[0]} of its requests, {rest[1]} of its tokens."
        assert alternative(tag_page(tag)).endswith(said)
        assert percent(tag["usage_share"]) in alternative(tag_page(tag))
    card = next(file for path, file in built.files.items() if path.startswith("card-"))
    light = read_palette((ROOT / "static" / "tokens.css").read_text()).light
    corner = Image.open(io.BytesIO(card)).convert("RGB").getpixel((5, 625))
    assert corner == tuple(bytes.fromhex(light["ground"][1:]))


def test_cards_are_named_after_their_content_and_announced_with_it(tmp_path: Path) -> None:
    base = "https://example.org/x/"
    data = small(("a", "code", 0.6, 0.5), ("b", "code", 0.4, 0.5))
    built = build_site(tmp_path / "one", raw(data), base, has_cards=True)
    for path, page in built.pages.items():
        named = {
            meta.attrib.get("property") or meta.attrib.get("name"): meta.attrib["content"]
            for meta in page.iterfind("head/meta[@content]")
        }
        assert named["og:title"] == page.findtext("head/title")
        if path == "404.html":
            assert "og:image" not in named
            continue
        assert named["twitter:card"] == "summary_large_image"
        assert named["og:url"] == base + path.removesuffix("index.html")
        card = named["og:image"].removeprefix(base)
        assert posixpath.dirname(card) == posixpath.dirname(path)
        assert built.files[card].startswith(b"\x89PNG")
        assert hashlib.sha256(built.files[card]).hexdigest()[:10] in card
    data["classifications"][0]["models"][0]["tag_usage_share"] = 0.61
    changed = build_site(tmp_path / "two", raw(data), base, has_cards=True)
    cards = {path for path in built.files if path.endswith(".png")}
    others = {path for path in changed.files if path.endswith(".png")}
    assert len(cards) == len(others) == 11
    changed_cards = {posixpath.dirname(path) for path in cards ^ others}
    assert changed_cards == {"code/a", "models/maker", "models/maker/model"}
    bare = build_site(tmp_path / "three", raw(data), base)
    assert not [path for path in bare.files if path.endswith(".png")]
    assert b"og:image" not in bare.files["index.html"]


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        ("https://example.org/x/", "example.org/x"),
        ("https://example.org/", "example.org"),
        (None, ""),
    ],
)
def test_every_card_has_the_sites_address_where_it_is_known(
    tmp_path: Path, base_url: str | None, address: str
) -> None:
    answers = history_of(tmp_path, small(("a", "code", 0.6, 0.5), ("b", "code", 0.4, 0.5)))
    pages = [make() for make in plan(answers, site_at(base_url), is_sample=False).pages]
    cards = {page.path: page.card for page in pages}
    assert {path for path, card in cards.items() if card is None} == {"404.html"}
    assert len(cards) == 11
    assert {card.address for card in cards.values() if card} == {address}


def test_the_address_is_on_the_picture(tmp_path: Path) -> None:
    data = raw(small(("a", "code", 0.6, 0.5), ("b", "code", 0.4, 0.5)))

    def card(name: str, base_url: str | None) -> bytes:
        built = build_site(tmp_path / name, data, base_url, has_cards=True)
        (content,) = (file for path, file in built.files.items() if path.startswith("card-"))
        return content

    placed, elsewhere = card("1", "https://example.org/x/"), card("2", "https://example.com/y/")
    assert len({placed, elsewhere, card("3", None)}) == 3
    assert card("4", "https://example.org/x/") == placed
