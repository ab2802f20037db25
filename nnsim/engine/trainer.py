"""Learning: one prepared step after another, with a record of every epoch."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan

import numpy as np

from nnsim.engine.batches import Order, Rows, bounds
from nnsim.engine.build import build_network
from nnsim.engine.calls import Calls, run
from nnsim.engine.catalog import OPTIMIZERS
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.metrics import Metric
from nnsim.engine.network import Backward, Forward, Losses
from nnsim.engine.parameters import Array
from nnsim.engine.record import Record
from nnsim.engine.regularizers import penalties, weight_mask
from nnsim.engine.snapshot import Checkpoint, LayerHealth, SampleView, frozen
from nnsim.engine.spec import NetworkSpec, TrainSpec
from nnsim.errors import DivergedError


@dataclass(frozen=True, eq=False)
class TrainingData:
    """What to learn from and what to test on, as the network sees it.

    Parameters
    ----------
    train_inputs, test_inputs : (samples, n_inputs)
    train_labels, test_labels : (samples, outputs)
    metric : what to record beside the loss
    """

    train_inputs: Array
    train_labels: Array
    test_inputs: Array
    test_labels: Array
    metric: Metric


@dataclass(frozen=True, eq=False)
class _Batch:
    """A prepared step: the rows it takes (``None``: all, in place) and everything done with them."""

    rows: Rows | None
    forward: Forward
    calls: Calls


class Trainer:
    """A network that learns. Same specs, data and checkpoint: bit-equal numbers, however the steps are portioned.

    Parameters
    ----------
    network, training : the descriptions
    data : samples in the network's units
    checkpoint : where to go on; ``None`` starts with the first weights of ``training.seed``

    Raises
    ------
    SpecError : if the network cannot be built
    """

    def __init__(
        self, network: NetworkSpec, training: TrainSpec, data: TrainingData, checkpoint: Checkpoint | None = None
    ) -> None:
        self.training = training
        self.network = build_network(network, training.loss)
        self.data = data
        self._train = Forward(self.network, self.network.table(data.train_inputs, data.train_labels))
        self._test = Forward(self.network, self.network.table(data.test_inputs, data.test_labels))
        self._evaluations = [(forward, Losses(forward)) for forward in (self._train, self._test)]
        self._n_train = len(data.train_inputs)
        self.batch_size = min(training.batch_size or self._n_train, self._n_train)
        self._order = Order(training.seed, self._n_train)
        self._update: Array = np.zeros_like(self.network.parameters)
        self._start(checkpoint)
        self._batches = self._prepare()
        if self.batch_size < self._n_train:
            self._order.shuffle(self.epoch)
        self.sample_view: SampleView | None = None
        self._has_gradient = False
        if not len(self.record):
            self._evaluate()

    def _start(self, checkpoint: Checkpoint | None) -> None:
        spec, parameters = self.network.spec, self.network.parameters
        optimizer = OPTIMIZERS.build(self.training.optimizer, "optimizer")
        self._state = optimizer.init(parameters)
        if checkpoint is None:
            checkpoint = Checkpoint(spec, first_parameters(spec, self.training.seed))
        parameters[...] = checkpoint.parameters
        if checkpoint.optimizer.keys() == self._state.arrays.keys():
            for name, array in checkpoint.optimizer.items():
                self._state.arrays[name][...] = array
            self._state.steps = checkpoint.optimizer_steps
        self.step = checkpoint.step
        self.epoch = checkpoint.epoch
        self.batch = checkpoint.seen // self.batch_size
        self.looked = checkpoint.looked if checkpoint.looked < self.batch_size else 0
        self.record = Record(checkpoint.curves)
        rate = np.array(self.training.learning_rate, self.network.dtype)
        self._update_calls = optimizer.update(self.network.gradient, self._update, self._state, rate)
        self._update_calls.append((np.subtract, (parameters, self._update, parameters)))

    def _prepare(self) -> list[_Batch]:
        network, training = self.network, self.training
        mask = weight_mask(network.blocks, network.dtype)
        regularize = penalties(network.parameters, network.gradient, mask, training.l1, training.l2)
        if self.batch_size == self._n_train:
            forward = self._train
            return [_Batch(None, forward, self._step_calls(forward, regularize))]
        passes: dict[int, tuple[Forward, Calls]] = {}
        prepared = []
        for start, stop in bounds(self._n_train, self.batch_size):
            if stop - start not in passes:
                forward = Forward(network, np.empty((stop - start, self._train.table.shape[1]), network.dtype))
                passes[stop - start] = (forward, self._step_calls(forward, regularize))
            prepared.append(_Batch(self._order.rows[start:stop], *passes[stop - start]))
        return prepared

    def _step_calls(self, forward: Forward, regularize: Calls) -> Calls:
        return [*forward.calls, *Backward(forward).calls, *regularize, (self._check, ()), *self._update_calls]

    @property
    def n_batches(self) -> int:
        """Updates in an epoch."""
        return len(self._batches)

    def advance(self, steps: int) -> None:
        """Make ``steps`` updates.

        Raises
        ------
        DivergedError : at the first number that is not finite, naming epoch, batch and layer. The weights are those
            before the step.
        """
        with np.errstate(all="ignore"):
            for _ in range(steps):
                self._make_step()

    def _make_step(self) -> None:
        batch = self._batches[self.batch]
        if batch.rows is not None:
            self._train.table.take(batch.rows, 0, batch.forward.table, "clip")
        for function, arguments in batch.calls:
            function(*arguments)
        self.step += 1
        self.batch += 1
        self.looked = 0
        self._has_gradient = True
        if self.batch == len(self._batches):
            self._end_epoch()

    def _end_epoch(self) -> None:
        self.batch = 0
        self.epoch += 1
        if self.batch_size < self._n_train:
            self._order.shuffle(self.epoch)
        self._evaluate()

    def _evaluate(self) -> None:
        with np.errstate(all="ignore"):
            train, test = self.evaluate()
        self.record.add(self.epoch, train, test)
        if not isfinite(train[0]):
            raise self._diverged(self.epoch, None, "the loss over the training data", "output layer")

    def evaluate(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """(loss, metric) over all training and all test samples, as they are now; NaN without samples."""
        pair = []
        for forward, losses in self._evaluations:
            if len(forward.table):
                run(forward.calls)
                run(losses.calls)
                pair.append((losses.mean(), self.data.metric(forward.prediction, forward.labels)))
            else:
                pair.append((nan, nan))
        return pair[0], pair[1]

    def predictions(self) -> tuple[Array, Array]:
        """(samples, outputs) for all training and all test samples, valid until the next call on the trainer."""
        with np.errstate(all="ignore"):
            run(self._train.calls)
            run(self._test.calls)
        return self._train.prediction, self._test.prediction

    def look_at_sample(self) -> None:
        """Look at the next sample of the batch under way; with its last sample the batch's one update is made.

        The update is that of ``advance``, so stepping by sample changes no number.
        """
        batch = self._batches[self.batch]
        row = self.looked if batch.rows is None else int(batch.rows[self.looked])
        self.view_sample(row)
        if self.looked + 1 == len(batch.forward.table):
            self.advance(1)
        else:
            self.looked += 1

    def view_sample(self, row: int) -> None:
        """Send training sample ``row`` through the network and keep what each neuron answered in ``sample_view``."""
        table = self._train.table[row : row + 1]
        forward = Forward(self.network, table)
        losses = Losses(forward)
        with np.errstate(all="ignore"):
            run([*forward.calls, *losses.calls])
        inputs = frozen(table[0, : self.network.spec.n_inputs])
        activations = tuple(frozen(h[0]) for h in forward.h)
        self.sample_view = SampleView(row, inputs, activations, frozen(forward.labels[0]), losses.mean())

    def health(self) -> LayerHealth:
        """Norms of the last batch's gradient and update; before the first step, of the batch that comes first."""
        network = self.network
        with np.errstate(all="ignore"):
            if not self._has_gradient:
                batch = self._batches[self.batch]
                if batch.rows is not None:
                    self._train.table.take(batch.rows, 0, batch.forward.table, "clip")
                run([*batch.forward.calls, *Backward(batch.forward).calls])
                self._has_gradient = True
            gradient, update, size = (
                np.array([np.linalg.norm(block.matrix(vector)) for block in network.blocks])
                for vector in (network.gradient, self._update, network.parameters)
            )
            return LayerHealth(frozen(gradient), frozen(update / size))

    def checkpoint(self) -> Checkpoint:
        """Everything needed to go on from here, copied."""
        return Checkpoint(
            self.network.spec,
            frozen(self.network.parameters),
            {name: frozen(array) for name, array in self._state.arrays.items()},
            self._state.steps,
            self.step,
            self.epoch,
            self.batch * self.batch_size,
            self.looked,
            self.record.curves(),
        )

    def _check(self) -> None:
        """Stop before the update if the gradient is not finite. One dot product tells, at a few percent of a step."""
        gradient = self.network.gradient
        if not isfinite(gradient.dot(gradient)) and not np.isfinite(gradient).all():
            layer, quantity = self._first_bad(self._batches[self.batch])
            raise self._diverged(self.epoch + 1, self.batch + 1, quantity, f"layer {layer}")

    def _first_bad(self, batch: _Batch) -> tuple[int, str]:
        """The layer (1 is the first) and the quantity where the first number that is not finite appears."""
        forward = batch.forward
        run(forward.calls)
        for number, (z, h) in enumerate(zip(forward.z, forward.h, strict=True), 1):
            if not np.isfinite(z).all():
                return number, "a weighted sum z"
            if not np.isfinite(h).all():
                return number, "an activation"
        for index in range(len(self.network.blocks) - 1, -1, -1):
            if not np.isfinite(self.network.blocks[index].matrix(self.network.gradient)).all():
                return index + 1, "the gradient of a weight"
        return len(self.network.blocks), "the gradient of a weight"

    @staticmethod
    def _diverged(epoch: int, batch: int | None, quantity: str, layer: str) -> DivergedError:
        place = f"epoch {epoch}" + (f", batch {batch}" if batch else "") + f", {layer}"
        return DivergedError(
            "training.diverged",
            f"Training stopped: {quantity} grew beyond what numbers can hold.",
            where=place,
            hint="Most often the learning rate is too large. Lower it, then reset or go on from the last good weights.",
            unchanged="The weights are those before this step.",
        )
