"""What is doubted is true: the engine shows it. What is not wrong is not doubted."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.data.named import named_data
from nnsim.data.prepare import prepare
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice, LayerSpec, TrainSpec
from nnsim.errors import SpecError
from nnsim.model.doubt import Doubt
from nnsim.model.doubt_remedies import doubt_remedies
from nnsim.model.doubts import doubts, facts_of
from nnsim.model.mending import MOST, mend
from nnsim.model.places import Place
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.experiment import Experiment
from nnsim.runs.run import Run
from nnsim.storage import example_files

SIGMOID, IDENTITY, STEP, SOFTMAX, TANH = map(Choice, ("sigmoid", "identity", "step", "softmax", "tanh"))


def doubted(project: Project) -> tuple[Doubt, ...]:
    return doubts(project, facts_of(prepare(project.data)))


def codes(project: Project) -> dict[int | str, str]:
    """What is doubted, by the layer or the setting."""
    return {
        doubt.place.setting if doubt.place.layer is None else doubt.place.layer: doubt.code
        for doubt in doubted(project)
    }


def spiral(*hidden: LayerSpec, data: str = "spiral", **training: Any) -> Project:
    output = training.pop("output", None)
    loss = training.pop("loss", None)
    spec = TrainSpec(optimizer=Choice("adam"), learning_rate=0.01)
    return new_project(
        "doubtful",
        named_data(data),
        hidden,
        training=replace(spec, **training),
        output_activation=output,
        loss=loss,
    )


def trained(project: Project, steps: int = 30) -> tuple[Run, list[np.ndarray[Any, Any]], list[np.ndarray[Any, Any]]]:
    """A run, and the weights of each layer before and after."""
    run = Run(project)
    before = [block.weights(run.trainer.network.parameters).copy() for block in blocks(project.network)]
    run.trainer.advance(steps)
    after = [block.weights(run.trainer.network.parameters).copy() for block in blocks(project.network)]
    return run, before, after


@pytest.mark.parametrize("rule", [Choice("zero"), Choice.of("constant", value=0.3)])
def test_neurons_with_the_same_first_weights_stay_copies(rule: Choice) -> None:
    project = spiral(LayerSpec(4, initializer=rule), LayerSpec(3, initializer=rule))
    assert codes(project) == {0: "alike"}
    _, _, after = trained(project)
    assert np.array_equal(after[0], np.repeat(after[0][:, :1], 4, axis=1))
    assert codes(spiral(LayerSpec(4, initializer=rule), LayerSpec(3))) == {}
    _, _, after = trained(spiral(LayerSpec(4, initializer=Choice.of("constant", value=0.3)), LayerSpec(3)))
    assert not np.allclose(after[0], np.repeat(after[0][:, :1], 4, axis=1))


def test_nothing_in_front_of_a_step_learns() -> None:
    project = spiral(LayerSpec(4), LayerSpec(3, STEP), LayerSpec(3))
    assert codes(project) == {1: "hidden_step"}
    _, before, after = trained(project)
    unchanged = [np.array_equal(one, other) for one, other in zip(before, after, strict=True)]
    assert unchanged == [True, True, False, False]
    frozen = spiral(LayerSpec(4, STEP, frozen=True), LayerSpec(3))
    assert codes(frozen) == {}


def test_layers_without_a_bend_are_one() -> None:
    project = spiral(LayerSpec(4, IDENTITY), LayerSpec(3, IDENTITY))
    assert codes(project) == {0: "all_straight"}
    run, _, _ = trained(project)
    rng = np.random.default_rng(0)
    points = rng.normal(size=(3, 2))
    one, two = points[0], points[1]
    z = [_sum_of(run, place) for place in (one, two, (one + two) / 2)]
    assert z[2] == pytest.approx((z[0] + z[1]) / 2)
    assert codes(spiral(LayerSpec(4, IDENTITY), LayerSpec(3))) == {}


def _sum_of(run: Run, point: np.ndarray[Any, Any]) -> float:
    """The output's z for one sample, layer by layer from the definition."""
    values = point
    for block in blocks(run.project.network):
        parameters = run.trainer.network.parameters
        biases = block.biases(parameters)
        values = values @ block.weights(parameters) + (0.0 if biases is None else biases)
    return float(values[0])


