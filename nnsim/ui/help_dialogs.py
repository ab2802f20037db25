"""What the Help menu shows: the keys, and what nnsim is made of."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, qVersion
from PySide6.QtGui import QAction, QCursor, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHBoxLayout,
    QTextBrowser,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from nnsim import __version__
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button


class TextDialog(QDialog):
    """Rich text to read, with a button to close; it does not block the window."""

    def __init__(self, name: str, title: str, html: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*Size.DIALOG)
        text = QTextBrowser()
        text.setObjectName(f"{name}_text")
        text.setAccessibleName(title)
        text.setOpenExternalLinks(False)
        text.setHtml(html)
        close = Button(self.tr("Close"))
        close.setObjectName(f"{name}_close")
        close.clicked.connect(self.close)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(close)
        whole = QVBoxLayout(self)
        whole.addWidget(text, 1)
        whole.addLayout(bottom)


class HelpDialogs(QObject):
    """Opens the dialogs of one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._pointer = QCursor.pos()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def explain(self) -> None:
        """Show at once what is told of the thing under the pointer, or else of what has the keyboard.

        A pointer that has rested since the keyboard came to where it is points at nothing: what has the keyboard comes
        first then. Where no tooltip is told, it is what a screen reader says.
        """
        pointed = QApplication.widgetAt(QCursor.pos())
        pointed = pointed if pointed is not None and self._window.isAncestorOf(pointed) else None
        focused = self._window.focusWidget()
        rests = QCursor.pos() == self._pointer
        for widget in (focused, pointed) if rests else (pointed, focused):
            if widget is None:
                continue
            if isinstance(widget, QAbstractItemView):
                at, widget = widget.visualRect(widget.currentIndex()).center(), widget.viewport()
            else:
                at = widget.mapFromGlobal(QCursor.pos())
            at = at if widget.rect().contains(at) else widget.rect().center()
            QCoreApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
            if QToolTip.isVisible():
                return
        if focused is not None:
            told = focused.accessibleDescription() or focused.accessibleName()
            QToolTip.showText(focused.mapToGlobal(focused.rect().center()), told, focused)

    def _on_focus_changed(self, _before: QWidget | None, _now: QWidget | None) -> None:
        self._pointer = QCursor.pos()

    def show_keys(self, actions: Iterable[QAction]) -> None:
        """All keys: those of the menus, and those of the network."""
        menu = [(action.text().replace("&", ""), action.shortcut().toString()) for action in actions]
        network = [
            (self.tr("walk from neuron to neuron"), "← → ↑ ↓"),
            (self.tr("open the weight, or all settings of the layer"), "Enter"),
            (self.tr("open the bias of the selected neuron"), "Shift+B"),
            (self.tr("what can be done with the selected part"), "Shift+F10"),
            (self.tr("one neuron more or less in the selected layer"), "+  −"),
            (self.tr("put a layer in behind the selected one"), "Ins"),
            (self.tr("another layer like the selected one"), "Ctrl+D"),
            (self.tr("move the selected layer left or right"), "Alt+←  Alt+→"),
            (self.tr("remove the selected layer"), "Del"),
            (self.tr("leave the selected input out"), "Del"),
            (self.tr("mute the selected neuron, or hear it again"), "Del"),
            (self.tr("cut the selected link, or put it back"), "Del"),
            (self.tr("hold the selected weight or bias, or let it learn again"), "H"),
            (self.tr("from the number to its neuron, from there to its layer"), "Esc"),
            (self.tr("zoom in or out, fit the window"), "Ctrl++  Ctrl+−  0"),
        ]
        menu.append((self.tr("paste a table, where nothing else can be pasted"), "Ctrl+V"))
        html = self._table(self.tr("Everywhere"), [pair for pair in menu if pair[1]])
        html += self._table(self.tr("In the network, once it has the keyboard (click it, or press Tab)"), network)
        html += self._table(self.tr("In the weights of the inspector"), self._of_weights())
        html += self._table(self.tr("In the numbers of the inspector"), self._of_numbers())
        experiments = [
            (self.tr("walk from run to run, or from cell to cell"), "← → ↑ ↓"),
            (self.tr("open the run that is chosen"), "Enter"),
            (self.tr("back to the network"), "Esc"),
        ]
        html += self._table(self.tr("In the experiments"), experiments)
        samples = [
            (self.tr("open the cell; Enter takes what is typed and goes on below"), "Enter  F2"),
            (self.tr("copy the chosen cells, paste a block from the current cell on"), "Ctrl+C  Ctrl+V"),
            (self.tr("empty the chosen cells"), "Del"),
            (self.tr("add a row below the current one"), "Ins"),
            (self.tr("delete the rows in which cells are chosen"), "Ctrl+Del"),
            (self.tr("in the preview of a table: choices of the column"), "Space"),
            (self.tr("use the table that is looked at"), "Enter"),
        ]
        html += self._table(self.tr("In tables of samples"), samples)
        html += self._table(self.tr("While points are drawn"), self._of_points())
        TextDialog("keys_dialog", self.tr("Keys"), html, self._window).show()

    def _of_points(self) -> list[tuple[str, str]]:
        return [
            (self.tr("set points, spray, move, delete"), "D  S  M  X"),
            (self.tr("the class that is drawn, or that of the chosen points"), "1 … 9"),
            (self.tr("the cross hair, and farther"), "← → ↑ ↓  Shift"),
            (self.tr("what a click does, at the cross hair"), "Enter"),
            (self.tr("choose all points, delete the chosen ones"), "Ctrl+A  Del"),
            (self.tr("take the gesture back, or draw no more"), "Esc"),
        ]

    def _of_weights(self) -> list[tuple[str, str]]:
        return [
            (self.tr("walk from weight to weight, choose more of them"), "← → ↑ ↓  Shift+← → ↑ ↓"),
            (self.tr("type the weight; 0,5 and 1/3 are understood, Esc leaves it as it was"), "Enter  F2  0 … 9"),
            (self.tr("choose all weights of the layer"), "Ctrl+A"),
            (self.tr("copy the chosen weights, paste numbers of a spreadsheet"), "Ctrl+C  Ctrl+V"),
            (self.tr("set them to 0"), "Del"),
            (self.tr("set them all to one number"), "="),
            (self.tr("multiply them by a number"), "*"),
            (self.tr("draw them anew"), "R"),
            (self.tr("hold them, or let them learn again"), "H"),
            (self.tr("cut their links, or put these back"), "X"),
            (self.tr("what else can be done with them"), "Shift+F10"),
            (self.tr("in a picture of many weights: zoom in or out, show all"), "PgUp  PgDown  Home"),
            (self.tr("the same while no weight is chosen"), "+  −  0"),
        ]

    def _of_numbers(self) -> list[tuple[str, str]]:
        return [
            (self.tr("the next stage of the step, or the one before"), "Alt+→  Alt+←"),
            (self.tr("walk from number to number of what is found"), "← → ↑ ↓"),
            (self.tr("the next equation of the stage, or the one before"), "PgDown  PgUp"),
        ]

    def show_about(self) -> None:
        """Version, and whose work is inside."""
        what = self.tr("A neural network simulator for classrooms and self-study.")
        promise = self.tr("It needs no internet, sends nothing, and keeps your work on this computer.")
        made_with, icons = self.tr("MIT licence. Made with:"), self.tr("icons")
        repository = self.tr("UCI Machine Learning Repository")
        html = "".join(
            (
                f"<h2>nnsim {__version__}</h2>",
                f"<p>{what}</p>",
                f"<p>{promise}</p>",
                f"<p>{made_with}</p><ul>",
                f"<li>Qt {qVersion()} (LGPL 3)</li><li>NumPy (BSD)</li><li>Inter (OFL), DejaVu</li>",
                f"<li>Lucide {icons} (ISC)</li>",
                f"<li>Iris, Wine, Digits: {repository} (CC BY 4.0)</li></ul>",
            )
        )
        TextDialog("about_dialog", self.tr("About nnsim"), html, self._window).show()

    @staticmethod
    def _table(title: str, rows: Iterable[tuple[str, str]]) -> str:
        cells = "".join(f"<tr><td>{words}</td><td width=24></td><td><b>{keys}</b></td></tr>" for words, keys in rows)
        return f"<h3>{title}</h3><table cellpadding=3>{cells}</table>"
