"""The whole document as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from nnsim.data.spec import DataSpec
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import NetworkSpec, TrainSpec


@dataclass(frozen=True, slots=True)
class Project:
    """Data, network, training, and the learnt state, if any.

    Parameters
    ----------
    name : shown in the title; the file name without its ending once saved
    checkpoint : the state to continue from; ``None`` means "not started": first weights from ``training.seed``.
        Held by identity, so that undo never copies weights.
    """

    name: str
    data: DataSpec
    network: NetworkSpec
    training: TrainSpec
    checkpoint: Checkpoint | None = None
