"""What the matrix can show of each weight: layers of the same picture, with the words for them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.engine.weight_look import CHANGE, GRADIENT
from nnsim.ui.widgets.chips import Option

VALUE: Final = "value"
MEMORIES: Final[dict[str, tuple[str, ...]]] = {
    "momentum": ("velocity",),
    "nesterov": ("nesterov_velocity",),
    "adagrad": ("adagrad_square",),
    "rmsprop": ("rmsprop_square",),
    "adam": ("mean", "square"),
    "adamw": ("adamw_mean", "adamw_square"),
    "rprop": ("step_size", "previous_sign"),
}
"""The arrays that each optimizer remembers; one that is not here remembers nothing."""

NEVER_NEGATIVE: Final = frozenset({"square", "adamw_square", "adagrad_square", "rmsprop_square", "step_size"})
"""Squares and lengths: their scale begins at 0."""

translate = QCoreApplication.translate


def quantities(optimizer: str) -> list[Option]:
    """What can be shown while this optimizer is at work, in the order of the menu."""
    value = Option(
        VALUE,
        translate("quantities", "Value"),
        translate("quantities", "The weights and biases as they are now. These can be typed."),
    )
    gradient = Option(
        GRADIENT,
        translate("quantities", "Gradient"),
        translate(
            "quantities",
            "The slope of the loss along each weight, for one batch, with penalties, and 0 for what may not change: "
            "the last batch, or the next if no step has been made.",
        ),
    )
    change = Option(
        CHANGE,
        translate("quantities", "Last change"),
        translate("quantities", "What the last step has added to each weight."),
    )
    return [value, gradient, change, *(_memory(name) for name in MEMORIES.get(optimizer, ()))]


def _memory(name: str) -> Option:
    """An array of the optimizer's memory; those of kindred optimizers are called alike."""
    said = {
        "velocity": (
            translate("quantities", "Velocity v"),
            translate("quantities", "Momentum's memory: earlier gradients add up in it and fade."),
        ),
        "mean": (
            translate("quantities", "Mean gradient m"),
            translate("quantities", "Adam's first memory: the running mean of the gradients."),
        ),
        "square": (
            translate("quantities", "Mean square v"),
            translate("quantities", "The running mean of the squared gradients: where it is large, steps are shorter."),
        ),
        "adagrad_square": (
            translate("quantities", "Sum of squares G"),
            translate("quantities", "All squared gradients so far: where it is large, steps are shorter."),
        ),
        "step_size": (
            translate("quantities", "Step length r"),
            translate(
                "quantities",
                "How far Rprop's last step went, of each weight its own; where the slope had turned, it rested. "
                "The next step first makes it longer where the slope keeps its sign, and shorter where that turns.",
            ),
        ),
        "previous_sign": (
            translate("quantities", "Last sign p"),
            translate(
                "quantities",
                "Rprop remembers only whether the last slope went up (1) or down (−1); 0 where it had just turned.",
            ),
        ),
    }
    kin = {
        "nesterov_velocity": "velocity",
        "rmsprop_square": "square",
        "adamw_mean": "mean",
        "adamw_square": "square",
    }
    label, tip = said[kin.get(name, name)]
    return Option(name, label, tip)
