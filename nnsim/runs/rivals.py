"""Rivals of the network: flat algorithms of scikit-learn on the same samples, with and without features made by hand.

scikit-learn is an extra of nnsim, and loaded when a rival is fitted.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from time import perf_counter
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from nnsim.data.dataset import Numbers, Rows, Task
from nnsim.data.hand_made import check_names, made
from nnsim.data.prepare import Prepared
from nnsim.data.scaling import fit
from nnsim.data.spec import DataSpec
from nnsim.engine.metrics import r_squared, root_mean_squared_error
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import frozen
from nnsim.errors import SpecError, UsageError
from nnsim.runs.sweep import never
from nnsim.words import QT_TRANSLATE_NOOP, Words

Rival: TypeAlias = Literal["linear", "tree", "svm", "bayes"]
Kernel: TypeAlias = Literal["linear", "poly", "rbf"]
Score: TypeAlias = dict[str, float]
"""``accuracy`` of classes, 0 to 1; ``rmse``, in the unit of what is predicted, and ``r2`` of quantities."""

GRID: Final = 64
"""Points across and up of a picture of the plane."""
MOST_ROWS: Final = 5_000
"""Of more training samples so many are taken, at equal distances: an SVM takes the square of their number."""
MOST_ROUNDS: Final = 2_000
"""Of the search for the weights of logistic regression."""

NO_RIVALS: Final = "usage.no_rivals"
"""The code of the error that scikit-learn is not installed."""

_WITH_PYTHON: Final = QT_TRANSLATE_NOOP(
    "errors",
    'Install it for the Python that runs nnsim: "{0}" -m pip install scikit-learn. Without it, a network without '
    "hidden layers is the straight line of logistic regression.",
)
_WITHOUT_PYTHON: Final = QT_TRANSLATE_NOOP(
    "errors",
    "This program comes without it. Install nnsim with Python for that: pip install nnsim[rivals]. Without it, a "
    "network without hidden layers is the straight line of logistic regression.",
)

_OF_TASK: Mapping[Task, tuple[Rival, ...]] = MappingProxyType(
    {"classification": ("linear", "tree", "svm", "bayes"), "regression": ("linear", "tree", "svm")}
)


@dataclass(frozen=True, slots=True)
class RivalPlan:
    """Which rivals are fitted, and how.

    Parameters
    ----------
    rivals : ``linear`` (a weighted sum: logistic regression of classes, linear regression of quantities), ``tree``
        (questions to one input at a time), ``svm`` (the boundary with the widest margin), ``bayes`` (naive Bayes: each
        class a bell curve of each input; of classes only); none means all that suit the task
    features : made by hand, see ``data.hand_made``; each rival is fitted without them and then with them
    depth : most questions that the tree asks, one after another; ``None`` for as many as it likes
    kernel : what the SVM takes for near: ``linear`` draws straight lines, ``poly`` cubic ones, ``rbf`` any
    c : how much a sample on the wrong side costs the SVM, above 0
    seed : of the tree, which decides between questions that are equally good
    """

    rivals: tuple[Rival, ...] = ()
    features: tuple[str, ...] = ()
    depth: int | None = 5
    kernel: Kernel = "rbf"
    c: float = 1.0
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Fitted:
    """What a rival has come to.

    Parameters
    ----------
    features : those that it was given besides the inputs of the network; empty for raw inputs
    n_inputs : numbers that it saw of each sample
    n_rows : training samples that it was fitted to
    train, test : how good it is on all training and on all test samples; ``None`` without test samples
    size : weights of a sum, leaves of a tree, support vectors of an SVM, bell curves of naive Bayes
    seconds : that fitting took
    is_settled : whether the search for the weights came to its end
    plane : (GRID, GRID) class numbers, or the first quantity in its units, over the extents of the data, rows upwards;
        ``None`` where the samples are no points of a plane
    """

    rival: Rival
    features: tuple[str, ...]
    n_inputs: int
    n_rows: int
    train: Score
    test: Score | None
    size: int
    seconds: float
    is_settled: bool
    plane: Array | None


def is_there() -> bool:
    """Whether scikit-learn is installed; it is not loaded for that."""
    return find_spec("sklearn") is not None


def check_is_there() -> None:
    """Raise ``UsageError`` if scikit-learn is not installed, with what can be done without."""
    if not is_there():
        raise UsageError(
            NO_RIVALS,
            QT_TRANSLATE_NOOP("errors", "The rivals come from scikit-learn, which is not installed."),
            where="rivals",
            hint=_WITHOUT_PYTHON if getattr(sys, "frozen", False) else Words(_WITH_PYTHON, sys.executable),
        )


def rivals_of(task: Task) -> tuple[Rival, ...]:
    """Those that can do it."""
    return _OF_TASK[task]


def check_plan(plan: RivalPlan, spec: DataSpec, prepared: Prepared) -> None:
    """Raise ``SpecError`` if these data cannot be learnt like that."""
    if prepared.is_reconstruction:
        raise _refusal(
            QT_TRANSLATE_NOOP("errors", "This network copies its inputs; rivals predict a class or a quantity."),
            QT_TRANSLATE_NOOP("errors", "Choose at the data that it learns a class or a quantity, not a copy."),
        )
    check_names(plan.features, spec, prepared)
    suited = rivals_of(prepared.dataset.task)
    if any(rival not in suited for rival in plan.rivals):
        raise _refusal(
            Words(QT_TRANSLATE_NOOP("errors", "Of {0} the rivals are {1}."), prepared.dataset.task, ", ".join(suited)),
            QT_TRANSLATE_NOOP("errors", "Leave the others out."),
        )
    if (plan.depth is not None and plan.depth < 1) or not 0.0 < plan.c < np.inf:
        raise _refusal(
            QT_TRANSLATE_NOOP("errors", "A tree has a depth of at least 1, and C is above 0."),
            QT_TRANSLATE_NOOP("errors", "Choose other settings."),
        )
    if prepared.dataset.classes and len(np.unique(prepared.train_targets)) < 2:
        raise _refusal(
            QT_TRANSLATE_NOOP("errors", "All training samples are of one class."),
            QT_TRANSLATE_NOOP("errors", "Take data with two classes at least."),
        )


def fit_rivals(
    plan: RivalPlan, spec: DataSpec, prepared: Prepared, cancelled: Callable[[], bool] = never
) -> Generator[Fitted, None, None]:
    """Each rival on raw inputs and then, if the plan has features, with these besides; cancelled between two fits.

    Raw inputs are what the network sees, scaled as for it; features are brought to mean 0 and deviation 1.

    Parameters
    ----------
    spec, prepared : the data; training and test samples are those of the network

    Raises
    ------
    UsageError : without scikit-learn
    SpecError : if the data cannot be learnt like that, see ``check_plan``
    """
    return Fitter(spec, prepared).fit(plan, cancelled)


class Fitter:
    """Fits rivals to data once: of another plan only what that changes is fitted again."""

    def __init__(self, spec: DataSpec, prepared: Prepared) -> None:
        self._spec, self._prepared = spec, prepared
        self._samples: dict[tuple[str, ...], Samples] = {}
        self._found: dict[tuple[object, ...], Fitted] = {}

    def fit(self, plan: RivalPlan, cancelled: Callable[[], bool] = never) -> Generator[Fitted, None, None]:
        """See ``fit_rivals``."""
        check_is_there()
        check_plan(plan, self._spec, self._prepared)
        seen = [self._seen_with(names) for names in (((), plan.features) if plan.features else ((),))]
        for rival in plan.rivals or rivals_of(self._prepared.dataset.task):
            for samples in seen:
                if cancelled():
                    return
                key = (rival, samples.names, *_settings(rival, plan))
                if key not in self._found:
                    self._found[key] = _fitted(rival, plan, samples)
                yield self._found[key]

    def _seen_with(self, names: tuple[str, ...]) -> Samples:
        if names and names not in self._samples:
            self._samples = {kept: self._samples[kept] for kept in self._samples if not kept}  # these are large
        if names not in self._samples:
            self._samples[names] = Samples(self._spec, self._prepared, names)
        return self._samples[names]


def _settings(rival: Rival, plan: RivalPlan) -> tuple[object, ...]:
    """What of a plan matters to one rival."""
    of_rivals: dict[Rival, tuple[object, ...]] = {"tree": (plan.depth, plan.seed), "svm": (plan.kernel, plan.c)}
    return of_rivals.get(rival, ())


class Samples:
    """The numbers that a rival sees of each sample.

    Attributes
    ----------
    train, test : (samples, numbers), see ``fit_rivals``
    """

    def __init__(self, spec: DataSpec, prepared: Prepared, names: tuple[str, ...]) -> None:
        self.prepared, self.names, self._spec = prepared, names, spec
        raw = prepared.dataset.inputs
        self._scaling = fit("standardize", self._features(raw[prepared.train_rows])) if names else None
        self.train = self.of(raw[prepared.train_rows])
        self.test = self.of(raw[prepared.test_rows])
        if not np.isfinite(self.train).all():
            raise _refusal(
                QT_TRANSLATE_NOOP("errors", "A feature is beyond all numbers."),
                QT_TRANSLATE_NOOP("errors", "Leave it out, or give the inputs in larger units."),
            )

    def of(self, raw: Numbers) -> Numbers:
        """(n, numbers) of (n, columns of the data set)."""
        inputs = self.prepared.inputs_of(raw)
        return inputs if self._scaling is None else np.hstack([inputs, self._scaling.apply(self._features(raw))])

    def _features(self, raw: Numbers) -> Numbers:
        return np.hstack([made(name, self._spec, self.prepared, raw) for name in self.names])


def _fitted(rival: Rival, plan: RivalPlan, samples: Samples) -> Fitted:
    prepared = samples.prepared
    rows = _thinned(len(samples.train))
    model = _Model(rival, plan, prepared)
    began = perf_counter()
    model.fit(samples.train[rows], prepared.train_targets[rows])
    seconds = perf_counter() - began
    has_test = len(prepared.test_rows) > 0
    return Fitted(
        rival,
        samples.names,
        samples.train.shape[1],
        len(rows),
        _score(prepared, model.predict(samples.train), prepared.train_targets),
        _score(prepared, model.predict(samples.test), prepared.test_targets) if has_test else None,
        model.size,
        seconds,
        model.is_settled,
        _plane(model, samples),
    )


class _Model:
    """What scikit-learn fits: of classes their numbers, of quantities each output, as scaled for the network."""

    def __init__(self, rival: Rival, plan: RivalPlan, prepared: Prepared) -> None:
        self._is_classes = bool(prepared.dataset.classes)
        self._make = _maker(rival, plan, is_classes=self._is_classes)
        # An SVM counts errors below a tenth of a deviation as none, so it needs to know what a deviation is.
        kind: Literal["standardize", "none"] = "none" if self._is_classes or rival != "svm" else "standardize"
        self._scaling = fit(kind, prepared.train_targets)
        self._is_single = self._is_classes or rival == "svm"
        self._models: list[Any] = []

    def fit(self, inputs: Numbers, targets: Numbers) -> None:
        """Learn from (n, numbers) and (n, outputs)."""
        scaled = self._scaling.apply(targets)
        columns = list(scaled.T) if self._is_single else [scaled]
        if self._is_classes:
            columns = [columns[0].astype(np.intp)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", _sklearn("exceptions").ConvergenceWarning)  # told as ``is_settled``
            self._models = [self._make().fit(inputs, column) for column in columns]

    def predict(self, inputs: Numbers) -> Numbers:
        """(n, outputs), a class number or quantities as scaled for the network."""
        if not len(inputs):
            return np.empty((0, len(self._scaling.shift)))
        answers = [np.asarray(model.predict(inputs), np.float64).reshape(len(inputs), -1) for model in self._models]
        return self._scaling.undo(np.hstack(answers))

    @property
    def size(self) -> int:
        """See ``Fitted``."""
        return sum(_size(model) for model in self._models)

    @property
    def is_settled(self) -> bool:
        """Whether no search was broken off."""
        rounds = [getattr(model, "n_iter_", 0) for model in self._models if hasattr(model, "coef_")]
        return bool(all(np.max(count, initial=0) < MOST_ROUNDS for count in rounds))


def _maker(rival: Rival, plan: RivalPlan, *, is_classes: bool) -> Callable[[], Any]:
    """What makes an estimator; where the plan says nothing, all is as scikit-learn has it."""
    if rival == "linear":
        linear = _sklearn("linear_model")
        return (lambda: linear.LogisticRegression(max_iter=MOST_ROUNDS)) if is_classes else linear.LinearRegression
    if rival == "tree":
        tree = _sklearn("tree")
        kind = tree.DecisionTreeClassifier if is_classes else tree.DecisionTreeRegressor
        return lambda: kind(max_depth=plan.depth, random_state=plan.seed)
    if rival == "svm":
        svm = _sklearn("svm")
        of_task = svm.SVC if is_classes else svm.SVR
        return lambda: of_task(kernel=plan.kernel, C=plan.c)
    bayes: Callable[[], Any] = _sklearn("naive_bayes").GaussianNB
    return bayes


def _sklearn(part: str) -> Any:
    return importlib.import_module(f"sklearn.{part}")


def _size(model: Any) -> int:
    if hasattr(model, "support_"):
        return len(model.support_)
    if hasattr(model, "get_n_leaves"):
        return int(model.get_n_leaves())
    if hasattr(model, "theta_"):
        return int(model.theta_.size)
    return int(np.size(model.coef_) + np.size(model.intercept_))


def _score(prepared: Prepared, predicted: Numbers, targets: Numbers) -> Score:
    if prepared.dataset.classes:
        return {"accuracy": float(np.mean(predicted == targets))}
    rmse = root_mean_squared_error(prepared.metric_units)(predicted, targets)
    return {"rmse": rmse, "r2": r_squared(predicted, targets)}


def _plane(model: _Model, samples: Samples) -> Array | None:
    prepared = samples.prepared
    if len(prepared.extents) != 2:
        return None
    x, y = prepared.extents
    across, up = np.meshgrid(np.linspace(x.low, x.high, GRID), np.linspace(y.low, y.high, GRID))
    points = np.zeros((GRID * GRID, prepared.dataset.inputs.shape[1]))
    points[:, x.column], points[:, y.column] = across.ravel(), up.ravel()
    answers = model.predict(samples.of(points))
    return frozen(prepared.predictions_in_units(answers)[:, 0].reshape(GRID, GRID))


def _thinned(n_rows: int) -> Rows:
    return np.linspace(0, n_rows - 1, min(n_rows, MOST_ROWS)).astype(np.intp)


def _refusal(message: str, hint: str) -> SpecError:
    return SpecError("rivals.plan", message, where="rivals", hint=hint)
