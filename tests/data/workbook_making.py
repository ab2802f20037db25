"""Workbooks as spreadsheet programs write them, made from lists of cells."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | float | bool | None
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


class Raw(str):
    """A cell as its XML, in which ``{0}`` is the cell's name."""


def day(number: float) -> Raw:
    """A cell that is shown as a date: so many days since 30 December 1899."""
    return Raw(f'<c r="{{0}}" s="1"><v>{number!r}</v></c>')


def formula(text: str, result: str = "") -> Raw:
    """A formula, with the result that was saved."""
    return Raw(f'<c r="{{0}}"><f>{escape(text)}</f><v>{result}</v></c>')


FAILED = Raw('<c r="{0}" t="e"><f>1/0</f><v>#DIV/0!</v></c>')


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], merged: str = "") -> Path:
    """A workbook of these sheets; ``merged`` is a range of the first one, such as ``A2:A4``."""
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for number in numbers
    )
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, sheets, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            f"{overrides}</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_LINKS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{names}</sheets></workbook>',
        )
        styles = f'<Relationship Id="rId0" Type="{_LINKS}/styles" Target="styles.xml"/>'
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{links}{styles}</Relationships>',
        )
        archive.writestr("xl/styles.xml", _STYLES)
        for number, rows in zip(numbers, sheets.values(), strict=True):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(rows, merged if number == 1 else ""))
    return path


def _sheet(rows: Sequence[Sequence[Cell]], merged: str) -> str:
    cells = [
        "".join(_cell(cell, f"{chr(65 + place)}{number}") for place, cell in enumerate(row))
        for number, row in enumerate(rows, 1)
    ]
    lines = "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(cells, 1))
    ranges = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData>{ranges}</worksheet>'


def _cell(cell: Cell, name: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Raw):
        return cell.format(name)
    if isinstance(cell, str):
        return f'<c r="{name}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    if isinstance(cell, bool):
        return f'<c r="{name}" t="b"><v>{int(cell)}</v></c>'
    return f'<c r="{name}"><v>{cell!r}</v></c>'
