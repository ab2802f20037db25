"""What could not be done: told at its place with remedies, or in the banner if it has no place in the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nnsim.errors import Clash, NnsimError, SpecError
from nnsim.model.attempt import ImpossibleError
from nnsim.model.change import Change
from nnsim.model.mending import Remedy, mend
from nnsim.model.places import Place, layer_of, place_of
from nnsim.model.project import Project
from nnsim.model.remedies import remedies
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import Names, names_of
from nnsim.ui.widgets.banner import Banner
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.clash_card import ClashCard, Told
from nnsim.ui.widgets.translated import sentence, translated

_FIT = "fit_opened"

Anchors = Callable[[Place], tuple[QWidget, bool]]


class Refusals(QObject):
    """Answers what the session could not do.

    Parameters
    ----------
    anchors : the widget at a place, and whether a card opens beside it rather than below
    window : what the card belongs to
    """

    def __init__(
        self, session: Session, appearance: Appearance, banner: Banner, anchors: Anchors, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._banner = banner
        self._anchors = anchors
        self._offered: tuple[Remedy, ...] = ()
        self._fitted: Project | None = None
        self.card = ClashCard(appearance, window)
        self.card.chosen.connect(self._on_chosen)
        banner.action_chosen.connect(self._on_action_chosen)
        session.failed.connect(self._on_failed)
        session.project_changed.connect(self._on_project_changed)

    def _on_failed(self, error: NnsimError) -> None:
        if isinstance(error, ImpossibleError) and not error.tried:
            self._offer_to_open(error)
            return
        place = place_of(error, self._session.project) if isinstance(error, SpecError) else None
        if place is None:
            self._banner.show_error(error)
        else:
            self._tell(error, place)

    def _tell(self, error: NnsimError, place: Place) -> None:
        heading, self._offered, clash = self.tr("Not possible"), (), error.clash
        names = names_of(self._session)
        if isinstance(error, ImpossibleError):
            names = Names(error.attempted.network)
            self._offered = remedies(self._session.project, error)
            heading = self.tr("Not possible: {0}").format(names.in_words(translated(error.tried)))
            clash = _placed(error, names, heading)
        hint = "" if self._offered else translated(error.hint)
        labels = tuple(names.in_words(translated(remedy.label)) for remedy in self._offered)
        unchanged = self.tr("Nothing has changed.")
        foot = f"{hint} {unchanged}".strip()
        anchor, beside = self._anchors(place)
        self.card.tell(Told("circle-x", heading, error.message, clash, labels, foot), anchor, beside=beside)

    def _offer_to_open(self, error: ImpossibleError) -> None:
        """Tell of another project, and offer to open it mended. The project in hand has no part in it."""
        fits = remedies(error.attempted, error)[:1]
        self._fitted = next((mend(error.attempted, fit).project for fit in fits), None)
        why = self.tr("{0} cannot be opened as it is. {1}").format(error.attempted.name, translated(error.message))
        hint = "" if fits else translated(error.hint)
        unchanged = self.tr("Nothing was opened, and the file was not changed.")
        actions = tuple(Option(_FIT, sentence(fit.label)) for fit in fits)
        self._banner.show_message("error", why, f"{hint} {unchanged}".strip(), actions)

    def _on_chosen(self, number: int) -> None:
        self._session.apply(mend, self._offered[number])

    def _on_action_chosen(self, name: str) -> None:
        if name != _FIT or self._fitted is None or not self._session.recover(self._fitted):
            return
        self._banner.show_message(
            "info",
            self.tr("{0} is open, and its parts go together now.").format(self._fitted.name),
            self.tr("The file is as it was. Saving asks for a name."),
        )

    def _on_project_changed(self, _change: Change) -> None:
        self.card.hide()


def _placed(error: ImpossibleError, names: Names, heading: str) -> Clash | None:
    """What clashes, with the name of the hidden layer in which it does if that is not the one that was edited."""
    layer = layer_of(error.where, error.attempted.network)
    if error.clash is None or layer is None or not 0 <= layer < len(names.network.layers) - 1:
        return error.clash
    called = [names.layer(place) for place in range(len(names.network.layers))]
    name, edited = called[layer], [one for one in called if one in heading]
    if not edited or name in edited:
        return error.clash
    return Clash(f"{name}: {translated(error.clash.one)}", error.clash.other)
