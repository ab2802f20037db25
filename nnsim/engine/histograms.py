"""How the numbers of each layer lie, counted in bins.

The bins reach from −2ᵏ to 2ᵏ, where k is as small as the numbers allow. So each of a wider set is made of whole bins of
a narrower one: when a scale grows, counts are added up, and nothing has to be looked at again. A number that is exactly
2ᵏ, as tanh's answers come to be 1, lies in the last bin, and stays with it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from nnsim.engine.network import Forward
from nnsim.engine.parameters import Array
from nnsim.engine.readings import BINS, HISTOGRAM_PARTS, LayerHistograms
from nnsim.engine.snapshot import frozen

SMALLEST: Final = -100
"""The exponent k of the narrowest bins: in 2⁻¹⁰⁰ nobody looks for a shape."""


def histogram(values: Array) -> tuple[int, Array]:
    """The exponent k, and (``BINS`` + 2,) counts: in bins from −2ᵏ to 2ᵏ, of exact zeros, and of what is not finite.

    Zeros lie in no bin: of ReLU's answers, and of weights that L1 has put to 0, they would hide all others.
    """
    numbers = values.ravel()
    finite = numbers if np.isfinite(numbers.sum()) else numbers[np.isfinite(numbers)]
    largest = max(float(finite.max()), -float(finite.min())) if finite.size else 0.0
    mantissa, power = np.frexp(largest)
    exponent = max(int(power) - bool(mantissa == 0.5), SMALLEST) if largest else SMALLEST
    counts = np.zeros(BINS + 2)
    if largest:
        place = np.floor(np.ldexp(finite, int(np.log2(BINS)) - 1 - exponent)).astype(np.intp) + BINS // 2
        counts[:BINS] = np.bincount(np.minimum(place, BINS - 1), minlength=BINS)
    zeros = finite.size - np.count_nonzero(finite)
    counts[BINS // 2] -= zeros if largest else 0
    counts[BINS:] = zeros, numbers.size - finite.size
    return exponent, counts


def layer_histograms(forward: Forward, *, scale: float, ahead: bool) -> LayerHistograms:
    """Of all layers: what a pass with its way back has left, and the parameters as they are now.

    Parameters
    ----------
    scale : by what the gradient was multiplied because it was too long
    ahead : the step of this batch has not been made
    """
    network = forward.network
    exponents = np.full((len(forward.layers), len(HISTOGRAM_PARTS)), SMALLEST)
    counts = np.zeros((*exponents.shape, BINS + 2))
    for i, (layer, block) in enumerate(zip(forward.layers, network.blocks, strict=True)):
        biases = block.biases(network.parameters)
        weights, gradient = block.weights(network.parameters), block.matrix(network.gradient)
        for part, values in enumerate((weights, biases, layer.answer, gradient)):
            if values is not None:
                is_shortened = part == HISTOGRAM_PARTS.index("gradients") and scale != 1.0
                exponents[i, part], counts[i, part] = histogram(values / scale if is_shortened else values)
    return LayerHistograms(frozen(exponents), frozen(counts), ahead)
