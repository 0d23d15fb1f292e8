"""The whole site, read back from its pages as a browser would and held against the answer."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pytest

from site_lib.errors import RenderError
from site_lib.pages.plan import plan
from site_lib.publish.reader import Reader
from site_lib.publish.templates import Renderer
from site_lib.snapshots.archive import Archive
from tests.answers import NEWEST, ROOT, Data, archive_of, archive_with, site_at, small
from tests.site_reader import (
    CITATION,
    SHARE,
    WITHOUT_FIGURES,
    Site,
    build_from,
    is_task,
    links,
    listed_models,
    model_page,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree import ElementTree as ET

TITLE = "What AI models are used for on OpenRouter"
SOURCE = "https://openrouter.ai/rankings"
DOCUMENTATION = "https://openrouter.ai/docs/sdks/typescript/api-reference/classifications"
WITH_FILTER = {"index.html", "models/index.html"}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def test_there_is_a_page_for_everything_and_nothing_else(site: Site, answer: Data) -> None:
    expected = {"index.html", *WITHOUT_FIGURES}
    expected |= {f"{each['key']}/index.html" for each in answer["macro_categories"]}
    for tag in answer["classifications"]:
        slug = tag["tag"].rpartition(":")[2].replace("_", "-")
        expected.add(f"{tag['macro_category']}/{slug}/index.html")
    expected.add("models/index.html")
    for model in listed_models(answer):
        expected |= {model_page(model), f"models/{model.partition('/')[0]}/index.html"}
    assert set(site.pages) == expected
    assert set(site.editions) == {"on/2026-10-06/index.html"}


def test_every_page_cites_the_source_word_for_word_with_date_and_window(site: Site) -> None:
    for path in site.pages:
        assert CITATION in site.text(path), path
        assert CITATION.encode() in site.files[path], path
        assert "2026-10-06" in site.text(path)
        if path not in {"404.html", "archive/index.html"}:
            assert "The 7 days to 2026-10-06" in site.text(path), path
    assert "Each link covers the 7 days to that day" in site.text("archive/index.html")


def test_every_page_leads_to_the_edition_the_documentation_and_the_source(site: Site) -> None:
    for path, page in site.pages.items():
        footer = page.find("body/footer")
        assert footer is not None
        found = {words(link): link.attrib["href"] for link in footer.iter("a")}
        dated = urljoin(f"https://example.org/x/{path}", found["The edition of that day"])
        assert dated == "https://example.org/x/on/2026-10-06/index.html", path
        assert found["OpenRouter’s API"] == DOCUMENTATION, path
        assert found["OpenRouter’s own page"] == SOURCE, path
        assert found["CC BY 4.0"] == LICENCE, path


def test_a_page_of_the_past_leads_to_the_edition_of_its_figures(tmp_path: Path) -> None:
    before = small(("a", "x", 0.5, 0.4), ("gone", "y", 0.5, 0.6), as_of="2026-09-20")
    data = archive_with(tmp_path / "data", before, small(("a", "x", 1, 1)))
    built = build_from(data, tmp_path / "site")
    for path in ("y/gone/index.html", "y/index.html"):
        footer = built.pages[path].find("body/footer")
        assert footer is not None
        assert "as of 2026-09-20." in words(footer), path
        found = {words(link): link.attrib["href"] for link in footer.iter("a")}
        page, _, place = urljoin(f"/{path}", found["The edition of that day"])[1:].partition("#")
        assert page == "on/2026-09-20/index.html", path
        assert place == path.removesuffix("/index.html")


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
            assert b"&amp;amp;" not in re.sub(rb"<input readonly[^>]*>", b"", content)


def test_every_link_leads_to_a_page_or_to_the_source_and_its_licence(
    site: Site, answer: Data
) -> None:
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
    assert outside == {f"https://openrouter.ai/{model}" for model in listed_models(answer)} | {
        SOURCE,
        DOCUMENTATION,
        LICENCE,
        "https://example.org/x/on/2026-10-06/",  # which an edition calls itself
    }


def test_the_page_for_missing_addresses_links_from_the_root(site: Site, unplaced: Site) -> None:
    inside = [link for link in links(site.pages["404.html"]) if link.startswith("/")]
    assert "/x/index.html" in inside
    pages = {link.removeprefix("/x/").partition("#")[0] for link in inside}
    assert pages <= {*site.pages, *site.editions}
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


def test_every_share_and_every_date_is_written_the_one_way(site: Site) -> None:
    for path in site.pages:
        for number in re.findall(r"[\d.,<]+ ?%", site.text(path)):
            assert SHARE.fullmatch(number), (path, number)
        text = site.text(path)
        assert not re.search(r"\b(None|NaN|nan|inf|undefined|Undefined)\b|\{\{|\}\}", text), path
        assert not re.search(r"market share of AI|most popular|best model", text, re.IGNORECASE)


def test_names_that_look_alike_are_told_apart_by_their_tags(site: Site) -> None:
    assert site.pages["general/devops/index.html"].findtext("head/title") == (
        f"DevOps (devops) · {TITLE}"
    )
    assert (site.pages["code/devops-config/index.html"].findtext("head/title") or "").startswith(
        "DevOps & Config (code:devops_config)"
    )


def test_the_build_record_says_what_was_built(site: Site) -> None:
    record = json.loads(site.files["build.json"])
    assert record["as_of"] == "2026-10-06"
    assert record["citation"] == CITATION
    assert record["snapshot_sha256"] == hashlib.sha256(NEWEST.read_bytes()).hexdigest()


def test_paths_are_safe_for_every_system(site: Site) -> None:
    for path in site.files:
        assert re.fullmatch(r"[a-z0-9./-]+", path)


def test_the_policy_allows_nothing_but_the_page_itself(site: Site) -> None:
    for path, page in site.pages.items():
        policy = page.find("head/meta[@http-equiv='Content-Security-Policy']")
        assert policy is not None
        scripts = " ".join(["'sha256-HASH'"] * (2 if path in WITH_FILTER else 1))
        assert re.sub(r"'sha256-[\w+/=]+'", "'sha256-HASH'", policy.attrib["content"]) == (
            f"default-src 'none'; style-src 'sha256-HASH'; script-src {scripts}; "
            "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
        ), path


def test_a_page_about_the_past_may_run_no_script(full_site: Site) -> None:
    for path in full_site.retired_models:
        policy = full_site.pages[path].find("head/meta[@http-equiv='Content-Security-Policy']")
        assert policy is not None
        assert "; script-src 'none'; " in policy.attrib["content"]
        assert full_site.pages[path].find(".//script") is None


def test_a_page_has_the_scripts_that_it_needs_and_no_other(site: Site) -> None:
    age, row_filter = ((ROOT / "static" / f"{name}.js").read_text() for name in ("age", "filter"))
    for path, page in site.pages.items():
        found = [s.text for s in page.iter("script") if s.get("type") != "application/ld+json"]
        assert found == ([age, row_filter] if path in WITH_FILTER else [age]), path


def test_caveats_stand_where_their_figures_do(site: Site) -> None:
    for path in site.pages:
        text = site.text(path)
        if path in WITHOUT_FIGURES or path.startswith("models/"):
            continue
        assert "Each provider counts tokens with its own tokenizer" in text, path
        is_of_one_task = is_task(path)
        captions = [words(caption) for caption in site.pages[path].iter("caption")]
        ranged = [caption for caption in captions if ", by minimum share of " in caption]
        assert len(ranged) == (0 if is_of_one_task else 1), path
        if is_of_one_task:
            assert "Not listed" in text, path
            assert "The models’ shares are of this task’s requests and tokens." in text, path
            assert "A model with many tokens and few requests can be missing." in text, path
            assert "how much a model is used, not how good it is" in text, path
        else:
            assert "is known only as a range" in text, path
            assert "Rounding is included: it moves an end by up to" in text, path
            assert "with as many digits as the source’s rounding allows" in text, path


def test_a_page_knows_where_it_is_and_can_be_skipped_into(site: Site) -> None:
    def current(path: str) -> list[tuple[str, str]]:
        marked = site.pages[path].iterfind(".//*[@aria-current]")
        return [(each.attrib["aria-current"], each.text or "") for each in marked]

    assert current("index.html") == [("page", TITLE)]
    assert current("code/index.html") == [("page", "Code")]
    assert current("code/debugging/index.html") == [("true", "Code")]
    assert current("models/index.html") == [("page", "Models")]
    assert current("models/openai/gpt-4o-mini/index.html") == [("true", "Models")]
    assert current("about/index.html") == [("page", "About")]
    for page in site.pages.values():
        skip = page.find("body/a")
        assert skip is not None
        assert skip.attrib["href"] == "#main"
        assert page.find("body/main[@id='main']") is not None


def test_every_page_names_the_licence_of_the_data(site: Site) -> None:
    for path in site.pages:
        assert "OpenRouter’s API, licensed under CC BY 4.0." in site.text(path), path


def test_what_a_template_or_the_style_lacks_is_told(tmp_path: Path) -> None:
    history = Reader().history(Archive(archive_of(tmp_path / "data", NEWEST)).entries)
    planned = plan(history, site_at(), is_sample=False)
    with pytest.raises(RenderError, match=r"cannot read .*No such file"):
        Renderer(tmp_path, planned.site)
    shutil.copytree(ROOT / "static", tmp_path / "static")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "home.html").write_text("{{ page.no_such_thing }}")
    with pytest.raises(RenderError, match=r"index\.html: home\.html: .*no_such_thing"):
        list(Renderer(tmp_path, planned.site).files(planned.pages[0]()))
