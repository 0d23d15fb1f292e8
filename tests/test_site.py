"""The whole site, read back from its pages as a browser would and held against the answer."""

from __future__ import annotations

import hashlib
import io
import json
import posixpath
import re
import shutil
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import html5lib
import pytest
from PIL import Image

from site_lib.errors import RenderError
from site_lib.pages import plan as layout
from site_lib.publish.reader import Reader
from site_lib.publish.templates import render
from site_lib.site.theme import read_palette
from site_lib.snapshots.archive import Archive
from tests.answers import NEWEST, ROOT, Data, archive_of, newest_data, raw, small, snapshot_of, tree
from tests.site_reader import (
    CITATION,
    SHARE,
    SVG,
    Site,
    build_site,
    key_figures,
    links,
    menu,
    numbers,
    parsed,
    percent,
    rank,
    tag_page,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path

WITHOUT_FIGURES = {"404.html", "about/index.html", "archive/index.html"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build_site(
        tmp_path_factory.mktemp("site"), NEWEST.read_bytes(), "https://example.org/x/"
    )


@pytest.fixture(scope="module")
def unplaced(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the site without an address."""
    return build_site(tmp_path_factory.mktemp("unplaced"), NEWEST.read_bytes())


@pytest.fixture(scope="module")
def source() -> Data:
    return newest_data()


def test_there_is_a_page_for_everything_and_nothing_else(site: Site, source: Data) -> None:
    expected = {"index.html", "about/index.html", "archive/index.html", "404.html"}
    expected |= {f"{each['key']}/index.html" for each in source["macro_categories"]}
    for tag in source["classifications"]:
        slug = tag["tag"].rpartition(":")[2].replace("_", "-")
        expected.add(f"{tag['macro_category']}/{slug}/index.html")
    assert set(site.pages) == expected
    assert set(site.editions) == {"on/2026-10-06/index.html"}


def test_every_page_cites_the_source_word_for_word_with_date_and_window(site: Site) -> None:
    for path in site.pages:
        assert CITATION in site.text(path), path
        assert CITATION.encode() in site.files[path], path
        assert "2026-10-06" in site.text(path)
        if path not in {"404.html", "archive/index.html"}:
            assert "The 7 days to 2026-10-06" in site.text(path), path
        assert "Each figure covers 7 days." in site.text(path)


def test_every_page_is_whole_and_unlike_the_others(site: Site) -> None:
    titles = [page.findtext("head/title") for page in site.pages.values()]
    assert len(set(titles)) == len(titles)
    for path, page in site.pages.items():
        assert len(list(page.iter("h1"))) == 1, path
        assert page.find(".//nav[@aria-label='Main']") is not None
        assert page.attrib["lang"] == "en"
        assert page.find("head/meta[@name='description']").attrib["content"]  # type: ignore[union-attr]
        ids = [element.attrib["id"] for element in page.iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids)), path


def test_pages_are_well_formed_and_their_markup_is_valid(site: Site) -> None:
    for path, content in site.files.items():
        if path.endswith(".html"):
            parser = html5lib.HTMLParser(strict=False)
            parser.parse(content.decode())
            assert not parser.errors, (path, parser.errors[:3])
            # Code to be copied is markup written as text, so it is escaped twice.
            assert b"&amp;amp;" not in re.sub(rb"<code>&lt;.*?</code>", b"", content)


def test_every_link_leads_to_a_page_or_to_the_source_and_the_licence(site: Site) -> None:
    outside = set()
    for path, page in (site.pages | site.editions).items():
        if path == "404.html":
            continue
        for link in links(page):
            if urlsplit(link).scheme:
                outside.add(link)
                continue
            target = urlsplit(urljoin(f"https://host/some/prefix/{path}", link))
            assert target.path.startswith("/some/prefix/"), (path, link)
            found = unquote(target.path).removeprefix("/some/prefix/")
            assert found in site.files or not found, (path, link)
            if target.fragment:
                ids = {element.get("id") for element in site.parsed(found or path).iter()}
                assert target.fragment in ids
    assert outside == {
        "https://openrouter.ai/rankings",
        "https://creativecommons.org/licenses/by/4.0/",
        "https://example.org/x/on/2026-10-06/",  # which an edition calls itself
    }


def test_the_page_for_missing_addresses_links_from_the_root(site: Site, unplaced: Site) -> None:
    inside = [link for link in links(site.pages["404.html"]) if link.startswith("/")]
    assert "/x/index.html" in inside
    assert {link.removeprefix("/x/") for link in inside} <= set(site.pages)
    assert "index.html" in set(links(unplaced.pages["404.html"]))


def test_canonical_links_say_where_the_site_is_published(site: Site, unplaced: Site) -> None:
    def canonical(page: ET.Element) -> str | None:
        link = page.find("head/link[@rel='canonical']")
        return None if link is None else link.attrib["href"]

    assert canonical(site.pages["index.html"]) == "https://example.org/x/"
    assert (
        canonical(site.pages["code/debugging/index.html"])
        == "https://example.org/x/code/debugging/"
    )
    assert canonical(site.pages["404.html"]) is None
    assert {canonical(page) for page in unplaced.pages.values()} == {None}


def test_nothing_is_loaded_from_anywhere_and_the_policy_allows_just_that(site: Site) -> None:
    for path, page in site.pages.items():
        policy = page.find("head/meta[@http-equiv='Content-Security-Policy']")
        assert policy is not None
        for kind in ("style", "script"):
            for element in page.iter(kind):
                assert not element.get("src")
                if element.get("type") == "application/ld+json":
                    continue  # data, which a policy does not look at
                digest = hashlib.sha256((element.text or "").encode()).digest()
                assert f"'sha256-{b64encode(digest).decode()}'" in policy.attrib["content"], path
        icon = page.find("head/link[@rel='icon']")
        assert icon is not None
        assert icon.attrib["href"].startswith("data:image/svg+xml,")
        for element in page.iter():
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
            assert element.tag not in {"img", "iframe", "object", "embed", "base", "form"}


def test_home_ranks_all_tags_with_the_sources_numbers(site: Site, source: Data) -> None:
    rows = site.rows("index.html", "29 tasks by requests")
    assert len(rows) == 29
    by_tag = {tag["tag"]: tag for tag in source["classifications"]}
    requests = [tag["usage_share"] for tag in source["classifications"]]
    tokens = [tag["token_share"] for tag in source["classifications"]]
    for name, request_share, request_rank, token_share, token_rank, times in rows:
        tag = by_tag.pop(name.findtext("code") or "")
        assert name.findtext("a") == tag["display_name"]
        assert numbers(request_share) == [(f"{tag['usage_share']:g}", percent(tag["usage_share"]))]
        assert numbers(token_share) == [(f"{tag['token_share']:g}", percent(tag["token_share"]))]
        assert words(request_rank) == rank(tag["usage_share"], requests)
        assert words(token_rank) == rank(tag["token_share"], tokens)
        ((value, _),) = numbers(times)
        low, high = re.findall(r"[\d.]+", words(times))[1:]
        assert float(low) <= float(value) <= float(high)
    assert not by_tag


def test_home_says_the_shape_of_the_whole_in_computed_sentences(site: Site) -> None:
    text = site.text("index.html")
    assert (
        "Agent and Code are 25.8 % of classified requests on OpenRouter and 70.7 % of their tokens."
    ) in text
    assert (
        "sorts a sample of them into 29 tasks. Classification is the largest, with 30.1 % of the "
        "requests and 7.3 % of the tokens."
    ) in text


def test_home_bounds_the_models_as_the_lists_do(site: Site, source: Data) -> None:
    rows = site.rows("index.html", "The 10 leading models")
    assert len(rows) == 10
    for name, low, high, tokens, listed in rows:
        model = (name.text or "").strip()
        expected_low = expected_high = expected_tokens = 0.0
        listed_in = 0
        for tag in source["classifications"]:
            models = {each["id"]: each for each in tag["models"]}
            shares = [each["tag_usage_share"] for each in tag["models"]]
            if model in models:
                expected_low += tag["usage_share"] * models[model]["tag_usage_share"]
                expected_tokens += tag["token_share"] * models[model]["tag_token_share"]
                listed_in += 1
            else:
                expected_high += tag["usage_share"] * min(*shares, 1 - sum(shares))
        expected_high += expected_low
        assert float(numbers(low)[0][0]) == pytest.approx(expected_low, rel=1e-5)
        assert float(numbers(high)[0][0]) == pytest.approx(expected_high, rel=1e-5)
        assert float(numbers(tokens)[0][0]) == pytest.approx(expected_tokens, rel=1e-5)
        assert float(numbers(low)[0][1][:-2]) / 100 <= expected_low
        assert float(numbers(high)[0][1][:-2]) / 100 >= expected_high - 1e-9
        assert words(listed) == f"{listed_in} of 29"


def test_each_tag_page_says_the_three_denominators_apart(site: Site, source: Data) -> None:
    sizes = {
        key["key"]: sum(tag["macro_category"] == key["key"] for tag in source["classifications"])
        for key in source["macro_categories"]
    }
    for tag in source["classifications"]:
        page = site.pages[tag_page(tag)]
        heading = page.find(".//h1")
        assert heading is not None
        assert words(heading) == f"{tag['display_name']} {tag['tag']}"
        everything, category = site.rows(tag_page(tag), f"{tag['display_name']} among all tasks")
        assert words(everything[0]) == "of everything, among 29 tasks"
        label = next(
            m["label"] for m in source["macro_categories"] if m["key"] == tag["macro_category"]
        )
        size = sizes[tag["macro_category"]]
        assert words(category[0]) == f"of {label}, among {size} tasks"
        fields = ("usage_share", "token_share", "category_usage_share", "category_token_share")
        cells = (everything[1], everything[3], category[1], category[3])
        for field, cell in zip(fields, cells, strict=True):
            assert numbers(cell) == [(f"{tag[field]:g}", percent(tag[field]))], (tag["tag"], field)
        of_all = source["classifications"]
        within = [each for each in of_all if each["macro_category"] == tag["macro_category"]]
        for row, group, prefix in ((everything, of_all, ""), (category, within, "category_")):
            for cell, name in ((row[2], "usage_share"), (row[4], "token_share")):
                field = prefix + name
                assert words(cell) == rank(tag[field], [each[field] for each in group])
        assert "selected by requests" in site.text(tag_page(tag))
        assert "tokenizer" in site.text(tag_page(tag))


def test_each_tag_page_lists_its_models_and_what_is_not_listed(site: Site, source: Data) -> None:
    for tag in source["classifications"]:
        *listed, remainder = site.rows(tag_page(tag), "Models by requests")
        tokens = [model["tag_token_share"] for model in tag["models"]]
        requests = [model["tag_usage_share"] for model in tag["models"]]
        by_id = {model["id"]: model for model in tag["models"]}
        for name, request_rank, request_share, token_share, token_rank in listed:
            model = by_id.pop((name.text or "").strip())
            assert numbers(request_share)[0][1] == percent(model["tag_usage_share"])
            assert float(numbers(request_share)[0][0]) == model["tag_usage_share"]
            assert numbers(token_share)[0][1] == percent(model["tag_token_share"])
            assert words(request_rank) == rank(model["tag_usage_share"], requests)
            assert words(token_rank) == rank(model["tag_token_share"], tokens)
            undisclosed = "maker undisclosed" in words(name)
            assert undisclosed == model["id"].startswith("stealth/")
        assert not by_id
        assert words(remainder[0]) == "Not listed"
        assert numbers(remainder[2])[0][1] == percent(1 - sum(requests))
        assert numbers(remainder[3])[0][1] == percent(1 - sum(tokens))


def test_each_tags_chart_draws_the_numbers_of_its_table(site: Site, source: Data) -> None:
    for tag in source["classifications"]:
        chart = site.pages[tag_page(tag)].find(".//figure/svg")
        assert chart is not None
        rows = [group for group in chart.findall("g") if group.find("title") is not None]
        shares = [(m["tag_usage_share"], m["tag_token_share"]) for m in tag["models"]]
        remainder = (1 - sum(r for r, _ in shares), 1 - sum(t for _, t in shares))
        in_order = sorted(shares, key=lambda pair: (-pair[0], -pair[1]))
        assert len(rows) == 11
        for row, (requests, tokens) in zip(rows, [*in_order, remainder], strict=True):
            written = [text.text for text in row.iter("text")][1:]
            assert written == [percent(requests), percent(tokens)]
        lengths = [float(bar.attrib["width"]) for row in rows for bar in row.iter("rect")]
        drawn = [share for pair in [*in_order, remainder] for share in pair]
        scale = max(lengths) / max(drawn)
        assert lengths == pytest.approx([share * scale for share in drawn], abs=0.11)


def test_each_category_page_has_its_tags_its_shares_and_its_models(
    site: Site, source: Data
) -> None:
    for category in source["macro_categories"]:
        path = f"{category['key']}/index.html"
        tags = [t for t in source["classifications"] if t["macro_category"] == category["key"]]
        rows = site.rows(path, f"{len(tags)} tasks in {category['label']}")
        assert [row[0].findtext("code") for row in rows] == [
            tag["tag"]
            for tag in sorted(
                tags, key=lambda t: (-t["category_usage_share"], -t["category_token_share"])
            )
        ]
        requests, tokens, _ = key_figures(site, path)
        assert requests[0] == percent(category["usage_share"])
        assert requests[2] == "of all classified requests on OpenRouter"
        assert tokens[0] == percent(category["token_share"])
        assert tokens[2] == "of all their tokens"
        assert len(site.rows(path, "The 10 leading models")) == 10
        assert len(list(site.pages[path].iter("svg"))) == 2


def test_every_figure_can_be_linked_saved_embedded_and_cited_without_a_script(site: Site) -> None:
    for path in pages_with_figures(site):
        for figure in site.pages[path].iter("figure"):
            (here,), (file,), (table,) = (
                menu(figure)[each] for each in ("Link to this figure", "SVG", "Data table")
            )
            assert here.attrib["href"] == f"#{figure.attrib['id']}"
            assert table.attrib["href"].startswith("#")
            svg = urljoin(path, file.attrib["href"])
            assert svg in site.files
            page_url = f"https://example.org/x/{path.removesuffix('index.html')}"
            image, credited, cite = (code.text or "" for code in figure.iterfind("details/p/code"))
            picture = parsed(image).find("body/img")
            assert picture is not None
            assert picture.attrib["src"] == f"https://example.org/x/{svg}"
            assert picture.attrib["alt"].endswith(CITATION)
            whole = parsed(credited).find("body/figure")
            assert whole is not None
            assert whole.find("img").attrib == picture.attrib  # type: ignore[union-attr]
            credit = whole.find("figcaption/a")
            assert credit is not None
            figure_url = f"{page_url}{here.attrib['href']}"
            assert (credit.text, credit.attrib["href"]) == (CITATION, figure_url)
            anchor = path.removesuffix("index.html").strip("/")
            fragment = f"#{anchor}" if anchor else ""
            assert cite == f"{CITATION} https://example.org/x/on/2026-10-06/{fragment}"
            (dated,) = (link.attrib["href"] for link in figure.iterfind("details/p/a"))
            assert urljoin(path, dated) == f"on/2026-10-06/index.html{fragment}"
            ids = {each.get("id") for each in site.editions["on/2026-10-06/index.html"].iter()}
            assert not anchor or anchor in ids


def pages_with_figures(site: Site) -> list[str]:
    return [path for path in site.pages if path not in WITHOUT_FIGURES]


def test_what_needs_the_sites_address_is_left_out_where_it_is_not_known(unplaced: Site) -> None:
    home = unplaced.pages["index.html"]
    assert [code.text for code in home.iterfind(".//figure/details/p/code")] == [CITATION] * 4
    assert b"og:url" not in unplaced.files["index.html"]
    assert b"<a " not in unplaced.files["chart.svg"]


def test_each_page_has_the_figures_that_its_kind_has(site: Site) -> None:
    def figures(path: str) -> list[tuple[str, str]]:
        return [
            (figure.attrib["id"], menu(figure)["SVG"][0].attrib["href"])
            for figure in site.pages[path].iter("figure")
        ]

    assert sorted(figures("index.html")) == [
        ("areas", "areas.svg"),
        ("by-category", "by-category.svg"),
        ("leaders", "leaders.svg"),
        ("shape", "chart.svg"),
    ]
    assert figures("code/index.html") == [("by-task", "chart.svg"), ("leaders", "leaders.svg")]
    assert figures("code/debugging/index.html") == [
        ("by-model", "chart.svg"),
        ("standing", "standing.svg"),
    ]


def test_each_figures_file_is_the_pages_chart_and_credits_itself(site: Site) -> None:
    for path in pages_with_figures(site):
        for figure in site.pages[path].iter("figure"):
            file = urljoin(path, menu(figure)["SVG"][0].attrib["href"])
            root = ET.fromstring(site.files[file])  # noqa: S314 (our own)
            visible = "".join(text.text or "" for text in root.iter(f"{SVG}text"))
            assert CITATION in visible.replace("as of2", "as of 2"), file
            assert "Licensed under CC BY 4.0." in visible
            drawn = [text.text for text in figure.find("svg").iter("text")]  # type: ignore[union-attr]
            assert drawn == [text.text for text in root.iterfind(f"{SVG}g//{SVG}text")]
            for link in root.iter(f"{SVG}a"):
                assert link.attrib["href"].startswith("https://example.org/x/")


def file_of(site: Site, path: str, figure: str) -> ET.Element:
    """Parse the file of a page's figure."""
    folder = path.removesuffix("index.html")
    for name in (f"{folder}{figure}.svg", f"{folder}chart.svg"):
        if name in site.files:
            return ET.fromstring(site.files[name])  # noqa: S314 (our own)
    raise LookupError(figure)


def description(site: Site, path: str, figure: str) -> str:
    chart = site.pages[path].find(f".//figure[@id='{figure}']/svg")
    assert chart is not None
    return chart.findtext("desc") or ""


def test_each_figures_file_brings_its_style_its_ground_and_its_licence(site: Site) -> None:
    for path, content in site.files.items():
        if not path.endswith(".svg"):
            continue
        root = ET.fromstring(content)  # noqa: S314 (our own)
        style = root.findtext(f"{SVG}style") or ""
        assert "prefers-color-scheme:dark" in style, path
        assert ".chart text{" in style, path
        assert root.find(f"{SVG}rect[@class='ground']") is not None, path
        assert b'resource="https://creativecommons.org/licenses/by/4.0/"' in content, path
        assert b"<dc:source>https://openrouter.ai/rankings</dc:source>" in content, path


def test_what_must_be_known_to_read_a_chart_goes_with_its_file(site: Site) -> None:
    def visible(path: str, figure: str) -> str:
        texts = [text.text or "" for text in file_of(site, path, figure).iter(f"{SVG}text")]
        return " ".join(texts)

    models = visible("code/debugging/index.html", "by-model")
    assert "selects the models by requests." in models
    assert "Tokens are counted by each provider’s own tokenizer." in models
    for path in ("index.html", "code/index.html"):
        moved = re.search(r"move each of these figures by up to ([\d.]+)", site.text(path))
        assert moved
        for said in (visible(path, "leaders"), description(site, path, "leaders")):
            assert f"can move each end by up to {moved[1]} percentage points." in said


def test_descriptions_say_what_the_answer_says(site: Site, source: Data) -> None:
    tags = source["classifications"]
    above = sum(tag["token_share"] > tag["usage_share"] for tag in tags)
    below = sum(tag["token_share"] < tag["usage_share"] for tag in tags)
    words = description(site, "index.html", "shape")
    assert f"more tokens per request, stand {above}, below it stand {below}, on it" in words
    assert "The most requests: Classification: 30.1 % of requests, 7.3 % of tokens." in words
    areas = description(site, "index.html", "areas")
    for tag in tags:
        assert f"{tag['display_name']} {percent(tag['usage_share'])}" in areas
    leaders = description(site, "index.html", "leaders")
    for name, low, high, *_ in site.rows("index.html", "The 10 leading models"):
        ends = f"{numbers(low)[0][1]} to {numbers(high)[0][1]}"
        assert f"{(name.text or '').strip()} {ends}" in leaders


def test_a_card_is_told_in_words(tmp_path: Path, source: Data) -> None:
    built = build_site(tmp_path, raw(source), "https://example.org/", has_cards=True)

    def alternative(path: str) -> str:
        meta = built.pages[path].find("head/meta[@property='og:image:alt']")
        assert meta is not None
        return meta.attrib["content"]

    home = alternative("index.html")
    assert home.startswith("Agent and Code are 25.8 % of classified requests on OpenRouter and")
    assert "General: 55.7 % of all requests, 22.9 % of all tokens; Data: 18.4 %" in home
    for tag in source["classifications"]:
        first = sorted(
            tag["models"], key=lambda m: (-m["tag_usage_share"], -m["tag_token_share"], m["id"])
        )[:4]
        rest = [
            percent(1 - sum(model[field] for model in first))
            for field in ("tag_usage_share", "tag_token_share")
        ]
        said = f"All other models: {rest[0]} of its requests, {rest[1]} of its tokens."
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
    assert len(cards) == len(others) == 6
    assert {posixpath.dirname(path) for path in cards ^ others} == {"code/a"}
    bare = build_site(tmp_path / "three", raw(data), base)
    assert not [path for path in bare.files if path.endswith(".png")]
    assert b"og:image" not in bare.files["index.html"]


def test_each_tag_page_opens_with_who_does_most(site: Site, source: Data, tmp_path: Path) -> None:
    for tag in source["classifications"]:
        requests, tokens = (
            max((model[field], model["id"]) for model in tag["models"])
            for field in ("tag_usage_share", "tag_token_share")
        )
        said = f"{requests[1]} takes the most of its requests, {percent(requests[0])}"
        if requests[1] == tokens[1]:
            said += f", and, among the models listed, the most of its tokens, {percent(tokens[0])}."
        else:
            said += (
                f". Among the models listed, {tokens[1]} takes the most of its tokens, "
                f"{percent(tokens[0])}."
            )
        assert said in site.text(tag_page(tag))
    data = small(("a", "x", 1, 1))
    twin = dict(data["classifications"][0]["models"][0], id="maker/twin", tag_usage_share=0.3)
    data["classifications"][0]["models"][0]["tag_usage_share"] = 0.3
    data["classifications"][0]["models"].append(twin)
    tied = build_site(tmp_path, raw(data)).text("x/a/index.html")
    assert "maker/model and maker/twin take the most of its requests, 30.0 % each." in tied


def test_every_chart_stands_beside_a_table_and_links_where_it_names_pages(site: Site) -> None:
    for path, page in site.pages.items():
        charts = list(page.iter("svg"))
        if path in WITHOUT_FIGURES:
            continue
        assert charts, path
        for chart in charts:
            assert chart.attrib["role"] == ("group" if list(chart.iter("a")) else "img")
            assert chart.findtext("title")
            assert SHARE.search(chart.findtext("desc") or "")
        tables = {table.get("id") for table in page.iter("table")}
        for figure in page.iter("figure"):
            assert {link.attrib["href"][1:] for link in menu(figure)["Data table"]} <= tables


def test_siblings_are_a_chain_through_all_tags_of_a_category(site: Site) -> None:
    path, seen = "code/general-impl/index.html", []
    while path:
        seen.append(path)
        following = site.pages[path].find(".//a[@rel='next']")
        path = "" if following is None else urljoin(path, following.attrib["href"])
    assert len(seen) == len(set(seen)) == 9


def test_every_share_and_every_date_is_written_the_one_way(site: Site) -> None:
    for path in site.pages:
        for number in re.findall(r"[\d.,<]+ ?%", site.text(path)):
            assert SHARE.fullmatch(number), (path, number)
        text = site.text(path)
        assert not re.search(r"\b(None|NaN|nan|inf|undefined|Undefined)\b|\{\{|\}\}", text), path
        assert not re.search(r"market share of AI|most popular|best model", text, re.IGNORECASE)


def test_names_that_look_alike_are_told_apart_by_their_tags(site: Site) -> None:
    assert site.pages["general/devops/index.html"].findtext("head/title") == (
        "DevOps (devops) · What AI models are used for"
    )
    assert (site.pages["code/devops-config/index.html"].findtext("head/title") or "").startswith(
        "DevOps & Config (code:devops_config)"
    )


def test_the_build_record_says_what_was_built(site: Site) -> None:
    record = json.loads(site.files["build.json"])
    assert record["as_of"] == "2026-10-06"
    assert record["citation"] == CITATION


def test_paths_are_safe_for_every_system(site: Site) -> None:
    for path in site.files:
        assert re.fullmatch(r"[a-z0-9./-]+", path)


HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}</title></style><!--"


def test_markup_in_names_is_text_wherever_it_stands(tmp_path: Path, data: Data) -> None:
    tag = data["classifications"][0]
    tag["display_name"] = tag["tag"] = HOSTILE
    tag["models"][0]["id"] = HOSTILE
    data["macro_categories"][0]["label"] = HOSTILE
    built = build_site(tmp_path, raw(data))
    for path, page in built.pages.items():
        scripts = {s.text for s in page.iter("script") if s.get("type") != "application/ld+json"}
        assert scripts <= {(ROOT / "static" / "age.js").read_text()}
        assert not [e for e in page.iter() if any(a.startswith("on") for a in e.attrib)], path
        assert b"<script>alert" not in built.files[path], path
        assert b">49<" not in built.files[path], path
    home = built.pages["index.html"]
    assert HOSTILE in [link.text for link in home.iter("a")]
    labels = [label.text or "" for label in home.iter("text")]
    assert [label for label in labels if label.startswith("<script>alert(1)") and label[-1] == "…"]


def test_characters_that_markup_cannot_hold_reach_no_page(tmp_path: Path) -> None:
    odd = "a\x00\u202e\ufffe\ufdd0"
    data = small((odd, odd, 1, 1))
    data["classifications"][0]["models"][0]["id"] = odd
    for path, content in build_site(tmp_path, raw(data)).files.items():
        assert not set(content.decode()) & {"\x00", "\u202e", "\ufffe", "\ufdd0"}, path


@pytest.mark.parametrize(
    "names",
    [
        ("../../etc", "..\\..\\windows"),
        ("x", "code:x"),
        ("X", "x"),
        ("a_b", "a-b"),
        ("n" * 200, "n" * 201),
        ("日本", "中国"),
        ("con", "aux"),
        ("index.html", "404"),
    ],
)
def test_odd_tags_get_pages_of_their_own_inside_the_site(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    data = small((names[0], "code", 0.6, 0.5), (names[1], "code", 0.4, 0.5))
    built = build_site(tmp_path, raw(data))
    assert len(built.pages) == 4 + 1 + 2
    assert set(tree(tmp_path)) == {f"site/{path}" for path in built.files} | {
        "data/snapshots/2026-10-06.json",
        "cache/entries",
    }
    for path in built.files:
        assert re.fullmatch(r"[a-z0-9./-]+", path)


def test_a_category_called_about_leaves_the_sites_own_page_alone(tmp_path: Path) -> None:
    built = build_site(tmp_path, raw(small(("a", "about", 1, 1))))
    assert "About the figures" in built.text("about/index.html")
    assert len([path for path in built.pages if path.startswith("about-")]) == 2


def test_a_tag_with_one_model_and_one_with_none_say_what_is_known(tmp_path: Path) -> None:
    data = small(("one", "x", 0.5, 0.5), ("none", "x", 0.5, 0.5))
    data["classifications"][1]["models"] = []
    built = build_site(tmp_path, raw(data))
    assert "The source lists 1 model for this task" in built.text("x/one/index.html")
    assert len(built.rows("x/one/index.html", "Models by requests")) == 2
    assert "lists no model for this task" in built.text("x/none/index.html")
    assert [svg.get("class") for svg in built.pages["x/none/index.html"].iter("svg")] == [
        "chart standing"
    ]
    assert "x/none/chart.svg" in built.files
    assert "1 leading model of 1 listed" in built.text("index.html")


def test_no_model_at_all_is_said(tmp_path: Path) -> None:
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"] = []
    built = build_site(tmp_path, raw(data))
    assert "No task lists a model in this snapshot." in built.text("index.html")
    assert "No task of this category lists a model" in built.text("x/index.html")


def test_an_empty_category_and_a_task_without_traffic_are_shown_as_such(tmp_path: Path) -> None:
    data = small(("a", "x", 1, 1), ("b", "x", 0, 0))
    data["macro_categories"].append({"key": "y", "label": "Y", "usage_share": 0, "token_share": 0})
    built = build_site(tmp_path, raw(data))
    assert "This category has no task in this snapshot." in built.text("y/index.html")
    assert [number for number, *_ in key_figures(built, "x/b/index.html")] == ["<0.05 %"] * 2
    assert "too small for tokens per request to be stated" in built.text("x/b/index.html")


def test_a_new_tag_category_and_field_are_built(tmp_path: Path, data: Data) -> None:
    data["classifications"][0]["trend"] = "up"
    data["macro_categories"].append(
        {"key": "science", "label": "Science", "usage_share": 0, "token_share": 0}
    )
    new = dict(data["classifications"][28], tag="science:new", display_name="New")
    new |= {"macro_category": "science", "usage_share": 0, "token_share": 0}
    data["classifications"].append(new)
    built = build_site(tmp_path, raw(data))
    assert "science/new/index.html" in built.pages
    assert "Science" in built.text("index.html")


def test_order_in_the_answer_changes_no_byte(tmp_path: Path, data: Data) -> None:
    straight = build_site(tmp_path / "a", raw(data))
    data["classifications"].reverse()
    data["macro_categories"].reverse()
    for tag in data["classifications"]:
        tag["models"].reverse()
    assert build_site(tmp_path / "b", raw(data)).files == straight.files


def test_every_recorded_answer_builds(tmp_path: Path, recorded: bytes) -> None:
    built = build_site(tmp_path, recorded)
    assert len([path for path in built.files if path.endswith(".html")]) == 37 + 1
    assert snapshot_of(json.loads(recorded)["data"]).window_days == 7


def test_the_policy_allows_nothing_but_the_page_itself(site: Site) -> None:
    policy = site.pages["index.html"].find("head/meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; "
        r"img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'",
        policy.attrib["content"],
    )


def test_home_has_the_categories_with_both_shares_and_intensity(site: Site, source: Data) -> None:
    rows = site.rows("index.html", "4 categories")
    by_share = sorted(source["macro_categories"], key=lambda each: -each["usage_share"])
    for row, category in zip(rows, by_share, strict=True):
        name, requests, tokens, times = row
        assert name.findtext("a") == category["label"]
        assert numbers(requests)[0][1] == percent(category["usage_share"])
        assert numbers(tokens)[0][1] == percent(category["token_share"])
        ratio = category["token_share"] / category["usage_share"]
        assert float(numbers(times)[0][0]) == pytest.approx(ratio, rel=1e-4)


def test_each_category_page_says_its_ranks_and_the_ranks_of_its_tags(
    site: Site, source: Data
) -> None:
    groups = source["macro_categories"]
    for group in groups:
        path = f"{group['key']}/index.html"
        by_requests = rank(group["usage_share"], [each["usage_share"] for each in groups])
        by_tokens = rank(group["token_share"], [each["token_share"] for each in groups])
        requests, tokens, _ = key_figures(site, path)
        assert (requests[1], tokens[1]) == (f"rank {by_requests} of 4", f"rank {by_tokens} of 4")
        tags = [t for t in source["classifications"] if t["macro_category"] == group["key"]]
        for row in site.rows(path, f"{len(tags)} tasks"):
            tag = next(each for each in tags if each["tag"] == row[0].findtext("code"))
            for share, place, field in (
                (row[1], row[2], "category_usage_share"),
                (row[3], row[4], "category_token_share"),
            ):
                assert numbers(share)[0][1] == percent(tag[field])
                assert words(place) == rank(tag[field], [each[field] for each in tags])


def test_caveats_stand_where_their_figures_do(site: Site) -> None:
    for path in site.pages:
        text = site.text(path)
        if path in WITHOUT_FIGURES:
            continue
        assert "counted by each provider’s own tokenizer" in text, path
        if "leading model" in text:
            assert "known as an interval only" in text, path
            assert re.search(
                r"move each of these figures by up to \d\.\d percentage points", text
            ), path
        if "Not listed" in text:
            assert "of this task’s requests and of its tokens" in text, path


def test_the_first_place_is_said_where_it_is_certain_and_only_there(
    site: Site, tmp_path: Path
) -> None:
    assert (
        "typesafe/jev-1.13-20260917 has the most of all classified requests: "
        "by the published figures 10.8 % or more"
    ) in site.text("index.html")
    data = small(("a", "x", 1, 1))
    data["classifications"][0]["models"][0]["tag_usage_share"] = 0.3
    text = build_site(tmp_path, raw(data)).text("index.html")
    assert "Which model has the most of all classified requests cannot be told" in text


def test_ties_at_the_top_are_not_called_the_largest(tmp_path: Path) -> None:
    data = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    text = build_site(tmp_path, raw(data)).text("index.html")
    assert "A is among the largest, with" in text
    assert "A is 50.0 % of classified requests on OpenRouter and 50.0 % of their tokens." in text


def test_tag_and_category_pages_say_the_intensity_of_their_table(site: Site) -> None:
    for name, *_, times in site.rows("index.html", "29 tasks"):
        link = name.find("a")
        assert link is not None
        path = link.attrib["href"]
        ((value, text),) = numbers(times)
        assert f"A request of this task has {text} (" in site.text(path)
        assert f'<data value="{value}">{text}</data>'.encode() in site.files[path]


def test_siblings_lead_back_the_way_they_came(site: Site) -> None:
    for path, page in site.pages.items():
        following = page.find(".//a[@rel='next']")
        if following is not None:
            target = urljoin(path, following.attrib["href"])
            back = site.pages[target].find(".//a[@rel='prev']")
            assert back is not None
            assert urljoin(target, back.attrib["href"]) == path
    starts = [path for path, page in site.pages.items() if page.find(".//a[@rel='prev']") is None]
    assert len(starts) == 4 + 1 + 4  # four of their own; first category; first tags


def test_a_page_knows_where_it_is_and_can_be_skipped_into(site: Site) -> None:
    def current(path: str) -> list[tuple[str, str]]:
        marked = site.pages[path].iterfind(".//*[@aria-current]")
        return [(each.attrib["aria-current"], each.text or "") for each in marked]

    assert current("index.html") == [("page", "What AI models are used for")]
    assert current("code/index.html") == [("page", "Code")]
    assert current("code/debugging/index.html") == [("true", "Code")]
    assert current("about/index.html") == [("page", "About")]
    for page in site.pages.values():
        skip = page.find("body/a")
        assert skip is not None
        assert skip.attrib["href"] == "#main"
        assert page.find("body/main[@id='main']") is not None


def test_every_page_names_the_licence_of_the_data(site: Site) -> None:
    for path in site.pages:
        assert "The data are licensed under CC BY 4.0." in site.text(path), path


def test_categories_have_their_colours_and_unknown_ones_share_one(
    site: Site, tmp_path: Path
) -> None:
    colours = {
        (row[0].findtext("code") or "").split(":")[0]: table_row
        for row, table_row in (
            (list(tr), tr.attrib["class"])
            for tr in site.pages["index.html"].iter("tr")
            if tr.find("th/code") is not None
        )
    }
    assert {key: colours[key] for key in ("code", "data", "agent", "translation")} == {
        "code": "code",
        "data": "data",
        "agent": "agent",
        "translation": "general",
    }
    odd = build_site(tmp_path, raw(small(("a", "science", 1, 1))))
    assert b'<tr class="other">' in odd.files["index.html"]


def test_the_window_is_the_snapshots_not_a_word_in_a_template(tmp_path: Path, data: Data) -> None:
    data["window_days"] = 30
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / NEWEST.name).write_bytes(raw(data))
    laid_out, planned = layout.plan(
        Reader().history(Archive(tmp_path).entries), None, is_sample=False
    )
    for path, content in render(ROOT, laid_out, planned):
        assert b"7 days" not in content, path
        assert not path.endswith(".html") or b"30 days" in content, path


def test_what_a_template_or_the_style_lacks_is_told(tmp_path: Path) -> None:
    history = Reader().history(Archive(archive_of(tmp_path / "data", NEWEST)).entries)
    laid_out, planned = layout.plan(history, None, is_sample=False)
    with pytest.raises(RenderError, match=r"cannot read .*No such file"):
        list(render(tmp_path, laid_out, planned))
    shutil.copytree(ROOT / "static", tmp_path / "static")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "home.html").write_text("{{ page.no_such_thing }}")
    with pytest.raises(RenderError, match=r"index\.html: home\.html: .*no_such_thing"):
        list(render(tmp_path, laid_out, planned))
