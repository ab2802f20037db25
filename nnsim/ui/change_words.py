"""Changes on the way of training, in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.session.past import TrackMark
from nnsim.ui.widgets.translated import translated
from nnsim.words import Words


def told(mark: TrackMark) -> str:
    """What was changed, and from what: ``learning rate 0.3 → 0.03``."""
    change = mark.change
    done = translated(Words(change.label, *change.told, context="edits"))
    return QCoreApplication.translate("edits", "undone: {0}").format(done) if mark.back else done
