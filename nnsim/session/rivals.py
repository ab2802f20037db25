"""Rivals of the network in hand: fitted in a process of their own, and the network beside them as it is now."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.data.hand_made import HandMade, offered
from nnsim.data.pixels import picture_size
from nnsim.data.prepare import Prepared
from nnsim.data.spec import DataSpec
from nnsim.engine.build import build_network
from nnsim.engine.calls import prepared_arithmetic
from nnsim.engine.evaluation import Evaluation
from nnsim.engine.metrics import class_numbers, r_squared, root_mean_squared_error
from nnsim.engine.network import Network
from nnsim.engine.parameters import Array
from nnsim.errors import NnsimError
from nnsim.runs.fitting_process import FittingProcess
from nnsim.runs.labels import threshold
from nnsim.runs.learnt_instead import Asker, Instead
from nnsim.runs.probes import PlaneProbe
from nnsim.runs.rivals import (
    NO_RIVALS,
    Fitted,
    Rival,
    RivalPlan,
    Score,
    check_is_there,
    check_plan,
    is_there,
    rivals_of,
)
from nnsim.session.session import Session

POLL_MS: Final = 100
MOST_SCORED: Final = 20_000
"""Of more samples so many, at equal distances, are scored while the network learns."""
MOST_ASKED: Final = 1_000
"""Of more samples so many are asked what the hidden layer has learnt: the window waits for it."""
KEPT_MS: Final = 5 * 60_000
"""So long the process is kept while nobody looks."""
_END_S: Final = 5.0


@dataclass(frozen=True, eq=False)
class NetworkBeside:
    """The network in hand as a rival is told: see ``runs.rivals.Fitted`` and ``runs.learnt_instead``.

    Parameters
    ----------
    faces : (up, across, neurons) what the first hidden layer answers over the plane, or its weights where samples are
        pictures; ``None`` where there is neither, or so many neurons that nobody draws them
    """

    train: Score
    test: Score | None
    plane: Array | None
    faces: Array | None
    instead: tuple[Instead, ...]


class Rivals(QObject):
    """One comparison at a time, of the data in hand. It is no part of the project, and changes nothing.

    Fitting goes on in a process, which is kept: loading scikit-learn takes longer than most fits. With other data or
    another plan it begins anew as soon as somebody looks, and what was under way ends.

    Attributes
    ----------
    plan : what is compared; the features are those that are switched on
    offered : features that the data have
    found : what has come of it so far, in the order of the plan
    problem : why nothing comes of it, such as that scikit-learn is not installed

    Signals
    -------
    changed() : any of this is another
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._spec: DataSpec | None = None
        self._prepared: Prepared = session.prepared
        self._asker: tuple[tuple[str, ...], Asker] | None = None
        self.plan = RivalPlan()
        self.offered: tuple[HandMade, ...] = ()
        self.found: tuple[Fitted, ...] = ()
        self.problem: NnsimError | None = None
        self._process = FittingProcess()
        self._fitting: _Fitting | None = None
        self._before: _Fitting | None = None
        self._rest_timer = QTimer(self, interval=KEPT_MS, singleShot=True)
        self._rest_timer.timeout.connect(self._let_go)
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._collect)
        session.closing.connect(self.close)

    # --- facts ---------------------------------------------------------------------------------------------------

    @property
    def prepared(self) -> Prepared:
        """The data that are compared on."""
        return self._prepared

    @property
    def is_running(self) -> bool:
        """Whether something is being fitted."""
        return self._fitting is not None

    @property
    def total(self) -> int:
        """How many fits the plan asks for."""
        return len(self.plan.rivals or self.suited) * (2 if self.plan.features else 1)

    @property
    def can_fit_again(self) -> bool:
        """Whether something of the plan is missing that another try could bring."""
        is_idle = self._spec is not None and self._fitting is None
        is_refused = self.problem is not None and self.problem.code in (NO_RIVALS, "rivals.plan")
        return is_idle and not is_refused and len(self.found) < self.total

    @property
    def is_missing(self) -> bool:
        """Whether scikit-learn, from which they come, was not there when it was asked for."""
        return self.problem is not None and self.problem.code == NO_RIVALS

    @property
    def suited(self) -> tuple[Rival, ...]:
        """The rivals that can do the task."""
        return rivals_of(self._prepared.dataset.task)

    def of(self, rival: Rival, *, with_features: bool) -> Fitted | None:
        """What one has come to; ``None`` while it is not there."""
        fits = (one for one in self.found if one.rival == rival and bool(one.features) == with_features)
        return next(fits, None)

    def network(self) -> NetworkBeside | None:
        """The network in hand as it is now; ``None`` if it is not one of these data."""
        snapshot, project, data = self._session.snapshot, self._session.project, self._prepared
        if snapshot.network != project.network or project.data != self._spec:
            return None
        network = build_network(snapshot.network, project.training.loss)
        np.copyto(network.parameters, snapshot.parameters)
        limit = threshold(project.network.output, project.training.loss)
        has_test = len(data.test_rows) > 0
        return NetworkBeside(
            self._score(network, data.train_inputs, data.train_targets, limit),
            self._score(network, data.test_inputs, data.test_targets, limit) if has_test else None,
            *_over_plane(network, data, limit),
            self._asked(network),
        )

    # --- verbs ---------------------------------------------------------------------------------------------------

    def attend(self) -> None:
        """Somebody looks: compare on the data in hand."""
        self._rest_timer.stop()
        spec = self._session.project.data
        if spec == self._spec:
            if self.is_missing and is_there():  # it has been installed meanwhile
                self.fit_again()
            return
        self._spec, self._prepared, self._asker = spec, self._session.prepared, None
        self.offered = () if self._prepared.is_reconstruction else offered(spec, self._prepared)
        self.set_plan(replace(self.plan, rivals=(), features=tuple(one.name for one in self.offered)))

    def rest(self) -> None:
        """Nobody looks: after a while the process goes."""
        self._rest_timer.start()

    def set_plan(self, plan: RivalPlan) -> None:
        """Compare like that; what was found goes."""
        self._stop()
        self.plan, self.found, self.problem = plan, (), None
        if self._spec is not None:
            self._fitting = _Fitting(plan, self._spec, self._prepared, self._process, self._before)
            self._fitting.start()
            self._timer.start()
        self.changed.emit()

    def stop(self) -> None:
        """End what is under way; what was found stays."""
        if self._fitting is not None:
            self._stop()
            self.changed.emit()

    def fit_again(self) -> None:
        """Compare once more like that: what was found is found at once."""
        self.set_plan(self.plan)

    def close(self) -> None:
        """End what is under way, and the process."""
        self._stop()
        self._rest_timer.stop()
        self._process.end()
        if self._before is not None:
            self._before.join(_END_S)
            self._process.end()  # which it may have begun meanwhile

    # --- inside --------------------------------------------------------------------------------------------------

    def _stop(self) -> None:
        self._timer.stop()
        if self._fitting is not None:
            self._fitting.told.set()
            self._before = self._fitting
        self._fitting = None

    def _let_go(self) -> None:
        if self._fitting is None:
            self._process.end()

    def _collect(self) -> None:
        fitting = self._fitting
        if fitting is None:
            return
        has_ended = not fitting.is_alive()
        news = tuple(fitting.found.get() for _ in range(fitting.found.qsize()))
        self.found += news
        if has_ended:
            self._stop()
            if isinstance(fitting.bug, NnsimError):
                self.problem = fitting.bug
            elif fitting.bug is not None:
                self.changed.emit()
                raise fitting.bug
        if news or has_ended:
            self.changed.emit()

    def _score(self, network: Network, inputs: Array, targets: Array, limit: float) -> Score:
        if self._session.run_state == "running" and len(inputs) > MOST_SCORED:
            seen = np.linspace(0, len(inputs) - 1, MOST_SCORED).astype(np.intp)
            inputs, targets = inputs[seen], targets[seen]
        return _score(network, self._prepared, inputs, targets, limit)

    def _asked(self, network: Network) -> tuple[Instead, ...]:
        if self._spec is None:
            return ()
        if self._asker is None or self._asker[0] != self.plan.features:
            self._asker = self.plan.features, Asker(self._spec, self._prepared, self.plan.features, MOST_ASKED)
        return self._asker[1].ask(network)


