"""Edits of the data: each means other samples, so training starts anew from the first weights.

The ends of the network follow the data: as many inputs as features, an output layer that suits the task. A weight that
is held keeps its number while the data are the same ones, only others of their samples; other data know no single
weights, links and neurons, so what was held, cut and muted for the data before is let go with them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from nnsim.data.column_parts import Missing
from nnsim.data.drawn import dealt_anew
from nnsim.data.named import named_data, table_data
from nnsim.data.prepare import Prepared, prepare
from nnsim.data.spec import DataSpec, DrawnSource, Goal, ScalingKind, Source, TableSource, ToySource
from nnsim.data.toy_checks import USUAL_SAMPLES
from nnsim.data.toys import n_inputs_of, other_kind, toy_called, usual_source
from nnsim.engine.spec import NetworkSpec
from nnsim.errors import SpecError
from nnsim.model.attempt import attempting
from nnsim.model.change import Change, Edited, Part
from nnsim.model.fitting import fitted, suited_output, with_hidden
from nnsim.model.locked import begun_anew, without_single_places
from nnsim.model.problems import check
from nnsim.model.project import Project
from nnsim.model.written import written, written_percent
from nnsim.words import QT_TRANSLATE_NOOP, Words

_USUAL_HIDDEN: Final = (8, 8)
"""Of a network that has none from elsewhere, as in the first project."""
_MISSING: dict[Missing, str] = {
    "drop": QT_TRANSLATE_NOOP("edits", "rows with gaps left out"),
    "mean": QT_TRANSLATE_NOOP("edits", "gaps filled with the mean"),
    "own": QT_TRANSLATE_NOOP("edits", "gaps as inputs of their own"),
}


def use_data(project: Project, data: DataSpec) -> Edited:
    """Other data altogether."""
    source = data.source
    if isinstance(source, TableSource):
        table, pictures = QT_TRANSLATE_NOOP("edits", "table {0}"), QT_TRANSLATE_NOOP("edits", "pictures {0}")
        return _with_other_data(project, data, pictures if source.holds_pictures else table, (source.table.name,))
    if isinstance(source, DrawnSource):
        return _with_other_data(project, data, QT_TRANSLATE_NOOP("edits", "own points"), ())
    return _with_other_data(project, data, QT_TRANSLATE_NOOP("edits", "data {0}"), (source.kind,))


def set_goal(project: Project, goal: Goal) -> Edited:
    """What is learnt of the samples: to predict, or to give the inputs back. A table without a target gets one."""
    before = project.data
    data, source = replace(before, goal=goal), before.source
    if goal == "predict" and isinstance(source, TableSource) and not source.targets:
        guessed = table_data(source.table, missing=source.missing)
        data = replace(data, source=guessed.source, inputs=guessed.inputs)
    copy, answer = (
        QT_TRANSLATE_NOOP("edits", "learn to copy the inputs"),
        QT_TRANSLATE_NOOP("edits", "learn to predict"),
    )
    return with_data(project, data, copy if goal == "reconstruct" else answer, ())


def choose_toy(project: Project, kind: str, n_samples: int | None = None, noise: float | None = None) -> Edited:
    """Another toy set; what is not said is as of the one before, as is what else both can have."""
    source = project.data.source
    data = replace(named_data(kind), goal=project.data.goal)
    toy = usual_source(toy_called(kind))
    if isinstance(source, ToySource):
        toy = other_kind(source, kind)
        inputs = project.data.inputs if n_inputs_of(toy) == n_inputs_of(source) == 2 else ()
        data = replace(data, inputs=inputs, split_seed=project.data.split_seed)
    toy = replace(toy, n_samples=_possible_samples(n_samples) if n_samples is not None else toy.n_samples)
    toy = replace(toy, noise=_possible_noise(noise) if noise is not None else toy.noise)
    return _with_other_data(project, replace(data, source=toy), QT_TRANSLATE_NOOP("edits", "data {0}"), (kind,))


def set_noise(project: Project, noise: float) -> Edited:
    """How far the points of a toy set stray, 0 to 1."""
    data = replace(project.data, source=replace(toy_of(project), noise=_possible_noise(noise)))
    return with_data(project, data, QT_TRANSLATE_NOOP("edits", "noise {0}"), (written(noise),), "noise")


def set_samples(project: Project, n_samples: int) -> Edited:
    """How many points a toy set has."""
    data = replace(project.data, source=replace(toy_of(project), n_samples=_possible_samples(n_samples)))
    return with_data(project, data, QT_TRANSLATE_NOOP("edits", "{0} points"), (str(n_samples),), "samples")


def set_data_seed(project: Project, seed: int) -> Edited:
    """Other points by the same rule, and another split."""
    source = project.data.source
    if isinstance(source, ToySource):
        source = replace(source, seed=seed)
    elif isinstance(source, DrawnSource):
        source = dealt_anew(source, seed)
    data = replace(project.data, source=source, split_seed=seed)
    return with_data(project, data, QT_TRANSLATE_NOOP("edits", "data seed {0}"), (str(seed),))


def set_test_fraction(project: Project, fraction: float) -> Edited:
    """How much is kept for testing, 0 to 0.9."""
    data = replace(project.data, test_fraction=fraction)
    return with_data(
        project, data, QT_TRANSLATE_NOOP("edits", "test share {0}"), (written_percent(fraction),), "test share"
    )


def set_scaling(project: Project, kind: ScalingKind) -> Edited:
    """How the inputs are brought to a common scale."""
    data = replace(project.data, scaling=kind)
    return with_data(project, data, QT_TRANSLATE_NOOP("edits", "scaling {0}"), (kind,))


def set_missing(project: Project, missing: Missing) -> Edited:
    """What is done about inputs of a table without a value; raises ``SpecError`` for other data."""
    source = project.data.source
    if not isinstance(source, TableSource):
        raise SpecError(
            "data.not_a_table",
            QT_TRANSLATE_NOOP("errors", "Only in a table can values be missing."),
            where="data",
        )
    data = replace(project.data, source=replace(source, missing=missing))
    return with_same_data(project, data, _MISSING[missing], ())


def toggle_input(project: Project, name: str) -> Edited:
    """Show the network one input more, or one less; at least one stays."""
    prepared = prepare(project.data)
    if name not in prepared.available_inputs:
        raise SpecError(
            "data.unknown_input", Words(QT_TRANSLATE_NOOP("errors", "There is no input “{0}”."), name), where="inputs"
        )
    edited = choose_inputs(project, set(prepared.chosen_inputs) ^ {name})
    return replace(
        edited, change=replace(edited.change, label=QT_TRANSLATE_NOOP("edits", "input {0}"), arguments=(name,))
    )


def choose_inputs(project: Project, names: Collection[str]) -> Edited:
    """Show the network exactly these of the available inputs, in their usual order; at least one."""
    prepared = prepare(project.data)
    for name in names:
        if name not in prepared.available_inputs:
            raise SpecError(
                "data.unknown_input",
                Words(QT_TRANSLATE_NOOP("errors", "There is no input “{0}”."), name),
                where="inputs",
            )
    chosen = tuple(name for name in prepared.available_inputs if name in set(names))
    if not chosen:
        raise SpecError(
            "data.no_inputs", QT_TRANSLATE_NOOP("errors", "The network needs at least one input."), where="inputs"
        )
    data = project.data if chosen == prepared.chosen_inputs else replace(project.data, inputs=chosen)
    return with_data(project, data, QT_TRANSLATE_NOOP("edits", "{0} inputs"), (str(len(chosen)),))


def choose_target(project: Project, column: str) -> Edited:
    """Predict this column of the table, as classes or as a quantity, whatever suits it; the others are inputs.

    Where the inputs are to be reconstructed, it is only known; then the empty name means that nothing is.
    """
    source, before = project.data.source, project.data
    if not isinstance(source, TableSource):
        raise SpecError(
            "data.not_a_table",
            QT_TRANSLATE_NOOP("errors", "Only of a table can the column to predict be chosen."),
            where="data",
        )
    if not column and before.goal == "reconstruct":
        data = replace(before, source=replace(source, targets=()), inputs=())
        return with_data(project, data, QT_TRANSLATE_NOOP("edits", "all columns as inputs"), ())
    data = before
    if source.targets != (column,):
        data = table_data(
            source.table,
            targets=(column,),
            seed=before.split_seed,
            test_fraction=before.test_fraction,
            scaling=before.scaling,
            goal=before.goal,
            missing=source.missing,
        )
    predict, know = QT_TRANSLATE_NOOP("edits", "predict {0}"), QT_TRANSLATE_NOOP("edits", "{0} as known")
    return with_data(project, data, predict if before.goal == "predict" else know, (column,))


def with_same_data(project: Project, data: DataSpec, label: str, arguments: tuple[str, ...]) -> Edited:
    """The same data with other values of some samples, or with some more or fewer: what is held and cut stays."""
    return with_data(project, data, label, arguments, is_other=False)


def toy_of(project: Project) -> ToySource:
    """The toy set in hand, or ``SpecError`` ``data.not_a_toy``."""
    if not isinstance(project.data.source, ToySource):
        raise SpecError(
            "data.not_a_toy",
            QT_TRANSLATE_NOOP("errors", "Only of made-up data can this be chosen."),
            where="data",
        )
    return project.data.source


def with_data(
    project: Project,
    data: DataSpec,
    label: str,
    arguments: tuple[str, ...],
    merge_key: str | None = None,
    is_other: bool | None = None,
) -> Edited:
    """Put the data into the project, and let the ends of the network follow."""
    before, after = prepare(project.data), prepare(data)
    is_other = _is_other(project.data, data) if is_other is None else is_other
    same_task = _have_same_task(before, after)
    named = project.network
    if is_other:
        named = without_single_places(named)
    elif before.input_names != after.input_names:
        named = _with_places_of(named, before.input_names, after.input_names)
    with attempting(replace(project, data=data), label, arguments):
        network, training = fitted(named, project.training, after, same_task=same_task)
    with attempting(replace(project, data=data, network=network, training=training), label, arguments):
        check(network, training)
    parts = {Part.DATA} | ({Part.NETWORK} if network != project.network else set())
    if training != project.training:
        parts.add(Part.TRAINING)
    change = Change(frozenset(parts), label, arguments, merge_key, starts_anew=True)
    start = None if is_other else begun_anew(project, network, training.seed)
    edited = replace(project, data=data, network=network, training=training, checkpoint=start)
    return Edited(edited, change, after)


def _with_other_data(project: Project, data: DataSpec, label: str, arguments: tuple[str, ...]) -> Edited:
    """Hidden layers without which a set makes no sense come with it, and go with it if nobody has changed them."""
    before, after = _hidden_of(project.data.source), _hidden_of(data.source)
    is_as_it_came = tuple(layer.size for layer in project.network.layers[:-1]) == before
    sizes = after or (_USUAL_HIDDEN if is_as_it_came else ())
    if before == after or not sizes:
        return with_data(project, data, label, arguments)
    edited = with_data(replace(project, network=with_hidden(project.network, sizes)), data, label, arguments)
    return replace(edited, change=replace(edited.change, parts=edited.change.parts | {Part.NETWORK}))


def _hidden_of(source: Source) -> tuple[int, ...]:
    """The hidden layers that the data bring along."""
    return toy_called(source.kind).hidden if isinstance(source, ToySource) else ()


def _possible_samples(n_samples: int) -> int:
    """That many, or ``SpecError``."""
    fewest, most = USUAL_SAMPLES
    if not fewest <= n_samples <= most:
        raise SpecError(
            "data.samples",
            Words(QT_TRANSLATE_NOOP("errors", "From 4 to 100,000 points are possible, not {0}."), f"{n_samples:,}"),
            where="data",
        )
    return n_samples


def _possible_noise(noise: float) -> float:
    """That much, or ``SpecError``."""
    if not 0.0 <= noise <= 1.0:
        raise SpecError(
            "data.noise",
            Words(QT_TRANSLATE_NOOP("errors", "Noise lies between 0 and 1, not at {0}."), written(noise)),
            where="data",
        )
    return noise


def _have_same_task(one: Prepared, other: Prepared) -> bool:
    """Whether an output layer that suits the one suits the other. Of copies it follows how the inputs are scaled."""
    if one.is_reconstruction or other.is_reconstruction:
        return one.is_reconstruction == other.is_reconstruction and suited_output(one) == suited_output(other)
    return (one.dataset.task, one.dataset.is_code) == (other.dataset.task, other.dataset.is_code)


def _is_other(data: DataSpec, then: DataSpec) -> bool:
    """Whether they are other data altogether, not others of the same points or other columns of the same table."""
    one, other = data.source, then.source
    if isinstance(one, ToySource) and isinstance(other, ToySource):
        return one.kind != other.kind
    if isinstance(one, DrawnSource) and isinstance(other, DrawnSource):
        return one.basis is not other.basis
    return one != other


def _with_places_of(network: NetworkSpec, names: tuple[str, ...], then: tuple[str, ...]) -> NetworkSpec:
    """Without what is held or cut of inputs in whose place there are others now."""
    first = network.layers[0]
    if first.kind != "dense":
        return network  # the rows of a filter are pixels of its square, whatever the inputs are
    left = {row for row, name in enumerate(names) if then[row : row + 1] != (name,)}
    held, cut = (tuple(place for place in places if place[0] not in left) for places in (first.held, first.cut))
    return network.with_layer(0, replace(first, held=held, cut=cut))
