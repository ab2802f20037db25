"""The pictures of the answers: which suit the data, what they are called, how they are made."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nnsim.data.pixels import picture_size
from nnsim.data.prepare import Prepared
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.output.confusion_page import ConfusionPage
from nnsim.ui.output.copies_page import CopiesPage, CopiesPlanePage
from nnsim.ui.output.draw_page import DrawPage
from nnsim.ui.output.fit_page import FitPage
from nnsim.ui.output.roc_page import RocPage
from nnsim.ui.output.space_page import SpacePage
from nnsim.ui.output.worst_page import WorstPage
from nnsim.ui.plots.confusion_matrix import ConfusionMatrix
from nnsim.ui.plots.copies_plane import CopiesPlane, points_that_come_out
from nnsim.ui.plots.copies_sheet import CopiesSheet
from nnsim.ui.plots.curve_plot import CurvePlot
from nnsim.ui.plots.fit_plot import FitPlot
from nnsim.ui.plots.plane_plot import PlanePlot
from nnsim.ui.plots.relief_plot import ReliefPlot
from nnsim.ui.plots.residual_plot import ResidualPlot
from nnsim.ui.plots.roc_plot import RocPlot
from nnsim.ui.plots.space_plot import SpacePlot
from nnsim.ui.plots.worst_sheet import WorstSheet
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.empty_note import EmptyNote

translate = QCoreApplication.translate

BOUNDARY: Final = "boundary"
CURVE: Final = "curve"
SPACE: Final = "space"
FIT: Final = "fit"
CONFUSION: Final = "confusion"
ROC: Final = "roc"
RESIDUALS: Final = "residuals"
WORST: Final = "worst"
RELIEF: Final = "relief"
COPIES: Final = "copies"
ARROWS: Final = "arrows"
DRAW: Final = "draw"

WITH_LEGEND: Final = (BOUNDARY, CURVE, SPACE, FIT, RESIDUALS, RELIEF, ARROWS)
"""Pictures with samples in them."""
WITH_SCALE: Final = (BOUNDARY, SPACE, RELIEF, ARROWS)
"""Pictures in which the colour of a sample of a quantity is its number."""
WITH_KNOWN: Final = (SPACE, ARROWS)
"""Pictures in which samples have the colours of what is known of them, learnt or not."""
OF_ONE_TARGET: Final = (BOUNDARY, CURVE, RELIEF)
"""Pictures that show one predicted quantity at a time, chosen beside their names."""
WITH_MISTAKES: Final = (BOUNDARY, CURVE, SPACE)
"""Pictures in which mistakes can be crossed out."""
DRAWABLE: Final = (BOUNDARY, CURVE)
"""Pictures in which points can be drawn."""
WHOLE: Final = (BOUNDARY, CURVE, RELIEF)
"""Pictures without a line of choices above them."""


def views_for(prepared: Prepared) -> tuple[str, ...]:
    """The pictures that suit the data, the best first."""
    if prepared.is_reconstruction:
        drawing = (DRAW,) if picture_size(prepared.dataset.input_names) else ()
        return (*((ARROWS,) if points_that_come_out(prepared) else ()), COPIES, *drawing, SPACE, FIT, RESIDUALS)
    over_plane = (BOUNDARY,) if prepared.dataset.classes else (BOUNDARY, RELIEF)
    fitting = {1: (CURVE,), 2: over_plane}.get(len(prepared.extents), ())
    can_draw = prepared.dataset.classes and picture_size(prepared.dataset.input_names)
    drawing = (DRAW,) if can_draw else ()
    first, *rest = (CONFUSION, ROC, WORST) if prepared.dataset.classes else (FIT, RESIDUALS, WORST)
    return (*fitting, SPACE, first, *rest) if fitting else (first, *drawing, SPACE, *rest)


def option(view: str, prepared: Prepared) -> Option:
    """Name and explanation of a picture."""
    if view == BOUNDARY and not prepared.dataset.classes:
        tip = translate("pages", "The answer for every point of the plane, with lines of equal answers, as on a map")
        return Option(BOUNDARY, translate("pages", "Contour"), tip)
    texts = {
        BOUNDARY: (translate("pages", "Boundary"), translate("pages", "The answer for every point of the plane")),
        CURVE: (translate("pages", "Curve"), translate("pages", "The answer along the input")),
        SPACE: (
            translate("pages", "Layers"),
            translate(
                "pages",
                "Hidden space: where the samples sit after each layer, which folds the plane until lines part them",
            ),
        ),
        FIT: (translate("pages", "Fit"), translate("pages", "Predicted numbers against true ones")),
        RESIDUALS: (
            translate("pages", "Residuals"),
            translate("pages", "How far off each prediction is, and how that is spread"),
        ),
        COPIES: (
            translate("pages", "Copies"),
            translate("pages", "Samples beside what comes out for them, the worst copies first"),
        ),
        DRAW: (
            translate("pages", "Draw"),
            translate("pages", "Draw a sample by hand: each stroke goes through the network at once"),
        ),
        ARROWS: (translate("pages", "Plane"), translate("pages", "From each sample to where its copy lies")),
        WORST: (translate("pages", "Worst"), translate("pages", "The samples with the largest losses")),
        RELIEF: (
            translate("pages", "Relief"),
            translate("pages", "The answer as a height over the plane, which can be turned"),
        ),
        CONFUSION: (translate("pages", "Confusion"), translate("pages", "Which classes are taken for which")),
        ROC: (
            translate("pages", "ROC"),
            translate(
                "pages",
                "Receiver operating characteristic: for every threshold, how many of a class are found and how many "
                "false alarms that costs",
            ),
        ),
    }
    return Option(view, *texts[view])


def made(view: str, session: Session, appearance: Appearance) -> QWidget:
    """The widget of a picture; of none, what is said instead."""
    if view == BOUNDARY:
        return PlanePlot(session, appearance)
    if view == CURVE:
        return CurvePlot(session, appearance)
    if view == SPACE:
        return SpacePage(SpacePlot(session, appearance), session)
    if view == FIT:
        return FitPage(FitPlot(session, appearance), session)
    if view == RESIDUALS:
        return FitPage(ResidualPlot(session, appearance), session, "residual_target")
    if view == RELIEF:
        return ReliefPlot(session, appearance)
    if view == WORST:
        return WorstPage(WorstSheet(session, appearance), session)
    if view == COPIES:
        return CopiesPage(CopiesSheet(session, appearance), session)
    if view == ARROWS:
        return CopiesPlanePage(CopiesPlane(session, appearance), session)
    if view == DRAW:
        return DrawPage(session, appearance)
    if view == CONFUSION:
        return ConfusionPage(ConfusionMatrix(session, appearance), session)
    if view == ROC:
        return RocPage(RocPlot(session, appearance), session)
    text = translate("pages", "No picture for this many inputs")
    hint = translate("pages", "The losses below tell how good the answers are.")
    return EmptyNote("chart-line", text, hint, appearance)
