"""What a text loses that is read as a number: zeros in front, and digits beyond the sixteenth."""

from __future__ import annotations

import re
from typing import Final

from nnsim.data.gathering import Gathered
from nnsim.data.wording import quoted

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
    told = []
    if zeros is not None:
        told.append(f"zeros in front are dropped, {quoted(zeros)} is read as {_read(zeros)}")
    if long is not None:
        told.append(f"a number keeps about 16 digits, {quoted(long)} is read as {_read(long)}")
    end = "if these are codes or names, take the column as categories."
    return tuple(f"Column {quoted(cells.name)}: {each}; {end}" for each in told)


def _is_rounded(text: str) -> bool:
    return int(text.replace("−", "-")) != _read(text)


def _read(text: str) -> int:
    return int(float(text.replace("−", "-")))
