"""What people have, in small: a folder of pictures of every kind that nnsim reads, and a workbook."""

from __future__ import annotations

import base64
import zipfile
from pathlib import Path

_SQUARE = {  # dark, of 4 × 4 pixels in the midst of 8 × 8 light ones
    "a.png": """
        iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAACXBIWXMAAA9hAAAPYQGoP6dpAAAAH0lEQVQIW2P8wAABTFCagYWB
        QQXIvoMQgUvBGYwYugCE8gLx7k29nwAAAABJRU5ErkJggg==""",
    "b.jpg": """
        /9j/4AAQSkZJRgABAQEAZABkAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO
        UlNSMj5aYVpQYEpRUk//wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABv/EAB0QAAAFBQAAAAAAAAAAAAAAAAARFiYy
        U2WDkvD/2gAIAQEAAD8ARuVZ2LHT3nxD/9k=""",
    "c.gif": """
        R0lGODlhCAAIAIAAAPDw8BQUFCwAAAAACAAIAAACJQQIECBAgAABAgSYMCFAgAkTAgSYMCFAgAkTAgQIECBAgAABAgUAOw==""",
    "d.webp": """
        UklGRlAAAABXRUJQVlA4IEQAAADwAQCdASoIAAgAAoBCJaQAEOaLYOLUNEAA/uvHGCMf7I/9fpyAl55lb3Yn+Sn6lbBhE+I2dXzf
        1d/6/FNiK9yBggAAAA==""",
    "e.bmp": """
        Qk32AAAAAAAAADYAAAAoAAAACAAAAAgAAAABABgAAAAAAMAAAABhDwAAYQ8AAAAAAAAAAAAA8PDw8PDw8PDw8PDw8PDw8PDw8PDw
        8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDwFBQUFBQUFBQUFBQU8PDw8PDw8PDw8PDwFBQUFBQUFBQUFBQU8PDw
        8PDw8PDw8PDwFBQUFBQUFBQUFBQU8PDw8PDw8PDw8PDwFBQUFBQUFBQUFBQU8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw
        8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw""",
}


_SCHEMAS = "http://schemas.openxmlformats.org"
_OFFICE = f"{_SCHEMAS}/officeDocument/2006/relationships"
_WORKBOOK = {  # the parts that a reader cannot do without
    "[Content_Types].xml": f"""<Types xmlns="{_SCHEMAS}/package/2006/content-types">
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Default Extension="xml" ContentType="application/xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{_SCHEMAS}/package/2006/relationships"><Relationship Id="r1"
        Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{_SCHEMAS}/spreadsheetml/2006/main"
        xmlns:r="{_OFFICE}">
        <sheets><sheet name="Squares" sheetId="1" r:id="r1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{_SCHEMAS}/package/2006/relationships"><Relationship Id="r1"
        Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""",
}
_N_ROWS = 12


def write_workbook(path: Path) -> int:
    """Write a workbook with numbers and their squares; how many rows it has."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>{n * n}</v></c></row>' for n in range(1, _N_ROWS + 1)
    )
    sheet = f'<worksheet xmlns="{_SCHEMAS}/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**_WORKBOOK, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')
    return _N_ROWS


def write_pictures(folder: Path) -> int:
    """Write two classes with one picture of each kind into ``folder``, which is made; how many they are."""
    for label in ("one", "other"):
        (folder / label).mkdir(parents=True)
        for name, text in _SQUARE.items():
            (folder / label / name).write_bytes(base64.b64decode(text))
    return 2 * len(_SQUARE)
