"""Every number that is told comes about as it is told, and is the one that the engine has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.engine.trace import Trace
from nnsim.engine.tracing import trace
from nnsim.explain.equations import Equation, Walk
from nnsim.explain.walk import walk
from tests.engine.pictures import conv, convolution, picture_network, pool, pooling_network
from tests.engine.samples import ALL_OPTIMIZERS, all_choices, data_for, network, sensible_pairs, trainer

HIDDEN = all_choices(ACTIVATIONS)


def told_after(spec: NetworkSpec, n_samples: int, steps: int, **settings: object) -> tuple[Walk, Trace]:
    """The step that follows ``steps`` steps, told."""
    learner = trainer(spec, data_for(spec, 12, 2), **settings)
    learner.advance(steps)
    data = learner.data
    traced = trace(learner.training, learner.checkpoint(), data.train_inputs[:n_samples], data.train_labels[:n_samples])
    return walk(spec, learner.training, traced), traced


def assert_comes_about(equation: Equation, scale: float = 1e-10) -> None:
    """Each number worked out as it is told is the number that is shown."""
    values = equation.result.values
    least = 1e-13 * max([1.0, *(float(np.abs(table.values).max(initial=0.0)) for table in equation.tables)])
    for row, column in np.ndindex(values.shape):
        origin = equation.origin(row, column)
        found = origin.expression.value()
        assert found == pytest.approx(float(values[row, column]), rel=scale, abs=least), (equation.key, row, column)
        named = {table.key: table.values for table in equation.tables}
        for lit in origin.lit:
            assert lit.row is None or lit.row < len(named[lit.table])
            assert lit.column is None or lit.column < named[lit.table].shape[1]


def assert_all_comes_about(told: Walk) -> None:
    for stage in told:
        for equation in stage.equations:
            assert_comes_about(equation)


def assert_is_the_trace(told: Walk, traced: Trace) -> None:
    """The tables are those of the trace, digit by digit."""
    for i, layer in enumerate(traced.layers):
        forward, backward = told.stage("forward", i), told.stage("backward", i)
        assert forward.equation("h").result.values.sum() == pytest.approx(layer.h.sum())
        assert sorted(forward.equation("z").result.values.flat) == sorted(layer.z.flat)
        assert sorted(backward.equation("delta").result.values.flat) == sorted(layer.delta.flat)
        if not layer.parameters.weights.size:
            continue
        assert backward.equation("dW").result.values.tobytes() == layer.loss_gradient.weights.tobytes()
        new = told.stage("update", i).equation("new").result.values
        assert new[: len(layer.parameters.weights)].tobytes() == layer.new_parameters.weights.tobytes()


@st.composite
def dense_networks(draw: st.DrawFn) -> NetworkSpec:
    """Up to three layers of all activations, with everything that can be done to their parts."""
    output, _ = draw(st.sampled_from(sensible_pairs()))
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))
    layers = []
    for number, size in enumerate(sizes[1:], 1):
        is_last = number == len(sizes) - 1
        activation = Choice(output) if is_last else draw(st.sampled_from(HIDDEN))
        layer = LayerSpec(size, activation, draw(st.booleans()), key=number)
        if not is_last:
            layer = replace(
                layer,
                normalize=draw(st.booleans()),
                dropout=draw(st.sampled_from([0.0, 0.4])),
                muted=draw(st.sampled_from([(), (0,)])),
                frozen=draw(st.booleans()),
            )
        layer = replace(
            layer,
            held=draw(st.sampled_from([(), ((0, 0),)])),
            cut=draw(st.sampled_from([(), ((sizes[number - 1] - 1, 0),)])),
        )
        layers.append(layer)
    return NetworkSpec(sizes[0], tuple(layers))


@given(
    dense_networks(),
    st.sampled_from(ALL_OPTIMIZERS),
    st.sampled_from(sensible_pairs()),
    st.integers(1, 3),
    st.integers(0, 3),
    st.sampled_from([(0.0, 0.0, 0.0), (0.01, 0.1, 0.0), (0.0, 0.1, 0.02)]),
)
def test_every_number_of_any_step_comes_about_as_it_is_told(
    spec: NetworkSpec,
    optimizer: Choice,
    pair: tuple[str, str],
    n_samples: int,
    steps: int,
    strengths: tuple[float, float, float],
) -> None:
    output, loss = pair
    last = replace(spec.output, activation=Choice(output))
    spec = spec.with_layer(len(spec.layers) - 1, last)
    l1, l2, clip = strengths
    told, traced = told_after(
        spec, n_samples, steps, optimizer=optimizer, loss=Choice(loss), l1=l1, l2=l2, clip_norm=clip, learning_rate=0.01
    )
    assert_all_comes_about(told)
    assert_is_the_trace(told, traced)


PICTURES = {
    "conv": convolution(),
    "normalised": convolution(normalize=True, dropout=0.3, muted=(1,)),
    "pool": pooling_network(),
    "softmax": picture_network(conv(2, activation=Choice("softmax")), pool(), picture=(2, 5, 4)),
}


@pytest.mark.parametrize("spec", PICTURES.values(), ids=PICTURES.keys())
def test_pictures_are_told_place_by_place(spec: NetworkSpec) -> None:
    told, traced = told_after(spec, 2, 1, loss=Choice("cross_entropy"), optimizer=Choice("adam"))
    assert_all_comes_about(told)
    assert_is_the_trace(told, traced)


@pytest.mark.parametrize(("output", "loss"), sensible_pairs())
def test_all_losses_with_all_outputs_come_about_as_they_are_told(output: str, loss: str) -> None:
    told, traced = told_after(network(2, 3, 2, output=output), 3, 1, loss=Choice(loss))
    assert_all_comes_about(told)
    last = len(traced.layers) - 1
    assert told.stage("loss", last).equation("L").result.values.item() == traced.loss


def test_where_the_huber_loss_goes_straight_is_told() -> None:
    told, _ = told_after(network(2, 3, 2, output="identity"), 3, 1, loss=Choice.of("huber", delta=0.3))
    assert_all_comes_about(told)


def test_five_times_two_against_six_is_told_as_a_class_writes_it() -> None:
    spec = network(1, 1, output="identity", bias=False)
    training = TrainSpec(Choice("quadratic"), learning_rate=0.1)
    traced = trace(training, Checkpoint(spec, np.array([5.0])), np.array([[2.0]]), np.array([[6.0]]))
    told = walk(spec, training, traced)
    assert told.places == (("forward", 0), ("loss", 0), ("backward", 0), ("update", 0))
    assert told.stage("forward", 0).equation("z").formula == r"z = x \, W"
    assert told.stage("loss", 0).equation("losses").result.values.item() == 8.0
    assert told.stage("backward", 0).equation("dW").result.values.item() == 8.0
    assert told.stage("update", 0).equation("new").result.values.item() == 4.2


def test_of_a_gradient_beyond_all_numbers_no_update_is_told() -> None:
    spec = network(1, 1, output="identity", bias=False)
    training = TrainSpec(Choice("quadratic"))
    traced = trace(training, Checkpoint(spec, np.array([5.0])), np.array([[1e200]]), np.zeros((1, 1)))
    assert walk(spec, training, traced).stage("update", 0).equations == ()


def test_what_a_normalisation_remembers_after_the_step_is_what_training_remembers() -> None:
    spec = network(2, 3, 1)
    spec = spec.with_layer(0, replace(spec.layers[0], normalize=True))
    learner = trainer(spec, data_for(spec, 12, 2), batch_size=12)
    told, _ = told_after(spec, 12, 0, batch_size=12)
    learner.advance(1)
    running = [
        told.stage("update", 0).equation(f"new running {name}").result.values[0] for name in ("mean", "variance")
    ]
    block = learner.network.blocks[0]
    remembered = block.normalization(learner.network.parameters)[1:]
    # the batch is drawn in another order, so the last digit may differ
    np.testing.assert_allclose(np.array(running), remembered, rtol=1e-12)


def test_only_outputs_that_have_a_slope_are_told_a_slope_by_their_sums() -> None:
    pairs = {"sigmoid": "cross_entropy", "step": "quadratic"}
    told = {output: told_after(network(2, 1, output=output), 4, 0, loss=Choice(loss)) for output, loss in pairs.items()}
    formulas = {output: walked.stage("backward", 0).equation("delta").formula for output, (walked, _) in told.items()}
    assert r"\partial" in formulas["sigmoid"]
    assert r"\partial" not in formulas["step"]
    assert formulas["step"].count("=") == 1


def test_of_one_sample_only_the_mean_is_remembered() -> None:
    spec = network(2, 3, 1)
    spec = spec.with_layer(0, replace(spec.layers[0], normalize=True))
    told, _ = told_after(spec, 1, 0)
    assert [one.key for one in told.stage("update", 0).equations][-2:] == ["new", "new running mean"]


def test_of_sums_too_large_to_be_normalised_no_update_is_told() -> None:
    spec = network(1, 2, 1, output="identity")
    spec = spec.with_layer(0, replace(spec.layers[0], normalize=True))
    training = TrainSpec(Choice("quadratic"))
    parameters = trainer(spec, data_for(spec, 12, 2)).checkpoint().parameters
    inputs = np.array([[1e200], [-1e200]])
    traced = trace(training, Checkpoint(spec, parameters), inputs, np.zeros((2, 1)))
    assert not traced.possible
    assert walk(spec, training, traced).stage("update", 0).equations == ()


def test_of_one_output_the_loss_has_no_sum() -> None:
    told, _ = told_after(network(2, 1, output="identity"), 1, 0, loss=Choice("quadratic"))
    assert told.stage("loss", 0).equation("losses").formula == r"L = \frac{1}{2} (\hat y - y)^2"


def test_numbers_that_stand_in_no_table_are_told_beside_the_formula() -> None:
    told, _ = told_after(network(1, 1, output="identity"), 2, 3, loss=Choice("mse"), optimizer=Choice("adam"))
    constants = {
        (stage.kind, equation.key): {one.symbol.text(): one.number for one in equation.constants if one.symbol}
        for stage in told
        for equation in stage.equations
    }
    assert constants["loss", "L"] == {"n": 2.0}
    assert constants["backward", "e"] == {"n": 2.0}
    assert constants["update", "new mean"] == {"β₁": 0.9}
    assert constants["update", "mean hat"] == {"β₁": 0.9, "t": 4.0}
    assert set(constants["update", "step"]) == {"η", "ε"}


def test_parameters_of_an_activation_are_told_beside_its_formula_and_its_slope() -> None:
    for name, told_as in (("elu", {"α": 0.7}), ("leaky_relu", {"s": 0.7})):
        chosen = Choice.of(name, **{"alpha" if name == "elu" else "slope": 0.7})
        spec = NetworkSpec(2, (LayerSpec(2, chosen), LayerSpec(1, Choice("identity"))))
        told, _ = told_after(spec, 1, 2, loss=Choice("mse"))
        for equation in (told.stage("forward", 0).equation("h"), told.stage("backward", 0).equation("slope")):
            assert {one.symbol.text(): one.number for one in equation.constants if one.symbol} == told_as
            assert (r"\alpha" if name == "elu" else "s") in equation.formula


@pytest.mark.parametrize("activation", [*ACTIVATIONS.names])
@pytest.mark.parametrize("far", [1e3, -1e3])
def test_sums_far_beyond_all_powers_of_e_come_about_as_they_are_told(activation: str, far: float) -> None:
    layer = LayerSpec(2, Choice(activation), bias=False)
    is_output = activation == "softmax"
    spec = NetworkSpec(1, (layer,) if is_output else (layer, LayerSpec(1, Choice("identity"), bias=False)))
    parameters = np.array([1.0, 1.5] if is_output else [1.0, 1.5, 1e-3, 1e-3])
    training = TrainSpec(Choice("cross_entropy" if is_output else "mse"))
    labels = np.array([[1.0, 0.0]]) if is_output else np.array([[0.5]])
    told = walk(spec, training, trace(training, Checkpoint(spec, parameters), np.array([[far]]), labels))
    for stage in (told.stage("forward", 0), told.stage("backward", 0)):
        for equation in stage.equations:
            assert_comes_about(equation)


def test_the_length_before_shortening_has_a_sign_of_its_own() -> None:
    told, _ = told_after(network(1, 1, output="identity"), 2, 0, clip_norm=1e-3)
    stage = told.stage("update", 0)
    assert "g_0" in stage.equation("c").formula
    assert "g_0" not in stage.equation("g").formula


@pytest.mark.parametrize("left_out", [{"dropout": 0.4}, {"muted": (1,)}], ids=["dropout", "muted"])
def test_a_hidden_softmax_is_told_with_what_is_left_out_behind_it(left_out: dict[str, Any]) -> None:
    layer = LayerSpec(3, Choice("softmax"), key=1, **left_out)
    told, traced = told_after(NetworkSpec(2, (layer, LayerSpec(1, Choice("sigmoid"), key=2))), 3, 1)
    equation = told.stage("backward", 0).equation("delta")
    e, m, h = (table.values for table in equation.tables)
    assert r"\frac{\partial L}{\partial \tilde h^{(1)}}_j \, d^{(1)}_j" in equation.formula
    assert m.tobytes() == np.asarray(traced.layers[0].kept).tobytes()
    # what the formula says, worked out with the tables that stand below it
    np.testing.assert_allclose(h * (e * m - (e * m * h).sum(1, keepdims=True)), equation.result.values, atol=1e-15)


def test_rprop_says_where_a_weight_rests_and_by_what_its_step_grows_and_shrinks() -> None:
    spec = network(2, 3, 1)
    turned = 0
    for steps in range(1, 8):
        told, _ = told_after(spec, 12, steps, optimizer=Choice("rprop"), learning_rate=0.3, batch_size=None)
        stage = told.stage("update", 0)
        lengths, signs = stage.equation("new step_size"), stage.equation("new previous_sign")
        named = {one.symbol.text(): one.number for one in lengths.constants if one.symbol}
        assert (named["η⁺"], named["η⁻"]) == (1.2, 0.5)
        r, p, g = (table.values for table in lengths.tables)
        turned += int((p * g < 0).sum())
        # what the formulas say, worked out with the tables that stand below them
        np.testing.assert_array_equal(np.where(p * g < 0, 0.0, np.sign(g)), signs.result.values)
        known = (r > 0) & (p * g != 0)
        factors = np.where(p * g > 0, 1.2, 0.5)
        np.testing.assert_allclose((factors * r)[known], lengths.result.values[known], rtol=1e-12)
    assert turned > 0
    assert all(word in signs.formula for word in (r"\begin{cases} 0", r"\mathrm{sign}"))


NAMED = {
    "filters on filters": (picture_network(conv(2, 2), conv(2, 2, dropout=0.4), picture=(1, 4, 4)), 1),
    "pool": (PICTURES["pool"], 2),
    "softmax": (PICTURES["softmax"], 2),
    "dense": (NetworkSpec(2, (LayerSpec(3, normalize=True, dropout=0.4), LayerSpec(2, Choice("softmax"), key=2))), 2),
}


@pytest.mark.parametrize(("spec", "n_samples"), NAMED.values(), ids=NAMED.keys())
def test_no_two_numbers_of_a_step_have_the_same_symbol(spec: NetworkSpec, n_samples: int) -> None:
    told, _ = told_after(spec, n_samples, 1, loss=Choice("cross_entropy"), optimizer=Choice("adam"))
    numbers: dict[tuple[str, bool], float] = {}
    for stage in told:
        for equation in stage.equations:
            for table in (*equation.tables, equation.result):
                for row, column in np.ndindex(table.values.shape):
                    name = table.symbol_at(row, column).text(), table.after
                    value = float(table.values[row, column])
                    assert numbers.setdefault(name, value) == pytest.approx(value, rel=1e-12), (name, equation.key)
