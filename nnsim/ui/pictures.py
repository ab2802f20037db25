"""Taking the picture of the network away: copied, saved to a file, or printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QRectF
from PySide6.QtGui import QGuiApplication, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from nnsim.errors import NnsimError
from nnsim.session.session import Session
from nnsim.storage.atomic import replace_bytes
from nnsim.ui.actions import Actions
from nnsim.ui.editor.picture import NetworkPicture
from nnsim.ui.widgets.banner import Banner

_MARGIN_MM = 12.0


class Pictures(QObject):
    """What the menus offer to do with the picture of the network."""

    def __init__(
        self, session: Session, picture: NetworkPicture, actions: Actions, banner: Banner, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._picture = picture
        self._banner = banner
        self._window = window
        actions.copy_picture.triggered.connect(self.copy)
        actions.export_picture.triggered.connect(self._choose_file)
        actions.print.triggered.connect(self._choose_printer)

    def copy(self) -> None:
        """Put it on the clipboard."""
        QGuiApplication.clipboard().setMimeData(self._picture.mime())

    def export(self, path: Path) -> bool:
        """Write it to a file: lines for ``.svg``, a page for ``.pdf``, else dots; false if that is not possible."""
        try:
            replace_bytes(path, self._written(path.suffix.lower()))
        except NnsimError as error:
            self._banner.show_error(error)
            return False
        return True

    def print_on(self, printer: QPagedPaintDevice) -> None:
        """Fill a page of it, within its margins."""
        painter = QPainter(printer)
        self._picture.paint(painter, QRectF(0, 0, printer.width(), printer.height()))  # the margins lie outside
        painter.end()

    def _written(self, suffix: str) -> bytes:
        if suffix == ".pdf":
            return self._pdf()
        return self._picture.svg() if suffix == ".svg" else self._picture.png()

    def _pdf(self) -> bytes:
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setPageLayout(_page())
        writer.setTitle(self._session.title)
        self.print_on(writer)
        return bytes(content.data())

    def _choose_file(self) -> None:
        suggested = Path.home() / f"{self._session.title}.svg"
        kinds = self.tr("Lines (*.svg);;Dots (*.png);;Page (*.pdf)")
        chosen, kind = QFileDialog.getSaveFileName(
            self._window, self.tr("Export network picture"), str(suggested), kinds
        )
        if chosen:
            path = Path(chosen)
            wanted = kind.rpartition("*")[2].rstrip(")") or ".svg"
            self.export(path if path.suffix else path.with_suffix(wanted))

    def _choose_printer(self) -> None:
        """Ask for a printer; where there is none, for a file."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if not QPrinterInfo.availablePrinterNames():
            self._choose_page()
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(_page())
        printer.setDocName(self._session.title)
        if QPrintDialog(printer, self._window).exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)

    def _choose_page(self) -> None:
        suggested = Path.home() / f"{self._session.title}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("No printer: print to a file"), str(suggested), self.tr("Page (*.pdf)")
        )
        if chosen:
            path = Path(chosen)
            self.export(path if path.suffix.lower() == ".pdf" else path.with_suffix(".pdf"))


def _page() -> QPageLayout:
    """A4 lying, as a network is wider than high."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter)
