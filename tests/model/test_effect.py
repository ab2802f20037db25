"""What an edit of weights did to the loss, and what the gradient said of it."""

from __future__ import annotations

import pytest

from nnsim.model.effect import Effect


@pytest.mark.parametrize(
    ("change", "foretold", "is_foretold"),
    [
        (0.25, 0.2, True),
        (-0.25, -0.13, True),
        (0.25, 0.1, False),
        (3.125e-5, -2.35e-6, False),
        (0.0, 0.0, True),
        (0.0, 0.1, False),
        (0.25, None, False),
    ],
)
def test_a_loss_that_went_elsewhere_was_not_foretold(change: float, foretold: float | None, is_foretold: bool) -> None:
    assert Effect(0.5, 0.5 + change, foretold).is_foretold == is_foretold
