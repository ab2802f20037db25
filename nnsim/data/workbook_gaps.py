"""Cells of a workbook in which a formula has failed or was never worked out; calamine gives them as empty cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

from nnsim.data.cells import NO_RESULT

_CHUNK = 2**20
_OVERLAP = 64
_SUSPICIOUS = (b"<f", b":f", b't="e"', b"t='e'")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NAMES = re.compile(rb"""\sr\s?=\s?["']([A-Za-z]*)([0-9]+)["']""")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Extent(NamedTuple):
    """How far the cells of a sheet reach, and whether any of them may be unseen."""

    n_rows: int
    n_columns: int
    is_suspicious: bool


def extent_of(archive: ZipFile, sheet: str) -> Extent:
    """Look over a sheet before calamine takes memory for all cells from the first to the last."""
    n_rows, letters, is_suspicious, before = 0, {""}, False, b""
    with archive.open(member_of(archive, sheet)) as file:
        while chunk := file.read(_CHUNK):
            part = before + chunk
            is_suspicious = is_suspicious or any(sign in part for sign in _SUSPICIOUS)
            names = _NAMES.findall(part)
            letters.update({name[0].decode() for name in names})
            n_rows = max([n_rows, *(int(number) for number in {name[1] for name in names})])
            before = chunk[-_OVERLAP:]
    return Extent(n_rows, max(map(_column, letters)) + 1, is_suspicious)


def unseen_cells(archive: ZipFile, sheet: str) -> dict[tuple[int, int], str]:
    """What stands in such cells, by row and column from 0: ``#DIV/0!``, or ``#NO RESULT!`` and the formula.

    Raises
    ------
    ElementTree.ParseError, KeyError
        if the workbook is damaged
    """
    with archive.open(member_of(archive, sheet)) as file:
        return dict(_unseen(file))


def member_of(archive: ZipFile, sheet: str) -> str:
    """The part of the archive that holds the sheet; ``KeyError`` if there is none."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314  (expat bounds what entities become)
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    sheets = (each for each in book.iter() if _is(each, "sheet"))
    wanted = next((each.get(_RELATION) for each in sheets if each.get("name") == sheet), None)
    target = next((each.get("Target", "") for each in links if each.get("Id") == wanted), "")
    path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return archive.getinfo(path).filename


def _unseen(file: IO[bytes]) -> Iterator[tuple[tuple[int, int], str]]:
    for _, cell in ElementTree.iterparse(file):  # noqa: S314
        if _is(cell, "row"):
            cell.clear()
        if not _is(cell, "c"):
            continue
        value = next((each.text for each in cell if _is(each, "v") and each.text), None)
        formula = next((each for each in cell if _is(each, "f")), None)
        kind = cell.get("t", "n")
        place = _PLACE.fullmatch(cell.get("r", ""))
        if place is not None and kind == "e":
            yield _numbers(place), value or "#ERROR!"
        elif place is not None and formula is not None and value is None and kind != "str":
            yield _numbers(place), f"{NO_RESULT} ={formula.text or '…'}"


def _is(element: ElementTree.Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _numbers(place: re.Match[str]) -> tuple[int, int]:
    return int(place[2]) - 1, _column(place[1])


def _column(letters: str) -> int:
    """The number of a column, from 0; −1 for none."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
