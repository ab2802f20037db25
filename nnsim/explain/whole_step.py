"""The step with all training samples as one batch: where telling it takes too long, and where following it does."""

from __future__ import annotations

from typing import Final

from nnsim.engine.evaluation import products_of_sample
from nnsim.engine.spec import NetworkSpec

MOST_SAMPLES: Final = 5_000
_MOST_PRODUCTS: Final = 30_000_000
"""Most products of a weight and a number in one pass: who waits for a step with more, a tenth of a second, notices."""
_FOLLOWED: Final = 1_000_000
"""Most of them while a run goes on, which would wait for the step several times a second."""


def can_be_told(network: NetworkSpec, n_samples: int) -> bool:
    """Whether nobody waits for it."""
    return n_samples <= MOST_SAMPLES and n_samples * products_of_sample(network) <= _MOST_PRODUCTS


def can_be_followed(network: NetworkSpec, n_samples: int) -> bool:
    """Whether it can be told again and again while a run goes on, which hardly gets slower by it."""
    return can_be_told(network, n_samples) and n_samples * products_of_sample(network) <= _FOLLOWED
