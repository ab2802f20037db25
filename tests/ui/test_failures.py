"""What happens where nnsim may not even keep its log."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from nnsim.session.session import Session
from nnsim.storage.preferences import Preferences, load
from nnsim.ui.failures import Failures
from nnsim.ui.keeping import Keeping


def test_where_nothing_can_be_kept_it_is_said_and_nothing_else_fails(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("NNSIM_HOME", str(tmp_path / "file" / "home"))
    failures = Failures(lambda: True)
    assert failures.unwritable is not None
    told = failures.unwritable
    assert told.message.startswith("Settings and unsaved work cannot be kept.")
    assert (told.where, told.hint) == (
        str(tmp_path / "file" / "home" / "logs"),
        "Save your work yourself (Ctrl+S), to a place with room.",
    )
    assert load() == Preferences()
    Keeping(session).close()


def test_a_log_is_kept_where_it_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NNSIM_HOME", str(tmp_path))
    failures = Failures(lambda: True)
    assert failures.unwritable is None
    logging.getLogger("nnsim").info("a line")
    failures.close()
    assert "a line" in (tmp_path / "logs" / "nnsim.log").read_text(encoding="utf-8")
