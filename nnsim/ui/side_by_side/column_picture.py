"""The picture of one run: the one that suits its data best."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from nnsim.session.column import Column
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.confusion_matrix import ConfusionMatrix
from nnsim.ui.plots.copies_plane import CopiesPlane, points_that_come_out
from nnsim.ui.plots.copies_sheet import CopiesSheet
from nnsim.ui.plots.curve_plot import CurvePlot
from nnsim.ui.plots.fit_plot import FitPlot
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.plots.plane_plot import PlanePlot
from nnsim.ui.theme import Size


def made_picture(column: Column, appearance: Appearance) -> LiveSheet:
    """Boundary of two inputs, curve over one; else the classes taken for each other, or predicted over true numbers.

    Of inputs that are to come out again the copies.
    """
    prepared = column.prepared
    picture: LiveSheet
    if prepared.is_reconstruction:
        kind = CopiesPlane if points_that_come_out(prepared) else CopiesSheet
        picture = kind(column, appearance)
    elif len(prepared.extents) == 2:
        picture = PlanePlot(column, appearance)
    elif len(prepared.extents) == 1:
        picture = CurvePlot(column, appearance)
    elif prepared.dataset.classes:
        matrix = ConfusionMatrix(column, appearance)
        matrix.show_part("test" if len(prepared.test_rows) else "train")
        picture = matrix
    else:
        picture = FitPlot(column, appearance)
    picture.setObjectName(f"side_picture_{column.snapshot.run_id}")
    picture.setMinimumSize(*Size.SIDE_PICTURE)
    return picture


def set_equal_scales(pictures: Sequence[QWidget]) -> None:
    """Let the axes of all reach as far as the widest, so that equal heights are equal numbers."""
    scaled = [picture for picture in pictures if isinstance(picture, CurvePlot | FitPlot)]
    if scaled:
        ends = [picture.heights() for picture in scaled]
        low, high = min(low for low, _ in ends), max(high for _, high in ends)
        for picture in scaled:
            picture.reach(low, high)
