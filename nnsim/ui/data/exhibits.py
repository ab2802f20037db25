"""What hangs in the gallery: the toy sets, the classic tables, and the tile that asks for a file."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.data.spec import ToySource
from nnsim.data.toys import TOYS, Toy, make
from nnsim.ui.data.gallery import TABLE, Exhibit
from nnsim.ui.data.thumbnails import N_POINTS, thumbnail

_NOISE: Final = 0.1


def toy_exhibits() -> list[Exhibit]:
    """One tile for each toy set, in the order of the catalog."""
    return [_toy_exhibit(toy) for toy in TOYS.values()]


def table_exhibit(label: str, tip: str, caption: str) -> Exhibit:
    """The tile behind which people's own tables are."""
    return Exhibit(TABLE, label, tip, caption=caption)


def _toy_exhibit(toy: Toy) -> Exhibit:
    sample = make(ToySource(toy.name, N_POINTS, 0.0 if toy.is_truth_table else _NOISE))
    translate = QCoreApplication.translate
    return Exhibit(toy.name, translate("data", toy.label), translate("data", toy.help), thumbnail(sample))
