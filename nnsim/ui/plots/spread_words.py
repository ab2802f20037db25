"""The words for the numbers of a layer: its weights, biases, answers, gradients."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.ui.widgets.chips import Option

translate = QCoreApplication.translate


def counted(part: str, *, ahead: bool) -> str:
    """How many of which numbers of which layer, to be filled in; ``ahead`` : of the batch that comes next."""
    said = {
        "weights": translate("spread", "{0} weights of {1}"),
        "biases": translate("spread", "{0} biases of {1}"),
        "answers": translate("spread", "{0} answers of {1}, last batch"),
        "gradients": translate("spread", "{0} gradients of {1}, last batch"),
    }
    next_ = {
        "answers": translate("spread", "{0} answers of {1}, next batch"),
        "gradients": translate("spread", "{0} gradients of {1}, next batch"),
    }
    return (said | next_ if ahead else said)[part]


def option(part: str) -> Option:
    """A kind of numbers, to be chosen."""
    label, tip = {
        "weights": (
            translate("spread", "weights"),
            translate("spread", "The weights of the links that lead into the layer."),
        ),
        "biases": (translate("spread", "biases"), translate("spread", "The biases of its neurons.")),
        "answers": (
            translate("spread", "answers"),
            translate("spread", "What its neurons answer, h, to each sample of one batch."),
        ),
        "gradients": (
            translate("spread", "gradients"),
            translate("spread", "The slope of the loss along each of its weights and biases, for one batch."),
        ),
    }[part]
    return Option(part, label, tip)
