"""How much a project may ask for: said from its description alone, before any memory is taken."""

from __future__ import annotations

from nnsim.data.features import PLANE_FEATURES
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.toys import n_rows_of
from nnsim.engine.evaluation import cells_of_sample
from nnsim.engine.spec import NetworkSpec, TrainSpec
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words

MAX_PARAMETERS = 20_000_000
MAX_CELLS = 250_000_000
"""Inputs and answers of neurons of all samples, which every epoch computes. It does so in chunks
(``engine/evaluation.py``), so this bounds time: some seconds on a laptop. Takes 60,000 pictures of 28 × 28 through
layers of 1024, 1024 and 10."""
MAX_STEP_CELLS = 50_000_000
"""The same for the samples of one batch, which are in memory together, thrice (``COPIES``): about 1 GB of float64."""
MAX_NEURONS = 12_000
"""What they answer to the 64 × 64 points of the plane is in memory together too: about 1 GB. A network on pictures,
whose inputs are more than a point of the plane has features, is never asked that."""


def check_room(data: DataSpec, network: NetworkSpec, training: TrainSpec) -> None:
    """Raise ``SpecError`` if the samples of ``data`` are too many for so many neurons."""
    check_network_size(network)
    n_samples, width = n_rows(data), cells_of_sample(network)
    _check(
        n_samples,
        width,
        MAX_CELLS,
        QT_TRANSLATE_NOOP(
            "errors",
            "{0} samples, each with {1} inputs and answers of neurons, make {2} numbers; at most {3} are possible.",
        ),
        QT_TRANSLATE_NOOP("errors", "Take fewer samples or fewer neurons."),
    )
    _check(
        min(n_samples, training.batch_size or n_samples),
        width,
        MAX_STEP_CELLS,
        QT_TRANSLATE_NOOP(
            "errors",
            "{0} samples in a batch, each with {1} inputs and answers of neurons, make {2} numbers; "
            "at most {3} are possible.",
        ),
        QT_TRANSLATE_NOOP("errors", "Choose a smaller batch, or take fewer neurons."),
    )


def check_network_size(network: NetworkSpec) -> None:
    """Raise ``SpecError`` if the network has too many neurons or weights, whatever the data."""
    n_neurons = sum(network.sizes[1:])
    is_plane = network.picture is None or network.n_inputs <= len(PLANE_FEATURES)
    if is_plane and n_neurons > MAX_NEURONS:
        raise SpecError(
            "spec.too_many_neurons",
            Words(
                QT_TRANSLATE_NOOP("errors", "The network has {0} neurons; at most {1} are possible."),
                f"{n_neurons:,}",
                f"{MAX_NEURONS:,}",
            ),
            where="network",
            hint=QT_TRANSLATE_NOOP("errors", "Take fewer neurons or layers."),
        )
    if network.n_parameters > MAX_PARAMETERS:
        raise SpecError(
            "spec.too_many_parameters",
            Words(
                QT_TRANSLATE_NOOP("errors", "The network has {0} weights and biases; at most {1} are possible."),
                f"{network.n_parameters:,}",
                f"{MAX_PARAMETERS:,}",
            ),
            where="network",
            hint=QT_TRANSLATE_NOOP("errors", "Take fewer neurons or inputs."),
        )


def n_rows(data: DataSpec) -> int:
    """The most samples that ``data`` can have: rows with gaps may still be left out."""
    if not isinstance(data.source, TableSource):
        return n_rows_of(data.source)
    return data.source.table.n_rows


def _check(rows: int, width: int, most: int, words: str, hint: str) -> None:
    if rows * width > most:
        raise SpecError(
            "spec.too_large",
            Words(words, f"{rows:,}", f"{width:,}", f"{rows * width:,}", f"{most:,}"),
            where="network",
            hint=hint,
        )
