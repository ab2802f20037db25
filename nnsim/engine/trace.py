"""Every number of one training step: forward, loss, backward, update, as values. ``tracing.py`` finds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nnsim.engine.parameters import Array


@dataclass(frozen=True, slots=True)
class TraceLook:
    """Of which samples a step is wanted: a part of a snapshot that has to be told more than its name.

    Without anything told it is the sample in hand: the one chosen to be seen, else the one that was looked at last.

    Parameters
    ----------
    rows : of the data set, training or test samples, as one batch; those that are not there any more are left out
    batch : instead of them the batch that comes next
    typed : instead of all of them a sample that somebody has typed, all columns of its inputs in the units of the data
    target : of that sample, as the data have it: the number of a class, or quantities
    """

    rows: tuple[int, ...] = ()
    batch: bool = False
    typed: tuple[float, ...] = ()
    target: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class BlockTrace:
    """A vector of parameters as one layer has them: (n_from, n_to) weights, (n_to,) biases or ``None``.

    ``gains`` : (n_to,) of a layer that normalises, else ``None``
    """

    weights: Array
    biases: Array | None
    gains: Array | None


@dataclass(frozen=True, eq=False)
class NormalizationTrace:
    """What a layer normalises by: (neurons or filters,) mean and variance of the batch.

    Parameters
    ----------
    remembered, new_remembered : (2, neurons or filters) the running mean and variance before and after the step, by
        which the layer normalises when it does not learn
    """

    mean: Array
    variance: Array
    remembered: Array
    new_remembered: Array


@dataclass(frozen=True, eq=False)
class LayerTrace:
    """One layer in the step. ``samples`` is the number of samples traced together.

    Parameters
    ----------
    x : (samples, n_from) what comes in; what dropout has left out is 0
    parameters : before the step
    sums : (samples, neurons) what the kind of layer makes of x: of a dense layer x W + b. A layer that normalises adds
        its bias afterwards, so of it x W
    normalization : ``None`` if the layer does not normalise
    z, h : (samples, neurons) pre-activations, which are the sums unless the layer normalises, and activations
    kept : (samples, neurons) by what dropout and muting multiply h before it is handed on; ``None`` if by nothing
    delta : (samples, neurons) ∂L/∂z of the mean loss
    delta_sums : (samples, neurons) ∂L/∂sums
    loss_gradient : of the mean loss alone: of a dense layer xᵀ ∂L/∂sums
    gradient : what the optimizer is given: with penalties, shortened if it was too long, 0 for what may not change
    update : what the optimizer makes of it, to be subtracted
    new_parameters : after the step
    memory, new_memory : the optimizer's arrays by name, before and after
    """

    x: Array
    parameters: BlockTrace
    sums: Array
    normalization: NormalizationTrace | None
    z: Array
    h: Array
    kept: Array | None
    delta: Array
    delta_sums: Array
    loss_gradient: BlockTrace
    gradient: BlockTrace
    update: BlockTrace
    new_parameters: BlockTrace
    memory: Mapping[str, BlockTrace]
    new_memory: Mapping[str, BlockTrace]


@dataclass(frozen=True, eq=False)
class Trace:
    """The whole step.

    Parameters
    ----------
    inputs, labels, prediction : (samples, n_inputs), (samples, outputs), (samples, outputs) as the network sees them
    losses : (samples,)
    loss : their mean, no penalties
    learning_rate : of the epoch under way, after the schedule
    gradient_norm : of the whole gradient, before it may have been shortened
    optimizer_steps : updates that the optimizer's memory has seen, this one included (Adam's t); 0 of one that does
        not count them
    possible : whether the gradient is finite; if not, nothing was updated
    rows : of the data set, if they are known; of a typed sample there is none
    look : whose step was wanted
    """

    inputs: Array
    labels: Array
    prediction: Array
    losses: Array
    loss: float
    layers: tuple[LayerTrace, ...]
    learning_rate: float
    gradient_norm: float
    optimizer_steps: int
    possible: bool
    rows: tuple[int, ...] = ()
    look: TraceLook = TraceLook()
