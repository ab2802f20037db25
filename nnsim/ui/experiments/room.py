"""The room of the experiments: a bar with the way back and a chip for each page, and below it the page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.labels import Label


class ExperimentsRoom(QWidget):
    """Pages that are put in by whoever builds the window: any widget, with a title and a line that explains it.

    A page is made when it is shown for the first time: nobody who only came for the network is to wait for it. It takes
    the keyboard by itself or hands it on (``setFocusProxy``); what it shows it asks for while it is in sight, as every
    region does.

    Signals
    -------
    left() : the button that leads back to the network was pressed; Esc is the window's
    page_chosen(str) : the chip of that page was pressed
    """

    left = Signal()
    page_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("experiments")
        self.setAccessibleName(self.tr("Experiments"))
        self._options: list[Option] = []
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._pages: dict[str, QWidget] = {}
        self.back = Button(f"←  {self.tr('Back to the network')}", name=self.tr("Back to the network"))
        self.back.setObjectName("experiments_back")
        self.back.setToolTip(self.tr("What is being computed here goes on meanwhile  (Esc)"))
        self.chips = Chips(self.tr("Page of the experiments"), "pill")
        self.chips.setObjectName("experiments_pages")
        self._explanation = Label("", "note")
        self._explanation.setObjectName("experiments_explanation")
        self._explanation.setWordWrap(True)
        self.body = QWidget()
        self.body.setObjectName("experiments_body")
        self._stack = QStackedLayout()
        self._right = QHBoxLayout()
        self._lay_out()
        self.back.clicked.connect(self.left.emit)
        self.chips.clicked.connect(self.page_chosen.emit)

    @property
    def page(self) -> str:
        """The page that is shown, or will be; empty if there is none."""
        return next(iter(self.chips.chosen()), "")

    @property
    def shown_page(self) -> QWidget | None:
        """That page itself, once it has been made."""
        return self._pages.get(self.page)

    def pages(self) -> tuple[Option, ...]:
        """All pages, in the order of their chips."""
        return tuple(self._options)

    def add_page(self, option: Option, make: Callable[[], QWidget]) -> None:
        """Put a page behind the others: ``option`` has its name, its title, and as tip the line that explains it."""
        self._options.append(option)
        self._makers[option.name] = make
        self.chips.set_options(self._options)
        self.choose_page(self._options[0].name)

    def add_right(self, widget: QWidget) -> None:
        """Put a button at the right end of the bar."""
        self._right.addWidget(widget)

    def choose_page(self, name: str) -> None:
        """Let that page be the one that is shown next; one that there is not leaves the one that is chosen."""
        if name not in self._makers:
            return
        self.chips.set_chosen([name])
        self._explanation.show_text(next(option.tip for option in self._options if option.name == name))

    def show_page(self, name: str = "") -> None:
        """Show that page; without a name, or with one that there is not, the one that is chosen."""
        self.choose_page(name)
        if self.page and self.page not in self._pages:
            self._pages[self.page] = self._makers[self.page]()
            self._stack.addWidget(self._pages[self.page])
        if self.page:
            self._stack.setCurrentWidget(self._pages[self.page])

    def take_keyboard(self) -> None:
        """Let the page have the keyboard."""
        page = self._pages.get(self.page)
        if page is not None:
            page.setFocus()

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setProperty("role", "bar")
        bar.setFixedHeight(Size.BAR)
        row = QHBoxLayout(bar)
        row.setContentsMargins(Size.MARGIN, 0, Size.MARGIN, 0)
        row.setSpacing(Size.MARGIN)
        row.addWidget(self.back)
        row.addWidget(Label(self.tr("Experiments"), "heading"))
        row.addWidget(self.chips, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._right)
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(Size.MARGIN, Size.GAP, Size.MARGIN, Size.MARGIN)
        inside.setSpacing(Size.GAP)
        inside.addWidget(self._explanation)
        inside.addLayout(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addWidget(self.body, 1)
