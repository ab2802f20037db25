"""A worksheet: the step that is told, on paper, with room for the numbers; the answers are on the pages behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from nnsim.errors import NnsimError
from nnsim.explain.equations import Walk
from nnsim.explain.notation import Notation
from nnsim.explain.walk import walk
from nnsim.session.session import Session
from nnsim.storage.atomic import replace_bytes
from nnsim.ui import theme as look
from nnsim.ui.growing_scale import GrowingScale
from nnsim.ui.inspector.numbers.equation_picture import EquationPicture, blank
from nnsim.ui.inspector.numbers.page import NumbersPage
from nnsim.ui.inspector.numbers.table_picture import TableLook
from nnsim.ui.inspector.numbers.typesetting import Typesetting
from nnsim.ui.inspector.numbers.wording import AxisNames, stage_name, written
from nnsim.ui.names import names_of
from nnsim.ui.sheet_sizes import SheetSize
from nnsim.ui.theme import LIGHT, Size
from nnsim.ui.widgets.banner import Banner
from nnsim.ui.widgets.numbers import format_number

_MARGIN_MM: Final = 14.0
_DPI: Final = 96
_LEFT: Final = Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value | Qt.TextFlag.TextWordWrap.value


@dataclass(frozen=True)
class Piece:
    """Something on a page: words, or an equation."""

    height: float
    heading: str = ""
    text: str = ""
    picture: EquationPicture | None = None


class Worksheet(QObject):
    """What the menu offers to do with the step on paper."""

    def __init__(self, session: Session, page: NumbersPage, banner: Banner, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._page, self._banner, self._window = session, page, banner, window
        self._formulas = Typesetting(self)

    def choose_file(self) -> None:
        """Ask where to, and write it there."""
        suggested = Path.home() / self.tr("{0} worksheet.pdf").format(self._session.title)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Worksheet"), str(suggested), self.tr("Page (*.pdf)")
        )
        if chosen:
            path = Path(chosen)
            self.export(path if path.suffix.lower() == ".pdf" else path.with_suffix(".pdf"))

    def export(self, path: Path) -> bool:
        """Write the worksheet and, on pages behind it, the answers; false if that is not possible."""
        try:
            replace_bytes(path, self.pdf())
        except NnsimError as error:
            self._banner.show_error(error)
            return False
        return True

    def pdf(self) -> bytes:
        """Both, as a PDF of A4 pages."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        a4 = QPageSize(QPageSize.PageSizeId.A4)
        writer.setPageLayout(QPageLayout(a4, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
        writer.setTitle(self.tr("{0}: worksheet").format(self._session.title))
        scale = writer.resolution() / _DPI
        width, height = writer.width() / scale, writer.height() / scale
        sheets = [self._pieces(width, is_key=is_key) for is_key in (False, True)]
        painter = QPainter(writer)
        painter.scale(scale, scale)
        for number, pieces in enumerate(sheets):
            if number:
                writer.newPage()
            self._paint(painter, writer, pieces, QRectF(0, 0, width, height))
        painter.end()
        return bytes(content.data())

    # ---------------------------------------------------------------- content

    def _pieces(self, width: float, *, is_key: bool) -> list[Piece]:
        """All of one sheet, laid out for a width; typeset to the end."""
        traced = self._session.trace(self._page.look)
        project = self._session.project
        names = names_of(self._session)
        wording = self._session.wording
        told = walk(
            project.network, project.training, traced, Notation(len(project.network.layers), wording.label_has_hat)
        )
        appearance = TableLook(
            LIGHT, written(wording.digits), wording.digits, AxisNames(names, traced.rows), wraps=True
        )
        pieces = [self._heading(is_key=is_key, rate=traced.learning_rate)]
        for picture, heading in self._pictures(told, appearance if is_key else blank(appearance), is_key=is_key):
            self._typeset(picture, width)
            pieces.append(Piece(picture.lay_out(0.0, 0.0, width, SheetSize.CELLS_MOST), heading, picture=picture))
        return pieces

    def _pictures(self, told: Walk, appearance: TableLook, *, is_key: bool) -> Iterator[tuple[EquationPicture, str]]:
        """Every equation, the first of each stage with its heading."""
        scales: dict[str, GrowingScale] = {}
        names = names_of(self._session)
        for stage in told:
            for number, equation in enumerate(stage.equations):
                for table in (*equation.tables, equation.result):
                    scales.setdefault(table.key, GrowingScale()).cover(0, table.values)
                heading = stage_name(names, (stage.kind, stage.layer)) if not number else ""
                yield EquationPicture(equation, appearance, self._formulas, scales, (0, 0), is_open=is_key), heading

    def _typeset(self, picture: EquationPicture, width: float) -> None:
        """Make all formulas of a picture now: those that tell its height, then those that it paints."""
        picture.lay_out(0.0, 0.0, width, SheetSize.CELLS_MOST)
        self._formulas.finish()
        picture.lay_out(0.0, 0.0, width, SheetSize.CELLS_MOST)
        nowhere = QImage(1, 1, QImage.Format.Format_ARGB32)
        with QPainter(nowhere) as painter:
            picture.paint(painter)
        self._formulas.finish()

    def _heading(self, *, is_key: bool, rate: float) -> Piece:
        network = names_of(self._session).sizes()
        title = self.tr("Answer key: {0}") if is_key else self.tr("Worksheet: {0}")
        lines = [
            self.tr("Network {0}. Learning rate η = {1}.").format(network, format_number(rate, 6)),
            self.tr("In matrices rows are where links come from, columns where they lead to."),
        ]
        if not is_key:
            lines.append(
                self.tr("Work out every empty box, from the top to the bottom. Digits: {0}.").format(
                    self._session.wording.digits
                )
            )
            lines.append(self.tr("Name: ______________________________     Date: ______________"))
        text = "\n".join(lines)
        height = (len(lines) + 1) * Size.TITLE + 2 * Size.GAP
        return Piece(height, title.format(self._session.title), text)

    # --------------------------------------------------------------- painting

    def _paint(self, painter: QPainter, writer: QPdfWriter, pieces: list[Piece], page: QRectF) -> None:
        """Piece below piece, page after page."""
        y = 0.0
        for piece in pieces:
            head = Size.TITLE + 2 * Size.GAP if piece.heading else 0
            if y and y + head + piece.height > page.height():
                writer.newPage()
                y = 0.0
            if piece.heading:
                painter.setPen(LIGHT.colour("accent"))
                painter.setFont(look.words(Size.BODY + 2, QFont.Weight.Bold))
                painter.drawText(QRectF(0, y, page.width(), head), _LEFT, piece.heading)
                y += head
            if piece.text:
                painter.setPen(LIGHT.colour("text"))
                painter.setFont(look.words(Size.NOTE))
                painter.drawText(QRectF(0, y, page.width(), piece.height), _LEFT, piece.text)
            if piece.picture is not None:
                painter.save()
                painter.translate(QPointF(0, y))
                piece.picture.paint(painter)
                painter.restore()
            y += piece.height + Size.GAP