class _Fitting(threading.Thread):
    """Waits for the fits once. All but ``run`` is for the window's thread, which asks: no signal comes from here.

    Parameters
    ----------
    before : has the process until it has ended
    """

    def __init__(
        self, plan: RivalPlan, spec: DataSpec, prepared: Prepared, process: FittingProcess, before: _Fitting | None
    ) -> None:
        super().__init__(name="rivals", daemon=True)
        self._plan, self._spec, self._prepared = plan, spec, prepared
        self._process, self._before = process, before
        self.found: SimpleQueue[Fitted] = SimpleQueue()
        self.told = threading.Event()
        self.bug: Exception | None = None

    def run(self) -> None:
        """Until all is done, or it is told to end."""
        try:
            if self._before is not None:
                self._before.join()
                self._before = None
            check_is_there()
            check_plan(self._plan, self._spec, self._prepared)
            for one in self._process.fit(self._plan, self._spec, self.told.is_set):
                self.found.put(one)
        except Exception as error:  # noqa: BLE001  (carried to the window's thread and told or raised there)
            self.bug = error


def _score(network: Network, data: Prepared, inputs: Array, targets: Array, limit: float) -> Score:
    with prepared_arithmetic():
        answers = Evaluation(network, network.table(inputs)).look()
    if data.dataset.classes:
        return {"accuracy": float(np.mean(class_numbers(answers, limit) == targets[:, 0]))}
    return {
        "rmse": root_mean_squared_error(data.metric_units)(answers, targets),
        "r2": r_squared(answers, targets),
    }


def _over_plane(network: Network, data: Prepared, limit: float) -> tuple[Array | None, Array | None]:
    """What stands for a place, as ``Fitted.plane``, and the faces of ``NetworkBeside``."""
    if len(data.extents) != 2:
        return None, _weights_as_pictures(network, data)
    layers = PlaneProbe(network, data).response().layers
    answers, grid = layers[-1], len(layers[-1])
    flat = answers.reshape(grid * grid, -1)
    faces = layers[0] if len(layers) > 1 and layers[0].size else None
    if data.dataset.classes:
        return class_numbers(flat, limit).reshape(grid, grid).astype(np.float64), faces
    return np.asarray(data.predictions_in_units(flat)[:, 0].reshape(grid, grid)), faces


def _weights_as_pictures(network: Network, data: Prepared) -> Array | None:
    """Of a first hidden layer that is dense; the lowest row of pixels first."""
    size, layers = picture_size(data.input_names), network.spec.layers
    if size is None or len(layers) < 2 or layers[0].kind != "dense":
        return None
    n_weights = network.sizes[0] * network.sizes[1]
    return network.parameters[:n_weights].reshape(*size, network.sizes[1])[::-1]
