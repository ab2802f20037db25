"""Layers that look at pictures, normalise, drop out: their numbers by plain loops, their gradients by differences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.engine.build import build_network
from nnsim.engine.calls import run
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.gradcheck import TOLERANCE, check_gradient
from nnsim.engine.network import Forward
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.engine.tracing import trace
from nnsim.errors import SpecError
from tests.engine.pictures import IDENTITY, conv, convolution, flatten, picture_network, pool, pooling_network
from tests.engine.samples import data_for, network, trainer

NETWORKS = {
    "filters": picture_network(conv(3), picture=(1, 5, 4)),
    "filters over two channels": convolution(),
    "steps of two, a ring": picture_network(conv(2, 3, 2, 1), conv(2, 2, 1, 1), picture=(2, 6, 5)),
    "kernel of one": picture_network(conv(4, 1), conv(2, 3), picture=(3, 4, 4)),
    "kernel as large as the picture": picture_network(conv(4, 5), picture=(1, 5, 5)),
    "no biases": convolution(bias=False),
    "largest": picture_network(conv(2), pool(), picture=(1, 8, 8)),
    "largest of squares that overlap": pooling_network(),
    "mean": picture_network(pool("average_pool2d"), conv(2, 2), picture=(2, 6, 6)),
    "squares that leave a rim": picture_network(conv(2), pool(kernel=2, stride=3), picture=(1, 9, 8)),
    "pooling first": picture_network(pool(), conv(2, 2), picture=(2, 6, 6)),
    "an activation behind a pooling": picture_network(conv(2), replace(pool(), activation=Choice("tanh"))),
    "normalised": convolution(normalize=True),
    "normalised without biases": convolution(normalize=True, bias=False),
    "dropout": convolution(dropout=0.4),
    "all at once": picture_network(
        conv(3, padding=1, normalize=True, dropout=0.2, activation=Choice("relu")),
        pool(),
        flatten(),
        LayerSpec(5, normalize=True, dropout=0.3),
    ),
    "a muted neuron in a softmax": picture_network(flatten(), LayerSpec(4, Choice("softmax"), muted=(1,))),
    "nothing but a row": picture_network(flatten()),
    "a muted filter and a muted neuron": picture_network(
        conv(3, muted=(1,)), flatten(), LayerSpec(4, muted=(0, 2), dropout=0.2)
    ),
}


def start(spec: NetworkSpec) -> Array:
    """First weights, with biases and gains that are not all alike."""
    parameters, rng = first_parameters(spec, 3), np.random.default_rng(3)
    for block in blocks(spec):
        biases, gains = block.biases(parameters), block.normalization(parameters)[:1]
        if biases is not None:
            biases[...] = rng.normal(0.0, 0.3, biases.shape)
        gains[...] = rng.uniform(0.5, 1.5, gains.shape)
    return parameters


def passed_forward(spec: NetworkSpec, parameters: Array, inputs: Array) -> Forward:
    made = build_network(spec, Choice("quadratic"))
    made.parameters[...] = parameters
    forward = Forward(made, made.table(inputs))
    run(forward.calls)
    return forward


@pytest.mark.parametrize("spec", NETWORKS.values(), ids=NETWORKS.keys())
def test_gradients_are_right(spec: NetworkSpec) -> None:
    data = data_for(spec, 7)
    for penalties in ({}, {"l1": 0.01, "l2": 0.1}):
        training = TrainSpec(**penalties)
        found = check_gradient(spec, training, start(spec), data.train_inputs, data.train_labels)
        assert found.largest < TOLERANCE


@pytest.mark.parametrize("activation", ACTIVATIONS.names)
@pytest.mark.parametrize("normalize", [False, True])
def test_gradients_are_right_behind_every_activation(activation: str, normalize: bool) -> None:
    spec = convolution(activation=Choice(activation), normalize=normalize)
    data = data_for(spec, 6)
    found = check_gradient(spec, TrainSpec(), start(spec), data.train_inputs, data.train_labels)
    assert found.largest < TOLERANCE


@pytest.mark.parametrize("initializer", INITIALIZERS.names)
def test_gradients_are_right_from_every_first_weights(initializer: str) -> None:
    spec = convolution(initializer=Choice(initializer))
    data = data_for(spec, 6)
    found = check_gradient(spec, TrainSpec(), start(spec), data.train_inputs, data.train_labels)
    assert found.largest < TOLERANCE


@pytest.mark.parametrize("spec", NETWORKS.values(), ids=NETWORKS.keys())
@pytest.mark.parametrize("batch_size", [4, None])
def test_pausing_watching_and_going_on_changes_no_bit(spec: NetworkSpec, batch_size: int | None) -> None:
    settings_ = {"loss": Choice("cross_entropy"), "optimizer": Choice("adam"), "batch_size": batch_size}
    data = data_for(spec)
    straight = trainer(spec, data, **settings_)
    straight.advance(40)
    watched = trainer(spec, data, **settings_)
    for _ in range(13):
        watched.advance(1)
        watched.health()
        watched.sample_view()
        watched.predictions()
    resumed = trainer(spec, data, watched.checkpoint(), **settings_)
    resumed.health()
    resumed.advance(27)
    assert resumed.network.parameters.tobytes() == straight.network.parameters.tobytes()
    assert resumed.record.curves().train_loss.tobytes() == straight.record.curves().train_loss.tobytes()


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(3, 1, 0), (2, 1, 1), (3, 2, 1), (1, 1, 0), (4, 3, 2)])
def test_a_filter_weighs_the_pixels_below_it(kernel: int, stride: int, padding: int) -> None:
    spec = picture_network(conv(3, kernel, stride, padding, activation=IDENTITY), picture=(2, 7, 6))
    parameters = start(spec)
    inputs = np.random.default_rng(0).normal(size=(4, 84))
    z = passed_forward(spec, parameters, inputs).z[0].reshape(4, *spec.shapes[1])
    block = blocks(spec)[0]
    weights = block.weights(parameters).reshape(2, kernel, kernel, 3)
    biases = block.biases(parameters)
    assert biases is not None
    around = np.zeros((4, 2, 7 + 2 * padding, 6 + 2 * padding))
    around[:, :, padding : padding + 7, padding : padding + 6] = inputs.reshape(4, 2, 7, 6)
    for sample, filter_, row, column in np.ndindex(z.shape):
        top, left = row * stride, column * stride
        below = around[sample, :, top : top + kernel, left : left + kernel]
        expected = (below * weights[..., filter_]).sum() + biases[filter_]
        assert z[sample, filter_, row, column] == pytest.approx(expected, rel=1e-12, abs=1e-14)


def test_a_filter_by_hand() -> None:
    # Picture 1 2 3 / 4 5 6 / 7 8 9, filter 1 0 / 0 −1, bias 10: 1 − 5 + 10 = 6 at every place.
    spec = picture_network(conv(1, 2, activation=IDENTITY), picture=(1, 3, 3))
    parameters = np.zeros(spec.n_parameters)
    blocks(spec)[0].matrix(parameters)[:, 0] = [1.0, 0.0, 0.0, -1.0, 10.0]
    forward = passed_forward(spec, parameters, np.arange(1.0, 10.0)[np.newaxis])
    assert forward.h[0].tolist() == [[6.0, 6.0, 6.0, 6.0]]


@pytest.mark.parametrize(
    ("kind", "expected"), [("max_pool2d", [6.0, 8.0, 14.0, 16.0]), ("average_pool2d", [3.5, 5.5, 11.5, 13.5])]
)
def test_a_pooling_by_hand(kind: str, expected: list[float]) -> None:
    # 1 2 3 4 / 5 6 7 8 / 9 10 11 12 / 13 14 15 16
    spec = picture_network(pool(kind), picture=(1, 4, 4))
    forward = passed_forward(spec, np.zeros(spec.n_parameters), np.arange(1.0, 17.0)[np.newaxis])
    assert forward.h[0].tolist() == [expected]


def test_of_equal_pixels_the_first_gets_the_whole_gradient() -> None:
    spec = picture_network(conv(1, 1, activation=IDENTITY), pool(), picture=(1, 2, 2), n_classes=2)
    data = data_for(spec, 1)
    learner = trainer(spec, replace(data, train_inputs=np.ones((1, 4))), loss=Choice("cross_entropy"), batch_size=None)
    learner.advance(1)
    gradient = learner.network.blocks[0].matrix(learner.network.gradient)[:, 0]
    assert gradient[0] == pytest.approx(gradient[1], rel=1e-12)  # one pixel of value 1, once
    assert gradient[0] != 0.0


def test_normalised_answers_of_a_batch_have_mean_bias_and_spread_gain() -> None:
    spec = network(2, 4, 1)
    spec = spec.with_layer(0, replace(spec.layers[0], normalize=True))
    data, parameters = data_for(spec, 50), start(spec)
    layer = trace(TrainSpec(), Checkpoint(spec, parameters), data.train_inputs, data.train_labels).layers[0]
    block = blocks(spec)[0]
    assert layer.normalization is not None
    np.testing.assert_allclose(layer.sums, data.train_inputs @ block.weights(parameters), rtol=1e-12)
    np.testing.assert_allclose(layer.normalization.mean, layer.sums.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(layer.normalization.variance, layer.sums.var(axis=0), rtol=1e-12)
    np.testing.assert_allclose(layer.z.mean(axis=0), block.biases(parameters), atol=1e-12)
    np.testing.assert_allclose(layer.z.std(axis=0), block.normalization(parameters)[0], rtol=1e-4)
    np.testing.assert_allclose(layer.loss_gradient.weights, layer.x.T @ layer.delta_sums, rtol=1e-9)
    np.testing.assert_allclose(layer.loss_gradient.biases, layer.delta.sum(axis=0), rtol=1e-12)


def test_remembered_mean_and_variance_approach_those_of_the_data_while_nothing_else_moves() -> None:
    spec = network(3, 4, 1)
    layers = [replace(layer, frozen=True) for layer in spec.layers]
    layers[0] = replace(layers[0], frozen=False, normalize=True)
    learner = trainer(replace(spec, layers=tuple(layers)), batch_size=None, learning_rate=0.0)
    learner.advance(300)
    block = learner.network.blocks[0]
    sums = learner.data.train_inputs @ block.weights(learner.network.parameters)
    _, mean, variance = block.normalization(learner.network.parameters)
    np.testing.assert_allclose(mean, sums.mean(axis=0), rtol=1e-9)
    np.testing.assert_allclose(variance, sums.var(axis=0, ddof=1), rtol=1e-9)


def test_a_batch_of_one_has_no_spread_and_still_trains() -> None:
    spec = network(2, 3, 1)
    learner = trainer(spec.with_layer(0, replace(spec.layers[0], normalize=True)), batch_size=1)
    learner.advance(60)
    assert np.isfinite(learner.network.parameters).all()


def test_dropout_leaves_out_the_share_asked_for_others_in_each_step_and_keeps_the_mean() -> None:
    spec = network(2, 400, 1)
    spec = spec.with_layer(0, replace(spec.layers[0], dropout=0.25))
    data, parameters = data_for(spec, 50), start(spec)
    masks = []
    for step in range(2):
        told = trace(TrainSpec(), Checkpoint(spec, parameters, step=step), data.train_inputs, data.train_labels)
        first, second = told.layers
        np.testing.assert_allclose(second.x, first.h * first.kept, rtol=1e-15)
        masks.append(first.kept)
    for mask in masks:
        assert set(np.unique(mask)) == {0.0, 1.0 / 0.75}
        assert mask.mean() == pytest.approx(1.0, abs=0.02)
    assert (masks[0] != masks[1]).mean() == pytest.approx(2 * 0.25 * 0.75, abs=0.02)


def test_nothing_is_left_out_when_the_network_is_asked() -> None:
    spec = network(2, 30, 1)
    with_dropout = spec.with_layer(0, replace(spec.layers[0], dropout=0.5))
    data = data_for(spec)
    plain, dropping = trainer(spec, data), trainer(with_dropout, data)
    assert dropping.evaluate() == plain.evaluate()
    assert dropping.sample_view().activations[0].tobytes() == plain.sample_view().activations[0].tobytes()


def test_a_frozen_layer_a_held_weight_and_a_cut_link_stay_as_they_are() -> None:
    spec = network(2, 4, 3, 1)
    layers = list(spec.layers)
    layers[0] = replace(layers[0], held=((1, 2), (2, 0)), cut=((0, 1),))
    layers[1] = replace(layers[1], frozen=True)
    for optimizer in ("sgd", "adamw", "rprop", "momentum"):
        learner = trainer(
            replace(spec, layers=tuple(layers)), optimizer=Choice(optimizer), l1=0.01, l2=0.1, batch_size=None
        )
        before = learner.network.parameters.copy()
        learner.advance(50)
        first, second, third = learner.network.blocks
        moved = learner.network.parameters != before
        assert np.argwhere(~first.matrix(moved)).tolist() == [[0, 1], [1, 2], [2, 0]]
        assert first.weights(learner.network.parameters)[0, 1] == 0.0
        assert not second.matrix(moved).any()
        assert third.matrix(moved).all()


def test_a_muted_neuron_answers_0_and_its_weights_wait_unchanged() -> None:
    spec = network(2, 4, 1)
    muted = spec.with_layer(0, replace(spec.layers[0], muted=(2,)))
    learner = trainer(muted, batch_size=None, learning_rate=0.1, l2=0.1)
    before = learner.network.parameters.copy()
    learner.advance(20)
    first = learner.network.blocks[0]
    moved = learner.network.parameters != before
    assert not first.matrix(moved)[:, 2].any()
    assert first.matrix(moved)[:, [0, 1, 3]].all()
    assert learner.sample_view().activations[0][2] == 0.0


def test_the_gain_of_a_muted_neuron_waits_too() -> None:
    spec = network(2, 4, 1)
    muted = spec.with_layer(0, replace(spec.layers[0], muted=(2,), normalize=True))
    learner = trainer(muted, batch_size=None, optimizer=Choice.of("adamw", weight_decay=0.1))
    learner.advance(30)
    gains = learner.network.blocks[0].normalization(learner.network.parameters)[0]
    assert gains[2] == 1.0
    assert (gains[[0, 1, 3]] != 1.0).all()


def test_muting_a_neuron_is_the_same_as_cutting_all_that_leads_out_of_it() -> None:
    spec = network(2, 4, 3, 1)
    data = data_for(spec)
    muted = trainer(spec.with_layer(0, replace(spec.layers[0], muted=(1,))), data)
    cut = trainer(spec.with_layer(1, replace(spec.layers[1], cut=tuple((1, column) for column in range(3)))), data)
    assert muted.evaluate() == cut.evaluate()


def test_a_muted_filter_answers_0_at_every_place() -> None:
    spec = picture_network(conv(3, muted=(1,)), picture=(1, 4, 4))
    answers = passed_forward(spec, start(spec), np.ones((2, 16))).h[0].reshape(2, 3, 2, 2)
    assert not answers[:, 1].any()
    assert answers[:, [0, 2]].all()


def test_gradients_are_right_beside_cut_links() -> None:
    spec = network(2, 4, 1)
    spec = spec.with_layer(0, replace(spec.layers[0], cut=((0, 1), (1, 3))))
    data = data_for(spec)
    found = check_gradient(spec, TrainSpec(), first_parameters(spec, 0), data.train_inputs, data.train_labels)
    assert found.largest < TOLERANCE


@pytest.mark.parametrize(
    ("layers", "picture", "code", "said"),
    [
        ((LayerSpec(4),), (1, 4, 4), "spec.needs_flatten", "1 × 4 × 4"),
        ((flatten(), conv(2)), (1, 4, 4), "spec.needs_picture", "16 in a row"),
        ((conv(2, 5),), (1, 4, 4), "spec.kernel_too_large", "5 × 5"),
        ((pool(kernel=3), pool(kernel=3)), (2, 4, 4), "spec.kernel_too_large", "2 × 1 × 1"),
    ],
)
def test_layers_that_cannot_follow_each_other_are_refused_with_both_shapes(
    layers: tuple[LayerSpec, ...], picture: tuple[int, int, int], code: str, said: str
) -> None:
    spec = NetworkSpec(int(np.prod(picture)), layers, picture=picture)
    with pytest.raises(SpecError) as caught:
        build_network(spec, Choice("quadratic"))
    assert caught.value.code == code
    assert said in caught.value.message
    assert caught.value.where.startswith("layer ")
    assert caught.value.hint


@settings(max_examples=60, deadline=None)
@given(
    side=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    kernel=st.integers(1, 4),
    stride=st.integers(1, 3),
    padding=st.integers(0, 2),
)
def test_shapes_told_are_shapes_computed(side: tuple[int, int], kernel: int, stride: int, padding: int) -> None:
    layers = (conv(2, kernel, stride, padding),)
    try:
        spec = picture_network(*layers, picture=(1, *side))
        shapes = spec.shapes
    except SpecError:
        assert min(side) + 2 * padding < kernel
        return
    forward = passed_forward(spec, start(spec), np.ones((3, spec.n_inputs)))
    assert [h.shape for h in forward.h] == [(3, int(np.prod(shape))) for shape in shapes[1:]]
    places = [len(range(0, length + 2 * padding - kernel + 1, stride)) for length in side]
    assert shapes[1] == (2, *places)


def test_pictures_are_learnt() -> None:
    # A bright bar, upright or lying, anywhere in the picture: a filter sees which.
    rng = np.random.default_rng(1)
    pictures = rng.normal(0.0, 0.2, (60, 6, 6))
    kinds = rng.integers(0, 2, 60)
    for picture, kind in zip(pictures, kinds, strict=True):
        place = rng.integers(0, 6)
        picture[(slice(None), place) if kind else (place, slice(None))] += 1.0
    spec = picture_network(conv(2, 3), pool(kernel=4, stride=4), picture=(1, 6, 6), n_classes=2)
    data = replace(data_for(spec), train_inputs=pictures.reshape(60, 36), train_labels=np.eye(2)[kinds])
    learner = trainer(spec, data, loss=Choice("cross_entropy"), optimizer=Choice("adam"), learning_rate=0.05)
    learner.advance(600)
    assert learner.evaluate()[0][1] == 1.0
