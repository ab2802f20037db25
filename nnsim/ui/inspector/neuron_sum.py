"""The sum that a neuron computes, written out with the numbers of the sample in hand."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Snapshot
from nnsim.ui.widgets.numbers import MINUS, format_fixed, format_number

translate = QCoreApplication.translate

DIGITS: Final = 4
_EXACT: Final = ("identity", "relu")
_LARGE: Final = 1e4
_SMALL: Final = 1e-3
EPSILON: Final = 1e-5
"""Of batch normalisation, as the engine has it."""


def written_sum(
    snapshot: Snapshot,
    layer: int,
    column: int,
    digits: int = DIGITS,
    *,
    most_terms: int | None = None,
    chosen: int | None = None,
) -> str:
    """``z = 0.5·1.2 − 1·0.3 + 0.1 = 0.4``. Empty without a sample.

    A number that is shown whole has no zeros behind it, any other has ``digits`` decimals. The sum has as many decimals
    as the terms, as they are shown, add up to; if they add up to no such number, there is a ≈ before it. With more than
    ``most_terms`` terms, the first of them, that of the link from ``chosen``, and the last are shown; of one only that
    of the link. Links that are cut bring no term. A layer that normalises adds its biases afterwards, see
    ``written_normalization``.
    """
    sample = snapshot.sample_view
    if sample is None or layer < 0:
        return ""
    block = blocks(snapshot.network)[layer]
    spec = snapshot.network.layers[layer]
    linked = [row for row in range(block.n_from) if (row, column) not in set(spec.cut)]
    x = (sample.inputs if layer == 0 else sample.activations[layer - 1])[linked].tolist()
    weights, biases = block.weights(snapshot.parameters)[linked, column].tolist(), block.biases(snapshot.parameters)
    bias = None if biases is None or spec.normalize else float(biases[column])
    pairs, is_cut = list(zip(x, weights, strict=True)), most_terms is not None and len(linked) > most_terms
    total = sum(a * w for a, w in pairs) + (bias or 0.0)
    shown = tuple(range(len(pairs)))
    if is_cut:
        shown = _in_sight(len(pairs), most_terms or 0, linked.index(chosen) if chosen in linked else 0)
    terms: list[str] = []
    for before, place in zip((-1, *shown), shown, strict=False):
        terms += ["+ …"] if place > before + 1 else []
        terms.append(_product(*pairs[place], digits))
    if shown and shown[-1] < len(pairs) - 1:
        terms.append("+ …")
    if bias is not None:
        terms.append(_with_sign(bias, digits))
    if not linked:
        return f"z = {_number(total, digits)}"
    written = " ".join(terms).removeprefix("+ ").replace(f"{MINUS} ", MINUS, 1 if terms[0].startswith(MINUS) else 0)
    as_shown = sum(_rounded(a, digits) * _rounded(w, digits) for a, w in pairs)
    as_shown += _rounded(bias or 0.0, digits)
    return f"z = {written} {_result(total, as_shown, digits)}"


def _in_sight(count: int, most: int, chosen: int) -> tuple[int, ...]:
    """The first terms, the chosen one and the last, in order: as many as ``most``; of one only the chosen one."""
    if most <= 1:
        return (chosen,)
    first, last = max(most - 1, 1), count - 1
    if first <= chosen < last:
        return *range(first - 1), chosen, last
    return *range(first), last


def written_activation(
    snapshot: Snapshot, layer: int, column: int, digits: int = DIGITS, *, prediction: str = "ŷ"
) -> str:
    """``h = tanh(z) ≈ 0.380``, of the last layer ``ŷ = …``; of a muted neuron that it is 0. Empty without a sample.

    ẑ is z after batch normalisation, see ``written_normalization``. ``prediction`` is what the answer of the last layer
    is called.
    """
    sample = snapshot.sample_view
    if sample is None or layer < 0:
        return ""
    spec = snapshot.network.layers[layer]
    name, z = spec.activation.name, "ẑ" if spec.normalize else "z"
    sign = prediction if layer == len(snapshot.network.layers) - 1 else "h"
    if column in spec.muted:
        return translate("neuron_sum", "muted: {0} = 0, whatever z is").format(sign)
    value = float(sample.activations[layer][column])
    if name == "identity":
        return f"{sign} = ẑ ≈ {_fixed(value, digits - 1)}" if spec.normalize else f"{sign} = z"
    label = translate("catalog", ACTIVATIONS.entry(name).label)
    is_whole = name in _EXACT and round(value, digits - 1) == round(value, 12)
    equals = "=" if is_whole else "≈"
    return f"{sign} = {label}({z}) {equals} {_fixed(value, digits - 1)}"


def written_normalization(snapshot: Snapshot, layer: int, column: int, digits: int = DIGITS) -> str:
    """``ẑ = 1.2·(z − 0.31) / 0.88 + 0.1``: gain, running mean and spread, and the bias, which stands behind it.

    Empty of a layer that does not normalise.
    """
    if layer < 0 or not snapshot.network.layers[layer].normalize:
        return ""
    block = blocks(snapshot.network)[layer]
    gain, mean, variance = block.normalization(snapshot.parameters)[:, column].tolist()
    spread, biases = math.sqrt(variance + EPSILON), block.biases(snapshot.parameters)
    bias = "" if biases is None else f" {_with_sign(float(biases[column]), digits)}"
    centred = f"(z {_with_sign(-mean, digits)})"
    return f"ẑ = {_number(gain, digits)}·{centred} / {_number(spread, digits)}{bias}"


def _result(total: float, as_shown: float, digits: int) -> str:
    for decimals in (digits, digits - 1):
        if _fixed(total, decimals) == _fixed(as_shown, decimals):
            exact = decimals == digits and abs(total) < _LARGE and _rounded(total, digits) == round(total, 12)
            return f"= {_number(total, digits) if exact else _fixed(total, decimals)}"
    return f"≈ {_fixed(total, digits - 1)}"


def _product(x: float, weight: float, digits: int) -> str:
    """``− 0.5·(−1.25)``: the sign of x as an operation, a negative factor in brackets."""
    factor = _number(weight, digits)
    return f"{_with_sign(x, digits)}·{f'({factor})' if factor.startswith(MINUS) else factor}"


def _with_sign(value: float, digits: int) -> str:
    """A term with its sign as an operation: ``− 0.3``."""
    text = _number(value, digits)
    return f"{MINUS} {text[1:]}" if text.startswith(MINUS) else f"+ {text}"


def _rounded(value: float, digits: int) -> float:
    return round(value, digits) if abs(value) < _LARGE else float(f"{value:.{digits}e}")


def _number(value: float, digits: int) -> str:
    """Without zeros behind it if it is shown whole."""
    whole = round(value, digits)
    if abs(value) < _LARGE and whole == round(value, 12):
        return format_number(whole, digits + 5) if abs(whole) >= _SMALL or not whole else _fixed(value, digits)
    return _fixed(value, digits)


def _fixed(value: float, decimals: int) -> str:
    return format_fixed(value, decimals) if abs(value) < _LARGE else format_number(value, decimals + 1)
