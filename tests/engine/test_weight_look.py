"""What stands beside each weight: gradient, last change, the optimizer's memory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice
from nnsim.engine.weight_look import CHANGE, GRADIENT, WeightLook, WeightNumbers
from nnsim.model.start import new_project
from nnsim.runs.run import Run


def run_with(optimizer: str, **training: object) -> Run:
    project = new_project("look", DataSpec(ToySource("spiral", 40, 0.0, 0)), (3,))
    return Run(replace(project, training=replace(project.training, optimizer=Choice(optimizer), **training)))


def seen(run: Run, quantity: str, layer: int = 0) -> WeightNumbers:
    numbers = run.snapshot([WeightLook(layer, quantity)]).weight_numbers
    assert numbers is not None
    return numbers


def weights(run: Run, layer: int = 0) -> np.ndarray:
    return blocks(run.project.network)[layer].matrix(run.trainer.network.parameters).copy()


def test_before_the_first_step_the_gradient_is_that_of_the_next_one_and_no_change_is_known() -> None:
    run = run_with("sgd", learning_rate=0.25, l2=0.01)
    assert np.isnan(seen(run, CHANGE).values).all()
    ahead, before = seen(run, GRADIENT), weights(run)
    assert ahead.ahead
    run.trainer.advance(1)
    assert weights(run) == pytest.approx(before - 0.25 * ahead.values, abs=1e-15)
    last = seen(run, GRADIENT)
    assert not last.ahead
    assert (last.values == ahead.values).all()
    assert seen(run, CHANGE).values == pytest.approx(weights(run) - before, abs=1e-15)


def test_after_the_last_batch_of_an_epoch_the_change_is_that_of_its_step_too() -> None:
    run = run_with("momentum")
    run.trainer.advance(run.trainer.n_batches - 1)
    before = weights(run, 1)
    run.trainer.advance(1)
    assert (run.trainer.epoch, run.trainer.batch) == (1, 0)
    assert seen(run, CHANGE, 1).values == pytest.approx(weights(run, 1) - before, abs=1e-15)


def test_a_gradient_that_was_shortened_is_shown_as_it_was_before() -> None:
    free, held = run_with("sgd"), run_with("sgd", clip_norm=1e-3)
    for run in (free, held):
        run.trainer.advance(1)
    assert seen(held, GRADIENT).values == pytest.approx(seen(free, GRADIENT).values, rel=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_each_memory_of_an_optimizer_is_seen_as_it_is_kept(name: str) -> None:
    run = run_with(name)
    run.trainer.advance(2)
    kept = run.checkpoint().optimizer
    for memory, array in kept.items():
        assert (seen(run, memory, 1).values == blocks(run.project.network)[1].matrix(array)).all()
    assert run.snapshot([WeightLook(1, "no such memory")]).weight_numbers is None
    assert run.snapshot([WeightLook(2, GRADIENT)]).weight_numbers is None


def test_looking_changes_no_number_of_the_run() -> None:
    looked, left = run_with("adam"), run_with("adam")
    for run in (looked, left):
        for _ in range(7):
            run.trainer.advance(1)
            if run is looked:
                for quantity in (GRADIENT, CHANGE, "mean", "square"):
                    assert not seen(run, quantity).values.flags.writeable
    assert (weights(looked) == weights(left)).all()
