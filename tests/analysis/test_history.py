from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from site_lib.analysis.history import Gap
from site_lib.analysis.rankings import derive
from site_lib.publish.reader import Reader
from site_lib.snapshots.archive import Archive
from tests.answers import RECORDED, archive_of, history_of, small

if TYPE_CHECKING:
    from pathlib import Path

    from tests.answers import Data

DAY = date(2026, 10, 6)


def on(offset: int, share: float = 0.5) -> Data:
    """Make an answer for some days after the first of October."""
    as_of = date(2026, 10, 1) + timedelta(days=offset)
    return small(("a", "x", share, share), ("b", "x", 1 - share, 1 - share), as_of=f"{as_of}")


def test_the_recorded_answers_are_editions_with_two_gaps(tmp_path: Path) -> None:
    history = Reader().history(Archive(archive_of(tmp_path)).entries)
    assert [str(entry.as_of) for entry in history.entries] == [file.stem for file in RECORDED]
    assert tuple(history.gaps()) == (
        Gap(date(2026, 9, 3), date(2026, 9, 3)),
        Gap(date(2026, 9, 5), date(2026, 10, 5)),
    )


def test_files_written_in_any_order_are_one_history(tmp_path: Path) -> None:
    files = list(RECORDED)
    random.Random(5).shuffle(files)
    shuffled = Reader().history(Archive(archive_of(tmp_path / "a", *files)).entries)
    straight = Reader().history(Archive(archive_of(tmp_path / "b")).entries)
    assert [entry.file.name for entry in shuffled.entries] == [
        entry.file.name for entry in straight.entries
    ]
    assert shuffled.days == straight.days


def test_the_reference_is_the_nearest_snapshot_that_shares_no_day(tmp_path: Path) -> None:
    history = history_of(tmp_path, *map(on, (0, 2, 3, 4, 9)))
    assert history.reference
    assert str(history.reference.as_of) == "2026-10-03"
    assert history.shared_days == 2
    exactly = history_of(tmp_path / "more", *map(on, (0, 1, 8)))
    assert str(exactly.reference and exactly.reference.as_of) == "2026-10-02"
    assert exactly.shared_days == 0


def test_overlapping_windows_alone_are_no_reference(tmp_path: Path) -> None:
    history = history_of(tmp_path, *map(on, (0, 6)))
    assert history.reference is None
    assert history.shared_days == 1
    first = history_of(tmp_path / "one", on(0))
    assert (first.reference, first.restated, first.shared_days) == (None, None, 0)


def test_a_restatement_takes_its_dates_place_and_comes_after_what_it_restates(
    tmp_path: Path,
) -> None:
    history = history_of(tmp_path, on(0, 0.5), on(8, 0.4), on(8, 0.3))
    assert [(entry.as_of.day, entry.revision) for entry in history.entries] == [
        (1, 1),
        (9, 1),
        (9, 2),
    ]
    assert [point.shares.requests for point in history.tag_series("a").points] == [0.5, 0.3]
    assert history.restated == history.entries[1]
    assert history.reference == history.entries[0]
    assert len(history.dates) == 2


def test_a_history_until_an_edition_knows_nothing_of_later_ones(tmp_path: Path) -> None:
    history = history_of(tmp_path, on(0, 0.5), on(8, 0.4), on(8, 0.3), on(9, 0.2))
    then = history.until(history.entries[1])
    assert then.newest == history.entries[1]
    assert [point.shares.requests for point in then.tag_series("a").points] == [0.5, 0.4]
    again = history.until(history.entries[2])
    assert [point.shares.requests for point in again.tag_series("a").points] == [0.5, 0.3]


def test_ranks_over_time_are_those_of_each_answer(tmp_path: Path) -> None:
    history = Reader().history(Archive(archive_of(tmp_path)).entries)
    dates = [entry.as_of for entry in history.entries]
    for tag in history.rankings.tags[:3]:
        model = tag.models[0].id
        expected = []
        for entry in history.entries:
            then = next(t for t in derive(entry.snapshot()).tags if t.tag == tag.tag)
            found = [m.ranks.requests for m in then.models if m.id == model]
            expected.append(found[0] if found else None)
        assert list(history.model_ranks(tag.tag, model, dates)) == expected


def test_rankings_are_read_only_where_they_are_asked_for(tmp_path: Path) -> None:
    history = Reader().history(Archive(archive_of(tmp_path)).entries)
    for entry in history.entries[:-1]:
        entry.file.write_bytes(b"")
    assert history.rankings.as_of == DAY
    assert history.reference == history.entries[-2]


def test_the_last_answer_that_has_something_is_found(tmp_path: Path) -> None:
    data = small(("a", "general", 0.5, 0.5), ("math", "general", 0.5, 0.5))
    history = history_of(tmp_path, data, small(("a", "general", 1, 1), as_of="2026-10-07"))
    assert history.last_with_tag("general", "math") == history.entries[0]
    assert history.last_with_category("general") == history.entries[1]
