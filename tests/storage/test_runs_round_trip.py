"""Runs that are saved come back, bit for bit; and whatever is wrong about them in a file is refused at its place."""

from __future__ import annotations

import copy
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from nnsim.errors import ProjectFileError
from nnsim.model.change import Change
from nnsim.model.kept_run import LeftOut, Work
from nnsim.runs.preserve import timeline_of
from nnsim.storage import project_file
from nnsim.storage.semantic import semantic_hash
from nnsim.words import Words
from tests.storage.forgery import listed_anew, put_together, taken_apart_work
from tests.storage.projects import equal
from tests.storage.works import spiral_with_runs, works


@given(works())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_runs_survive_their_file_bit_for_bit_and_make_the_same_bytes_again(tmp_path: Path, work: Work) -> None:
    one, other = tmp_path / "one.nnsim", tmp_path / "other.nnsim"
    project_file.write_work(work, one)
    again = project_file.read_work(one)
    assert equal(again, work)
    assert semantic_hash(again.project) == semantic_hash(work.project)
    project_file.write_work(again, other)
    assert one.read_bytes() == other.read_bytes()


def test_arrays_of_runs_come_back_read_only(tmp_path: Path) -> None:
    project_file.write_work(spiral_with_runs(), tmp_path / "p.nnsim")
    first = project_file.read_work(tmp_path / "p.nnsim").runs[0]
    weights = first.moments[1].checkpoint
    assert weights is not None
    assert not weights.parameters.flags.writeable
    assert not first.curves.train_loss.flags.writeable


def test_words_that_are_very_long_or_deep_are_kept_as_a_text(tmp_path: Path) -> None:
    deep = Words("{0}", Words("{0}", Words("{0}", Words("{0}", "deep"))))
    square = Words("{0} × {0}", 28)
    change = Change(frozenset(), "{0}, {1}, {2}", (deep, square, "x" * 200_000), was=Words("{0}", "y" * 200_000))
    work = spiral_with_runs()
    first, present = work.runs
    project_file.write_work(Work(work.project, (first, replace(present, began=change))), tmp_path / "p.nnsim")
    began = project_file.read_work(tmp_path / "p.nnsim").runs[1].began
    assert began is not None
    assert began.arguments[:2] == ("deep", "28 × 28")
    assert began.arguments[2] == "x" * 999 + "…"
    assert isinstance(began.arguments[1], Words)


def test_settings_stand_in_the_file_once(tmp_path: Path) -> None:
    document, _ = taken_apart_work(spiral_with_runs(), tmp_path)
    assert len(document["runs"]["settings"]) == 2
    assert document["runs"]["data"] == []
    assert [stretch["moments"] for stretch in document["runs"]["courses"][0]["weights"]] == [1, 2]


def said(argument: object, template: str = "{0}") -> dict[str, object]:
    return {"context": "catalog", "template": template, "arguments": [argument]}


