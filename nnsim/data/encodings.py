"""In which encoding a text is written, found out from its bytes, with the reason; or that it cannot be told."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from nnsim.data.choices import Guess
from nnsim.data.wording import listed, quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_ONE_BYTE = {
    "cp1252": "Windows-1252",
    "mac-roman": "Mac OS Roman",
    "cp850": "DOS 850",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "koi8-r": "KOI8-R",
}
_TITLES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32"} | _ONE_BYTE
_WORD = re.compile(r"[^\s,;|\"()\[\]{}<>/]+")
# Between letters only these are no letters.
_WITHIN_WORDS = "'’‘`´-–—.:&@#%*+=_~0123456789·\xad"
_NEVER_FIRST, _NEVER_LAST = "†‡”¹²³", "¼½¾"
_AROUND_WORDS = "€£$¢¥°§©®™+−±×÷²³¹½¼¾^~`´"
_MOST_WORDS = 2_000


class UnknownEncodingError(TableError):
    """What the encoding is cannot be told; ``examples`` are those that it may be, and how each would read a word."""

    def __init__(self, examples: dict[str, str], line: int, name: str) -> None:
        shown = listed((f"{_ONE_BYTE[codec]} reads {quoted(word)}" for codec, word in examples.items()), most=4)
        super().__init__(
            "table.encoding",
            Words(
                QT_TRANSLATE_NOOP(
                    "errors",
                    "The text is not UTF-8, and its letters do not tell what else it is{0}.",
                ),
                ": " + shown if shown else "",
            ),
            where=f"{name}, line {line}",
            line=line,
            hint=QT_TRANSLATE_NOOP("errors", "Save the file as UTF-8, or say which encoding it has."),
        )
        self.examples = examples


@dataclass(frozen=True)
class Survey:
    """What one look at all bytes has shown.

    Parameters
    ----------
    n_breaks : how many bytes can be a line break
    utf8_fails_in : the line in which the bytes stop to be UTF-8, from 1, or ``None``
    strange : lines that hold more than plain ASCII, some of them
    """

    n_breaks: int
    is_ascii: bool
    utf8_fails_in: int | None
    strange: tuple[bytes, ...]


def survey(blocks: Iterable[bytes]) -> Survey:
    """Look at all bytes once."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, n_returns, fails_in, is_ascii = 1, 0, None, True
    strange: list[bytes] = []
    for block in blocks:
        n_returns += block.count(b"\r")
        if not block.isascii() and len(strange) < _MOST_WORDS:
            is_ascii = False
            strange += [part for part in block.splitlines() if not part.isascii()][:_MOST_WORDS]
        if fails_in is None:
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                # What the decoder has kept of the block before stands in front of this one.
                fails_in = line + error.object[: error.start].count(b"\n")
        line += block.count(b"\n")
    return Survey(max(line - 1, n_returns) + 1, is_ascii, fails_in, tuple(strange))


def marked_encoding(head: bytes) -> Guess[str] | None:
    """The encoding that the first bytes of a file name by a mark, if they do."""
    for mark, codec, title in _MARKS:
        if head.startswith(mark):
            reason = QT_TRANSLATE_NOOP("tables", "Text encoding: {0}, as the file's first bytes say.")
            return Guess(codec, Words(reason, title, context="tables"))
    return None


def wide_encoding(head: bytes) -> Guess[str] | None:
    """UTF-16 or UTF-32 without a mark: every second byte, or three of four, of a plain letter is zero."""
    if head.count(0) * 4 < len(head) or not head:
        return None
    for codec in _WIDE:
        try:
            text = head[: len(head) // 4 * 4].decode(codec)
        except UnicodeDecodeError:
            continue
        if all(letter.isprintable() or letter in "\t\r\n\ufeff" for letter in text):
            reason = QT_TRANSLATE_NOOP("tables", "Text encoding: {0}, because plain letters have zeros beside them.")
            return Guess(codec, Words(reason, codec.upper(), context="tables"))
    return None


def narrow_encoding(found: Survey, name: str) -> Guess[str]:
    """UTF-8 if the bytes are, else the one encoding in which the words look like words.

    Raises
    ------
    TableError
        ``table.encoding`` if that cannot be told
    """
    if found.is_ascii:
        return Guess("utf-8", _reason(QT_TRANSLATE_NOOP("tables", "All letters are plain ASCII.")))
    if found.utf8_fails_in is None:
        return Guess("utf-8", _reason(QT_TRANSLATE_NOOP("tables", "Text encoding: UTF-8.")))
    readings = {codec: _read(found.strange, codec) for codec in _ONE_BYTE}
    suiting = [codec for codec, words in readings.items() if words is not None and not any(map(_is_odd, words))]
    if suiting[:1] == ["cp1252"] or len({tuple(readings[codec] or ()) for codec in suiting}) == 1:
        line = str(found.utf8_fails_in)
        reason = QT_TRANSLATE_NOOP(
            "tables",
            "Text encoding: {0}, because line {1} is not UTF-8. If letters look wrong, save the file as UTF-8.",
        )
        return Guess(suiting[0], Words(reason, _ONE_BYTE[suiting[0]], line, context="tables"))
    raise _cannot_be_told(found, readings, suiting, name)


def encoding_title(codec: str) -> str:
    """How people call an encoding."""
    return _TITLES.get(codec, codec.upper())


def _read(lines: Iterable[bytes], codec: str) -> list[str] | None:
    """The words with other letters than ASCII's, or ``None`` if the bytes cannot be in this encoding."""
    try:
        text = b"\n".join(lines).decode(codec)
    except UnicodeDecodeError:
        return None
    return list(_strange_words(text))


def _strange_words(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(text) if not word.isascii())


def _is_odd(word: str) -> bool:
    """Whether no language writes like this: signs or capitals within a word, scripts mixed, hardly a plain letter."""
    letters = [letter for letter in word if letter.isalpha()]
    if any(unicodedata.category(letter) in ("Cc", "Cn", "Co") or letter == "¤" for letter in word):
        return True
    if letters and (word[0] in _NEVER_FIRST or word[-1] in _NEVER_LAST):
        return True
    if letters and any(not letter.isalpha() and letter not in _WITHIN_WORDS for letter in _inner(word)):
        return True
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in letters if letter not in "ªºµ"}
    if len(scripts) > 1:
        return True
    is_latin = scripts == {"LATIN"}
    if is_latin and len(letters) > 2 and not any(letter.isascii() for letter in letters):
        return True
    return any(before.islower() and after.isupper() for before, after in pairwise(word))


def _inner(word: str) -> str:
    """The word without punctuation, quotes and common signs around it."""
    start = next(place for place, letter in enumerate(word) if not _is_around(letter))
    end = len(word) - next(place for place, letter in enumerate(reversed(word)) if not _is_around(letter))
    return word[start:end]


def _is_around(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "P" or letter in _AROUND_WORDS


def _reason(text: str) -> str:
    return Words(text, context="tables")


def _cannot_be_told(
    found: Survey, readings: dict[str, list[str] | None], suiting: list[str], name: str
) -> UnknownEncodingError:
    examples = {codec: words[0] for codec in suiting or readings if (words := readings[codec])}
    return UnknownEncodingError(examples, found.utf8_fails_in or 1, name)
