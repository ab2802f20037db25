"""Samples that move with every frame: for each kind of mark one small picture, put down in many places at once."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPixmap

from nnsim.data.dataset import Dataset
from nnsim.ui.plots.marks import draw_mark, draw_value_mark, mark_path, mark_size
from nnsim.ui.plots.stamps import draw_stamps, stamp
from nnsim.ui.plots.surface import target_middle, target_scale
from nnsim.ui.theme import Size, Theme

Numbers = NDArray[np.floating[Any]]

_SHADES: Final = 17
"""Colours for numbers: an odd number, so that one of them is that of 0."""


class SampleStamps:
    """The marks of one data set: a shape and a colour for each class, a colour for each number to predict."""

    def __init__(self) -> None:
        self._made_for: tuple[Theme, float, float] | None = None
        self._pictures: dict[tuple[bool, int, bool], QPixmap] = {}

    def draw(
        self,
        painter: QPainter,
        theme: Theme,
        dataset: Dataset,
        rows: NDArray[np.intp],
        places: Numbers,
        *,
        hollow: bool,
    ) -> None:
        """Put down the marks of (n,) ``rows`` of the data set at (n, 2) ``places`` in pixels."""
        ratio = painter.device().devicePixelRatioF()
        key = (theme, ratio, mark_size(dataset.n_samples))
        if self._made_for != key:
            self._made_for, self._pictures = key, {}
        kinds = _kinds(dataset, rows)
        for kind in np.unique(kinds).tolist():
            draw_stamps(painter, self._picture(bool(dataset.classes), kind, hollow), places[kinds == kind])

    def _picture(self, is_class: bool, kind: int, hollow: bool) -> QPixmap:
        key = (is_class, kind, hollow)
        if key not in self._pictures and self._made_for is not None:
            theme, ratio, size = self._made_for

            def paint(painter: QPainter) -> None:
                middle = QPointF(0, 0)
                if is_class:
                    colour = theme.sample(kind)
                    draw_mark(painter, theme, mark_path(kind), middle, colour, hollow=hollow, size=size)
                else:
                    red, green, blue = theme.heat()[round(kind / (_SHADES - 1) * 255)].tolist()
                    draw_value_mark(painter, theme, middle, QColor(red, green, blue), hollow=hollow, size=size)

            self._pictures[key] = stamp(round(Size.MARK) + 3, ratio, paint)
        return self._pictures[key]


def _kinds(dataset: Dataset, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """(n,) the class of each row, or which of the colours for numbers it has."""
    targets = dataset.targets[rows, 0]
    if dataset.classes:
        return np.asarray(targets.astype(np.intp))
    shares = np.clip((targets - target_middle(dataset)) / (target_scale(dataset) or 1.0), -1.0, 1.0)
    return np.asarray(np.rint((shares + 1.0) / 2.0 * (_SHADES - 1)).astype(np.intp))
