"""What is doubtful about the ends of a network and the steps of its training."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.spec import NetworkSpec
from nnsim.errors import Clash
from nnsim.model.doubt import DataFacts, Doubt
from nnsim.model.places import INPUTS, Place
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP, Words

DISTANCES: Final = ("quadratic", "mse", "mae", "huber")
"""Losses that compare numbers, not probabilities."""
LARGE_INPUT: Final = 50.0
"""Inputs beyond this make sums far too large for first weights, which are about 1 and smaller."""
LARGEST_STEP: Final = {"adam": 0.5, "adamw": 0.5, "rmsprop": 0.5, "adagrad": 5.0, "rprop": 5.0}
"""Learning rates from which on such an optimizer throws every weight about by as much, in each step or the first."""
LARGEST_RATE: Final = 20.0
"""The same for steps as long as the gradient, times what momentum makes of them."""


def inputs_doubts(facts: DataFacts) -> Iterator[Doubt]:
    """How large they are."""
    if facts.largest_input > LARGE_INPUT:
        yield Doubt(
            "large_inputs",
            Place(INPUTS),
            QT_TRANSLATE_NOOP("errors", "Inputs as large as these drown the first weights."),
            QT_TRANSLATE_NOOP(
                "errors",
                "The sums of the first layer become so large that neurons saturate and one step changes everything. "
                "Scaled inputs are about as large as the weights.",
            ),
            Clash(
                Words(QT_TRANSLATE_NOOP("errors", "inputs up to {0}"), f"{facts.largest_input:,.4g}"),
                QT_TRANSLATE_NOOP("errors", "first weights of about 1"),
            ),
        )


def output_doubts(project: Project, facts: DataFacts) -> Iterator[Doubt]:
    """Whether it suits the loss and reaches what it is to predict."""
    last = Place(len(project.network.layers) - 1)
    name, loss = project.network.output.activation.name, project.training.loss.name
    if facts.task == "classification" and name in ("sigmoid", "softmax") and loss in DISTANCES:
        yield Doubt(
            "slow_pair",
            last,
            QT_TRANSLATE_NOOP("errors", "Where the network is confidently wrong, it learns most slowly."),
            QT_TRANSLATE_NOOP(
                "errors",
                "Far out, this output has almost no slope, and the loss passes on only that slope. Cross-entropy makes "
                "up for it: the larger the error, the larger the step.",
            ),
            Clash(
                Words(QT_TRANSLATE_NOOP("errors", "loss: {0}"), LOSSES.called(loss)),
                Words(QT_TRANSLATE_NOOP("errors", "output: {0}"), ACTIVATIONS.called(name)),
            ),
        )
    low, high = ACTIVATIONS.build(project.network.output.activation).bounds
    least, largest = facts.targets
    if facts.task == "regression" and (least < low or largest > high):
        yield Doubt(
            "out_of_reach",
            last,
            QT_TRANSLATE_NOOP("errors", "The output can never reach some of the numbers that it should predict."),
            QT_TRANSLATE_NOOP(
                "errors",
                "An error is left that no training takes away. Identity reaches every number. (The numbers are as the "
                "network sees them, after scaling.)",
            ),
            Clash(
                Words(
                    QT_TRANSLATE_NOOP("errors", "{0}: from {1} to {2}"),
                    ACTIVATIONS.called(name),
                    _number(low),
                    _number(high),
                ),
                Words(QT_TRANSLATE_NOOP("errors", "to predict: from {0} to {1}"), _number(least), _number(largest)),
            ),
        )


def freezing_doubts(network: NetworkSpec) -> Iterator[Doubt]:
    """Whether anything learns."""
    if all(layer.frozen for layer in network.layers if layer.has_weights):
        yield Doubt(
            "all_frozen",
            Place(len(network.layers) - 1),
            QT_TRANSLATE_NOOP("errors", "All layers are frozen: training changes nothing."),
            QT_TRANSLATE_NOOP("errors", "At least one layer must be free to learn."),
        )


def rate_doubts(project: Project) -> Iterator[Doubt]:
    """How far the steps go."""
    training = project.training
    rate, name = training.learning_rate, training.optimizer.name
    place = Place(None, "learning_rate")
    shown = Words(QT_TRANSLATE_NOOP("errors", "learning rate {0}"), f"{rate:g}")
    if rate == 0.0:
        yield Doubt(
            "no_rate",
            place,
            QT_TRANSLATE_NOOP("errors", "With a learning rate of 0 no step changes anything."),
            QT_TRANSLATE_NOOP("errors", "The update is the gradient times the learning rate."),
        )
    elif _reach(project) >= LARGEST_STEP.get(name, LARGEST_RATE):
        yield Doubt(
            "large_rate",
            place,
            QT_TRANSLATE_NOOP("errors", "The learning rate is far above what is usual."),
            Words(
                QT_TRANSLATE_NOOP("errors", "With {0}, steps this large nearly always jump over the lowest place."),
                OPTIMIZERS.called(name),
            ),
            Clash(shown, Words(QT_TRANSLATE_NOOP("errors", "usual: {0}"), f"{usual_rate(name):g}")),
        )


def usual_rate(optimizer: str) -> float:
    """What to begin with."""
    return 0.01 if optimizer in LARGEST_STEP else 0.1


def _reach(project: Project) -> float:
    """The learning rate, times what momentum adds up."""
    values = project.training.optimizer.values()
    entry = OPTIMIZERS.entry(project.training.optimizer.name)
    momentum = next((one.default for one in entry.parameters if one.name == "momentum"), 0.0)
    return project.training.learning_rate / (1.0 - values.get("momentum", momentum))


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", "−").replace("inf", "∞")
