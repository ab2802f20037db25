"""Pictures and normalisation beside PyTorch: forward, loss, every gradient, running statistics, a hundred steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnsim.engine.parameters import Array, blocks
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec
from tests.engine.pictures import conv, convolution, flatten, picture_network, pool, pooling_network
from tests.engine.samples import data_for, trainer

pytestmark = pytest.mark.sweep

torch = pytest.importorskip("torch", reason="PyTorch, beside which these numbers are measured, is not installed")

NETWORKS = {
    "filters": convolution(),
    "steps of two, a ring": picture_network(conv(4, 3, 2, 1), conv(2, 2), picture=(3, 8, 7)),
    "poolings": pooling_network(),
    "normalised": picture_network(
        conv(4, padding=1, normalize=True), pool(), flatten(), LayerSpec(6, normalize=True), picture=(2, 6, 6)
    ),
    "normalised without biases": convolution(normalize=True, bias=False),
}
ACTIVATION = {"tanh": "Tanh", "softmax": "Identity", "identity": "Identity"}


class Twin:
    """The network in PyTorch, of its own layers."""

    def __init__(self, spec: NetworkSpec, parameters: Array) -> None:
        self.spec, self.blocks = spec, blocks(spec)
        self.parts: list[Any] = []
        self.norms: list[Any] = []
        layers: list[Any] = []
        for layer, block, shape in zip(spec.layers, self.blocks, spec.shapes, strict=False):
            part, norm = _part(layer, shape), None
            if layer.has_weights and layer.normalize:
                norm = (torch.nn.BatchNorm2d if layer.kind == "conv2d" else torch.nn.BatchNorm1d)(layer.size)
            self.parts.append(part)
            self.norms.append(norm)
            layers += [part, *([norm] if norm else []), getattr(torch.nn, ACTIVATION[layer.activation.name])()]
            if layer.has_weights:
                _write(part.weight, block.weights(parameters).T)
                target = norm.bias if norm else part.bias
                if block.bias:
                    _write(target, block.biases(parameters))
                elif norm:
                    norm.bias.requires_grad_(False)
                if norm:
                    _write(norm.weight, block.normalization(parameters)[0])
        self.model = torch.nn.Sequential(*layers).double()

    def loss(self, inputs: Array, labels: Array) -> Any:
        shape = self.spec.picture
        assert shape
        logits = self.model(torch.tensor(inputs).reshape(-1, *shape))
        return torch.nn.functional.cross_entropy(logits, torch.tensor(labels))

    def flat(self, *, gradient: bool = False) -> Array:
        """All parameters, or their gradients, where nnsim has them; running statistics beside."""
        found = np.zeros(self.spec.n_parameters)
        for layer, block, part, norm in zip(self.spec.layers, self.blocks, self.parts, self.norms, strict=True):
            if not layer.has_weights:
                continue

            def numbers(of: Any) -> Array:
                return (of.grad if gradient else of).detach().numpy()

            block.weights(found)[...] = numbers(part.weight).reshape(layer.size, -1).T
            biases = block.biases(found)
            if biases is not None:
                biases[...] = numbers(norm.bias if norm else part.bias)
            if norm:
                rows = block.normalization(found)
                rows[0] = numbers(norm.weight)
                rows[1:] = 0.0 if gradient else (norm.running_mean.numpy(), norm.running_var.numpy())
        return found


def _part(layer: LayerSpec, shape: tuple[int, ...]) -> Any:
    bias = layer.bias and not layer.normalize
    return {
        "dense": lambda: torch.nn.Linear(shape[0], layer.size, bias),
        "conv2d": lambda: torch.nn.Conv2d(shape[0], layer.size, layer.kernel, layer.stride, layer.padding, bias=bias),
        "max_pool2d": lambda: torch.nn.MaxPool2d(layer.kernel, layer.stride),
        "average_pool2d": lambda: torch.nn.AvgPool2d(layer.kernel, layer.stride),
        "flatten": torch.nn.Flatten,
    }[layer.kind]()


def _write(parameter: Any, values: Array) -> None:
    with torch.no_grad():
        parameter.data = torch.tensor(values.copy()).reshape(parameter.shape)


@pytest.mark.parametrize("spec", NETWORKS.values(), ids=NETWORKS.keys())
def test_loss_and_every_gradient_agree_to_1e_12(spec: NetworkSpec) -> None:
    learner = trainer(spec, loss=Choice("cross_entropy"), batch_size=None, learning_rate=0.0)
    twin = Twin(spec, learner.network.parameters)
    loss = twin.loss(learner.data.train_inputs, learner.data.train_labels)
    loss.backward()
    if not any(layer.normalize for layer in spec.layers):
        assert learner.evaluate()[0][0] == pytest.approx(float(loss.detach()), rel=1e-12)
    learner.advance(1)
    np.testing.assert_allclose(learner.network.gradient, twin.flat(gradient=True), rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(learner.network.parameters, twin.flat(), rtol=1e-12, atol=1e-14)  # running statistics


@pytest.mark.parametrize("batch_size", [7, None])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("spec", NETWORKS.values(), ids=NETWORKS.keys())
def test_a_hundred_steps_agree_to_1e_9(spec: NetworkSpec, optimizer: str, batch_size: int | None) -> None:
    # 7 of 21 samples: no batch is a single one, for which PyTorch refuses to normalise.
    learner = trainer(
        spec, data_for(spec, 21), loss=Choice("cross_entropy"), optimizer=Choice(optimizer), batch_size=batch_size
    )
    twin = Twin(spec, learner.network.parameters)
    kind = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer]
    theirs = kind([p for p in twin.model.parameters() if p.requires_grad], learner.training.learning_rate)
    for _ in range(100):
        first = learner.batch * learner.batch_size
        rows = learner._order.rows[first : first + learner.batch_size] if batch_size else slice(None)
        theirs.zero_grad()
        twin.loss(learner.data.train_inputs[rows], learner.data.train_labels[rows]).backward()
        theirs.step()
        learner.advance(1)
    np.testing.assert_allclose(learner.network.parameters, twin.flat(), rtol=0, atol=1e-9)
    twin.model.eval()
    with torch.no_grad():
        loss = float(twin.loss(learner.data.test_inputs, learner.data.test_labels))
    assert learner.evaluate()[1][0] == pytest.approx(loss, rel=1e-9)


def test_clipping_agrees() -> None:
    spec = convolution()
    learner = trainer(spec, loss=Choice("cross_entropy"), batch_size=None, clip_norm=0.05, learning_rate=0.5)
    twin = Twin(spec, learner.network.parameters)
    theirs = torch.optim.SGD(twin.model.parameters(), 0.5)
    for _ in range(30):
        theirs.zero_grad()
        twin.loss(learner.data.train_inputs, learner.data.train_labels).backward()
        torch.nn.utils.clip_grad_norm_(twin.model.parameters(), 0.05)
        theirs.step()
        learner.advance(1)
    np.testing.assert_allclose(learner.network.parameters, twin.flat(), rtol=0, atol=1e-9)
