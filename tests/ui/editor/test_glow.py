"""What the last epoch has changed most glows: exactly that, calmly, and with its number in words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.engine.parameters import Array, blocks
from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.model import edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor.glow_item import GlowItem, LinkGlowItem, NeuronGlowItem
from nnsim.ui.editor.last_epoch import LEAST_STRENGTH, MOST_LINKS, Glow, most_changed
from nnsim.ui.editor.layout import arrange, middle_of
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.editor.view_menu import ViewSwitches
from nnsim.ui.widgets.numbers import format_number


def links(panel: NetworkPanel) -> tuple[Glow, ...]:
    return _glows(panel, LinkGlowItem)


def neurons(panel: NetworkPanel) -> tuple[Glow, ...]:
    return _glows(panel, NeuronGlowItem)


def _glows(panel: NetworkPanel, kind: type[GlowItem]) -> tuple[Glow, ...]:
    item = next(item for item in panel.canvas.picture.items() if isinstance(item, kind))
    assert item.isVisible() == bool(item.glows)
    return item.glows


def parameters(session: Session) -> Array:
    checkpoint = session.stamped_project().checkpoint
    assert checkpoint is not None
    return checkpoint.parameters


def train_epoch(session: Session, qtbot: QtBot) -> None:
    epoch = session.snapshot.epoch
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused" and session.snapshot.epoch == epoch + 1)


def trained(session: Session, qtbot: QtBot) -> Array:
    """What the second of two epochs has changed, from the weights before and after it."""
    train_epoch(session, qtbot)
    before = parameters(session)
    train_epoch(session, qtbot)
    return parameters(session) - before


def by_size(session: Session, change: Array) -> list[tuple[float, Selection]]:
    found = []
    for layer, block in enumerate(blocks(session.project.network)):
        for (row, column), amount in np.ndenumerate(block.weights(change)):
            found.append((abs(float(amount)), Selection("link", layer, row, column)))
    return sorted(found, key=lambda one: -one[0])


def test_before_training_nothing_glows(panel: NetworkPanel) -> None:
    assert links(panel) == neurons(panel) == ()


def test_the_links_that_changed_most_glow_by_how_much_they_did(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    change = trained(session, qtbot)
    expected = by_size(session, change)[: len(links(panel))]
    assert 3 <= len(expected) <= MOST_LINKS
    assert [one.part for one in links(panel)] == [part for _, part in expected]
    largest = expected[0][0]
    assert [one.strength for one in links(panel)] == [size / largest for size, _ in expected]


def test_the_neuron_whose_incoming_weights_changed_most_glows(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    change = trained(session, qtbot)
    norms = {
        Selection("neuron", layer, column=column): float(np.linalg.norm(block.matrix(change)[:, column]))
        for layer, block in enumerate(blocks(session.project.network))
        for column in range(block.n_to)
    }
    assert neurons(panel)[0].part == max(norms, key=lambda part: norms[part])


def test_the_change_is_told_in_words(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    change = trained(session, qtbot)
    canvas, block = panel.canvas, blocks(session.project.network)[1]
    at = canvas.mapFromScene(*middle_of(canvas.arrangement, Selection("link", 1, 0, 0)))
    part = canvas.part_at(at)
    assert part is not None
    assert (part.kind, part.layer) == ("link", 1), "that, or one that crosses it"
    amount = float(block.weights(change)[part.row, part.column])
    sign = "+" if amount > 0 else ""
    assert f"Changed by {sign}{format_number(amount, 3)} in epoch 2" in canvas.readout_at(at)
    norm = float(np.linalg.norm(block.matrix(change)[:, 0]))
    words = canvas.news.last_epoch.words
    assert f"by {format_number(norm, 3)} in epoch 2" in words(Selection("neuron", 1, column=0))
    bias = float(block.matrix(change)[-1, 2])
    assert format_number(bias, 3) in words(Selection("bias", 1, column=2))
    assert not words(Selection("neuron", -1, column=0)), "inputs have no weights into them"


def test_what_glows_says_so(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    change = trained(session, qtbot)
    parts = [part for _, part in by_size(session, change)]
    news, names = panel.canvas.news, panel.canvas.names
    for part in parts:
        (told,) = news.words(names, part)
        assert ("it glows" in told) == (part in [one.part for one in links(panel)])
    assert "it glows" in news.words(names, parts[0])[0]


def test_it_stays_while_the_weights_are_those_after_the_epoch(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    trained(session, qtbot)
    before = links(panel)
    session.apply(edits.set_learning_rate, 0.5)
    panel.resize(1000, 600)
    assert links(panel) == before
    session.apply(edits.add_neuron, 0)
    assert links(panel) == neurons(panel) == ()


def test_after_an_edit_the_next_epoch_glows_again(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    session.apply(edits.add_neuron, 0)
    train_epoch(session, qtbot)
    assert links(panel)


def test_after_an_edit_amid_an_epoch_the_rest_of_it_is_told(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    session.step_batch()
    qtbot.waitUntil(lambda: session.snapshot.step == 1 and session.run_state == "paused")
    session.apply(edits.add_neuron, 0)
    before = parameters(session)
    train_epoch(session, qtbot)
    change = parameters(session) - before
    size, part = by_size(session, change)[0]
    assert links(panel)[0].part == part
    words = panel.canvas.news.last_epoch.words(part)
    assert words.replace("+", "").replace("−", "") == f"Changed by {format_number(size, 3)} in the rest of epoch 1"


def test_a_step_within_an_epoch_leaves_the_glow_of_the_last_one(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    trained(session, qtbot)
    before, step = links(panel), session.snapshot.step
    session.step_batch()
    qtbot.waitUntil(lambda: session.snapshot.step == step + 1)
    assert links(panel) == before


def test_the_switch_turns_it_off_and_on_and_nothing_is_computed_meanwhile(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    switches = ViewSwitches(panel.canvas.options, parent)
    trained(session, qtbot)
    switches.glow.trigger()
    assert not panel.canvas.options.glow
    assert links(panel) == neurons(panel) == ()
    train_epoch(session, qtbot)
    assert session.snapshot.change is None
    switches.glow.trigger()
    train_epoch(session, qtbot)
    assert links(panel)
    panel.canvas.options.set_motion(False)
    assert not switches.motion.isChecked()


def test_turned_off_in_a_run_it_is_gone_at_once(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    session.run()
    qtbot.waitUntil(lambda: bool(links(panel)))
    panel.canvas.options.set_glow(False)
    assert links(panel) == neurons(panel) == ()
    session.pause()


def test_in_a_run_it_changes_no_oftener_than_an_eye_can_follow(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    shown = []
    seen = set()

    def note() -> None:
        seen.add(session.snapshot.epoch)
        now = links(panel)
        if not shown or shown[-1] != now:
            shown.append(now)

    session.snapshot_taken.connect(note)
    session.run()
    qtbot.waitUntil(lambda: len(seen) >= 30, timeout=20_000)
    session.snapshot_taken.disconnect(note)
    session.pause()
    assert len(shown) <= len(seen) / 3


def test_a_folded_layer_glows_as_a_whole(panel: NetworkPanel, session: Session, qtbot: QtBot) -> None:
    session.apply(edits.resize_layer, 0, 64)
    trained(session, qtbot)
    parts = [one.part for one in neurons(panel)]
    assert len(parts) == len(set(parts))
    assert all((part.kind == "layer") == (part.layer == 0) for part in parts)
    assert {one.part.layer for one in links(panel)} == {2}


NETWORK = NetworkSpec(2, (LayerSpec(4), LayerSpec(3), LayerSpec(1)))


@given(arrays(np.float64, NETWORK.n_parameters, elements=st.floats(allow_nan=True, allow_infinity=True)))
def test_what_does_not_change_never_glows_and_strength_lies_between_0_and_1(amounts: Array) -> None:
    most = most_changed(NETWORK, arrange(NETWORK, 700, 400), amounts)
    for one in (*most[0], *most[1]):
        assert LEAST_STRENGTH <= one.strength <= 1.0
    for one in most[0]:
        assert blocks(NETWORK)[one.part.layer].weights(amounts)[one.part.row, one.part.column] != 0.0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_glow_is_seen_in_both_themes(panel: NetworkPanel, session: Session, qtbot: QtBot, mode: str) -> None:
    panel.canvas._appearance.set_mode(mode)  # type: ignore[arg-type]
    trained(session, qtbot)
    with_it = panel.canvas.grab().toImage()
    panel.canvas.options.set_glow(False)
    assert panel.canvas.grab().toImage() != with_it
    panel.canvas._appearance.set_mode("light")


def test_in_a_run_links_and_neurons_come_to_glow_in_frames_of_their_own(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    glowing: set[tuple[bool, bool]] = set()
    session.snapshot_taken.connect(lambda: glowing.add((bool(links(panel)), bool(neurons(panel)))))
    session.run()
    qtbot.waitUntil(lambda: (True, True) in glowing)
    session.pause()
    assert (True, False) in glowing
