"""A training step takes no memory, and a trainer no more than its numbers need."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.build import build_network
from nnsim.engine.network import Backward, Forward, Network
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, NetworkSpec, TrainSpec
from nnsim.engine.update import Update, exchange
from tests.engine.pictures import convolution, pooling_network
from tests.engine.samples import ALL_OPTIMIZERS, data_for, network, trainer
from tests.memory import SMALL_CHANGE, memory_of

pytestmark = pytest.mark.sweep


# The arrays of a batch in the networks below take more than what is small change.
@pytest.mark.parametrize(
    ("hidden", "optimizer"),
    # What a layer takes and what an optimizer takes have nothing to do with each other.
    [
        *(("tanh", optimizer) for optimizer in ALL_OPTIMIZERS),
        *((hidden, Choice("adam")) for hidden in ("relu", "gelu", "softmax")),
    ],
    ids=str,
)
def test_a_step_takes_no_memory(hidden: str, optimizer: Choice) -> None:
    spec = network(20, 60, 60, 10, hidden=hidden, output="softmax")
    settings = {"l1": 0.001, "l2": 0.01, "learning_rate": 0.001, "batch_size": 50}
    learner = trainer(spec, data_for(spec, 5000), loss=Choice("cross_entropy"), optimizer=optimizer, **settings)
    learner.advance(10)
    left, peak = memory_of(lambda: learner.advance(60))
    assert peak < SMALL_CHANGE
    assert left < SMALL_CHANGE


@pytest.mark.parametrize(
    "spec",
    [convolution(), convolution(normalize=True, dropout=0.3), pooling_network()],
    ids=["filters", "normalised, dropout", "poolings"],
)
def test_a_step_on_pictures_takes_no_memory(spec: NetworkSpec) -> None:
    learner = trainer(spec, data_for(spec, 1200), loss=Choice("cross_entropy"), batch_size=50, learning_rate=0.001)
    learner.advance(5)
    assert memory_of(lambda: learner.advance(10))[1] < SMALL_CHANGE


def test_parameters_thrice_and_activations_four_times_are_enough() -> None:
    spec = replace(network(300, 400, 200, 10, output="softmax"), dtype="float32")
    batch = 256
    parameters = 4 * spec.n_parameters
    activations = 4 * batch * sum(spec.sizes)

    def make() -> tuple[Network, Update, Backward]:
        made = build_network(spec, Choice("cross_entropy"))
        update = Update(made, TrainSpec())
        return made, update, Backward(Forward(made, made.empty_table(batch)))

    _, peak = memory_of(make)
    assert peak <= 3 * parameters + 4 * activations


def test_a_trainer_holds_no_parameters_beside_those_it_learns_with() -> None:
    spec = network(500, 600, 1)
    data = data_for(spec, 4, 0)
    checkpoint = Checkpoint(spec, np.zeros(spec.n_parameters))
    left, _ = memory_of(lambda: trainer(spec, data, checkpoint, batch_size=2))
    assert left < 3.1 * 8 * spec.n_parameters


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_two_arrays_change_their_contents_without_a_third(dtype: type) -> None:
    first = np.array([0.1, -0.0, np.inf, np.nan, 5e-324], dtype)
    second = np.array([1e300, 7.0, -1.5, 0.0, -np.inf], dtype) if dtype is np.float64 else first[::-1].copy()
    before = first.tobytes(), second.tobytes()
    for function, arguments in exchange(first, second):
        function(*arguments)
    assert (second.tobytes(), first.tobytes()) == before


def test_an_update_makes_nothing_of_what_is_not_asked_for() -> None:
    spec = network(20, 300, 300, 10, output="softmax")
    plain = build_network(spec, Choice("cross_entropy"))
    _, peak = memory_of(lambda: Update(plain, TrainSpec(optimizer=Choice("sgd"))))
    assert peak < plain.parameters.nbytes + SMALL_CHANGE, "no mask, as nothing is held and there is no penalty"
