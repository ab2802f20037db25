"""The same numbers as PyTorch: forward pass, loss, every gradient, and a hundred steps of every optimizer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnsim.engine.build import build_network
from nnsim.engine.calls import run
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.network import Backward, Forward, Losses
from nnsim.engine.spec import Choice, NetworkSpec
from tests.engine.samples import ALL_OPTIMIZERS, data_for, network, sensible_pairs, trainer

torch = pytest.importorskip("torch", reason="PyTorch, beside which these numbers are measured, is not installed")

ACTIVATION: dict[str, Callable[..., Any]] = {
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "identity": lambda z: z,
    "softmax": lambda z: torch.softmax(z, 1),
}
OPTIMIZER: dict[str, Callable[..., Any]] = {
    "sgd": lambda weights, lr: torch.optim.SGD(weights, lr),
    "momentum": lambda weights, lr, momentum=0.9: torch.optim.SGD(weights, lr, momentum=momentum),
    "adam": lambda weights, lr, beta1=0.9, beta2=0.999, epsilon=1e-8: torch.optim.Adam(
        weights, lr, (beta1, beta2), epsilon
    ),
}


class Twin:
    """The network in PyTorch."""

    def __init__(self, spec: NetworkSpec, loss: str, parameters: np.ndarray) -> None:
        self.spec, self.loss = spec, loss
        self.blocks = build_network(spec, Choice("quadratic")).blocks
        self.matrices = [torch.tensor(block.matrix(parameters.copy()), requires_grad=True) for block in self.blocks]

    def z(self, x: Any) -> Any:
        h = torch.as_tensor(x)
        for block, layer, matrix in zip(self.blocks, self.spec.layers, self.matrices, strict=True):
            z = h @ matrix[: block.n_from] + (matrix[block.n_from] if block.bias else 0.0)
            h = ACTIVATION[layer.activation.name](z)
        return z

    def mean_loss(self, x: Any, y: Any) -> Any:
        z, y = self.z(x), torch.as_tensor(y)
        output = self.spec.output.activation.name
        h = ACTIVATION[output](z)
        if self.loss == "mse":
            return torch.nn.functional.mse_loss(h, y)
        if self.loss == "quadratic":
            return 0.5 * ((h - y) ** 2).sum(1).mean()
        if output == "softmax":
            return torch.nn.functional.cross_entropy(z, y)
        return torch.nn.functional.binary_cross_entropy_with_logits(z, y)

    def flat(self, of: Callable[[Any], Any]) -> np.ndarray:
        return np.concatenate([of(matrix).detach().numpy().ravel() for matrix in self.matrices])


def test_pytorch_has_a_twin_for_all_that_can_be_chosen() -> None:
    assert set(ACTIVATION) == set(ACTIVATIONS.names)
    assert set(OPTIMIZER) == {choice.name for choice in ALL_OPTIMIZERS}
    assert {loss for _, loss in sensible_pairs()} == {"cross_entropy", "quadratic", "mse"}


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("hidden", ACTIVATIONS.names)
@pytest.mark.parametrize(("output", "loss"), sensible_pairs())
def test_prediction_loss_and_every_gradient_agree_to_1e_12(output: str, loss: str, hidden: str, bias: bool) -> None:
    spec = network(3, 5, 4, 2, hidden=hidden, output=output, bias=bias)
    data = data_for(spec)
    made = build_network(spec, Choice(loss))
    made.parameters[...] = first_parameters(spec, 1) + (0.1 if bias else 0.0)
    twin = Twin(spec, loss, made.parameters)
    forward = Forward(made, made.table(data.train_inputs, data.train_labels))
    losses = Losses(forward)
    run([*forward.calls, *losses.calls, *Backward(forward).calls])
    theirs = twin.mean_loss(data.train_inputs, data.train_labels)
    theirs.backward()
    prediction = ACTIVATION[output](twin.z(data.train_inputs)).detach().numpy()
    np.testing.assert_allclose(forward.prediction, prediction, rtol=0, atol=1e-12)
    assert losses.mean() == pytest.approx(float(theirs.detach()), rel=1e-12)
    np.testing.assert_allclose(made.gradient, twin.flat(lambda matrix: matrix.grad), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("l2", [0.0, 0.01])
@pytest.mark.parametrize("batch_size", [5, None])
@pytest.mark.parametrize("optimizer", ALL_OPTIMIZERS, ids=str)
@pytest.mark.parametrize(
    ("output", "loss"), [("sigmoid", "cross_entropy"), ("softmax", "cross_entropy"), ("tanh", "mse")]
)
def test_a_hundred_steps_agree_to_1e_9(
    output: str, loss: str, optimizer: Choice, batch_size: int | None, l2: float
) -> None:
    spec = network(2, 6, 4, 2, output=output)
    data = data_for(spec)
    learner = trainer(
        spec, data, loss=Choice(loss), optimizer=optimizer, batch_size=batch_size, learning_rate=0.05, l2=l2
    )
    twin = Twin(spec, loss, learner.network.parameters)
    theirs = OPTIMIZER[optimizer.name](twin.matrices, 0.05, **optimizer.values())
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
    np.testing.assert_allclose(learner.network.parameters, twin.flat(lambda matrix: matrix), rtol=0, atol=1e-9)


@pytest.mark.parametrize("optimizer", ALL_OPTIMIZERS, ids=str)
def test_single_precision_agrees_to_its_own_precision(optimizer: Choice) -> None:
    spec = replace(network(2, 6, 4, 1), dtype="float32")
    learner = trainer(spec, loss=Choice("cross_entropy"), optimizer=optimizer, batch_size=None, learning_rate=0.05)
    twin = Twin(spec, "cross_entropy", learner.network.parameters)
    theirs = OPTIMIZER[optimizer.name](twin.matrices, 0.05, **optimizer.values())
    x, y = (
        torch.tensor(array, dtype=torch.float32) for array in (learner.data.train_inputs, learner.data.train_labels)
    )
    for _ in range(50):
        theirs.zero_grad()
        twin.mean_loss(x, y).backward()
        theirs.step()
        learner.advance(1)
    np.testing.assert_allclose(learner.network.parameters, twin.flat(lambda matrix: matrix), atol=1e-4)
