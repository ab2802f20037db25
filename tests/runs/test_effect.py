"""What an edit of weights does to the loss, and what the gradient foretells."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice
from nnsim.model import edits, lock_edits, weight_edits
from nnsim.model.cells import Cells
from nnsim.model.start import new_project
from nnsim.runs import effect, slope
from nnsim.runs.effect import effect_of
from nnsim.runs.experiment import Experiment
from nnsim.runs.slope import slope_along, slope_of_weight
from tests.runs.test_slope import a_run

BLOCK = Cells(1, range(4), range(1, 3))


@pytest.mark.parametrize("hidden", [{}, {"normalize": True}], ids=str)
def test_the_slope_along_a_change_is_what_the_loss_does_over_a_small_part_of_it(hidden: dict[str, object]) -> None:
    run = a_run(**hidden)
    weights = run.trainer.network.parameters
    before, change = weights.copy(), np.random.default_rng(0).normal(0.0, 1.0, len(weights))
    losses = []
    for part in (1e-5, -1e-5):
        weights[...] = before + part * change
        losses.append(run.trainer.evaluate()[0][0])
    weights[...] = before
    assert slope_along(run, change) == pytest.approx((losses[0] - losses[1]) / 2e-5, rel=1e-4)


def test_along_one_weight_it_is_the_slope_of_that_weight() -> None:
    run = a_run()
    change = np.zeros(len(run.trainer.network.parameters))
    change[4] = -3.0
    slope_of_it = slope_of_weight(run, 0, 1, 0)
    assert slope_of_it is not None
    assert slope_along(run, change) == pytest.approx(-3.0 * slope_of_it, rel=1e-12)
    assert slope_along(run, 0.0 * change) == 0.0


def test_the_smaller_an_edit_the_better_the_gradient_foretells_it() -> None:
    experiment = Experiment(a_run().stamped())
    misses = []
    for factor in (1.1, 1.01, 1.001):
        before = experiment.run
        experiment.edit_weights(partial(weight_edits.scale_weights, cells=BLOCK, factor=factor))
        told = effect_of(before, experiment.run)
        assert told is not None
        assert told.foretold is not None
        assert told.before == before.results()["train"]["loss"]
        assert told.after == experiment.run.results()["train"]["loss"]
        misses.append(abs(told.change - told.foretold))
        experiment.undo()
    assert misses[0] > 50 * misses[1] > 50 * 50 * misses[2]


def test_cutting_links_has_an_effect_and_holding_them_has_none() -> None:
    experiment = Experiment(a_run().stamped())
    before = experiment.run
    experiment.edit_weights(lambda project: lock_edits.hold_weights(project, BLOCK, True))
    assert effect_of(before, experiment.run) is None
    experiment.edit_weights(lambda project: lock_edits.cut_links(project, BLOCK))
    told = effect_of(before, experiment.run)
    assert told is not None
    assert told.change != 0.0 != told.foretold


def test_of_outputs_that_are_steps_nothing_is_foretold() -> None:
    project = new_project("p", named_data("circle"), ())
    network = project.network.with_layer(0, replace(project.network.output, activation=Choice("step")))
    training = replace(project.training, loss=Choice("quadratic"))
    experiment = Experiment(replace(project, network=network, training=training))
    before = experiment.run
    experiment.edit_weights(lambda edited: weight_edits.add_to_weights(edited, Cells(0, range(2, 3), range(1)), 1e-9))
    told = effect_of(before, experiment.run)
    assert told is not None
    assert told.foretold is None
    assert told.change == 0.0
    assert slope_of_weight(before, 0, 2, 0) is None


def test_an_edit_of_more_than_weights_has_no_effect_that_a_gradient_could_foretell() -> None:
    experiment = Experiment(a_run().stamped())
    before = experiment.run
    experiment.apply(lambda project: edits.add_neuron(project, 0))
    assert effect_of(before, experiment.run) is None


def test_of_very_many_samples_only_a_known_loss_is_told_and_that_some_stood_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    experiment = Experiment(a_run().stamped())
    before = experiment.run
    work = before.project.network.n_parameters * len(before.trainer.data.train_inputs) // 3
    monkeypatch.setattr(slope, "MOST_WORK", work)
    monkeypatch.setattr(effect, "MOST_UNMEASURED", work)
    experiment.edit_weights(lambda project: weight_edits.scale_weights(project, BLOCK, 2.0))
    assert effect_of(before, experiment.run) is None
    before.results()
    told = effect_of(before, experiment.run)
    assert told is not None
    assert told.every == 4 or told.every == 3
