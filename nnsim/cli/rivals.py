"""Compare a network with flat algorithms on the same samples, without and with features made by hand.

Logistic or linear regression, a decision tree, a support vector machine and naive Bayes are fitted to the training
samples twice: to the inputs that the network sees, and to these with features that somebody has thought of. Of a
project the network, as it is trained, stands beside, and how well each feature follows from the neurons of its first
hidden layer: what that layer has learnt instead. The rivals come from scikit-learn, an extra for nnsim on Python,
which the installed program does without. Nothing is saved.
"""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast, get_args

from nnsim.cli.output import Output
from nnsim.cli.parser import Parser, given, names, number, positive, whole
from nnsim.cli.toy_words import add_toy_options, toy_wishes
from nnsim.data.dataset import Task
from nnsim.data.hand_made import offered
from nnsim.data.named import named_data
from nnsim.data.prepare import Prepared, prepare
from nnsim.data.spec import DataSpec
from nnsim.data.wording import counted, listed
from nnsim.errors import UsageError
from nnsim.model.project import Project
from nnsim.runs.learnt_instead import Instead, learnt_instead
from nnsim.runs.rivals import Fitted, Kernel, Rival, RivalPlan, Score, check_is_there, fit_rivals
from nnsim.runs.run import Run
from nnsim.storage.project_file import SUFFIX, read

EXAMPLE = """\
nnsim rivals circle
nnsim rivals circle --features x1^2,x2^2 --rivals linear,tree --depth 3
nnsim rivals iris --features none --kernel linear --json"""

_WIDE, _NUMBER = 34, 10


def add_options(parser: Parser) -> None:
    """What ``rivals`` understands."""
    add = parser.add_argument
    add("data", metavar="PROJECT-or-DATA", help="a project file, a toy set, a data set that ships, or a CSV file")
    add("--features", type=names, metavar="A,B", help="made by hand, or none (default: all that the data offer)")
    add("--rivals", type=_rivals, default=(), metavar="A,B", help=f"of {listed(get_args(Rival))} (default: all)")
    add("--depth", type=positive, default=5, metavar="N", help="most questions of the tree in a row (default: 5)")
    add("--kernel", choices=get_args(Kernel), default="rbf", help="lines that the SVM draws (default: rbf, any)")
    add("--c", type=number, default=1.0, metavar="C", help="what a wrong side costs the SVM (default: 1)")
    add("--target", type=names, default=(), metavar="COLUMN", help="of a table: what is predicted")
    add("--scaling", choices=("none", "standardize", "minmax"), help="else that of the project or what suits the data")
    add_toy_options(parser)
    add("--seed", type=whole, metavar="N", help="of the tree, and without a project of points and split (default: 0)")


def run(options: Namespace, output: Output) -> int:
    """Fit, compare, tell."""
    check_is_there()
    spec, project = _data(options)
    prepared = prepare(spec)
    plan = _plan(options, spec, prepared)
    fitted = tuple(fit_rivals(plan, spec, prepared))
    work = None if project is None else Run(replace(project, data=spec), prepared=prepared)
    instead = () if work is None else learnt_instead(work, plan.features)
    facts = _facts(plan, prepared, fitted, work, instead)
    output.answer(facts, "\n".join(_lines(facts, fitted, prepared.dataset.task)))
    return 0


def _rivals(text: str) -> tuple[Rival, ...]:
    chosen = names(text)
    if not chosen or any(name not in get_args(Rival) for name in chosen):
        raise argparse.ArgumentTypeError(f"“{text}” cannot be read; the rivals are {listed(get_args(Rival))}")
    return cast("tuple[Rival, ...]", tuple(dict.fromkeys(chosen)))


def _data(options: Namespace) -> tuple[DataSpec, Project | None]:
    """What is learnt, and the project if it is that of one."""
    if Path(options.data).suffix != SUFFIX:
        wanted = given(options, "seed", "scaling")
        return named_data(options.data, targets=options.target, **wanted, **toy_wishes(options)), None
    if options.target or options.scaling or toy_wishes(options):
        raise UsageError(
            "usage.options",
            "A project says itself what its data are, and its network knows no others.",
            where="nnsim rivals",
            hint="Leave out --target, --scaling and what is for toy sets, or name data instead of a project.",
        )
    project = read(Path(options.data))
    return project.data, project


def _plan(options: Namespace, spec: DataSpec, prepared: Prepared) -> RivalPlan:
    features = options.features
    if features is None:
        features = () if prepared.is_reconstruction else tuple(one.name for one in offered(spec, prepared))
    elif features == ("none",):
        features = ()
    seed = options.seed or 0
    return RivalPlan(options.rivals, tuple(dict.fromkeys(features)), options.depth, options.kernel, options.c, seed)


