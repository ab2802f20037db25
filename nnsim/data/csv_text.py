"""From a file to its text: what kind of file it is, and in which encoding."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path
from typing import NamedTuple

from nnsim.data.wording import quoted
from nnsim.errors import TableError

_MOST_BYTES = 64 * 2**20
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_KNOWN_STARTS = (
    (b"PK\x03\x04", "a spreadsheet or another packed file"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet or document"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a packed file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_TEXT_CONTROLS = b"\0\t\n\v\f\r\x1a"


class FileText(NamedTuple):
    """The text of a file, and what had to be decided to read it."""

    text: str
    notices: tuple[str, ...]


def read_text(path: Path, encoding: str | None = None) -> FileText:
    """The text of the file at ``path``, in ``encoding`` or in the one that its bytes suggest.

    Raises
    ------
    TableError
        ``table.not_found``, ``table.not_a_file``, ``table.no_permission``, ``table.unreadable``, ``table.too_large``,
        ``table.binary``, ``table.encoding``, ``table.nul``, ``table.empty``
    """
    data = _bytes_of(path)
    _refuse_binary(data, path.name)
    text, notices = _decoded(data, path.name, encoding)
    return FileText(text_of(text, path.name).text, notices)


def text_of(text: str, name: str) -> FileText:
    """The text of a table without its mark, unless there is none or it is damaged."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise TableError("table.empty", "The file is empty.", where=name, hint="Choose a file that holds a table.")
    _refuse_nul(text, name)
    return FileText(text, ())


def _bytes_of(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not an ordinary file"
            raise TableError("table.not_a_file", f"This is {kind}.", where=str(path), hint="Choose a CSV file.")
        if status.st_size > _MOST_BYTES:
            raise TableError(
                "table.too_large",
                f"The file has {status.st_size / 2**20:.0f} MB; at most {_MOST_BYTES / 2**20:.0f} MB can be read.",
                where=path.name,
                hint="Keep only the rows and columns that are needed.",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise TableError(
            "table.not_found", "There is no such file.", where=str(path), hint="Check the name and the folder."
        ) from None
    except PermissionError:
        raise TableError(
            "table.no_permission",
            "The file may not be read.",
            where=str(path),
            hint="Close other programs that hold it, or ask for the right to read it.",
        ) from None
    except (OSError, ValueError) as error:
        raise TableError("table.unreadable", f"The file cannot be read: {error}.", where=str(path)) from error


def _refuse_binary(data: bytes, name: str) -> None:
    kind = next((kind for start, kind in _KNOWN_STARTS if data.startswith(start)), "")
    if not kind and not data.startswith(tuple(mark for mark, _, _ in _BYTE_ORDER_MARKS)):
        head = data[:4096]
        n_controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in head)
        kind = "a binary file" if n_controls > max(3, len(head) // 20) else ""
    if kind:
        raise TableError(
            "table.binary",
            f"This is {kind}, not a table in plain text.",
            where=name,
            hint="From a spreadsheet program, save the table as CSV and open that file.",
        )


def _decoded(data: bytes, name: str, encoding: str | None) -> FileText:
    if encoding is not None:
        return FileText(_as_asked(data, name, encoding), ())
    for mark, codec, title in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return FileText(_as_asked(data, name, codec), (f"Text encoding: {title}, as the file's first bytes say.",))
    try:
        return FileText(data.decode("utf-8"), () if data.isascii() else ("Text encoding: UTF-8.",))
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise TableError(
            "table.encoding",
            "The text is neither UTF-8 nor Windows-1252.",
            where=f"{name}, line {_line_of(data, error.start)}",
            hint="Save the file as UTF-8.",
        ) from None
    notice = (
        f"Text encoding: Windows-1252, because line {line} is not UTF-8. If letters look wrong, save the file as UTF-8."
    )
    return FileText(text, (notice,))


def _as_asked(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise TableError(
            "table.encoding",
            f"There is no text encoding {quoted(encoding)}.",
            where=name,
            hint="Try utf-8, utf-16, cp1252 or latin-1.",
        ) from None
    except ValueError as error:
        place = f", line {_line_of(data, error.start)}" if isinstance(error, UnicodeDecodeError) else ""
        raise TableError(
            "table.encoding",
            f"The text is not in the encoding {quoted(encoding.removesuffix('-sig'))}.",
            where=f"{name}{place}",
            hint="Leave the encoding to nnsim, or save the file as UTF-8.",
        ) from None


def _line_of(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _refuse_nul(text: str, name: str) -> None:
    position = text.find("\0")
    if position < 0:
        return
    raise TableError(
        "table.nul",
        "The file holds a NUL character, which no table in plain text does.",
        where=f"{name}, line {text.count(chr(10), 0, position) + 1}",
        hint="It may be damaged, or UTF-16 without its mark: then save it as UTF-8.",
    )
