"""A traced step, told stage by stage."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from nnsim.engine.spec import NetworkSpec, TrainSpec
from nnsim.engine.trace import Trace
from nnsim.explain.backward import WayBack
from nnsim.explain.change import ChangeTold
from nnsim.explain.equations import Axis, Equation, Lit, Origin, Place, Stage, Table, Walk
from nnsim.explain.errors import LossTold, Outcome
from nnsim.explain.expressions import Constant, Expression, Given, Quotient, Sum, constants_in
from nnsim.explain.forward import forward_stage
from nnsim.explain.layer_told import COUNT, LayerTold, at
from nnsim.explain.notation import Notation
from nnsim.explain.pens import Symbol
from nnsim.words import QT_TRANSLATE_NOOP


def walk(network: NetworkSpec, training: TrainSpec, traced: Trace, notation: Notation | None = None) -> Walk:
    """The step as stages: forward through each layer, the loss, back through each, and what the update changes.

    Parameters
    ----------
    network, training : of which ``traced`` is a step
    notation : what prediction and label are called
    """
    notation = notation or Notation(len(network.layers))
    layers = [LayerTold(network, i, layer, notation) for i, layer in enumerate(traced.layers)]
    labels = Table("y", notation.label, traced.labels, Axis("samples"), Axis("labels", len(layers) - 1))
    loss = LossTold(training.loss, network.output.activation.name, len(traced.labels))
    back = [WayBack(told, behind, labels, loss) for told, behind in zip(layers, [*layers[1:], None], strict=True)]
    numbers, last = range(len(layers)), len(layers) - 1
    tellers: dict[Place, Callable[[], Stage]] = {("forward", i): partial(forward_stage, layers[i]) for i in numbers}
    tellers["loss", last] = partial(_loss_stage, layers[-1], labels, loss, traced)
    tellers |= {("backward", i): back[i].stage for i in reversed(numbers)}
    learning = [i for i in numbers if layers[i].spec.has_weights]
    tellers |= {("update", i): ChangeTold(layers[i], training, traced).stage for i in learning}
    return Walk(tellers)


def _loss_stage(last: LayerTold, labels: Table, loss: LossTold, traced: Trace) -> Stage:
    """The loss of each sample, and of several their mean."""
    is_many = len(traced.losses) > 1
    each = Symbol(r"\ell", "ℓ") if is_many else Symbol("L", "L")
    result = Table("losses", each, traced.losses[:, np.newaxis], Axis("samples"), Axis("one"))

    def origin(row: int, _column: int) -> Origin:
        outputs = range(labels.values.shape[1])
        rows = (last.z, last.h, labels)
        outcome = Outcome(*(tuple(at(table, row, k) for k in outputs) for table in rows))
        told: Expression | None = loss.of_sample(outcome)
        if told is None:
            told = Given("L", outcome.prediction[0], float(traced.losses[row]))
        return Origin(told, (Lit("h", row), Lit("y", row)))

    said = QT_TRANSLATE_NOOP("explain", "The loss: one number for how wrong the prediction is.")
    formula = f"{each.latex()} = {loss.formula(last.notation, labels.values.shape[1])}"
    constants = constants_in(origin(0, 0).expression)
    equations = [Equation("losses", result, (last.h, labels), formula, said, origin, constants)]
    if is_many:
        equations.append(_mean(result, traced))
    return Stage("loss", last.layer, tuple(equations))


def _mean(losses: Table, traced: Trace) -> Equation:
    result = Table("L", Symbol("L", "L"), np.array([[traced.loss]]), Axis("one"), Axis("one"))

    count = Constant(float(len(losses.values)), COUNT)

    def origin(_row: int, _column: int) -> Origin:
        terms = tuple(at(losses, k, 0) for k in range(len(losses.values)))
        return Origin(Quotient(Sum(terms), count), (Lit("losses"),))

    said = QT_TRANSLATE_NOOP("explain", "The loss of the batch is the mean over its samples.")
    return Equation("L", result, (losses,), r"L = \frac{1}{n} \sum \ell", said, origin, (count,))