def _facts(
    plan: RivalPlan, prepared: Prepared, fitted: Iterable[Fitted], work: Run | None, instead: Iterable[Instead]
) -> dict[str, Any]:
    return {
        "data": prepared.dataset.name,
        "train": len(prepared.train_rows),
        "test": len(prepared.test_rows),
        "inputs": list(prepared.input_names),
        "features": list(plan.features),
        "depth": plan.depth,
        "kernel": plan.kernel,
        "c": plan.c,
        "seed": plan.seed,
        "network": None if work is None else _network(work),
        "rivals": [
            {
                "rival": one.rival,
                "features": list(one.features),
                "inputs": one.n_inputs,
                "fitted_to": one.n_rows,
                "train": one.train,
                "test": one.test,
                "size": one.size,
                "settled": one.is_settled,
                "seconds": round(one.seconds, 3),
            }
            for one in fitted
        ],
        "learnt_instead": [
            {"feature": one.feature, "r2_by_inputs": one.by_inputs, "r2_by_hidden": one.by_hidden} for one in instead
        ],
    }


def _network(work: Run) -> dict[str, Any]:
    results = work.results()
    return {
        "layers": list(work.project.network.sizes),
        "epochs": work.trainer.epoch,
        "train": results["train"],
        "test": results.get("test"),
    }


def _lines(facts: dict[str, Any], fitted: Sequence[Fitted], task: Task) -> list[str]:
    inputs = counted(len(facts["inputs"]), "input")
    lines = [
        f"{'data':<10}{facts['data']}: {facts['train']:,} training and {facts['test']:,} test samples, {inputs}",
        f"{'features':<10}{listed(facts['features'], len(facts['features'])) or 'none'}",
        "",
        f"{_measure(task):<{_WIDE}}{'training':>{_NUMBER}}{'test':>{_NUMBER}}",
    ]
    network = facts["network"]
    if network is not None:
        name = f"network {'-'.join(map(str, network['layers']))}, {counted(network['epochs'], 'epoch')}"
        lines.append(_row(name, network["train"], network["test"]))
    for one in fitted:
        name = _called(one.rival, task) + (", with features" if one.features else "")
        unsettled = "" if one.is_settled else "  (its search was broken off)"
        lines.append(_row(name, one.train, one.test) + unsettled)
    most = max(one.n_rows for one in fitted)
    if most < facts["train"]:
        lines += ["", f"The rivals were fitted to {most:,} of the training samples."]
    sentence = _sentence(facts, fitted, task)
    return [*lines, *(["", sentence] if sentence else []), *_instead(facts)]


def _instead(facts: dict[str, Any]) -> list[str]:
    if not facts["learnt_instead"]:
        return []
    head = f"{'how well a feature follows, as r²':<{_WIDE}}{'inputs':>{_NUMBER}}{'hidden 1':>{_NUMBER}}"
    rows = [
        f"{one['feature']:<{_WIDE}}{one['r2_by_inputs']:>{_NUMBER}.2f}{one['r2_by_hidden']:>{_NUMBER}.2f}"
        for one in facts["learnt_instead"]
    ]
    return ["", head, *rows]


def _measure(task: Task) -> str:
    return "right answers" if task == "classification" else "r²"


def _row(name: str, train: Score, test: Score | None) -> str:
    return f"{name:<{_WIDE}}{_told(train):>{_NUMBER}}{'–' if test is None else _told(test):>{_NUMBER}}"


def _told(score: Score) -> str:
    return f"{score['accuracy']:.1%}" if "accuracy" in score else f"{score['r2']:.3f}"


def _called(rival: Rival, task: Task) -> str:
    line = "logistic regression" if task == "classification" else "linear regression"
    return {"linear": line, "tree": "decision tree", "svm": "SVM", "bayes": "naive Bayes"}[rival]


def _sentence(facts: dict[str, Any], fitted: Sequence[Fitted], task: Task) -> str:
    """What features do for the straight line, and that the network gets on without."""
    told = {bool(one.features): _told(one.test or one.train) for one in fitted if one.rival == "linear"}
    if len(told) < 2:
        return ""
    network = facts["network"]
    beside = f"; the network gets {_told(network['test'] or network['train'])} without them" if network else ""
    line = _called("linear", task).capitalize()
    of = "test" if facts["test"] else "training"
    return f"{line} gets {told[False]} on the inputs and {told[True]} with features{beside} ({of} samples)."
