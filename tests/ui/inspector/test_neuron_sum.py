"""The sum of a neuron written out: its terms, its normalisation, its answer."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine import normalization
from nnsim.engine.snapshot import SampleView
from nnsim.engine.spec import Choice, LayerSpec
from nnsim.model import edits, layer_edits
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.inspector import neuron_sum
from nnsim.ui.inspector.neuron_sum import written_activation, written_normalization, written_sum
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.theme import Size


def test_a_selected_neuron_writes_its_sum(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    for row, value in enumerate((0.5, -1.0, 0.25)):
        session.set_weight(0, row, 1, value)
    session.select(Selection("neuron", 0, column=1))
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None and panel.sum.full_text() != "")
    sample = session.snapshot.sample_view
    assert sample is not None
    total = 0.5 * sample.inputs[0] - sample.inputs[1] + 0.25
    text = written_sum(session.snapshot, 0, 1, 6)
    assert f"= {total:.5f}".replace("-", "−") in text
    assert "·(−1) + 0.25 = " in text
    assert panel.sum.full_text().startswith("h₁·2:  z = ")
    assert f"h = tanh(z) ≈ {np.tanh(total):.3f}".replace("-", "−") in panel.answer.full_text()
    assert f"sample {sample.row + 1}  ·  label " in panel.answer.full_text()
    session.select(Selection("neuron", 2, column=0))
    assert panel.answer.full_text().startswith("ŷ = ")
    session.select(Selection("layer", 2))
    assert panel.sum.full_text().startswith("A click chooses a weight")


@pytest.mark.parametrize("seed", range(60))
def test_the_numbers_as_they_are_shown_give_the_sum_that_is_shown(seed: int) -> None:
    rng = np.random.default_rng(seed)
    snapshot = Run(new_project("spiral", DataSpec(ToySource("spiral", 40, 0.0, 0)), (3,))).snapshot()
    snapshot = replace(snapshot, parameters=np.round(rng.normal(size=len(snapshot.parameters)), int(seed % 7)))
    view = SampleView(0, rng.normal(size=2), (rng.normal(size=3), np.zeros(1)), np.zeros(1), 0.0)
    for layer in (0, 1):
        text = written_sum(replace(snapshot, sample_view=view), layer, 0).replace("−", "-").removeprefix("z = ")
        terms, equals, shown = re.split(r" (=|≈) ", text)
        given = eval(terms.replace("·", "*"))  # noqa: S307 - numbers that this test has made
        decimals = len(shown.partition(".")[2])
        step = 10.0**-decimals
        assert abs(given - float(shown)) <= (step / 2 + 1e-9 if equals == "=" else 2 * step)


def test_many_terms_are_shortened() -> None:
    snapshot = Run(new_project("spiral", DataSpec(ToySource("spiral", 40, 0.0, 0)), (8, 2))).snapshot()
    view = SampleView(0, np.zeros(2), (np.zeros(8), np.zeros(2), np.zeros(1)), np.zeros(1), 0.0)
    text = written_sum(replace(snapshot, sample_view=view), 1, 0, most_terms=3)
    assert text.count("·") == 3
    assert "… + " in text
    assert text.endswith(" + 0 = 0")
    assert written_sum(replace(snapshot, sample_view=None), 1, 0) == ""


def test_an_answer_that_is_rounded_is_not_called_equal() -> None:
    project = new_project("relu", DataSpec(ToySource("spiral", 40, 0.0, 0)), (LayerSpec(3, Choice("relu")),))
    snapshot = Run(project).snapshot()
    view = SampleView(0, np.zeros(2), (np.array([0.5337, 0.5, 0.0]), np.zeros(1)), np.zeros(1), 0.0)
    written = [written_activation(replace(snapshot, sample_view=view), 0, column) for column in range(3)]
    assert written == ["h = ReLU(z) ≈ 0.534", "h = ReLU(z) = 0.500", "h = ReLU(z) = 0.000"]


def test_the_term_of_the_chosen_link_is_never_left_out() -> None:
    snapshot = Run(new_project("spiral", DataSpec(ToySource("spiral", 40, 0.0, 0)), (8, 2))).snapshot()
    view = SampleView(0, np.zeros(2), (np.arange(2.0, 10.0), np.zeros(2), np.zeros(1)), np.zeros(1), 0.0)
    snapshot = replace(snapshot, sample_view=view)
    factors = {row: f"{row + 2}·" for row in range(8)}
    for chosen in range(8):
        text = written_sum(snapshot, 1, 0, most_terms=3, chosen=chosen)
        shown = [row for row, factor in factors.items() if factor in text]
        assert {0, chosen, 7} <= set(shown)
        gaps = np.count_nonzero(np.diff(shown) > 1)
        assert text.count("…") == gaps
        assert factors[chosen] in written_sum(snapshot, 1, 0, most_terms=2, chosen=chosen)


def test_a_muted_neuron_is_said_to_be_0_whatever_its_sum_is(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("neuron", 0, column=1))
    qtbot.waitUntil(lambda: "h = tanh(z)" in panel.answer.full_text())
    session.apply(layer_edits.mute_neuron, 0, 1, True)
    qtbot.waitUntil(lambda: panel.answer.full_text().startswith("muted: h = 0, whatever z is"))
    assert "tanh" not in panel.answer.full_text()
    assert panel.sum.full_text().startswith("h₁·2:  z = ")
    session.apply(layer_edits.mute_neuron, 0, 1, False)
    qtbot.waitUntil(lambda: "h = tanh(z)" in panel.answer.full_text())


def test_a_cut_link_is_no_term_of_the_sum(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    panel.resize(900, Size.INSPECTOR_TALL)
    session.select(Selection("neuron", 1, column=0))
    qtbot.waitUntil(lambda: panel.sum.full_text().count("·") == 1 + 4)
    session.apply(layer_edits.cut_link, 1, 2, 0)
    qtbot.waitUntil(lambda: panel.sum.full_text().count("·") == 1 + 3)
    for row in (0, 1, 3):
        session.apply(layer_edits.cut_link, 1, row, 0)
    session.set_weight(1, 4, 0, 0.5)
    assert panel.sum.full_text() == "h₂·1:  z = 0.5"
    session.apply(edits.set_bias, 1, False)
    assert panel.sum.full_text() == "h₂·1:  z = 0"


def test_batch_normalisation_is_written_out_so_that_it_can_be_done_by_hand(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.apply(layer_edits.set_normalize, 0, True)
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 1 and session.run_state == "paused")
    session.set_weight(0, 2, 1, 0.25)
    session.select(Selection("neuron", 0, column=1))
    qtbot.waitUntil(lambda: "h = tanh(ẑ)" in panel.answer.full_text())
    snapshot = session.snapshot
    sample = snapshot.sample_view
    assert sample is not None
    z = float(re.split("[=≈] ", written_sum(snapshot, 0, 1))[-1].replace("−", "-"))
    formula = written_normalization(snapshot, 0, 1).replace("−", "-").removeprefix("ẑ = ")
    assert formula.endswith(" + 0.25")
    assert formula.replace("-", "−") in panel.answer.full_text()
    given = eval(formula.replace("·", "*"), {"z": z})  # noqa: S307 - numbers that this test has made
    assert np.tanh(given) == pytest.approx(sample.activations[0][1], abs=2e-3)
    assert neuron_sum.EPSILON == normalization.EPSILON
    assert written_normalization(snapshot, 1, 0) == written_normalization(snapshot, -1, 0) == ""
