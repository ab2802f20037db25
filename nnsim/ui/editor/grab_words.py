"""What setting a weight by hand does to the loss, in words."""

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
    """``loss 0.2331 → 0.229`` and ``slope foretold −0.0043``, ``in fact −0.0041``; if there is none, that.

    ``None`` unless a weight is being dragged, or was the last thing to be set. While training goes on, or has gone on
    since, the loss changes for other reasons too, so nothing is said.
    """
    grab, snapshot = session.hand.grab or session.hand.put_last, session.snapshot
    if grab is None or snapshot.network.shapes != grab.before.network.shapes or snapshot.step != grab.before.step:
        return None
    before, now = _loss(grab.before), _loss(snapshot)
    if before is None or now is None:
        return None
    weight = float(blocks(snapshot.network)[grab.layer].matrix(snapshot.parameters)[grab.row, grab.column])
    foretold, came = grab.expected_change(weight), _signed(now - before)
    losses = translate("grab_words", "loss {0} → {1}").format(
        format_number(before, _DIGITS), format_number(now, _DIGITS)
    )
    if foretold is None:
        return losses, translate("grab_words", "steps have no slope\nin fact {0}").format(came)
    return losses, translate("grab_words", "slope foretold {0}\nin fact {1}").format(_signed(foretold), came)


def grab_help() -> str:
    """What the two changes are."""
    return translate(
        "grab_words",
        "The slope foretold: gradient × change of the weight, with the gradient from before the change. So much would "
        "the loss change if it went on in a straight line. Outputs that are steps have no slope: the perceptron rule, "
        "by which they learn, is not the gradient of any loss.\n"
        "In fact: how the training loss has changed. The larger the change, the further the loss bends off that line.",
    )


def _loss(snapshot: Snapshot) -> float | None:
    """The training loss of this very moment."""
    return None if snapshot.now is None else float(snapshot.now.train_loss[-1])


def _signed(change: float) -> str:
    return f"{'+' if change > 0 else ''}{format_number(change, _DIGITS_OF_CHANGE)}"
