"""What dragging a weight does to the loss, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Snapshot
from nnsim.session.session import Session
from nnsim.ui.widgets.numbers import format_number

translate = QCoreApplication.translate

_DIGITS = 4
_DIGITS_OF_CHANGE = 2


def grab_words(session: Session) -> tuple[str, str] | None:
    """``loss 0.2331 → 0.229`` and ``expected −0.0043``, ``got −0.0041``; ``None`` unless a weight is held at rest.

    While training goes on, the loss changes for other reasons too, so nothing is said.
    """
    grab, snapshot = session.hand.grab, session.snapshot
    if grab is None or snapshot.network.shapes != grab.before.network.shapes:
        return None
    before, now = _loss(grab.before), _loss(snapshot)
    if before is None or now is None:
        return None
    weight = float(blocks(snapshot.network)[grab.layer].matrix(snapshot.parameters)[grab.row, grab.column])
    expected, got = (_signed(change) for change in (grab.expected_change(weight), now - before))
    losses = translate("grab_words", "loss {0} → {1}").format(
        format_number(before, _DIGITS), format_number(now, _DIGITS)
    )
    return losses, translate("grab_words", "expected {0}\ngot {1}").format(expected, got)


def grab_help() -> str:
    """What the two changes are."""
    return translate(
        "grab_words",
        "Expected: what the gradient at the start of the drag promises, gradient × change of the weight.\n"
        "Got: how the training loss has really changed. The larger the change, the less the promise holds.",
    )


def _loss(snapshot: Snapshot) -> float | None:
    """The training loss of this very moment."""
    return None if snapshot.now is None else float(snapshot.now.train_loss[-1])


def _signed(change: float) -> str:
    return f"{'+' if change > 0 else ''}{format_number(change, _DIGITS_OF_CHANGE)}"
