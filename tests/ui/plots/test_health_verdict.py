"""What is wrong with learning, in a sentence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.snapshot import LayerHealth
from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.ui.plots.health_verdict import verdict

NETWORK = NetworkSpec(2, (LayerSpec(8), LayerSpec(4), LayerSpec(1)))


def health(norms, ratios=(1e-3,) * 3, dead=(0.0, 0.0, np.nan), saturated=(0.1, 0.1, np.nan)):
    return LayerHealth(*map(np.array, (norms, ratios)), dead=np.array(dead), saturated=np.array(saturated))


@pytest.mark.parametrize("norms", [(1.0, 0.5, 2.0), (1e-4, 1e-3, 2e-3), (1e-7, 1e-7, 1e-7)])
def test_small_gradients_alone_are_no_fault(norms):
    assert verdict(NETWORK, health(norms)) == ""


def test_a_layer_far_behind_another_is_named():
    said = verdict(NETWORK, health((1e-6, 1e-3, 1.1e-3)))
    assert said == "Hidden 1 hardly learns: its gradient is 1,000 times smaller than that of Output."


def test_a_layer_without_any_gradient_is_named():
    assert verdict(NETWORK, health((0.0, 0.0, 1.0))).startswith("Hidden 2 gets no gradient at all")
    assert verdict(NETWORK, health((0.0, 0.0, 0.0))) == "", "all is learnt"


def test_dead_neurons_are_counted():
    said = verdict(NETWORK, health((1.0, 1.0, 1.0), dead=(0.25, 0.5, np.nan)))
    assert said == "Hidden 2: 2 of 4 neurons are dead, they learn nothing."


def test_a_step_that_turns_all_over_is_told():
    said = verdict(NETWORK, health((1.0, 1.0, 1.0), ratios=(1e-3, 1e-3, 0.4)))
    assert said == "Output is restless: one step changes its weights by 40\u202f%."


def test_saturated_answers_are_told():
    assert verdict(NETWORK, health((1.0, 1.0, 1.0), saturated=(0.9, 0.2, np.nan))).startswith("Hidden 1 learns slowly")


def test_a_frozen_layer_is_not_blamed():
    frozen = replace(NETWORK, layers=(LayerSpec(8, frozen=True), *NETWORK.layers[1:]))
    assert verdict(frozen, health((0.0, 1.0, 1.0))) == ""


@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_what_is_no_number_says_nothing(odd):
    assert verdict(NETWORK, health((odd, 1.0, 1.0), ratios=(odd, 1e-3, 1e-3))) in (
        "",
        "Hidden 1 is restless: one step changes its weights by ∞.",
    )
