"""What the first hidden layer has learnt instead of features made by hand: how well these follow from its neurons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from nnsim.data.dataset import Numbers, Rows
from nnsim.data.hand_made import made
from nnsim.data.prepare import Prepared
from nnsim.data.spec import DataSpec
from nnsim.engine.calls import prepared_arithmetic, run
from nnsim.engine.metrics import r_squared
from nnsim.engine.network import Forward, Network
from nnsim.engine.parameters import Array
from nnsim.runs.run import Run

MOST_NEURONS: Final = 512
"""A larger layer is not asked: to solve for so many weights takes long."""


@dataclass(frozen=True, slots=True)
class Instead:
    """How well a feature follows from numbers that know nothing of it, by a weighted sum of them.

    Parameters
    ----------
    feature : its name
    by_inputs : r² from the inputs of the network alone: what needs no hidden layer
    by_hidden : r² from the neurons of the first hidden layer together
    """

    feature: str
    by_inputs: float
    by_hidden: float


def learnt_instead(work: Run, names: tuple[str, ...]) -> tuple[Instead, ...]:
    """For each feature the two r², see ``Asker``.

    Raises
    ------
    SpecError : for a feature that these data do not have
    """
    return Asker(work.project.data, work.prepared, names).ask(work.trainer.network)


class Asker:
    """Asks networks for features: fitted to the training samples, and told of the test samples.

    Without test samples it is told of the training samples; of a feature of several numbers it is their mean. Below 0
    means: worse than always the mean. A network without hidden layers has learnt nothing instead, and a first layer of
    more than ``MOST_NEURONS`` is not asked.

    Parameters
    ----------
    most : of more training or test samples so many are asked, at equal distances

    Raises
    ------
    SpecError : for a feature that these data do not have
    """

    def __init__(self, spec: DataSpec, prepared: Prepared, names: tuple[str, ...], most: int | None = None) -> None:
        raw = prepared.dataset.inputs
        asked = prepared.test_rows if len(prepared.test_rows) else prepared.train_rows
        seen = [_some(rows, most) for rows in (prepared.train_rows, asked)]
        self._inputs = [prepared.inputs_of(raw[rows]) for rows in seen]
        self._features = {name: [made(name, spec, prepared, raw[rows]) for rows in seen] for name in names}
        self._by_inputs = {name: _follows(self._inputs, parts) for name, parts in self._features.items()}

    def ask(self, network: Network) -> tuple[Instead, ...]:
        """As the network is now."""
        if not can_be_asked(network):
            return ()
        hidden = [_hidden(network, part) for part in self._inputs]
        return tuple(
            Instead(name, self._by_inputs[name], _follows(hidden, parts)) for name, parts in self._features.items()
        )


def can_be_asked(network: Network) -> bool:
    """Whether it has a hidden layer, and no too large one."""
    return len(network.spec.layers) > 1 and network.sizes[1] <= MOST_NEURONS


def _some(rows: Rows, most: int | None) -> Rows:
    return rows if most is None or len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).astype(np.intp)]


def _hidden(network: Network, inputs: Numbers) -> Array:
    """(samples, neurons) what the first layer answers."""
    forward = Forward(network, network.table(inputs))
    with prepared_arithmetic():
        run(forward.calls)
    return forward.h[0].astype(np.float64)


def _follows(numbers: list[Array], features: list[Array]) -> float:
    """r² of the second part by a line that was fitted to the first."""
    known, asked = (np.column_stack([part, np.ones(len(part))]) for part in numbers)
    weights = np.linalg.lstsq(known, features[0], rcond=None)[0]
    return r_squared(asked @ weights, features[1])
