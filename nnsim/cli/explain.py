"""Every number of one sample: inputs, z, h, loss, every gradient, and the update.

The step is the one that training would make now with this sample as its batch: forward, loss, backward, update, all
from the weights as they are in the project. Several samples make one batch; the gradient is then that of their mean
loss. The project is left as it is. In matrices rows lead from, columns to: z = x W + b. Samples count from 0, so what
the window calls sample 1 is --sample 0; the numbers are those that the network sees, that is after scaling.
"""

from __future__ import annotations

import argparse
from argparse import Namespace
from pathlib import Path
from typing import Any

import numpy as np

from nnsim.cli.matrices import matrix_lines
from nnsim.cli.output import Output
from nnsim.cli.parser import Parser, whole
from nnsim.engine.parameters import Array, trainable
from nnsim.engine.spec import LayerSpec
from nnsim.engine.trace import BlockTrace, LayerTrace, Trace
from nnsim.model.project import Project
from nnsim.runs.run import Run
from nnsim.runs.tracing import trace_samples
from nnsim.storage.project_file import read

EXAMPLE = """\
nnsim new xor.nnsim --data xor_table --layers 2 --optimizer sgd --learning-rate 0.1
nnsim explain xor.nnsim --sample 1
nnsim explain xor.nnsim --sample 0,1,2 --format json"""


def add_options(parser: Parser) -> None:
    """What ``explain`` understands."""
    add = parser.add_argument
    add("project", type=Path, metavar="PROJECT", help="a project file")
    add("--sample", type=_rows, default=(0,), metavar="I[,I]", help="row of the data, from 0 (default: 0)")
    add("--format", choices=("text", "json"), help="json is the same as --json (default: text)")


def run(options: Namespace, output: Output) -> int:
    """Trace and tell."""
    project = read(options.project)
    found = trace_samples(Run(project), options.sample)
    if options.format == "json":
        output = Output(as_json=True)
    output.answer(_facts(found, options.sample, project), "\n".join(_lines(found, options.sample, project)))
    return 0


def _rows(text: str) -> tuple[int, ...]:
    rows = tuple(whole(part.strip()) for part in text.split(","))
    if min(rows) < 0:
        raise argparse.ArgumentTypeError(f"{min(rows)} is too small: the first sample is 0")
    return rows


def _facts(found: Trace, rows: tuple[int, ...], project: Project) -> dict[str, Any]:
    """Matrices as nested lists; of one sample, x, z, h, delta and the rest are plain lists of numbers."""
    single = len(rows) == 1

    def listed(array: Array | None) -> Any:
        if array is None:
            return None
        return (array[0] if single else array).tolist()

    layers = [_layer_facts(layer, listed) for layer in found.layers]
    return {
        "sample": rows[0] if single else list(rows),
        "inputs": listed(found.inputs),
        "layers": layers,
        "prediction": listed(found.prediction),
        "label": listed(found.labels),
        "loss": found.loss,
        "losses": found.losses.tolist(),
        "learning_rate": found.learning_rate,
        "gradient_norm": found.gradient_norm,
        "optimizer_steps": found.optimizer_steps or None,  # only some optimizers count theirs
        "clipped_to": project.training.clip_norm if _is_shortened(found, project) else None,
        "updated": found.possible,
    }


def _layer_facts(layer: LayerTrace, listed: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "x": listed(layer.x),
        "z": listed(layer.z),
        "h": listed(layer.h),
        "delta": listed(layer.delta),
    }
    parts = {"": layer.parameters, "d": layer.loss_gradient, "given_": layer.gradient, "update_": layer.update}
    parts["new_"] = layer.new_parameters
    for prefix, part in parts.items():
        facts[f"{prefix}weights"] = part.weights.tolist()
        facts[f"{prefix}biases"] = None if part.biases is None else part.biases.tolist()
        if part.gains is not None:
            facts[f"{prefix}gains"] = part.gains.tolist()
    for prefix, memory in (("", layer.memory), ("new_", layer.new_memory)):
        facts[f"{prefix}memory"] = {name: _numbers(part) for name, part in memory.items()}
    if layer.normalization is not None:
        facts["sums"], facts["dsums"] = listed(layer.sums), listed(layer.delta_sums)
        facts["batch_mean"] = layer.normalization.mean.tolist()
        facts["batch_variance"] = layer.normalization.variance.tolist()
    if layer.kept is not None:
        facts["kept"] = listed(layer.kept)
    return facts


