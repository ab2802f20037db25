"""Make a project: data, a network that fits them, and how it is to be trained.

What is not given follows from the data: columns and task are guessed, tables are standardized, the output layer and the
loss suit the task.
"""

from __future__ import annotations

from argparse import SUPPRESS, Namespace
from dataclasses import replace
from pathlib import Path

from nnsim.cli.choices import choice, completed
from nnsim.cli.destinations import check_folder, check_free
from nnsim.cli.layer_words import Picture, described_layer, flattened, guessed_picture, layer_words, learning, picture
from nnsim.cli.output import Output
from nnsim.cli.parser import Parser, batch_size, given, names, number, penalties, whole
from nnsim.cli.summary import described, facts_of
from nnsim.cli.toy_words import add_toy_options, toy_wishes
from nnsim.data.classics import CLASSICS
from nnsim.data.dataset import Task
from nnsim.data.guesses import guess_known, guess_targets, guess_task
from nnsim.data.named import named_data
from nnsim.data.prepare import Prepared, prepare
from nnsim.data.spec import DataSpec, Goal, TableSource
from nnsim.data.toys import TOYS
from nnsim.data.wording import listed, quoted
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.spec import Choice, LayerSpec, StopSpec, TrainSpec
from nnsim.errors import InputError, UsageError
from nnsim.model.project import Project
from nnsim.model.start import TANH, USUAL_HIDDEN, USUAL_TRAINING, new_project, suited_initializer
from nnsim.runs.agreement import check_agreement
from nnsim.storage.example_files import named
from nnsim.storage.project_file import write

EXAMPLE = """\
nnsim new spiral.nnsim --data spiral --layers 8,8 --activation tanh --optimizer adam --learning-rate 0.03
nnsim new curve.nnsim --data formula --formula "sin(2x)" --range -4 4 --layers 10
nnsim new iris.nnsim --data iris --layers 8 --test-fraction 0.3 --schedule cosine:200 --stop-epochs 200
nnsim new digits.nnsim --data digits --layers conv2d:8,max_pool2d,flatten,32 --activation relu --dropout 0.2
nnsim new copies.nnsim --data digits --task autoencoder --layers 32,2,32 --activation tanh
nnsim new first.nnsim --example one_weight"""

TASKS = ("classification", "regression", "clustering", "autoencoder")


def add_options(parser: Parser) -> None:
    """What ``new`` understands."""
    add = parser.add_argument
    add("out", type=Path, metavar="OUT", help="the project file to make, such as wine.nnsim")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", metavar="NAME-or-FILE", help="a toy set, a data set that ships, or a CSV file")
    source.add_argument("--example", metavar="NAME", help="all of it from “nnsim examples”; no other option then")
    add("--target", type=names, default=(), metavar="COLUMN[,COLUMN]", help="what to predict; else the last column")
    add("--task", choices=TASKS, help="else guessed from the target column; an autoencoder learns to copy its inputs")
    _add_network_options(parser)
    _add_training_options(parser)
    add("--scaling", choices=("none", "standardize", "minmax"), help="else none for toy sets, standardize for files")
    add("--test-fraction", type=number, metavar="SHARE", help="kept for testing: else 0.5 of toy sets, 0.3 of tables")
    add_toy_options(parser)
    add("--seed", type=whole, default=0, help="of the points, the split, the first weights, the order (default: 0)")
    add("--force", action="store_true", help="replace OUT if there is such a file")


def _add_network_options(parser: Parser) -> None:
    add = parser.add_argument
    add(
        "--layers",
        type=layer_words,
        default=layer_words(",".join(map(str, USUAL_HIDDEN))),
        metavar="8,8",
        help='hidden layers, "" for none; also conv2d:FILTERS[:KERNEL[:STRIDE[:PADDING]]], '
        "max_pool2d[:KERNEL[:STRIDE]], average_pool2d, flatten (default: 8,8)",
    )
    add("--picture", type=picture, metavar="8x8", help="the inputs are pixels: height and width, or 3x8x8 for colours")
    add("--activation", type=choice, default=TANH, help=f"hidden: {_listed(ACTIVATIONS.names)} (default: tanh)")
    add("--output-activation", type=choice, metavar="ACTIVATION", help="else what suits the task")
    add("--initializer", type=choice, help=f"{_listed(INITIALIZERS.names)}; with a number: normal:0.5, constant:0")
    add("--dropout", type=number, default=0.0, metavar="SHARE", help="of hidden neurons left out per step (default: 0)")
    add("--batch-norm", action="store_true", help="normalise the hidden layers by each batch")
    add("--dtype", choices=("float64", "float32"), default="float64", help="(default: float64)")


