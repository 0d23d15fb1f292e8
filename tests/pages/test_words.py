"""Words of pages that depend on a case: a property each, in every case that it knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from site_lib.analysis.leaders import overall_leaders
from site_lib.analysis.news import news_of
from site_lib.analysis.rankings import derive
from site_lib.analysis.series import Point, Series
from site_lib.pages.archive import ArchivePage
from site_lib.pages.category import CategoryPage
from site_lib.pages.home import HomePage
from site_lib.pages.page import Page, ShareHistory, change_legend, leaders_caption
from site_lib.pages.plan import plan
from site_lib.pages.task import TaskPage, TopModels
from site_lib.pages.what_moved import WhatMoved
from site_lib.snapshots.precision import Shares
from tests.answers import RECORDED, history_of, small, snapshot_of

if TYPE_CHECKING:
    from pathlib import Path

    from site_lib.analysis.history import History
    from tests.answers import Data


def pages(history: History) -> list[Page]:
    return list(plan(history, None, is_sample=False, has_cards=False)[1])


def home(*answers: Data, folder: Path) -> HomePage:
    (page,) = (page for page in pages(history_of(folder, *answers)) if isinstance(page, HomePage))
    return page


def test_the_largest_task_is_among_the_largest_where_another_equals_it(tmp_path: Path) -> None:
    alone = small(("a", "x", 0.6, 0.5), ("b", "x", 0.4, 0.5))
    tied = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    assert home(alone, folder=tmp_path / "1").headline.largest_is == "the largest"
    assert home(tied, folder=tmp_path / "2").headline.largest_is == "among the largest"


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> WhatMoved:
    """Return what moved by the recorded answers."""
    folder = tmp_path_factory.mktemp("moved")
    return WhatMoved(news_of(history_of(folder, *(file.read_bytes() for file in RECORDED))), 7)


def test_the_largest_change_says_how_it_compares_with_its_floor(moved: WhatMoved) -> None:
    (largest,) = moved.news.largest
    assert moved.largest_opening == "The largest change"
    end = "5.4 percentage points more, within its noise floor of 8.4"
    assert moved.largest_end == end
    above = replace(moved.news, changes=(replace(largest, noise_floor=0.05),))
    assert WhatMoved(above, 7).largest_end == end.replace("within", "above").replace("8.4", "5.0")
    unknown = replace(moved.news, changes=(replace(largest, noise_floor=None),))
    assert WhatMoved(unknown, 7).largest_end == "5.4 percentage points more"
    both = replace(moved.news, changes=(largest, largest))
    assert WhatMoved(both, 7).largest_opening == "One of the 2 largest changes"
    nothing = WhatMoved(replace(moved.news, changes=()), 7)
    assert (nothing.largest, nothing.largest_end) == (None, "")


def test_changes_that_stand_out_are_counted_and_the_first_are_listed(moved: WhatMoved) -> None:
    (largest,) = moved.news.largest
    above = replace(largest, noise_floor=0.0)
    one = WhatMoved(replace(moved.news, changes=(above,)), 7)
    assert one.standouts_caption == "1 change above the noise floor"
    assert not one.nothing_stands_out
    seven = WhatMoved(replace(moved.news, changes=(above,) * 7), 7)
    assert seven.standouts_caption == "The 5 largest of 7 changes above the noise floor"
    assert len(seven.standouts) == 5
    within = WhatMoved(replace(moved.news, changes=(largest,)), 7)
    assert within.nothing_stands_out
    assert within.cannot_tell_note == ""
    unknown = replace(moved.news, changes=(replace(largest, noise_floor=None),))
    assert WhatMoved(unknown, 7).cannot_tell_note.endswith("less than 7 days apart.")


def test_new_models_are_listed_with_their_best_rank_and_the_others_are_counted(
    moved: WhatMoved,
) -> None:
    lines = list(moved.entrants)
    assert len(lines) == 5
    for line, entrant in zip(lines, moved.news.entrants, strict=False):
        others = len(entrant.entries) - 1
        assert line.others == (
            "" if not others else f", and {others} other list{'s' * (others > 1)}"
        )
    number = len(moved.news.entrants) - 5
    assert moved.entrants_note.startswith(f"And {number} other model")
    few = replace(moved.news, entrants=moved.news.entrants[:2])
    assert WhatMoved(few, 7).entrants_note.startswith("Since the edition of 2026-09-04;")


def test_key_figures_say_the_rank_and_what_it_was(tmp_path: Path) -> None:
    then = small(("a", "x", 0.6, 0.5), ("b", "x", 0.4, 0.5), as_of="2026-09-20")
    now = small(("a", "x", 0.3, 0.5), ("b", "x", 0.7, 0.5))
    made = pages(history_of(tmp_path, then, now))
    (page,) = (page for page in made if isinstance(page, TaskPage) and page.tag.tag == "a")
    requests, tokens = page.key_figures.shares
    assert requests.note == "rank 2 of 2 (was 1), ↓ −30.0 pp"
    assert tokens.note == "rank 1= of 2, no measurable change"
    assert not page.key_figures.is_new


def history(points: int) -> ShareHistory:
    first = date(2026, 1, 1)
    dated = (Point(first + timedelta(days=day), Shares(0.1, 0.1)) for day in range(points))
    return ShareHistory("Math", Series(tuple(dated), 7), "math/history.csv")


def test_a_history_says_what_its_table_leaves_out_and_why_it_has_none() -> None:
    assert history(10).is_open
    assert not history(11).is_open
    assert history(60).thinning_note == ""
    note = " Of every 2 days, the last that has a snapshot is listed; the file has all."
    assert history(90).thinning_note == note
    assert history(1).too_few_note == (
        "The archive has 1 snapshot of Math so far, too few for a history: that needs 3."
    )


def test_models_that_share_the_first_rank_take_a_plural() -> None:
    data = small(("a", "x", 1.0, 1.0))
    (tag,) = derive(snapshot_of(data)).tags
    one = TopModels(tag.models)
    assert (one.names, one.verb, one.each) == ("maker/model", "takes", "")
    two = TopModels(tag.models * 2)
    assert (two.names, two.verb, two.each) == ("maker/model and maker/model", "take", " each")


def test_captions_and_legends_name_what_they_count() -> None:
    leaders = overall_leaders(derive(snapshot_of(small(("a", "x", 1.0, 1.0)))))
    caption = "1 leading model of 1 listed, by the least they have of all"
    assert leaders_caption(leaders, "all") == caption
    assert change_legend(None) == ""
    assert "since 2026-09-04" in change_legend(date(2026, 9, 4))


def test_a_category_with_other_tasks_than_then_says_so(tmp_path: Path) -> None:
    then = small(("a", "x", 0.6, 0.5), ("b", "y", 0.4, 0.5), as_of="2026-09-20")
    now = small(("a", "x", 0.3, 0.5), ("b", "x", 0.4, 0.3), ("c", "y", 0.3, 0.2))
    made = pages(history_of(tmp_path, then, now))
    notes = [page.reclassified_note for page in made if isinstance(page, CategoryPage)]
    assert len(notes) == 2
    assert all("had other tasks on 2026-09-20" in note for note in notes)
    same = pages(history_of(tmp_path / "same", then, then | {"as_of": "2026-10-06"}))
    assert {page.reclassified_note for page in same if isinstance(page, CategoryPage)} == {""}


def test_gaps_and_restatements_are_named_in_the_calendar(tmp_path: Path) -> None:
    days = ("2026-10-01", "2026-10-03", "2026-10-06", "2026-10-06")
    answers = (small(("a", "x", 1.0, 1.0), as_of=day) for day in days)
    made = pages(history_of(tmp_path, *answers))
    (page,) = (page for page in made if isinstance(page, ArchivePage))
    assert page.gaps == ("2026-10-04 to 2026-10-05", "2026-10-02")
    links = [(link.label, link.name) for link in page.months[0].days[-1].editions]
    assert links == [("6", "2026-10-06"), ("r2", "2026-10-06, restatement 1")]


def test_a_menu_offers_embedding_where_the_address_is_known(tmp_path: Path) -> None:
    answers = history_of(tmp_path, small(("a", "x", 1.0, 1.0)))
    for base_url, title in (
        (None, "Link, save, cite"),
        ("https://example.org/x/", "Link, save, embed, cite"),
    ):
        _, made = plan(answers, base_url, is_sample=False, has_cards=False)
        figure = next(iter(made)).figures[0]
        assert figure.menu_title == title
        cited = f"{figure.citation} {figure.dated_url}" if base_url else figure.citation
        assert figure.dated_citation == cited
