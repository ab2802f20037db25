"""Words for tooltips, which Qt would write in one line however long."""

from __future__ import annotations

import textwrap
from typing import Final

_SIGNS: Final = 76
"""In a line: as many as one reads at a glance."""


def in_lines(text: str) -> str:
    """The text in lines that are not too long; line breaks of its own stay."""
    return "\n".join(textwrap.fill(line, _SIGNS, break_long_words=False) for line in text.split("\n"))
