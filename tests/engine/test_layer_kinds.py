"""Every kind of layer that can be chosen is complete, and the catalog's numbers are those of what it builds."""

from __future__ import annotations

from typing import get_args

import pytest

from nnsim.engine.catalog.entries import Entry
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.spec import Choice, LayerKind, LayerSpec
from nnsim.errors import SpecError


def test_the_catalog_has_every_kind_that_a_description_can_have() -> None:
    assert LAYER_KINDS.names == get_args(LayerKind)


@pytest.mark.parametrize("entry", LAYER_KINDS.entries, ids=lambda entry: entry.name)
def test_every_kind_has_words_a_formula_and_is_built_as_it_says(entry: Entry[LayerSpec]) -> None:
    made = entry.kind()
    assert made.kind == entry.name
    assert entry.label
    assert entry.formula
    assert entry.help.endswith(".")
    assert entry.kind.__doc__
    assert made.has_weights == (made.size > 0) == made.bias
    for parameter in entry.parameters:
        assert getattr(made, parameter.name) == parameter.default
        two = getattr(LAYER_KINDS.build(Choice.of(entry.name, **{parameter.name: 2.0})), parameter.name)
        assert (two, type(two)) == (2, int)


def test_a_mistyped_kind_is_answered_with_the_nearest() -> None:
    with pytest.raises(SpecError, match="no layer called") as caught:
        LAYER_KINDS.entry("conv3d")
    assert "conv2d" in caught.value.hint
