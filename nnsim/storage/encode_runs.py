"""From the runs of a project to the ``runs`` of a document, and their arrays.

Settings stand there once for all moments that have them. The weights of moments that follow each other, with the same
network and the same memory of the optimizer, lie in one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np

from nnsim.data.spec import TableSource
from nnsim.data.tables import Table
from nnsim.engine.snapshot import Checkpoint
from nnsim.model.change import Change
from nnsim.model.kept_run import KeptRun
from nnsim.model.moment import Moment
from nnsim.model.project import Project
from nnsim.storage.arrays import AnyArray, storable
from nnsim.storage.encode import (
    Arrays,
    Document,
    curves_document,
    data_document,
    network_document,
    storable_text,
    table_document,
    training_document,
)
from nnsim.storage.limits import MAX_NESTED, MAX_SAID
from nnsim.words import Counted, Words


def encode_runs(runs: Sequence[KeptRun], project: Project, arrays: Arrays) -> Document:
    """The runs, whose arrays are added to ``arrays``; ``project`` is where the one at work stands."""
    shared = _Shared(project, arrays)
    courses = [_course(run, shared, f"runs/{index}", arrays) for index, run in enumerate(runs)]
    return {"data": shared.data, "settings": shared.settings, "courses": courses}


class _Shared:
    """Data and settings that several moments have, each written once."""

    def __init__(self, project: Project, arrays: Arrays) -> None:
        self.data: list[Document] = []
        self.settings: list[Document] = []
        self._arrays = arrays
        self._data_known = [project.data]
        self._known: dict[tuple[int, int, int], int] = {}
        self._held: list[Project] = []

    def number(self, settings: Project) -> int:
        """Which of ``settings`` these are."""
        parts = id(settings.data), id(settings.network), id(settings.training)
        if parts not in self._known:
            made = {
                "data": self._data(settings),
                "network": network_document(settings.network),
                "training": training_document(settings.training),
            }
            same = next((place for place, other in enumerate(self.settings[-8:]) if other == made), None)
            if same is None:
                self.settings.append(made)
                same = len(self.settings) - 1
            else:
                same += max(0, len(self.settings) - 8)
            self._known[parts] = same
            self._held.append(settings)  # so that no other part gets its identity
        return self._known[parts]

    def _data(self, settings: Project) -> int | None:
        """Which of ``data`` they are; ``None`` for those of the project."""
        for place, known in enumerate(self._data_known):
            if known == settings.data:
                return None if place == 0 else place - 1
        self.data.append(data_document(settings.data, self._table, self._arrays, f"runs/data/{len(self.data)}"))
        self._data_known.append(settings.data)
        return len(self.data) - 1

    def _table(self, table: Table) -> Document | int | None:
        """The table, or which of ``data`` has it already; ``None`` if the project has."""
        for place, known in enumerate(self._data_known):
            if isinstance(known.source, TableSource) and known.source.table is table:
                return None if place == 0 else place - 1
        return table_document(table, self._arrays, f"runs/data/{len(self.data)}")


def _course(run: KeptRun, shared: _Shared, folder: str, arrays: Arrays) -> Document:
    tag = run.tag
    kept = [moment for moment in run.moments if moment.checkpoint is not None]
    return {
        "key": int(tag.key),
        "parent": int(tag.parent),
        "at": int(tag.at),
        "epoch": int(tag.epoch),
        "name": storable_text(tag.name),
        "pinned": bool(tag.is_pinned),
        "present": bool(run.is_present),
        "began": run.began and _change(run.began),
        "moments": [_moment(moment, shared) for moment in run.moments],
        "weights": _weights(kept, shared, folder, arrays),
        "curves": None if run.is_present else curves_document(run.curves, arrays, folder),
    }


def _moment(moment: Moment, shared: _Shared) -> Document:
    checkpoint = moment.checkpoint
    return {
        "at": int(moment.at),
        "epoch": int(moment.epoch),
        "seen": int(moment.seen),
        "looked": 0 if checkpoint is None else int(checkpoint.looked),
        "optimizer_steps": 0 if checkpoint is None else int(checkpoint.optimizer_steps),
        "arrival": moment.arrival,
        "settings": shared.number(moment.project),
        "weights": "here" if checkpoint is not None else "gone" if moment.is_bare else "first",
        "marks": [{"change": _change(mark.change), "back": bool(mark.back)} for mark in moment.marks],
    }


def _weights(kept: Iterable[Moment], shared: _Shared, folder: str, arrays: Arrays) -> list[Document]:
    """One entry for moments in a row that have the same network and the same memory."""

    def kind(moment: Moment) -> tuple[int, tuple[str, ...]]:
        return shared.number(moment.project), tuple(sorted(_checkpoint(moment).optimizer))

    made: list[Document] = []
    for (_, memory), stretch in groupby(kept, kind):
        checkpoints = [_checkpoint(moment) for moment in stretch]
        here, dtype = f"{folder}/weights/{len(made)}", checkpoints[0].network.dtype
        members = {name: f"{here}/optimizer/{name}.npy" for name in memory}
        arrays[f"{here}/parameters.npy"] = _row([one.parameters for one in checkpoints], dtype)
        for name, member in members.items():
            arrays[member] = _row([one.optimizer[name] for one in checkpoints], dtype)
        made.append({"moments": len(checkpoints), "parameters": f"{here}/parameters.npy", "optimizer": members})
    return made


def _checkpoint(moment: Moment) -> Checkpoint:
    if moment.checkpoint is None:
        raise ValueError("a moment without weights has no place among them")
    return moment.checkpoint


def _row(parts: Sequence[AnyArray], dtype: str) -> AnyArray:
    return storable(np.concatenate(parts) if len(parts) > 1 else parts[0], dtype)


def _change(change: Change) -> Document:
    return {
        "parts": sorted(part.value for part in change.parts),
        "label": storable_text(change.label),
        "arguments": [_words(argument) for argument in change.arguments],
        "was": _words(change.was),
        "other_project": bool(change.is_other_project),
        "anew": bool(change.starts_anew),
    }


def _words(said: str, nested: int = MAX_NESTED) -> str | Document:
    """A text, or words that the window can say in another language. What is very long or deep is a text, and cut.

    So is what depends on a number: a file knows no such forms.
    """
    if not isinstance(said, Words) or isinstance(said, Counted) or nested == 0 or len(said) > MAX_SAID:
        return storable_text(said if len(said) <= MAX_SAID else f"{said[: MAX_SAID - 1]}…")
    arguments = [_words(argument, nested - 1) for argument in said.arguments]
    return {"context": said.context, "template": storable_text(said.template), "arguments": arguments}
