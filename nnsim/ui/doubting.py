"""What is possible but wrong: shown by signs at its place, told by a card with what would help."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nnsim.data.prepare import Prepared
from nnsim.model.change import Change
from nnsim.model.doubt import DataFacts, Doubt
from nnsim.model.doubt_remedies import doubt_remedies
from nnsim.model.doubts import doubts, facts_of
from nnsim.model.mending import Remedy, mend
from nnsim.model.places import Place
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.doubt_marks import DoubtMarks
from nnsim.ui.names import names_of
from nnsim.ui.widgets.clash_card import ClashCard, Told
from nnsim.ui.widgets.doubt_button import DoubtButton
from nnsim.ui.widgets.translated import translated


class Doubting(QObject):
    """Looks at each project anew and shows what is doubtful; looking costs next to nothing, remedies only when asked.

    Parameters
    ----------
    marks : the signs at the layers
    settings : the sign at the settings of training
    window : what the card belongs to
    """

    def __init__(
        self, session: Session, appearance: Appearance, marks: DoubtMarks, settings: DoubtButton, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._marks = marks
        self._settings = settings
        self._found: dict[Place, Doubt] = {}
        self._seen: tuple[object, ...] = ()
        self._facts: tuple[Prepared, DataFacts] | None = None
        self._offered: tuple[Remedy, ...] = ()
        self.card = ClashCard(appearance, window)
        self.card.setObjectName("doubt_card")
        self.card.chosen.connect(self._on_chosen)
        marks.asked.connect(lambda layer: self._tell(Place(layer), marks.sign(layer)))
        settings.clicked.connect(self._on_settings_clicked)
        session.project_changed.connect(self._on_project_changed)
        self._render()

    def _on_project_changed(self, _change: Change) -> None:
        self.card.hide()
        self._render()

    def _on_settings_clicked(self) -> None:
        place = next((place for place in self._found if place.layer is None), None)
        if place is not None:
            self._tell(place, self._settings)

    def _on_chosen(self, number: int) -> None:
        self._session.apply(mend, self._offered[number])

    def _render(self) -> None:
        project, prepared = self._session.project, self._session.prepared
        seen = (prepared, project.network, project.training)
        if len(self._seen) == len(seen) and all(one is other for one, other in zip(seen, self._seen, strict=True)):
            return
        self._seen = seen
        if self._facts is None or self._facts[0] is not prepared:
            self._facts = prepared, facts_of(prepared)
        self._found = {doubt.place: doubt for doubt in doubts(project, self._facts[1])}
        said = {place: translated(doubt.message) for place, doubt in self._found.items()}
        self._marks.show_doubts({place.layer: words for place, words in said.items() if place.layer is not None})
        about_settings = next((words for place, words in said.items() if place.layer is None), "")
        self._settings.tell(about_settings)
        self._settings.setVisible(bool(about_settings))

    def _tell(self, place: Place, sign: DoubtButton | None) -> None:
        doubt = self._found.get(place)
        if doubt is None or sign is None:
            return
        self._offered = doubt_remedies(self._session.project, doubt)
        names = names_of(self._session)
        told = Told(
            "triangle-alert",
            translated(doubt.message),
            doubt.why,
            doubt.clash,
            tuple(names.in_words(translated(remedy.label)) for remedy in self._offered),
            self.tr("It can be computed all the same."),
        )
        self.card.tell(told, sign, beside=False)
