"""Opening takes work in proportion to the file, measured in calls and bytes and not in seconds."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Column, Table
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.model.project import Project
from nnsim.storage import project_file
from nnsim.storage.limits import MAX_JSON_BYTES, MAX_JSON_VALUES
from nnsim.storage.strict_json import parse


def wide(n_columns: int) -> Project:
    columns = tuple(Column(f"c{index}", "number", np.arange(3.0)) for index in range(n_columns))
    data = DataSpec(TableSource(Table("wide", columns), ("c0",), "regression"))
    return Project("wide", data, NetworkSpec(n_columns - 1, (LayerSpec(1),)), TrainSpec(Choice("mse")))


def calls_to_open(path: Path) -> int:
    n_calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal n_calls
        n_calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        project_file.read(path)
    finally:
        sys.setprofile(before)
    return n_calls


def test_twice_the_members_take_at_most_twice_the_calls(tmp_path: Path) -> None:
    project_file.write(wide(200), tmp_path / "one.nnsim")
    project_file.write(wide(400), tmp_path / "two.nnsim")
    one, two = calls_to_open(tmp_path / "one.nnsim"), calls_to_open(tmp_path / "two.nnsim")
    assert two < 2.1 * one
    assert one < 200 * 400


@pytest.mark.sweep
def test_the_most_members_that_a_file_may_have_open(tmp_path: Path) -> None:
    project_file.write(wide(9_999), tmp_path / "p.nnsim")
    project = project_file.read(tmp_path / "p.nnsim")
    assert project.network.n_inputs == 9_998


def test_the_largest_descriptions_are_refused_or_parsed_in_one_go() -> None:
    text = json.dumps(["x" * 18] * (MAX_JSON_VALUES - 2)).encode()[:MAX_JSON_BYTES]
    assert parse(text[: text.rindex(b",")] + b"]", "here")
