"""Learning: one prepared step after another, with a record of its epochs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.batch_losses import BatchLosses
from nnsim.engine.batches import Batches, Order, bounds
from nnsim.engine.build import build_network
from nnsim.engine.calls import Calls, prepared_arithmetic, run
from nnsim.engine.divergence import diverged, first_bad
from nnsim.engine.dropout import Chance
from nnsim.engine.epoch_notes import MOST, EpochNotes
from nnsim.engine.evaluation import Evaluation
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.health import layer_health
from nnsim.engine.histograms import layer_histograms
from nnsim.engine.metrics import Metric
from nnsim.engine.network import Forward, Losses
from nnsim.engine.parameters import Array
from nnsim.engine.readings import EpochChange, LayerHealth, LayerHistograms
from nnsim.engine.record import Record
from nnsim.engine.snapshot import BatchCurve, Checkpoint, SampleView, frozen
from nnsim.engine.spec import NetworkSpec, TrainSpec
from nnsim.engine.step import Step
from nnsim.engine.stopping import Stopping, StopReason
from nnsim.engine.update import Update
from nnsim.engine.weight_look import CHANGE, GRADIENT, WeightLook, WeightNumbers
from nnsim.words import QT_TRANSLATE_NOOP


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

    With another batch size than the checkpoint's, an epoch under way goes on in its order at the last place where a
    batch of the new size begins. So fewer samples than one batch are used a second time, none is left out, and every
    update is one of a batch as it was asked for: “all” is all, as Rprop needs it, and not the rest of an epoch.

    Parameters
    ----------
    network, training : the descriptions
    data : samples in the network's units
    checkpoint : where to go on; ``None`` starts with the first weights of ``training.seed``
    table : ``table`` of another trainer of the same samples in the same precision, so that they need not be held twice

    Attributes
    ----------
    step, epoch, batch : updates made, epochs finished, batches done in the epoch under way
    looked : samples looked at in the batch under way
    viewed_row : the training row that ``sample_view`` shows: the one looked at last, or the first
    table : all samples, those for training first, as ``Network.table`` makes it; never changed
    stopped : why the last ``advance`` stopped by itself, if it did
    first_measured : (loss, metric) of training and test with which the record has begun; ``None`` if it went on

    Raises
    ------
    SpecError : if the network cannot be built
    """

    def __init__(
        self,
        network: NetworkSpec,
        training: TrainSpec,
        data: TrainingData,
        checkpoint: Checkpoint | None = None,
        table: Array | None = None,
    ) -> None:
        self.training = training
        self.network = build_network(network, training.loss)
        self.data = data
        self._n_train = len(data.train_inputs)
        self.table = self._table_of_all() if table is None else table
        self._all = Evaluation(self.network, self.table)
        self.batch_size = min(training.batch_size or self._n_train, self._n_train)
        self._bounds = bounds(self._n_train, self.batch_size)
        self._order = Order(training.seed, self._n_train)
        self._update = Update(self.network, training)
        self._sample: tuple[Forward, Losses] | None = None
        self._looked_at: Step | None = None
        self._is_ahead = False
        self._notes: EpochNotes | None = None
        self._batch_losses: BatchLosses | None = None
        self.first_measured: tuple[tuple[float, float], tuple[float, float]] | None = None
        self._prepare()
        self.stand_at(checkpoint or Checkpoint(network, first_parameters(network, training.seed)))
        if not len(self.record):
            self.first_measured = self.evaluate()
            self.record.add(self.epoch, *self.first_measured)
        self._stopping = Stopping(training.stop, self.record.curves())
        self.stopped: StopReason | None = None

    def _table_of_all(self) -> Array:
        """All samples, those for training first."""
        data, network = self.data, self.network
        table = network.empty_table(self._n_train + len(data.test_inputs))
        network.fill(table[:, : self._n_train], data.train_inputs, data.train_labels)
        network.fill(table[:, self._n_train :], data.test_inputs, data.test_labels)
        return table

    def stand_at(self, checkpoint: Checkpoint) -> None:
        """Go to another moment of the course: bit-equal to a new trainer with that checkpoint, and much quicker.

        Conditions that end training are still judged by the record before, and the record is what the checkpoint has.
        """
        self.network.parameters[...] = checkpoint.parameters
        self._update.restore(checkpoint)
        self.step = checkpoint.step
        self.epoch = checkpoint.epoch
        self.batch = checkpoint.seen // self.batch_size  # of another batch size: rounded down, see above
        self.looked = checkpoint.looked if checkpoint.looked < self.batch_size else 0
        self.record = Record(checkpoint.curves)
        self.first_measured = None
        self._looked_at, self._is_ahead, self._notes = None, False, None
        self._begin_epoch()
        if self._batch_losses is not None or len(checkpoint.batches):
            self._note_batches(checkpoint.batches)
        self.viewed_row = self._row_in_batch(self.looked - 1) if self.looked else 0
        self._stepped_at = self.step if self.looked else -1

    def _prepare(self) -> None:
        """Prepare the calls of each batch of an epoch: of whole batches, and of the last, which may be shorter."""
        network = self.network
        chance = Chance(self.training.seed, lambda: self.step)
        sizes = sorted({stop - start for start, stop in self._bounds}, reverse=True)
        is_whole = self.batch_size == self._n_train
        tables = [self.table[:, : self._n_train]] if is_whole else [network.empty_table(size) for size in sizes]
        self._batches = None if is_whole else Batches(self.table, tables, self._order)
        self._steps = [Step(network, self._update, table, chance) for table in tables]
        self._fills: list[Calls] = [[]] if self._batches is None else [[fill] for fill in self._batches.fills]
        self._calls = self._calls_of([step.gradient for step in map(self._step_of, range(self.n_batches))])

    def _calls_of(self, gradients: list[Calls]) -> list[Calls]:
        """The calls of each batch, given those that fill its gradient."""
        first, last = self._steps[0], self._steps[-1]
        change = first.change(self._diverge)
        calls = [[*fill, *gradient, *change] for fill, gradient in zip(self._fills[:-1], gradients, strict=False)]
        # After the last one the loss of all samples is looked at, and the step may be taken back.
        return [*calls, [*self._fills[-1], *gradients[-1], *last.change(self._diverge, tentative=True)]]

    def _note_batches(self, before: BatchCurve) -> None:
        """From now on each step notes the loss of its batch, behind those that were noted before."""
        labels = self.table[self.network.sizes[0] + 1 :, : self._n_train]
        rows = None if self._batches is None else self._order.rows
        at = self.step, self.epoch, self.batch
        notes = BatchLosses(self.network, labels, rows, self._bounds, *at, before)
        steps = list(map(self._step_of, range(self.n_batches)))
        gradients = [step.gradient_with(notes.calls(batch, step.forward)) for batch, step in enumerate(steps)]
        self._calls, self._batch_losses = self._calls_of(gradients), notes

    def _step_of(self, batch: int) -> Step:
        return self._steps[-1 if batch + 1 == len(self._bounds) else 0]

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
        first, last, calls = self.step, len(self._calls) - 1, self._calls
        self._looked_at = None
        with prepared_arithmetic():
            while self.step - first < steps and self.stopped is None:
                for function, arguments in calls[self.batch]:
                    function(*arguments)
                if self.batch == last:
                    self._end_epoch()
                else:
                    self.batch += 1
                self.step += 1
                self.looked = 0
        if self.step > first:
            self._looked_at, self._is_ahead = self._step_of(self.batch - 1 if self.batch else last), False
        return self.step - first

    def _end_epoch(self) -> None:
        train, test = self._measure()
        if not isfinite(train[0]):
            self._update.take_back()
            raise diverged(
                QT_TRANSLATE_NOOP("errors", "the loss over the training data"),
                self.epoch + 1,
                self.batch + 1,
                "output layer",
            )
        self._update.accept()
        self.batch = 0
        self.epoch += 1
        if self._notes is not None:
            self._notes.end(self.epoch)
        if self._batch_losses is not None:
            self._batch_losses.end()
        self._begin_epoch()
        self.record.add(self.epoch, train, test)
        self.stopped = self._stopping.reason(self.epoch, train, test)

    def _begin_epoch(self) -> None:
        self._update.begin(self.epoch)
        if self._batches is not None:
            self._batches.begin(self.epoch)

    def _diverge(self) -> None:
        """End the step before the update: its gradient is not finite."""
        layer, quantity = first_bad(self._step_of(self.batch).forward)
        raise diverged(quantity, self.epoch + 1, self.batch + 1, f"layer {layer}")

    def evaluate(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """(loss, metric) over all training and all test samples, as they are now; NaN without samples."""
        with prepared_arithmetic():
            return self._measure()

    def _measure(self) -> tuple[tuple[float, float], tuple[float, float]]:
        return self._all.measure(self.data.metric, self._n_train)

    def predictions(self) -> tuple[Array, Array]:
        """(samples, outputs) for all training and all test samples, valid until the next call on the trainer."""
        with prepared_arithmetic():
            self._all.look()
        return self.predicted()

    def predicted(self) -> tuple[Array, Array]:
        """The same as ``evaluate`` or ``predictions`` found it last, without another pass."""
        found = self._all.prediction
        return found[: self._n_train], found[self._n_train :]

    def losses(self) -> tuple[Array, Array]:
        """(samples,) of each training and each test sample, as ``evaluate`` found them last."""
        return self._all.losses[: self._n_train], self._all.losses[self._n_train :]

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
        return place if self._batches is None else int(self._order.rows[self._bounds[self.batch][0] + place])

    def rows_of_batch(self) -> NDArray[np.intp]:
        """The training rows of the batch that comes next, in their order."""
        start, stop = self._bounds[self.batch]
        return np.arange(stop - start) if self._batches is None else self._order.rows[start:stop].astype(np.intp)

    def sample_view(self, row: int | None = None) -> SampleView:
        """What each neuron answers to a sample, with the weights as they are now.

        Parameters
        ----------
        row : of ``table``; without it the one in ``viewed_row``
        """
        place = self.viewed_row if row is None else row
        forward, _ = self._passes()
        np.copyto(forward.table, self.table[:, place : place + 1])
        stepped = self._stepped_at == self.step
        return replace(self._seen(place), stepped=stepped and row is None, chosen=row is not None)

    def drawn_view(self, inputs: Array, label: Array) -> SampleView:
        """The same of a sample that is none of the data: (n_inputs,) as the network sees them, (outputs,)."""
        forward, _ = self._passes()
        forward.inputs[0], forward.labels[0] = inputs, label
        return self._seen(-1)

    def _passes(self) -> tuple[Forward, Losses]:
        """The way of a single sample through the network."""
        if self._sample is None:
            forward = Forward(self.network, self.network.empty_table(1))
            self._sample = forward, Losses(forward)
        return self._sample

    def _seen(self, row: int) -> SampleView:
        forward, losses = self._passes()
        with prepared_arithmetic():
            run([*forward.calls, *losses.calls])
        activations = tuple(frozen(h[0]) for h in forward.h)
        return SampleView(row, frozen(forward.inputs[0]), activations, frozen(forward.labels[0]), losses.mean())

    def health(self) -> LayerHealth:
        """How learning went in the last batch.

        Before the first step, and where the last one was not possible: how it goes in the batch that comes next.
        """
        with prepared_arithmetic():
            return layer_health(self._looked_at_step().forward, self._update, ahead=self._is_ahead)

    def histograms(self) -> LayerHistograms:
        """How the numbers of each layer lie, with answers and gradients of the same batch as ``health``."""
        with prepared_arithmetic():
            forward = self._looked_at_step().forward
            scale = 1.0 if self._is_ahead else self._update.shortened
            return layer_histograms(forward, scale=scale, ahead=self._is_ahead)

    def weight_numbers(self, look: WeightLook) -> WeightNumbers | None:
        """What stands beside the weights of a layer; ``None`` if there is no such layer, or no such memory.

        The gradient is of the same batch as ``health``. Of the last change nothing is known before a step is made.
        """
        memory = self._update.state.arrays
        if not 0 <= look.layer < len(self.network.blocks) or look.quantity not in (GRADIENT, CHANGE, *memory):
            return None
        block = self.network.blocks[look.layer]
        if look.quantity == GRADIENT:
            with prepared_arithmetic():
                self._looked_at_step()
                scale = 1.0 if self._is_ahead else self._update.shortened
                return WeightNumbers(look, frozen(block.matrix(self.network.gradient) / scale), self._is_ahead)
        if look.quantity == CHANGE:
            has_stepped = self._looked_at is not None and not self._is_ahead
            changed = -block.matrix(self._update.amount) if has_stepped else np.full(block.shape, np.nan)
            return WeightNumbers(look, frozen(changed))
        return WeightNumbers(look, frozen(block.matrix(memory[look.quantity])))

    def _looked_at_step(self) -> Step:
        """The last step, or, as far as to its gradient, the next one if there is none."""
        if self._looked_at is None:
            step = self._step_of(self.batch)
            run([*self._fills[self.batch], *step.gradient])
            self._looked_at, self._is_ahead = step, True
        return self._looked_at

    def epoch_change(self) -> EpochChange | None:
        """What the last finished epoch has changed. Epochs are noted from the first call on; ``None`` before one is.

        Also ``None`` for a network of more than ``epoch_notes.MOST`` parameters.
        """
        if len(self.network.parameters) > MOST:
            return None
        if self._notes is None:
            self._notes = EpochNotes(self.network.parameters, is_start=self.batch == 0)
        return self._notes.change()

    def batch_curve(self) -> BatchCurve:
        """The loss of each batch. They are noted from the first call on, or from when the checkpoint has them."""
        if self._batch_losses is None:
            self._note_batches(BatchCurve())
        return self.noted_batches()

    def noted_batches(self) -> BatchCurve:
        """The same, without noting any if nobody has asked for it."""
        if self._batch_losses is None:
            return BatchCurve()
        with prepared_arithmetic():
            return self._batch_losses.curve(self.batch)

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
            self.noted_batches(),
        )
