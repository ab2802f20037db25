"""How ``runs-v3.nnsim`` was made, once. Do not run it again: later versions must open the file as it is.

python -m tests.golden.make_runs_v3
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.snapshot import Checkpoint, Curves
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.model.change import Change, Part
from nnsim.model.kept_run import KeptRun, Work
from nnsim.model.moment import Arrival, Mark, Moment
from nnsim.model.project import Project
from nnsim.model.tag import Tag
from nnsim.storage import project_file
from nnsim.words import QT_TRANSLATE_NOOP, Words

PATH = Path(__file__).with_name("runs-v3.nnsim")


def runs_v3() -> Work:
    """What version 3 brought: a pinned run with other data, a branch at work, every arrival, marks, words in words."""
    project = _project()
    settings = replace(project, checkpoint=None)
    noisy = replace(settings, data=replace(settings.data, source=ToySource("spiral", 200, 0.5, 7)))
    faster = replace(noisy, training=replace(noisy.training, learning_rate=0.25))
    assert project.checkpoint is not None
    weights = [
        replace(project.checkpoint, curves=Curves(), step=at, epoch=at // 10, seen=0, parameters=np.arange(17) / at)
        for at in (10, 20, 30)
    ]
    said = QT_TRANSLATE_NOOP("edits", "learning rate {0}")
    change = Change(frozenset({Part.TRAINING}), said, ("0.25",), was="0.0625")
    activation = Words(QT_TRANSLATE_NOOP("catalog", "tanh"), context="catalog")
    began = Change(
        frozenset({Part.NETWORK}), QT_TRANSLATE_NOOP("edits", "activation {0} in layer {1}"), (activation, "1")
    )
    left = (
        Moment(0, 0, 0, noisy, None, "start"),
        _moment(noisy, weights[0], "trained"),
        replace(_moment(faster, weights[1], "settings"), marks=(Mark(change), Mark(change, back=True))),
        _moment(faster, weights[2], "trained"),
    )
    first = Moment(0, 0, 0, settings, None, "start")
    present = (first, _moment(settings, weights[0], "weights"), Moment(40, 4, 0, settings, None, "trained").bare())
    return Work(
        project,
        (
            KeptRun(Tag(key=1, name="slow – 0.06", is_pinned=True), left, project.checkpoint.curves),
            KeptRun(Tag(key=3, parent=1, at=10, epoch=1), present, began=began, is_present=True),
        ),
    )


def _project() -> Project:
    network = NetworkSpec(2, (LayerSpec(4, key=1), LayerSpec(1, Choice("sigmoid"), key=2)))
    rows = ([0.0, 4.0], [0.75, 0.5], [0.75, np.nan], [0.5, 0.875], [0.5, np.nan])
    curves = Curves(*(np.array(row) for row in rows))
    checkpoint = Checkpoint(network, np.arange(17) / 8.0, {"velocity": np.arange(17) / -4.0}, 40, 40, 4, 0, 3, curves)
    training = TrainSpec(optimizer=Choice.of("momentum", momentum=0.5), learning_rate=0.0625, batch_size=16)
    return Project("runs", DataSpec(ToySource("spiral", 200, 0.125, 3)), network, training, checkpoint)


def _moment(settings: Project, checkpoint: Checkpoint, arrival: Arrival) -> Moment:
    return Moment(checkpoint.step, checkpoint.epoch, checkpoint.seen, settings, checkpoint, arrival)


if __name__ == "__main__":
    project_file.write_work(runs_v3(), PATH)
