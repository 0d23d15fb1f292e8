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
from site_lib.pages.home import HomePage
from site_lib.pages.leading_models import first_place, leaders_caption
from site_lib.pages.page import Page, ShareHistory
from site_lib.pages.plan import plan
from site_lib.pages.task import TaskPage
from site_lib.site.news_words import leaders_sentence
from site_lib.snapshots.precision import Shares
from tests.answers import RECORDED, history_of, led, site_at, small, snapshot_of

if TYPE_CHECKING:
    from pathlib import Path

    from site_lib.analysis.history import History
    from site_lib.analysis.news import ListNews
    from tests.answers import Data


def pages(history: History) -> list[Page]:
    planned = plan(history, site_at(), is_sample=False, has_cards=False)
    return [make() for make in planned.pages]


def home(*answers: Data, folder: Path) -> HomePage:
    (page,) = (page for page in pages(history_of(folder, *answers)) if isinstance(page, HomePage))
    return page


def test_the_largest_task_is_one_of_the_largest_where_another_equals_it(tmp_path: Path) -> None:
    alone = small(("a", "x", 0.6, 0.5), ("b", "x", 0.4, 0.5))
    tied = small(("a", "x", 0.5, 0.5), ("b", "x", 0.5, 0.5))
    assert home(alone, folder=tmp_path / "1").headline.largest_is == "The largest task"
    assert home(tied, folder=tmp_path / "2").headline.largest_is == "One of the largest tasks"


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> ListNews:
    """Return how the lists of the recorded answers differ."""
    folder = tmp_path_factory.mktemp("lists")
    found = news_of(history_of(folder, *(file.read_bytes() for file in RECORDED)))
    assert found.lists_since_baseline
    return found.lists_since_baseline


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (24, "24 of 29 tasks have a new leading model since 2026-09-04."),
        (2, "2 of 29 tasks have a new leading model since 2026-09-04."),
        (1, "1 of 29 tasks has a new leading model since 2026-09-04."),
        (0, "No new leading model since 2026-09-04 in 29 tasks."),
    ],
)
def test_new_leaders_are_counted(lists: ListNews, number: int, said: str) -> None:
    assert leaders_sentence(replace(lists, leaders=lists.leaders[:number])) == said


def test_the_only_task_is_not_counted_and_lists_that_cannot_be_compared_say_nothing(
    lists: ListNews,
) -> None:
    one = frozenset({lists.leaders[0].tag.tag})
    assert leaders_sentence(lists.about(one)) == (
        "Classification has a new leading model since 2026-09-04."
    )
    assert leaders_sentence(replace(lists.about(one), leaders=())) == (
        "No new leading model since 2026-09-04 in 1 task."
    )
    assert leaders_sentence(lists.about(frozenset({"no such task"}))) == ""
    assert leaders_sentence(None) == ""


def test_leaders_are_those_since_the_day_before_where_no_other_can_be_compared(
    tmp_path: Path,
) -> None:
    page = home(led("m/one", as_of="2026-10-05"), led("m/two"), folder=tmp_path)
    assert page.moved.leaders_sentence == "A has a new leading model since 2026-10-05."
    assert page.moved.largest_sentence == ""
    same = home(led("m/one", as_of="2026-10-05"), led("m/one"), folder=tmp_path / "same")
    assert same.moved.leaders_sentence == "No new leading model since 2026-10-05 in 1 task."


def test_a_model_that_shared_the_first_rank_then_or_shares_it_now_is_no_new_leader(
    tmp_path: Path,
) -> None:
    tied = led("neither", as_of="2026-09-20")
    alone = home(tied, led("m/two"), folder=tmp_path / "1")
    assert alone.moved.leaders_sentence == "No new leading model since 2026-09-20 in 1 task."
    joined = home(led("m/two", as_of="2026-09-20"), led("neither"), folder=tmp_path / "2")
    assert joined.moved.leaders_sentence == "No new leading model since 2026-09-20 in 1 task."


