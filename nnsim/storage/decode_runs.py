"""From the ``runs`` of a document to the runs of a project, each moment in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, cast, get_args

from nnsim.data.spec import DataSpec
from nnsim.engine.snapshot import Checkpoint, Curves
from nnsim.errors import ProjectFileError
from nnsim.model.budget import n_rows
from nnsim.model.fitting import task_of
from nnsim.model.kept_run import KeptRun, LeftOut
from nnsim.model.moment import Arrival, Mark, Moment
from nnsim.model.project import Project
from nnsim.model.tag import Tag, name_of
from nnsim.storage.decode_change import change_of
from nnsim.storage.decode_checkpoint import check_parameters, curves_of, memory_of
from nnsim.storage.decode_data import check_inputs, data_spec
from nnsim.storage.decode_network import NETWORK, network_spec
from nnsim.storage.decode_training import TRAINING, train_spec
from nnsim.storage.encode import CURVES
from nnsim.storage.fields import Fields, mismatch, out_of_range
from nnsim.storage.judging import check_project
from nnsim.storage.limits import MAX_COUNT, MAX_MARKS, MAX_MOMENTS, MAX_RUNS, MAX_SETTINGS
from nnsim.storage.members import Members

OnLeftOut = Callable[[LeftOut], None]
"""Is told of each run that is left out."""

OF_RUNS: Final = "runs/"
"""So begin the names of all arrays that only runs need."""

RUNS = ("data", "settings", "courses")
_SETTINGS = ("data", "network", "training")
_COURSE = ("key", "parent", "at", "epoch", "name", "pinned", "present", "began", "moments", "weights", "curves")
_MOMENT = ("at", "epoch", "seen", "looked", "optimizer_steps", "arrival", "settings", "weights", "marks")
_STRETCH = ("moments", "parameters", "optimizer")


def kept_runs(fields: Fields, project: Project, members: Members) -> tuple[KeptRun, ...]:
    """The runs of ``project``; of the one at work there is exactly one, if there are any."""
    settings = _all_settings(fields, project, members)
    runs = tuple(
        _course(Fields.of(value, pointer, _COURSE), settings, project.data, members)
        for value, pointer in fields.items("courses", MAX_RUNS)
    )
    for number, run in enumerate(runs):
        _check_beside(run, runs[:number], fields.at("courses"))
    if runs and not any(run.is_present for run in runs):
        raise mismatch("Of the runs exactly one is at work.", fields.at("courses"))
    return runs


def sound_runs(document: Fields, project: Project, members: Members, left_out: OnLeftOut) -> tuple[KeptRun, ...]:
    """The same without those that are wrong, of which ``left_out`` is told; perhaps without the one at work."""
    runs: list[KeptRun] = []
    try:
        fields = document.record("runs", RUNS)
        settings = _all_settings(fields, project, members)
        courses = list(fields.items("courses", MAX_RUNS))
    except ProjectFileError as error:
        left_out(LeftOut("", 0, error.where, error.message))
        return ()
    for value, pointer in courses:
        found = _course_or_not(value, pointer, settings, project.data, members, runs)
        if isinstance(found, LeftOut):
            left_out(found)
        else:
            runs.append(found)
    return tuple(runs)


def _course_or_not(
    value: object, pointer: str, settings: list[Project], data: DataSpec, members: Members, others: Sequence[KeptRun]
) -> KeptRun | LeftOut:
    try:
        run = _course(Fields.of(value, pointer, _COURSE), settings, data, members)
        _check_beside(run, others, pointer)
    except ProjectFileError as error:
        return LeftOut(*_called(value), error.where, error.message)
    return run


def _all_settings(fields: Fields, project: Project, members: Members) -> list[Project]:
    data = [project.data]
    for value, pointer in fields.items("data", MAX_RUNS):
        data.append(data_spec(Fields.of(value, pointer), members, data))
    return [
        _settings(Fields.of(value, pointer, _SETTINGS), project.name, data)
        for value, pointer in fields.items("settings", MAX_SETTINGS)
    ]


def _check_beside(run: KeptRun, others: Sequence[KeptRun], pointer: str) -> None:
    if any(run.tag.key == other.tag.key for other in others):
        raise mismatch("Two runs have the same number.", pointer)
    if run.is_present and any(other.is_present for other in others):
        raise mismatch("Of the runs exactly one is at work.", pointer)


def _called(course: object) -> tuple[str, int]:
    """Name and number of a run that is wrong, if at least these are right."""
    values = course if isinstance(course, dict) else {}
    name, key = values.get("name"), values.get("key")
    number = key if isinstance(key, int) and not isinstance(key, bool) and 0 < key <= MAX_COUNT else 0
    return name_of(name) if isinstance(name, str) else "", number


def _settings(fields: Fields, name: str, data: list[DataSpec]) -> Project:
    """Data, network and training of some moments, which must go together as those of a project must."""
    spec, data_at = data[0], "/data"
    if fields.values["data"] is not None:
        place = fields.integer("data", 0, len(data) - 2)
        spec, data_at = data[place + 1], f"/runs/data/{place}"
    network = network_spec(fields.record("network", NETWORK))
    check_inputs(spec, network.n_inputs, data_at, fields.at("network"))
    training = train_spec(fields.record("training", TRAINING))
    check_project(network, training, task_of(spec), fields.pointer)
    return Project(name, spec, network, training)


def _course(fields: Fields, settings: list[Project], of_project: DataSpec, members: Members) -> KeptRun:
    tag = Tag(
        key=fields.integer("key", 1, MAX_COUNT),
        parent=fields.integer("parent", 0, MAX_COUNT),
        at=fields.integer("at", 0, MAX_COUNT),
        epoch=fields.integer("epoch", 0, MAX_COUNT),
        name=_name(fields),
        is_pinned=fields.boolean("pinned"),
    )
    if tag.parent >= tag.key:
        raise mismatch("The run from which another one comes has a smaller number.", fields.at("parent"))
    is_present = fields.boolean("present")
    moments = _moments(fields, settings, members)
    data = of_project if is_present else moments[0].project.data
    if any(moment.project.data != data for moment in moments):
        raise mismatch("A run has the same data from its first to its last moment.", fields.at("moments"))
    began = None if fields.values["began"] is None else change_of(fields.record("began"))
    if is_present != (fields.values["curves"] is None):
        raise mismatch("A run has a record of its own unless it is the one at work.", fields.at("curves"))
    curves = Curves() if is_present else curves_of(fields.record("curves", CURVES), members)
    return KeptRun(tag, moments, curves, began, is_present)


def _name(fields: Fields) -> str:
    """What a person has called the run; nothing that could do anything where it is printed."""
    name = fields.text("name")
    if name_of(name) != name:
        raise out_of_range("This is no name of a run: one line, at most 100 characters.", fields.at("name"))
    return name


def _moments(fields: Fields, settings: list[Project], members: Members) -> tuple[Moment, ...]:
    """All moments of a course, each with its weights if they are here."""
    entries = [Fields.of(value, pointer, _MOMENT) for value, pointer in fields.items("moments", MAX_MOMENTS)]
    if not entries:
        raise mismatch("A run has no moment at all.", fields.at("moments"))
    bare = [_moment(entry, settings) for entry in entries]
    kinds = [entry.one_of("weights", ("here", "gone", "first")) for entry in entries]
    here = [moment for moment, kind in zip(bare, kinds, strict=True) if kind == "here"]
    weights = iter(_weights(fields, here, members))
    found = []
    for entry, moment, kind in zip(entries, bare, kinds, strict=True):
        is_start = moment.arrival == "start"
        if is_start != (entry is entries[0]):
            raise mismatch("The first moment of a run is its start, and no other is.", entry.at("arrival"))
        if kind == "first" and not (is_start and (moment.at, moment.epoch, moment.seen) == (0, 0, 0)):
            raise mismatch("Only a run that began at its seed has first weights.", entry.at("weights"))
        if kind == "here":
            found.append(_with(moment, entry, next(weights)))
        else:
            found.append(moment.bare() if kind == "gone" else moment)
    for earlier, later in pairwise(found):
        if later.at <= earlier.at:
            raise mismatch("The moments of a run do not ascend.", fields.at("moments"))
    return tuple(found)


def _moment(fields: Fields, settings: list[Project]) -> Moment:
    """A moment without weights."""
    project = settings[fields.integer("settings", 0, len(settings) - 1)]
    return Moment(
        at=fields.integer("at", 0, MAX_COUNT),
        epoch=fields.integer("epoch", 0, MAX_COUNT),
        seen=fields.integer("seen", 0, max(0, n_rows(project.data) - 1)),
        project=project,
        checkpoint=None,
        arrival=cast("Arrival", fields.one_of("arrival", get_args(Arrival))),
        marks=tuple(
            _mark(Fields.of(value, pointer, ("change", "back"))) for value, pointer in fields.items("marks", MAX_MARKS)
        ),
    )


def _mark(fields: Fields) -> Mark:
    return Mark(change_of(fields.record("change")), fields.boolean("back"))


def _with(moment: Moment, fields: Fields, weights: Checkpoint) -> Moment:
    """The moment with its numbers, and the counters that belong to them."""
    checkpoint = Checkpoint(
        network=weights.network,
        parameters=weights.parameters,
        optimizer=weights.optimizer,
        optimizer_steps=fields.integer("optimizer_steps", 0, MAX_COUNT),
        step=moment.at,
        epoch=moment.epoch,
        seen=moment.seen,
        looked=fields.integer("looked", 0, MAX_COUNT),
    )
    return Moment(moment.at, moment.epoch, moment.seen, moment.project, checkpoint, moment.arrival, moment.marks)


def _weights(fields: Fields, here: list[Moment], members: Members) -> Iterator[Checkpoint]:
    """The numbers of all moments that have some, out of the rows in which they lie."""
    place = 0
    for value, pointer in fields.items("weights", MAX_MOMENTS):
        stretch = Fields.of(value, pointer, _STRETCH)
        n_moments = stretch.integer("moments", 1, MAX_MOMENTS)
        part = here[place : place + n_moments]
        place += n_moments
        if len(part) < n_moments:
            raise mismatch("There are weights of more moments than the run has.", stretch.at("moments"))
        network = part[0].project.network
        if any(moment.project.network != network for moment in part):
            raise mismatch("The moments of one row have different networks.", pointer)
        length = network.n_parameters
        expected: dict[str, Any] = {"dtype": network.dtype, "length": n_moments * length}
        parameters = members.take_finite(stretch, "parameters", **expected)
        memory = memory_of(stretch.record("optimizer"), members, expected)
        for number in range(n_moments):
            slot = slice(number * length, (number + 1) * length)
            check_parameters(parameters[slot], network, stretch.at("parameters"))
            yield Checkpoint(network, parameters[slot], {name: array[slot] for name, array in memory.items()})
    if place < len(here):
        raise mismatch("There are weights of fewer moments than the run has.", fields.at("weights"))
