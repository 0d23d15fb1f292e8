from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_lib.charts.box import Box
from site_lib.charts.labels import Marker, place_labels

BOUNDS = Box(0, 0, 300, 300)

markers = st.builds(
    Marker,
    x=st.floats(0, 300),
    y=st.floats(0, 300),
    radius=st.just(4.0),
    label_width=st.floats(5, 150),
    label_height=st.just(10.0),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(markers, min_size=1, max_size=25))
def test_no_label_covers_another_or_a_mark_or_leaves_the_bounds(given: list[Marker]) -> None:
    positions = place_labels(given, BOUNDS)
    assert len(positions) == len(given)
    standing = [position.box for position in positions if position]
    for index, box in enumerate(standing):
        assert BOUNDS.contains(box)
        assert not any(map(box.overlap, standing[index + 1 :]))
        assert not any(box.overlap(marker.box) for marker in given)


def test_a_lone_label_stands_right_beside_its_mark() -> None:
    (position,) = place_labels([Marker(50, 50, 4, 30, 10)], BOUNDS)
    assert position
    assert (position.box.left, position.anchor) == (55, "start")
    assert not position.needs_leader_line


def test_at_the_right_edge_it_stands_on_the_left() -> None:
    (position,) = place_labels([Marker(295, 50, 4, 30, 10)], BOUNDS)
    assert position
    assert (position.box.right, position.anchor) == (290, "end")


def test_what_is_taken_is_no_place() -> None:
    taken = Box(0, 0, 300, 60)
    (position,) = place_labels([Marker(50, 50, 4, 30, 10)], BOUNDS, [taken])
    assert position
    assert not position.box.overlap(taken)


def test_what_is_avoided_is_crossed_only_where_there_is_no_other_place() -> None:
    marker = Marker(50, 50, 4, 30, 10)
    beside = Box(55, 40, 90, 60)
    (position,) = place_labels([marker], BOUNDS, soft_obstacles=[beside])
    assert position
    assert not position.box.overlap(beside)
    (position,) = place_labels([marker], Box(46, 44, 300, 56), soft_obstacles=[beside])
    assert position
    assert position.box.overlap(beside)


def test_a_label_without_room_is_given_up() -> None:
    assert place_labels([Marker(50, 50, 4, 400, 10)], BOUNDS) == [None]


def test_a_label_that_found_no_place_chooses_first_in_the_next_try() -> None:
    # The long one fits on one side only, which the short ones before it would take.
    crowd = [Marker(150, y, 4, 20, 10) for y in (130, 141, 152, 163, 174)]
    long = Marker(150, 185, 4, 140, 10)
    assert None not in place_labels([*crowd, long], Box(130, 120, 300, 195))
