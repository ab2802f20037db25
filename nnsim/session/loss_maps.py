"""The map of the loss around the run in hand: laid when asked for, worked out bit by bit, walked on by training."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from nnsim.engine.parameters import Array
from nnsim.errors import InputError
from nnsim.model.change import Change
from nnsim.model.graft import Mask
from nnsim.model.moment import Moment
from nnsim.model.project import Project
from nnsim.runs.experiment import Experiment
from nnsim.runs.loss_map import LossMap, Plane, Way, most_moved_of
from nnsim.runs.run import Run
from nnsim.runs.weight_plane import TwoWeights
from nnsim.session.past import Past
from nnsim.session.selection import Selection, exists, layer_now
from nnsim.session.slices import Slices


class LossMaps(QObject):
    """One map at a time. While weights of another network, loss or data are shown it is not there, and comes back.

    Parameters
    ----------
    experiment : the one at work, as it was in the last frame
    shown : the run whose weights are shown, of the past or the present, taken back from the training thread; raises
        ``InputError`` while it is on its way there
    past : knows which moment is shown

    Signals
    -------
    changed() : another map, more of it, or none any more
    """

    changed = Signal()

    def __init__(
        self,
        experiment: Callable[[], Experiment],
        shown: Callable[[], Run],
        past: Past,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._experiment, self._shown, self._past = experiment, shown, past
        self._slices = Slices(self._advance, self)
        self._slices.worked.connect(self.changed)
        self._laid: LossMap | None = None
        self._told: LossMap | None = None
        self._is_seen = False
        self._problem: tuple[int, InputError] | None = None
        self._reached: WeakKeyDictionary[Moment, Array] = WeakKeyDictionary()
        self._selected: tuple[tuple[int, Selection], ...] = ()

    @property
    def map(self) -> LossMap | None:
        """The one that was laid last, if it is one of what is shown; ``None`` before there is one."""
        laid, prepared = self._laid, self._experiment().run.prepared
        return laid if laid is not None and laid.suits(self._project, prepared) else None

    @property
    def _project(self) -> Project:
        """The settings of what is shown."""
        return self._past.project or self._experiment().project

    def lay(self, plane: Plane, through: Array | None = None) -> None:
        """Lay a map through the weights that are shown; ``through`` as ``LossMap``. If that fails, the former stays."""
        self._problem = None
        try:
            run = self._shown()
            self._laid = LossMap(run, self._experiment().timeline.present, plane, through)
        except InputError as error:
            self._problem = self._experiment().run.trainer.step, error
        else:
            self.go_on()
        self._tell()

    @property
    def problem(self) -> InputError | None:
        """Why no map could be laid, until the run has gone on."""
        if self._problem is None or self._problem[0] != self._experiment().run.trainer.step:
            return None
        return self._problem[1]

    def way(self) -> Way | None:
        """Where training has been on the map, also after the moment that is shown; ``None`` if there is no map."""
        found = self.map
        return None if found is None else found.way(self._experiment().timeline.present, self._reached)

    def put(self, first: float, second: float, edit: Callable[[Array, Mask | None], object]) -> None:
        """Let ``edit`` put the weights of which a place of the map tells; the way keeps the point they were taken from.

        Before a moment of the past has been reached ``edit`` is refused, and says so.
        """
        found = self.map
        if found is None:
            return
        try:
            before = self._shown().checkpoint().parameters
        except InputError:
            before = None
        end = self._experiment().timeline.present.end
        edit(found.parameters_at(first, second), found.told)
        there = self._experiment().timeline.present.end
        if before is not None and there is not end and there.arrival == "weights":
            self._reached[there] = self._reached.get(end, before) if there.at == end.at else before
            self._tell()

    def most_moved(self) -> TwoWeights | None:
        """The two weights that have changed most since the run began; ``None`` if training may not change two."""
        try:
            return most_moved_of(self._shown(), self._experiment().timeline.present)
        except InputError:
            return None

    def remember(self, selection: Selection) -> None:
        """Note what is selected, if it is a weight: two of them can span a map. What is selected again is the last."""
        if selection.kind in ("link", "bias"):
            layers = self._project.network.layers
            before = [one for one in self.selected if one != selection]
            self._selected = tuple((layers[one.layer].key, one) for one in (*before[-1:], selection))

    @property
    def selected(self) -> tuple[Selection, ...]:
        """The last two links or biases that were selected, the last one last, where their layers stand now."""
        network = self._project.network
        places = [(layer_now(one.layer, key, network), one) for key, one in self._selected]
        found = (replace(one, layer=layer) for layer, one in places if layer is not None)
        return tuple(one for one in found if exists(one, network))

    def follow(self, change: Change | None = None) -> None:
        """The project has become another, or another moment is shown: the map may not be one of it, or be one again."""
        self._problem = None
        if change is not None and change.is_other_project:
            self._selected, self._laid = (), None
        if self.map is not self._told:
            self._slices.stop()
            if self._is_seen:
                self.go_on()
            self._tell()

    def stop(self) -> None:
        """Nobody looks any more: leave the rest of the map for later."""
        self._is_seen = False
        self._slices.stop()

    def go_on(self) -> None:
        """Somebody looks: work on what is left of it."""
        self._is_seen = True
        if self.map is not None and self.map.left:
            self._slices.start()

    def _tell(self) -> None:
        self._told = self.map
        self.changed.emit()

    def _advance(self) -> bool:
        if self.map is not None and self.map.left:
            self.map.advance(1)
        return self.map is not None and self.map.left > 0
