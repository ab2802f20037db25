"""Units that compete for the data in hand: verbs to facts, on a real session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.competitive import CompetitiveLayer, CompetitiveSpec
from nnsim.engine.kmeans_steps import MeansSpec
from nnsim.engine.self_organizing_map import MapSpec
from nnsim.model import data_edits
from nnsim.model.start import new_project
from nnsim.session.clusters import Clusters
from nnsim.session.session import Session

THREE = CompetitiveSpec(3, start="samples", epochs=2)


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    made = Session(new_project("blobs", DataSpec(ToySource("blobs", 60)), (3,)))
    yield made
    assert made.close()


@pytest.fixture
def clusters(session: Session) -> Clusters:
    made = Clusters(session)
    made.set_spec(THREE)
    made.attend()
    return made


def test_nothing_is_computed_before_somebody_looks(session: Session) -> None:
    made = Clusters(session)
    assert made.look is None
    made.attend()
    assert made.look is not None
    assert made.look.step == 0


def test_steps_are_those_of_the_engine_on_the_inputs_of_the_network(clusters: Clusters, session: Session) -> None:
    clusters.step(1)
    clusters.step(70)
    work = CompetitiveLayer(THREE, session.prepared.inputs_of(session.prepared.dataset.inputs))
    work.advance(71)
    assert clusters.look is not None
    np.testing.assert_array_equal(clusters.look.weights, work.weights)
    assert clusters.look.error == pytest.approx(work.quantization_error())
    assert (clusters.look.step, clusters.look.epoch) == (71, 1)


def test_undo_brings_units_back_as_they_were_and_redo_the_others(clusters: Clusters) -> None:
    clusters.step(40)
    assert clusters.look is not None
    learnt = clusters.look
    clusters.set_spec(replace(THREE, learning_rate=0.9))
    clusters.step(40)
    faster = clusters.look
    clusters.set_spec(MapSpec(3, 4, start="middle"))
    clusters.reset()
    for spec in (MapSpec(3, 4, start="middle"), replace(THREE, learning_rate=0.9), THREE):
        assert clusters.can_undo
        clusters.undo()
        assert clusters.spec == spec
    assert not clusters.can_undo
    np.testing.assert_array_equal(clusters.look.weights, learnt.weights)
    np.testing.assert_array_equal(clusters.look.record, learnt.record)
    clusters.redo()
    np.testing.assert_array_equal(clusters.look.weights, faster.weights)
    clusters.redo()
    assert clusters.spec == MapSpec(3, 4, start="middle")
    assert clusters.means is None or len(clusters.means) == 12
    clusters.set_spec(THREE)
    assert not clusters.can_redo


def test_units_of_other_data_are_not_brought_back(clusters: Clusters, session: Session) -> None:
    clusters.reset()
    session.apply(data_edits.choose_toy, "moons")
    clusters.attend()
    assert not clusters.can_undo


def test_a_run_ends_with_the_planned_epochs_and_can_go_on(clusters: Clusters, qtbot: QtBot) -> None:
    clusters.set_speed(None)
    clusters.run()
    assert clusters.is_running
    qtbot.waitUntil(lambda: not clusters.is_running)
    assert clusters.look is not None
    assert clusters.look.progress == 1.0
    ended = clusters.look.step
    assert ended == THREE.epochs * len(clusters.rows), "not a sample more, however fast it goes"
    weights = clusters.look.weights
    clusters.reset()
    clusters.step(ended)
    np.testing.assert_array_equal(clusters.look.weights, weights)
    clusters.run()
    qtbot.waitUntil(lambda: clusters.look is not None and clusters.look.step > ended)
    clusters.pause()
    assert not clusters.is_running


def test_another_rate_goes_on_from_where_the_units_are_and_another_number_begins_anew(clusters: Clusters) -> None:
    clusters.step(30)
    begun = clusters.begun
    before = clusters.look
    clusters.set_spec(CompetitiveSpec(3, start="samples", epochs=2, learning_rate=0.5))
    assert before is not None
    assert clusters.look is not None
    np.testing.assert_array_equal(clusters.look.weights, before.weights)
    assert clusters.look.rate > before.rate
    assert clusters.begun == begun
    clusters.set_spec(MapSpec(2, 2, start="middle"))
    assert clusters.look.step == 0
    assert clusters.look.radius == 1.0
    assert clusters.begun == begun + 1
    assert len(clusters.pairs) == 4


def test_k_means_is_stepped_through_and_run_until_it_is_settled(clusters: Clusters, qtbot: QtBot) -> None:
    clusters.set_spec(MeansSpec(3, "range", 1))
    assert clusters.look is not None
    assert (clusters.look.phase, clusters.look.wins.sum()) == ("assign", 0)
    clusters.step(1)
    assert (clusters.look.phase, clusters.look.wins.sum()) == ("move", 60)
    clusters.step_epoch()
    assert (clusters.look.phase, clusters.look.epoch) == ("assign", 1)
    assert clusters.counts is not None
    clusters.set_speed(None)
    clusters.run()
    qtbot.waitUntil(lambda: not clusters.is_running)
    assert clusters.look.phase == "settled"
    assert not clusters.can_go_on
    clusters.run()
    assert not clusters.is_running


def test_units_of_another_kind_are_kept_and_their_record_stands_beside(clusters: Clusters) -> None:
    clusters.step(40)
    layer = clusters.look
    assert layer is not None
    clusters.set_spec(MeansSpec(3))
    clusters.step(2)
    ((spec, record),) = clusters.beside
    assert spec == THREE
    np.testing.assert_array_equal(record, layer.record)
    means = clusters.look
    clusters.set_spec(THREE)
    assert clusters.look is not None
    np.testing.assert_array_equal(clusters.look.weights, layer.weights)
    clusters.step(5)
    clusters.undo()
    assert means is not None
    np.testing.assert_array_equal(clusters.look.weights, means.weights)
    clusters.undo()
    np.testing.assert_array_equal(clusters.look.weights, layer.weights)
    assert clusters.look.step == 40, "what was undone to is as it was"


def test_points_on_a_curve_are_clustered_where_they_are_seen(session: Session, clusters: Clusters) -> None:
    session.apply(data_edits.choose_toy, "sine")
    clusters.attend()
    targets = session.prepared.dataset.targets
    assert clusters.space.known_too == "y"
    np.testing.assert_allclose(clusters.in_units(clusters.inputs)[:, 1:], targets)


def test_an_error_that_is_only_rounding_is_none(session: Session, clusters: Clusters, qtbot: QtBot) -> None:
    session.new(new_project("segments", named_data("segments"), (3,)))
    clusters.attend()
    clusters.set_spec(CompetitiveSpec(10, start="samples"))
    qtbot.waitUntil(lambda: clusters.starts_left == 0)
    assert clusters.look is not None
    assert (clusters.look.error, clusters.means_error) == (0.0, 0.0)


def test_other_data_begin_anew_when_somebody_looks_again(clusters: Clusters, session: Session) -> None:
    clusters.step(30)
    session.apply(data_edits.set_samples, 40)
    clusters.attend()
    assert clusters.look is not None
    assert (clusters.look.step, len(clusters.rows)) == (0, 40)
    assert clusters.prepared is session.prepared


def test_of_very_many_samples_some_are_seen_so_that_an_epoch_is_soon_over(clusters: Clusters, session: Session) -> None:
    session.apply(data_edits.set_samples, 50_000)
    clusters.attend()
    clusters.step_epoch()
    assert clusters.look is not None
    assert (clusters.look.step, len(clusters.rows)) == (5_000, 5_000)


def test_units_that_cannot_begin_say_why_and_a_remedy_helps(clusters: Clusters) -> None:
    clusters.set_spec(CompetitiveSpec(61, start="samples"))
    assert clusters.look is None
    assert clusters.problem is not None
    assert clusters.problem.code == "competitive.samples"
    clusters.run()
    assert not clusters.is_running
    clusters.set_spec(THREE)
    assert clusters.problem is None
    assert clusters.look is not None


def test_k_means_is_found_beside_and_is_no_worse(clusters: Clusters, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: clusters.starts_left == 0)
    clusters.step(120)
    assert clusters.means_error is not None
    assert clusters.look is not None
    assert clusters.means_error <= clusters.look.error + 1e-12
    before = clusters.means
    clusters.reset()
    assert clusters.means is before, "of the same data it is known already"


def test_what_is_known_is_counted_and_changes_nothing(clusters: Clusters) -> None:
    clusters.step(120)
    counts = clusters.counts
    assert counts is not None
    assert clusters.look is not None
    np.testing.assert_array_equal(counts.sum(axis=1), clusters.look.wins)
