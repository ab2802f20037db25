"""Why training has ended by itself, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.engine.spec import StopSpec
from nnsim.ui.widgets.numbers import NumberFormat, format_count, format_number

translate = QCoreApplication.translate


def stop_words(reason: str, stop: StopSpec) -> str:
    """Why training has ended by itself: ``stopped after epoch 100``."""
    if reason == "patience":
        one, many = (
            translate("state_words", "no new low for 1 epoch"),
            translate("state_words", "no new low for {0} epochs"),
        )
        return one if stop.patience == 1 else many.format(format_count(stop.patience or 0))
    if reason == "epochs":
        return translate("state_words", "stopped after epoch {0}").format(format_count(stop.epochs or 0))
    if reason == "seconds":
        return translate("state_words", "stopped after {0} s").format(format_number(stop.seconds or 0.0))
    if reason == "accuracy":
        share = NumberFormat(percent=True).text(stop.accuracy or 0.0)
        return translate("state_words", "stopped at accuracy {0}").format(share)
    return translate("state_words", "stopped at loss {0}").format(format_number(stop.loss or 0.0))
