"""Toy sets whose rows are always the same: logic gates, one-hot codes, digits of seven segments."""

from __future__ import annotations

from typing import Final

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.data.toy import Points, Rule, Toy
from nnsim.words import QT_TRANSLATE_NOOP

_SEGMENTS: Final = "abcdefg"
_LIT: Final = ("abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg")
"""Which of the segments are lit for 0 to 9: a above, then clockwise b to f, g in the middle."""
_BITS: Final = 8


def corners(n_inputs: int) -> Numbers:
    """All rows of ``n_inputs`` bits, counted upwards: (2^n_inputs, n_inputs)."""
    rows = np.arange(2**n_inputs)[:, np.newaxis]
    return ((rows >> np.arange(n_inputs)[::-1]) & 1).astype(np.float64)


def _fixed(inputs: Numbers, targets: Numbers) -> Rule:
    return lambda _draw: Points(inputs, targets)


def _gate(name: str, label: str, text: str, *values: int) -> Toy:
    """A gate with one value for each row of its inputs."""
    n_inputs = (len(values) - 1).bit_length()
    rule = _fixed(corners(n_inputs), np.array(values, dtype=np.float64))
    return Toy(
        name,
        label,
        text,
        "logic",
        n_inputs,
        rule,
        ("0", "1"),
        n_rows=len(values),
        input_names=tuple(f"x{number}" for number in range(1, n_inputs + 1)),
        target_names=("class",),
    )


def _segments() -> Numbers:
    return np.array([[float(segment in lit) for segment in _SEGMENTS] for lit in _LIT])


TRUTH_TABLES: Final = (
    _gate(
        "and",
        QT_TRANSLATE_NOOP("data", "AND table"),
        QT_TRANSLATE_NOOP("data", "Four points: 1 if both inputs are 1."),
        *(0, 0, 0, 1),
    ),
    _gate(
        "or",
        QT_TRANSLATE_NOOP("data", "OR table"),
        QT_TRANSLATE_NOOP("data", "Four points: 1 if one of the inputs is 1, or both."),
        *(0, 1, 1, 1),
    ),
    _gate(
        "xor_table",
        QT_TRANSLATE_NOOP("data", "XOR table"),
        QT_TRANSLATE_NOOP("data", "Four points: 1 if exactly one of the inputs is 1."),
        *(0, 1, 1, 0),
    ),
    _gate(
        "nand",
        QT_TRANSLATE_NOOP("data", "NAND table"),
        QT_TRANSLATE_NOOP("data", "Four points: 0 only if both are 1. Every gate can be built of it."),
        *(1, 1, 1, 0),
    ),
    _gate(
        "nor",
        QT_TRANSLATE_NOOP("data", "NOR table"),
        QT_TRANSLATE_NOOP("data", "Four points: 1 if none of the inputs is 1."),
        *(1, 0, 0, 0),
    ),
    _gate(
        "xnor",
        QT_TRANSLATE_NOOP("data", "XNOR table"),
        QT_TRANSLATE_NOOP("data", "Four points: 1 if both inputs are the same. One neuron cannot do it."),
        *(1, 0, 0, 1),
    ),
    _gate(
        "implication",
        QT_TRANSLATE_NOOP("data", "IF–THEN table"),
        QT_TRANSLATE_NOOP("data", "Implication, four points: 0 only if x₁ is 1 and x₂ is 0."),
        *(1, 1, 0, 1),
    ),
    _gate(
        "parity",
        QT_TRANSLATE_NOOP("data", "Parity table"),
        QT_TRANSLATE_NOOP("data", "Three bits: 1 if an odd number of them is 1. XOR with one input more."),
        *(0, 1, 1, 0, 1, 0, 0, 1),
    ),
    Toy(
        "encoder",
        QT_TRANSLATE_NOOP("data", "Encoder"),
        QT_TRANSLATE_NOOP(
            "data",
            "Eight bits, a single 1 among them, to be given back through three neurons: a code is to be found.",
        ),
        "codes",
        _BITS,
        _fixed(np.eye(_BITS), np.eye(_BITS)),
        n_rows=_BITS,
        input_names=tuple(f"x{number}" for number in range(1, _BITS + 1)),
        target_names=tuple(f"y{number}" for number in range(1, _BITS + 1)),
        is_code=True,
        hidden=(3,),
    ),
    Toy(
        "segments",
        QT_TRANSLATE_NOOP("data", "Seven segments"),
        QT_TRANSLATE_NOOP(
            "data",
            "Digits of a pocket calculator: which segments are lit, and which digit it is.",
        ),
        "codes",
        len(_SEGMENTS),
        _fixed(_segments(), np.arange(len(_LIT), dtype=np.float64)),
        tuple(map(str, range(len(_LIT)))),
        n_rows=len(_LIT),
        input_names=tuple(_SEGMENTS),
        target_names=("digit",),
    ),
)
