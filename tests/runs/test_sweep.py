"""A sweep is a plan of independent runs that differ in exactly what they should."""

from __future__ import annotations

import pickle
from dataclasses import replace
from math import prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.engine.spec import Choice, LayerSpec, StopSpec
from nnsim.errors import InputError, SpecError, UsageError
from nnsim.model.edits import set_seed
from nnsim.model.project import Project
from nnsim.runs.run import Run
from nnsim.runs.sweep import MAX_JOBS, Axis, Outcome, Sweep, plan, work
from nnsim.runs.sweep_settings import SETTINGS, Value, worded

from .sweeps import RATES, SIZES, diverging_sweep, project, small_sweep

VALUES: dict[str, tuple[Value, ...]] = {
    "samples": (20, 41, 60),
    "noise": (0.0, 0.25),
    "label_noise": (0.0, 0.1, 0.5),
    "layers": ((2,), (3, 2), (), (5,)),
    "activation": (Choice("relu"), Choice("sigmoid"), Choice("tanh")),
    "initializer": (Choice("he_normal"), Choice("normal", (("sd", 0.5),)), Choice("zero")),
    "dropout": (0.0, 0.1, 0.5),
    "batch_norm": (False, True),
    "loss": (Choice("cross_entropy"), Choice("quadratic")),
    "optimizer": (Choice("sgd"), Choice("momentum", (("momentum", 0.5),)), Choice("rmsprop")),
    "learning_rate": (0.001, 0.01, 0.1, 1.0),
    "schedule": (Choice("constant"), Choice("exponential")),
    "batch_size": (1, 7, None),
    "l1": (0.0, 0.1),
    "l2": (0.0, 0.001, 0.1),
    "clip_norm": (0.0, 1.0),
}
OF_DATA = ("samples", "noise", "label_noise")
OF_LAYERS = ("layers", "activation", "initializer", "dropout", "batch_norm")
PROJECT = project()


def axes() -> st.SearchStrategy[tuple[Axis, ...]]:
    """Up to two settings; no setting of hidden layers beside none of them."""

    def axis(name: str) -> st.SearchStrategy[Axis]:
        values = st.lists(st.sampled_from(VALUES[name]), min_size=1, unique_by=worded)
        return values.map(lambda chosen: Axis(name, tuple(chosen)))

    def possible(chosen: list[Axis]) -> bool:
        names = {each.setting for each in chosen}
        has_none = any(each.setting == "layers" and () in each.values for each in chosen)
        return not (has_none and names & {"activation", "dropout", "batch_norm"})

    names = st.lists(st.sampled_from(list(SETTINGS)), max_size=2, unique=True)
    return names.flatmap(lambda chosen: st.tuples(*map(axis, chosen)).map(list)).filter(possible).map(tuple)


def value_of(made: Project, name: str) -> Any:
    """The value of a setting as a project has it, read without the edits that put it there."""
    hidden = made.network.layers[:-1]
    if name in OF_DATA:
        source = made.data.source
        return source.n_samples if name == "samples" else getattr(source, name)
    if name == "layers":
        return tuple(layer.size for layer in hidden)
    if name in OF_LAYERS:
        field = {"batch_norm": "normalize"}.get(name, name)
        found = {getattr(layer, field) for layer in hidden}
        assert len(found) == 1
        return found.pop()
    return getattr(made.training, name)


def test_every_setting_is_tried_here() -> None:
    assert set(VALUES) == set(SETTINGS)


@given(axes(), st.integers(1, 4), st.integers(0, 1000))
@settings(max_examples=60)
def test_a_plan_has_each_combination_with_each_seed_once_and_in_order(
    chosen: tuple[Axis, ...], seeds: int, first: int
) -> None:
    sweep = Sweep(set_seed(PROJECT, first).project, chosen, seeds, epochs=1)
    jobs = plan(sweep)
    assert len(jobs) == prod(len(axis.values) for axis in chosen) * seeds
    assert [job.number for job in jobs] == list(range(len(jobs)))
    expected = [(values, first + seed) for values in sweep.settings for seed in range(seeds)]
    assert [(job.values, job.project.training.seed) for job in jobs] == expected
    assert plan(sweep) == jobs


