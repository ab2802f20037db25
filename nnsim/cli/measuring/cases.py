"""What is measured: small networks of lessons, and one as large as a classroom will wait for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnsim.cli.measuring.timing import Steps
from nnsim.engine.metrics import accuracy
from nnsim.engine.parameters import Array
from nnsim.engine.spec import Choice, DType, LayerSpec, NetworkSpec, TrainSpec
from nnsim.engine.trainer import Trainer, TrainingData


@dataclass(frozen=True)
class Case:
    """A network, the way it learns, and how many samples make a step."""

    sizes: tuple[int, ...]
    batch_size: int
    optimizer: str = "sgd"
    dtype: DType = "float64"
    hidden: str = "tanh"
    batches: int = 100

    @property
    def name(self) -> str:
        """``2-8×6-1``: a width that comes back is written once."""
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

    def trainer(self) -> Trainer:
        """The network in nnsim."""
        inputs, classes = self.samples()
        labels = classes if self.sizes[-1] == 1 else (classes == np.arange(self.n_classes)).astype(self.dtype)
        output = Choice("sigmoid" if self.sizes[-1] == 1 else "softmax")
        kinds = [Choice(self.hidden)] * (len(self.sizes) - 2) + [output]
        layers = tuple(LayerSpec(size, kind) for size, kind in zip(self.sizes[1:], kinds, strict=True))
        data = TrainingData(inputs, labels, inputs[:0], labels[:0], accuracy())
        training = TrainSpec(optimizer=Choice(self.optimizer), learning_rate=0.001, batch_size=self.batch_size)
        return Trainer(NetworkSpec(self.sizes[0], layers, self.dtype), training, data)


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
    Case((64, 32, 10), 32, "sgd", "float32"),
    Case((784, 128, 64, 10), 128, "sgd", "float32", batches=20),
)
