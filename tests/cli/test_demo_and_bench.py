"""The two commands that show nnsim on a machine: as processes, for they may load Qt."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path

import pytest

from .conftest import Call

_HAS_QT = any(found.name == "PySide6_Essentials" for found in importlib.metadata.distributions())


@pytest.mark.timeout(120)
def test_demo_leaves_results_and_a_picture(process: Call, tmp_path: Path) -> None:
    said = process("demo", "--out", "shown", "--epochs", "30", "--json")
    assert said.status == 0, said.err
    folder = tmp_path / "shown"
    results = json.loads((folder / "results.json").read_text())
    assert set(results) >= {"epochs", "steps", "train", "test"}
    assert len((folder / "history.csv").read_text().splitlines()) == results["epochs"] + 2
    assert process("check", folder / "spiral.nnsim").status == 0
    files = {Path(file).name for file in said.json["files"].values()}
    assert files == {path.name for path in folder.iterdir()}
    if _HAS_QT:
        assert (folder / "window.png").read_bytes().startswith(b"\x89PNG")


def test_demo_into_a_file_is_a_storage_failure(process: Call, tmp_path: Path) -> None:
    tmp_path.joinpath("shown").write_text("precious")
    assert process("demo", "--out", "shown", "--epochs", "1").status == 5


@pytest.mark.sweep
def test_bench_tells_what_a_step_takes(process: Call) -> None:
    said = process("bench", "--turns", "1", "--no-peers", "--json")
    assert said.status == 0, said.err
    small = said.json["engine"][0]
    assert (small["network"], small["batch_size"], small["dtype"]) == ("2-4-2-1", 10, "float64")
    assert 0 < small["us_per_step"] < 1000
    assert said.json["window"] == []


@pytest.mark.sweep
@pytest.mark.timeout(300)
@pytest.mark.skipif(not _HAS_QT, reason="the window needs Qt")
def test_bench_tells_how_the_window_runs(process: Call) -> None:
    asked = ("--turns", "1", "--no-peers", "--window", "--frames", "5", "--window-turns", "1")
    said = process("bench", *asked, "--json", QT_QPA_PLATFORM="offscreen")
    assert said.status == 0, said.err
    rows = said.json["window"]
    assert [row["network"] for row in rows] == ["2-4-2-1", "2-8×6-1", "784-128-64-10"]
    for row in rows:
        gaps = row["frame_gap_ms"]
        assert gaps["frames"] >= 5
        assert 0 < gaps["p50"] <= gaps["p90"] <= gaps["p99"] <= gaps["max"]
        assert sum(frames for _, frames in row["frame_gap_histogram"]) == gaps["frames"]
        assert row["share_of_alone"] == pytest.approx(row["steps_per_s"] / row["steps_per_s_alone"])
        assert row["pause_ms"] > 0
        assert 0 < row["click_ms"]["p50"] <= row["click_ms"]["max"]
        assert row["memory"]["time_line_mb"] > 0


def test_bench_without_a_display_says_so(process: Call) -> None:
    nowhere = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    said = process("bench", "--turns", "1", "--no-peers", "--window", "--json", **nowhere)
    assert said.status == 0
    assert "no display" in " ".join(said.json["notices"])