@given(axes())
@settings(max_examples=60)
def test_each_job_differs_from_the_project_in_exactly_its_settings(chosen: tuple[Axis, ...]) -> None:
    names = [axis.setting for axis in chosen]
    for job in plan(Sweep(PROJECT, chosen, 1, epochs=1)):
        for name, value in zip(names, job.values, strict=True):
            if name != "initializer" or job.project.network.layers[:-1]:
                assert value_of(job.project, name) == value
        kept = {name: getattr(PROJECT.training, name) for name in names if name not in (*OF_LAYERS, *OF_DATA)}
        assert replace(job.project.training, **kept) == PROJECT.training
        assert (job.project.data == PROJECT.data) or set(names) & set(OF_DATA)
        if not set(names) & set(OF_LAYERS):
            assert job.project.network == PROJECT.network


@given(st.permutations(["layers", "activation"]))
def test_the_order_of_two_settings_changes_only_the_order_of_the_jobs(names: list[str]) -> None:
    bare = project(hidden=())
    values = {"layers": SIZES.values, "activation": (Choice("relu"), Choice("sigmoid"))}
    jobs = plan(Sweep(bare, tuple(Axis(name, values[name]) for name in names), epochs=1))
    for job in jobs:
        for name, value in zip(names, job.values, strict=True):
            assert value_of(job.project, name) == value


def test_layers_keep_what_is_set_in_them() -> None:
    first = project(hidden=(3, 4))
    relu = replace(first.network.layers[0], activation=Choice("relu"), dropout=0.2)
    jobs = plan(Sweep(replace(first, network=first.network.with_layer(0, relu)), (Axis("layers", ((9,),)),), epochs=1))
    hidden = jobs[0].project.network.layers[:-1]
    assert hidden == (replace(relu, size=9),)


def test_an_outcome_is_that_of_the_run_alone() -> None:
    job = plan(small_sweep())[5]
    run = Run(job.project)
    run.train_epochs(3)
    outcome = work(job)
    assert outcome == Outcome(5, (0.3, (2,)), 1, 3, "reached", "", run.results())


def test_what_was_learnt_before_plays_no_part() -> None:
    run = Run(project())
    run.train_epochs(2)
    learnt = replace(run.project, checkpoint=run.checkpoint())
    assert plan(Sweep(learnt, epochs=3)) == plan(Sweep(project(), epochs=3))


def test_a_job_and_its_outcome_can_be_sent_elsewhere() -> None:
    job = plan(small_sweep())[0]
    assert pickle.loads(pickle.dumps(job)) == job  # noqa: S301  (made here)
    outcome = work(job)
    assert pickle.loads(pickle.dumps(outcome)) == outcome  # noqa: S301


def test_that_training_diverges_is_a_result() -> None:
    sweep = diverging_sweep()
    tame, wild = (work(job) for job in plan(sweep)[2:4])
    assert tame is not None
    assert wild is not None
    assert (tame.ending, tame.epochs, tame.where) == ("epochs", 20, "")
    assert wild.ending == "diverged"
    assert wild.epochs < 20
    assert wild.where.startswith(f"epoch {wild.epochs + 1}, batch ")
    assert {"loss", "rmse"} <= set(wild.results["test"])


def test_conditions_of_the_project_end_its_runs() -> None:
    stopping = project(stop=StopSpec(epochs=2))
    assert [(o.ending, o.epochs) for job in plan(Sweep(stopping, epochs=9)) if (o := work(job))] == [("epochs", 2)]
    assert [(o.ending, o.epochs) for job in plan(Sweep(stopping)) if (o := work(job))] == [("epochs", 2)]
    hasty = project(stop=StopSpec(seconds=0.01))
    assert [o.ending for job in plan(Sweep(hasty)) if (o := work(job))] == ["seconds"]


