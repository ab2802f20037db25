"""What can differ between runs that are otherwise alike, and which values of it are worth a comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

from nnsim.data.prepare import Prepared
from nnsim.data.spec import ToySource
from nnsim.data.toy_checks import MOST_LABEL_NOISE
from nnsim.data.toys import toy_called
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Family, Parameter
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.catalog.settings import BATCH_SIZE, CLIP_NORM, DROPOUT, L1, L2, LEARNING_RATE, SEED
from nnsim.engine.spec import Choice, LayerSpec
from nnsim.errors import InputError
from nnsim.model import edits
from nnsim.model.attempt import attempting
from nnsim.model.budget import check_room, n_rows
from nnsim.model.project import Project
from nnsim.runs.agreement import check_agreement
from nnsim.runs.proposals import (
    batches_to_try,
    choices_to_try,
    layers_to_try,
    numbers_further,
    numbers_to_try,
    rates_to_try,
    seeds_to_try,
)
from nnsim.runs.sweep_settings import SETTINGS, Setting, Value, of_training
from nnsim.words import QT_TRANSLATE_NOOP

Kind = Literal["number", "choice", "sizes", "switch"]
FEW: Final = 3
"""Values that are proposed."""

NOISE: Final = Parameter(
    "noise",
    QT_TRANSLATE_NOOP("catalog", "noise of the data"),
    0.0,
    0.0,
    1.0,
    QT_TRANSLATE_NOOP("catalog", "How far the points stray from where the rule of the data would have them."),
)


LABEL_NOISE: Final = Parameter(
    "label_noise",
    QT_TRANSLATE_NOOP("catalog", "wrong labels"),
    0.0,
    0.0,
    MOST_LABEL_NOISE,
    QT_TRANSLATE_NOOP("catalog", "Which share of the points carries the label of another class."),
)
SAMPLES: Final = Parameter(
    "samples",
    QT_TRANSLATE_NOOP("catalog", "number of points"),
    400,
    10,
    10_000,
    QT_TRANSLATE_NOOP("catalog", "How many points are made, for training and testing together."),
    whole=True,
)


@dataclass(frozen=True, eq=False, slots=True)
class Contrast:
    """A setting in which runs may differ.

    Parameters
    ----------
    setting : how it is put into a project
    kind : of its values: numbers, entries of a ``family``, sizes of the hidden layers, or on and off
    label, help : English, context ``catalog``
    present : its value in a project that has it; ``None`` also means all samples as a batch
    suits : whether a project has it
    proposed : values to try beside the present one
    parameter : the range of its numbers
    family : of its choices
    keeps_weights : whether runs that differ in it can go on from the same weights
    farthest : the value with which the points reach farthest, if it moves them
    """

    setting: Setting
    kind: Kind
    label: str
    help: str
    present: Callable[[Project], Value]
    proposed: Callable[[Value], tuple[Value, ...]]
    suits: Callable[[Project], bool] = lambda _project: True
    parameter: Parameter | None = None
    family: Family[Any] | None = None
    keeps_weights: bool = True
    farthest: float | None = None

    @property
    def name(self) -> str:
        """As the option of ``nnsim new`` is called, with underscores."""
        return self.setting.name


def variant(project: Project, contrast: Contrast, value: Value, *, from_here: bool = False) -> Project:
    """The project with this value, to be started anew; or ``from_here``, from the weights that it has.

    Raises
    ------
    InputError : if the value makes no sense in it
    """
    start = project if from_here and contrast.keeps_weights else edits.restart(project).project
    return contrast.setting.put(start, value)


def proposals(project: Project, contrast: Contrast, prepared: Prepared) -> tuple[Value, ...]:
    """The present value among two others that are possible in this project, in their natural order."""
    present = contrast.present(project)
    others = [value for value in contrast.proposed(present) if value != present]
    chosen = [value for value in others if is_possible(project, contrast, value, prepared)][: FEW - 1]
    order = {value: place for place, value in enumerate(contrast.proposed(present))}
    return tuple(sorted((present, *chosen), key=lambda value: order.get(value, -1)))


def one_more(project: Project, contrast: Contrast, values: tuple[Value, ...], prepared: Prepared) -> tuple[Value, ...]:
    """The values with one more that is possible in this project; the same if there is none."""
    candidates = [*contrast.proposed(contrast.present(project))]
    if contrast.parameter is not None:
        candidates += numbers_further(values, contrast.parameter)
    elif contrast.family is not None:
        candidates += map(Choice, contrast.family.names)
    elif contrast.kind == "sizes":
        candidates += [(*sizes, sizes[-1]) for sizes in values if isinstance(sizes, tuple) and sizes]
    for value in candidates:
        if value not in values and is_possible(project, contrast, value, prepared):
            return *values, value
    return values


def is_possible(project: Project, contrast: Contrast, value: Value, prepared: Prepared) -> bool:
    """Whether a project can have this value."""
    try:
        check_possible(project, contrast, value, prepared)
    except InputError:
        return False
    return True


def check_possible(project: Project, contrast: Contrast, value: Value, prepared: Prepared) -> None:
    """Raise ``InputError`` if a project cannot have this value; ``prepared`` are its data."""
    made = variant(project, contrast, value)
    if made.data == project.data:
        with attempting(made):
            check_room(made.data, made.network, made.training)
            check_agreement(made, prepared)


def _hidden(project: Project) -> list[LayerSpec]:
    """The hidden layers with weights."""
    return [layer for layer in project.network.layers[:-1] if layer.has_weights]


def _is_dense(project: Project) -> bool:
    return all(layer.kind == "dense" for layer in project.network.layers[:-1])


def _sizes(project: Project) -> tuple[int, ...]:
    return tuple(layer.size for layer in project.network.layers[:-1])


def _of_toy(project: Project) -> bool:
    source = project.data.source
    return isinstance(source, ToySource) and not toy_called(source.kind).is_truth_table


def _has_drawn_classes(project: Project) -> bool:
    source = project.data.source
    return isinstance(source, ToySource) and toy_called(source.kind).has_drawn_classes


def _noise(project: Project) -> float:
    return project.data.source.noise if isinstance(project.data.source, ToySource) else 0.0


def _number(
    name: str, parameter: Parameter, present: Callable[[Project], Value], proposed: Callable[[Value], tuple[Value, ...]]
) -> Contrast:
    setting = SETTINGS[name]
    return Contrast(setting, "number", parameter.label, parameter.help, present, proposed, parameter=parameter)


def _choice(name: str, family: Family[Any], label: str, help_: str, present: Callable[[Project], Value],
            proposed: Callable[[Value], tuple[Value, ...]]) -> Contrast:  # fmt: skip
    return Contrast(SETTINGS[name], "choice", label, help_, present, proposed, family=family)


_CONTRASTS: Final = (
    _number("learning_rate", LEARNING_RATE, lambda project: project.training.learning_rate, rates_to_try),
    _choice(
        "optimizer",
        OPTIMIZERS,
        QT_TRANSLATE_NOOP("catalog", "optimizer"),
        QT_TRANSLATE_NOOP("catalog", "How the gradient becomes an update of the weights."),
        lambda project: project.training.optimizer,
        choices_to_try("sgd", "momentum", "adam", "rmsprop"),
    ),
    _number("batch_size", BATCH_SIZE, lambda project: project.training.batch_size, batches_to_try),
    Contrast(
        SETTINGS["activation"],
        "choice",
        QT_TRANSLATE_NOOP("catalog", "activation"),
        QT_TRANSLATE_NOOP("catalog", "What the neurons of all hidden layers make of their sum."),
        lambda project: _hidden(project)[0].activation,
        choices_to_try("tanh", "relu", "sigmoid", "identity"),
        lambda project: bool(_hidden(project)),
        family=ACTIVATIONS,
    ),
    Contrast(
        SETTINGS["layers"],
        "sizes",
        QT_TRANSLATE_NOOP("catalog", "hidden layers"),
        QT_TRANSLATE_NOOP("catalog", "Numbers of neurons of the hidden layers, from the inputs to the output."),
        _sizes,
        layers_to_try,
        _is_dense,
    ),
    Contrast(
        SETTINGS["initializer"],
        "choice",
        QT_TRANSLATE_NOOP("catalog", "first weights"),
        QT_TRANSLATE_NOOP("catalog", "The rule by which the first weights of all layers are drawn."),
        lambda project: next(layer for layer in project.network.layers if layer.has_weights).initializer,
        choices_to_try("xavier_normal", "he_normal", "zero"),
        family=INITIALIZERS,
        keeps_weights=False,
    ),
    Contrast(
        of_training("seed", edits.set_seed),
        "number",
        SEED.label,
        SEED.help,
        lambda project: project.training.seed,
        seeds_to_try,
        parameter=SEED,
        keeps_weights=False,
    ),
    _choice(
        "loss",
        LOSSES,
        QT_TRANSLATE_NOOP("catalog", "loss"),
        QT_TRANSLATE_NOOP("catalog", "The one number that training makes small."),
        lambda project: project.training.loss,
        choices_to_try("cross_entropy", "mse", "mae", "huber"),
    ),
    _choice(
        "schedule",
        SCHEDULES,
        QT_TRANSLATE_NOOP("catalog", "schedule"),
        QT_TRANSLATE_NOOP("catalog", "How the learning rate changes from epoch to epoch."),
        lambda project: project.training.schedule,
        choices_to_try("constant", "exponential", "cosine"),
    ),
    _number("l2", L2, lambda project: project.training.l2, numbers_to_try(0.0, 0.001, 0.01)),
    _number("l1", L1, lambda project: project.training.l1, numbers_to_try(0.0, 0.001, 0.01)),
    Contrast(
        SETTINGS["dropout"],
        "number",
        DROPOUT.label,
        DROPOUT.help,
        lambda project: _hidden(project)[0].dropout,
        numbers_to_try(0.0, 0.2, 0.5),
        lambda project: bool(_hidden(project)),
        parameter=DROPOUT,
    ),
    Contrast(
        SETTINGS["batch_norm"],
        "switch",
        QT_TRANSLATE_NOOP("catalog", "batch normalisation"),
        QT_TRANSLATE_NOOP(
            "catalog", "Whether the sums in all hidden layers are brought to a common scale, by the batch."
        ),
        lambda project: _hidden(project)[0].normalize,
        lambda _present: (False, True),
        lambda project: bool(_hidden(project)),
    ),
    _number("clip_norm", CLIP_NORM, lambda project: project.training.clip_norm, numbers_to_try(0.0, 0.1, 1.0)),
    Contrast(
        SETTINGS["noise"],
        "number",
        NOISE.label,
        NOISE.help,
        _noise,
        numbers_to_try(0.0, 0.25, 0.5),
        _of_toy,
        parameter=NOISE,
        keeps_weights=False,
        farthest=NOISE.maximum,
    ),
    Contrast(
        SETTINGS["label_noise"],
        "number",
        LABEL_NOISE.label,
        LABEL_NOISE.help,
        lambda project: project.data.source.label_noise if isinstance(project.data.source, ToySource) else 0.0,
        numbers_to_try(0.0, 0.1, 0.3),
        _has_drawn_classes,
        parameter=LABEL_NOISE,
        keeps_weights=False,
    ),
    Contrast(
        SETTINGS["samples"],
        "number",
        SAMPLES.label,
        SAMPLES.help,
        lambda project: n_rows(project.data),
        lambda present: tuple(sorted({40, 400, present if isinstance(present, int) else 400})),
        _of_toy,
        parameter=SAMPLES,
        keeps_weights=False,
        farthest=SAMPLES.maximum,
    ),
)

CONTRASTS: Mapping[str, Contrast] = MappingProxyType({contrast.name: contrast for contrast in _CONTRASTS})
"""By name, the most telling ones first."""
