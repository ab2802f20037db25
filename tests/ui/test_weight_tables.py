"""All weights go to a file and come back, from the menus of the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

from nnsim.model import edits
from nnsim.session.session import Session
from nnsim.ui.main_window import MainWindow


def test_weights_go_out_and_come_back_to_the_bit_as_one_step_and_what_is_wrong_is_told(
    window: MainWindow, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.inspector.edit.menu.aboutToShow.emit()
    save, load = window.weight_tables.actions
    assert window.inspector.edit.menu.actions()[-2:] == [save, load]
    path = tmp_path / "w"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), "Table (*.csv)"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path.with_suffix(".csv")), ""))
    save.trigger()
    assert window.banner.accessibleName().startswith("w.csv holds W1, b1, ")
    before = session.snapshot.parameters
    assert session.set_weight(0, 0, 0, 0.1 + 0.2)
    steps = session.undoable
    load.trigger()
    assert session.snapshot.parameters.tobytes() == before.tobytes()
    assert session.hand.effect is not None
    assert window.actions_.undo.text() == "&Undo: weights from a file"
    session.undo()
    assert session.undoable == steps
    session.apply(edits.add_neuron, 0)
    now = session.snapshot.parameters
    load.trigger()
    assert "the network's is" in window.banner.accessibleName()
    assert window.banner.accessibleDescription().endswith("The weights are as they were.")
    assert np.array_equal(session.snapshot.parameters, now)
    assert not window.weight_tables.save(tmp_path / "nowhere" / "w.csv")
    assert not window.weight_tables.load(tmp_path / "w.txt")
    assert "Choose one of these endings" in window.banner.accessibleDescription()


def test_weights_that_are_there_already_are_no_edit_and_undo_is_not_offered_for_it(
    window: MainWindow, session: Session, tmp_path: Path
) -> None:
    session.set_weight(1, 0, 0, 2.0)
    steps, path = session.undoable, tmp_path / "w.csv"
    assert window.weight_tables.save(path)
    assert window.weight_tables.load(path)
    assert window.banner.accessibleName().endswith("already: nothing has changed.")
    assert "Undo" not in window.banner.accessibleDescription()
    assert session.undoable is steps