FIRST, PRESENT = "/runs/courses/0", "/runs/courses/1"
MARK = f"{FIRST}/moments/2/marks/0/change"
WRONG: list[tuple[Any, ...]] = [
    ("/runs", None, "file.type"),
    ("/runs", {}, "file.key_missing"),
    ("/runs/extra", 1, "file.key_unknown"),
    ("/runs/courses", {}, "file.type"),
    ("/runs/courses", [1], "file.type", "/runs/courses/0"),
    ("/runs/data", [1], "file.type", "/runs/data/0"),
    ("/runs/settings/0/network/layers/0/size", 0, "file.out_of_range"),
    ("/runs/settings/0/network/n_inputs", 3, "file.mismatch"),
    ("/runs/settings/0/training/loss/name", "mistakes", "file.unknown_loss"),
    ("/runs/settings/0/training/batch_size", 0, "file.out_of_range"),
    ("/runs/settings/1/data", 0, "file.out_of_range"),
    (f"{FIRST}/key", 0, "file.out_of_range"),
    (f"{FIRST}/key", 2, "file.mismatch", "/runs/courses"),
    (f"{FIRST}/key", "1", "file.type"),
    (f"{FIRST}/parent", -1, "file.out_of_range"),
    (f"{FIRST}/parent", 1, "file.mismatch"),
    (f"{FIRST}/parent", 2, "file.mismatch"),
    (f"{FIRST}/name", 3, "file.type"),
    (f"{FIRST}/name", "x" * 101, "file.out_of_range"),
    (f"{FIRST}/name", "a\nb", "file.out_of_range"),
    (f"{FIRST}/name", "\x1b[31mred", "file.out_of_range"),
    (f"{FIRST}/pinned", 1, "file.type"),
    (f"{FIRST}/present", True, "file.mismatch", f"{FIRST}/curves"),
    (f"{PRESENT}/present", False, "file.mismatch", f"{PRESENT}/curves"),
    (f"{FIRST}/moments", [], "file.mismatch"),
    (f"{FIRST}/moments/0/at", 10, "file.mismatch", f"{FIRST}/moments/0/weights"),
    (f"{FIRST}/moments/1/at", 20, "file.mismatch", f"{FIRST}/moments"),
    (f"{FIRST}/moments/1/at", -1, "file.out_of_range"),
    (f"{FIRST}/moments/1/at", 1.5, "file.type"),
    (f"{FIRST}/moments/1/seen", 10**9, "file.out_of_range"),
    (f"{FIRST}/moments/1/seen", 400, "file.out_of_range"),
    (f"{FIRST}/moments/1/arrival", "start", "file.mismatch"),
    (f"{FIRST}/moments/0/arrival", "trained", "file.mismatch"),
    (f"{FIRST}/moments/1/arrival", "flown", "file.unknown_name"),
    (f"{FIRST}/moments/1/settings", 2, "file.out_of_range"),
    (f"{FIRST}/moments/1/weights", "first", "file.mismatch"),
    (f"{FIRST}/moments/1/weights", "gone", "file.mismatch", f"{FIRST}/weights/1/moments"),
    (f"{FIRST}/moments/0/weights", "here", "file.mismatch", f"{FIRST}/weights"),
    (f"{FIRST}/weights/0/moments", 0, "file.out_of_range"),
    (f"{FIRST}/weights/0/moments", 2, "file.mismatch", f"{FIRST}/weights/0/parameters"),
    (f"{FIRST}/weights/0/parameters", "checkpoint/parameters.npy", "file.member_twice"),
    (f"{FIRST}/weights/0/parameters", "nowhere.npy", "file.member_missing"),
    (f"{FIRST}/weights/0/optimizer/velocity", "checkpoint/parameters.npy", "file.member_twice"),
    (f"{FIRST}/weights/0/optimizer", {}, "file.member_unused", "runs/0/weights/0/optimizer/velocity.npy"),
    (f"{FIRST}/weights/1", None, "file.type"),
    (f"{FIRST}/curves", None, "file.mismatch"),
    (f"{FIRST}/curves/epoch", "runs/0/weights/0/parameters.npy", "file.member_twice"),
    (f"{PRESENT}/began/arguments/0/context", "os system", "file.mismatch"),
    (f"{PRESENT}/began/arguments/0/template", "{0}", "file.mismatch"),
    (f"{PRESENT}/began/arguments/0", None, "file.type"),
    (f"{MARK}/label", "{0.__class__}", "file.mismatch"),
    (f"{MARK}/label", "{0:>999999999}", "file.mismatch"),
    (f"{MARK}/label", "{1}", "file.mismatch"),
    (f"{MARK}/label", "{", "file.mismatch"),
    (f"{MARK}/label", "{{0}}", "file.mismatch"),
    (f"{MARK}/label", "{0}{0}{0}", "file.mismatch"),
    (f"{MARK}/label", "x" * 99_998 + "{0}", "file.out_of_range"),
    (f"{MARK}/arguments/0", said("x" * 60_000, template="{0}{0}"), "file.out_of_range", f"{MARK}/arguments/0/template"),
    (
        f"{MARK}/arguments/0",
        said(said(said(said("x")))),
        "file.out_of_range",
        f"{MARK}/arguments/0{3 * '/arguments/0'}",
    ),
    (f"{MARK}/arguments", ["x"] * 11, "file.out_of_range"),
    (f"{MARK}/arguments", [], "file.mismatch", f"{MARK}/label"),
    (f"{MARK}/parts", ["soul"], "file.unknown_name", f"{MARK}/parts/0"),
    (f"{MARK}/was", 1, "file.type"),
    (f"{MARK}/extra", 1, "file.key_unknown"),
    (f"{FIRST}/moments/2/marks", [{}] * 1001, "file.out_of_range"),
    (f"{FIRST}/moments/2/marks/0/back", "no", "file.type"),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case[0]} {str(case[1])[:20]!r}")
