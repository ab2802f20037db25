"""A project in a few words, and as facts for scripts."""

from __future__ import annotations

from typing import Any

from nnsim.data.prepare import Prepared, prepare
from nnsim.data.spec import TableSource
from nnsim.engine.spec import Choice
from nnsim.model.project import Project
from nnsim.runs.run import Results


def facts_of(project: Project) -> dict[str, Any]:
    """The project as JSON."""
    data, training, prepared = project.data, project.training, prepare(project.data)
    source = data.source
    return {
        "name": project.name,
        "data": {
            "name": source.table.name if isinstance(source, TableSource) else source.kind,
            "task": prepared.dataset.task,
            "inputs": list(prepared.input_names),
            "targets": list(prepared.dataset.target_names),
            "classes": list(prepared.dataset.classes),
            "train_samples": len(prepared.train_rows),
            "test_samples": len(prepared.test_rows),
            "scaling": data.scaling,
        },
        "network": {
            "sizes": list(project.network.sizes),
            "activations": [layer.activation.name for layer in project.network.layers],
            "parameters": project.network.n_parameters,
            "dtype": project.network.dtype,
        },
        "training": {
            "loss": training.loss.name,
            "optimizer": training.optimizer.name,
            "learning_rate": training.learning_rate,
            "batch_size": training.batch_size,
            "l1": training.l1,
            "l2": training.l2,
            "seed": training.seed,
        },
        "epochs": project.checkpoint.epoch if project.checkpoint else 0,
    }


def described(project: Project) -> list[str]:
    """The project in lines of text."""
    prepared, training = prepare(project.data), project.training
    sizes = "-".join(str(size) for size in project.network.sizes)
    kinds = ", ".join(layer.activation.name for layer in project.network.layers)
    batch = "all samples" if training.batch_size is None else f"batches of {training.batch_size}"
    penalty = "".join(f", {name} {value:g}" for name, value in (("L1", training.l1), ("L2", training.l2)) if value)
    rest = f"learning rate {training.learning_rate:g}, {batch}{penalty}, seed {training.seed}"
    return [
        f"{'data':<10}{_data_line(project, prepared)}",
        f"{'network':<10}{sizes} ({kinds}), {project.network.n_parameters:,} parameters, {project.network.dtype}",
        f"{'training':<10}{_shown(training.loss)}, {_shown(training.optimizer)}, {rest}",
    ]


def _data_line(project: Project, prepared: Prepared) -> str:
    source, dataset = project.data.source, prepared.dataset
    name = source.table.name if isinstance(source, TableSource) else source.kind
    goal = f"{len(dataset.classes)} classes" if dataset.classes else ", ".join(dataset.target_names)
    counts = f"{len(prepared.train_rows):,} samples for training, {len(prepared.test_rows):,} for testing"
    return f"{name}: {counts}; {len(prepared.input_names)} inputs, {goal}; scaling: {project.data.scaling}"


def _shown(choice: Choice) -> str:
    values = ", ".join(f"{name} {value:g}" for name, value in choice.parameters)
    return f"{choice.name} ({values})" if values else choice.name


_TITLES = {"train": "training", "test": "test", "balanced_accuracy": "balanced"}
_LINE, _FIRST = 80, 8
"""Columns of a terminal, and of those the ones for the name of a row."""


def results_table(results: Results) -> list[str]:
    """Losses and metrics in aligned columns that fit into a terminal; – for what these samples cannot tell."""
    metrics = list(dict.fromkeys(metric for values in results.values() for metric in values))
    width = min(13, (_LINE - _FIRST) // max(1, len(metrics)) - 1)
    digits = 6 if width == 13 else 4  # sign, point and exponent are seven more
    rows = {
        part: [f"{values[metric]:.{digits}g}" if metric in values else "–" for metric in metrics]
        for part, values in results.items()
    }
    head = {"": [_TITLES.get(metric, metric) for metric in metrics]}
    return [
        f"{_TITLES.get(name, name):<{_FIRST}}" + "".join(f" {cell:>{width}}" for cell in cells)
        for name, cells in (head | rows).items()
    ]