def test_a_cancelled_run_has_no_outcome() -> None:
    answers = iter([False, False, True])
    assert work(plan(Sweep(project(), epochs=10**9))[0], lambda: next(answers)) is None


@pytest.mark.parametrize(
    ("sweep", "where"),
    [
        (Sweep(PROJECT, (Axis("speed", (1,)),), epochs=1), "speed"),
        (Sweep(PROJECT, (RATES, SIZES, Axis("l2", (0.0,))), epochs=1), "l2"),
        (Sweep(PROJECT, (RATES, RATES), epochs=1), "learning_rate"),
        (Sweep(PROJECT, (Axis("l2", ()),), epochs=1), "l2"),
        (Sweep(PROJECT, (Axis("l2", (0.1, 0.2, 0.1)),), epochs=1), "l2"),
        (Sweep(PROJECT, seeds=0, epochs=1), "seeds, epochs"),
        (Sweep(PROJECT, epochs=0), "seeds, epochs"),
        (Sweep(PROJECT, seeds=MAX_JOBS + 1, epochs=1), "seeds"),
        (Sweep(PROJECT), "epochs"),
    ],
)
def test_a_sweep_that_makes_no_sense_is_refused(sweep: Sweep, where: str) -> None:
    with pytest.raises(UsageError) as refusal:
        plan(sweep)
    assert refusal.value.where == where


@pytest.mark.parametrize(
    ("axes", "code", "place"),
    [
        ((Axis("learning_rate", (0.1, -1.0)),), "spec.out_of_range", "learning_rate=-1: learning rate"),
        ((Axis("optimizer", (Choice("adma"),)),), "spec.unknown_optimizer", "optimizer=adma"),
        ((Axis("layers", ((3,), (0,))),), "edit.last_neuron", "layers=0: layer 1"),
        (
            (Axis("optimizer", (Choice("rprop"),)), Axis("batch_size", (None, 5))),
            "spec.rprop_needs_full_batch",
            "optimizer=rprop, batch_size=5: batch size",
        ),
        (
            (Axis("layers", ((),)), Axis("dropout", (0.1,))),
            "sweep.no_hidden_layer",
            "layers=none, dropout=0.1: dropout",
        ),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_before_any_run(axes: tuple[Axis, ...], code: str, place: str) -> None:
    with pytest.raises(SpecError) as refusal:
        plan(Sweep(PROJECT, axes, epochs=1))
    assert refusal.value.code == code
    assert refusal.value.where.startswith(place)


def test_a_loss_that_does_not_go_with_the_data_is_refused_before_any_run() -> None:
    with pytest.raises(InputError, match="hinge"):
        plan(Sweep(project("sine"), (Axis("loss", (Choice("hinge"),)),), epochs=1))


def test_numbers_of_neurons_of_a_network_on_pictures_cannot_be_varied() -> None:
    network = replace(
        PROJECT.network,
        picture=(1, 1, 2),
        layers=(LayerSpec(0, kind="flatten", bias=False, key=9), *PROJECT.network.layers),
    )
    with pytest.raises(SpecError) as refusal:
        plan(Sweep(replace(PROJECT, network=network), (SIZES,), epochs=1))
    assert refusal.value.code == "sweep.layers_of_pictures"


def test_seeds_end_where_seeds_end() -> None:
    with pytest.raises(SpecError, match="seed"):
        plan(Sweep(set_seed(PROJECT, 2**32 - 2).project, seeds=3, epochs=1))


def test_values_are_worded_as_they_are_typed() -> None:
    words = [worded(value) for value in (0.1, 10, None, True, (8, 8), (), Choice("momentum", (("momentum", 0.8),)))]
    assert words == ["0.1", "10", "full", "on", "8,8", "none", "momentum:momentum=0.8"]
