"""What a user can choose, each entry with its name, formula, parameters, ranges and help.

Forms, menus, file checks, gradient tests and help all follow from these tables. To add an activation, write its class
in ``activations.py`` and its entry here; nothing else.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from nnsim.engine import activations, initializers, losses, optimizers
from nnsim.engine.spec import Choice
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that can be set: its default and the range in which it makes sense, both ends included."""

    name: str
    label: str
    default: float
    minimum: float
    maximum: float
    help: str

    def check(self, value: float, where: str) -> None:
        """Raise ``SpecError`` unless ``value`` is within the range (which NaN is not)."""
        if not self.minimum <= value <= self.maximum:
            raise SpecError(
                "spec.out_of_range",
                f"{self.label} is {value:g}, but it must lie between {self.minimum:g} and {self.maximum:g}.",
                where=where,
                hint=f"The usual value is {self.default:g}.",
            )


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """One thing to choose. ``label``, ``help`` are English, context ``catalog``; ``formula`` is LaTeX."""

    name: str
    label: str
    formula: str
    help: str
    kind: Callable[..., T]
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Family(Generic[T]):
    """The entries among which to choose, in the order of menus."""

    noun: str
    entries: tuple[Entry[T], ...]

    def __iter__(self) -> Iterator[Entry[T]]:
        return iter(self.entries)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all entries."""
        return tuple(entry.name for entry in self.entries)

    def entry(self, name: str, where: str = "") -> Entry[T]:
        """The entry called ``name``; raises ``SpecError`` ``spec.unknown_<noun>`` with the nearest name."""
        for entry in self.entries:
            if entry.name == name:
                return entry
        near = difflib.get_close_matches(name, self.names, 1)
        raise SpecError(
            f"spec.unknown_{self.noun}",
            f"There is no {self.noun} called “{name}”.",
            where=where,
            hint=(f"Did you mean “{near[0]}”? " if near else "") + f"Known are: {', '.join(self.names)}.",
        )

    def check(self, choice: Choice, where: str = "") -> None:
        """Raise ``SpecError`` unless the choice names an entry, its parameters, and values in their ranges."""
        entry = self.entry(choice.name, where)
        known = {parameter.name: parameter for parameter in entry.parameters}
        for name, value in choice.parameters:
            if name not in known:
                raise SpecError(
                    "spec.unknown_parameter",
                    f"{entry.label} has no parameter “{name}”.",
                    where=where,
                    hint=f"It has: {', '.join(known)}." if known else "It has none.",
                )
            known[name].check(value, where)

    def build(self, choice: Choice, where: str = "") -> T:
        """The moving part that the choice describes."""
        self.check(choice, where)
        return self.entry(choice.name, where).kind(**choice.values())


ACTIVATIONS: Family[activations.Activation] = Family(
    "activation",
    (
        Entry(
            "tanh",
            QT_TRANSLATE_NOOP("catalog", "tanh"),
            r"h = \tanh z",
            QT_TRANSLATE_NOOP(
                "catalog", "Squeezes every number between −1 and 1; 0 stays 0. A good first choice for hidden layers."
            ),
            activations.Tanh,
        ),
        Entry(
            "sigmoid",
            QT_TRANSLATE_NOOP("catalog", "sigmoid"),
            r"h = \frac{1}{1 + e^{-z}}",
            QT_TRANSLATE_NOOP(
                "catalog", "Squeezes every number between 0 and 1, so that the output can be read as a probability."
            ),
            activations.Sigmoid,
        ),
        Entry(
            "relu",
            QT_TRANSLATE_NOOP("catalog", "ReLU"),
            r"h = \max(0, z)",
            QT_TRANSLATE_NOOP(
                "catalog", "Keeps positive numbers and turns negative ones into 0. Fast, and usual in deep networks."
            ),
            activations.ReLU,
        ),
        Entry(
            "identity",
            QT_TRANSLATE_NOOP("catalog", "identity"),
            r"h = z",
            QT_TRANSLATE_NOOP(
                "catalog", "Passes the number on unchanged. Right for the output when the network predicts a quantity."
            ),
            activations.Identity,
        ),
        Entry(
            "softmax",
            QT_TRANSLATE_NOOP("catalog", "softmax"),
            r"h_j = \frac{e^{z_j}}{\sum_k e^{z_k}}",
            QT_TRANSLATE_NOOP(
                "catalog", "Turns the outputs into shares that add up to 1: one probability for each class."
            ),
            activations.Softmax,
        ),
    ),
)

LOSSES: Family[losses.Loss] = Family(
    "loss",
    (
        Entry(
            "cross_entropy",
            QT_TRANSLATE_NOOP("catalog", "cross-entropy"),
            r"-\sum_k y_k \ln h_k",
            QT_TRANSLATE_NOOP(
                "catalog", "How surprised the network is by the right class. For sigmoid or softmax outputs only."
            ),
            losses.CrossEntropy,
        ),
        Entry(
            "quadratic",
            QT_TRANSLATE_NOOP("catalog", "quadratic"),
            r"\frac{1}{2} \sum_k (h_k - y_k)^2",
            QT_TRANSLATE_NOOP(
                "catalog",
                "Half the squared difference between prediction and label: its slope is the difference itself.",
            ),
            losses.Quadratic,
        ),
        Entry(
            "mse",
            QT_TRANSLATE_NOOP("catalog", "mean squared error"),
            r"\frac{1}{K} \sum_k (h_k - y_k)^2",
            QT_TRANSLATE_NOOP(
                "catalog",
                "The squared difference between prediction and label, without ½: its slope is twice the difference.",
            ),
            losses.MeanSquaredError,
        ),
    ),
)

_MOMENTUM = Parameter(
    "momentum",
    QT_TRANSLATE_NOOP("catalog", "momentum"),
    0.9,
    0.0,
    0.999,
    QT_TRANSLATE_NOOP("catalog", "How much of the last movement is kept: 0 is plain gradient descent."),
)
_BETA1 = Parameter(
    "beta1",
    QT_TRANSLATE_NOOP("catalog", "β₁"),
    0.9,
    0.0,
    0.9999,
    QT_TRANSLATE_NOOP("catalog", "How slowly the running mean of the gradients forgets."),
)
_BETA2 = Parameter(
    "beta2",
    QT_TRANSLATE_NOOP("catalog", "β₂"),
    0.999,
    0.0,
    0.99999,
    QT_TRANSLATE_NOOP("catalog", "How slowly the running mean of the squared gradients forgets."),
)
_EPSILON = Parameter(
    "epsilon",
    QT_TRANSLATE_NOOP("catalog", "ε"),
    1e-8,
    1e-12,
    1.0,
    QT_TRANSLATE_NOOP("catalog", "A small number that keeps the division from running wild."),
)

OPTIMIZERS: Family[optimizers.Optimizer] = Family(
    "optimizer",
    (
        Entry(
            "sgd",
            QT_TRANSLATE_NOOP("catalog", "gradient descent"),
            r"w \leftarrow w - \eta \, g",
            QT_TRANSLATE_NOOP(
                "catalog", "Goes one step against the gradient after each batch. What one computes by hand."
            ),
            optimizers.SGD,
        ),
        Entry(
            "momentum",
            QT_TRANSLATE_NOOP("catalog", "momentum"),
            r"v \leftarrow \mu v + g, \quad w \leftarrow w - \eta \, v",
            QT_TRANSLATE_NOOP("catalog", "Like a ball that rolls on: steps in the same direction add up."),
            optimizers.Momentum,
            (_MOMENTUM,),
        ),
        Entry(
            "adam",
            QT_TRANSLATE_NOOP("catalog", "Adam"),
            r"w \leftarrow w - \eta \, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}",
            QT_TRANSLATE_NOOP(
                "catalog", "Gives every weight a step length of its own. Quick and forgiving on most problems."
            ),
            optimizers.Adam,
            (_BETA1, _BETA2, _EPSILON),
        ),
    ),
)

INITIALIZERS: Family[initializers.Initializer] = Family(
    "initializer",
    (
        Entry(
            "xavier_normal",
            QT_TRANSLATE_NOOP("catalog", "Xavier, normal"),
            r"\sigma^2 = \frac{2}{n_\mathrm{from} + n_\mathrm{to}}",
            QT_TRANSLATE_NOOP("catalog", "Random weights whose size fits the layer. Made for tanh and sigmoid."),
            initializers.XavierNormal,
        ),
        Entry(
            "xavier_uniform",
            QT_TRANSLATE_NOOP("catalog", "Xavier, uniform"),
            r"|w| \le \sqrt{\frac{6}{n_\mathrm{from} + n_\mathrm{to}}}",
            QT_TRANSLATE_NOOP("catalog", "Like Xavier, normal, but no weight is ever far out."),
            initializers.XavierUniform,
        ),
        Entry(
            "he_normal",
            QT_TRANSLATE_NOOP("catalog", "He, normal"),
            r"\sigma^2 = \frac{2}{n_\mathrm{from}}",
            QT_TRANSLATE_NOOP("catalog", "Random weights, a little larger than Xavier's. Made for ReLU."),
            initializers.HeNormal,
        ),
        Entry(
            "he_uniform",
            QT_TRANSLATE_NOOP("catalog", "He, uniform"),
            r"|w| \le \sqrt{\frac{6}{n_\mathrm{from}}}",
            QT_TRANSLATE_NOOP("catalog", "Like He, normal, but no weight is ever far out."),
            initializers.HeUniform,
        ),
        Entry(
            "normal",
            QT_TRANSLATE_NOOP("catalog", "normal"),
            r"\sigma = \mathrm{sd}",
            QT_TRANSLATE_NOOP("catalog", "Random weights with a spread that you choose."),
            initializers.Normal,
            (
                Parameter(
                    "sd",
                    QT_TRANSLATE_NOOP("catalog", "standard deviation"),
                    0.5,
                    0.0,
                    100.0,
                    QT_TRANSLATE_NOOP("catalog", "How far the weights spread around 0."),
                ),
            ),
        ),
        Entry(
            "zero",
            QT_TRANSLATE_NOOP("catalog", "zero"),
            r"w = 0",
            QT_TRANSLATE_NOOP("catalog", "Every weight 0. Shows why chance is needed: all neurons stay alike."),
            initializers.Zero,
        ),
        Entry(
            "constant",
            QT_TRANSLATE_NOOP("catalog", "constant"),
            r"w = c",
            QT_TRANSLATE_NOOP(
                "catalog", "Every weight the same number. All neurons of a layer stay copies of each other."
            ),
            initializers.Constant,
            (
                Parameter(
                    "value",
                    QT_TRANSLATE_NOOP("catalog", "value"),
                    0.5,
                    -1000.0,
                    1000.0,
                    QT_TRANSLATE_NOOP("catalog", "The number that every weight starts with."),
                ),
            ),
        ),
    ),
)

LEARNING_RATE = Parameter(
    "learning_rate",
    QT_TRANSLATE_NOOP("catalog", "learning rate"),
    0.03,
    0.0,
    1000.0,
    QT_TRANSLATE_NOOP(
        "catalog", "How far each step goes against the gradient. Too small learns slowly, too large never settles."
    ),
)
BATCH_SIZE = Parameter(
    "batch_size",
    QT_TRANSLATE_NOOP("catalog", "batch size"),
    10,
    1,
    1_000_000,
    QT_TRANSLATE_NOOP("catalog", "How many samples are looked at before the weights are changed once."),
)
L1 = Parameter(
    "l1",
    QT_TRANSLATE_NOOP("catalog", "L1 penalty"),
    0.0,
    0.0,
    10.0,
    QT_TRANSLATE_NOOP("catalog", "Pulls every weight towards 0 by the same amount, so that many become exactly 0."),
)
L2 = Parameter(
    "l2",
    QT_TRANSLATE_NOOP("catalog", "L2 penalty"),
    0.0,
    0.0,
    10.0,
    QT_TRANSLATE_NOOP(
        "catalog", "Pulls large weights towards 0, so that the network does not learn the noise by heart."
    ),
)
LAYER_SIZE = Parameter(
    "size",
    QT_TRANSLATE_NOOP("catalog", "number of neurons"),
    8,
    1,
    10_000,
    QT_TRANSLATE_NOOP("catalog", "How many neurons the layer has."),
)
SEED = Parameter(
    "seed",
    QT_TRANSLATE_NOOP("catalog", "seed"),
    0,
    0,
    2**32 - 1,
    QT_TRANSLATE_NOOP(
        "catalog", "The same seed gives the same random numbers again, so that a run can be repeated exactly."
    ),
)
