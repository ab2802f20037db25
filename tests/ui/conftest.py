"""What tests of the window share: a session that stands still, a real one, and widgets in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.dataset import Dataset
from nnsim.data.extent import of_columns, of_points
from nnsim.data.prepare import Prepared
from nnsim.data.scaling import no_scaling
from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.readings import LayerHealth
from nnsim.engine.snapshot import Curves, Fit, PlaneResponse, Snapshot
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec
from nnsim.model.start import new_project
from nnsim.session.hand import Hand
from nnsim.session.past import Track
from nnsim.session.retrospect import Rows
from nnsim.session.rota import Rota
from nnsim.session.runs import RunLine
from nnsim.session.session import Session
from nnsim.session.spotlight import Spotlight
from nnsim.session.wording import Wording
from nnsim.ui.appearance import Appearance
from nnsim.ui.main_window import MainWindow
from tests.ui.picture_projects import small

Shown = TypeVar("Shown", bound=QWidget)


def data(
    dataset: Dataset,
    train_rows: Any = None,
    test_rows: Any = None,
    *,
    table: bool = False,
    columns: tuple[int, ...] | None = None,
) -> Prepared:
    """Nothing scaled; every second sample is for training. ``columns`` of a table are in use, all if ``None``."""
    rows = np.arange(dataset.n_samples)
    train = rows[::2] if train_rows is None else train_rows
    test = rows[1::2] if test_rows is None else test_rows
    all_columns = tuple(range(dataset.inputs.shape[1]))
    extents = of_points(dataset) if not table and columns is None else of_columns(dataset, columns or all_columns)
    names = tuple(dataset.input_names[extent.column] for extent in extents)
    inputs = dataset.inputs[:, [extent.column for extent in extents]]
    return Prepared(
        dataset, dataset, names, dataset.input_names, names, extents, train, test,
        no_scaling(len(names)), no_scaling(dataset.targets.shape[1]),
        inputs[train], dataset.targets[train], inputs[test], dataset.targets[test],
        np.full(dataset.inputs.shape[1], np.nan),
    )  # fmt: skip


class NothingFound(QObject):
    """What is known of a course that was never run."""

    rows_added = Signal()
    metrics = ("loss", "accuracy", "balanced_accuracy", "precision", "recall", "f1", "auc")

    def watch(self, _owner: str, keys: Any) -> None:
        self.watched = tuple(keys)

    def has_more(self) -> bool:
        return False

    def rows(self, _key: str) -> Rows:
        return Rows(np.empty(0, np.int64), np.empty(0), ())


class Standing(QObject):
    """The facts and signals of a session, without a run."""

    project_changed = Signal(object)
    snapshot_taken = Signal()
    runs_changed = Signal()

    def __init__(self, prepared: Prepared, snapshot: Snapshot) -> None:
        super().__init__()
        self.prepared, self.snapshot = prepared, snapshot
        self.hand, self.spotlight = Hand(self), Spotlight(self)
        self.class_ends = (0.0, 1.0)
        self.wanted: dict[str, tuple[str, ...]] = {}
        self.rota, self.wording = Rota(), Wording(self)
        self.runs: tuple[RunLine, ...] = ()
        self.run_state = "paused"
        self.hindsight = NothingFound(self)
        self.track = Track((0, 0.0), (0, 0.0), (0, 0.0), (), (), (0, 0), 0, 1, 0)

    def watch(self, owner: str, views: Any, _beat: Any = None) -> None:
        if views or owner in self.wanted:
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
    return PlaneResponse((-4.0, 4.0), (-4.0, 4.0), (one, one), np.zeros((16, 16, 2)))


def still(dataset: Dataset | None = None, n_outputs: int = 1, activation: str = "sigmoid", **parts: Any) -> Standing:
    network = NetworkSpec(2, (LayerSpec(3), LayerSpec(n_outputs, Choice(activation))))
    snapshot = Snapshot(
        run_id=1, network=network, parameters=np.zeros(1), step=0, epoch=0, batch=0, n_batches=4, looked=0,
        curves=curves([0.7]),
    )  # fmt: skip
    return Standing(data(points() if dataset is None else dataset), replace(snapshot, **parts))


def health(*norms: float) -> LayerHealth:
    return LayerHealth(np.array(norms), np.array(norms) / 10)


def fit(n: int = 40, error: float = 0.5, n_targets: int = 1) -> Fit:
    """True numbers 0 to n − 1, alternately for training and test, and predictions that all are too large."""
    true = np.repeat(np.arange(float(n))[:, None], n_targets, axis=1) * (1 + np.arange(n_targets))
    train, test = np.arange(n)[::2], np.arange(n)[1::2]
    return Fit(train, true[train], true[train] + error, test, true[test], true[test] + error)


@pytest.fixture(autouse=True)
def _condemned_widgets_go(qapp: QApplication) -> Iterator[None]:
    """Widgets of one test are gone before the next, so that a new theme has nothing old to dress."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def appearance(qapp: QApplication) -> Appearance:
    return Appearance("light")


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    """A real session with a small network, standing still."""
    made = Session(new_project("spiral", DataSpec(ToySource("spiral", 80, 0.0, 0)), (4, 3)))
    yield made
    assert made.close()


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[Shown, int, int], Shown]:
    """Brings a widget into sight, so wide and so high."""

    def show(widget: Shown, width: int, height: int) -> Shown:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    return show


@dataclass(frozen=True)
class Facts:
    """What tests make: imported by name nowhere, handed over as one fixture."""

    curves: Callable[..., Curves] = curves
    points: Callable[..., Dataset] = points
    plane: Callable[..., PlaneResponse] = plane
    fit: Callable[..., Fit] = fit
    still: Callable[..., Standing] = still
    health: Callable[..., LayerHealth] = health
    data: Callable[..., Prepared] = data


@pytest.fixture
def facts() -> Facts:
    return Facts()


@pytest.fixture
def german() -> Iterator[None]:
    """A computer that writes numbers with a comma."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def window(qtbot: QtBot, session: Session, appearance: Appearance) -> MainWindow:
    """The whole window on a small screen, the keyboard on the network."""
    made = MainWindow(session, appearance)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.network.setFocus()
    return made


@pytest.fixture
def pictures(qapp: object) -> Iterator[Session]:
    """A session whose network takes pictures."""
    made = Session(small())
    yield made
    assert made.close()
