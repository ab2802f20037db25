"""Features made by hand: of pictures by what the eye counts, of the plane and of columns by arithmetic."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data import picture_features
from nnsim.data.dataset import frozen
from nnsim.data.hand_made import made, offered
from nnsim.data.named import named_data
from nnsim.data.prepare import prepare
from nnsim.errors import SpecError
from nnsim.model.drawn_edits import drawn_of

SIGNS = {
    0: (".....", ".###.", ".#...", "....."),
    1: ("#####", "#...#", "#...#", "#####"),
    2: ("#####", "#.#.#", "#.#.#", "#####"),
}
"""How many holes, and a picture with so many."""


def picture(rows: tuple[str, ...]) -> np.ndarray:
    return np.array([[float(sign == "#") for sign in row] for row in rows])


def test_holes_are_counted_as_the_eye_counts_them() -> None:
    pictures = np.stack([picture(rows) for rows in SIGNS.values()])
    assert picture_features.holes(pictures, 1.0).ravel().tolist() == [0.0, 1.0, 2.0]


def test_an_area_that_leaves_only_across_a_corner_is_a_hole() -> None:
    corner = picture((".##", "#.#", "###"))[None]
    assert picture_features.holes(corner, 1.0).item() == 1.0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from((0.0, 1.0)), min_size=5, max_size=5), min_size=4, max_size=4))
def test_holes_are_areas_that_a_walk_from_outside_never_reaches(rows: list[list[float]]) -> None:
    pixels = np.pad(np.array(rows), 1)
    left = {(y, x) for y, x in np.ndindex(pixels.shape) if not pixels[y, x]}
    areas = 0
    while left:
        areas += 1
        walk = [left.pop()]
        while walk:
            y, x = walk.pop()
            near = left & {(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)}
            left -= near
            walk += near
    assert picture_features.holes(np.array([rows]), 1.0).item() == areas - 1


def test_sums_ink_position_and_symmetry_by_hand() -> None:
    pictures = np.array([[[0.0, 2.0], [0.0, 2.0]], [[1.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])
    assert picture_features.row_sums(pictures).tolist() == [[2, 2], [2, 0], [0, 0]]
    assert picture_features.column_sums(pictures).tolist() == [[0, 4], [1, 1], [0, 0]]
    assert picture_features.ink(pictures).ravel().tolist() == [1.0, 0.5, 0.0]
    assert picture_features.mean_position(pictures).tolist() == [[1.0, 0.5], [0.5, 0.0], [0.5, 0.5]]
    assert picture_features.symmetry(pictures).tolist() == [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]


def test_digits_offer_what_the_eye_sees_and_zeros_have_a_hole() -> None:
    spec = named_data("digits")
    data = prepare(spec)
    names = [one.name for one in offered(spec, data)]
    assert names == ["rows", "columns", "symmetry", "ink", "position", "holes"]
    zeros = data.dataset.inputs[data.dataset.targets[:, 0] == 0][:50]
    assert np.median(made("holes", spec, data, zeros)) == 1.0
    assert made("rows", spec, data, zeros).shape == (50, 8)


def test_the_plane_offers_what_the_network_is_not_given_already() -> None:
    spec = named_data("circle")
    assert [one.name for one in offered(spec, prepare(spec))] == ["x1^2", "x2^2", "x1*x2", "sin x1", "sin x2"]
    spec = replace(spec, inputs=("x1", "x1^2", "sin x2"))
    data = prepare(spec)
    assert [one.name for one in offered(spec, data)] == ["x2^2", "x1*x2", "sin x1"]
    np.testing.assert_array_equal(made("x1*x2", spec, data, np.array([[2.0, 3.0]])), [[6.0]])


def test_columns_offer_squares_and_products_and_bits_no_squares() -> None:
    iris, parity = named_data("iris"), named_data("parity")
    assert [one.name for one in offered(iris, prepare(iris))] == ["squares", "products"]
    assert [one.name for one in offered(parity, prepare(parity))] == ["products"]
    data = prepare(iris)
    raw = data.dataset.inputs[:5]
    known = data.dataset.inputs[data.train_rows]
    z = (raw - known.mean(axis=0)) / known.std(axis=0)
    np.testing.assert_allclose(made("squares", iris, data, raw), z**2, atol=1e-12)
    pairs = [z[:, i] * z[:, j] for i in range(4) for j in range(i + 1, 4)]
    np.testing.assert_allclose(made("products", iris, data, raw), np.column_stack(pairs), atol=1e-12)


def test_a_feature_that_the_data_do_not_have_is_refused_with_those_that_they_have() -> None:
    spec = named_data("iris")
    data = prepare(spec)
    with pytest.raises(SpecError, match="squares") as refused:
        made("square", spec, data, data.dataset.inputs)
    assert refused.value.code == "rivals.unknown_feature"


def test_points_by_hand_have_the_features_of_the_set_that_they_were() -> None:
    circle = named_data("circle")
    drawn = replace(circle, source=drawn_of(circle))
    assert offered(drawn, prepare(drawn)) == offered(circle, prepare(circle))


def test_features_of_dark_ink_on_light_paper_are_those_of_the_ink() -> None:
    digits = named_data("digits")
    table = digits.source.table
    columns = [
        replace(column, values=frozen(16.0 - column.values)) if column.name.startswith("pixel") else column
        for column in table.columns
    ]
    negative = replace(digits, source=replace(digits.source, table=replace(table, columns=tuple(columns))))
    light, dark = prepare(digits), prepare(negative)
    for name in ("ink", "position", "holes"):
        of_both = [
            made(name, spec, data, data.dataset.inputs[:40]) for spec, data in ((digits, light), (negative, dark))
        ]
        assert np.allclose(*of_both), name
