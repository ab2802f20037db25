"""Choosing a sample whose numbers the network shows."""

from __future__ import annotations

from nnsim.session.session import Session


def view_or_leave(session: Session, row: int) -> None:
    """Show a row of the data set; if it is shown already, or for −1, the sample that training has looked at last."""
    is_shown = session.viewing.row(session.prepared) == row
    session.view_sample(None if row < 0 or is_shown else row)
