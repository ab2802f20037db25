"""The words for how learning goes in a layer."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QCoreApplication

from nnsim.ui.widgets.chips import Option

Aspect = Literal["gradient_norm", "update_ratio", "dead", "saturated"]

ASPECTS: Final[tuple[Aspect, ...]] = ("gradient_norm", "update_ratio", "dead", "saturated")
"""In the order in which the session's ``health`` over the course holds them."""

translate = QCoreApplication.translate


def option(aspect: Aspect) -> Option:
    """A quantity, to be chosen."""
    label = {
        "gradient_norm": translate("health_words", "gradient norm"),
        "update_ratio": translate("health_words", "update / weight"),
        "dead": translate("health_words", "dead neurons"),
        "saturated": translate("health_words", "saturated answers"),
    }[aspect]
    return Option(aspect, label, explained(aspect))


def explained(aspect: Aspect) -> str:
    """What a quantity is."""
    return {
        "gradient_norm": translate(
            "health_words",
            "Norm of the gradient of each layer's weights and biases, in the batch of one step.\n"
            "Another batch, another number: “now” tells that of the last one, or of the next before a step is made.",
        ),
        "update_ratio": translate(
            "health_words", "How far a step moves the weights, relative to their size. About 1e−3 is healthy."
        ),
        "dead": translate(
            "health_words",
            "Share of the neurons that answer every sample of the batch where their activation is level.\n"
            "They get no gradient, so they learn nothing. Typical of ReLU.",
        ),
        "saturated": translate(
            "health_words",
            "Share of the answers at the flat ends of tanh or sigmoid.\n"
            "There the slope is almost 0, and learning is slow.",
        ),
    }[aspect]
