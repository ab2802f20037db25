"""Divide samples into clusters: units compete for them, as a competitive layer or as a self-organising map.

Units see what a network would see: the chosen inputs, scaled. What else is known of the samples is not used, but of
points on a curve, which have one input; afterwards it tells how pure the clusters are. k-means with as many units, the
best of ten starts, stands beside it. Nothing is saved.
"""

from __future__ import annotations

import argparse
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np

from nnsim.cli.output import Output
from nnsim.cli.parser import Parser, given, names, number, positive, whole
from nnsim.cli.toy_words import add_toy_options, toy_wishes
from nnsim.data.named import named_data
from nnsim.data.prepare import Prepared, prepare
from nnsim.data.spec import DataSpec
from nnsim.data.wording import counted, listed
from nnsim.engine.clusters import KMeans, purity
from nnsim.engine.competitive import Competition, CompetitiveSpec, Start
from nnsim.engine.parameters import Array
from nnsim.engine.self_organizing_map import MapSpec, SelfOrganizingMap
from nnsim.engine.snapshot import frozen
from nnsim.errors import UsageError
from nnsim.runs.clustering import Clustering, ClusterLook, Space, UnitsSpec, known_counts, search_of, space_of
from nnsim.storage.project_file import SUFFIX, read

EXAMPLE = """\
nnsim cluster blobs --units 3
nnsim cluster iris --units 3 --start far
nnsim cluster digits --map 4x4 --epochs 5 --json"""

_MOST_LISTED = 12


def add_options(parser: Parser) -> None:
    """What ``cluster`` understands."""
    add = parser.add_argument
    add("data", metavar="PROJECT-or-DATA", help="a project file, a toy set, a data set that ships, or a CSV file")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--units", type=positive, metavar="N", help="a competitive layer of so many units (default: 3)")
    kind.add_argument("--map", type=_grid, metavar="6x6", help="a self-organising map of rows × columns")
    add("--epochs", type=positive, default=20, metavar="N", help="how often to look at all samples (default: 20)")
    add("--start", choices=get_args(Start), help="where units begin (default: samples; of a map middle)")
    add("--learning-rate", type=number, metavar="RATE", help="at first: 0.1, of a map 0.5; it shrinks")
    add("--radius", type=number, metavar="STEPS", help="of a map's neighbours at first; else half its longer side")
    add("--target", type=names, default=(), metavar="COLUMN", help="of a table: what is known, and no input")
    add("--scaling", choices=("none", "standardize", "minmax"), help="else that of the project or what suits the data")
    add_toy_options(parser)
    add("--seed", type=whole, default=0, help="of the points, the first weights and the order (default: 0)")


def run(options: Namespace, output: Output) -> int:
    """Learn, look, tell."""
    prepared = prepare(_data(options))
    space = space_of(prepared, np.arange(prepared.dataset.n_samples))
    inputs = frozen(space.inputs)
    spec = _spec(options)
    clustering = Clustering(spec, inputs)
    clustering.advance(spec.epochs * len(inputs))
    beside = search_of(spec, inputs).finish()
    facts = _facts(clustering, prepared, space, beside)
    output.answer(facts, "\n".join(_lines(facts, prepared)))
    return 0


def _grid(text: str) -> tuple[int, int]:
    """Rows and columns: ``6x6``."""
    rows, _, columns = text.replace("×", "x").partition("x")
    if not (rows.isdecimal() and columns.isdecimal()):
        raise argparse.ArgumentTypeError(f"“{text}” cannot be read; write rows and columns, such as 6x6")
    return positive(rows), positive(columns)


def _data(options: Namespace) -> DataSpec:
    """What a project sees, or the data of that name; a last column of text is known and no input."""
    if Path(options.data).suffix != SUFFIX:
        wanted = given(options, "seed", "scaling")
        wishes = toy_wishes(options)
        return named_data(options.data, targets=options.target, goal="reconstruct", **wanted, **wishes)
    if options.target or toy_wishes(options):
        raise UsageError(
            "usage.options",
            "A project says itself what its data are.",
            where="nnsim cluster",
            hint="Leave out --target and what is for toy sets, or name data instead of a project.",
        )
    data = read(Path(options.data)).data
    return replace(data, scaling=options.scaling or data.scaling)


