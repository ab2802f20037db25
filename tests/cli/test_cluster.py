"""``nnsim cluster``: numbers beside the engine's, what is refused, what is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.data.prepare import prepare
from nnsim.engine.competitive import CompetitiveLayer, CompetitiveSpec
from tests.cli.conftest import Call


def test_what_is_told_is_what_the_units_have_come_to(nnsim: Call) -> None:
    said = nnsim("cluster", "iris", "--units", 4, "--epochs", 5, "--seed", 2, "--start", "range", "--json").json
    prepared = prepare(named_data("iris", seed=2))
    work = CompetitiveLayer(
        CompetitiveSpec(4, epochs=5, seed=2, start="range"), prepared.inputs_of(prepared.known.inputs)
    )
    work.advance(5 * 150)
    assert said["quantization_error"] == work.quantization_error()
    assert said["wins"] == np.bincount(work.winners(), minlength=4).tolist()
    np.testing.assert_allclose(prepared.input_scaling.apply(np.array(said["weights"])), work.weights)
    assert said["kmeans"]["quantization_error"] <= said["quantization_error"]
    assert [sum(unit.values()) for unit in said["clusters"]] == said["wins"]
    best = sum(max(unit.values(), default=0) for unit in said["clusters"])
    assert said["purity"] == best / 150


def test_a_map_tells_its_shape_and_how_torn_it_is(nnsim: Call) -> None:
    said = nnsim("cluster", "moons", "--map", "3x4", "--epochs", 3, "--json").json
    assert (said["map"], said["units"], len(said["wins"])) == ([3, 4], 12, 12)
    assert said["start"] == "middle", "as in the window"
    assert 0.0 <= said["topographic_error"] <= 1.0
    assert "torn apart" in nnsim("cluster", "moons", "--map", "2x2", "--epochs", 1).out


def test_a_project_is_clustered_as_its_network_sees_the_data(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "circle", "--samples", 40, "--seed", 3)
    of_project = nnsim("cluster", "x.nnsim", "--epochs", 2, "--json").json
    assert of_project["samples"] == 40
    again = nnsim("cluster", "circle", "--samples", 40, "--seed", 3, "--epochs", 2, "--json").json
    assert of_project["inputs"] == again["inputs"]
    assert nnsim("cluster", "x.nnsim", "--noise", 0.5, "--json").error["code"] == "usage.options"


def test_a_last_column_of_text_is_known_and_never_used(nnsim: Call) -> None:
    Path("t.csv").write_text("a,b,kind\n" + "".join(f"{k},{k % 3},{'xy'[k % 2]}\n" for k in range(12)))
    said = nnsim("cluster", "t.csv", "--units", 2, "--json").json
    assert said["inputs"] == ["a", "b"]
    assert said["clusters"][0].keys() <= {"x", "y"}
    assert nnsim("cluster", "t.csv", "--target", "b", "--json").json["inputs"] == ["a", "kind=x", "kind=y"]


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ("--units 3 --map 2x2", 2, "usage.options"),
        ("--map 6", 2, "usage.options"),
        ("--map six", 2, "usage.options"),
        ("--radius 2", 2, "usage.options"),
        ("--units 200", 3, "competitive.samples"),
        ("--learning-rate 2", 3, "competitive.setting"),
        ("--map 2x2 --radius 0", 3, "competitive.setting"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_word(nnsim: Call, options: str, status: int, code: str) -> None:
    said = nnsim("cluster", "iris", *options.split(), "--json")
    assert (said.status, said.error["code"]) == (status, code)
    if options.startswith("--map ") and status == 2:
        assert options.removeprefix("--map ") in said.error["message"], "told as it was written"
