"""Reading beside the window: one table at a time, the newest wish, an end that comes, and failures that are told."""

from __future__ import annotations

import gzip
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnsim.data.choices import Choices, Pasted
from nnsim.data.picture_decoding import Colours, PictureFolder, PictureKind
from nnsim.data.table_plan import TablePlan
from nnsim.session import table_reading
from nnsim.session.session import Session
from nnsim.session.table_reading import TableReading

TEXT = "a,b\n" + "".join(f"{row},{row * 2}\n" for row in range(20))


class Gate:
    """Decodes pictures, each when the gate is open; ``mistake`` is raised instead."""

    def __init__(self, mistake: BaseException | None = None) -> None:
        self.is_reached, self.is_open = threading.Event(), threading.Event()
        self.n_decoded = 0
        self._mistake = mistake

    def size(self, data: bytes, kind: PictureKind) -> tuple[int, int] | None:
        return (3, 3)

    def pixels(self, data: bytes, kind: PictureKind, least: tuple[int, int]) -> Colours:
        self.is_reached.set()
        self.is_open.wait()
        self.n_decoded += 1
        if self._mistake is not None:
            raise self._mistake
        return np.full((3, 3, 3), self.n_decoded, np.uint8)


@pytest.fixture
def reading(session: Session) -> TableReading:
    return TableReading(session)


@pytest.fixture
def told(reading: TableReading) -> list[str]:
    """What the reading tells, in its order."""
    told: list[str] = []
    reading.previewed.connect(lambda preview: told.append(f"previewed {preview.name}"))
    reading.done.connect(lambda read: told.append(f"done {read.prepared.dataset.n_samples}"))
    reading.failed.connect(lambda error: told.append(f"failed {error.code}"))
    return told


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.is_open.set()


def folder_in(place: Path, name: str) -> Path:
    """Two classes with four pictures each, by their first bytes."""
    for label in ("u", "v"):
        (place / name / label).mkdir(parents=True)
        for number in range(4):
            (place / name / label / f"{number}.bmp").write_bytes(b"BM")
    return place / name


def readers() -> int:
    return sum(thread.name == "reading a table" for thread in threading.enumerate())


def test_of_many_wishes_one_is_under_way_and_the_newest_is_told(
    reading: TableReading, told: list[str], gate: Gate, qtbot: QtBot, tmp_path: Path
) -> None:
    for number in range(5):
        reading.look(PictureFolder(folder_in(tmp_path, f"wish {number}"), gate), Choices())
        gate.is_reached.wait()
        assert readers() == 1
    gate.is_open.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["previewed wish 4"]
    assert not reading.is_busy


def test_a_look_that_is_called_off_ends_within_it(
    reading: TableReading, told: list[str], gate: Gate, qtbot: QtBot, tmp_path: Path
) -> None:
    reading.look(PictureFolder(folder_in(tmp_path, "called off"), gate), Choices())
    gate.is_reached.wait()
    reading.cancel()
    assert not reading.is_busy
    gate.is_open.set()
    qtbot.waitUntil(lambda: readers() == 0)
    assert told == []
    assert gate.n_decoded == 1


def test_a_small_text_is_there_at_once_also_while_another_is_called_off(
    reading: TableReading, told: list[str], gate: Gate, tmp_path: Path
) -> None:
    reading.look(PictureFolder(folder_in(tmp_path, "slow"), gate), Choices())
    reading.look(Pasted(TEXT, "pasted"), Choices())
    assert told == ["previewed pasted"]
    reading.read(TablePlan(Pasted(TEXT, "pasted")))
    assert told[1:] == ["done 20"]


def test_closing_waits_for_the_end_of_what_it_calls_off(
    reading: TableReading, told: list[str], gate: Gate, tmp_path: Path
) -> None:
    reading.look(PictureFolder(folder_in(tmp_path, "closed"), gate), Choices())
    gate.is_reached.wait()
    threading.Timer(0.05, gate.is_open.set).start()
    reading.close()
    assert readers() == 0
    assert told == []


def test_closing_does_not_wait_for_ever(
    reading: TableReading, gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_reading, "_END_S", 0.01)
    reading.look(PictureFolder(folder_in(tmp_path, "stuck"), gate), Choices())
    gate.is_reached.wait()
    reading.close()
    assert readers() == 1


def test_a_small_file_that_leads_to_a_large_one_is_read_beside_the_window(
    reading: TableReading, told: list[str], qtbot: QtBot, tmp_path: Path
) -> None:
    labels = tmp_path / "train-labels-idx1-ubyte.gz"
    labels.write_bytes(gzip.compress(struct.pack(">2I", 0x801, 20) + bytes(10) + b"\1" * 10))
    pictures = gzip.compress(struct.pack(">4I", 0x803, 20, 2, 2) + bytes(range(80)))
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(pictures)
    reading.look(labels, Choices())
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert told == [f"previewed {labels.name}"]


def test_what_is_not_there_is_told_at_once(reading: TableReading, told: list[str], tmp_path: Path) -> None:
    for source in (tmp_path / "none.csv", tmp_path):
        reading.read(TablePlan(source))
        assert not reading.is_busy
    assert told == ["failed table.not_found", "failed table.not_a_file"]


@pytest.mark.parametrize("mistake", [MemoryError(), ZeroDivisionError("of nnsim")], ids=["memory", "mistake"])
def test_nobody_goes_on_waiting_for_a_reading_that_broke(
    reading: TableReading, told: list[str], mistake: Exception, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = Gate(mistake)
    broken.is_open.set()
    with qtbot.captureExceptions() as raised:
        reading.look(PictureFolder(folder_in(tmp_path, "broken"), broken), Choices())
        qtbot.waitUntil(lambda: bool(told))
    assert not reading.is_busy
    if isinstance(mistake, MemoryError):
        assert told == ["failed table.memory"]
        assert not raised
    else:
        assert told == ["failed table.unexpected"]
        assert [kind for kind, _, _ in raised] == [ZeroDivisionError]
