from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_lib.charts.labels import Box, Mark, placed

ROOM = Box(0, 0, 300, 300)

marks = st.builds(
    Mark,
    x=st.floats(0, 300),
    y=st.floats(0, 300),
    radius=st.just(4.0),
    width=st.floats(5, 150),
    height=st.just(10.0),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(marks, min_size=1, max_size=25))
def test_no_label_covers_another_or_a_mark_or_leaves_the_room(given_marks: list[Mark]) -> None:
    places = placed(given_marks, ROOM)
    assert len(places) == len(given_marks)
    standing = [place.box for place in places if place]
    for index, box in enumerate(standing):
        assert ROOM.holds(box)
        assert not any(map(box.overlap, standing[index + 1 :]))
        assert not any(box.overlap(mark.box) for mark in given_marks)


def test_a_lone_label_stands_right_beside_its_mark() -> None:
    (place,) = placed([Mark(50, 50, 4, 30, 10)], ROOM)
    assert place
    assert (place.box.left, place.anchor) == (55, "start")
    assert not place.is_far


def test_at_the_right_edge_it_stands_on_the_left() -> None:
    (place,) = placed([Mark(295, 50, 4, 30, 10)], ROOM)
    assert place
    assert (place.box.right, place.anchor) == (290, "end")


def test_what_is_taken_is_no_place() -> None:
    taken = Box(0, 0, 300, 60)
    (place,) = placed([Mark(50, 50, 4, 30, 10)], ROOM, [taken])
    assert place
    assert not place.box.overlap(taken)


def test_what_is_avoided_is_crossed_only_where_there_is_no_other_place() -> None:
    mark = Mark(50, 50, 4, 30, 10)
    beside = Box(55, 40, 90, 60)
    (place,) = placed([mark], ROOM, avoided=[beside])
    assert place
    assert not place.box.overlap(beside)
    (place,) = placed([mark], Box(46, 44, 300, 56), avoided=[beside])
    assert place
    assert place.box.overlap(beside)


def test_a_label_without_room_is_given_up() -> None:
    assert placed([Mark(50, 50, 4, 400, 10)], ROOM) == [None]


def test_a_label_that_found_no_place_chooses_first_in_the_next_try() -> None:
    # The long one fits on one side only, which the short ones before it would take.
    crowd = [Mark(150, y, 4, 20, 10) for y in (130, 141, 152, 163, 174)]
    long = Mark(150, 185, 4, 140, 10)
    assert None not in placed([*crowd, long], Box(130, 120, 300, 195))
