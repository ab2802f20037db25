"""What can be read off a run at any moment of its course, as numbers in an array."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import BatchCurve, frozen
from nnsim.engine.weight_look import GRADIENT, WeightLook
from nnsim.runs.run import Run

METRICS: Final = {
    "classification": ("loss", "accuracy", "balanced_accuracy", "precision", "recall", "f1", "auc"),
    "regression": ("loss", "rmse", "mae", "r2"),
}
"""By task the names of ``Run.results``, in the order of the columns of ``RESULTS``."""

HEALTH_ROWS: Final = ("gradient_norm", "update_ratio", "dead", "saturated")
"""Of the fields of ``LayerHealth`` those that ``HEALTH`` holds, in the order of its rows."""


@dataclass(frozen=True, eq=False, slots=True)
class Quantity:
    """Something that can be read off a run.

    Parameters
    ----------
    key : its name
    read : reads it off a run, as a read-only array that is its own
    of_step : it tells of the update that the run has just made, so that one must be made before
    most : of so many moments at the most; the picture that is drawn of it has no room for more
    span : it tells of so many updates from the moment on, or of those until the next moment, if these are fewer
    until : of what happened after so many updates nobody asks
    """

    key: str
    read: Callable[[Run], Array]
    of_step: bool
    most: int
    span: int = 0
    until: int = sys.maxsize


def _health(run: Run) -> Array:
    """(4, layers), see ``HEALTH_ROWS``."""
    health = run.trainer.health()
    return frozen(np.stack([getattr(health, name) for name in HEALTH_ROWS]))


def _results(run: Run) -> Array:
    """(2, metrics) of training and of test, see ``METRICS``; NaN where there is none."""
    results, names = run.results(), METRICS[run.prepared.dataset.task]
    parts = (results.get("train", {}), results.get("test", {}))
    return frozen(np.array([[part.get(name, np.nan) for name in names] for part in parts]))


def _histograms(run: Run) -> Array:
    """(layers, parts, 1 + ``BINS`` + 2): the exponent, then the counts of ``LayerHistograms``."""
    found = run.trainer.histograms()
    return frozen(np.concatenate([found.exponents[..., None], found.counts], axis=2))


HEALTH: Final = Quantity("health", _health, of_step=True, most=256)
RESULTS: Final = Quantity("results", _results, of_step=False, most=512)
HISTOGRAMS: Final = Quantity("histograms", _histograms, of_step=True, most=24)


def weight_key(layer_key: int, row: int | None, column: int) -> str:
    """The key of ``weight_quantity``; a bias has no row: where its row stands changes with the layer before."""
    return f"weight {layer_key}/{'bias' if row is None else row}/{column}"


def is_of_weight(key: str) -> bool:
    """Whether a key is one of ``weight_key``."""
    return key.startswith("weight ")


def weight_quantity(key: str) -> Quantity:
    """(2,) a weight or bias, and its gradient in the step that comes next; NaN where the network had none there.

    It stays with its layer wherever that comes to stand; with other neurons in the network it is what stands there.
    """
    layer_key, source, to = key.partition(" ")[2].split("/")
    column = int(to)

    def read(run: Run) -> Array:
        keys = [layer.key for layer in run.project.network.layers]
        found = np.full(2, np.nan)
        if int(layer_key) in keys:
            layer = keys.index(int(layer_key))
            block = run.trainer.network.blocks[layer]
            row, rows = (block.n_from, block.shape[0]) if source == "bias" else (int(source), block.n_from)
            gradient = run.trainer.weight_numbers(WeightLook(layer, GRADIENT))
            if gradient is not None and row < rows and column < block.n_to:
                values = block.matrix(run.trainer.network.parameters)
                found[:] = values[row, column], gradient.values[row, column]
        return frozen(found)

    return Quantity(key, read, of_step=False, most=256)


def batches_key(until: int) -> str:
    """The key of ``batches_quantity``."""
    return f"batches {until}"


def batches_quantity(key: str) -> Quantity:
    """(3, batches) ``step``, ``epoch`` and ``loss`` as ``BatchCurve`` has them, of batches before an update."""

    def read(run: Run) -> Array:
        return frozen(run.trainer.noted_batches().rows[:3])

    until = int(key.partition(" ")[2])
    return Quantity(key, read, of_step=False, most=256, span=BatchCurve.WIDTH, until=until)


def quantity_of(key: str) -> Quantity:
    """The quantity with this key."""
    kind = key.partition(" ")[0]
    return _ASKED[kind](key) if kind in _ASKED else QUANTITIES[key]


_ASKED: Final = {"weight": weight_quantity, "batches": batches_quantity}


QUANTITIES: Final = {quantity.key: quantity for quantity in (HEALTH, RESULTS, HISTOGRAMS)}
