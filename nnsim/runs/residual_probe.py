"""How far off a run's predictions of quantities are."""

from __future__ import annotations

from nnsim.data.prepare import Prepared
from nnsim.engine.calls import prepared_arithmetic
from nnsim.engine.snapshot import Residuals, frozen
from nnsim.runs.outcome import Outcome


def residuals_of(outcome: Outcome, prepared: Prepared) -> Residuals:
    """Of all samples, as the network is now."""
    rows, targets = (prepared.train_rows, prepared.test_rows), prepared.dataset.targets
    with prepared_arithmetic():
        told = [prepared.predictions_in_units(part) for part in outcome.predictions()]
        train, test = (frozen(targets[part] - said) for part, said in zip(rows, told, strict=True))
    return Residuals(train, test)
