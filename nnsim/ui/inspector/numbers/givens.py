"""Which numbers of a told step are known before it, and who gives them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.explain.equations import Table

translate = QCoreApplication.translate

_FOUND: Final = ("dw", "g", "step", "mean hat", "square hat", "c")
_GIVEN: Final = ("W", "b", "y", "gain", "m", "running mean", "running variance")


def is_given(table: Table) -> bool:
    """Whether the numbers are known before the step: inputs, labels, weights, and what the optimizer remembers."""
    if table.key == "x":
        place = table.columns.layer + (table.columns.kind == "neurons")
        return place == 0
    if table.rows.kind == "parameters":
        return table.key not in _FOUND and not table.after
    return table.key in _GIVEN


def given(table: Table) -> str:
    """Who gives the numbers of a table, in words; empty if they are found."""
    if not is_given(table):
        return ""
    if table.key == "x":
        return translate("numbers", "given: the inputs of the sample")
    if table.key == "y":
        return translate("numbers", "given: the label, which should come out")
    if table.key == "m":
        return translate("numbers", "given: 0 leaves a neuron out, as it is muted or as dropout has drawn it by chance")
    if table.key in ("W", "b", "gain", "w"):
        return translate("numbers", "given: where training has come to")
    return translate("numbers", "given: remembered from the step before")
