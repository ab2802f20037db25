"""A session that stands still: its facts are set by the test, its verbs are only noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal

from nnsim.data.dataset import Dataset
from nnsim.engine.snapshot import Curves, LayerHealth, PlaneResponse, Snapshot
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec
from nnsim.ui.appearance import Appearance


@dataclass(eq=False)
class Data:
    """What the plots read of the prepared data."""

    dataset: Dataset
    train_rows: Any = field(default_factory=lambda: np.arange(0, 40, 2))
    test_rows: Any = field(default_factory=lambda: np.arange(1, 40, 2))

    def predictions_in_units(self, predictions: Any) -> Any:
        return predictions


class Standing(QObject):
    """The facts and signals of a session, without a run."""

    project_changed = Signal(object)
    snapshot_taken = Signal()

    def __init__(self, prepared: Data, snapshot: Snapshot) -> None:
        super().__init__()
        self.prepared, self.snapshot = prepared, snapshot
        self.wanted: dict[str, tuple[str, ...]] = {}

    def watch(self, owner: str, views: Any) -> None:
        self.wanted[owner] = tuple(views)

    def take(self, **parts: Any) -> None:
        """Another snapshot, told as the session tells it."""
        self.snapshot = replace(self.snapshot, **parts)
        self.snapshot_taken.emit()


def curves(train: Any, test: Any = None) -> Curves:
    train = np.asarray(train, float)
    test = train * 2 if test is None else np.asarray(test, float)
    accuracy = np.linspace(0.5, 1.0, len(train))
    return Curves(np.arange(len(train), dtype=float), train, test, accuracy, accuracy / 2)


def points(n_inputs: int = 2, classes: tuple[str, ...] = ("no", "yes")) -> Dataset:
    rng = np.random.default_rng(0)
    inputs = rng.uniform(-3, 3, (40, n_inputs))
    targets = (np.arange(40) % len(classes) if classes else inputs[:, 0])[:, None].astype(float)
    return Dataset("points", inputs, tuple(f"x{k + 1}" for k in range(n_inputs)), targets, ("y",), classes)


def plane(n_outputs: int = 1) -> PlaneResponse:
    steps = np.linspace(0, 1, 16)
    one = np.repeat(np.broadcast_to(steps, (16, 16))[..., None], n_outputs, axis=2)
    return PlaneResponse(-4.0, 4.0, (one, one), np.zeros((16, 16, 2)))


def still(dataset: Dataset | None = None, n_outputs: int = 1, activation: str = "sigmoid", **parts: Any) -> Standing:
    network = NetworkSpec(2, (LayerSpec(3), LayerSpec(n_outputs, Choice(activation))))
    snapshot = Snapshot(
        run_id=1, network=network, parameters=np.zeros(1), step=0, epoch=0, batch=0, n_batches=4, looked=0,
        curves=curves([0.7]),
    )  # fmt: skip
    return Standing(Data(dataset or points()), replace(snapshot, **parts))


def health(*norms: float) -> LayerHealth:
    return LayerHealth(np.array(norms), np.array(norms) / 10)


@pytest.fixture
def appearance(qapp: Any) -> Appearance:
    return Appearance("light")


@dataclass(frozen=True)
class Facts:
    """What tests make: imported by name nowhere, handed over as one fixture."""

    curves: Callable[..., Curves] = curves
    points: Callable[..., Dataset] = points
    plane: Callable[..., PlaneResponse] = plane
    still: Callable[..., Standing] = still
    health: Callable[..., LayerHealth] = health
    data: type[Data] = Data


@pytest.fixture
def facts() -> Facts:
    return Facts()
