"""A project in a few words, and as facts for scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nnsim.cli.toy_words import toy_called, toy_facts
from nnsim.data.prepare import Prepared
from nnsim.data.spec import DrawnSource, Source, TableSource, ToySource
from nnsim.data.wording import counted
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, Shape
from nnsim.model.difference import differences
from nnsim.model.kept_run import KeptRun, Work
from nnsim.model.project import Project
from nnsim.runs.run import Results


def facts_of(project: Project, prepared: Prepared) -> dict[str, Any]:
    """The project, whose data are ``prepared``, as JSON."""
    data, training = project.data, project.training
    source = data.source
    return {
        "name": project.name,
        "data": {
            "name": _source_name(source),
            "task": "autoencoder" if prepared.is_reconstruction else prepared.dataset.task,
            "inputs": list(prepared.input_names),
            "targets": list(prepared.dataset.target_names),
            "known": list(_known_names(prepared)),
            "classes": list(prepared.dataset.classes),
            "train_samples": len(prepared.train_rows),
            "test_samples": len(prepared.test_rows),
            "scaling": data.scaling,
            **({"made_up": toy_facts(source)} if isinstance(source, ToySource) else {}),
        },
        "network": {
            "picture": project.network.picture and list(project.network.picture),
            "sizes": list(project.network.sizes),
            "layers": [layer_facts(layer, shape) for layer, shape in _layers_with_shapes(project.network)],
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
            "schedule": training.schedule.name,
            "clip_norm": training.clip_norm,
            "stop": training.stop.limits(),
        },
        "epochs": project.checkpoint.epoch if project.checkpoint else 0,
    }


def _known_names(prepared: Prepared) -> tuple[str, ...]:
    """What is known of samples whose inputs are to be reconstructed, and not learnt."""
    return tuple(name for name in prepared.known.target_names if name) if prepared.is_reconstruction else ()


def described(project: Project, prepared: Prepared) -> list[str]:
    """The project, whose data are ``prepared``, in lines of text."""
    network, training = project.network, project.training
    shapes = "-".join("×".join(map(str, shape)) for shape in network.shapes)
    kinds = ", ".join(map(_kind_words, network.layers))
    batch = "all samples" if training.batch_size is None else f"batches of {training.batch_size}"
    extras = (("L1", training.l1), ("L2", training.l2), ("longest gradient", training.clip_norm))
    extra = "".join(f", {name} {value:g}" for name, value in extras if value)
    schedule = "" if training.schedule.name == "constant" else f" ({_shown(training.schedule)})"
    rest = f"learning rate {training.learning_rate:g}{schedule}, {batch}{extra}, seed {training.seed}"
    limits = [f"{name} {value:g}" for name, value in training.stop.limits().items()]
    return [
        f"{'data':<10}{_data_line(project, prepared)}",
        f"{'network':<10}{shapes} ({kinds}), {network.n_parameters:,} parameters, {network.dtype}",
        f"{'training':<10}{_shown(training.loss)}, {_shown(training.optimizer)}, {rest}",
        *([f"{'stops at':<10}{', '.join(limits)}"] if limits else []),
    ]


def described_runs(work: Work) -> list[str]:
    """The runs of a project in lines of text: what each is called, how far it went, and what is different in it."""
    runs = sorted(work.runs, key=lambda run: run.tag.key)
    if len(runs) < 2 and not any(run.tag.is_kept for run in runs):
        return []
    ends = {run.tag.key: _end(run, work.project) for run in runs}
    return [f"{'' if number else 'runs':<10}{_run_line(run, ends)}" for number, run in enumerate(runs)]


def _run_line(run: KeptRun, ends: dict[int, tuple[Project, int]]) -> str:
    tag, (settings, epoch) = run.tag, ends[run.tag.key]
    said = [counted(epoch, "epoch")]
    said += ["present"] if run.is_present else []
    said += ["pinned"] if tag.is_pinned else []
    said += [f"from epoch {tag.epoch} of run {tag.parent}"] if tag.is_branch and tag.parent in ends else []
    said += map(str, differences(ends[tag.parent][0], settings) if tag.parent in ends else ())
    return f"{tag.name or f'Run {tag.key}'}: {', '.join(said)}"


def _end(run: KeptRun, project: Project) -> tuple[Project, int]:
    """With which settings, and after how many epochs."""
    if run.is_present:
        return project, 0 if project.checkpoint is None else project.checkpoint.epoch
    return run.moments[-1].project, run.moments[-1].epoch


def layer_facts(layer: LayerSpec, shape: Shape) -> dict[str, Any]:
    """A layer as JSON, with what its kind and its settings bring; ``shape`` is what it hands on."""
    numbers = LAYER_KINDS.entry(layer.kind).parameters
    facts = {"kind": layer.kind, "shape": list(shape), "activation": layer.activation.name}
    facts |= {number.name: getattr(layer, number.name) for number in numbers}
    return facts | {
        "normalize": layer.normalize,
        "dropout": layer.dropout,
        "frozen": layer.frozen,
        "held": len(layer.held),
        "cut": len(layer.cut),
    }


def _layers_with_shapes(network: NetworkSpec) -> Iterable[tuple[LayerSpec, Shape]]:
    return zip(network.layers, network.shapes[1:], strict=True)


def _kind_words(layer: LayerSpec) -> str:
    """Such as ``tanh``, ``conv2d 3 relu normalised``."""
    words: list[str] = [] if layer.kind == "dense" else [layer.kind]
    words += [str(layer.kernel)] if layer.kind not in ("dense", "flatten") else []
    words += [layer.activation.name] if layer.has_weights else []
    words += ["normalised"] if layer.normalize else []
    words += [f"dropout {layer.dropout:g}"] if layer.dropout else []
    words += ["frozen"] if layer.frozen else []
    words += [f"{len(layer.held)} held"] if layer.held else []
    words += [f"{len(layer.cut)} cut"] if layer.cut else []
    return " ".join(words)


def _source_name(source: Source) -> str:
    if isinstance(source, DrawnSource):
        return "own points"
    return source.table.name if isinstance(source, TableSource) else source.kind


def _data_line(project: Project, prepared: Prepared) -> str:
    source, dataset = project.data.source, prepared.dataset
    name = toy_called(source) if isinstance(source, ToySource) else _source_name(source)
    goal = f"{len(dataset.classes)} classes" if dataset.classes else ", ".join(dataset.target_names)
    if prepared.is_reconstruction:
        goal = "which are to come out again"
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