def _add_training_options(parser: Parser) -> None:
    add = parser.add_argument
    add("--loss", type=choice, help=f"{_listed(LOSSES.names)}; else what suits the task")
    add(
        "--optimizer",
        type=choice,
        default=USUAL_TRAINING.optimizer,
        help=f"{_listed(OPTIMIZERS.names)}; with parameters: momentum:0.8 (default: adam)",
    )
    add("--learning-rate", type=number, default=USUAL_TRAINING.learning_rate, metavar="RATE", help="(default: 0.03)")
    add("--schedule", type=choice, help=f"of the learning rate: {_listed(SCHEDULES.names)}; cosine:200")
    add(
        "--batch-size",
        type=batch_size,
        default=SUPPRESS,
        metavar="N",
        help="samples per update, or full (default: 10; full for rprop)",
    )
    add("--regularization", type=penalties, default={}, metavar="l2:0.01", help="l1:…, l2:…, both, or none")
    add(
        "--clip-norm",
        type=number,
        default=0.0,
        metavar="LENGTH",
        help="shorten longer gradients to this (default: 0, no)",
    )
    add("--stop-epochs", type=whole, metavar="N", help="training stops by itself after so many epochs")
    add("--stop-loss", type=number, metavar="LOSS", help="… when the training loss is no more than this")
    add("--stop-accuracy", type=number, metavar="SHARE", help="… when this share of the test samples is right")
    add("--stop-seconds", type=number, metavar="S", help="… after so many seconds")
    add("--patience", type=whole, metavar="N", help="… when the test loss has had no new low for so many epochs")


def run(options: Namespace, output: Output) -> int:
    """Make and save the project."""
    if options.task == "clustering":
        raise InputError(
            "task.no_network",
            "Clustering has no network, and so no project: units compete for the samples.",
            where="--task",
            hint=f"Cluster the data themselves: nnsim cluster {options.data}.",
            unchanged="Nothing was written.",
        )
    (check_folder if options.force else check_free)(options.out)
    if options.example is not None:
        project, prepared, notices = _example(options)
    else:
        data = _data(options)
        prepared = prepare(data)
        project = _project(options, data, prepared)
        check_agreement(project, prepared)
        notices = [*_notices(data, prepared, options), *_network_notices(project, options)]
    write(project, options.out)
    facts = {"project": str(options.out), **facts_of(project, prepared), "notices": notices}
    text = "\n".join(
        [*described(project, prepared), *(f"  note: {notice}" for notice in notices), f"Saved as {options.out}."]
    )
    output.answer(facts, text)
    return 0


def _example(options: Namespace) -> tuple[Project, Prepared, list[str]]:
    """An example as it stands; its reason and advice are what there is to note."""
    parser = Parser("nnsim new", "", "")
    add_options(parser)
    free = {"out", "example", "force", "json"}
    others = [name for name, value in vars(options).items() if name not in free and value != parser.get_default(name)]
    if others:
        raise UsageError(
            "usage.options",
            f"An example is complete; {_flag(others[0])} would make another project of it.",
            where="--example",
            hint="Make it as it is and change it in the window, or describe a project with --data.",
        )
    example = named(options.example)
    project = replace(example.project, name=options.out.stem)
    return project, prepare(project.data), [example.reason, example.advice]


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _data(options: Namespace) -> DataSpec:
    goal: Goal = "reconstruct" if options.task == "autoencoder" else "predict"
    guessed = None if goal == "reconstruct" else _task_of(completed(options.loss, LOSSES, "--loss"), options.data)
    return named_data(
        options.data,
        targets=options.target,
        task=guessed if options.task in (None, "autoencoder") else options.task,
        goal=goal,
        **given(options, "seed", "test_fraction", "scaling"),
        **toy_wishes(options),
    )


