"""What a description says of itself."""

from __future__ import annotations

from nnsim.engine.spec import StopSpec


def test_limits_are_those_that_are_set() -> None:
    assert StopSpec().limits() == {}
    assert StopSpec(loss=0.0, patience=5).limits() == {"loss": 0.0, "patience": 5}
    assert list(StopSpec(1, 2.0, 0.5, 4.0, 5).limits()) == ["epochs", "loss", "accuracy", "seconds", "patience"]
