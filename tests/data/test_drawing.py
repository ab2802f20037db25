"""Strokes on their way to pixels, beside the digits that ship."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data.dataset import Numbers
from nnsim.data.drawing import Drawing
from nnsim.data.named import named_data
from nnsim.data.picture_habits import PictureHabits, habits_of
from nnsim.data.prepare import Prepared, prepare
from nnsim.data.strokes import Moved, Stroke, box_of, distances, ink_of, moved, moved_picture, put_into

PLACES = st.tuples(st.floats(0, 8), st.floats(0, 8))
LINES = st.lists(PLACES, min_size=2, max_size=6).map(tuple)


@pytest.fixture(scope="module")
def digits() -> Prepared:
    return prepare(named_data("digits"))


@pytest.fixture(scope="module")
def habits(digits: Prepared) -> PictureHabits:
    found = habits_of(digits)
    assert found is not None
    return found


def test_an_upright_line_fills_the_pixels_it_covers() -> None:
    # From x = 2 to x = 4: columns 2 and 3 are ink, their neighbours not.
    ink = ink_of((Stroke(((3.0, -2.0), (3.0, 10.0)), 2.0),), (8, 8))
    assert np.array_equal(ink, np.tile([0, 0, 1, 1, 0, 0, 0, 0], (8, 1)))


def test_half_a_pixel_is_half_ink() -> None:
    ink = ink_of((Stroke(((3.5, -2.0), (3.5, 10.0)), 2.0),), (8, 8))
    assert np.allclose(ink[0], [0, 0, 0.5, 1, 0.5, 0, 0, 0])


@given(line=LINES, place=PLACES)
@settings(max_examples=25, deadline=None)
def test_the_distance_is_that_of_the_nearest_of_many_points(
    line: tuple[tuple[float, float], ...], place: tuple[float, float]
) -> None:
    found = distances(np.array([place]), line)[0]
    along = np.linspace(0, 1, 400)[:, None]
    points = np.concatenate([np.array(a) + along * (np.array(b) - a) for a, b in pairwise(line)])
    assert found == pytest.approx(np.hypot(*(points - place).T).min(), abs=0.03)


def test_an_eraser_takes_away_what_lies_below_and_not_what_comes_later() -> None:
    line, across = Stroke(((1.0, 4.0), (7.0, 4.0)), 1.0), Stroke(((4.0, 1.0), (4.0, 7.0)), 2.0, erases=True)
    assert ink_of((line, across), (8, 8))[:, 3:5].sum() == 0.0
    again = (line, across, line)
    assert np.array_equal(ink_of(again, (8, 8)), ink_of((line,), (8, 8)))
    rest = box_of((line, Stroke(((7.0, 4.0), (5.0, 4.0)), 2.0, erases=True)))
    assert rest is not None
    assert rest[2] == pytest.approx(4.0, abs=0.25), "what is erased has no place in the box"


@given(line=LINES)
@settings(max_examples=25, deadline=None)
def test_what_is_put_into_a_frame_is_in_it_and_touches_a_side(line: tuple[tuple[float, float], ...]) -> None:
    width, height, pen = 6.0, 8.0, 1.5
    placed = put_into((Stroke(line, pen),), (width, height), (4.0, 4.0))
    box, before = box_of(placed), box_of((Stroke(line, pen),))
    assert box is not None
    assert before is not None
    across, down = box[2] - box[0] + pen, box[3] - box[1] + pen
    assert across <= width + 1e-6 or before[2] - before[0] <= pen / 2
    assert ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) == pytest.approx((4.0, 4.0))
    if max(before[2] - before[0], before[3] - before[1]) > pen:
        assert across == pytest.approx(width) or down == pytest.approx(height)


@given(
    right=st.integers(-2, 2),
    down=st.integers(-2, 2),
    turn=st.floats(-180, 180),
    size=st.floats(0.5, 1.5),
    place=PLACES,
)
@settings(max_examples=25, deadline=None)
def test_what_is_moved_there_comes_back(
    right: int, down: int, turn: float, size: float, place: tuple[float, float]
) -> None:
    move = Moved(right, down, turn, size)
    there = move.apply(np.array([place]), (8, 8))
    assert move.undo(there, (8, 8))[0] == pytest.approx(place)


@given(right=st.integers(-3, 3), down=st.integers(-3, 3))
@settings(max_examples=15, deadline=None)
def test_a_sample_that_is_pushed_by_whole_pixels_keeps_its_numbers(right: int, down: int) -> None:
    picture = np.random.default_rng(1).random((6, 8))
    pushed = moved_picture(picture, Moved(right, down))
    expected = np.zeros_like(picture)
    rows, columns = np.arange(6), np.arange(8)
    inside = [rows[(rows - down >= 0) & (rows - down < 6)], columns[(columns - right >= 0) & (columns - right < 8)]]
    expected[np.ix_(*inside)] = picture[np.ix_(inside[0] - down, inside[1] - right)]
    assert np.allclose(pushed, expected)


def test_strokes_and_pictures_turn_the_same_way() -> None:
    # A line to the right of the middle, a quarter clockwise, lies below it.
    turn = Moved(turned_deg=90.0)
    line = (Stroke(((5.0, 4.0), (7.0, 4.0)), 1.0),)
    assert np.allclose(ink_of(moved(line, turn, (8, 8)), (8, 8)), moved_picture(ink_of(line, (8, 8)), turn), atol=1e-9)
    assert box_of(moved(line, turn, (8, 8))) == pytest.approx((4.0, 5.0, 4.0, 7.0))


@pytest.mark.parametrize("pen", [1.5, 2.0, 3.0])
@pytest.mark.parametrize("is_dark_on_light", [False, True])
def test_habits_of_pictures_that_were_drawn_are_found_again(pen: float, is_dark_on_light: bool) -> None:
    rng, shape = np.random.default_rng(3), (20, 20)
    pictures = []
    for _ in range(30):
        points = tuple((float(x), float(y)) for x, y in rng.uniform(0, 20, (3, 2)))
        placed = put_into((Stroke(points, pen),), (12.0, 16.0), (11.0, 10.0))
        ink = ink_of(placed, shape)
        pictures.append((1 - ink if is_dark_on_light else ink).ravel() * 255)
    found = habits_of(_prepared_of(np.array(pictures)))
    assert found is not None
    assert (found.ground, found.ink) == ((255, 0) if is_dark_on_light else (0, 255))
    assert found.middle == pytest.approx((11.0, 10.0), abs=1.0)
    assert found.size[0] == pytest.approx(12.0, abs=1.5)
    assert found.size[1] == pytest.approx(16.0, abs=1.5)
    assert found.pen == pytest.approx(pen, rel=0.35)


def _prepared_of(pixels: Numbers) -> Prepared:
    """The digits with other pictures in their place."""
    before = prepare(named_data("digits"))
    side = round(pixels.shape[1] ** 0.5)
    names = tuple(f"pixel_{k}" for k in range(side * side))
    dataset = replace(before.dataset, inputs=pixels, input_names=names)
    return replace(before, dataset=dataset, train_rows=np.arange(len(pixels)))


def test_data_that_are_no_pictures_have_no_such_habits() -> None:
    assert habits_of(prepare(named_data("iris"))) is None
    assert habits_of(_prepared_of(np.ones((4, 64)))) is None, "pictures without anything on them"


def test_a_sample_taken_from_the_data_comes_back_as_it_was(digits: Prepared, habits: PictureHabits) -> None:
    for row in (0, 5, 99):
        pixels = digits.dataset.inputs[row]
        drawing = Drawing(ground=habits.ink_of(pixels))
        assert np.allclose(drawing.pixels(habits), pixels)
        assert not drawing.is_empty


def test_a_small_digit_in_a_corner_is_put_where_digits_stand(habits: PictureHabits) -> None:
    small = Drawing((Stroke(((0.5, 0.5), (1.5, 0.5), (0.8, 2.0)), habits.pen),))
    as_drawn, fitted = replace(small, fitted=False).ink(habits), small.ink(habits)
    assert as_drawn[4:].sum() == 0.0
    assert fitted[0].max() > 0.5
    assert fitted[-1].max() > 0.5


def test_noise_stays_within_paper_and_ink_and_only_grows(habits: PictureHabits) -> None:
    drawing = Drawing((Stroke(((2.0, 2.0), (5.0, 6.0)), habits.pen),))
    clean, some, much = (replace(drawing, noise=noise).pixels(habits) for noise in (0.0, 0.1, 0.5))
    assert np.array_equal(some, replace(drawing, noise=0.1).pixels(habits)), "the same noise each time"
    assert np.abs(much - clean).sum() > np.abs(some - clean).sum() > 0.0
    assert much.min() >= 0.0
    assert much.max() <= 16.0


def test_what_is_erased_altogether_is_empty_again() -> None:
    line = Stroke(((2.0, 2.0), (5.0, 2.0)), 1.0)
    assert Drawing().is_empty
    assert not Drawing((line,)).is_empty
    assert Drawing((line, Stroke(line.points, 3.0, erases=True))).is_empty
