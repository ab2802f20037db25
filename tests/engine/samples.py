"""Networks and data for the engine's tests, all from the catalog, so that a new entry is tested without a new line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import TypeVar

import numpy as np

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Family, Parameter
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.metrics import accuracy
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, DType, LayerSpec, NetworkSpec, TrainSpec
from nnsim.engine.trainer import Trainer, TrainingData
from nnsim.errors import SpecError

A, B, C = TypeVar("A"), TypeVar("B"), TypeVar("C")

XAVIER = Choice("xavier_normal")


def network(
    *sizes: int,
    hidden: str | Choice = "tanh",
    output: str | Choice = "sigmoid",
    bias: bool = True,
    initializer: Choice = XAVIER,
    dtype: DType = "float64",
) -> NetworkSpec:
    """``network(2, 4, 1)``: two inputs, four hidden neurons, one output."""
    keys = count(1)
    layers = [LayerSpec(size, chosen(hidden), bias, initializer, next(keys)) for size in sizes[1:]]
    layers[-1] = replace(layers[-1], activation=chosen(output))
    return NetworkSpec(sizes[0], tuple(layers), dtype)


def chosen(entry: str | Choice) -> Choice:
    """An entry by its name alone has its defaults."""
    return Choice(entry) if isinstance(entry, str) else entry


def labels_for(output: str, n_samples: int, n_outputs: int, rng: np.random.Generator) -> Array:
    """Labels that an output activation can aim at: one-hot for softmax, numbers within its bounds for all others."""
    if output == "softmax":
        return np.eye(n_outputs)[rng.integers(0, n_outputs, n_samples)]
    low, high = ACTIVATIONS.build(Choice(output)).bounds
    ends = (low, high) if np.isfinite(low) and np.isfinite(high) else (-1.5, 1.5)
    return rng.choice(ends, (n_samples, n_outputs)) * 0.9


def data_for(spec: NetworkSpec, n_samples: int = 23, n_test: int = 11, seed: int = 0) -> TrainingData:
    """Random inputs, and labels that the output can aim at."""
    rng = np.random.default_rng(seed)
    total = n_samples + n_test
    inputs = rng.normal(size=(total, spec.n_inputs))
    labels = labels_for(spec.output.activation.name, total, spec.output.size, rng)
    return TrainingData(inputs[:n_samples], labels[:n_samples], inputs[n_samples:], labels[n_samples:], accuracy())


def trainer(
    spec: NetworkSpec, data: TrainingData | None = None, checkpoint: Checkpoint | None = None, **settings: object
) -> Trainer:
    """A trainer with quadratic loss unless another is named."""
    training = replace(TrainSpec(loss=Choice("quadratic"), batch_size=5), **settings)
    return Trainer(spec, training, data or data_for(spec), checkpoint)


def sensible_pairs() -> list[tuple[str, str]]:
    """All (output activation, loss) that make sense together."""
    pairs = []
    for activation in ACTIVATIONS:
        for loss in LOSSES:
            try:
                loss.kind().suited_to(activation.kind())
            except SpecError:
                continue
            pairs.append((activation.name, loss.name))
    return pairs


def pairs_with_gradient() -> list[tuple[str, str]]:
    """Of these, all whose loss has a gradient: not the perceptron rule."""
    return [(output, loss) for output, loss in sensible_pairs() if ACTIVATIONS.build(Choice(output)).has_gradient]


def met(first: Sequence[A], second: Sequence[B], third: Sequence[C]) -> list[tuple[A, B, C]]:
    """Each of ``first`` with each of ``second``, while those of ``third`` take turns: every pair out of two lists.

    ``third`` is the shortest list, or pairs are missing.
    """
    return [(one, two, third[(i + j) % len(third)]) for i, one in enumerate(first) for j, two in enumerate(second)]


def all_choices(family: Family) -> list[Choice]:
    """Every entry with its defaults and, if it has parameters, with others."""
    choices = []
    for entry in family:
        choices.append(Choice(entry.name))
        if entry.parameters:
            choices.append(Choice.of(entry.name, **{p.name: _another(p) for p in entry.parameters}))
    return choices


def _another(parameter: Parameter) -> float:
    """A value that is hardly the default."""
    if parameter.whole:
        return parameter.minimum + 2
    return parameter.minimum + 0.4 * (min(parameter.maximum, 2.0) - parameter.minimum)


ALL_OPTIMIZERS = all_choices(OPTIMIZERS)
