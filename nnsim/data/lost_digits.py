"""What a text loses that is read as a number: zeros in front, and digits beyond the sixteenth."""

from __future__ import annotations

import re
from typing import Final

from nnsim.data.gathering import Gathered
from nnsim.data.wording import quoted, said
from nnsim.words import QT_TRANSLATE_NOOP

_ZEROS: Final = re.compile(r"[+\-−]?0[0-9]+")
_WHOLE: Final = re.compile(r"[+\-−]?[0-9]{16,}")


def lost_digits_notices(cells: Gathered, beginning: Gathered) -> tuple[str, ...]:
    """Of codes that look like numbers, such as ``01067`` or very long ones: what becomes of the first of each sort.

    Parameters
    ----------
    beginning : the first cells, with the texts of numbers
    """
    texts = (cells if cells.has_all_texts else beginning).texts
    zeros = next((text for text in texts if _ZEROS.fullmatch(text)), None)
    long = next((text for text in texts if _WHOLE.fullmatch(text) and _is_rounded(text)), None)
    name, told = quoted(cells.name), []
    if zeros is not None:
        template = QT_TRANSLATE_NOOP(
            "tables",
            "Column {0}: zeros in front are dropped, {1} is read as {2}; if these are codes or names, take the column "
            "as categories.",
        )
        told.append(said(template, name, quoted(zeros), _read(zeros)))
    if long is not None:
        template = QT_TRANSLATE_NOOP(
            "tables",
            "Column {0}: a number keeps about 16 digits, {1} is read as {2}; if these are codes or names, take the "
            "column as categories.",
        )
        told.append(said(template, name, quoted(long), _read(long)))
    return tuple(told)


def _is_rounded(text: str) -> bool:
    return int(text.replace("−", "-")) != _read(text)


def _read(text: str) -> int:
    return int(float(text.replace("−", "-")))
