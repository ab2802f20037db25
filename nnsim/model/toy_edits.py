"""Edits of what a toy set is asked for besides its number of points, noise and seed (``data_edits.py``)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from nnsim.data.spec import ToySource
from nnsim.data.toys import classes_of, n_inputs_of
from nnsim.model.change import Edited
from nnsim.model.data_edits import toy_of, with_data
from nnsim.model.project import Project
from nnsim.model.written import written, written_percent
from nnsim.words import QT_TRANSLATE_NOOP

_EVEN: Final = 0.005
"""A share of the first class so near to an even one means even."""


def set_label_noise(project: Project, share: float) -> Edited:
    """Which share of the labels is wrong, of all samples."""
    source = replace(toy_of(project), label_noise=share)
    said = QT_TRANSLATE_NOOP("edits", "{0} of the labels wrong")
    return _with_source(project, source, said, (written_percent(share),), "label noise")


def set_imbalance(project: Project, share: float | None) -> Edited:
    """Which share of the points is of the first class; ``None`` for classes as even as possible."""
    source = toy_of(project)
    n_classes = len(classes_of(source))
    if share is not None and n_classes and abs(share - 1 / n_classes) < _EVEN:
        share = None
    source = replace(source, imbalance=share)
    if share is None:
        return _with_source(project, source, QT_TRANSLATE_NOOP("edits", "classes even"), (), "imbalance")
    said = QT_TRANSLATE_NOOP("edits", "{0} of the points of the first class")
    return _with_source(project, source, said, (written_percent(share),), "imbalance")


def set_n_classes(project: Project, n_classes: int) -> Edited:
    """How many classes, of a set that leaves the choice. They are even then: a share meant another number of them."""
    source = replace(toy_of(project), n_classes=n_classes, imbalance=None)
    return _with_source(project, source, QT_TRANSLATE_NOOP("edits", "{0} classes"), (str(n_classes),), "classes")


def set_formula(project: Project, formula: str) -> Edited:
    """What y is, of the set ``formula``."""
    source = replace(toy_of(project), formula=formula)
    return _with_source(project, source, QT_TRANSLATE_NOOP("edits", "formula {0}"), (formula,))


def set_range(project: Project, low: float, high: float) -> Edited:
    """From where to where x goes, of the set ``formula``."""
    source = replace(toy_of(project), low=low, high=high)
    ends = (written(low), written(high))
    return _with_source(project, source, QT_TRANSLATE_NOOP("edits", "x from {0} to {1}"), ends)


def _with_source(
    project: Project, source: ToySource, label: str, arguments: tuple[str, ...], merge_key: str | None = None
) -> Edited:
    """With another number of coordinates the network sees all of them as they are."""
    is_as_wide = n_inputs_of(source) == n_inputs_of(toy_of(project))
    data = replace(project.data, source=source, inputs=project.data.inputs if is_as_wide else ())
    return with_data(project, data, label, arguments, merge_key)
