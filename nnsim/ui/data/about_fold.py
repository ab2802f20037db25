"""What the data mean: where they come from, what is predicted, what a good result is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from nnsim.data.classics import CLASSICS
from nnsim.data.spec import DrawnSource, ToySource
from nnsim.data.toys import toy_called
from nnsim.session.session import Session
from nnsim.ui.widgets.fold import Fold
from nnsim.ui.widgets.labels import Label


class AboutFold(Fold):
    """A line that opens to a paragraph about the data that come with nnsim; it knows nothing of one's own tables."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._told = Label("", "note")
        self._told.setWordWrap(True)
        self._told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        super().__init__(self._told, parent)
        self._session = session
        self.setObjectName("about_data")
        self.show_text(QCoreApplication.translate("AboutFold", "About these data"))

    def render_facts(self) -> None:
        """Show the project as it is."""
        paragraph = self._paragraph()
        self.setVisible(bool(paragraph))
        self._told.show_text(paragraph)

    def _paragraph(self) -> str:
        source, translate = self._session.project.data.source, QCoreApplication.translate
        if isinstance(source, ToySource):
            toy = toy_called(source.kind)
            made_up = translate("AboutFold", "Made up by nnsim, each time the same for the same seed.")
            fixed = translate("AboutFold", "Nothing is drawn by chance: the {0} rows are always the same.")
            how = made_up if toy.n_rows is None else fixed.format(toy.n_rows)
            return f"{translate('data', toy.help)} {how}"
        if isinstance(source, DrawnSource):
            return translate(
                "AboutFold",
                "Points that you draw yourself, in the picture of the answers. Training goes on with them; each point "
                "stays in training, or in test, whatever becomes of the others.",
            )
        classic = CLASSICS.get(source.table.name)
        if classic is None:
            return ""
        origin = translate("AboutFold", "Source: {0}. Licence: {1}.").format(classic.source, classic.licence)
        return f"{translate('data', classic.about)}\n{origin}"
