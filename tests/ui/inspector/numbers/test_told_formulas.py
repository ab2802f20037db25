"""Every formula that is told can be typeset, also those of single numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, partial

import numpy as np
import pytest

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.engine.trace import Trace
from nnsim.engine.tracing import trace
from nnsim.explain.copies import formulas_latex, origin_latex, stage_latex, stage_text
from nnsim.explain.pens import Latex
from nnsim.explain.walk import walk
from nnsim.ui.widgets.formula import Formula
from nnsim.ui.widgets.numbers import Rounded
from tests.engine.pictures import conv, flatten, picture_network, pool
from tests.engine.samples import data_for, network, sensible_pairs, trainer

TALLEST_PX = 120.0
"""Higher than any formula is; a bracket that ziamath makes too tall is 2,000."""
SIDES = re.compile(r" (?:=|\\approx|\\leftarrow) ")
"""Sides of a formula are typeset one by one: many formulas share them, and the whole is as high as the highest."""


def dressed(layer: LayerSpec) -> LayerSpec:
    return replace(layer, normalize=True, dropout=0.3, muted=(0,))


def shape(latex: str) -> str:
    """The formula with 1 for every number and two of many like terms: it is no less high, and soon typeset."""
    return re.sub(r"( \+ [^=]+?)\1+", r"\1", re.sub(r"\d+(?:\.\d+)?", "1", latex))


def sides(latex: str) -> list[str]:
    """What stands on each side of the signs of equality; all of it where one stands within brackets."""
    parts = SIDES.split(shape(latex))
    ends = ((r"\left", r"\right"), (r"\begin", r"\end"))
    are_whole = all(part.count(begin) == part.count(end) for part in parts for begin, end in ends)
    return parts if are_whole else [shape(latex)]


@cache
def outlined(latex: str) -> Formula:
    """The formula, typeset once however many layers have it."""
    return Formula(latex, 16.0, "#000000")


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
            number = origin_latex(equation, rows - 1, columns - 1, 1, Rounded)
            for side in {*sides(equation.formula), *sides(number)}:
                assert 2.0 < outlined(side).size.height() < TALLEST_PX, side
        assert formulas_latex(stage).count("{") == formulas_latex(stage).count("}")
        assert stage_latex(stage, partial(Rounded, 3)).count(r"\begin") >= 1


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
    both = ("forward", "backward")
    pools = (pool(stride=1), pool("average_pool2d"), flatten())
    pooled = picture_network(conv(2, 2), *pools, dressed(LayerSpec(2)), picture=(1, 4, 4))
    assert_typeset(pooled, *both, loss=Choice("cross_entropy"))
    filters = picture_network(dressed(conv(2, 2)), dressed(conv(2, 2)), picture=(1, 3, 3))
    assert_typeset(filters, *both, "update", loss=Choice("cross_entropy"))


def test_a_copied_number_says_what_is_rounded_and_what_takes_the_place_of_what() -> None:
    spec = NetworkSpec(1, (LayerSpec(1, Choice("identity"), bias=False),))
    training = TrainSpec(Choice("quadratic"), Choice("sgd"), 0.1)
    for weight, written in (
        (5.0, r"w \leftarrow w + \Delta w = 5 - 0.8 = 4.2"),
        (5.0001, r"w \leftarrow w + \Delta w = 5 - 0.8 \approx 4.2"),
    ):
        traced = trace(training, Checkpoint(spec, np.array([weight])), np.array([[2.0]]), np.array([[6.0]]))
        told = walk(spec, training, traced)
        assert origin_latex(told.stage("update", 0).equation("new"), 0, 0, 3, Rounded) == written
    assert origin_latex(told.stage("forward", 0).equation("h"), 0, 0, 6, Rounded) == r"\hat y = z = 10.0002"


def test_a_spreadsheet_reads_the_tables_of_a_step_number_by_number() -> None:
    spec = network(2, 2, output="identity")
    learner = trainer(spec, data_for(spec, 12, 2))
    data = learner.data
    traced = trace(learner.training, learner.checkpoint(), data.train_inputs[:2], data.train_labels[:2])
    stage = walk(spec, learner.training, traced).stage("update", 0)
    tables = {table.key: table for one in stage.equations for table in (*one.tables, one.result)}
    for decimal in ".,":
        for text, table in zip(
            stage_text(stage, decimal, lambda _, i: f"{i}").split("\n\n"), tables.values(), strict=True
        ):
            rows = [
                [float(cell.replace(decimal, ".")) for cell in line.split("\t")[1:]] for line in text.split("\n")[1:]
            ]
            assert np.array_equal(rows, table.values)


def test_a_spreadsheet_has_the_deltas_of_both_layers_of_a_backward_stage() -> None:
    spec = network(2, 2, 2, 1)
    spec = spec.with_layer(0, replace(spec.layers[0], normalize=True)).with_layer(
        1, replace(spec.layers[1], normalize=True)
    )
    learner = trainer(spec, data_for(spec, 12, 2))
    data = learner.data
    traced = trace(learner.training, learner.checkpoint(), data.train_inputs[:2], data.train_labels[:2])
    for stage in walk(spec, learner.training, traced):
        heads = [block.split("\t")[0] for block in stage_text(stage, ".", lambda _, i: f"{i}").split("\n\n")]
        tables = [table for one in stage.equations for table in (*one.tables, one.result)]
        assert {f"{one.symbol.text()}{' →' if one.after else ''}" for one in tables} == set(heads)
        assert len(heads) == len(set(heads))


def test_a_copied_step_calls_nothing_equal_that_is_old_and_new_or_rounded() -> None:
    spec = NetworkSpec(1, (LayerSpec(1, Choice("identity"), bias=False),))
    learner = trainer(spec, data_for(spec, 12, 2), loss=Choice("mse"), optimizer=Choice("momentum"), learning_rate=0.1)
    learner.advance(2)
    traced = trace(learner.training, learner.checkpoint(), np.array([[1 / 3]]), np.array([[0.5]]))
    stage = walk(spec, learner.training, traced).stage("update", 0)
    lines = stage_latex(stage, partial(Rounded, 3)).split(" \\\\\n")
    velocity = stage.equation("new velocity")
    old, new = (
        Latex(Rounded(3)).figures(Rounded(3)(float(one.values.item()))) for one in (velocity.tables[0], velocity.result)
    )
    assert lines[1].startswith(rf"v \approx {old}, \quad \frac{{\partial L}}{{\partial w}} \approx ")
    assert lines[1].endswith(rf", \quad v \leftarrow {new}")
    assert r" \leftarrow " in lines[-1]
    assert "=" not in lines[1] + lines[-1].removesuffix("\n\\end{gather*}")


def test_settings_have_all_their_digits_however_few_are_shown() -> None:
    spec = network(1, 1, output="identity")
    learner = trainer(spec, data_for(spec, 12, 2), loss=Choice("mse"), optimizer=Choice("adam"))
    data = learner.data
    traced = trace(learner.training, learner.checkpoint(), data.train_inputs[:2], data.train_labels[:2])
    text = stage_latex(walk(spec, learner.training, traced).stage("update", 0), partial(Rounded, 2))
    assert r"\beta_2 = 0.999," in text
    assert r"\beta_2 = 1" not in text


def test_the_longest_gradient_is_told_beside_the_formula_of_its_shortening() -> None:
    spec = network(1, 1, output="identity")
    told = walk(spec, *_shortened(spec, 2e-5)).stage("update", 0).equation("c")
    assert r"g_{\max}" in told.formula
    assert told.constants[0].number == 2e-5


def _shortened(spec: NetworkSpec, longest: float) -> tuple[TrainSpec, Trace]:
    learner = trainer(spec, data_for(spec, 12, 2), loss=Choice("mse"), clip_norm=longest)
    data = learner.data
    return learner.training, trace(learner.training, learner.checkpoint(), data.train_inputs[:2], data.train_labels[:2])