def _project(options: Namespace, data: DataSpec, prepared: Prepared) -> Project:
    hidden, shape = _hidden(options, prepared.input_names)
    project = new_project(
        options.out.stem,
        data,
        hidden,
        output_activation=completed(options.output_activation, ACTIVATIONS, "--output-activation"),
        initializer=completed(options.initializer, INITIALIZERS, "--initializer"),
        training=_training(options),
        loss=completed(options.loss, LOSSES, "--loss"),
        dtype=options.dtype,
        picture=shape,
        prepared=prepared,
    )
    return replace(project, training=replace(project.training, seed=options.seed))


def _hidden(options: Namespace, inputs: tuple[str, ...]) -> tuple[tuple[LayerSpec, ...], Picture | None]:
    """The hidden layers, and what the inputs are as a picture if the first one takes one."""
    activation = completed(options.activation, ACTIVATIONS, "--activation") or options.activation
    rule = completed(options.initializer, INITIALIZERS, "--initializer") or suited_initializer(activation)
    layers = tuple(described_layer(word, place) for place, word in enumerate(options.layers, 1))
    shape = options.picture or guessed_picture(layers, inputs, options.data)
    layers = flattened(layers, len(inputs), shape)
    return learning(layers, activation, rule, options.dropout, normalize=options.batch_norm), shape


def _training(options: Namespace) -> TrainSpec:
    optimizer = completed(options.optimizer, OPTIMIZERS, "--optimizer") or options.optimizer
    stops = given(options, "stop_epochs", "stop_loss", "stop_accuracy", "stop_seconds", "patience")
    return TrainSpec(
        optimizer=optimizer,
        learning_rate=options.learning_rate,
        batch_size=getattr(options, "batch_size", None if optimizer.name == "rprop" else USUAL_TRAINING.batch_size),
        seed=options.seed,
        schedule=completed(options.schedule, SCHEDULES, "--schedule") or Choice("constant"),
        clip_norm=options.clip_norm,
        stop=StopSpec(**{name.removeprefix("stop_"): value for name, value in stops.items()}),
        **options.regularization,
    )


def _task_of(loss: Choice | None, data: str) -> Task | None:
    """Some losses compare classes, so whoever asks for one of them means classes, even if they are numbers."""
    is_table = data.replace("-", "_") not in TOYS
    return "classification" if is_table and loss is not None and loss.name in ("cross_entropy", "hinge") else None


def _notices(data: DataSpec, prepared: Prepared, options: Namespace) -> list[str]:
    """Every decision that was taken for the user."""
    if not isinstance(data.source, TableSource):
        return list(prepared.dataset.notices)
    table = data.source.table
    notices = [*table.notices, *prepared.dataset.notices]
    if not options.target and options.data not in CLASSICS:
        notices.append((guess_targets if data.goal == "predict" else guess_known)(table).reason)
    elif data.goal == "reconstruct":
        known = listed(map(quoted, data.source.targets))
        notices.append(f"What is known besides the inputs is not learnt: {known}.")
    if options.task is None:
        guess = guess_task(table, data.source.targets)
        if guess.task == data.source.task:
            notices.append(guess.reason)
    return notices


def _network_notices(project: Project, options: Namespace) -> list[str]:
    """The same for what was not asked for in these words."""
    network, notices = project.network, []
    if network.picture is not None and options.picture is None:
        words = " × ".join(map(str, network.picture))
        notices.append(f"The {network.n_inputs} inputs are taken as a picture of {words} (channels, height, width).")
    if len(network.layers) - 1 > len(options.layers):
        notices.append("A flatten layer was put in front of the first dense layer: it takes a row of numbers.")
    if project.training.optimizer.name == "rprop" and not hasattr(options, "batch_size"):
        notices.append("All samples make one batch, as rprop needs it.")
    return notices


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words)
