"""What is measured: small networks of lessons, and one as large as a classroom will wait for."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

import numpy as np

from nnsim.cli.measuring.timing import Steps
from nnsim.engine.metrics import accuracy
from nnsim.engine.parameters import Array
from nnsim.engine.spec import Choice, DType, LayerSpec, NetworkSpec, TrainSpec
from nnsim.engine.trainer import Trainer, TrainingData


@dataclass(frozen=True)
class Case:
    """A network, the way it learns, and how many samples make a step.

    Parameters
    ----------
    sizes : inputs, hidden layers, outputs
    filters : of convolutions with a kernel of 3 and a ring of zeros, in front of the dense layers; the inputs are then
        a square picture
    batches : in an epoch
    """

    sizes: tuple[int, ...]
    batch_size: int
    optimizer: str = "sgd"
    dtype: DType = "float64"
    hidden: str = "tanh"
    batches: int = 100
    filters: tuple[int, ...] = ()

    @property
    def side(self) -> int:
        """Of the picture, in pixels."""
        return isqrt(self.sizes[0])

    @property
    def name(self) -> str:
        """``2-8×6-1``: a width that comes back is written once. ``28²-conv 8-conv 16-10`` : filters."""
        if self.filters:
            middle = [f"conv {count}" for count in self.filters]
            return "-".join([f"{self.side}²", *middle, *map(str, self.sizes[1:])])
        parts: list[tuple[int, int]] = []
        for size in self.sizes:
            if parts and parts[-1][0] == size:
                parts[-1] = (size, parts[-1][1] + 1)
            else:
                parts.append((size, 1))
        return "-".join(f"{size}×{times}" if times > 2 else "-".join([str(size)] * times) for size, times in parts)

    @property
    def n_classes(self) -> int:
        """Classes that the outputs tell apart."""
        return max(2, self.sizes[-1])

    def samples(self) -> tuple[Array, Array]:
        """(samples, inputs) and (samples, 1) class numbers: noise, for what is learnt does not change the time."""
        generator = np.random.default_rng(0)
        n_samples = self.batches * self.batch_size
        inputs = generator.normal(size=(n_samples, self.sizes[0])).astype(self.dtype)
        return inputs, generator.integers(0, self.n_classes, (n_samples, 1)).astype(self.dtype)

    def network(self) -> NetworkSpec:
        """What nnsim is to build."""
        output = Choice("sigmoid" if self.sizes[-1] == 1 else "softmax")
        hidden = Choice(self.hidden)
        layers = [LayerSpec(count, hidden, kind="conv2d", padding=1) for count in self.filters]
        if self.filters:
            layers.append(LayerSpec(0, Choice("identity"), bias=False, kind="flatten"))
        layers += [LayerSpec(size, hidden) for size in self.sizes[1:-1]] + [LayerSpec(self.sizes[-1], output)]
        picture = (1, self.side, self.side) if self.filters else None
        return NetworkSpec(self.sizes[0], tuple(layers), self.dtype, picture)

    def trainer(self, *, test_share: float = 0.0) -> Trainer:
        """The network in nnsim. ``test_share`` : as many test samples, as a share of the training samples."""
        inputs, classes = self.samples()
        labels = classes if self.sizes[-1] == 1 else (classes == np.arange(self.n_classes)).astype(self.dtype)
        n_test = round(len(inputs) * test_share)
        data = TrainingData(inputs, labels, inputs[:n_test], labels[:n_test], accuracy())
        training = TrainSpec(optimizer=Choice(self.optimizer), learning_rate=0.001, batch_size=self.batch_size)
        return Trainer(self.network(), training, data)


def steps_alone(trainer: Trainer) -> Steps:
    """Steps without the end of an epoch, where an order is drawn and all samples are looked at: as for the peers."""

    def steps(count: int) -> int:
        left = count
        while left:
            made = min(left, trainer.n_batches - 1 - trainer.batch)
            trainer.advance(made)
            left -= made
            if trainer.batch == trainer.n_batches - 1:
                trainer.batch = 0  # back to the first batch, before the epoch ends
        return count

    return steps


def steps_in_epochs(trainer: Trainer) -> Steps:
    """Steps as training makes them, ends of epochs included."""

    def steps(count: int) -> int:
        trainer.advance(count)
        return count

    return steps


CASES = (
    Case((2, 4, 2, 1), 10),
    Case((2, 4, 2, 1), 10, "adam"),
    Case((2, *[8] * 6, 1), 10),
    Case((2, *[8] * 6, 1), 10, "adam"),
    Case((2, *[8] * 6, 1), 30),
    Case((64, 32, 10), 32, "sgd", "float32"),
    Case((784, 128, 64, 10), 128, "sgd", "float32", batches=20),
    Case((784, 1024, 1024, 10), 256, "sgd", "float32", batches=8),
    Case((784, 10), 64, "sgd", "float32", "relu", batches=8, filters=(8, 16)),
)
