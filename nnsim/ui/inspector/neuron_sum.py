"""The sum that a neuron computes, written out with the numbers of the sample in hand."""

from __future__ import annotations

from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Snapshot
from nnsim.ui.inspector.matrix_model import DECIMALS
from nnsim.ui.widgets.numbers import MINUS, format_fixed

_MOST_TERMS = 4


def written_sum(snapshot: Snapshot, layer: int, column: int, digits: int = DECIMALS) -> str:
    """``z = 0.50·1.20 − 1.00·0.30 + 0.10 = 0.40 → h = 0.38``; many terms become Σ x·w. Empty without a sample.

    The numbers shown are rounded; the sum is of the exact ones.
    """
    sample = snapshot.sample_view
    if sample is None or layer < 0:
        return ""
    block = blocks(snapshot.network)[layer]
    x = sample.inputs if layer == 0 else sample.activations[layer - 1]
    weights, biases = block.weights(snapshot.parameters)[:, column], block.biases(snapshot.parameters)
    bias = None if biases is None else float(biases[column])
    total = float(x @ weights) + (bias or 0.0)
    if len(x) > _MOST_TERMS:
        terms = f"Σ x·w {_signed(bias, digits)}" if bias is not None else "Σ x·w"
    else:
        terms = " + ".join(
            f"{format_fixed(float(a), digits)}·{_factor(float(w), digits)}" for a, w in zip(x, weights, strict=True)
        )
        terms += f" {_signed(bias, digits)}" if bias is not None else ""
    h = format_fixed(float(sample.activations[layer][column]), digits)
    return f"z = {terms} = {format_fixed(total, digits)}  →  h = {h}"


def _signed(value: float, digits: int) -> str:
    """A last term with its sign as an operation: ``− 0.30``."""
    text = format_fixed(value, digits)
    return f"{MINUS} {text[1:]}" if text.startswith(MINUS) else f"+ {text}"


def _factor(value: float, digits: int) -> str:
    """A factor; a negative one stands in brackets."""
    text = format_fixed(value, digits)
    return f"({text})" if text.startswith(MINUS) else text
