"""From a project to a JSON-able document and its arrays, which the document refers to by the names of their members.

Its runs are added by ``encode_runs.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nnsim.data.bags import Bag
from nnsim.data.held_split import HeldSplit
from nnsim.data.spec import DataSpec, DrawnSource, TableSource, ToySource
from nnsim.data.tables import Column, Table
from nnsim.engine.snapshot import Checkpoint, Curves
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, StopSpec, TrainSpec
from nnsim.model.project import Project
from nnsim.storage.arrays import AnyArray, narrowed, storable
from nnsim.storage.drawn_points import drawn_document

Document = dict[str, Any]
Arrays = dict[str, AnyArray]

CURVES = ("epoch", "train_loss", "test_loss", "train_metric", "test_metric")


def encode(project: Project) -> tuple[Document, Arrays]:
    """The document, without format, manifest and runs, and the arrays by member name."""
    arrays: Arrays = {}
    document = {
        "name": storable_text(project.name),
        "data": data_document(project.data, lambda table: table_document(table, arrays, "data"), arrays, "data"),
        "network": network_document(project.network),
        "training": training_document(project.training),
        "checkpoint": project.checkpoint and _checkpoint(project.checkpoint, project.network, arrays),
    }
    return document, arrays


def data_document(
    spec: DataSpec, table: Callable[[Table], Document | int | None], arrays: Arrays, folder: str
) -> Document:
    """Where data come from and how they are prepared; ``table`` says how the table they come from is to be written.

    Arrays of points that were drawn are put into ``folder``.
    """
    source = spec.source
    if isinstance(source, DrawnSource):
        document = drawn_document(source, arrays, folder)
    else:
        document = _toy(source) if isinstance(source, ToySource) else _table_source(source, table(source.table))
    return {
        "source": document,
        "inputs": [storable_text(name) for name in spec.inputs],
        "test_fraction": float(spec.test_fraction),
        "scaling": spec.scaling,
        "split_seed": int(spec.split_seed),
        "goal": spec.goal,
    }


def _toy(toy: ToySource) -> Document:
    numbers = {"n_samples": int(toy.n_samples), "noise": float(toy.noise), "seed": int(toy.seed)}
    classes = {
        "imbalance": None if toy.imbalance is None else float(toy.imbalance),
        "label_noise": float(toy.label_noise),
        "n_classes": None if toy.n_classes is None else int(toy.n_classes),
    }
    formula = {"formula": storable_text(toy.formula), "range": [float(toy.low), float(toy.high)]}
    return {"type": "toy", "kind": toy.kind} | numbers | classes | formula


def _table_source(source: TableSource, table: Document | int | None) -> Document:
    targets = [storable_text(name) for name in source.targets]
    return {"type": "table", "table": table, "targets": targets, "task": source.task, "missing": source.missing}


def table_document(table: Table, arrays: Arrays, folder: str) -> Document:
    """A table, whose columns are put into ``folder``."""
    columns = [_column(column, f"{folder}/columns/{index}.npy", arrays) for index, column in enumerate(table.columns)]
    notices = [storable_text(notice) for notice in table.notices]
    document: Document = {"name": storable_text(table.name), "notices": notices, "columns": columns}
    if table.gaps:
        document["gaps"] = [storable_text(word) for word in table.gaps]
    if table.held is not None:
        document["held"] = _held(table.held, f"{folder}/held.npy", arrays)
    return document


def _held(held: HeldSplit, member: str, arrays: Arrays) -> Document:
    arrays[member] = storable(held.parts, "float64")
    targets = [storable_text(name) for name in held.targets]
    return {
        "targets": targets,
        "test_fraction": float(held.test_fraction),
        "split_seed": int(held.seed),
        "classes": [storable_text(label) for label in held.classes],
        "parts": member,
    }


def _column(column: Column, member: str, arrays: Arrays) -> Document:
    arrays[member] = narrowed(column.values)
    labels = [storable_text(label) for label in column.labels]
    bag = _bag(column.bag) if column.kind == "text" else None
    return {"name": storable_text(column.name), "kind": column.kind, "labels": labels, "values": member, "bag": bag}


def _bag(bag: Bag) -> Document:
    terms = [storable_text(term) for term in bag.terms]
    return {"unit": bag.unit, "most": int(bag.most), "folds_case": bool(bag.folds_case), "terms": terms}


def network_document(network: NetworkSpec) -> Document:
    """The layers and what goes into them."""
    return {
        "n_inputs": int(network.n_inputs),
        "picture": network.picture and [int(side) for side in network.picture],
        "dtype": network.dtype,
        "layers": [_layer(layer) for layer in network.layers],
    }


def _layer(layer: LayerSpec) -> Document:
    return {
        "key": int(layer.key),
        "kind": layer.kind,
        "size": int(layer.size),
        "activation": _choice(layer.activation),
        "bias": bool(layer.bias),
        "initializer": _choice(layer.initializer),
        "kernel": int(layer.kernel),
        "stride": int(layer.stride),
        "padding": int(layer.padding),
        "normalize": bool(layer.normalize),
        "dropout": float(layer.dropout),
        "frozen": bool(layer.frozen),
        "held": [[int(row), int(column)] for row, column in layer.held],
        "cut": [[int(row), int(column)] for row, column in layer.cut],
        "muted": [int(neuron) for neuron in layer.muted],
    }


def training_document(training: TrainSpec) -> Document:
    """How it is trained."""
    return {
        "loss": _choice(training.loss),
        "optimizer": _choice(training.optimizer),
        "learning_rate": float(training.learning_rate),
        "batch_size": None if training.batch_size is None else int(training.batch_size),
        "l1": float(training.l1),
        "l2": float(training.l2),
        "seed": int(training.seed),
        "schedule": _choice(training.schedule),
        "clip_norm": float(training.clip_norm),
        "stop": _stop(training.stop),
    }


def _stop(stop: StopSpec) -> Document:
    return {
        "epochs": None if stop.epochs is None else int(stop.epochs),
        "loss": None if stop.loss is None else float(stop.loss),
        "accuracy": None if stop.accuracy is None else float(stop.accuracy),
        "seconds": None if stop.seconds is None else float(stop.seconds),
        "patience": None if stop.patience is None else int(stop.patience),
    }


def _choice(choice: Choice) -> Document:
    return {"name": choice.name, "parameters": {name: float(value) for name, value in choice.parameters}}


def _checkpoint(checkpoint: Checkpoint, network: NetworkSpec, arrays: Arrays) -> Document:
    """``network`` is ``null`` where the numbers belong to the project's own network, as they nearly always do."""
    dtype = checkpoint.network.dtype
    arrays["checkpoint/parameters.npy"] = storable(checkpoint.parameters, dtype)
    optimizer = {name: f"checkpoint/optimizer/{name}.npy" for name in sorted(checkpoint.optimizer)}
    arrays.update({member: storable(checkpoint.optimizer[name], dtype) for name, member in optimizer.items()})
    return {
        "network": None if checkpoint.network == network else network_document(checkpoint.network),
        "parameters": "checkpoint/parameters.npy",
        "optimizer": optimizer,
        "optimizer_steps": int(checkpoint.optimizer_steps),
        "step": int(checkpoint.step),
        "epoch": int(checkpoint.epoch),
        "seen": int(checkpoint.seen),
        "looked": int(checkpoint.looked),
        "curves": curves_document(checkpoint.curves, arrays),
    }


def curves_document(curves: Curves, arrays: Arrays, folder: str = "checkpoint") -> Document:
    """The record, in ``folder``."""
    members = {name: f"{folder}/curves/{name}.npy" for name in CURVES}
    arrays.update({member: storable(getattr(curves, name), "float64") for name, member in members.items()})
    return dict(members)


def storable_text(text: str) -> str:
    """``text`` without half characters, which file names and pasted cells can hold but no UTF-8 file can."""
    return text.encode("utf-8", "replace").decode("utf-8")
