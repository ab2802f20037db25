"""The arrays of a file while a document is decoded: each is taken exactly once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nnsim.errors import ProjectFileError
from nnsim.storage.arrays import AnyArray
from nnsim.storage.fields import Fields, mismatch, place, text
from nnsim.storage.refusals import quoted, refusal


class Members:
    """Arrays by member name, and which of them the document has referred to.

    ``damaged`` : why members of the file that are none of ``arrays`` could not be read; told to whoever needs one
    """

    def __init__(self, arrays: Mapping[str, AnyArray], damaged: Mapping[str, ProjectFileError] | None = None) -> None:
        self._left = dict(arrays)
        self._damaged = damaged or {}
        self._taken: set[str] = set()

    def take(self, fields: Fields, key: str, *, dtype: str, length: int | None) -> AnyArray:
        """The array (length,) that a field refers to; any length if ``None``."""
        pointer = fields.at(key)
        name = text(fields.values[key], pointer)
        if name in self._taken:
            raise refusal("member_twice", f"{quoted(name)} is used for two things.", where=place(pointer))
        if name in self._damaged:
            raise self._damaged[name]
        if name not in self._left:
            raise refusal("member_missing", f"{quoted(name)} is not among the members.", where=place(pointer))
        array = self._left.pop(name)
        self._taken.add(name)
        if array.dtype.name != dtype or array.ndim != 1:
            found = f"{array.dtype.name} of shape {list(array.shape)}"
            raise mismatch(f"{quoted(name)} holds {found}, but {dtype} in one row is needed.", pointer)
        if length is not None and len(array) != length:
            raise mismatch(f"{quoted(name)} holds {len(array):,} numbers, but {length:,} are needed.", pointer)
        return array

    def take_narrowed(self, fields: Fields, key: str, *, length: int | None) -> AnyArray:
        """The array of 64-bit numbers that a field refers to, whether it is kept so or as bytes."""
        name = fields.values[key]
        kept = self._left.get(name) if isinstance(name, str) else None
        if kept is None or kept.dtype != np.uint8:
            return self.take(fields, key, dtype="float64", length=length)
        widened = self.take(fields, key, dtype="uint8", length=length).astype(np.float64)
        widened.flags.writeable = False
        return widened

    def take_finite(self, fields: Fields, key: str, *, dtype: str, length: int | None) -> AnyArray:
        """The same, with numbers only."""
        array = self.take(fields, key, dtype=dtype, length=length)
        check_finite(array, fields.at(key), missing_allowed=False)
        return array

    def check_all_taken(self, spared: str | None = None) -> None:
        """Refuse a member that nothing refers to, unless its name begins with ``spared``."""
        for name in self._left:
            if spared is not None and name.startswith(spared):
                continue
            raise refusal("member_unused", "Nothing in the project refers to this member.", where=name)


def check_finite(array: AnyArray, pointer: str, *, missing_allowed: bool) -> None:
    """Refuse infinite numbers, and NaN unless it may stand for a missing one."""
    good = ~np.isinf(array) if missing_allowed else np.isfinite(array)
    if not good.all():
        first = int(np.argmin(good))
        raise refusal(
            "not_finite", f"Number {first} is {array[first]}, which no project holds here.", where=place(pointer)
        )
