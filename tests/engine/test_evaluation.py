"""Many samples are looked at in chunks: the same answers, in the memory of one chunk."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine import evaluation
from nnsim.engine.calls import run
from nnsim.engine.evaluation import CHUNK_SAMPLES, Evaluation, chunk_samples
from nnsim.engine.network import Forward, Losses
from nnsim.engine.spec import Choice
from tests.engine.samples import data_for, network, trainer


def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "CHUNK_SAMPLES", 7)


@pytest.mark.parametrize("n_samples", [1, 7, 8, 13, 14, 15, 23])
def test_chunks_tell_what_one_pass_tells(monkeypatch: pytest.MonkeyPatch, n_samples: int) -> None:
    spec = network(2, 4, 3, output="softmax")
    data = data_for(spec, n_samples)
    whole = trainer(spec, data, loss=Choice("cross_entropy"))
    small_chunks(monkeypatch)
    chunked = trainer(spec, data, loss=Choice("cross_entropy"))
    np.testing.assert_allclose(chunked.evaluate(), whole.evaluate(), rtol=1e-13)
    for one, other in zip(chunked.predictions(), whole.predictions(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-13)


@pytest.mark.parametrize("batch_size", [5, None])
def test_chunks_change_no_weight(monkeypatch: pytest.MonkeyPatch, batch_size: int | None) -> None:
    spec = network(2, 4, 1)
    whole = trainer(spec, batch_size=batch_size)
    small_chunks(monkeypatch)
    chunked = trainer(spec, batch_size=batch_size)
    for learner in (whole, chunked):
        learner.advance(30)
    assert chunked.network.parameters.tobytes() == whole.network.parameters.tobytes()


def test_a_classroom_is_one_chunk_and_its_numbers_are_those_of_one_pass() -> None:
    spec = network(2, 64, 64, 1)
    assert chunk_samples(spec) == CHUNK_SAMPLES
    learner = trainer(spec, data_for(spec, 5000, 3000))
    forward = Forward(learner.network, learner.network.table(learner.data.train_inputs, learner.data.train_labels))
    losses = Losses(forward)
    run([*forward.calls, *losses.calls])
    assert learner.evaluate()[0][0] == losses.mean()
    assert learner.predictions()[0].tobytes() == forward.prediction.tobytes()


def test_wide_layers_and_many_rows_take_the_memory_of_a_chunk() -> None:
    spec = network(2, 2000, 1)
    learner = trainer(spec)
    table = learner.network.table(np.zeros((20_000, 2)), np.zeros((20_000, 1)))
    tracemalloc.start()
    Evaluation(learner.network, table).measure(lambda prediction, label: 0.0, 20_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 80_000_000  # all rows at once: 640 MB


def test_there_is_always_a_chunk() -> None:
    assert chunk_samples(replace(network(1, 1), n_inputs=10**9)) == 1
