"""The numbers that are told are those of PyTorch: z, h, loss, δ, gradients, and what the optimizer makes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice
from nnsim.engine.tracing import trace
from nnsim.explain.walk import walk
from tests.engine.samples import data_for, network, trainer

pytestmark = pytest.mark.sweep

torch = pytest.importorskip("torch", reason="PyTorch, beside which these numbers are measured, is not installed")

TWINS = {
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=0.1),
    "momentum": lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9),
    "nesterov": lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9, nesterov=True),
    "adagrad": lambda parameters: torch.optim.Adagrad(parameters, lr=0.1),
    "rmsprop": lambda parameters: torch.optim.RMSprop(parameters, lr=0.1),
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=0.1),
    "adamw": lambda parameters: torch.optim.AdamW(parameters, lr=0.1),
    "rprop": lambda parameters: torch.optim.Rprop(parameters, lr=0.1),
}


def as_tensor(values: np.ndarray) -> Any:
    return torch.tensor(np.array(values), requires_grad=True)


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS.names))
@pytest.mark.parametrize("n_samples", [1, 4])
def test_what_is_told_of_two_steps_is_what_pytorch_does(optimizer: str, n_samples: int) -> None:
    spec = network(3, 4, 2, output="softmax")
    learner = trainer(
        spec, data_for(spec), loss=Choice("cross_entropy"), optimizer=Choice(optimizer), learning_rate=0.1
    )
    inputs, labels = learner.data.train_inputs[:n_samples], learner.data.train_labels[:n_samples]
    checkpoint = learner.checkpoint()
    parts = [as_tensor(part(checkpoint.parameters)) for block in blocks(spec) for part in (block.weights, block.biases)]
    twin = TWINS[optimizer](parts)
    for _ in range(2):
        traced = trace(learner.training, checkpoint, inputs, labels)
        told = walk(spec, learner.training, traced)
        z1 = torch.tensor(inputs) @ parts[0] + parts[1]
        h1 = torch.tanh(z1)
        z2 = h1 @ parts[2] + parts[3]
        loss = torch.nn.functional.cross_entropy(z2, torch.tensor(labels))
        for middle in (z1, h1, z2):
            middle.retain_grad()
        twin.zero_grad()
        loss.backward()
        twin.step()
        expected = {
            ("forward", 0, "z"): z1,
            ("forward", 1, "z"): z2,
            ("forward", 1, "h"): torch.softmax(z2, 1),
            ("backward", 1, "delta"): z2.grad,
            ("backward", 0, "e"): h1.grad,
            ("backward", 0, "delta"): z1.grad,
            ("backward", 0, "dW"): parts[0].grad,
            ("backward", 1, "db"): parts[3].grad[None],
            ("update", 0, "new"): torch.cat([parts[0], parts[1][None]]),
            ("update", 1, "new"): torch.cat([parts[2], parts[3][None]]),
        }
        for (kind, layer, key), value in expected.items():
            found = told.stage(kind, layer).equation(key).result.values
            np.testing.assert_allclose(found, value.detach().numpy(), rtol=1e-9, atol=1e-12, err_msg=f"{kind} {key}")
        assert traced.loss == pytest.approx(loss.item(), rel=1e-12)
        checkpoint = _moved(checkpoint, traced)


def _after(traced: Any) -> list[np.ndarray]:
    return [part for layer in traced.layers for part in (layer.new_parameters.weights, layer.new_parameters.biases)]


def _moved(checkpoint: Any, traced: Any) -> Any:
    """Where the traced step leads."""
    names = traced.layers[0].new_memory
    memory = {
        name: np.concatenate(
            [
                np.ravel(part)
                for layer in traced.layers
                for part in (layer.new_memory[name].weights, layer.new_memory[name].biases)
            ]
        )
        for name in names
    }
    parameters = np.concatenate([np.ravel(part) for part in _after(traced)])
    return replace(
        checkpoint,
        parameters=parameters,
        optimizer=memory,
        optimizer_steps=traced.optimizer_steps,
        step=checkpoint.step + 1,
    )
