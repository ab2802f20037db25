"""Values worth a comparison, each a function of the present one; in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable

from nnsim.engine.catalog.entries import Parameter
from nnsim.engine.spec import Choice
from nnsim.runs.sweep_settings import Value


def choices_to_try(*names: str) -> Callable[[Value], tuple[Value, ...]]:
    """Entries of the catalog by name, the present one first."""

    def proposed(present: Value) -> tuple[Value, ...]:
        known = {choice.name: choice for choice in map(Choice, names)}
        if isinstance(present, Choice):
            known.pop(present.name, None)
            return present, *known.values()
        return tuple(known.values())

    return proposed


def numbers_to_try(*usual: float) -> Callable[[Value], tuple[Value, ...]]:
    """These numbers and the present one, ascending."""

    def proposed(present: Value) -> tuple[Value, ...]:
        now = float(present) if isinstance(present, int | float) else usual[0]
        return tuple(sorted({*usual, now}))

    return proposed


def rates_to_try(present: Value) -> tuple[Value, ...]:
    """A tenth, the same, ten times as much."""
    if not isinstance(present, int | float) or not present:
        return 0.0, 0.01, 0.1
    return tuple(float(f"{present * factor:.12g}") for factor in (0.1, 1, 10))


def batches_to_try(present: Value) -> tuple[Value, ...]:
    """Single samples, the present size, all at once."""
    usual = present if isinstance(present, int) and present != 1 else 10
    return 1, usual, None


def layers_to_try(present: Value) -> tuple[Value, ...]:
    """A layer less, the present ones, one more like the last; of no layer: one, and two."""
    sizes = present if isinstance(present, tuple) else ()
    if not sizes:
        return (), (4,), (8, 8)
    return sizes[:-1], sizes, (*sizes, sizes[-1])


def seeds_to_try(present: Value) -> tuple[Value, ...]:
    """The present seed and those that follow it."""
    first = present if isinstance(present, int) else 0
    return first, first + 1, first + 2


def numbers_further(values: tuple[Value, ...], parameter: Parameter) -> tuple[Value, ...]:
    """Numbers beyond those that are compared already, the most natural first."""
    known = [value for value in values if isinstance(value, int | float)]
    largest, least = max(known, default=parameter.default), min((v for v in known if v > 0), default=0.0)
    factors = (10.0, 3.0, 2.0) if parameter.maximum > 1 else (2.0, 1.5)
    made = [largest + 1] if parameter.name == "seed" else [*(largest * factor for factor in factors), least / 10]
    made += [parameter.maximum, parameter.default]
    rounded = (round(value) if parameter.whole else float(f"{value:.12g}") for value in made)
    return tuple(value for value in rounded if parameter.minimum <= value <= parameter.maximum)
