"""From a project to a JSON-able document and its arrays, which the document refers to by the names of their members."""

from __future__ import annotations

from typing import Any

from nnsim.data.spec import DataSpec, TableSource, ToySource
from nnsim.data.tables import Column, Table
from nnsim.engine.snapshot import Checkpoint, Curves
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, StopSpec, TrainSpec
from nnsim.model.project import Project
from nnsim.storage.arrays import AnyArray, storable

Document = dict[str, Any]
Arrays = dict[str, AnyArray]

CURVES = ("epoch", "train_loss", "test_loss", "train_metric", "test_metric")


def encode(project: Project) -> tuple[Document, Arrays]:
    """The document, without format and manifest, and the arrays by member name. ``decode`` is its inverse."""
    arrays: Arrays = {}
    document = {
        "name": _text(project.name),
        "data": _data(project.data, arrays),
        "network": _network(project.network),
        "training": _training(project.training),
        "checkpoint": project.checkpoint and _checkpoint(project.checkpoint, project.network, arrays),
    }
    return document, arrays


def _data(data: DataSpec, arrays: Arrays) -> Document:
    source = _toy(data.source) if isinstance(data.source, ToySource) else _table_source(data.source, arrays)
    return {
        "source": source,
        "inputs": [_text(name) for name in data.inputs],
        "test_fraction": float(data.test_fraction),
        "scaling": data.scaling,
        "split_seed": int(data.split_seed),
    }


def _toy(toy: ToySource) -> Document:
    numbers = {"n_samples": int(toy.n_samples), "noise": float(toy.noise), "seed": int(toy.seed)}
    return {"type": "toy", "kind": toy.kind} | numbers


def _table_source(source: TableSource, arrays: Arrays) -> Document:
    table = _table(source.table, arrays)
    return {"type": "table", "table": table, "targets": [_text(name) for name in source.targets], "task": source.task}


def _table(table: Table, arrays: Arrays) -> Document:
    columns = [_column(column, f"data/columns/{index}.npy", arrays) for index, column in enumerate(table.columns)]
    return {"name": _text(table.name), "notices": [_text(notice) for notice in table.notices], "columns": columns}


def _column(column: Column, member: str, arrays: Arrays) -> Document:
    arrays[member] = storable(column.values, "float64")
    labels = [_text(label) for label in column.labels]
    return {"name": _text(column.name), "kind": column.kind, "labels": labels, "values": member}


def _network(network: NetworkSpec) -> Document:
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


def _training(training: TrainSpec) -> Document:
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
        "network": None if checkpoint.network == network else _network(checkpoint.network),
        "parameters": "checkpoint/parameters.npy",
        "optimizer": optimizer,
        "optimizer_steps": int(checkpoint.optimizer_steps),
        "step": int(checkpoint.step),
        "epoch": int(checkpoint.epoch),
        "seen": int(checkpoint.seen),
        "looked": int(checkpoint.looked),
        "curves": _curves(checkpoint.curves, arrays),
    }


def _curves(curves: Curves, arrays: Arrays) -> Document:
    members = {name: f"checkpoint/curves/{name}.npy" for name in CURVES}
    arrays.update({member: storable(getattr(curves, name), "float64") for name, member in members.items()})
    return dict(members)


def _text(text: str) -> str:
    """``text`` without half characters, which file names and pasted cells can hold but no UTF-8 file can."""
    return text.encode("utf-8", "replace").decode("utf-8")