def _numbers(part: BlockTrace) -> dict[str, Any]:
    parts = {"weights": part.weights, "biases": part.biases, "gains": part.gains}
    return {name: array.tolist() for name, array in parts.items() if array is not None}


def _lines(found: Trace, rows: tuple[int, ...], project: Project) -> list[str]:
    training = project.training
    which = f"sample {rows[0]}" if len(rows) == 1 else f"samples {', '.join(map(str, rows))} as one batch"
    lines = [which, "", "FORWARD", *matrix_lines("x", found.inputs)]
    specs = project.network.layers
    for number, (layer, spec) in enumerate(zip(found.layers, specs, strict=True), 1):
        lines += ["", f"layer {number}: {_does(spec, number)}, h{number} = {spec.activation.name}(z{number})"]
        lines += _block_lines(layer.parameters, "", number)
        if layer.normalization is not None:
            lines += [*matrix_lines(f"sums{number}", layer.sums), *matrix_lines("mean", layer.normalization.mean)]
            lines += matrix_lines("variance", layer.normalization.variance)
        lines += [*matrix_lines(f"z{number}", layer.z), *matrix_lines(f"h{number}", layer.h)]
        if layer.kept is not None:
            lines += matrix_lines("times", layer.kept)
    lines += ["", f"LOSS, {training.loss.name}", *matrix_lines("ŷ", found.prediction)]
    lines += [*matrix_lines("y", found.labels), f"{'L':>8} = {found.loss:.7g}", "", "BACKWARD"]
    for number, layer in reversed(list(enumerate(found.layers, 1))):
        lines += ["", f"layer {number}: δ{number} = ∂L/∂z{number}", *matrix_lines(f"δ{number}", layer.delta)]
        lines += _block_lines(layer.loss_gradient, "∂", number)
    lines += ["", f"UPDATE, {training.optimizer.name}, learning rate {found.learning_rate:g}"]
    if not found.possible:
        return [*lines, "None: the gradient is beyond what numbers can hold."]
    lines += _given_lines(found, project)
    for number, layer in enumerate(found.layers, 1):
        for name, memory in layer.new_memory.items():
            lines += _block_lines(memory, f"{name} ", number)
        lines += _block_lines(layer.new_parameters, "new ", number)
    return lines


def _given_lines(found: Trace, project: Project) -> list[str]:
    """What the optimizer is given, and why it is another gradient than that of the loss; nothing if it is the same."""
    training, network = project.training, project.network
    why = ["penalties are added"] if training.l1 or training.l2 else []
    may_change = trainable(network)
    if may_change is not None and not may_change.all():
        why.append("0 for what may not change")
    if _is_shortened(found, project):
        why.append(f"its length {found.gradient_norm:.7g} is shortened to {training.clip_norm:g}")
    if not why:
        return []
    lines = [f"The optimizer is given another gradient than that of the loss: {', '.join(why)}."]
    for number, layer in enumerate(found.layers, 1):
        lines += _block_lines(layer.gradient, "given ∂", number)
    return lines


def _is_shortened(found: Trace, project: Project) -> bool:
    """Whether the gradient was longer than it may be."""
    return found.possible and 0.0 < project.training.clip_norm < found.gradient_norm


def _does(spec: LayerSpec, number: int) -> str:
    """What a layer does up to z, as a formula."""
    before = "x" if number == 1 else f"h{number - 1}"
    made = f"{before} W{number}" if spec.kind == "dense" else f"{spec.kind}({before})"
    bias = f" + b{number}" if spec.bias else ""
    if spec.normalize:
        return f"sums{number} = {made}, z{number} = γ{number} (sums{number} − mean) / √(variance + 0.00001){bias}"
    return f"z{number} = {made}{bias if spec.kind == 'dense' else ''}"


def _block_lines(part: BlockTrace, prefix: str, number: int) -> list[str]:
    lines: list[str] = []
    if part.weights.size:
        lines += matrix_lines(f"{prefix}W{number}", part.weights)
    if part.biases is not None:
        lines += matrix_lines(f"{prefix}b{number}", part.biases)
    if part.gains is not None:
        lines += matrix_lines(f"{prefix}γ{number}", np.asarray(part.gains))
    return lines
