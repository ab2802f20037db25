"""How a run came to where it stands, in the user's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.model.stretch import Stretch
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.translated import translated

MOST_TOLD: Final = 3
"""More stretches nobody reads in one line."""


def way_told(way: Sequence[Stretch]) -> str:
    """``learning rate 0.3 instead of 0.03 from epoch 1,448 to 2,115``; empty if it was all the same on the way."""
    told = [_told(stretch) for stretch in way[:MOST_TOLD]]
    more = len(way) - MOST_TOLD
    if more == 1:
        told.append(QCoreApplication.translate("way_words", "1 more change"))
    elif more > 1:
        told.append(QCoreApplication.translate("way_words", "{0} more changes").format(format_count(more)))
    return ", ".join(told)


def apart(one: Sequence[Stretch], other: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """What of the first way is not in the other: a common beginning is no difference."""
    return tuple(stretch for stretch in one if stretch not in other)


def _told(stretch: Stretch) -> str:
    what = ", ".join(map(translated, stretch.what))
    begin, end = format_count(stretch.begin), format_count(stretch.end)
    if stretch.begin == stretch.end:
        return QCoreApplication.translate("way_words", "{0} in epoch {1}").format(what, begin)
    return QCoreApplication.translate("way_words", "{0} from epoch {1} to {2}").format(what, begin, end)
