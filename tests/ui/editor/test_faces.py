"""Pictures of activations, and the scale they share with links and matrix."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnsim.engine.activations import Activation
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Entry
from nnsim.engine.spec import Choice
from nnsim.ui.editor.faces import Atlas, colour_table, over_plane, spread_input, squash, strength, weight_picture
from nnsim.ui.editor.neuron_item import shortly
from nnsim.ui.editor.strokes import LEVELS, NOT_A_NUMBER, levels
from nnsim.ui.growing_scale import GrowingScale, place
from nnsim.ui.ink import contrast, readable_on
from nnsim.ui.theme import DARK, LIGHT, Size, Theme


def test_squashing_keeps_tanh_stretches_sigmoid_and_bounds_the_rest() -> None:
    h = np.array([0.0, 0.5, 1.0])
    assert squash(Choice("tanh"), h) == pytest.approx(h)
    assert squash(Choice("sigmoid"), h) == pytest.approx([-1, 0, 1])
    assert squash(Choice("softmax"), h) == pytest.approx([-1, 0, 1])
    assert squash(Choice("relu"), np.array([0.0, 1.0, np.inf])) == pytest.approx([0, 0.5, 1])
    assert squash(Choice("identity"), np.array([-np.inf])) == pytest.approx([-1])


def test_a_step_has_the_two_end_colours() -> None:
    assert squash(Choice("step"), np.array([0.0, 1.0])) == pytest.approx([-1, 1])


@pytest.mark.parametrize("entry", list(ACTIVATIONS), ids=lambda entry: entry.name)
def test_every_activation_stays_within_the_colours(entry: Entry[Activation]) -> None:
    low, high = entry.kind().bounds
    h = np.clip(np.array([-np.inf, -1e9, -1.0, 0.0, 1.0, 1e9, np.inf]), low, high)
    shown = squash(Choice(entry.name), h)
    assert (np.abs(shown) <= 1.0).all()
    assert (np.diff(shown) >= 0.0).all()


def test_a_number_of_0_is_pale_also_where_only_shares_come_out() -> None:
    shares = np.array([0.0, 0.5, 1.0])
    assert strength(Choice("softmax"), shares) == pytest.approx([0, 0.5, 1])
    assert strength(Choice("sigmoid"), shares) == pytest.approx([0, 0.5, 1])
    assert strength(Choice("relu"), shares) == pytest.approx(squash(Choice("relu"), shares))


@pytest.mark.parametrize("name", ["softmax", "sigmoid", "step"])
def test_a_small_share_is_never_orange_in_a_face_except_beside_the_boundary(name: str) -> None:
    shares = np.array([0.0, 0.1, 0.5, 1.0])
    assert over_plane(Choice(name), shares, is_boundary=False) == pytest.approx([0, 0.1, 0.5, 1])
    assert over_plane(Choice(name), shares, is_boundary=True) == pytest.approx([-1, -0.8, 0, 1])


def test_negative_answers_stay_orange_in_a_face() -> None:
    assert over_plane(Choice("tanh"), np.array([-0.5]), is_boundary=False) == pytest.approx([-0.5])


@pytest.mark.parametrize("side", [26, 34, 40, 56])
@pytest.mark.parametrize("value", [6.1e154, -6.1e154, -1e300, 123.4, -1234.0])
def test_a_huge_number_stays_within_its_neuron(value: float, side: float) -> None:
    assert 0 < 0.6 * Size.TINY * len(shortly(value, side)) <= side


def test_the_lowest_second_input_is_at_the_bottom_of_a_face() -> None:
    atlas = Atlas(colour_table(LIGHT))
    answers = np.zeros((3, 3, 2))
    answers[0, 0, 1] = 1.0
    atlas.show_plane(answers)
    assert atlas.image.pixelColor(0, 3 + 2) == QColor(LIGHT.positive)
    assert atlas.image.pixelColor(0, 3) == QColor(*map(int, LIGHT.heat()[128]))


def test_another_frame_is_seen_without_another_picture() -> None:
    atlas = Atlas(colour_table(LIGHT))
    atlas.show_plane(np.ones((4, 4, 1)))
    atlas.show_plane(-np.ones((4, 4, 1)))
    assert atlas.image.pixelColor(1, 1) == QColor(LIGHT.negative)
    atlas.recolour(colour_table(DARK))
    assert atlas.image.pixelColor(1, 1) == QColor(DARK.negative)
    atlas.show_plane(np.ones((4, 4, 1)))
    assert atlas.image.pixelColor(1, 1) == QColor(DARK.positive)


def test_inputs_are_shown_in_shares_of_their_largest() -> None:
    plane = np.array([[[2.0, 0.0]], [[-4.0, 0.0]]])
    assert spread_input(plane)[:, 0, 0] == pytest.approx([0.5, -1.0])
    assert spread_input(plane)[:, 0, 1] == pytest.approx([0, 0])


def test_a_large_matrix_becomes_a_small_picture() -> None:
    picture = weight_picture(np.ones((784, 128)), 1.0, colour_table(LIGHT))
    assert picture.width() == 64
    assert picture.height() <= 64
    assert picture.pixelColor(0, 0) == QColor(LIGHT.positive)


def test_the_scale_only_grows_within_a_run_and_starts_anew_with_the_next() -> None:
    scale = GrowingScale()
    scale.cover(1, np.array([0.2]))
    assert scale.full == 1.0
    assert scale.cover(1, np.array([-5.0]))
    assert scale.full == 6.0
    assert not scale.cover(1, np.array([0.1]))
    assert scale.full == 6.0
    scale.cover(2, np.array([0.1]))
    assert scale.full == 1.0


def test_numbers_that_are_not_finite_do_not_move_the_scale() -> None:
    scale = GrowingScale()
    scale.cover(1, np.array([np.nan, np.inf, 1.4]))
    assert scale.full == 1.5
    scale.cover(1, np.array([np.nan]))
    assert scale.full == 1.5


def test_places_in_the_heat_colours_run_from_end_to_end() -> None:
    assert place(np.array([-2.0, -1.0, 1.0, np.inf]), 1.0).tolist() == [0, 0, 255, 255]
    assert place(np.array([np.nan]), 1.0)[0] in (127, 128)


@pytest.mark.parametrize("full", [1e29, 1e35, 1e40, 1e300])
def test_numbers_of_a_run_that_diverges_have_the_places_of_their_shares(full: float) -> None:
    assert (
        place(np.array([-full, 0.0, full / 2, full]), full).tolist()
        == place(np.array([-1.0, 0.0, 0.5, 1.0]), 1.0).tolist()
    )


def test_a_weight_that_is_not_a_number_has_a_pen_of_its_own() -> None:
    found = levels(np.array([-1.0, 0.0, 1.0, np.nan, np.inf]), 1.0).tolist()
    assert found == [0, LEVELS, 2 * LEVELS, NOT_A_NUMBER, 2 * LEVELS]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_numbers_can_be_read_on_every_heat_colour(theme: Theme) -> None:
    for red, green, blue in theme.heat():
        ground = QColor(int(red), int(green), int(blue))
        assert contrast(readable_on(ground, theme), ground) >= 4.5
