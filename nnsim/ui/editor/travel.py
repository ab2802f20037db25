"""Shows a step that the user has made: something travels through the network, once; of one sample its numbers stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QAbstractAnimation, QObject, QVariantAnimation, Signal
from PySide6.QtWidgets import QStyle

from nnsim.ui.editor.journey import Journey, Moment, Timetable, caption
from nnsim.ui.names import Names


def is_motion_wanted(style: QStyle) -> bool:
    """Whether the system lets things move: its style tells 0 ms where a person has turned that off."""
    return style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


class Travel(QObject):
    """One step at a time: the next one begins at once, whatever is still on its way.

    Signals
    -------
    caption_changed(str) : in words, where it is, or what has come of it; empty when nothing is shown any longer
    """

    caption_changed = Signal(str)

    def __init__(self, show: Callable[[Journey | None, Moment | None], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._journey: Journey | None = None
        self._timetable: Timetable | None = None
        self._names: Names | None = None
        self._moving = True
        self.caption = ""
        self._clock = QVariantAnimation(self)
        self._clock.setStartValue(0.0)
        self._clock.valueChanged.connect(self._on_tick)
        self._clock.finished.connect(self._on_arrived)

    @property
    def is_under_way(self) -> bool:
        """Whether something moves."""
        return self._clock.state() == QAbstractAnimation.State.Running

    @property
    def journey(self) -> Journey | None:
        """The step that is shown now: on its way, or at rest."""
        return self._journey

    def start(self, journey: Journey, names: Names, *, moving: bool = True) -> None:
        """Show this step from its beginning; where nothing may move, as what has arrived, for as long."""
        self._clock.stop()
        self._moving = moving
        self._journey, self._names = journey, names
        self._timetable = Timetable.of(journey)
        self._clock.setEndValue(self._timetable.total)
        self._clock.setDuration(round(self._timetable.total))
        self._clock.start()

    def stop(self) -> None:
        """Show nothing any longer."""
        self._clock.stop()
        if self._journey is not None:
            self._journey = None
            self._show(None, None)
            self._tell("")

    def show_again(self) -> None:
        """The picture is drawn anew: what was at rest stands there as before, what was on its way is not shown."""
        if self._journey is None or self._timetable is None or self._names is None or self.is_under_way:
            self.stop()
            return
        rest = self._timetable.rest()
        self._show(self._journey, rest)
        self._tell(caption(self._names, self._journey, rest))

    def _on_arrived(self) -> None:
        """The numbers of a sample stay until something else happens; of many samples there are none."""
        if self._journey is None or self._journey.sample is None:
            self.stop()
        else:
            self.show_again()

    def _on_tick(self, elapsed: float) -> None:
        if self._journey is None or self._timetable is None or self._names is None:
            return
        moment = self._timetable.moment(elapsed)
        if not self._moving:
            moment = replace(moment, at=float(self._timetable.n_hops if moment.direction == "forward" else 0))
        self._show(self._journey, moment)
        self._tell(caption(self._names, self._journey, moment))

    def _tell(self, words: str) -> None:
        if words != self.caption:
            self.caption = words
            self.caption_changed.emit(words)
