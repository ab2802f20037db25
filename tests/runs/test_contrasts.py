"""What can differ between two runs: the present value is always among those proposed, and all of them can be run."""

from __future__ import annotations

import pytest

from nnsim.data.named import named_data
from nnsim.data.prepare import prepare
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.errors import SpecError
from nnsim.model import edits, layer_edits
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.contrasts import CONTRASTS, Contrast, check_possible, is_possible, proposals, variant
from nnsim.runs.run import Run

PROJECTS = {
    "spiral": new_project("spiral", named_data("spiral"), (4, 3), training=TrainSpec(batch_size=40)),
    "sine": new_project("sine", named_data("sine"), (5,), activation=Choice("relu")),
    "iris": new_project("iris", named_data("iris"), ()),
}
SUITED = [
    (name, contrast.name)
    for name, project in PROJECTS.items()
    for contrast in CONTRASTS.values()
    if contrast.suits(project)
]


def value_of(project: Project, contrast: Contrast) -> object:
    return contrast.present(project)


@pytest.mark.parametrize(("name", "setting"), SUITED)
def test_what_is_proposed_holds_the_present_value_and_can_be_run(name: str, setting: str) -> None:
    project, contrast = PROJECTS[name], CONTRASTS[setting]
    prepared = prepare(project.data)
    values = proposals(project, contrast, prepared)
    assert contrast.present(project) in values
    assert 2 <= len(values) <= 3
    assert len(set(values)) == len(values)
    for value in values:
        made = variant(project, contrast, value)
        assert value_of(made, contrast) == value
        Run(made).train_epochs(1)


@pytest.mark.parametrize(("name", "setting"), SUITED)
def test_the_present_value_changes_nothing_but_the_start(name: str, setting: str) -> None:
    project, contrast = PROJECTS[name], CONTRASTS[setting]
    made = variant(project, contrast, contrast.present(project))
    assert (made.data, made.training) == (project.data, project.training)
    assert made.network.sizes == project.network.sizes


def test_from_here_keeps_the_weights_where_the_setting_allows_it() -> None:
    run = Run(PROJECTS["spiral"])
    run.train_epochs(2)
    here = run.stamped()
    rate = variant(here, CONTRASTS["learning_rate"], 0.5, from_here=True)
    assert rate.checkpoint is here.checkpoint
    assert variant(here, CONTRASTS["learning_rate"], 0.5).checkpoint is None
    assert variant(here, CONTRASTS["seed"], 7, from_here=True).checkpoint is None
    kept = [contrast for contrast in CONTRASTS.values() if contrast.keeps_weights and contrast.suits(here)]
    for contrast in kept:
        for value in proposals(here, contrast, run.prepared):
            made = variant(here, contrast, value, from_here=True)
            assert Run(made).trainer.epoch == 2


def test_an_impossible_value_is_refused_with_what_was_attempted() -> None:
    project, loss = PROJECTS["spiral"], CONTRASTS["loss"]
    prepared = prepare(project.data)
    assert not is_possible(project, loss, Choice("hinge"), prepared)
    with pytest.raises(SpecError):
        check_possible(project, loss, Choice("hinge"), prepared)


def test_a_batch_size_that_the_optimizer_forbids_is_not_proposed() -> None:
    project = edits.set_optimizer(PROJECTS["spiral"], Choice("rprop")).project
    assert proposals(project, CONTRASTS["batch_size"], prepare(project.data)) == (None,)


def test_the_present_value_stands_in_its_place() -> None:
    project = layer_edits.set_dropout(PROJECTS["spiral"], 0, 0.3).project
    assert proposals(project, CONTRASTS["dropout"], prepare(project.data)) == (0.0, 0.2, 0.3)
