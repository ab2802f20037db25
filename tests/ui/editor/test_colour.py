"""Pictures in colour: shown as they look, chosen pixel by pixel, and taken by convolutions in three channels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from nnsim.data.dataset import frozen
from nnsim.data.pixels import pixel_names
from nnsim.data.prepare import prepare
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Column, Table
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.snapshot import SampleView
from nnsim.model.project import Project
from nnsim.model.shape_remedies import picture_remedies
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.data.thumbnails import paint, thumbnail
from nnsim.ui.editor.block_pictures import answer_picture
from nnsim.ui.inputs.choice import choice_of
from nnsim.ui.inputs.chooser import InputChooser
from nnsim.ui.names import names_of
from nnsim.ui.plots.pixel_picture import in_colours
from nnsim.ui.theme import LIGHT

SIDE, N = 4, 12


@pytest.fixture(scope="module")
def coloured() -> Project:
    """Samples of 4 × 4 pixels in colour, standardized."""
    values = np.random.default_rng(0).integers(0, 256, (N, 3 * SIDE * SIDE)).astype(float)
    names = pixel_names(3, SIDE, SIDE)
    columns = [Column(name, "number", frozen(values[:, place].copy())) for place, name in enumerate(names)]
    label = Column("label", "category", frozen(np.arange(N) % 2.0), ("cat", "dog"))
    source = TableSource(Table("pets", (*columns, label)), ("label",), "classification")
    return new_project("pets", DataSpec(source, scaling="standardize", test_fraction=0.25), (3,))


def test_the_input_is_shown_in_its_own_colours_however_it_is_scaled(coloured: Project) -> None:
    session = Session(coloured)
    prepared = prepare(coloured.data)
    raw = prepared.dataset.inputs[0]
    view = SampleView(0, prepared.inputs_of(raw[None])[0], (), np.zeros(1), 0.0)
    image = answer_picture(coloured.network, -1, view, [], names_of(session).pixels)
    assert image is not None
    full = prepared.dataset.inputs.max()
    for row in range(SIDE):
        for column in range(SIDE):
            shades = raw.reshape(3, SIDE, SIDE)[:, row, column] / full * 255
            assert image.pixelColor(column, row) == QColor(*np.rint(shades).astype(int).tolist())
    session.close()


def test_numbers_become_the_colours_that_they_are():
    picture = np.zeros((3, 1, 2))
    picture[0, 0, 0], picture[1:, 0, 1] = 1.0, 0.5
    assert [hex(colour) for colour in in_colours(LIGHT, picture)[0]] == ["0xffff0000", "0xff008080"]


def test_a_pixel_is_left_out_with_its_three_numbers(
    coloured: Project, appearance: Appearance, shown: Callable[[QWidget, int, int], QWidget]
) -> None:
    session = Session(coloured)
    assert choice_of(session).said() == "4 × 4 in colour"
    chooser = InputChooser(session, appearance, "test", 120)
    shown(chooser, 200, 300)
    chooser.render_facts()
    chooser.pixels.asked.emit(frozenset({5}), False)
    left_out = set(pixel_names(3, SIDE, SIDE)) - set(session.prepared.input_names)
    assert left_out == {"red_1_1", "green_1_1", "blue_1_1"}
    assert choice_of(session).said() == "15 of 16 pixels"
    names = names_of(session)
    assert names.short(-1, 0) == "r(1, 1)"
    assert names.long(-1, 15) == "green, row 1, column 1"
    session.close()


def test_a_convolution_is_offered_the_three_channels(coloured: Project) -> None:
    conv = LAYER_KINDS.entry("conv2d").kind(size=2)
    wanted = coloured.network.with_layer(0, conv)
    remedies = picture_remedies(Project("x", coloured.data, wanted, coloured.training), 0)
    found = next(remedy for remedy in remedies if remedy is not None and remedy.goal.network.picture is not None)
    assert found.goal.network.picture == (3, SIDE, SIDE)
    assert "48 inputs as a picture of 4 × 4 in colour" in str(found.label)


def test_the_tile_of_pictures_in_colour_shows_the_first_of_them(coloured: Project) -> None:
    dataset = prepare(coloured.data).dataset
    image = thumbnail(dataset).image
    assert image is not None
    assert np.allclose(image * dataset.inputs[0].max(), dataset.inputs[0].reshape(3, SIDE, SIDE))
    canvas = QImage(40, 40, QImage.Format.Format_RGB32)
    with QPainter(canvas) as painter:
        paint(painter, QRectF(0, 0, 40, 40), thumbnail(dataset), LIGHT)
    assert canvas.pixelColor(5, 5) == QColor(*np.rint(255 * image[:, 0, 0]).astype(int).tolist())
