from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_lib.charts.box import Box
from site_lib.charts.labels import Marker, place_beside, place_labels

BOUNDS = Box(0, 0, 300, 300)

markers = st.builds(
    Marker,
    x=st.floats(0, 300),
    y=st.floats(0, 300),
    radius=st.just(4.0),
    label_width=st.floats(5, 150),
    label_height=st.just(10.0),
)


DIAGONAL = ((0.0, 300.0), (300.0, 0.0))


@settings(max_examples=40, deadline=None)
@given(st.lists(markers, min_size=1, max_size=25))
def test_no_label_covers_another_or_a_marker_or_a_line_or_leaves_the_bounds(
    crowd: list[Marker],
) -> None:
    positions = place_labels(crowd, BOUNDS, 25, lines=[DIAGONAL])
    assert len(positions) == len(crowd)
    standing = [position.box for position in positions if position]
    for index, box in enumerate(standing):
        assert BOUNDS.contains(box)
        assert not box.is_crossed_by(DIAGONAL)
        assert not any(map(box.overlap, standing[index + 1 :]))
        assert not any(box.overlap(marker.box) for marker in crowd)


def test_a_lone_label_stands_right_beside_its_marker() -> None:
    (position,) = place_labels([Marker(50, 50, 4, 30, 10)], BOUNDS, 1)
    assert position
    assert (position.box.left, position.anchor) == (55, "start")


def test_at_the_right_edge_it_stands_on_the_left() -> None:
    (position,) = place_labels([Marker(294, 50, 4, 30, 10)], BOUNDS, 1)
    assert position
    assert (position.box.right, position.anchor) == (289, "end")


def test_between_two_markers_it_stands_above_and_inside_of_the_edge() -> None:
    crowd = [Marker(x, 50, 4, 30, 10) for x in (294, 284)]
    position, _ = place_labels(crowd, BOUNDS, 1)
    assert position
    assert (position.box.right, position.box.bottom) == (298.5, 45)


def test_no_label_covers_an_obstacle() -> None:
    obstacle = Box(0, 0, 300, 60)
    (position,) = place_labels([Marker(50, 55, 4, 30, 10)], BOUNDS, 1, [obstacle])
    assert position
    assert not position.box.overlap(obstacle)


def test_a_label_without_room_is_left_out() -> None:
    assert place_labels([Marker(50, 50, 4, 400, 10)], BOUNDS, 1) == [None]


def test_the_first_labels_that_have_room_are_placed() -> None:
    crowd = [Marker(50, y, 4, width, 10) for y, width in ((50, 400), (100, 30), (150, 30))]
    assert [bool(position) for position in place_labels(crowd, BOUNDS, 1)] == [False, True, False]


def test_the_name_of_a_line_stands_beside_its_end_unless_something_is_there() -> None:
    free = place_beside(DIAGONAL, (60, 10), BOUNDS, [])
    assert free
    assert BOUNDS.contains(free.box)
    assert free.box.bottom > 280
    assert not free.box.is_crossed_by(DIAGONAL)
    high = place_beside(DIAGONAL, (60, 10), BOUNDS, [Box(0, 240, 300, 300)])
    assert high
    assert high.box.top < 20
    assert not high.box.is_crossed_by(DIAGONAL)
    assert place_beside(DIAGONAL, (60, 10), BOUNDS, [BOUNDS]) is None
