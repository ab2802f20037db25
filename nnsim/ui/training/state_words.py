"""How training stands, in a few words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from nnsim.model.problems import STOPS
from nnsim.session.session import Session
from nnsim.ui.widgets.numbers import format_count, format_epochs
from nnsim.ui.widgets.parameter_field import help_of
from nnsim.ui.widgets.status_pill import Mark
from nnsim.ui.widgets.stop_words import stop_words

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class StateWords:
    """What the pill shows: its mark, its text, the text where there is little room, and more for whoever asks."""

    mark: Mark
    text: str
    brief: str = ""
    tip: str = ""


def state_words(session: Session, steps_per_s: float | None) -> StateWords:
    """How training stands now."""
    if session.past.is_shown:
        return _past_words(session)
    state, reason = session.run_state, session.stopped
    if state == "running":
        words = translate("state_words", "training")
        rate = (
            translate("state_words", "training · {0} steps/s").format(_readable(steps_per_s)) if steps_per_s else words
        )
        return StateWords("running", rate, words)
    if state == "diverged":
        failure = session.failure
        tip = "" if failure is None else str(failure)
        text, brief = translate("state_words", "stopped: numbers out of range"), translate("state_words", "stopped")
        return StateWords("bad", text, brief, tip)
    if state == "paused" and reason is not None:
        goes_on, brief = translate("state_words", "Run goes on from here."), translate("state_words", "stopped")
        text = stop_words(reason, session.project.training.stop)
        return StateWords("stopped", text, brief, f"{help_of(STOPS[reason])}\n{goes_on}")
    return (
        StateWords("paused", translate("state_words", "paused"))
        if state == "paused"
        else StateWords("ready", translate("state_words", "ready"))
    )


def _past_words(session: Session) -> StateWords:
    track = session.track
    shown, now = format_epochs(track.shown[1]), format_epochs(track.now[1])
    return StateWords(
        "paused",
        translate("state_words", "looking at epoch {0} of {1}").format(shown, now),
        translate("state_words", "epoch {0}").format(shown),
        translate("state_words", "Run, or any change, goes on from here. Undo brings back the way it went before."),
    )


def _readable(rate: float) -> str:
    """Three digits are enough for a speed: 41,234 becomes 41,200."""
    return format_count(int(float(f"{rate:.3g}")))
