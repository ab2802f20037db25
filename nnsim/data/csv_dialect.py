"""Which dialect a CSV file is written in: its delimiter, its decimal mark, and whether it starts with names.

The methods are simple enough to be explained in a notice, and each can be overruled.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from nnsim.data.cells import Decimal, has_mark, is_missing, number_in
from nnsim.data.wording import quoted
from nnsim.errors import UsageError

# Commas stand last: next to one of the others they are decimal commas or punctuation.
_DELIMITERS = ("\t", ";", "|", ",")
_TITLES = {"\t": "tabs", ";": "semicolons", "|": "vertical bars", ",": "commas"}
_WORDS = {"tab": "\t", "\\t": "\t", "semicolon": ";", "comma": ",", "bar": "|"}
# Below the longest cell that the csv module takes.
_SAMPLE_CHARACTERS = 100_000
_SAMPLE_RECORDS = 200


def asked_delimiter(text: str) -> str:
    """The delimiter that a person wrote, as a character or as ``tab``, ``comma``, ``semicolon``, ``bar``."""
    delimiter = _WORDS.get(text, text)
    if len(delimiter) != 1 or delimiter in '"\r\n\0' or delimiter.isalnum():
        raise UsageError(
            "table.delimiter", f"{quoted(text)} cannot separate cells.", hint="Choose , ; | or tab, or leave it out."
        )
    return delimiter


def asked_decimal(text: str) -> Decimal:
    """The decimal mark that a person wrote."""
    if text == ".":
        return "."
    if text == ",":
        return ","
    raise UsageError("table.decimal", f"{quoted(text)} is not a decimal mark.", hint="Choose . or , or leave it out.")


def delimiter_title(delimiter: str) -> str:
    """How notices call a delimiter."""
    return _TITLES.get(delimiter, quoted(delimiter))


def likely_delimiter(text: str, decimal: Decimal | None = None) -> str | None:
    """The character that cuts the most lines into as many cells as the first; ``None`` if it cuts none.

    Among equals the order is tab, semicolon, vertical bar, comma. A first line that stays whole counts as a title above
    the table if nine in ten of the others are cut alike.
    """
    samples = {delimiter: _sample(text, delimiter) for delimiter in _DELIMITERS}
    if decimal == "," and '"' not in text:
        del samples[","]
    for share_of in (_share_like_the_first, _share_below_a_title):
        shares = {delimiter: share_of(records) for delimiter, records in samples.items()}
        best = max(shares, key=lambda delimiter: shares[delimiter])
        if shares[best] > 0:
            return best
    return None


def likely_decimal(text: str, records: Sequence[Sequence[str]], delimiter: str) -> Decimal:
    """A comma if more cells hold a number with a decimal comma than one with a decimal point."""
    if "," not in text or (delimiter == "," and '"' not in text):
        return "."
    n_commas = sum(has_mark(cell.strip(), ",") for record in records for cell in record)
    n_points = sum(has_mark(cell.strip(), ".") for record in records for cell in record) if n_commas else 0
    return "," if n_commas > n_points else "."


def likely_header(records: Sequence[Sequence[str]], decimal: Decimal) -> bool:
    """Whether the first record holds names.

    It does if none of its cells is a number and either a column below is made of numbers or no cell comes back in its
    own column.
    """
    first = [cell.strip() for cell in records[0]]
    if any(number_in(cell, decimal) is not None for cell in first) or not any(first):
        return False
    below = [[cell.strip() for cell in record] for record in islice(records, 1, _SAMPLE_RECORDS)]
    columns = list(zip(*below, strict=False))
    named = [column for cell, column in zip(first, columns, strict=False) if not is_missing(cell)]
    if any(_is_numeric(column, decimal) for column in named):
        return True
    return not any(cell in column for cell, column in zip(first, columns, strict=False))


def _sample(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text[:_SAMPLE_CHARACTERS], newline=""), delimiter=delimiter, skipinitialspace=True)
    records = [record for record in islice(reader, _SAMPLE_RECORDS) if record]
    is_cut = len(text) > _SAMPLE_CHARACTERS and 1 < len(records) < _SAMPLE_RECORDS
    return records[:-1] if is_cut else records


def _share_like_the_first(records: list[list[str]]) -> float:
    width = len(records[0]) if records else 1
    return sum(len(record) == width for record in records) / len(records) if width > 1 else 0.0


def _share_below_a_title(records: list[list[str]]) -> float:
    rest = records[1:]
    if not rest or _is_one_column_of_decimals(rest):
        return 0.0
    width, n_alike = Counter(len(record) for record in rest).most_common(1)[0]
    share = n_alike / len(rest)
    return share if width > 1 and share >= 0.9 else 0.0


def _is_one_column_of_decimals(records: list[list[str]]) -> bool:
    """Whether commas only cut numbers such as ``1,5`` in two."""
    return all(len(record) == 1 or has_mark(",".join(record), ",") for record in records)


def _is_numeric(column: Sequence[str], decimal: Decimal) -> bool:
    present = [cell for cell in column if not is_missing(cell, among_numbers=True)]
    n_numbers = sum(number_in(cell, decimal) is not None for cell in present)
    return n_numbers > 0 and 2 * n_numbers >= len(present)
