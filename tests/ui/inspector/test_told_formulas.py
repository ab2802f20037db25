"""Every formula that is told can be typeset, also those of single numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec
from nnsim.engine.tracing import trace
from nnsim.explain.copies import formulas_latex, origin_latex, stage_latex
from nnsim.explain.walk import walk
from nnsim.ui.widgets.formula import Formula
from tests.engine.pictures import convolution, pooling_network
from tests.engine.samples import data_for, network, sensible_pairs, trainer

TALLEST_PX = 120.0
"""Higher than any formula is; a bracket that ziamath makes too tall is 2,000."""


def dressed(layer: LayerSpec) -> LayerSpec:
    return replace(layer, normalize=True, dropout=0.3, muted=(0,))


def assert_typeset(spec: NetworkSpec, *kinds: str, **settings: object) -> None:
    """The formulas of the stages of these kinds."""
    learner = trainer(spec, data_for(spec, 12, 2), **settings)
    data = learner.data
    traced = trace(learner.training, learner.checkpoint(), data.train_inputs[:2], data.train_labels[:2])
    told = walk(spec, learner.training, traced)
    for kind, layer in told.places:
        if kind not in kinds:
            continue
        stage = told.stage(kind, layer)
        for equation in stage.equations:
            rows, columns = equation.result.values.shape
            number = origin_latex(equation, rows - 1, columns - 1, lambda _: "1")
            for latex in (equation.formula, number):
                assert 2.0 < Formula(latex, 16.0, "#000000").size.height() < TALLEST_PX, latex
        assert formulas_latex(stage).count("{") == formulas_latex(stage).count("}")
        assert stage_latex(stage, lambda value: f"{value:.3g}").count(r"\begin") >= 1


@pytest.mark.parametrize("activation", ACTIVATIONS.names)
def test_formulas_of_all_activations_can_be_typeset(activation: str) -> None:
    assert_typeset(network(1, 2, output=activation), "forward", "backward")


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names)
def test_formulas_of_all_optimizers_can_be_typeset(optimizer: str) -> None:
    assert_typeset(network(1, 1), "update", optimizer=Choice(optimizer), l1=0.1, l2=0.1, clip_norm=0.001)


@pytest.mark.parametrize(("output", "loss"), sensible_pairs())
def test_formulas_of_all_losses_can_be_typeset(output: str, loss: str) -> None:
    assert_typeset(network(1, 1, output=output), "loss", loss=Choice(loss))


def test_formulas_of_pictures_and_of_normalisation_can_be_typeset() -> None:
    spec = network(1, 1, 1)
    both = ("forward", "backward")
    assert_typeset(replace(spec, layers=(dressed(spec.layers[0]), spec.layers[1])), *both)
    assert_typeset(pooling_network(), *both, loss=Choice("cross_entropy"))
    filters = convolution(normalize=True, dropout=0.3, muted=(1,))
    assert_typeset(filters, *both, "update", loss=Choice("cross_entropy"))