def test_what_is_wrong_about_runs_is_refused_at_its_place(tmp_path: Path, case: tuple[Any, ...]) -> None:
    pointer, value, code, *elsewhere = case
    document, members = taken_apart_work(spiral_with_runs(), tmp_path)
    holder: Any = document
    *steps, last = [int(step) if step.isdigit() else step for step in pointer.split("/")[1:]]
    for step in steps:
        holder = holder[step]
    holder[last] = value
    with pytest.raises(ProjectFileError) as caught:
        project_file.read_work(put_together(tmp_path / "attack.nnsim", json.dumps(document).encode(), members))
    where = elsewhere[0] if elsewhere else pointer
    assert (caught.value.code, caught.value.where) == (
        code,
        where if where.endswith(".npy") and where.startswith("runs/") else f"project.json#{where}",
    )


@pytest.mark.parametrize("run", [0, 1])
def test_other_data_within_a_run_are_refused(tmp_path: Path, run: int) -> None:
    document, members = taken_apart_work(spiral_with_runs(), tmp_path)
    other = copy.deepcopy(document["data"])
    other["split_seed"] += 1
    document["runs"]["data"].append(other)
    document["runs"]["settings"].append({**document["runs"]["settings"][0], "data": 0})
    moments = document["runs"]["courses"][run]["moments"]
    for moment in moments[1:] if run == 0 else moments:
        moment["settings"] = 2
    with pytest.raises(ProjectFileError) as caught:
        project_file.read_work(put_together(tmp_path / "attack.nnsim", json.dumps(document).encode(), members))
    assert (caught.value.code, caught.value.where) == (
        "file.mismatch",
        f"project.json#/runs/courses/{run}/moments",
    )


def test_weights_of_a_run_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    document, members = taken_apart_work(spiral_with_runs(), tmp_path)
    name = "runs/0/weights/1/parameters.npy"
    members[name] = members[name][:-8] + b"\x00\x00\x00\x00\x00\x00\xf8\x7f"
    listed_anew(document, members)
    with pytest.raises(ProjectFileError) as caught:
        project_file.read_work(put_together(tmp_path / "attack.nnsim", json.dumps(document).encode(), members))
    assert caught.value.code == "file.not_finite"


def test_a_damaged_file_with_runs_is_the_same_or_is_refused(tmp_path: Path) -> None:
    project_file.write_work(spiral_with_runs(), tmp_path / "valid.nnsim")
    valid = (tmp_path / "valid.nnsim").read_bytes()
    dice = random.Random(3)  # noqa: S311
    refused = 0
    for _ in range(400):
        damaged = bytearray(valid)
        damaged[dice.randrange(len(valid))] ^= 1 << dice.randrange(8)
        (tmp_path / "damaged.nnsim").write_bytes(damaged)
        try:
            again = project_file.read_work(tmp_path / "damaged.nnsim")
        except ProjectFileError:
            refused += 1
        else:
            assert equal(again, spiral_with_runs())
    assert refused > 300


def test_runs_give_way_to_a_project_that_would_be_too_large_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = spiral_with_runs()
    project_file.write(work.project, tmp_path / "alone.nnsim")
    monkeypatch.setattr(project_file, "MAX_MEMBERS", 10)
    project_file.write_work(work, tmp_path / "p.nnsim")
    assert (tmp_path / "p.nnsim").read_bytes() == (tmp_path / "alone.nnsim").read_bytes()


def test_a_run_of_a_project_of_version_2_is_no_word_of_it(tmp_path: Path) -> None:
    document, members = taken_apart_work(spiral_with_runs(), tmp_path)
    document["format"]["version"] = 2
    with pytest.raises(ProjectFileError) as caught:
        project_file.read_work(put_together(tmp_path / "attack.nnsim", json.dumps(document).encode(), members))
    assert (caught.value.code, caught.value.where) == ("file.key_unknown", "project.json#/runs")


