"""Learning: one prepared step after another, with a record of its epochs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

import numpy as np

from nnsim.engine.batches import Order, Rows, bounds
from nnsim.engine.build import build_network
from nnsim.engine.calls import Calls, run
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.divergence import diverged, first_bad
from nnsim.engine.evaluation import Evaluation
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.metrics import Metric
from nnsim.engine.network import Backward, Forward, Losses
from nnsim.engine.parameters import Array
from nnsim.engine.record import Record
from nnsim.engine.regularizers import penalties, weight_mask
from nnsim.engine.snapshot import Checkpoint, LayerHealth, SampleView, frozen
from nnsim.engine.spec import NetworkSpec, TrainSpec


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
        self._train = Evaluation(self.network, self.network.table(data.train_inputs, data.train_labels))
        self._test = Evaluation(self.network, self.network.table(data.test_inputs, data.test_labels))
        self._n_train = len(data.train_inputs)
        self.batch_size = min(training.batch_size or self._n_train, self._n_train)
        self._order = Order(training.seed, self._n_train)
        self._update: Array = np.zeros_like(self.network.parameters)
        self._start(checkpoint)
        self._batches = self._prepare()
        if self.batch_size < self._n_train:
            self._order.shuffle(self.epoch)
        self.viewed_row = self._row_in_batch(self.looked - 1) if self.looked else 0
        """The training row that ``sample_view`` shows: the one looked at last, or the first."""
        self._stepped_at = self.step if self.looked else -1
        self._sample: tuple[Forward, Losses] | None = None
        self._has_gradient = self._is_ahead = False
        if not len(self.record):
            self.record.add(self.epoch, *self.evaluate())

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
        self._update_calls = optimizer.update(parameters, self.network.gradient, self._update, self._state, rate)
        self._update_calls.append((np.subtract, (parameters, self._update, parameters)))
        learnt = (parameters, *self._state.arrays.values())
        self._kept = [(array, array.copy()) for array in learnt]
        self._kept_steps = self._state.steps

    def _prepare(self) -> list[_Batch]:
        network, training = self.network, self.training
        mask = weight_mask(network.blocks, network.dtype)
        self._penalties = penalties(network.parameters, network.gradient, mask, training.l1, training.l2)
        keep: Calls = [(self._keep, ())]
        if self.batch_size == self._n_train:
            whole = self._train.whole or Forward(network, self._train.table)
            return [_Batch(None, whole, keep + self._step_calls(whole))]
        passes: dict[int, tuple[Forward, Calls]] = {}
        prepared = []
        for start, stop in bounds(self._n_train, self.batch_size):
            if stop - start not in passes:
                forward = Forward(network, np.empty((stop - start, self._train.table.shape[1]), network.dtype))
                passes[stop - start] = (forward, self._step_calls(forward))
            prepared.append(_Batch(self._order.rows[start:stop], *passes[stop - start]))
        prepared[-1] = replace(prepared[-1], calls=keep + prepared[-1].calls)
        return prepared

    def _step_calls(self, forward: Forward) -> Calls:
        return [*forward.calls, *Backward(forward).calls, *self._penalties, (self._check, ()), *self._update_calls]

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
        if self.batch + 1 == len(self._batches):
            self._end_epoch()
        else:
            self.batch += 1
        self.step += 1
        self.looked = 0
        self._has_gradient, self._is_ahead = True, False

    def _end_epoch(self) -> None:
        train, test = self._measure()
        if not isfinite(train[0]):
            self._take_back()
            raise diverged("the loss over the training data", self.epoch + 1, self.batch + 1, "output layer")
        self.batch = 0
        self.epoch += 1
        if self.batch_size < self._n_train:
            self._order.shuffle(self.epoch)
        self.record.add(self.epoch, train, test)

    def _keep(self) -> None:
        """Note what the last step of an epoch starts from: only after it is the whole loss looked at."""
        for now, kept in self._kept:
            np.copyto(kept, now)
        self._kept_steps = self._state.steps

    def _take_back(self) -> None:
        """Undo the last step of an epoch."""
        for now, kept in self._kept:
            np.copyto(now, kept)
        self._state.steps = self._kept_steps

    def evaluate(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """(loss, metric) over all training and all test samples, as they are now; NaN without samples."""
        with np.errstate(all="ignore"):
            return self._measure()

    def _measure(self) -> tuple[tuple[float, float], tuple[float, float]]:
        return self._train.measure(self.data.metric), self._test.measure(self.data.metric)

    def predictions(self) -> tuple[Array, Array]:
        """(samples, outputs) for all training and all test samples, valid until the next call on the trainer."""
        with np.errstate(all="ignore"):
            return self._train.look(), self._test.look()

    def look_at_sample(self) -> None:
        """Look at the next sample of the batch under way; with its last sample the batch's one update is made.

        The update is that of ``advance``, so stepping by sample changes no number.
        """
        self.viewed_row = self._row_in_batch(self.looked)
        if self.looked + 1 == len(self._batches[self.batch].forward.table):
            self.advance(1)
        else:
            self.looked += 1
        self._stepped_at = self.step

    def _row_in_batch(self, place: int) -> int:
        rows = self._batches[self.batch].rows
        return place if rows is None else int(rows[place])

    def sample_view(self) -> SampleView:
        """What each neuron answers to the sample in ``viewed_row``, with the weights as they are now."""
        if self._sample is None:
            forward = Forward(self.network, self._train.table[:1].copy())
            self._sample = forward, Losses(forward)
        forward, losses = self._sample
        forward.table[0] = self._train.table[self.viewed_row]
        with np.errstate(all="ignore"):
            run([*forward.calls, *losses.calls])
        inputs, label = frozen(forward.table[0, : self.network.spec.n_inputs]), frozen(forward.labels[0])
        activations = tuple(frozen(h[0]) for h in forward.h)
        stepped = self._stepped_at == self.step
        return SampleView(self.viewed_row, inputs, activations, label, losses.mean(), stepped)

    def health(self) -> LayerHealth:
        """Norms of the last batch's gradient and update; before the first step, of the batch that comes first."""
        network = self.network
        with np.errstate(all="ignore"):
            if not self._has_gradient:
                batch = self._batches[self.batch]
                if batch.rows is not None:
                    self._train.table.take(batch.rows, 0, batch.forward.table, "clip")
                run([*batch.forward.calls, *Backward(batch.forward).calls, *self._penalties])
                self._has_gradient = self._is_ahead = True
            gradient, update, size = (
                np.array([np.linalg.norm(block.matrix(vector)) for block in network.blocks])
                for vector in (network.gradient, self._update, network.parameters)
            )
            ratio = np.where(update == 0.0, 0.0, update / size)
            return LayerHealth(frozen(gradient), frozen(ratio), self._is_ahead)

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
        """Stop before the update if the gradient, or its square, is not finite. One dot product tells.

        A gradient whose square is finite leaves the optimizer's memory and the weights finite, too: the largest
        learning rate and the longest momentum add a few powers of ten, and the square left half of them free.
        """
        gradient = self.network.gradient
        if not isfinite(gradient.dot(gradient)):
            layer, quantity = first_bad(self._batches[self.batch].forward)
            raise diverged(quantity, self.epoch + 1, self.batch + 1, f"layer {layer}")