def _spec(options: Namespace) -> UnitsSpec:
    common: dict[str, Any] = {"epochs": options.epochs, "seed": options.seed}
    usual: Start = "samples" if options.map is None else "middle"  # as in the window
    common |= {"start": options.start or usual}
    if options.learning_rate is not None:
        common |= {"learning_rate": options.learning_rate}
    if options.map is not None:
        rows, columns = options.map
        return MapSpec(rows=rows, columns=columns, **common, **given(options, "radius"))
    if options.radius is not None:
        raise UsageError(
            "usage.options",
            "Only the units of a map have neighbours, and so a --radius.",
            where="nnsim cluster",
            hint="Add --map 6x6, or leave it out.",
        )
    return CompetitiveSpec(options.units or 3, **common)


def _facts(clustering: Clustering, prepared: Prepared, space: Space, beside: KMeans) -> dict[str, Any]:
    work, look, spec = clustering.work, clustering.look(), clustering.spec
    counts = known_counts(look, prepared, np.arange(prepared.dataset.n_samples))
    return {
        "data": prepared.dataset.name,
        "samples": len(clustering.inputs),
        "inputs": [*prepared.input_names, *([space.known_too] if space.known_too else [])],
        "scaling": prepared.input_scaling.kind,
        "units": len(work.weights),
        "map": [spec.rows, spec.columns] if isinstance(spec, MapSpec) else None,
        "start": spec.start,
        "seed": spec.seed,
        "epochs": work.epoch,
        "quantization_error": work.quantization_error(),
        "topographic_error": _topographic_error(work),
        "wins": look.wins.tolist(),
        "dead": (np.flatnonzero(look.wins == 0) + 1).tolist(),
        "weights": _in_units(work.weights, space),
        "purity": None if counts is None else purity(counts),
        "clusters": None if counts is None else _clusters(look, counts.tolist(), prepared.known.classes),
        "kmeans": {
            "quantization_error": float(beside.errors[-1]),
            "wins": np.bincount(beside.winners, minlength=len(beside.weights)).tolist(),
            "weights": _in_units(beside.weights, space),
        },
    }


def _topographic_error(work: Competition) -> float | None:
    return work.topographic_error() if isinstance(work, SelfOrganizingMap) else None


def _in_units(weights: Array, space: Space) -> list[list[float]]:
    rows: list[list[float]] = space.scaling.undo(weights).tolist()
    return rows


def _clusters(look: ClusterLook, counts: list[list[int]], classes: tuple[str, ...]) -> list[dict[str, int]]:
    """Of each unit the classes that it has won samples of."""
    return [
        {name: count for name, count in zip(classes, of_unit, strict=True) if count}
        for of_unit, _ in zip(counts, look.weights, strict=True)
    ]


def _lines(facts: dict[str, Any], prepared: Prepared) -> list[str]:
    shape = facts["map"]
    kind = f"map of {shape[0]} × {shape[1]}" if shape else "competitive layer"
    seen = f"{facts['samples']:,} samples, {counted(len(facts['inputs']), 'input')}; scaling: {facts['scaling']}"
    how = f"start: {facts['start']}, {facts['epochs']} epochs, seed {facts['seed']}"
    lines = [
        f"{'data':<10}{facts['data']}: {seen}",
        f"{'units':<10}{facts['units']} ({kind}), {how}",
        f"{'error':<10}{facts['quantization_error']:.6g} quantisation error: mean squared distance to the winner",
        f"{'':<10}{facts['kmeans']['quantization_error']:.6g} by k-means, best of ten starts",
    ]
    if facts["topographic_error"] is not None:
        lines.append(f"{'':<10}{facts['topographic_error']:.3g} of the samples have neighbours that are torn apart")
    lines += [f"{'' if unit else 'wins':<10}unit {unit + 1}: {_won(facts, unit)}" for unit in _shown(facts)]
    if facts["units"] > _MOST_LISTED:
        lines.append(f"{'':<10}… {facts['units'] - _MOST_LISTED} more, all with --json")
    if facts["dead"]:
        lines.append(f"{'dead':<10}never won: {listed(f'unit {unit}' for unit in facts['dead'][:_MOST_LISTED])}")
    if facts["purity"] is not None:
        known = listed(prepared.known.target_names)
        lines.append(f"{'purity':<10}{facts['purity']:.1%} are of the most frequent {known} of their unit")
    return lines


def _shown(facts: dict[str, Any]) -> range:
    return range(min(facts["units"], _MOST_LISTED))


def _won(facts: dict[str, Any], unit: int) -> str:
    clusters = facts["clusters"]
    of_classes = "" if clusters is None or not clusters[unit] else f" ({_listed_counts(clusters[unit])})"
    return f"{counted(facts['wins'][unit], 'sample')}{of_classes}"


def _listed_counts(counts: dict[str, int]) -> str:
    """``50 of setosa, 2 of virginica``, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{count:,} of {name}" for name, count in ordered)
