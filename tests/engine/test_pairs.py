"""Every activation meets every loss: they learn together or are refused with a reason; a new activation fits in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from nnsim.cli.main import main
from nnsim.data.named import named_data
from nnsim.engine.activations import Activation
from nnsim.engine.build import build_network
from nnsim.engine.calls import Calls, run
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Entry
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.gradcheck import check_gradient
from nnsim.engine.losses import PerceptronRule
from nnsim.engine.network import Backward, Forward
from nnsim.engine.parameters import Array
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.errors import SpecError
from nnsim.model.problems import check
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from nnsim.storage.project_file import read, write
from tests.engine.samples import data_for, network, pairs_with_gradient, sensible_pairs, trainer

PAIRS = [(output, loss) for output in ACTIVATIONS.names for loss in LOSSES.names]
REFUSED = {
    "cross_entropy": ("spec.loss_needs_probability", set(ACTIVATIONS.names) - {"sigmoid", "softmax", "step"}),
    "hinge": ("spec.hinge_needs_both_signs", {"sigmoid", "softmax", "relu", "softplus", "gelu", "silu"}),
}
"""By loss: the code, and the outputs for which it is refused. Steps go with the quadratic loss alone."""


def expected_refusal(output: str, loss: str) -> str | None:
    if output == "step":
        return None if loss == "quadratic" else "spec.loss_needs_slope"
    code, outputs = REFUSED.get(loss, ("", set()))
    return code if output in outputs else None


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_every_pair_learns_with_a_right_gradient_or_is_refused_with_reason_and_remedy(output: str, loss: str) -> None:
    spec, training = network(2, 3, 2, output=output), TrainSpec(loss=Choice(loss))
    refusal = expected_refusal(output, loss)
    if refusal is None:
        check(spec, training)
        learner = trainer(spec, loss=Choice(loss), learning_rate=0.01)
        learner.advance(20)
        assert np.isfinite(learner.evaluate()[0][0])
        if output != "step":
            data = learner.data
            found = check_gradient(
                spec, training, learner.network.parameters, data.train_inputs[:7], data.train_labels[:7]
            )
            assert found.passed
    else:
        for refuse in (lambda: check(spec, training), lambda: build_network(spec, training.loss)):
            with pytest.raises(SpecError) as caught:
                refuse()
            assert caught.value.code == refusal
            assert caught.value.where == "output layer"
            assert len(caught.value.message) > 30
            assert "Choose " in caught.value.hint


def test_the_remedy_for_steps_is_the_loss_that_they_go_with() -> None:
    for loss in set(LOSSES.names) - {"quadratic"}:
        with pytest.raises(SpecError, match="no slope") as caught:
            check(network(2, 1, output="step"), TrainSpec(loss=Choice(loss)))
        assert "quadratic" in caught.value.hint
        assert "perceptron" in caught.value.hint


@pytest.mark.parametrize(
    ("choice", "goes"),
    [
        (Choice.of("elu", alpha=0.99), False),
        (Choice.of("elu", alpha=2.0), True),
        (Choice.of("leaky_relu", slope=0.0), False),
        (Choice.of("leaky_relu", slope=0.001), True),
    ],
    ids=str,
)
def test_the_hinge_loss_looks_at_what_the_numbers_of_the_output_layer_allow(choice: Choice, goes: bool) -> None:
    spec, training = network(2, 1, output=choice), TrainSpec(loss=Choice("hinge"))
    if goes:
        check(spec, training)
    else:
        with pytest.raises(SpecError) as caught:
            check(spec, training)
        assert caught.value.code == "spec.hinge_needs_both_signs"


@pytest.mark.parametrize("hidden", ACTIVATIONS.names)
def test_every_activation_may_stand_in_a_hidden_layer(hidden: str) -> None:
    spec = network(2, 3, 1, hidden=hidden)
    check(spec, TrainSpec())
    before = trainer(spec, learning_rate=0.5)
    learner = trainer(spec, learning_rate=0.5)
    learner.advance(50)
    first, last = learner.network.blocks
    old, new = before.network.parameters, learner.network.parameters
    assert (last.matrix(new) != last.matrix(old)).any()
    assert (first.matrix(new) != first.matrix(old)).any() == (hidden != "step")


def test_steps_are_moved_by_the_error_times_the_input_and_only_where_the_answer_is_wrong() -> None:
    spec = network(2, 1, output="step")
    made = build_network(spec, Choice("quadratic"))
    assert isinstance(made.loss, PerceptronRule)
    made.parameters[...] = [1.0, -1.0, 0.5]  # z = x1 − x2 + 0.5
    inputs, labels = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 1.0]]), np.array([[1.0], [1.0], [0.0]])
    forward = Forward(made, made.table(inputs, labels))
    run([*forward.calls, *Backward(forward).calls])
    assert forward.prediction.ravel().tolist() == [1.0, 0.0, 1.0]
    # Right; missed, so h − y = −1 at (0, 2); false alarm, so h − y = 1 at (3, 1). Their mean over three samples:
    assert (3.0 * made.gradient).tolist() == pytest.approx([3.0, -1.0, 0.0])


def test_the_perceptron_rule_finds_a_line_between_classes_that_have_one() -> None:
    rng = np.random.default_rng(0)
    spec = network(2, 1, output="step")
    data = data_for(spec, 60)
    data.train_inputs[...] = rng.normal(size=(60, 2))
    data.train_labels[...] = (data.train_inputs @ [[1.0], [-2.0]] > 0.3).astype(float)
    learner = trainer(spec, data, learning_rate=0.1, batch_size=1)
    learner.advance(60 * 500)
    assert learner.evaluate()[0] == (0.0, 1.0)
    settled = learner.network.parameters.copy()
    learner.advance(60)
    assert (learner.network.parameters == settled).all()


class Sine(Activation):
    """h = sin z, derivative cos z."""

    bounds = (-1.0, 1.0)

    def forward(self, z: Array, h: Array) -> Calls:
        return [(np.sin, (z, h))]

    def slope(self, z: Array, h: Array) -> Calls:
        return [(np.cos, (z, z))]


@pytest.fixture
def sine() -> Iterator[None]:
    """The catalog as if someone had written one more entry into its file: nothing else is touched."""
    before = ACTIVATIONS.entries
    object.__setattr__(
        ACTIVATIONS, "entries", (*before, Entry("sine", "sine", r"h = \sin z", "Goes up and down.", Sine))
    )
    yield
    object.__setattr__(ACTIVATIONS, "entries", before)


@pytest.mark.usefixtures("sine")
def test_a_class_and_an_entry_are_all_that_a_new_activation_needs_to_learn() -> None:
    project = new_project(
        "curve", named_data("sine"), (8,), activation=Choice("sine"), output_activation=Choice("sine")
    )
    running = Run(project)
    before = running.trainer.evaluate()[0][0]
    running.train_epochs(30)
    assert running.trainer.evaluate()[0][0] < before / 2
    data = running.trainer.data
    found = check_gradient(
        project.network,
        project.training,
        running.trainer.network.parameters,
        data.train_inputs[:10],
        data.train_labels[:10],
    )
    assert found.passed


@pytest.mark.usefixtures("sine")
@pytest.mark.parametrize("loss", LOSSES.names)
def test_a_new_activation_meets_every_loss(loss: str) -> None:
    spec, training = network(2, 3, 2, hidden="sine", output="sine"), TrainSpec(loss=Choice(loss))
    if loss == "cross_entropy":
        with pytest.raises(SpecError) as caught:
            check(spec, training)
        assert caught.value.code == "spec.loss_needs_probability"
    else:
        data = data_for(spec)
        parameters = np.random.default_rng(0).normal(size=spec.n_parameters)
        assert check_gradient(spec, training, parameters, data.train_inputs, data.train_labels).passed


@pytest.mark.usefixtures("sine")
def test_a_project_with_a_new_activation_is_saved_and_opened_again(tmp_path: Path) -> None:
    project = new_project("curve", named_data("sine"), (4,), activation=Choice("sine"))
    running = Run(project)
    running.train_epochs(2)
    path = tmp_path / "curve.nnsim"
    write(running.project, path)
    opened = read(path)
    assert opened.network == project.network
    assert [layer.activation.name for layer in opened.network.layers] == ["sine", "identity"]
    again = Run(opened)
    again.train_epochs(2)
    assert (again.trainer.network.parameters == running.trainer.network.parameters).all()


@pytest.mark.usefixtures("sine")
def test_a_new_activation_can_be_asked_for_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "x.nnsim", "--data", "sine", "--activation", "sine", "--layers", "5"]) == 0
    assert read(Path("x.nnsim")).network.layers[0].activation == Choice("sine")
    assert main(["gradcheck", "x.nnsim"]) == 0
    assert "1-5-1 (sine, identity)" in capsys.readouterr().out


def test_without_its_entry_the_new_activation_is_unknown() -> None:
    with pytest.raises(SpecError) as caught:
        check(network(2, 3, 1, hidden="sine"), TrainSpec())
    assert caught.value.code == "spec.unknown_activation"


def test_the_command_says_why_steps_have_no_gradient_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["new", "x.nnsim", "--data", "circle", "--loss", "quadratic", "--output-activation", "step"]
    assert main(words) == 0
    assert main(["gradcheck", "x.nnsim"]) == 3
    assert "perceptron rule" in capsys.readouterr().err


def test_pairs_that_make_sense_are_those_that_are_not_refused() -> None:
    assert sensible_pairs() == [pair for pair in PAIRS if expected_refusal(*pair) is None]
    assert set(sensible_pairs()) - set(pairs_with_gradient()) == {("step", "quadratic")}