def test_every_key_of_the_runs_is_needed(tmp_path: Path) -> None:
    document, members = taken_apart_work(spiral_with_runs(), tmp_path)
    places: list[tuple[str | int, ...]] = [
        ("runs",), ("runs", "settings", 0), ("runs", "courses", 0), ("runs", "courses", 0, "moments", 1),
        ("runs", "courses", 0, "weights", 0), ("runs", "courses", 0, "moments", 2, "marks", 0),
        ("runs", "courses", 0, "moments", 2, "marks", 0, "change"), ("runs", "courses", 1, "began", "arguments", 0),
    ]  # fmt: skip
    for steps in places:
        holder: Any = document
        for step in steps:
            holder = holder[step]
        for key in list(holder):
            altered = copy.deepcopy(document)
            there: Any = altered
            for step in steps:
                there = there[step]
            del there[key]
            with pytest.raises(ProjectFileError) as caught:
                project_file.read_work(put_together(tmp_path / "a.nnsim", json.dumps(altered).encode(), members))
            assert caught.value.code == "file.key_missing"


@pytest.mark.parametrize(
    ("pointer", "value", "names", "kept"),
    [
        (f"{FIRST}/moments/2/at", 5, ["schnell – 0,3"], [2]),
        ("/runs/courses/1/moments/0/arrival", "trained", [""], [1]),
        ("/runs/courses/1/key", 1, [""], [1]),
        ("/runs/settings/0/network", None, [""], []),
    ],
)
def test_a_project_can_be_opened_without_the_runs_that_are_wrong(
    tmp_path: Path, pointer: str, value: object, names: list[str], kept: list[int]
) -> None:
    work = spiral_with_runs()
    document, members = taken_apart_work(work, tmp_path)
    holder: Any = document
    *steps, last = [int(step) if step.isdigit() else step for step in pointer.split("/")[1:]]
    for step in steps:
        holder = holder[step]
    holder[last] = value
    path = put_together(tmp_path / "wrong.nnsim", json.dumps(document).encode(), members)
    left_out: list[LeftOut] = []
    again = project_file.read_work(path, left_out.append)
    assert equal(again.project, work.project)
    assert [one.name for one in left_out] == names
    assert left_out[0].where.startswith("project.json#/runs/")
    assert [run.tag.key for run in again.runs] == kept
    assert {course.tag.key for course in timeline_of(again).runs} >= set(kept)


def flipped(members: dict[str, bytes], name: str) -> dict[str, bytes]:
    """One bit of the last number is another one."""
    return members | {name: members[name][:-1] + bytes([members[name][-1] ^ 1])}


@pytest.mark.parametrize(("run", "kept"), [(0, [2]), (1, [1])])
def test_a_run_of_which_an_array_was_altered_is_left_out_and_the_others_are_here(
    tmp_path: Path, run: int, kept: list[int]
) -> None:
    work = spiral_with_runs()
    document, members = taken_apart_work(work, tmp_path)
    altered = f"runs/{run}/weights/0/parameters.npy"
    path = put_together(tmp_path / "altered.nnsim", json.dumps(document).encode(), flipped(members, altered))
    with pytest.raises(ProjectFileError) as caught:
        project_file.read_work(path)
    left_out: list[LeftOut] = []
    again = project_file.read_work(path, left_out.append)
    assert (caught.value.code, caught.value.where) == ("file.checksum", altered)
    assert [(one.where, one.why) for one in left_out] == [(altered, caught.value.message)]
    assert [run.tag.key for run in again.runs] == kept
    assert equal(again.project, work.project)


def test_weights_of_the_project_that_were_altered_are_refused_even_if_runs_may_be_left_out(tmp_path: Path) -> None:
    document, members = taken_apart_work(spiral_with_runs(), tmp_path)
    altered = flipped(members, document["checkpoint"]["parameters"])
    path = put_together(tmp_path / "altered.nnsim", json.dumps(document).encode(), altered)
    with pytest.raises(ProjectFileError):
        project_file.read_work(path, lambda _one: None)


def test_what_is_wrong_about_the_project_is_refused_even_if_runs_may_be_left_out(tmp_path: Path) -> None:
    document, members = taken_apart_work(spiral_with_runs(), tmp_path)
    document["checkpoint"]["epoch"] = -1
    with pytest.raises(ProjectFileError):
        project_file.read_work(
            put_together(tmp_path / "wrong.nnsim", json.dumps(document).encode(), members), lambda _one: None
        )
