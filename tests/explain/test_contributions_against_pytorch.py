"""The part of each sample in the gradient of a weight is what PyTorch finds for that sample alone."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.engine.parameters import blocks
from nnsim.engine.weight_place import WeightPlace
from nnsim.explain.contributions import contributions
from tests.explain.test_contributions import DENSE, NORMALIZED, PICTURE, TRAINING, step_of

torch = pytest.importorskip("torch", reason="PyTorch, beside which these numbers are measured, is not installed")

SAMPLES = 5


def test_parts_of_dense_weights_are_those_of_pytorch() -> None:
    traced = step_of(DENSE, samples=SAMPLES)
    weights = [torch.tensor(layer.parameters.weights.copy(), requires_grad=True) for layer in traced.layers]
    biases = [torch.tensor(np.array(layer.parameters.biases), requires_grad=True) for layer in traced.layers]
    x, y = torch.tensor(traced.inputs.copy()), torch.tensor(traced.labels.copy())
    for sample in range(SAMPLES):
        hidden = torch.tanh(x[sample] @ weights[0] + biases[0])
        loss = 0.5 * (torch.sigmoid(hidden @ weights[1] + biases[1]) - y[sample]).square().sum() / SAMPLES
        found = torch.autograd.grad(loss, [*weights, *biases])
        for layer, block in enumerate(blocks(DENSE)):
            theirs = np.vstack([found[layer].numpy(), found[2 + layer].numpy()])
            for row in range(block.shape[0]):
                for column in range(block.n_to):
                    ours = contributions(DENSE, TRAINING, traced, WeightPlace(layer, row, column)).parts[sample]
                    assert ours == pytest.approx(theirs[row, column], rel=1e-12, abs=1e-15)


def test_parts_of_filters_are_those_of_pytorch() -> None:
    traced = step_of(PICTURE, samples=SAMPLES)
    first, second, _, last = (layer.parameters for layer in traced.layers)
    kernel = torch.tensor(first.weights.T.reshape(3, 2, 3, 3).copy(), requires_grad=True)
    other = torch.tensor(second.weights.T.reshape(2, 3, 2, 2).copy())
    bias, other_bias, end_bias = (torch.tensor(np.array(one.biases)) for one in (first, second, last))
    x, y = torch.tensor(traced.inputs.reshape(SAMPLES, 2, 5, 5).copy()), torch.tensor(traced.labels.copy())
    for sample in range(SAMPLES):
        maps = torch.relu(torch.nn.functional.conv2d(x[sample], kernel, bias, stride=2, padding=1))
        maps = torch.tanh(torch.nn.functional.conv2d(maps, other, other_bias))
        answer = maps.reshape(-1) @ torch.tensor(last.weights.copy()) + end_bias
        (found,) = torch.autograd.grad(0.5 * (answer - y[sample]).square().sum() / SAMPLES, [kernel])
        theirs = found.numpy().reshape(3, -1).T
        for row in range(theirs.shape[0]):
            for column in range(3):
                ours = contributions(PICTURE, TRAINING, traced, WeightPlace(0, row, column)).parts[sample]
                assert ours == pytest.approx(theirs[row, column], rel=1e-11, abs=1e-14)


def test_parts_of_a_normalized_layer_are_the_slopes_of_the_whole_loss_along_each_samples_own_sum() -> None:
    traced = step_of(NORMALIZED, samples=SAMPLES)
    layers = [layer.parameters for layer in traced.layers]
    x, y = torch.tensor(traced.inputs.copy()), torch.tensor(traced.labels.copy())
    sums = (x @ torch.tensor(layers[0].weights.copy())).requires_grad_()
    spread = torch.sqrt(sums.var(0, unbiased=False) + 1e-5)
    z = (sums - sums.mean(0)) / spread * torch.tensor(np.array(layers[0].gains)) + torch.tensor(
        np.array(layers[0].biases)
    )
    hidden = torch.tanh(z)
    for layer in layers[1:]:
        z = hidden @ torch.tensor(layer.weights.copy()) + torch.tensor(np.array(layer.biases))
        hidden = torch.tanh(z)
    loss = 0.5 * (torch.sigmoid(z) - y).square().sum() / SAMPLES
    (found,) = torch.autograd.grad(loss, [sums])
    for row in range(3):
        for column in range(4):
            ours = contributions(NORMALIZED, TRAINING, traced, WeightPlace(0, row, column)).parts
            theirs = (x[:, row] * found[:, column]).numpy()
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-14)
