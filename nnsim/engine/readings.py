"""What is read off the layers while they learn: how learning goes, how their numbers lie, what an epoch has changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.parameters import Array


@dataclass(frozen=True, eq=False)
class LayerHealth:
    """How learning goes in each layer, measured on one batch.

    Parameters
    ----------
    gradient_norm : (layers,) Euclidean norm of the gradient of the weights and biases, before it was shortened
    update_ratio : (layers,) norm of the last update over norm of the weights and biases
    ahead : the gradient is that of the batch that comes next, at the weights as they are, as no step has been made;
        otherwise that of the last batch, at the weights before its update
    dead : (layers,) share of the neurons whose slope is 0 for every sample of the batch, so that they learn nothing;
        NaN where the activation has no slope to look at
    saturated : (layers,) share of the answers in the flat ends of an activation that squeezes; NaN for others
    mean, spread : (layers,) mean and standard deviation of the answers h
    """

    gradient_norm: Array
    update_ratio: Array
    ahead: bool = False
    dead: Array = field(default_factory=lambda: np.empty(0))
    saturated: Array = field(default_factory=lambda: np.empty(0))
    mean: Array = field(default_factory=lambda: np.empty(0))
    spread: Array = field(default_factory=lambda: np.empty(0))


BINS: Final = 64
"""Bins of a histogram, half of them below 0; a power of 2."""

HISTOGRAM_PARTS: Final = ("weights", "biases", "answers", "gradients")


@dataclass(frozen=True, eq=False)
class LayerHistograms:
    """How the numbers of each layer lie: parts are ``HISTOGRAM_PARTS``, answers and gradients those of one batch.

    Parameters
    ----------
    exponents : (layers, parts) whole k: the bins reach from −2ᵏ to 2ᵏ
    counts : (layers, parts, ``BINS`` + 2) in each bin, then exact zeros, which lie in no bin, and what is not finite
    ahead : the batch is the one that comes next, as no step has been made; else the last one
    """

    exponents: NDArray[np.int64]
    counts: Array
    ahead: bool = False


@dataclass(frozen=True, eq=False)
class EpochChange:
    """What one epoch has changed.

    Parameters
    ----------
    epoch : its number, counted from 1
    amounts : (n_parameters,) each number at its end less the one at its start
    is_whole : false if the numbers at its start are not known, and ``amounts`` are those of the rest of the epoch: from
        an edit amid it, or from when somebody began to look
    """

    epoch: int
    amounts: Array
    is_whole: bool = True
