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
def test_no_label_covers_another_or_a_marker_or_leaves_the_bounds(crowd: list[Marker]) -> None:
    positions = place_labels(crowd, BOUNDS)
    assert len(positions) == len(crowd)
    standing = [position.box for position in positions if position]
    for index, box in enumerate(standing):
        assert BOUNDS.contains(box)
        assert not any(map(box.overlap, standing[index + 1 :]))
        assert not any(box.overlap(marker.box) for marker in crowd)


def test_a_lone_label_stands_right_beside_its_marker() -> None:
    (position,) = place_labels([Marker(50, 50, 4, 30, 10)], BOUNDS)
    assert position
    assert (position.box.left, position.anchor) == (55, "start")
    assert not position.needs_leader_line


def test_at_the_right_edge_it_stands_on_the_left() -> None:
    (position,) = place_labels([Marker(295, 50, 4, 30, 10)], BOUNDS)
    assert position
    assert (position.box.right, position.anchor) == (290, "end")


def test_no_label_covers_an_obstacle() -> None:
    obstacle = Box(0, 0, 300, 60)
    (position,) = place_labels([Marker(50, 50, 4, 30, 10)], BOUNDS, [obstacle])
    assert position
    assert not position.box.overlap(obstacle)


def test_a_soft_obstacle_is_covered_only_where_there_is_no_other_position() -> None:
    marker = Marker(50, 50, 4, 30, 10)
    obstacle = Box(55, 40, 90, 60)
    (position,) = place_labels([marker], BOUNDS, soft_obstacles=[obstacle])
    assert position
    assert not position.box.overlap(obstacle)
    (position,) = place_labels([marker], Box(46, 44, 300, 56), soft_obstacles=[obstacle])
    assert position
    assert position.box.overlap(obstacle)


def test_a_label_without_room_is_left_out() -> None:
    assert place_labels([Marker(50, 50, 4, 400, 10)], BOUNDS) == [None]


def test_a_label_that_was_left_out_chooses_first_in_the_next_attempt() -> None:
    # The long one fits on one side only, which the short ones before it would take.
    crowd = [Marker(150, y, 4, 20, 10) for y in (130, 141, 152, 163, 174)]
    long = Marker(150, 185, 4, 140, 10)
    assert None not in place_labels([*crowd, long], Box(130, 120, 300, 195))
