"""Finding the command, and the one door for failures."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from argparse import Namespace
from importlib import metadata
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from nnsim.cli import hash as hash_command
from nnsim.cli.main import COMMANDS

from .conftest import Call


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_help_lists_every_command(nnsim: Call, word: str) -> None:
    said = nnsim(word)
    assert said.status == 0
    assert all(f"  {name} " in said.out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(nnsim: Call, name: str) -> None:
    said = nnsim(name, "--help")
    assert said.status == 0
    assert "--json" in said.out
    assert f"nnsim {name}" in said.out.partition("example:")[2]


def test_help_needs_neither_numpy_nor_qt() -> None:
    code = "import sys; from nnsim.cli.main import main; main(['--help']); print({'numpy', 'PySide6'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.endswith("set()\n")


def test_one_thread_is_set_before_numpy_and_may_be_overridden() -> None:
    code = "import os; from nnsim.cli.main import main; main(['--help']); print(os.environ['OPENBLAS_NUM_THREADS'])"
    for given, wanted in ((None, "1"), ("4", "4")):
        environment = {name: value for name, value in os.environ.items() if not name.endswith("NUM_THREADS")}
        environment |= {"OPENBLAS_NUM_THREADS": given} if given else {}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert done.stdout.endswith(f"{wanted}\n")


def test_a_mistyped_command_is_told_the_nearest(nnsim: Call) -> None:
    said = nnsim("trian")
    assert (said.status, said.out) == (2, "")
    assert "“nnsim train”" in said.err


def test_options_that_make_no_sense_end_with_2_and_as_json_where_asked(nnsim: Call) -> None:
    said = nnsim("train", "--json")
    assert said.status == 2
    assert said.error["code"] == "usage.options"
    assert set(said.error) >= {"code", "where", "message", "hint"}
    assert nnsim("hash", "--nonsense", "x").status == 2


@pytest.mark.parametrize("option", ["--learning-rate", "--noise", "--test-fraction"])
@pytest.mark.parametrize("value", ["0,03", "1_000", "nan", "inf", "1e999", "", "٣"])
def test_numbers_are_written_as_programs_write_them(nnsim: Call, option: str, value: str) -> None:
    said = nnsim("new", "x.nnsim", "--data", "circle", option, value)
    assert said.status == 2
    assert "not a number" in said.err
    assert ("decimal point" in said.err) == ("," in value)


def test_a_bug_ends_with_70_and_shows_where(nnsim: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(options: Namespace, output: object) -> int:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(hash_command, "run", broken)
    said = nnsim("hash", "x", "--json")
    assert said.status == 70
    assert said.error["code"] == "bug"
    assert "Traceback" in said.err
    assert "no such luck" in said.err


def test_ctrl_c_outside_of_training_ends_with_130(nnsim: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(options: Namespace, output: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(hash_command, "run", interrupted)
    assert nnsim("hash", "x").status == 130


def test_a_reader_that_stops_reading_is_no_failure(process: Call, nnsim: Call, tmp_path: Path) -> None:
    tmp_path.joinpath("long.csv").write_text("x1,x2\n" + "0.5,0.25\n" * 20_000)
    nnsim("new", "circle.nnsim", "--data", "circle")
    command = [sys.executable, "-m", "nnsim", "predict", "circle.nnsim", "--in", "long.csv"]
    running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stderr is not None
    with running, running.stdout, running.stderr:
        running.stdout.readline()
        running.stdout.close()
        assert b"Error" not in running.stderr.read()
        assert running.wait(30) == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
@pytest.mark.parametrize("words", [(), ("gui",), ("circle.nnsim",), ("gui", "circle.nnsim", "--json")])
def test_without_a_display_the_window_says_so(process: Call, nnsim: Call, words: tuple[str, ...]) -> None:
    nnsim("new", "circle.nnsim", "--data", "circle")
    said = process(*words, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert said.status == 2
    assert "no display" in (said.out if "--json" in words else said.err)
    assert "Traceback" not in said.err


def test_a_file_that_is_not_there_is_told_before_the_window_opens(nnsim: Call) -> None:
    assert nnsim("gui", "nowhere.nnsim", "--json").error["code"] == "file.not_found"


def test_version_names_everything_that_matters(nnsim: Call) -> None:
    facts = nnsim("version", "--json").json
    assert set(facts) >= {"nnsim", "file_format", "python", "pyside6", "qt", "numpy", "blas"}
    assert nnsim("--version").out.startswith("nnsim ")


def test_version_loads_what_it_tells_with_and_nothing_else() -> None:
    code = (
        "import sys; before = {*sys.modules}; from nnsim.cli.main import main; main(['version']);"
        " print(*{*sys.modules} - before, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    own = (
        "", ".cli", ".cli.main", ".cli.output", ".cli.parser", ".cli.version", ".errors", ".runs", ".runs.one_thread",
        ".storage", ".storage.format_version",
    )  # fmt: skip
    assert {name for name in loaded if name.startswith("nnsim")} == {f"nnsim{name}" for name in own}
    assert {name.partition(".")[0] for name in loaded} <= {"nnsim", *sys.stdlib_module_names}
    slow = {"subprocess", "multiprocessing", "asyncio", "logging", "socket", "email.message", "importlib.metadata"}
    assert not slow & loaded


def test_version_tells_what_is_installed(nnsim: Call) -> None:
    facts = nnsim("version", "--json").json
    assert facts["numpy"] == np.__version__
    assert facts["pyside6"] == metadata.version("PySide6_Essentials")
    assert platform.release() in facts["platform"]


def test_version_tells_the_library_of_matrix_products_that_numpy_tells(nnsim: Call) -> None:
    blas = cast("dict[str, Any]", np.show_config(mode="dicts"))["Build Dependencies"]["blas"]
    assert nnsim("version", "--json").json["blas"] == f"{blas['name']} {blas['version']}"


def test_examples_lists_what_new_takes(nnsim: Call) -> None:
    facts = nnsim("examples", "--json").json
    for name in ("circle", "xor", "gauss", "spiral", "sine", "plane"):
        assert name in [toy["name"] for toy in facts["toys"]]
    for dataset in facts["datasets"]:
        assert Path(dataset["file"]).is_file()
        assert dataset["licence"]
    for entry in (*facts["toys"], *facts["datasets"]):
        assert nnsim("new", f"{entry['name']}.nnsim", "--data", entry["name"]).status == 0


def test_examples_tells_of_every_starting_point_whether_it_works_and_why(nnsim: Call) -> None:
    facts = nnsim("examples", "--json").json
    text = nnsim("examples").out.partition("starting points")[2]
    assert {example["works"] for example in facts["examples"]} == {True, False}
    for example in facts["examples"]:
        line = next(line for line in text.splitlines() if line.split()[:1] == [example["name"]])
        assert example["reason"] in line
        assert ("works" if example["works"] else "goes wrong") in line


def test_examples_of_ones_own_are_listed_and_what_is_wrong_with_one_is_told(nnsim: Call) -> None:
    shipped, own = map(Path, nnsim("examples", "--json").json["folders"])
    own.mkdir(parents=True)
    (own / "mine.json").write_bytes((shipped / "sine.json").read_bytes())
    (own / "broken.json").write_text("{}", encoding="utf-8")
    facts = nnsim("examples", "--json").json
    assert "mine" in [example["name"] for example in facts["examples"]]
    assert [error["code"] for error in facts["refused"]] == ["file.key_missing"]
    assert "broken.json" in nnsim("examples").out
