"""An impossible edit is told with the two things that clash, and with remedies that work."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.data.named import named_data
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.layers import LAYER_KINDS, conv2d, flatten, max_pool2d
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.spec import Choice, LayerSpec, TrainSpec
from nnsim.errors import NnsimError
from nnsim.model import data_edits, edits, layer_edits
from nnsim.model.attempt import ImpossibleError
from nnsim.model.change import Edited
from nnsim.model.mending import MOST, mend
from nnsim.model.places import nearest_layer
from nnsim.model.project import Project
from nnsim.model.remedies import remedies
from nnsim.model.start import new_project
from nnsim.runs.experiment import Experiment

Edit = Callable[[Project], Edited]


@cache
def spiral() -> Project:
    return new_project("spiral", named_data("spiral"), (4, 3))


@cache
def rprop() -> Project:
    training = TrainSpec(optimizer=Choice("rprop"), batch_size=None)
    return new_project("iris", named_data("iris"), (3,), training=training)


@cache
def quantity() -> Project:
    return new_project("sine", named_data("sine"), (3,))


@cache
def pictures() -> Project:
    hidden = (conv2d(3), max_pool2d(), flatten(), LayerSpec(5))
    return new_project("pictures", named_data("digits"), hidden, picture=(1, 8, 8))


@cache
def flat_pictures() -> Project:
    return new_project("flat", named_data("digits"), (5,))


@cache
def bare() -> Project:
    return new_project("bare", named_data("spiral"), ())


@cache
def small_network_of_one() -> Project:
    return new_project("one", named_data("spiral"), (1,))


def edit(name: str, *arguments: Any) -> Edit:
    home = next(home for home in (edits, layer_edits, data_edits) if hasattr(home, name))
    return lambda project: getattr(home, name)(project, *arguments)  # type: ignore[no-any-return]


def refusal(project: Project, attempt: Edit) -> ImpossibleError | None:
    """What is impossible about an edit; ``None`` if it can be done, or makes no sense from the start."""
    try:
        Experiment(project).apply(attempt)
    except NnsimError as error:
        return error if isinstance(error, ImpossibleError) else None
    return None


LAYERS = st.integers(0, 4)
ON_A_LAYER = ("remove_layer", "duplicate_layer", "add_neuron", "remove_neuron")
ATTEMPTS = st.one_of(
    st.builds(edit, st.just("set_loss"), st.sampled_from(LOSSES.names).map(Choice)),
    st.builds(edit, st.just("set_activation"), LAYERS, st.sampled_from(ACTIVATIONS.names).map(Choice)),
    st.builds(edit, st.just("set_optimizer"), st.sampled_from(OPTIMIZERS.names).map(Choice)),
    st.builds(edit, st.just("set_batch_size"), st.none() | st.integers(1, 40)),
    st.builds(edit, st.just("add_layer"), LAYERS, st.sampled_from(LAYER_KINDS.names)),
    st.builds(edit, st.sampled_from(ON_A_LAYER), LAYERS),
    st.builds(edit, st.just("move_layer"), LAYERS, LAYERS),
    st.builds(edit, st.just("resize_layer"), LAYERS, st.integers(-1, 12)),
    st.builds(edit, st.just("set_window"), LAYERS, st.integers(1, 12), st.integers(1, 4), st.integers(0, 3)),
    st.builds(edit, st.just("use_data"), st.sampled_from(("iris", "digits", "sine", "spiral")).map(named_data)),
)
PROJECTS = st.sampled_from((spiral, rprop, quantity, pictures, flat_pictures, bare, small_network_of_one))


@given(PROJECTS, ATTEMPTS)
def test_every_remedy_makes_a_project_that_learns_and_can_be_undone(make: Callable[[], Project], attempt: Edit) -> None:
    project = make()
    error = refusal(project, attempt)
    offered = () if error is None else remedies(project, error)
    assert len({remedy.label for remedy in offered}) == len(offered) <= MOST
    for remedy in offered:
        experiment = Experiment(project)
        assert experiment.apply(lambda now, remedy=remedy: mend(now, remedy)) is not None
        experiment.run.trainer.advance(1)
        experiment.undo()
        left = experiment.project
        assert (left.data, left.network, left.training) == (project.data, project.network, project.training)


@given(PROJECTS, ATTEMPTS)
def test_what_is_refused_is_told_at_a_layer_that_is_there(make: Callable[[], Project], attempt: Edit) -> None:
    project = make()
    error = refusal(project, attempt)
    if (
        error is not None
        and (layer := nearest_layer(error.where, error.attempted.network, project.network)) is not None
    ):
        assert -1 <= layer < len(project.network.layers)


def offers(project: Project, attempt: Edit) -> tuple[tuple[str, str], list[str]]:
    """The two things that clash, and what is offered."""
    error = refusal(project, attempt)
    assert error is not None
    assert error.clash is not None
    return (error.clash.one, error.clash.other), [remedy.label for remedy in remedies(project, error)]


TOLD: dict[str, tuple[Callable[[], Project], Edit, tuple[str, str], list[str]]] = {
    "a kernel larger than the picture": (
        pictures,
        edit("set_window", 1, 7, 2, 0),
        ("kernel 7 × 7", "picture 6 × 6"),
        ["use kernel 6 in Hidden 2", "remove Hidden 2 (largest of each square)"],
    ),
    "a filter that leaves no room for the pooling": (
        pictures,
        edit("set_window", 0, 8, 1, 0),
        ("kernel 2 × 2", "picture 1 × 1"),
        ["use kernel 1 in Hidden 2", "use padding 4 in Hidden 1", "remove Hidden 2 (largest of each square)"],
    ),
    "no flatten": (
        pictures,
        edit("remove_layer", 2),
        ("dense layer: numbers in a row", "picture 3 × 3 × 3 = 27 numbers"),
        ["remove all layers that take a picture"],
    ),
    "a dense layer among pictures": (
        pictures,
        edit("add_layer", 1, "dense"),
        ("dense layer: numbers in a row", "picture 3 × 6 × 6 = 108 numbers"),
        ["put the dense layer behind the flatten layer", "remove all layers that take a picture"],
    ),
    "a convolution behind flatten": (
        pictures,
        edit("add_layer", 3, "conv2d"),
        ("a picture: rows and columns", "27 numbers in a row"),
        ["put the convolution layer in front of the flatten layer"],
    ),
    "a convolution on pixels in a row": (
        flat_pictures,
        edit("add_layer", 0, "conv2d"),
        ("a picture: rows and columns", "64 numbers in a row"),
        ["take the 64 inputs as a picture of 8 × 8"],
    ),
    "a convolution on two numbers": (
        spiral,
        edit("add_layer", 1, "conv2d"),
        ("a picture: rows and columns", "4 numbers in a row"),
        [],
    ),
    "other data under pictures": (
        pictures,
        edit("use_data", named_data("spiral")),
        ("picture 1 × 8 × 8 = 64 pixels", "2 inputs"),
        ["remove all layers that take a picture"],
    ),
    "hinge with sigmoid": (
        spiral,
        edit("set_loss", Choice("hinge")),
        ("hinge: from −1 to 1", "sigmoid: from 0 to 1"),
        ["loss hinge with output identity", "loss hinge with output tanh"],
    ),
    "identity with cross-entropy": (
        spiral,
        edit("set_activation", 2, Choice("identity")),
        ("loss: cross-entropy", "output: identity"),
        [
            "loss mean squared error with output identity",
            "loss quadratic with output identity",
            "loss hinge with output identity",
        ],
    ),
    "softmax with one output": (
        spiral,
        edit("set_activation", 2, Choice("softmax")),
        ("softmax", "1 output"),
        ["2 outputs with softmax, one for each class"],
    ),
    "classes for a quantity": (
        quantity,
        edit("set_loss", Choice("hinge")),
        ("loss: hinge", "a quantity to predict"),
        [],
    ),
    "rprop with batches": (
        rprop,
        edit("set_batch_size", 10),
        ("Rprop", "batches of 10"),
        ["batch size 10 with Adam", "batch size 10 with gradient descent"],
    ),
    "more outputs than classes": (
        rprop,
        edit("add_neuron", 1),
        ("4 outputs", "3 classes"),
        ["add neuron to Hidden 1"],
    ),
    "an output for each of two classes": (
        spiral,
        edit("add_neuron", 2),
        ("2 outputs", "sigmoid"),
        ["2 outputs with softmax, one for each class", "add neuron to Hidden 2"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_a_clash_is_told_with_both_numbers_and_the_remedies(name: str) -> None:
    make, attempt, clash, labels = TOLD[name]
    assert offers(make(), attempt) == (clash, labels)


def test_the_last_neuron_goes_with_its_layer() -> None:
    error = refusal(small_network_of_one(), edit("remove_neuron", 0))
    assert error is not None
    (remedy,) = remedies(small_network_of_one(), error)
    assert mend(small_network_of_one(), remedy).project.network.sizes == (2, 1)


def test_a_remedy_keeps_the_weights_that_still_fit() -> None:
    experiment = Experiment(spiral())
    experiment.run.trainer.advance(5)
    learnt = experiment.run.checkpoint().parameters.copy()
    error = refusal(spiral(), edit("set_loss", Choice("hinge")))
    assert error is not None
    experiment.apply(lambda now: mend(now, remedies(spiral(), error)[0]))
    assert (experiment.run.checkpoint().parameters == learnt).all()
    assert experiment.project.network.output.activation.name == "identity"
