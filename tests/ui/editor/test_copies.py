"""A picture that is to come out again: the block of the output shows the copy, not its weights."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QImage

from nnsim.data.named import named_data
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.editor.block_pictures import answer_picture
from nnsim.ui.editor.faces import colour_table
from nnsim.ui.names import names_of
from nnsim.ui.theme import LIGHT


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    made = Session(new_project("digits", named_data("digits", goal="reconstruct"), (4,)))
    yield made
    assert made.close()


def pixels(image: QImage | None) -> np.ndarray:
    assert image is not None
    return np.array([[image.pixelIndex(x, y) for x in range(image.width())] for y in range(image.height())])


def test_the_copy_is_drawn_as_its_original_on_the_same_scale(session: Session) -> None:
    names = names_of(session)
    assert names.copies_a_picture
    run = session.run_in_hand
    run.view_sample(0)
    view = run.snapshot(("sample",)).sample_view
    assert view is not None
    table = colour_table(LIGHT)
    original, copy = (pixels(answer_picture(names.network, layer, view, table, names.pixels)) for layer in (-1, 1))
    assert original.shape == copy.shape == (8, 8)
    both = np.concatenate([view.inputs, view.activations[1]]), np.concatenate([original.ravel(), copy.ravel()])
    order = np.argsort(both[0], kind="stable")
    assert (np.diff(both[1][order]) >= 0).all(), "a larger number has a colour farther up, in both pictures"


def test_parts_of_a_copy_are_called_after_their_inputs(session: Session) -> None:
    names = names_of(session)
    assert (names.short(1, 0), names.long(1, 0)) == ("(1, 1)′", "copy of row 1, column 1")
