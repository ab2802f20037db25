"""JSON without the liberties of the standard library: no NaN, no 1e999, no key twice, no abyss."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from nnsim.errors import ProjectFileError
from nnsim.storage.limits import MAX_JSON_BYTES, MAX_JSON_DEPTH, MAX_JSON_VALUES
from nnsim.storage.refusals import quoted, refusal

_LONGEST_INTEGER = 20
_LONGEST_NUMBER = 400


def parse(data: bytes, where: str) -> Any:
    """The value that ``data`` spells; raises ``ProjectFileError`` with a code ``file.json…``."""
    if len(data) > MAX_JSON_BYTES:
        raise refusal("json_size", f"The description is larger than {MAX_JSON_BYTES:,} bytes.", where=where)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refusal("json", f"Byte {error.start} is not UTF-8 text.", where=where) from error
    _check_structure(text, where)

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in items:
            if key in found:
                raise refusal("json_duplicate", f"The key {quoted(key)} stands twice in one object.", where=where)
            found[key] = value
        return found

    def constant(name: str) -> NoReturn:
        raise _bad_number(name, where)

    def floating(digits: str) -> float:
        value = float(digits) if len(digits) <= _LONGEST_NUMBER else math.inf
        if not math.isfinite(value):
            raise _bad_number(digits, where)
        return value

    def integer(digits: str) -> int:
        if len(digits) > _LONGEST_INTEGER:
            raise _bad_number(digits, where)
        return int(digits)

    numbers: dict[str, Any] = {"parse_constant": constant, "parse_float": floating, "parse_int": integer}
    try:
        return json.loads(text, object_pairs_hook=pairs, **numbers)
    except json.JSONDecodeError as error:
        place = f"{where} line {error.lineno} column {error.colno}"
        raise refusal("json", f"This is not JSON: {error.msg}.", where=place) from error


def dump(value: object) -> bytes:
    """Readable JSON, the same bytes for the same value; raises ``ValueError`` on NaN. Half characters become ``?``."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8", "replace")


def is_small_enough(data: bytes) -> bool:
    """Whether ``parse`` would take a document of this size, asked before it is written."""
    return len(data) <= MAX_JSON_BYTES and _n_values(_outside_texts(data.decode("utf-8"))) <= MAX_JSON_VALUES


def _outside_texts(text: str) -> NDArray[np.uint8]:
    """The bytes of the brackets, commas and numbers."""
    outside = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    return np.frombuffer(outside.encode("utf-8"), dtype=np.uint8)


def _n_values(outside: NDArray[np.uint8]) -> int:
    """About as many as there are values: what opens one, and what comes before the next."""
    return sum(int(np.count_nonzero(outside == ord(sign))) for sign in "[{,")


def _check_structure(text: str, where: str) -> None:
    """Look before the parser does, which would run out of stack or of patience. Twice the text takes twice the time."""
    letters = _outside_texts(text)
    if _n_values(letters) > MAX_JSON_VALUES:
        raise refusal("json_size", f"The description has more than {MAX_JSON_VALUES:,} values.", where=where)
    opening = (letters == ord("[")) | (letters == ord("{"))
    closing = (letters == ord("]")) | (letters == ord("}"))
    depths = np.cumsum(opening.astype(np.int8) - closing.astype(np.int8), dtype=np.int32)
    if depths.max(initial=0) > MAX_JSON_DEPTH:
        raise refusal("json_depth", f"The description is nested deeper than {MAX_JSON_DEPTH} levels.", where=where)


def _bad_number(digits: str, where: str) -> ProjectFileError:
    return refusal("json_number", f"{quoted(digits)} is not a number that a project can hold.", where=where)
