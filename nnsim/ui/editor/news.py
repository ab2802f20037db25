"""What has just happened to the network, and is shown on it: an edit, an epoch, a step."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from nnsim.engine.snapshot import Snapshot
from nnsim.session.newcomers import NOBODY
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor.journey import Footsteps, Moment, caption
from nnsim.ui.editor.last_epoch import LastEpoch
from nnsim.ui.editor.overlays import Overlays
from nnsim.ui.editor.travel import Travel, is_motion_wanted
from nnsim.ui.editor.view_options import ViewOptions
from nnsim.ui.names import Names


class News(QObject):
    """Follows the session for the canvas, and lets the overlays show it.

    Attributes
    ----------
    last_epoch : what the last epoch has changed
    travel : the step that is being shown
    story : the last step in words, for those who do not see it; empty once something else has happened

    Signals
    -------
    told() : ``story`` is another one, or what was new is new no longer
    """

    told = Signal()

    def __init__(self, session: Session, overlays: Overlays, options: ViewOptions, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._overlays = overlays
        self._options = options
        self._footsteps = Footsteps()
        self._footsteps.stand(session.snapshot)
        self._marked = NOBODY
        self._was_past = False
        self.last_epoch = LastEpoch()
        self.travel = Travel(overlays.show_moment, self)
        self.story = ""

    def follow_edit(self) -> None:
        """The project is another: there is no step to tell of."""
        self.travel.stop()
        self._footsteps.stand(self._session.snapshot)
        self.story = ""

    def follow_snapshot(self, drawable: Snapshot | None, names: Names) -> None:
        """There is a newer snapshot; ``drawable`` is it, if it can be seen and is one of the network on the canvas."""
        is_due = self._session.rota.is_due
        if not self._is_running or is_due("network-glow"):
            self.render_change(drawable)
        elif is_due("network-link-glow"):
            self._overlays.show_changed_links()
        elif is_due("network-neuron-glow"):
            self._overlays.show_changed_neurons()
        if self._session.arrivals.now is not self._marked:
            self.render_new()
            self.told.emit()
        is_past = self._session.past.is_shown
        journey = None if self._is_running else self._footsteps.follow(self._session.snapshot)
        if is_past or self._was_past:  # scrubbing is no step
            self._was_past = is_past
            self.stop()
            return
        if journey is None or drawable is None:
            return
        self.story = caption(names, journey, Moment("forward", journey.n_hops))
        self.told.emit()
        if self._options.motion:
            self.travel.start(journey, names, moving=is_motion_wanted(QApplication.style()))

    def stop(self) -> None:
        """Something else begins: a run, or nobody looks, or wants to see the step any longer."""
        self.travel.stop()
        if self.story:
            self.story = ""
            self.told.emit()

    def render(self, drawable: Snapshot | None) -> None:
        """Show everything again, but no step on its way: the network is another, or drawn in another place."""
        self.travel.show_again()
        self.render_new()
        self.render_change(drawable)

    def render_new(self) -> None:
        """Mark what is new."""
        self._marked = self._session.arrivals.now
        self._overlays.show_new(self._marked)

    def render_change(self, drawable: Snapshot | None) -> None:
        """What the last epoch has changed most glows; nothing if it is not to, or is not known."""
        if drawable is None or not self._options.glow:
            self.last_epoch.forget()
        else:
            self.last_epoch.follow(drawable)
        self._overlays.show_change(self.last_epoch.change, running=self._is_running)

    def words(self, names: Names, part: Selection) -> list[str]:
        """What is told about a part beside its value."""
        is_new = self._session.arrivals.now.has(names.network, part)
        change = self.last_epoch.words(part)
        if change and self._overlays.is_glowing(part):
            change = self.tr("{0}, more than most: it glows").format(change)
        lines = change, self.tr("New since the last change.") if is_new else ""
        return [line for line in lines if line]

    @property
    def _is_running(self) -> bool:
        return self._session.run_state == "running"
