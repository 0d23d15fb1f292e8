"""The page of all models, authors' pages, and those of models that no task lists now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import recomputed
from tests.answers import RECORDED, Data, archive_with, newest_data, recorded_data, small
from tests.pages.ranges import check_ranges
from tests.pages.test_model import share_of_all, tags_with
from tests.recomputed import share_range
from tests.site_reader import (
    Site,
    build_from,
    is_author,
    is_model,
    listed_models,
    model_name,
    model_page,
    numbers,
    percent,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree import ElementTree as ET

INDEX = "models/index.html"
THEN = "2026-09-04"
GONE = "stealth/ox-alpha"


def model_rows(site: Site, path: str) -> list[list[ET.Element]]:
    return site.rows(path, f"{43 if path == INDEX else 9} listed models")


def test_the_page_of_all_models_has_a_row_for_each_by_minimum_share(
    full_site: Site, answer: Data
) -> None:
    rows, tags = model_rows(full_site, INDEX), answer["classifications"]
    weights = [recomputed.weights_of_all(answer, kind) for kind in ("usage", "token")]
    lows = check_ranges(rows, tags, *weights)
    assert lows == sorted(lows, reverse=True)
    assert {model_name(row[0]) for row in rows} == listed_models(answer)


def test_a_row_says_what_the_model_had_then_and_whether_it_moved(
    full_site: Site, answer: Data
) -> None:
    seen = set()
    for name, _, then, *_, lists in model_rows(full_site, INDEX):
        model, before = model_name(name), recorded_data(THEN)
        old, now = share_of_all(model, before), share_of_all(model, answer)
        said = words(then)
        if tags_with(model, before):
            assert said.startswith(share_range(old))
        else:
            assert said.startswith(f"at most {recomputed.up(old[1])} not listed")
        verdict = "rose" if now[0] > old[1] else "fell" if now[1] < old[0] else ""
        assert "".join(words(each) for each in then.iter("b")) == verdict
        seen.add(verdict)
        marks = [words(mark) for mark in name.iter("mark")]
        is_new = not any(tags_with(model, recorded_data(f.stem)) for f in RECORDED[:-1])
        assert ("new" in marks) == is_new
        assert ("free" in marks) == model.endswith(":free")
        assert ("maker undisclosed" in words(name)) == model.startswith("stealth/")
        place, _, task = words(lists.find("small")).removeprefix("rank ").partition(" in ")
        shares = next(
            {m["id"]: m["tag_usage_share"] for m in tag["models"]}
            for tag in answer["classifications"]
            if tag["display_name"] == task
        )
        assert 1 + sum(each > shares[model] for each in shares.values()) == int(place.strip("="))
    assert seen == {"rose", "fell", ""}


def test_the_bar_of_a_row_is_as_long_as_its_range(full_site: Site, answer: Data) -> None:
    rows = model_rows(full_site, INDEX)
    largest = max(share_of_all(model_name(row[0]), answer)[1] for row in rows)
    for name, cell, *_ in rows:
        low, high = share_of_all(model_name(name), answer)
        widths = [float(bar.attrib["width"]) for bar in cell.iter("rect")]
        assert widths == pytest.approx([100 * high / largest, 100 * low / largest], abs=0.51)


def test_authors_have_the_sum_of_their_models_minimums(full_site: Site, answer: Data) -> None:
    rows = full_site.rows(INDEX, "14 authors by the sum")
    sums: dict[str, list[float]] = {}
    for model in listed_models(answer):
        sums.setdefault(model.partition("/")[0], []).append(share_of_all(model, answer)[0])
    found = {words(name): (words(number), words(least)) for name, number, least in rows}
    assert found == {
        author: (str(len(lows)), recomputed.down(sum(lows))) for author, lows in sums.items()
    }


def test_an_author_has_its_models_of_now_and_of_before(full_site: Site, answer: Data) -> None:
    path = "models/openai/index.html"
    now = {model for model in listed_models(answer) if model.startswith("openai/")}
    assert {model_name(row[0]) for row in model_rows(full_site, path)} == now
    ever = set().union(*(listed_models(recorded_data(file.stem)) for file in RECORDED))
    (gone,) = full_site.details(path, "4 models that no task lists now, the last to go first")
    before = {model for model in ever if model.startswith("openai/")} - now
    assert {words(link) for link in gone.iter("a")} == before
    least = recomputed.down(sum(share_of_all(model, answer)[0] for model in now))
    text = full_site.text(path)
    assert (
        f"OpenRouter lists 9 models of openai now. Together they handle at least {least} " in text
    )


def test_every_model_that_was_ever_listed_has_a_page(full_site: Site) -> None:
    ever = set().union(*(listed_models(recorded_data(file.stem)) for file in RECORDED))
    assert {model_page(model) for model in ever} <= set(full_site.pages)
    gone = {model_page(model) for model in ever - listed_models(newest_data())}
    assert gone == full_site.retired_models
    (listed,) = full_site.details(INDEX, f"{len(gone)} models that no task lists now, the last "
                                  "to go first")  # fmt: skip
    assert len(list(listed.iter("a"))) == len(gone)


def test_a_model_that_no_task_lists_keeps_its_last_figures(full_site: Site) -> None:
    text, last = full_site.text(model_page(GONE)), recorded_data("2026-09-01")
    assert "No task lists it any more." in text
    assert "It was last listed on 2026-09-01 and was missing on 2026-09-02." in text
    assert f"It last had {share_range(share_of_all(GONE, last))} of classified requests" in text
    assert "Source: OpenRouter (openrouter.ai/rankings), as of 2026-09-01." in text
    rows = full_site.rows(model_page(GONE), "Tasks that listed it on 2026-09-01")
    listed = {tag["display_name"]: tag for tag in tags_with(GONE, last)}
    assert {row[0].findtext("a") for row in rows} == listed.keys()
    for name, requests, tokens in rows:
        own = next(m for m in listed[name.findtext("a") or ""]["models"] if m["id"] == GONE)
        assert numbers(requests) == [percent(own["tag_usage_share"])]
        assert numbers(tokens) == [percent(own["tag_token_share"])]


def listing(as_of: str, *models: str, share: float = 0.3) -> Data:
    """Make data of one task that lists some models, each with the same share."""
    data = small(("a", "x", 1, 1), as_of=as_of)
    data["classifications"][0]["models"] = [
        {"id": model, "tag_usage_share": share, "tag_token_share": share} for model in models
    ]
    return data


def test_a_model_that_comes_back_has_one_page_and_its_whole_history(tmp_path: Path) -> None:
    days = [("2026-09-01", True), ("2026-09-02", False), ("2026-09-03", False)]
    answers = [listing(day, "m/one", *["m/two"] * has) for day, has in days]
    data = archive_with(tmp_path / "data", *answers)
    gone = build_from(data, tmp_path / "gone")
    assert gone.retired_models == {"models/m/two/index.html"}
    archive_with(data, listing("2026-09-04", "m/one", "m/two"))
    back = build_from(data, tmp_path / "back")
    assert back.retired_models == set()
    rows = [
        [words(cell) for cell in row]
        for row in back.rows("models/m/two/index.html", "Share of all requests")
    ]
    assert [(day, number) for day, _, _, number in rows] == [
        ("2026-09-04", "1"),
        ("2026-09-03", "0"),
        ("2026-09-02", "0"),
        ("2026-09-01", "1"),
    ]
    assert [low for _, low, *_ in rows] == ["29.9%", "–", "–", "29.9%"]


def test_a_model_that_only_a_revised_answer_listed_keeps_its_page(tmp_path: Path) -> None:
    answers = listing("2026-09-01", "m/one", "m/two"), listing("2026-09-01", "m/one")
    built = build_from(archive_with(tmp_path / "data", *answers), tmp_path / "site")
    assert built.retired_models == {"models/m/two/index.html"}
    text = built.text("models/m/two/index.html")
    assert "last listed on 2026-09-01 and was missing on 2026-09-01 (revised)" in text


def test_where_no_task_lists_a_model_the_page_says_so(tmp_path: Path) -> None:
    built = build_from(archive_with(tmp_path / "data", listing("2026-09-01")), tmp_path / "site")
    assert "No task lists a model in this snapshot." in built.text(INDEX)


ODD = ["a/b/c", "noslash", "/x", "x/", "index/index", "a/index", "a/x.y", "a/x-y", "A/X-y"]
ODD += ["../../etc/passwd", "a/" + "n" * 197, "a/" + "n" * 198, "<b>/<script>alert(1)</script>"]
ODD += ["a/“quoted” 'id'", "模型/名", "a/\u202eright", "con/aux", "a/b:free", "a/b-free"]


def test_odd_ids_get_pages_of_their_own_inside_the_site(tmp_path: Path) -> None:
    answer = listing("2026-09-01", *ODD)
    for model in answer["classifications"][0]["models"]:
        model |= {"tag_usage_share": 0.05, "tag_token_share": 0.05}
    built = build_from(archive_with(tmp_path / "data", answer), tmp_path / "site")
    pages = [path for path in built.pages if path.startswith("models/")]
    rows = built.rows(INDEX, f"{len(ODD)} listed models")
    links = [row[0].find("a").attrib["href"] for row in rows]  # type: ignore[union-attr]
    assert len(set(links)) == len(ODD) == len([path for path in pages if path.count("/") == 3])
    assert all(f"models/{link}" in built.pages for link in links)
    assert "models/index/index.html" not in built.pages
    titles = [built.pages[path].findtext("head/title") for path in pages]
    assert len(set(titles)) == len(titles)
    for path in pages:
        page = built.pages[path]
        assert [s.get("type") for s in page.iter("script") if "alert" in (s.text or "")] in (
            [],
            ["application/ld+json"],
        )
        outside = {a.get("href", "") for a in page.iter("a")}
        assert not [link for link in outside if "openrouter.ai/.." in link or "<" in link]


def test_caveats_stand_where_a_models_figures_do(site: Site) -> None:
    for path in site.pages:
        text = site.text(path)
        if path.startswith("models/"):
            assert "is known only as a range" in text, path
            assert "Rounding is included." in text, path
        if is_model(path):
            assert "how much a model is used, not how good it is" in text, path
            assert "which need not be its release" in text, path
            assert "Each provider counts tokens with its own tokenizer" in text, path
        if is_author(path):
            assert "It is a minimum, because only the tasks that list a model are counted" in text


def test_an_author_whose_minimum_is_printed_as_nothing_is_said_to_have_less_than_a_step(
    full_site: Site, answer: Data
) -> None:
    models, small = listed_models(answer), 0
    for author in {model.partition("/")[0] for model in models}:
        own = [model for model in models if model.partition("/")[0] == author]
        least = sum(share_of_all(model, answer)[0] for model in own)
        text = full_site.text(f"models/{author}/index.html")
        assert "handle at least 0.0%" not in text
        assert "handles at least 0.0%" not in text
        whom = "it" if len(own) == 1 else "them together"
        said = f"The lists show less than 0.1% of all classified requests for {whom}."
        assert (said in text) == (least < 0.001)
        small += least < 0.001
    assert small >= 3