def test_key_figures_say_the_rank_and_what_it_was(tmp_path: Path) -> None:
    then = small(("a", "x", 0.6, 0.5), ("b", "x", 0.4, 0.5), as_of="2026-09-20")
    now = small(("a", "x", 0.3, 0.5), ("b", "x", 0.7, 0.5))
    made = pages(history_of(tmp_path, then, now))
    (page,) = (page for page in made if isinstance(page, TaskPage) and page.tag.tag == "a")
    requests, tokens = page.key_figures.shares
    assert requests.note == "rank 2 of 2 (was 1), −30.0\N{NO-BREAK SPACE}points"
    assert tokens.note == "rank 1= of 2, no measurable change"
    assert not page.key_figures.is_new


def history(points: int) -> ShareHistory[Point]:
    first = date(2026, 1, 1)
    dated = (Point(first + timedelta(days=day), Shares(0.1, 0.1)) for day in range(points))
    return ShareHistory("Math", Series(tuple(dated), 7), "math/history.csv")


def test_a_history_says_what_its_table_leaves_out_and_why_it_has_none() -> None:
    assert history(10).is_open
    assert not history(11).is_open
    assert history(60).thinning_note == ""
    note = "The table shows one snapshot in 2 days; the file has all."
    assert history(90).thinning_note.strip() == note
    assert history(1).too_few_note == (
        "A chart over time needs 3 snapshots. The archive has 1 snapshot of Math so far."
    )
    assert history(2).too_few_note.endswith("The archive has 2 snapshots of Math so far.")


def test_captions_of_models_count_what_they_list() -> None:
    data = small(("a", "x", 1.0, 1.0))
    leaders = overall_leaders(derive(snapshot_of(data)))
    assert leaders_caption(leaders, "all") == "1 listed model, by minimum share of all"
    data["classifications"][0]["models"] = [
        {"id": f"m/{n:02}", "tag_usage_share": 0.05, "tag_token_share": 0.05} for n in range(12)
    ]
    twelve = overall_leaders(derive(snapshot_of(data)))
    assert leaders_caption(twelve, "all") == "Top 10 of 12 listed models, by minimum share of all"


UNTOLD = "Which model handles most of all cannot be told"


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ((0.6, 0.3), "m/0 handles at least 59.9% of all, more than any other model can."),
        (
            (0.3, 0.3),
            f"{UNTOLD}: the lists leave too much open.",
        ),
        (
            (0.5005, 0.4995),
            f"{UNTOLD}: the source’s rounding could turn the order.",
        ),
        ((), ""),
    ],
)
def test_the_first_place_is_told_or_what_leaves_it_open(
    shares: tuple[float, ...], said: str
) -> None:
    data = small(("a", "x", 1.0, 1.0))
    data["classifications"][0]["models"] = [
        {"id": f"m/{n}", "tag_usage_share": share, "tag_token_share": share}
        for n, share in enumerate(shares)
    ]
    assert first_place(overall_leaders(derive(snapshot_of(data))), "all") == said


def test_gaps_and_revisions_are_named_in_the_calendar(tmp_path: Path) -> None:
    days = ("2026-10-01", "2026-10-03", "2026-10-06", "2026-10-06")
    answers = (small(("a", "x", 1.0, 1.0), as_of=day) for day in days)
    made = pages(history_of(tmp_path, *answers))
    (page,) = (page for page in made if isinstance(page, ArchivePage))
    assert page.gaps == ("2026-10-04 to 2026-10-05", "2026-10-02")
    links = [(link.label, link.name) for link in page.months[0].days[-1].editions]
    assert links == [("6", "2026-10-06"), ("r2", "2026-10-06, revision 2")]


def test_a_menu_offers_embedding_where_the_address_is_known(tmp_path: Path) -> None:
    answers = history_of(tmp_path, small(("a", "x", 1.0, 1.0)))
    for base_url, title in (
        (None, "Link, save, cite"),
        ("https://example.org/x/", "Link, save, embed, cite"),
    ):
        made = plan(answers, site_at(base_url), is_sample=False, has_cards=False).pages
        figure = made[0]().figures[0]
        assert figure.menu_title == title
        cited = f"{figure.citation} {figure.dated_url}" if base_url else figure.citation
        assert figure.dated_citation == cited