def test_a_sample_alone_is_normalised_to_nothing() -> None:
    project = spiral(LayerSpec(4, normalize=True), batch_size=1)
    assert codes(project) == {0: "normalized_alone"}
    _, before, after = trained(project)
    assert np.allclose(before[0], after[0])
    assert codes(spiral(LayerSpec(4, normalize=True), batch_size=10)) == {}


def test_many_layers_of_sigmoid_pass_hardly_any_gradient_back() -> None:
    project = spiral(*(LayerSpec(6, SIGMOID) for _ in range(5)))
    assert codes(project) == {0: "deep_sigmoid"}
    run = Run(project)
    health = run.snapshot(frozenset({"health"})).health
    assert health is not None
    assert health.gradient_norm[0] < 1e-2 * health.gradient_norm[-1]
    assert codes(spiral(*(LayerSpec(6, SIGMOID) for _ in range(4)))) == {}
    assert codes(spiral(*(LayerSpec(6, TANH) for _ in range(5)))) == {}


@pytest.mark.parametrize("n_layers", [*range(5, 14), 600])
def test_the_bound_that_is_told_of_a_gradient_is_true_and_plainly_written(n_layers: int) -> None:
    project = spiral(*(LayerSpec(2, SIGMOID) for _ in range(n_layers)))
    (doubt,) = (doubt for doubt in doubted(project) if doubt.code == "deep_sigmoid")
    (told,) = re.findall(r"less than one part in ([0-9,]+) of", doubt.why)
    assert doubt.clash.other == f"slope below 1/{told}"
    parts = int(told.replace(",", ""))
    assert parts < 4**n_layers
    assert parts * 2 > min(4**n_layers, 1_000_000)


def test_a_small_layer_with_much_dropout_is_often_silent() -> None:
    project = spiral(LayerSpec(2, dropout=0.5), LayerSpec(3))
    (doubt,) = doubted(project)
    assert doubt.code == "dropout_of_all"
    assert "25 %" in doubt.why
    assert codes(spiral(LayerSpec(20, dropout=0.5), LayerSpec(3))) == {}


def test_frozen_throughout_nothing_learns() -> None:
    project = spiral(LayerSpec(3, frozen=True))
    last = replace(project.network.output, frozen=True)
    project = replace(project, network=project.network.with_layer(1, last))
    assert codes(project) == {1: "all_frozen"}
    _, before, after = trained(project)
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


def test_an_output_that_cannot_reach_the_targets_is_doubted_and_one_that_can_is_not() -> None:
    facts = facts_of(prepare(named_data("sine")))
    reachable = [
        name
        for name in ("identity", "sigmoid", "relu", "tanh", "leaky_relu")
        if codes(spiral(LayerSpec(3), data="sine", output=Choice(name), loss=Choice("mse"))) == {}
    ]
    assert facts.targets[0] < 0.0
    assert "identity" in reachable
    assert "leaky_relu" in reachable
    assert not {"sigmoid", "relu"} & set(reachable)


def test_probabilities_compared_by_their_distance_are_doubted() -> None:
    project = spiral(LayerSpec(3), loss=Choice("quadratic"))
    assert codes(project) == {1: "slow_pair"}
    assert codes(spiral(LayerSpec(3), loss=Choice("quadratic"), output=TANH)) == {}


def test_softmax_in_a_hidden_layer_is_doubted_and_as_output_is_not() -> None:
    assert codes(spiral(LayerSpec(3, SOFTMAX))) == {0: "hidden_softmax"}
    assert codes(spiral(LayerSpec(3), data="iris")) == {}


