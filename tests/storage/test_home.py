"""Where nnsim keeps what it remembers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nnsim.paths import home


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen program in a folder of its own."""
    program = tmp_path / "nnsim"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.delenv("NNSIM_HOME")
    return program


def test_program_with_the_marker_beside_it_keeps_its_settings_there(program: Path) -> None:
    (program.parent / "nnsim-portable").touch()
    assert home() == program.parent / "nnsim-home"


def test_program_without_the_marker_keeps_them_where_the_system_does(program: Path) -> None:
    assert program.parent not in home().parents


def test_nnsim_home_counts_before_the_marker(program: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (program.parent / "nnsim-portable").touch()
    monkeypatch.setenv("NNSIM_HOME", str(tmp_path / "elsewhere"))
    assert home() == tmp_path / "elsewhere"
