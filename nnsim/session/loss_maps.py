"""The map of the loss around the run in hand: laid when asked for, worked out bit by bit, walked on by training."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from nnsim.engine.parameters import Array
from nnsim.errors import SpecError
from nnsim.model.change import Change
from nnsim.model.moment import Moment
from nnsim.runs.experiment import Experiment
from nnsim.runs.loss_map import LossMap, Plane, Way, most_moved_of
from nnsim.runs.run import Run
from nnsim.runs.weight_plane import TwoWeights
from nnsim.session.selection import Selection
from nnsim.session.slices import Slices


class LossMaps(QObject):
    """One map at a time.

    Parameters
    ----------
    experiment : the one at work, as it was in the last frame
    at_hand : the same, taken back from the training thread
    shown : the run whose weights are shown, of the past or the present; like ``at_hand``

    Attributes
    ----------
    map : ``None`` before there is one, and when the run has become another
    selected : the last two links or biases that were selected, the last one last

    Signals
    -------
    changed() : another map, more of it, or none any more
    """

    changed = Signal()

    def __init__(
        self,
        experiment: Callable[[], Experiment],
        at_hand: Callable[[], Experiment],
        shown: Callable[[], Run],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._experiment, self._at_hand, self._shown = experiment, at_hand, shown
        self._slices = Slices(self._advance, self)
        self._slices.worked.connect(self.changed)
        self.map: LossMap | None = None
        self._problem: tuple[int, SpecError] | None = None
        self._reached: WeakKeyDictionary[Moment, Array] = WeakKeyDictionary()
        self.selected: tuple[Selection, ...] = ()

    def lay(self, plane: Plane, through: Array | None = None) -> None:
        """Lay a map through the weights that are shown; ``through`` as ``LossMap``."""
        experiment, run = self._at_hand(), self._shown()
        self.map, self._problem = None, None
        try:
            self.map = LossMap(run, experiment.timeline.present, plane, through)
        except SpecError as error:
            self._problem = experiment.run.trainer.step, error
        else:
            self._slices.start()
        self.changed.emit()

    @property
    def problem(self) -> SpecError | None:
        """Why no map could be laid, until the run has gone on."""
        if self._problem is None or self._problem[0] != self._experiment().run.trainer.step:
            return None
        return self._problem[1]

    def way(self) -> Way | None:
        """Where training has been on the map; ``None`` if there is no map."""
        return None if self.map is None else self.map.way(self._experiment().timeline.present, self._reached)

    def put(self, first: float, second: float, edit: Callable[[Array], object]) -> None:
        """Let ``edit`` put the weights at a place of the map; the way keeps the point from which they were taken."""
        if self.map is None:
            return
        before = self._shown().checkpoint().parameters
        end = self._experiment().timeline.present.end
        edit(self.map.parameters_at(first, second))
        there = self._experiment().timeline.present.end
        if there is not end and there.arrival == "weights":
            self._reached[there] = self._reached.get(end, before) if there.at == end.at else before
            self.changed.emit()

    def most_moved(self) -> TwoWeights | None:
        """The two weights that have changed most since the run began; ``None`` if training may not change two."""
        experiment = self._at_hand()
        return most_moved_of(experiment.run, experiment.timeline.present)

    def remember(self, selection: Selection) -> None:
        """Note what is selected, if it is a weight: two of them can span a map."""
        if selection.kind in ("link", "bias") and selection not in self.selected:
            self.selected = (*self.selected[-1:], selection)

    def follow(self, change: Change | None = None) -> None:
        """The project has become another: a map that is not its any more is put away."""
        self._problem = None
        if change is not None and change.is_other_project:
            self.selected = ()
        if self.map is not None and not self.map.suits(self._experiment().run):
            self.map = None
            self.stop()
            self.changed.emit()

    def stop(self) -> None:
        """Leave the rest of the map for later."""
        self._slices.stop()

    def go_on(self) -> None:
        """Work on what is left of it."""
        if self.map is not None and self.map.left:
            self._slices.start()

    def _advance(self) -> bool:
        if self.map is not None and self.map.left:
            self.map.advance(1)
        return self.map is not None and self.map.left > 0