@pytest.mark.parametrize(
    ("optimizer", "rate", "code"),
    [
        (Choice("adam"), 0.1, None),
        (Choice("adam"), 1.0, "large_rate"),
        (Choice("sgd"), 3.0, None),
        (Choice("sgd"), 50.0, "large_rate"),
        (Choice.of("momentum", momentum=0.99), 1.0, "large_rate"),
        (Choice("momentum"), 1.0, None),
        (Choice("sgd"), 0.0, "no_rate"),
    ],
)
def test_only_a_rate_far_from_usual_is_doubted(optimizer: Choice, rate: float, code: str | None) -> None:
    found = codes(spiral(LayerSpec(3), optimizer=optimizer, learning_rate=rate))
    assert found == ({} if code is None else {"learning_rate": code})


def test_raw_columns_are_doubted_and_scaled_ones_are_not() -> None:
    raw = replace(named_data("wine"), scaling="none")
    project = new_project("wine", raw, (4,))
    assert codes(project) == {-1: "large_inputs"}
    (remedy,) = doubt_remedies(project, doubted(project)[0])
    assert codes(mend(project, remedy).project) == {}


def test_no_example_that_works_is_doubted() -> None:

    found = example_files.found().examples
    assert sum(example.works for example in found) > 10
    assert [example.name for example in found if example.works and doubted(example.project)] == []
    wrong = {example.name for example in found if doubted(example.project)}
    assert {"zero_weights", "linear_layers", "deep_sigmoid", "wine_raw"} <= wrong


LAYER = st.builds(
    LayerSpec,
    st.integers(1, 6),
    st.sampled_from(ACTIVATIONS.names).map(Choice),
    initializer=st.sampled_from(INITIALIZERS.names).map(Choice),
    normalize=st.booleans(),
    dropout=st.sampled_from((0.0, 0.0, 0.2, 0.5, 0.9)),
    frozen=st.booleans(),
)
TRAINING = st.builds(
    TrainSpec,
    optimizer=st.sampled_from([name for name in OPTIMIZERS.names if name != "rprop"]).map(Choice),
    learning_rate=st.sampled_from((0.0, 0.01, 0.3, 1.0, 50.0)),
    batch_size=st.sampled_from((1, 10, None)),
)


@given(
    st.sampled_from(("spiral", "sine", "iris")),
    st.lists(LAYER, max_size=6),
    TRAINING,
    st.none() | st.sampled_from(ACTIVATIONS.names).map(Choice),
    st.none() | st.sampled_from(LOSSES.names).map(Choice),
)
def test_every_remedy_can_be_done_takes_its_doubt_away_and_is_undone(
    data: str, hidden: list[LayerSpec], training: TrainSpec, output: Choice | None, loss: Choice | None
) -> None:
    try:
        project = new_project(
            "law", named_data(data), tuple(hidden), training=training, output_activation=output, loss=loss
        )
        Run(project)
    except SpecError:
        return
    found = doubted(project)
    assert len({doubt.place for doubt in found}) == len(found)
    for doubt in found:
        offered = doubt_remedies(project, doubt)
        assert len(offered) <= MOST
        for remedy in offered:
            experiment = Experiment(project)
            experiment.apply(lambda now, remedy=remedy: mend(now, remedy))
            experiment.run.trainer.advance(1)
            assert (doubt.code, doubt.place) not in [(one.code, one.place) for one in doubted(experiment.project)]
            experiment.undo()
            assert (experiment.project.network, experiment.project.training) == (project.network, project.training)


def test_places_are_told_in_the_order_of_the_columns() -> None:
    hidden = (LayerSpec(3, SOFTMAX), LayerSpec(3, STEP))
    project = spiral(*hidden, loss=Choice("mse"), learning_rate=9.0)
    places = [doubt.place for doubt in doubted(project)]
    assert places == [Place(0), Place(1), Place(2), Place(None, "learning_rate")]
    assert all(one.layer is None or other.layer is None or one.layer < other.layer for one, other in pairwise(places))
