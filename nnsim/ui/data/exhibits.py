"""What hangs in the gallery: the toy sets, the classic tables, and the tile that asks for a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.data.classics import CLASSICS, Classic
from nnsim.data.named import named_data
from nnsim.data.prepare import dataset_of
from nnsim.data.toy import Toy
from nnsim.data.toys import TOYS, make, usual_source
from nnsim.ui.data.gallery import TABLE, Exhibit
from nnsim.ui.data.thumbnails import N_POINTS, thumbnail

_NOISE: Final = 0.1
COMMON: Final = ("circle", "xor", "gauss", "spiral", "blobs", "sine", "plane", "and", "or", "xor_table")
COMMON_TABLES: Final = ("iris", "wine", "digits")
"""The toy sets and the tables that are asked for most."""


def exhibits(table_label: str, table_tip: str, table_caption: str) -> list[Exhibit]:
    """One tile for each common toy set and table, then the one for own tables."""
    toys = [_toy_exhibit(TOYS[name]) for name in COMMON]
    classics = [_classic_exhibit(CLASSICS[name]) for name in COMMON_TABLES]
    return [*toys, *classics, Exhibit(TABLE, table_label, table_tip, caption=table_caption)]


def _toy_exhibit(toy: Toy) -> Exhibit:
    sample = make(replace(usual_source(toy), n_samples=N_POINTS, noise=0.0 if toy.is_truth_table else _NOISE))
    translate = QCoreApplication.translate
    return Exhibit(toy.name, translate("data", toy.label), translate("data", toy.help), thumbnail(sample))


def _classic_exhibit(classic: Classic) -> Exhibit:
    translate = QCoreApplication.translate
    picture = thumbnail(dataset_of(named_data(classic.name)))
    tip = f"{translate('data', classic.help)}\n{classic.source} ({classic.licence})"
    return Exhibit(classic.name, translate("data", classic.label), tip, picture)
