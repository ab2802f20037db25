"""Texts as bags of words: how often each of the most frequent words, or letters, stands in a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from nnsim.data.dataset import Numbers, frozen
from nnsim.data.sentences import letters_in, words_in

BagUnit = Literal["words", "letters"]
MOST_TERMS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Bag:
    """What is counted in the texts of a column.

    Parameters
    ----------
    unit : whether whole words are counted or single letters
    most : so many different ones at most, 1 to ``MOST_TERMS``
    folds_case : whether ``The`` and ``the`` are the same
    terms : those that are counted; found in all texts of the table, also those of tested rows, each different one once,
        and kept for texts that come later
    """

    unit: BagUnit = "words"
    most: int = 50
    folds_case: bool = True
    terms: tuple[str, ...] = ()

    def fitted(self, texts: Iterable[str]) -> Bag:
        """The bag with the terms that stand in the most of these texts; among equals in alphabetical order."""
        found = Counter(term for text in texts for term in dict.fromkeys(self._terms_in(text)))
        ranked = sorted(found, key=lambda term: (-found[term], term))
        return replace(self, terms=tuple(ranked[: self.most]))

    def counts(self, texts: Sequence[str]) -> Numbers:
        """How often each term stands in each text: (texts, terms)."""
        place = {term: number for number, term in enumerate(self.terms)}
        counts = np.zeros((len(texts), len(self.terms)))
        for row, text in enumerate(texts):
            for term in self._terms_in(text):
                if term in place:
                    counts[row, place[term]] += 1
        return frozen(counts)

    def _terms_in(self, text: str) -> list[str]:
        folded = text.lower() if self.folds_case else text
        return words_in(folded) if self.unit == "words" else letters_in(folded)


WORDS: Final = Bag()
"""The fifty most frequent words: what is counted unless something else is asked for."""
