"""The text of a table, block by block, so that no more than a block of a large file is in memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nnsim.data.choices import Guess, Pasted
from nnsim.data.encodings import encoding_title, marked_encoding, narrow_encoding, survey, wide_encoding
from nnsim.data.file_bytes import byte_blocks, first_bytes, refuse_binary, size_of
from nnsim.data.wording import quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_HEAD_BYTES = 2**16
_BLOCK_CHARACTERS = 2**18
_GLANCE_BLOCKS = 16


@dataclass(frozen=True, eq=False)
class TableText:
    """A text that can be gone through more than once.

    Parameters
    ----------
    name : what messages call it
    encoding : ``None`` for pasted text, which has none
    size : how many bytes of a file or characters of a pasted text
    n_breaks : how many line breaks, at most
    """

    name: str
    source: Path | Pasted
    encoding: Guess[str] | None
    size: int
    n_breaks: int

    def blocks(self) -> Iterator[tuple[str, float]]:
        """Blocks of whole lines, each with the share of all that is done with it, 0 to 1.

        Raises
        ------
        TableError
            ``table.encoding``, ``table.nul``, and as ``byte_blocks``
        """
        rest, line, done = "", 1, 0
        parts = self._parts()
        following = next(parts, None)
        while following is not None:
            part, size = following
            following = next(parts, None)
            done += size
            text = rest + part
            # A carriage return at the end may be half of a line break; the last line may end without one.
            end = len(text) if following is None else max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
            block, rest = text[:end], text[end:]
            if block:
                _refuse_nul(block, self.name, line)
                line += line_breaks(block)
                yield block, min(1.0, done / max(1, self.size)) if following is not None else 1.0

    def _parts(self) -> Iterator[tuple[str, int]]:
        if isinstance(self.source, Pasted):
            text = self.source.text.removeprefix("\ufeff")
            starts = range(0, len(text), _BLOCK_CHARACTERS)
            yield from ((text[start : start + _BLOCK_CHARACTERS], _BLOCK_CHARACTERS) for start in starts)
        else:
            yield from self._decoded(self.source)

    def _decoded(self, path: Path) -> Iterator[tuple[str, int]]:
        encoding = self.encoding.value if self.encoding else "utf-8"
        decoder, line, is_first = _decoder(encoding, self.name), 1, True
        blocks = byte_blocks(path)
        block = next(blocks, b"")
        while block or is_first:
            following = next(blocks, b"")
            try:
                text = decoder.decode(block, final=not following)
            except ValueError as error:
                raise _not_in(encoding, self.name, _line_of(error, line)) from None
            yield text.removeprefix("\ufeff") if is_first else text, len(block)
            line += block.count(b"\n")
            block, is_first = following, False


def open_text(source: Path | Pasted, encoding: str | None = None, *, is_glance: bool = False) -> TableText:
    """The text of a file, in ``encoding`` or in the one that its bytes suggest, or a pasted text.

    Parameters
    ----------
    is_glance : whether the first megabytes are enough to find out the encoding

    Raises
    ------
    TableError
        ``table.not_found``, ``table.not_a_file``, ``table.no_permission``, ``table.unreadable``, ``table.too_large``,
        ``table.binary``, ``table.encoding``, ``table.empty``
    """
    if isinstance(source, Pasted):
        _refuse_empty(source.text.isspace() or not source.text, source.name)
        return TableText(source.name, source, None, len(source.text), line_breaks(source.text) + 1)
    size = size_of(source)
    head = first_bytes(source, _HEAD_BYTES)
    marked = marked_encoding(head)
    wide = marked or wide_encoding(head)
    if wide is None:
        refuse_binary(head, source.name)
    _refuse_empty(size <= _HEAD_BYTES and not head.strip(), source.name)
    found = survey(islice(byte_blocks(source), _GLANCE_BLOCKS if is_glance else None))
    if encoding is not None:
        _decoder(encoding, source.name)
        chosen = Guess(encoding, Words(QT_TRANSLATE_NOOP("tables", "You have chosen it."), context="tables"), True)
    else:
        chosen = wide or narrow_encoding(found, source.name)
    return TableText(source.name, source, chosen, size, found.n_breaks)


def line_breaks(text: str, start: int = 0, end: int | None = None) -> int:
    """How many line breaks of any kind there are between two places of a text."""
    end = len(text) if end is None else end
    if "\r" not in text:
        return text.count("\n", start, end)
    return text.count("\n", start, end) + text.count("\r", start, end) - text.count("\r\n", start, end)


def empty(name: str) -> TableError:
    """What to say of a text that holds nothing."""
    return TableError(
        "table.empty",
        QT_TRANSLATE_NOOP("errors", "The file is empty."),
        where=name,
        hint=QT_TRANSLATE_NOOP(
            "errors",
            "Choose a file that holds a table.",
        ),
    )


def _refuse_empty(is_empty: bool, name: str) -> None:
    if is_empty:
        raise empty(name)


def _decoder(encoding: str, name: str) -> codecs.IncrementalDecoder:
    try:
        "".encode(encoding)  # codecs that do not make text are refused here
        return codecs.getincrementaldecoder(encoding)()
    except (LookupError, ValueError, TypeError):
        raise TableError(
            "table.encoding",
            Words(QT_TRANSLATE_NOOP("errors", "There is no text encoding {0}."), quoted(encoding)),
            where=name,
            hint=QT_TRANSLATE_NOOP("errors", "Try utf-8, utf-16, cp1252 or latin-1."),
        ) from None


def _not_in(encoding: str, name: str, line: int | None) -> TableError:
    return TableError(
        "table.encoding",
        Words(QT_TRANSLATE_NOOP("errors", "The text is not in the encoding {0}."), quoted(encoding_title(encoding))),
        where=name if line is None else f"{name}, line {line}",
        line=line,
        hint=QT_TRANSLATE_NOOP("errors", "Leave the encoding to nnsim, or save the file as UTF-8."),
    )


def _line_of(error: ValueError, line: int) -> int | None:
    if not isinstance(error, UnicodeDecodeError):
        return None
    return line + error.object[: error.start].count(b"\n")


def _refuse_nul(text: str, name: str, line: int) -> None:
    position = text.find("\0")
    if position < 0:
        return
    line += line_breaks(text, 0, position)
    raise TableError(
        "table.nul",
        QT_TRANSLATE_NOOP("errors", "The file holds a NUL character, which no table in plain text does."),
        where=f"{name}, line {line}",
        line=line,
        hint=QT_TRANSLATE_NOOP(
            "errors",
            "It may be damaged: have the program that made it save it again, as UTF-8.",
        ),
    )
