"""The page of clustering, on a real session: what is chosen, what is seen, what is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.competitive import CompetitiveSpec
from nnsim.engine.kmeans_steps import MeansSpec
from nnsim.engine.self_organizing_map import MapSpec
from nnsim.model.start import new_project
from nnsim.session.clusters import Clusters
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.clusters.clusters_page import PICTURES, PLANE, ClustersPage
from nnsim.ui.clusters.units_plot import UnitsScene
from nnsim.ui.theme import Size, words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def session(qapp: object, request: pytest.FixtureRequest) -> Iterator[Session]:
    name = getattr(request, "param", "blobs")
    made = Session(new_project(name, named_data(name), (3,)))
    yield made
    assert made.close()


@pytest.fixture
def page(shown: Show, session: Session, appearance: Appearance) -> ClustersPage:
    made = ClustersPage(session, Clusters(session), appearance)
    shown(made, 1200, 560)
    return made


def clusters(page: ClustersPage) -> Clusters:
    return page._clusters


def test_buttons_step_run_pause_and_begin_anew(page: ClustersPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.settings.step, Qt.MouseButton.LeftButton)
    look = clusters(page).look
    assert look is not None
    assert look.step == 1
    qtbot.mouseClick(page.settings.epoch, Qt.MouseButton.LeftButton)
    assert "epoch 1 of 20" in page.results.numbers.text()
    qtbot.mouseClick(page.settings.run, Qt.MouseButton.LeftButton)
    assert page.settings.run.text() == "Pause"
    qtbot.mouseClick(page.settings.run, Qt.MouseButton.LeftButton)
    assert not clusters(page).is_running
    qtbot.mouseClick(page.settings.reset, Qt.MouseButton.LeftButton)
    look = clusters(page).look
    assert look is not None
    assert look.step == 0


def test_after_the_planned_epochs_none_is_called_one_of_them(page: ClustersPage) -> None:
    clusters(page).step(21 * len(clusters(page).rows))
    assert "epoch 21 (planned: 20)" in page.results.numbers.text()


def test_keys_step_and_run_as_in_the_room_of_the_network(page: ClustersPage, qtbot: QtBot) -> None:
    page.plot.setFocus()
    steps = []
    for key in (Qt.Key.Key_S, Qt.Key.Key_E):
        qtbot.keyClick(page.plot, key)
        look = clusters(page).look
        assert look is not None
        steps.append(look.step)
    assert steps == [1, 401]
    qtbot.keyClick(page.plot, Qt.Key.Key_Space)
    assert clusters(page).is_running
    qtbot.keyClick(page.plot, Qt.Key.Key_Space)
    assert not clusters(page).is_running
    qtbot.keyClick(page.plot, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    look = clusters(page).look
    assert look is not None
    assert look.step == 0


def test_k_means_has_the_units_of_the_layer_and_says_what_comes_next(page: ClustersPage, qtbot: QtBot) -> None:
    clusters(page).set_spec(CompetitiveSpec(4, start="range", seed=2))
    clusters(page).step(40)
    qtbot.mouseClick(page.settings.form.kinds.chip("means"), Qt.MouseButton.LeftButton)
    assert clusters(page).spec == MeansSpec(4, "range", 2)
    assert page.settings.epoch.text() == "Round"
    assert page.settings.form.epochs.isHidden()
    assert "next: each sample goes to the nearest unit" in page.results.numbers.text()
    assert not page.results.trouble.isVisible(), "nothing has been won yet, and nothing lost"
    scene = page.plot.scene
    assert scene is not None
    assert "of no unit yet" in page.plot.lines_under(QPointF(*page.plot.frame().place(far_from_units(scene))[0]))
    qtbot.mouseClick(page.settings.step, Qt.MouseButton.LeftButton)
    assert "next: each unit goes to the mean of its samples" in page.results.numbers.text()
    while clusters(page).can_go_on:
        qtbot.mouseClick(page.settings.epoch, Qt.MouseButton.LeftButton)
    assert "settled" in page.results.numbers.text()
    assert page.results.error.axes.x.name == "epoch or round", "the curve of the layer stands beside"
    clusters(page).set_spec(MeansSpec(6, "range", 2))
    assert page.results.error.axes.x.name == "round", "of as many units no other kind has learnt"
    clusters(page).undo()
    assert not page.settings.run.isEnabled()
    page.settings.form.units.edited.emit(3.0)
    page.settings.form.kinds.chip("layer").click()
    assert isinstance(clusters(page).spec, CompetitiveSpec)


def test_when_k_means_has_settled_the_keyboard_stays_on_the_page(page: ClustersPage, qtbot: QtBot) -> None:
    page.settings.form.kinds.chip("means").click()
    page.settings.run.setFocus()
    while clusters(page).can_go_on:
        qtbot.keyClick(page.settings.epoch, Qt.Key.Key_Space)
    assert page.plot.hasFocus()
    look = clusters(page).look
    qtbot.keyClick(page.plot, Qt.Key.Key_Space)
    assert clusters(page).look is look
    assert not clusters(page).is_running
    assert page.plot.hasFocus()


def far_from_units(scene: UnitsScene) -> np.ndarray:
    """(1, 2) a sample that no unit hides."""
    ways = np.linalg.norm(scene.samples[:, None] - scene.units[None], axis=2).min(axis=1)
    return scene.samples[[ways.argmax()]]


def test_hidden_it_rests(page: ClustersPage) -> None:
    clusters(page).run()
    page.hide()
    assert not clusters(page).is_running


def test_a_map_is_chosen_and_typed_and_the_settings_of_the_layer_are_kept(page: ClustersPage, qtbot: QtBot) -> None:
    clusters(page).set_spec(CompetitiveSpec(5, start="range"))
    qtbot.mouseClick(page.settings.form.kinds.chip("map"), Qt.MouseButton.LeftButton)
    page.settings.form.map_rows.selectAll()
    qtbot.keyClicks(page.settings.form.map_rows, "3")
    qtbot.keyClick(page.settings.form.map_rows, Qt.Key.Key_Return)
    spec = clusters(page).spec
    assert isinstance(spec, MapSpec)
    assert (spec.rows, spec.columns, spec.radius) == (3, 6, None)
    assert page.settings.form.units.isHidden()
    qtbot.mouseClick(page.settings.form.kinds.chip("layer"), Qt.MouseButton.LeftButton)
    assert clusters(page).spec == CompetitiveSpec(5, start="range")


def test_units_far_away_are_called_dead_and_the_scale_holds_them(page: ClustersPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.settings.form.starts.chip("far"), Qt.MouseButton.LeftButton)
    clusters(page).step(800)
    assert "wins everything" in page.results.trouble.text()
    scene = page.plot.scene
    assert scene is not None
    assert sorted(scene.wins.tolist())[:2] == [0, 0]
    for axis, values in zip(page.plot.scales, np.concatenate([scene.units, scene.samples]).T, strict=True):
        assert axis.low < values.min()
        assert values.max() < axis.high


def test_what_is_under_the_hand_is_told(page: ClustersPage) -> None:
    scene = page.plot.scene
    assert scene is not None
    place = page.plot.frame().place(scene.units[:1])[0]
    lines = page.plot.lines_under(QPointF(*place))
    assert lines[0] == "unit 1"
    assert lines[1].startswith("wins ")
    assert page.plot.lines_under(QPointF(1, 1)) == []


def test_arrows_walk_from_unit_to_unit_and_tell_of_each(page: ClustersPage, qtbot: QtBot) -> None:
    page.plot.setFocus()
    for key, unit in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1), (Qt.Key.Key_Left, 3)):
        qtbot.keyClick(page.plot, key)
        assert page.plot.accessibleDescription().startswith(f"unit {unit}, wins ")


def test_classes_are_looked_up_only_when_asked_for(page: ClustersPage, qtbot: QtBot) -> None:
    clusters(page).set_spec(MeansSpec(3))
    page.show_classes.click()
    assert "%" not in page.results.numbers.text(), "before the first step of k-means no sample is of a unit"
    page.show_classes.click()
    clusters(page).set_spec(CompetitiveSpec(3, start="samples"))
    assert "class" not in page.results.numbers.text()
    before = clusters(page).look
    qtbot.mouseClick(page.show_classes, Qt.MouseButton.LeftButton)
    assert "of the class that leads" in page.results.numbers.text()
    assert page.plot.shows_classes
    assert page.legend.isVisible()
    assert "class 0" in page.legend.accessibleName()
    assert clusters(page).look is before


@pytest.mark.parametrize("session", ["iris"], indirect=True)
def test_of_many_numbers_a_shadow_is_shown_without_regions_or_any_two(page: ClustersPage) -> None:
    assert "A shadow of 4 numbers" in page.told.text()
    assert page.show_regions.isHidden()
    scene = page.plot.scene
    assert scene is not None
    assert not scene.is_whole
    page.axes.across.chosen.emit("2")
    page.axes.up.chosen.emit("3")
    scene = page.plot.scene
    assert scene is not None
    np.testing.assert_array_equal(scene.samples, clusters(page).inputs[:, [2, 3]])
    assert scene.names == ("petal_length_cm, scaled", "petal_width_cm, scaled")


@pytest.mark.parametrize("session", ["digits"], indirect=True)
def test_units_of_pictures_are_pictures_on_the_grid_of_the_map(page: ClustersPage) -> None:
    assert page.view == PICTURES
    clusters(page).set_spec(MapSpec(2, 3, start="samples"))
    cells = page.pictures.cells()
    assert len(cells) == 6
    assert cells[0].top() == cells[2].top() < cells[3].top()
    assert all(page.pictures.rect().contains(cell.toAlignedRect().adjusted(1, 1, -1, -1)) for cell in cells)
    clusters(page).step(5)
    page.show_classes.click()
    gallery = page.pictures._shown
    assert gallery is not None
    room = QFontMetricsF(words(Size.SMALL))
    apart = page.pictures.cells()[1].left() - page.pictures.cells()[0].left()
    assert max(map(room.horizontalAdvance, gallery.said)) < apart, "what is said below them has room"
    page.views.clicked.emit(PLANE)
    assert page.view == PLANE


def test_units_that_cannot_begin_say_so_in_their_place(page: ClustersPage) -> None:
    clusters(page).set_spec(CompetitiveSpec(401, start="samples"))
    assert page.empty.isVisible()
    assert "400 samples" in page.results.numbers.text()
    assert not page.settings.run.isEnabled()
