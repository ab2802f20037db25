"""What is wrong with learning, in a sentence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.readings import LayerHealth
from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.runs.run import Run
from nnsim.storage import example_files
from nnsim.ui.plots.health_verdict import verdict

NETWORK = NetworkSpec(2, (LayerSpec(8), LayerSpec(4), LayerSpec(1)))


LEFT = (1e-6, 1e-3, 1e-3)
"""Updates relative to the weights: the first layer is left behind."""


def said_of(told):
    return verdict(NETWORK, told).said


def health(norms, ratios=(1e-3,) * 3, dead=(0.0, 0.0, np.nan), saturated=(0.1, 0.1, np.nan)):
    return LayerHealth(*map(np.array, (norms, ratios)), dead=np.array(dead), saturated=np.array(saturated))


@pytest.mark.parametrize("norms", [(1.0, 0.5, 2.0), (1e-4, 1e-3, 2e-3), (1e-7, 1e-7, 1e-7)])
def test_small_gradients_alone_are_no_fault(norms):
    assert said_of(health(norms)) == ""


def test_a_layer_far_behind_another_is_named():
    said = said_of(health((1e-6, 1e-3, 1.1e-3), LEFT))
    assert said == "1,000 times smaller gradient in Hidden 1 than in Output: it hardly learns."


def test_a_layer_without_any_gradient_is_named():
    assert said_of(health((0.0, 0.0, 1.0))).startswith("No gradient at all in Hidden 2")
    assert said_of(health((0.0, 0.0, 0.0))) == "", "all is learnt"


def test_dead_neurons_are_counted():
    said = said_of(health((1.0, 1.0, 1.0), dead=(0.25, 0.5, np.nan)))
    assert said == "2 of 4 neurons dead in Hidden 2: they learn nothing from this batch."


def test_a_step_that_turns_all_over_is_told():
    said = said_of(health((1.0, 1.0, 1.0), ratios=(1e-3, 1e-3, 0.4)))
    assert said == "One step changes the weights of Output by 40\u202f%: it is restless."


def test_saturated_answers_are_told_of_a_layer_that_is_left_behind():
    told = health((1.0, 1.0, 1.0), LEFT, saturated=(0.9, 0.2, np.nan))
    assert said_of(told) == "90\u202f% of answers saturated in Hidden 1: it learns slowly."
    assert said_of(replace(told, ahead=True)) == "", "nothing has been moved yet"


@pytest.mark.parametrize("ratios", [(1e-3, 1e-3, 1e-3), (4e-5, 4e-5, 9e-5)])
def test_saturated_answers_are_no_fault_of_a_layer_that_keeps_pace(ratios):
    assert said_of(health((1.0, 1.0, 1.0), ratios, saturated=(0.9, 0.9, np.nan))) == ""


def test_a_small_gradient_is_no_fault_where_the_optimizer_makes_up_for_it():
    assert said_of(health((1e-6, 1e-3, 1.1e-3), (1e-3, 1e-3, 1e-3))) == ""


def judged(example, epochs):
    run = Run(example_files.named(example).project)
    for count in np.diff([0, *epochs]).tolist():
        run.train_epochs(count)
        yield verdict(run.project.network, run.trainer.health()).kind


@pytest.mark.parametrize(
    "example", ["spiral", "circle_two", "circle_three", "by_heart", "sine", "digits", "whole_batch"]
)
def test_runs_that_go_well_are_not_blamed(example):
    epochs = (1, 2, 3) if example == "digits" else (10, 30, 100, 200, 300)
    assert set(judged(example, epochs)) == {""}


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        ("deep_sigmoid", "vanishing"),
        ("dead_relu", "lost"),
        ("zero_weights", "lost"),
        ("wine_raw", "lost"),
        ("one_weight_leaps", "restless"),
        ("wrong_but_sure", "saturated"),
    ],
)
def test_what_an_example_is_to_show_is_named(example, kind):
    assert set(judged(example, (3, 10, 30))) == {kind}


def test_a_frozen_layer_is_not_blamed():
    frozen = replace(NETWORK, layers=(LayerSpec(8, frozen=True), *NETWORK.layers[1:]))
    assert verdict(frozen, health((0.0, 1.0, 1.0))).said == ""


@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_what_is_no_number_says_nothing(odd):
    assert said_of(health((odd, 1.0, 1.0), ratios=(odd, 1e-3, 1e-3))) in (
        "",
        "One step changes the weights of Hidden 1 by ∞: it is restless.",
    )
