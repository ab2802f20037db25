"""Whether cells hold sentences rather than labels, and the words and letters in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MOST_LOOKED_AT = 1_000
_LEAST_ROWS = 4
LEAST_WORDS = 3.0
"""So many words, that do not begin with a capital, a sentence has on average; names and addresses have fewer."""


def words_in(text: str) -> list[str]:
    """The words of a text: runs of letters of any script, with apostrophes within."""
    return _WORD.findall(text)


def letters_in(text: str) -> list[str]:
    """The letters of a text, of any script."""
    return [letter for letter in text if letter.isalpha()]


def small_words_per_cell(texts: Sequence[str]) -> float:
    """How many words of a text do not begin with a capital, on average."""
    looked_at = texts[:_MOST_LOOKED_AT]
    return sum(not word[0].isupper() for text in looked_at for word in words_in(text)) / max(1, len(looked_at))


def are_sentences(texts: Sequence[str], n_cells: int) -> bool:
    """Whether different texts that stand in so many cells are sentences: of several words, and hardly one twice."""
    is_varied = n_cells >= _LEAST_ROWS and 10 * len(texts) >= 9 * n_cells
    return is_varied and small_words_per_cell(texts) >= LEAST_WORDS
