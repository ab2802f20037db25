"""Learning: one prepared step after another, with a record of its epochs."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from nnsim.engine.batches import Batches, Order, bounds
from nnsim.engine.build import build_network
from nnsim.engine.calls import Call, Calls, prepared_arithmetic, run
from nnsim.engine.divergence import diverged, first_bad
from nnsim.engine.dropout import Chance
from nnsim.engine.evaluation import Evaluation
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.health import layer_health
from nnsim.engine.metrics import Metric
from nnsim.engine.network import Backward, Forward, Losses
from nnsim.engine.parameters import Array
from nnsim.engine.record import Record
from nnsim.engine.snapshot import Checkpoint, LayerHealth, SampleView, frozen
from nnsim.engine.spec import NetworkSpec, TrainSpec
from nnsim.engine.stopping import Stopping, StopReason
from nnsim.engine.update import Update


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


class Trainer:
    """A network that learns. Same specs, data and checkpoint: bit-equal numbers, however the steps are portioned.

    Parameters
    ----------
    network, training : the descriptions
    data : samples in the network's units
    checkpoint : where to go on; ``None`` starts with the first weights of ``training.seed``

    Attributes
    ----------
    step, epoch, batch : updates made, epochs finished, batches done in the epoch under way
    looked : samples looked at in the batch under way
    viewed_row : the training row that ``sample_view`` shows: the one looked at last, or the first
    stopped : why the last ``advance`` stopped by itself, if it did

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
        self._n_train = len(data.train_inputs)
        self._table = self._table_of_all()
        self._all = Evaluation(self.network, self._table)
        self.batch_size = min(training.batch_size or self._n_train, self._n_train)
        self._bounds = bounds(self._n_train, self.batch_size)
        self._order = Order(training.seed, self._n_train)
        self._update = Update(self.network, training)
        self._start(checkpoint or Checkpoint(network, first_parameters(network, training.seed)))
        self._steps = self._prepare()
        self._begin_epoch()
        self.viewed_row = self._row_in_batch(self.looked - 1) if self.looked else 0
        self._stepped_at = self.step if self.looked else -1
        self._sample: tuple[Forward, Losses] | None = None
        self._has_gradient = self._is_ahead = False
        if not len(self.record):
            self.record.add(self.epoch, *self.evaluate())
        self._stopping = Stopping(training.stop, self.record.curves())
        self.stopped: StopReason | None = None

    def _table_of_all(self) -> Array:
        """All samples, those for training first."""
        data, network = self.data, self.network
        table = network.empty_table(self._n_train + len(data.test_inputs))
        network.fill(table[:, : self._n_train], data.train_inputs, data.train_labels)
        network.fill(table[:, self._n_train :], data.test_inputs, data.test_labels)
        return table

    def _start(self, checkpoint: Checkpoint) -> None:
        self.network.parameters[...] = checkpoint.parameters
        self._update.restore(checkpoint)
        self.step = checkpoint.step
        self.epoch = checkpoint.epoch
        self.batch = checkpoint.seen // self.batch_size
        self.looked = checkpoint.looked if checkpoint.looked < self.batch_size else 0
        self.record = Record(checkpoint.curves)

    def _prepare(self) -> list[Calls]:
        """The calls of each step of an epoch."""
        network = self.network
        self._guard = self._update.guard(self._diverge)
        self._chance = Chance(self.training.seed, lambda: self.step)
        sizes = sorted({stop - start for start, stop in self._bounds}, reverse=True)
        if self.batch_size == self._n_train:
            tables = [self._table[:, : self._n_train]]
            fills: list[Call] = []
        else:
            tables = [network.empty_table(size) for size in sizes]
            self._batches = Batches(self._table, tables, self._order)
            fills = self._batches.fills
        self._passes = [Forward(network, table, self._chance) for table in tables]
        gradients = [[*forward.calls, *Backward(forward).calls, *self._update.finish] for forward in self._passes]
        steps: list[Calls] = []
        for number in range(len(self._bounds)):
            is_last = number + 1 == len(self._bounds)
            which = -1 if is_last else 0
            update = self._update.tentative if is_last else self._update.calls  # only then is the whole loss looked at
            parts = [*fills[number : number + 1], *gradients[which], (self._guard, ())]
            steps.append([*parts, *update, *self._passes[which].remember])
        return steps

    @property
    def n_batches(self) -> int:
        """Updates in an epoch."""
        return len(self._bounds)

    def advance(self, steps: int) -> int:
        """Make ``steps`` updates, or fewer if a condition of ``training.stop`` comes true.

        Returns
        -------
        How many were made

        Raises
        ------
        DivergedError : at the first number that is not finite, naming epoch, batch and layer. The weights are those
            before the step.
        """
        self.stopped = None
        first, last, prepared = self.step, len(self._steps) - 1, self._steps
        with prepared_arithmetic():
            while self.step - first < steps and self.stopped is None:
                for function, arguments in prepared[self.batch]:
                    function(*arguments)
                if self.batch == last:
                    self._end_epoch()
                else:
                    self.batch += 1
                self.step += 1
                self.looked = 0
                self._has_gradient, self._is_ahead = True, False
        return self.step - first

    def _end_epoch(self) -> None:
        train, test = self._measure()
        if not isfinite(train[0]):
            self._update.take_back()
            raise diverged("the loss over the training data", self.epoch + 1, self.batch + 1, "output layer")
        self._update.accept()
        self.batch = 0
        self.epoch += 1
        self._begin_epoch()
        self.record.add(self.epoch, train, test)
        self.stopped = self._stopping.reason(self.epoch, train, test)

    def _begin_epoch(self) -> None:
        self._update.begin(self.epoch)
        if len(self._steps) > 1:
            self._batches.begin(self.epoch)

    def _diverge(self) -> None:
        """End the step before the update: its gradient is not finite."""
        layer, quantity = first_bad(self._pass_of_batch())
        raise diverged(quantity, self.epoch + 1, self.batch + 1, f"layer {layer}")

    def _pass_of_batch(self) -> Forward:
        """The pass that the batch under way goes through."""
        return self._passes[-1 if self.batch + 1 == len(self._steps) else 0]

    def evaluate(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """(loss, metric) over all training and all test samples, as they are now; NaN without samples."""
        with prepared_arithmetic():
            return self._measure()

    def _measure(self) -> tuple[tuple[float, float], tuple[float, float]]:
        return self._all.measure(self.data.metric, self._n_train)

    def predictions(self) -> tuple[Array, Array]:
        """(samples, outputs) for all training and all test samples, valid until the next call on the trainer."""
        with prepared_arithmetic():
            found = self._all.look()
        return found[: self._n_train], found[self._n_train :]

    def look_at_sample(self) -> None:
        """Look at the next sample of the batch; with its last sample the batch's one update is made.

        The update is that of ``advance``, so stepping by sample changes no number.
        """
        self.viewed_row = self._row_in_batch(self.looked)
        start, stop = self._bounds[self.batch]
        if start + self.looked + 1 == stop:
            self.advance(1)
        else:
            self.looked += 1
        self._stepped_at = self.step

    def _row_in_batch(self, place: int) -> int:
        """The training row at a place of the batch under way. One batch of all takes them in place."""
        return place if len(self._steps) == 1 else int(self._order.rows[self._bounds[self.batch][0] + place])

    def sample_view(self) -> SampleView:
        """What each neuron answers to the sample in ``viewed_row``, with the weights as they are now."""
        if self._sample is None:
            forward = Forward(self.network, self.network.empty_table(1))
            self._sample = forward, Losses(forward)
        forward, losses = self._sample
        np.copyto(forward.table, self._table[:, self.viewed_row : self.viewed_row + 1])
        with prepared_arithmetic():
            run([*forward.calls, *losses.calls])
        activations = tuple(frozen(h[0]) for h in forward.h)
        stepped = self._stepped_at == self.step
        inputs, label = frozen(forward.inputs[0]), frozen(forward.labels[0])
        return SampleView(self.viewed_row, inputs, activations, label, losses.mean(), stepped)

    def health(self) -> LayerHealth:
        """How learning went in the last batch; before the first step, how it goes in the batch that comes first."""
        with prepared_arithmetic():
            if not self._has_gradient:
                calls = self._steps[self.batch]
                run(calls[: calls.index((self._guard, ()))])
                self._has_gradient = self._is_ahead = True
            looked_at = self._pass_of_batch() if self._is_ahead else self._passes[-1 if self.batch == 0 else 0]
            return layer_health(self.network, looked_at.columns, self._update.amount, ahead=self._is_ahead)

    def checkpoint(self) -> Checkpoint:
        """Everything needed to go on from here, copied."""
        return Checkpoint(
            self.network.spec,
            frozen(self.network.parameters),
            {name: frozen(array) for name, array in self._update.state.arrays.items()},
            self._update.state.steps,
            self.step,
            self.epoch,
            self.batch * self.batch_size,
            self.looked,
            self.record.curves(),
        )
