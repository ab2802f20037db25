"""A project makes a run: data prepared, network trained, numbers read off. Not safe for threads, knows no clock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from math import isnan

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.data.prepare import Prepared, prepare
from nnsim.engine.calls import prepared_arithmetic
from nnsim.engine.evaluation import Evaluation
from nnsim.engine.layer_space import LayerLook, LayerSpace
from nnsim.engine.metrics import (
    Metric,
    accuracy,
    balanced_accuracy,
    class_numbers,
    confusion_matrix,
    f1,
    macro_mean,
    mean_absolute_error,
    precision,
    r_squared,
    recall,
    root_mean_squared_error,
    wrong,
)
from nnsim.engine.parameters import Array
from nnsim.engine.ranking import area_under_curve
from nnsim.engine.roc import Roc, RocLook
from nnsim.engine.snapshot import Checkpoint, Confusion, Curves, Mistakes, SampleView, Snapshot, View, frozen
from nnsim.engine.trace import Trace, TraceLook
from nnsim.engine.trainer import Trainer, TrainingData
from nnsim.engine.weight_look import WeightLook, WeightNumbers
from nnsim.engine.worst import Worst, WorstLook
from nnsim.model.budget import check_room
from nnsim.model.project import Project
from nnsim.runs.agreement import check_agreement, check_checkpoint
from nnsim.runs.labels import labels, threshold
from nnsim.runs.layer_probe import LayerProbe
from nnsim.runs.outcome import Outcome
from nnsim.runs.probes import FitProbe, LineProbe, PlaneProbe
from nnsim.runs.residual_probe import residuals_of
from nnsim.runs.roc_probe import roc_of
from nnsim.runs.trace_probe import trace_of, typed_sample
from nnsim.runs.worst_probe import worst_of

Results = dict[str, dict[str, float]]


class Run:
    """A project at work.

    Parameters
    ----------
    project : what to train; goes on from its checkpoint if it has one
    prepared : its data, if they have been prepared already
    run_id : told in every snapshot
    beside : another run of the same data: samples that are the same for both networks are not held twice

    Raises
    ------
    InputError : if the data cannot be prepared or the network cannot be built
    """

    def __init__(
        self, project: Project, *, prepared: Prepared | None = None, run_id: int = 0, beside: Run | None = None
    ) -> None:
        self.project = project
        self.run_id = run_id
        check_room(project.data, project.network, project.training)
        self.prepared = prepared if prepared is not None else prepare(project.data)
        check_agreement(project, self.prepared)
        data, table = self._samples(beside)
        self.trainer = Trainer(project.network, project.training, data, project.checkpoint, table)
        self._outcome = Outcome(self.trainer)
        self._plane: PlaneProbe | None = None
        self._line: LineProbe | None = None
        self._fit: FitProbe | None = None
        self._layers: LayerProbe | None = None
        self._viewed: int | TraceLook | None = None

    def _samples(self, beside: Run | None) -> tuple[TrainingData, Array | None]:
        """The data as the network sees them, and their table if another run has it already."""
        if beside is not None and self._sees_the_same_as(beside):
            return beside.trainer.data, beside.trainer.table
        data, output, loss = self.prepared, self.project.network.output, self.project.training.loss
        made = TrainingData(
            data.train_inputs,
            labels(data.dataset, data.train_targets, output, loss),
            data.test_inputs,
            labels(data.dataset, data.test_targets, output, loss),
            self._metric(),
        )
        return made, None

    def _sees_the_same_as(self, other: Run) -> bool:
        """Whether inputs and labels are the same numbers."""
        ours, theirs = self.project, other.project
        return self.prepared is other.prepared and (ours.network.dtype, ours.network.output, ours.training.loss) == (
            theirs.network.dtype,
            theirs.network.output,
            theirs.training.loss,
        )

    def stand_at(self, checkpoint: Checkpoint) -> None:
        """Go to another moment of the course, see ``Trainer.stand_at``: as a new run with that checkpoint.

        Raises ``SpecError`` if it does not belong to the network and the data.
        """
        check_checkpoint(self.project, checkpoint, self.prepared)
        self.project = replace(self.project, checkpoint=checkpoint)
        self.trainer.stand_at(checkpoint)
        self._outcome = Outcome(self.trainer)

    @property
    def _threshold(self) -> float:
        """The value of a single output above which it means class 1."""
        return threshold(self.project.network.output, self.project.training.loss)

    def _metric(self) -> Metric:
        if self.prepared.dataset.task == "classification":
            return accuracy(self._threshold)
        return root_mean_squared_error(self.prepared.metric_units)

    def train_epochs(self, epochs: int) -> None:
        """Train to the end of the given number of further epochs, or until a condition of the project ends it.

        Raises
        ------
        DivergedError : as ``Trainer.advance``
        """
        trainer = self.trainer
        target, stopped = trainer.epoch + epochs, None
        while trainer.epoch < target and stopped is None:
            trainer.advance(trainer.n_batches - trainer.batch)
            stopped = trainer.stopped

    def checkpoint(self) -> Checkpoint:
        """Where the run stands."""
        return self.trainer.checkpoint()

    @property
    def is_pristine(self) -> bool:
        """Whether it stands at the first weights of its seed, so that there is nothing to keep of it."""
        return self.trainer.step == 0 and self.project.checkpoint is None

    def stamped(self) -> Project:
        """The project with weights, optimizer state and record as they are now."""
        return replace(self.project, checkpoint=None if self.is_pristine else self.checkpoint())

    def snapshot(self, views: Collection[View] = ()) -> Snapshot:
        """The run as it is now, with the parts that ``views`` ask for and the data allow."""
        trainer, columns = self.trainer, len(self.prepared.extents)
        classes = self.prepared.dataset.classes
        now = self._now() if "now" in views else None  # first: the pass that measures serves the others, too
        return Snapshot(
            self.run_id,
            self.project.network,
            frozen(trainer.network.parameters),
            trainer.step,
            trainer.epoch,
            trainer.batch,
            trainer.n_batches,
            trainer.looked,
            trainer.record.curves(),
            plane=self._plane_probe().response() if "plane" in views and columns == 2 else None,
            line=self._line_probe().response() if "line" in views and columns == 1 else None,
            fit=self._fit_probe().fit() if "fit" in views and not classes else None,
            residuals=residuals_of(self._outcome, self.prepared) if "residuals" in views and not classes else None,
            confusion=self._confusion() if "confusion" in views and classes else None,
            mistakes=self._mistakes() if "mistakes" in views and classes else None,
            sample_view=self._sample_view() if "sample" in views else None,
            health=trainer.health() if "health" in views else None,
            histograms=trainer.histograms() if "histograms" in views else None,
            now=now,
            change=trainer.epoch_change() if "change" in views else None,
            batches=trainer.batch_curve() if "batches" in views else None,
            space=self._space(views),
            roc=self._roc(views),
            worst=self._worst(views),
            trace=self._trace(views),
            weight_numbers=self._weight_numbers(views),
        )

    def _now(self) -> Curves:
        train, test = self._outcome.measured()
        point = (self.trainer.epoch, train[0], test[0], train[1], test[1])
        return Curves(*(frozen(np.array([float(value)])) for value in point))

    @property
    def is_measured(self) -> bool:
        """Whether ``training_loss`` is known already, so that it takes no pass."""
        return self._outcome.is_measured

    def training_loss(self) -> float:
        """The mean loss of all training samples, without penalties, as in ``results``."""
        return self._outcome.measured()[0][0]

    def results(self) -> Results:
        """Loss and metrics on training and, if there are any, test samples, by the names scripts rely on.

        What these samples cannot tell, such as the area under the curve of a single class, is left out.
        """
        measured: Results = {}
        data = self.trainer.data
        labels_of = data.train_labels, data.test_labels
        parts = zip(("train", "test"), self._outcome.measured(), self._outcome.predictions(), labels_of, strict=True)
        for name, (loss, metric), prediction, label in parts:
            if len(label):
                metrics = self._metrics(prediction, label, metric)
                known = {key: value for key, value in metrics.items() if not isnan(value)}
                measured[name] = {"loss": loss, **known}
        return measured

    def _metrics(self, prediction: Numbers, label: Numbers, recorded: float) -> dict[str, float]:
        """By name; ``recorded`` is the one that each epoch has."""
        if self.prepared.dataset.task == "regression":
            with prepared_arithmetic():
                mae = mean_absolute_error(self.prepared.metric_units)(prediction, label)
            return {"rmse": recorded, "mae": mae, "r2": r_squared(prediction, label)}
        limit = self._threshold
        counts = confusion_matrix(prediction, label, self._n_classes, limit)
        return {
            "accuracy": recorded,
            "balanced_accuracy": balanced_accuracy(counts),
            "precision": macro_mean(precision(counts), counts),
            "recall": macro_mean(recall(counts), counts),
            "f1": macro_mean(f1(counts), counts),
            "auc": area_under_curve(prediction, label, limit),
        }

    @property
    def _n_classes(self) -> int:
        """Two also where the data name one."""
        return max(2, len(self.prepared.dataset.classes))

    def predict(self, raw: Numbers) -> Numbers:
        """(samples, outputs) in the units of the data from (samples, columns of the data set)."""
        network = self.trainer.network
        with prepared_arithmetic():
            prediction = Evaluation(network, network.table(self.prepared.inputs_of(raw))).look()
        if self.prepared.dataset.task == "classification":
            return frozen(prediction)
        return self.prepared.predictions_in_units(prediction)

    def classes_of(self, predictions: Numbers) -> list[str]:
        """The name of the class that each row of ``predict`` stands for."""
        numbers = class_numbers(predictions, self._threshold)
        return [self.prepared.dataset.classes[number] for number in numbers]

    def view_sample(self, sample: int | TraceLook | None) -> None:
        """Show a row of the data set, or a sample that is typed or drawn; ``None``: what training looked at last."""
        self._viewed = sample

    def _sample_view(self) -> SampleView:
        """The trainer counts training rows and then test rows, who looks on all rows."""
        if isinstance(self._viewed, TraceLook):
            inputs, label = typed_sample(self._viewed, self.trainer, self.prepared)
            return self.trainer.drawn_view(inputs[0], label[0])
        rows = np.concatenate([self.prepared.train_rows, self.prepared.test_rows])
        place = None if self._viewed is None else int(np.flatnonzero(rows == self._viewed)[0])
        view = self.trainer.sample_view(place)
        return replace(view, row=int(rows[view.row]))

    def _mistakes(self) -> Mistakes:
        data, limit = self.trainer.data, self._threshold
        train, test = self._outcome.predictions()
        return Mistakes(
            frozen(self.prepared.train_rows[wrong(train, data.train_labels, limit)]),
            frozen(self.prepared.test_rows[wrong(test, data.test_labels, limit)]),
        )

    def _confusion(self) -> Confusion:
        data, n_classes = self.trainer.data, self._n_classes
        train, test = self._outcome.predictions()
        limit = self._threshold
        return Confusion(
            frozen(confusion_matrix(train, data.train_labels, n_classes, limit)),
            frozen(confusion_matrix(test, data.test_labels, n_classes, limit)),
        )

    def _plane_probe(self) -> PlaneProbe:
        if self._plane is None:
            self._plane = PlaneProbe(self.trainer.network, self.prepared)
        return self._plane

    def _line_probe(self) -> LineProbe:
        if self._line is None:
            self._line = LineProbe(self.trainer.network, self.prepared)
        return self._line

    def _space(self, views: Collection[View]) -> LayerSpace | None:
        """Of one layer at a time: one picture shows it."""
        look = next((view for view in views if isinstance(view, LayerLook)), None)
        if look is None:
            return None
        if self._layers is None:
            limit = self._threshold if self.prepared.dataset.classes else None
            self._layers = LayerProbe(self.trainer.network, self.prepared, limit)
        return self._layers.space(look)

    def _roc(self, views: Collection[View]) -> Roc | None:
        """Of one class at a time."""
        look = next((view for view in views if isinstance(view, RocLook)), None)
        if look is None or not self.prepared.dataset.classes:
            return None
        data = self.trainer.data
        label = data.train_labels, data.test_labels
        return roc_of(look, self._outcome.predictions(), label, self._threshold, self._n_classes)

    def _worst(self, views: Collection[View]) -> Worst | None:
        """Of training or of test."""
        look = next((view for view in views if isinstance(view, WorstLook)), None)
        return None if look is None else worst_of(look, self._outcome, self.prepared, self._threshold)

    def _trace(self, views: Collection[View]) -> Trace | None:
        """Of one sample or one batch at a time."""
        look = next((view for view in views if isinstance(view, TraceLook)), None)
        return None if look is None else trace_of(look, self.trainer, self.prepared, in_hand=self._viewed)

    def _weight_numbers(self, views: Collection[View]) -> WeightNumbers | None:
        """Of one layer and in one quantity at a time."""
        look = next((view for view in views if isinstance(view, WeightLook)), None)
        return None if look is None else self.trainer.weight_numbers(look)

    def _fit_probe(self) -> FitProbe:
        if self._fit is None:
            self._fit = FitProbe(self.trainer.network, self.prepared)
        return self._fit
