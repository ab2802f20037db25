"""What can be chosen as data: toy sets, tables that ship, and a file of one's own; each with its picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, get_args

from PySide6.QtCore import QCoreApplication

from nnsim.data.classics import CLASSICS, Classic
from nnsim.data.named import named_data
from nnsim.data.prepare import dataset_of
from nnsim.data.toy import FORMULA, Group, Toy
from nnsim.data.toys import TOYS, make, usual_source
from nnsim.session.own_tables import OwnTable
from nnsim.ui.data.gallery import DRAW, DRAW_CURVE, PICTURES, TABLE, Exhibit
from nnsim.ui.data.thumbnails import N_POINTS, Thumbnail, thumbnail
from nnsim.ui.widgets.numbers import format_count

translate = QCoreApplication.translate

_OWN: Final = "+own"
_NOISE: Final = 0.1
_MOST_SHOWN: Final = 400
COMMON: Final = ("circle", "xor", "spiral", "sine", DRAW, "iris", "digits", "blobs", "gauss", TABLE)
"""What is asked for most, in two rows. The two before the last are asked for least: they give way to others in hand."""


def exhibit_of(name: str) -> Exhibit:
    """The tile of a toy set, of a table that ships, or of what is one's own."""
    if name == TABLE:
        label = translate("exhibits", "Open a table")
        tip = translate("exhibits", "A table of your own (CSV, Excel): choose what is to be predicted.")
        return Exhibit(TABLE, label, tip, caption=translate("exhibits", "table"), sign="+")
    if name == PICTURES:
        label = translate("exhibits", "Open a folder of pictures")
        tip = translate("exhibits", "Pictures of your own: a folder with a folder in it for each class.")
        return Exhibit(PICTURES, label, tip, caption=translate("exhibits", "folder"), sign="+")
    if name == DRAW:
        label = translate("exhibits", "Draw your own")
        tip = translate(
            "exhibits", "Points of your own, set, sprayed and moved by hand, while the network learns them."
        )
        return Exhibit(DRAW, label, tip, caption=translate("exhibits", "draw"), sign="✎")
    if name == DRAW_CURVE:
        label = translate("exhibits", "Draw a curve")
        tip = translate("exhibits", "A quantity over one input, drawn by dragging, while the network follows it.")
        return Exhibit(DRAW_CURVE, label, tip, caption=translate("exhibits", "curve"), sign="✎")
    return _toy_exhibit(TOYS[name]) if name in TOYS else _classic_exhibit(CLASSICS[name])


def own_exhibit(own: OwnTable) -> Exhibit:
    """The tile of a table of one's own that was in hand lately."""
    table = own.table
    size = translate("exhibits", "Your table: {0} rows × {1} columns, as it was learnt last.")
    tip = size.format(format_count(table.n_rows), format_count(len(table.columns)))
    return Exhibit(own_name(own.number), table.name, tip, thumbnail(own.shown))


def own_name(number: int) -> str:
    """The name of such a tile; no data set can be called that."""
    return f"{_OWN}{number}"


def own_number(name: str) -> int | None:
    """Which table of one's own a tile of that name stands for; ``None`` for all others."""
    return int(name.removeprefix(_OWN)) if name.startswith(_OWN) else None


def exhibits_by_group(own: Sequence[Exhibit] = ()) -> dict[str, list[Exhibit]]:
    """Everything that can be chosen under the heading of its group, in order; ``own`` are tables of one's own."""
    headings: dict[Group, str] = {
        "two": translate("exhibits", "Two classes"),
        "more": translate("exhibits", "More classes"),
        "curves": translate("exhibits", "Curves: y over x"),
        "surfaces": translate("exhibits", "Surfaces: y over x₁ and x₂"),
        "logic": translate("exhibits", "Logic gates"),
        "codes": translate("exhibits", "Codes and pictures"),
        "tables": translate("exhibits", "Tables"),
        "own": translate("exhibits", "Your own"),
    }
    everything: tuple[Toy | Classic, ...] = (*TOYS.values(), *CLASSICS.values())
    found = {
        headings[group]: [exhibit_of(choice.name) for choice in everything if choice.group == group]
        for group in get_args(Group)
    }
    found[headings["own"]] += [*own, *map(exhibit_of, (DRAW, DRAW_CURVE, TABLE, PICTURES))]
    return found


def label_of(name: str) -> str:
    """A toy set or a table as people call it."""
    if name == DRAW:
        return translate("exhibits", "Own points")
    if name == DRAW_CURVE:
        return translate("exhibits", "Own curve")
    return translate("data", TOYS[name].label if name in TOYS else CLASSICS[name].label)


def asked_picture(name: str, n_samples: int, noise: float, seed: int) -> Thumbnail | None:
    """The picture of a set with so many points and so much noise; ``None`` of what has no choice of them, or none.

    Of very many points some stand for all.
    """
    if name not in TOYS or TOYS[name].is_truth_table or TOYS[name].is_formula:
        return None
    shown = min(n_samples, _MOST_SHOWN)
    return thumbnail(make(replace(usual_source(TOYS[name], seed), n_samples=shown, noise=noise)), shown)


def _toy_exhibit(toy: Toy) -> Exhibit:
    label, text = translate("data", toy.label), translate("data", toy.help)
    if toy.name == FORMULA:
        return Exhibit(toy.name, label, text, caption=translate("exhibits", "y = …"), sign="ƒ")
    sample = make(replace(usual_source(toy), n_samples=N_POINTS, noise=0.0 if toy.is_truth_table else _NOISE))
    return Exhibit(toy.name, label, text, thumbnail(sample))


def _classic_exhibit(classic: Classic) -> Exhibit:
    picture = thumbnail(dataset_of(named_data(classic.name)))
    label, text = translate("data", classic.label), translate("data", classic.help)
    return Exhibit(classic.name, label, text, picture, source=f"{classic.source} ({classic.licence})")
