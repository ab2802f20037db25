"""What stands above and below the columns never touches its neighbour, and what is shortened is told in full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QWidget

from nnsim.data.named import named_data
from nnsim.engine.catalog.layers import average_pool2d, conv2d, flatten, max_pool2d
from nnsim.engine.spec import Choice, LayerSpec
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui import theme as look
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.block_item import fitting
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.theme import Size
from tests.ui.picture_projects import deep, small

WIDTHS = range(340, 1000, 44)
"""Of the network alone, in windows from 960 pixels on."""


def wordy() -> Project:
    """Many filters, and activations with long names."""
    hidden = (
        replace(conv2d(16, padding=1), activation=Choice("leaky_relu")),
        replace(conv2d(12, padding=1), activation=Choice("softplus")),
        average_pool2d(),
        max_pool2d(),
        flatten(),
        LayerSpec(100, Choice("leaky_relu")),
        LayerSpec(100, Choice("sigmoid")),
    )
    return new_project("wordy", named_data("digits"), hidden, picture=(1, 8, 8))


@pytest.fixture
def session(pictures: Session) -> Session:
    return pictures


def standing(panel: NetworkPanel) -> list[QWidget]:
    columns = panel.controls._columns.values()
    return [widget for column in columns for widget in column.widgets() if widget.isVisible()]


@pytest.mark.parametrize("project", [small, deep, wordy])
def test_no_two_controls_touch_at_any_width(
    session: Session,
    appearance: Appearance,
    shown: Callable[[NetworkPanel, int, int], NetworkPanel],
    project: Callable[[], Project],
) -> None:
    session.new(project())
    panel = shown(NetworkPanel(session, appearance), 816, 420)
    for width in WIDTHS:
        panel.resize(width, 420)
        for one, other in combinations(standing(panel), 2):
            assert not one.geometry().intersects(other.geometry()), (width, one.objectName(), other.objectName())
        for widget in standing(panel):
            assert widget.height() >= Size.HIT
            assert widget.width() >= Size.HIT


def test_a_shortened_activation_is_told_in_full(
    session: Session, appearance: Appearance, shown: Callable[[NetworkPanel, int, int], NetworkPanel]
) -> None:
    session.new(wordy())
    panel = shown(NetworkPanel(session, appearance), 340, 420)
    drop, name = panel.controls._columns[1].kind, panel.controls._columns[1].name
    assert drop.text().endswith("…")
    assert drop.toolTip().startswith("leaky ReLU\n")
    assert "leaky ReLU" in drop.accessibleName()
    assert name.text() == "h₁"
    assert name.toolTip().startswith("Hidden 1")
    panel.resize(1500, 420)
    assert drop.text() == "leaky ReLU ▾"
    assert name.text() == "Hidden 1"


@pytest.mark.parametrize(
    ("words", "forms"),
    [
        ("16 × 26 × 26", ["16 × 26 × 26", "16×26×26", "16×26²"]),
        ("conv 3×3", ["conv 3×3", "conv 3²"]),
        ("8 × 26 × 6", ["8 × 26 × 6", "8×26×6"]),
        ("flatten", ["flatten"]),
    ],
)
def test_words_below_a_block_come_closer_before_they_are_cut(qapp: object, words: str, forms: list[str]) -> None:
    metrics = QFontMetricsF(look.words(Size.SMALL, QFont.Weight.Normal))
    seen = [fitting(words, metrics, float(room)) for room in range(120, 4, -1)]
    assert list(dict.fromkeys(seen))[: len(forms)] == forms
    assert all(metrics.horizontalAdvance(said) <= room for said, room in zip(seen, range(120, 4, -1), strict=True))
