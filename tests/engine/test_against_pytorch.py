"""The same numbers as PyTorch: forward pass, loss, every gradient, and a hundred steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnsim.engine.build import build_network
from nnsim.engine.calls import run
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.network import Backward, Forward, Losses
from nnsim.engine.spec import Choice, NetworkSpec
from tests.engine.optimizer_twins import TWIN
from tests.engine.samples import ALL_OPTIMIZERS, chosen, data_for, network, sensible_pairs, trainer

pytestmark = pytest.mark.sweep

torch = pytest.importorskip("torch", reason="PyTorch, beside which these numbers are measured, is not installed")

torch.set_num_threads(1)  # on arrays of this size a second thread only gets in the way, tenfold on a busy machine
functional = torch.nn.functional

ACTIVATION: dict[str, Callable[..., Any]] = {
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "leaky_relu": lambda z, slope=0.01: functional.leaky_relu(z, slope),
    "elu": lambda z, alpha=1.0: functional.elu(z, alpha),
    "gelu": lambda z: functional.gelu(z, approximate="tanh"),
    "silu": functional.silu,
    "softplus": functional.softplus,
    "identity": lambda z: z,
    "softmax": lambda z: torch.softmax(z, 1),
    "step": lambda z: torch.where(z > 0.0, 1.0, 0.0) + 0.0 * z,
}


def quadratic(z: Any, h: Any, y: Any, output: str) -> Any:
    """With steps as outputs the error goes straight through to z: the perceptron rule."""
    answer = z + (h - z).detach() if output == "step" else h
    return 0.5 * ((answer - y) ** 2).sum(1).mean()


def cross_entropy(z: Any, h: Any, y: Any, output: str) -> Any:
    return (functional.cross_entropy if output == "softmax" else functional.binary_cross_entropy_with_logits)(z, y)


LOSS: dict[str, Callable[..., Any]] = {
    "cross_entropy": cross_entropy,
    "quadratic": quadratic,
    "mse": lambda z, h, y, output: functional.mse_loss(h, y),
    "mae": lambda z, h, y, output: functional.l1_loss(h, y),
    "huber": lambda z, h, y, output, delta=1.0: functional.huber_loss(h, y, delta=delta),
    "hinge": lambda z, h, y, output: functional.margin_ranking_loss(h, torch.zeros_like(h), y, margin=1.0),
}


def activated(choice: Choice, z: Any) -> Any:
    return ACTIVATION[choice.name](z, **choice.values())


class Twin:
    """The network in PyTorch."""

    def __init__(self, spec: NetworkSpec, loss: str | Choice, parameters: np.ndarray) -> None:
        self.spec, self.loss = spec, chosen(loss)
        self.blocks = build_network(spec, Choice("quadratic")).blocks
        self.matrices = [torch.tensor(block.matrix(parameters.copy()), requires_grad=True) for block in self.blocks]

    def z(self, x: Any) -> Any:
        h = torch.as_tensor(x)
        for block, layer, matrix in zip(self.blocks, self.spec.layers, self.matrices, strict=True):
            z = h @ matrix[: block.n_from] + (matrix[block.n_from] if block.bias else 0.0)
            h = activated(layer.activation, z)
        return z

    def mean_loss(self, x: Any, y: Any) -> Any:
        z, y = self.z(x), torch.as_tensor(y)
        output = self.spec.output.activation
        return LOSS[self.loss.name](z, activated(output, z), y, output.name, **self.loss.values())

    def flat(self, of: Callable[[Any], Any]) -> np.ndarray:
        return np.concatenate([of(matrix).detach().numpy().ravel() for matrix in self.matrices])


def test_pytorch_has_a_twin_for_every_activation_and_every_loss() -> None:
    assert set(ACTIVATION) == set(ACTIVATIONS.names)
    assert set(LOSS) == set(LOSSES.names)
    assert {loss for _, loss in sensible_pairs()} == set(LOSS)


def assert_agrees(spec: NetworkSpec, loss: Choice) -> None:
    """Prediction, loss and every gradient."""
    data = data_for(spec)
    made = build_network(spec, loss)
    made.parameters[...] = first_parameters(spec, 1) + (0.1 if spec.output.bias else 0.0)
    twin = Twin(spec, loss, made.parameters)
    forward = Forward(made, made.table(data.train_inputs, data.train_labels))
    losses = Losses(forward)
    run([*forward.calls, *losses.calls, *Backward(forward).calls])
    theirs = twin.mean_loss(data.train_inputs, data.train_labels)
    theirs.backward()
    prediction = activated(spec.output.activation, twin.z(data.train_inputs)).detach().numpy()
    np.testing.assert_allclose(forward.prediction, prediction, rtol=0, atol=1e-12)
    assert losses.mean() == pytest.approx(float(theirs.detach()), rel=1e-12)
    np.testing.assert_allclose(made.gradient, twin.flat(lambda matrix: matrix.grad), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("hidden", ACTIVATIONS.names)
@pytest.mark.parametrize(("output", "loss"), sensible_pairs())
def test_prediction_loss_and_every_gradient_agree_to_1e_12(output: str, loss: str, hidden: str, bias: bool) -> None:
    assert_agrees(network(3, 5, 4, 2, hidden=hidden, output=output, bias=bias), Choice(loss))


@pytest.mark.parametrize(
    "choice",
    [Choice.of("leaky_relu", slope=slope) for slope in (0.0, 0.2, 1.0)]
    + [Choice.of("elu", alpha=alpha) for alpha in (0.0, 0.3, 1.7, 10.0)],
    ids=str,
)
def test_numbers_of_an_activation_mean_the_same(choice: Choice) -> None:
    assert_agrees(network(3, 5, 4, 2, hidden=choice, output=choice), Choice("mse"))


@pytest.mark.parametrize("delta", [0.001, 0.4, 1.0, 2.0, 1000.0])
@pytest.mark.parametrize("output", ["identity", "tanh", "softmax"])
def test_delta_of_the_huber_loss_means_the_same(output: str, delta: float) -> None:
    assert_agrees(network(3, 5, 4, 2, output=output), Choice.of("huber", delta=delta))


EDGES = [-1e4, -37.0, -5.0, -1.0, -1e-9, -0.0, 0.0, 1e-9, 1.0, 5.0, 19.9, 37.0, 1e4]


@pytest.mark.parametrize("name", [entry.name for entry in ACTIVATIONS if entry.kind.sloped])
def test_functions_and_slopes_agree_also_at_0_and_far_out(name: str) -> None:
    z = np.array([EDGES])
    theirs = torch.tensor(z, requires_grad=True)
    answer = ACTIVATION[name](theirs)
    answer.sum().backward()
    h = np.empty_like(z)
    kind = ACTIVATIONS.build(Choice(name))
    with np.errstate(over="ignore"):
        run([*kind.forward(z, h), *kind.slope(z, h)])
    np.testing.assert_allclose(h, answer.detach().numpy(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(z, theirs.grad.numpy(), rtol=1e-12, atol=1e-12)


def test_softplus_keeps_its_bend_where_pytorch_draws_a_straight_line() -> None:
    z, h = np.array([[21.0]]), np.empty((1, 1))
    run(ACTIVATIONS.build(Choice("softplus")).forward(z, h))
    assert float(functional.softplus(torch.tensor(21.0, dtype=torch.float64))) == 21.0
    assert h[0, 0] - 21.0 == pytest.approx(np.exp(-21.0), rel=1e-5)  # all that a float64 near 21 can hold of it


RATE = {"rmsprop": 0.005}
"""Steps of RMSProp do not get shorter near a minimum: at 0.05 it leaps to and fro there, and rounding decides."""
WALKS = [
    (choice, batch_size)
    for choice in ALL_OPTIMIZERS
    for batch_size in (5, None)
    if choice.name != "rprop" or (batch_size is None and choice == Choice("rprop"))
]
"""Rprop is for all samples at once; with steps of never less than 0.4 it leaps, too."""


@pytest.mark.parametrize("l2", [0.0, 0.01])
@pytest.mark.parametrize(("optimizer", "batch_size"), WALKS, ids=str)
@pytest.mark.parametrize(
    ("output", "loss"),
    [
        ("sigmoid", "cross_entropy"),
        ("softmax", "cross_entropy"),
        ("tanh", "mse"),
        ("identity", "huber"),
        ("step", "quadratic"),
    ],
)
def test_a_hundred_steps_agree_to_1e_9(
    output: str, loss: str, optimizer: Choice, batch_size: int | None, l2: float
) -> None:
    spec = network(2, 6, 4, 2, output=output)
    data, rate = data_for(spec), RATE.get(optimizer.name, 0.05)
    learner = trainer(
        spec, data, loss=Choice(loss), optimizer=optimizer, batch_size=batch_size, learning_rate=rate, l2=l2
    )
    twin = Twin(spec, loss, learner.network.parameters)
    theirs = TWIN[optimizer.name](torch.optim, twin.matrices, rate, **optimizer.values())
    for _ in range(100):
        start = learner.batch * learner.batch_size
        rows = learner._order.rows[start : start + learner.batch_size] if batch_size else slice(None)
        theirs.zero_grad()
        weights = sum(
            (matrix[: block.n_from] ** 2).sum() for block, matrix in zip(twin.blocks, twin.matrices, strict=True)
        )
        (twin.mean_loss(data.train_inputs[rows], data.train_labels[rows]) + 0.5 * l2 * weights).backward()
        theirs.step()
        learner.advance(1)
    np.testing.assert_allclose(learner.network.parameters, twin.flat(lambda matrix: matrix), rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("optimizer", ALL_OPTIMIZERS, ids=str)
def test_single_precision_agrees_to_its_own_precision(optimizer: Choice) -> None:
    spec = replace(network(2, 6, 4, 1), dtype="float32")
    rate = RATE.get(optimizer.name, 0.05)
    learner = trainer(spec, loss=Choice("cross_entropy"), optimizer=optimizer, batch_size=None, learning_rate=rate)
    twin = Twin(spec, "cross_entropy", learner.network.parameters)
    theirs = TWIN[optimizer.name](torch.optim, twin.matrices, rate, **optimizer.values())
    x, y = (
        torch.tensor(array, dtype=torch.float32) for array in (learner.data.train_inputs, learner.data.train_labels)
    )
    for _ in range(50):
        theirs.zero_grad()
        twin.mean_loss(x, y).backward()
        theirs.step()
        learner.advance(1)
    np.testing.assert_allclose(learner.network.parameters, twin.flat(lambda matrix: matrix), atol=1e-4)
