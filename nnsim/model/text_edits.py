"""Edits of what is counted in the texts of a table."""

from __future__ import annotations

from dataclasses import replace

from nnsim.data.bags import MOST_TERMS, Bag
from nnsim.data.column_parts import part_names
from nnsim.data.spec import TableSource
from nnsim.data.table_dataset import find_column
from nnsim.errors import SpecError
from nnsim.model.change import Edited
from nnsim.model.data_edits import with_same_data
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP, Words


def set_bag(project: Project, column: str, bag: Bag) -> Edited:
    """Count this in the texts of a column: the terms are found anew in all of its texts.

    Raises
    ------
    SpecError
        ``data.not_texts``, ``data.terms``
    """
    source = project.data.source
    found = find_column(source.table, column) if isinstance(source, TableSource) else None
    if not isinstance(source, TableSource) or found is None or found.kind != "text":
        raise SpecError(
            "data.not_texts",
            Words(QT_TRANSLATE_NOOP("errors", "Words can only be counted in a column of texts, not in “{0}”."), column),
            where="data",
        )
    if not 1 <= bag.most <= MOST_TERMS:
        raise SpecError(
            "data.terms",
            Words(QT_TRANSLATE_NOOP("errors", "From 1 to {0} can be counted, not {1}."), f"{MOST_TERMS:,}", bag.most),
            where="data",
        )
    other = replace(found, bag=bag.fitted(found.labels))
    columns = tuple(other if each is found else each for each in source.table.columns)
    parts = set(part_names(found, source.missing))
    inputs = tuple(dict.fromkeys(column if name in parts else name for name in project.data.inputs))
    data = replace(project.data, source=replace(source, table=replace(source.table, columns=columns)), inputs=inputs)
    words = QT_TRANSLATE_NOOP("edits", "{0} words of {1}")
    letters = QT_TRANSLATE_NOOP("edits", "{0} letters of {1}")
    label = words if bag.unit == "words" else letters
    return with_same_data(project, data, label, (str(bag.most), column))
