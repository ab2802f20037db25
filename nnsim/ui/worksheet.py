"""A worksheet: the step that is told, on paper, with room for the numbers; the answers are on the pages behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

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
from nnsim.ui.inspector.numbers.whose import whose_step
from nnsim.ui.inspector.numbers.wording import AxisNames, stage_name, written
from nnsim.ui.names import names_of
from nnsim.ui.sheet_sizes import SheetSize
from nnsim.ui.theme import LIGHT, Size
from nnsim.ui.widgets.banner import Banner
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.waiting import waiting

_MARGIN_MM: Final = 14.0
_DPI: Final = 96
_LEFT: Final = Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value | Qt.TextFlag.TextWordWrap.value


HEADING: Final = Size.TITLE + 2 * Size.GAP
"""Height of a heading."""
SheetPart = Literal["forward", "whole"]
"""Forward and the loss, or also backward and the update."""
FIRST_LINES: Final = 9
"""Lines above the first equation, at the most."""


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
        """Ask how much of the step and where to, and write it there."""
        part = self._ask_part()
        if part is None:
            return
        suggested = Path.home() / self.tr("{0} worksheet.pdf").format(self._session.title)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Worksheet"), str(suggested), self.tr("Page (*.pdf)")
        )
        if chosen:
            path = Path(chosen)
            self.export(path if path.suffix.lower() == ".pdf" else path.with_suffix(".pdf"), part)

    def _ask_part(self) -> SheetPart | None:
        """The whole step of a network with many layers is many pages: who prints it knows how many."""
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Worksheet"), self.tr("How much of the step?"))
        box.setParent(self._window, Qt.WindowType.Dialog)
        box.setInformativeText(self.tr("Half of the pages are the worksheet, the other half the answers."))
        said: dict[SheetPart, str] = {
            "forward": self.tr("&Forward and loss: {0} pages"),
            "whole": self.tr("&Whole step: {0} pages"),
        }
        buttons = {
            box.addButton(words.format(format_count(self.n_pages(part))), QMessageBox.ButtonRole.AcceptRole): part
            for part, words in said.items()
        }
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return next((part for button, part in buttons.items() if button is box.clickedButton()), None)

    def n_pages(self, part: SheetPart) -> int:
        """Pages of the worksheet and of the answers together."""
        with waiting():
            return sum(len(pages) for _, pages in self._sheets(self._writer(QBuffer()), part))

    def export(self, path: Path, part: SheetPart = "whole") -> bool:
        """Write the worksheet and, on pages behind it, the answers; false if that is not possible."""
        try:
            with waiting():
                replace_bytes(path, self.pdf(part))
        except NnsimError as error:
            self._banner.show_error(error)
            return False
        self._banner.show_message("info", self.tr("Saved: {0}").format(path.name))
        return True

    def _writer(self, buffer: QBuffer) -> QPdfWriter:
        """For A4 pages."""
        writer = QPdfWriter(buffer)
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        a4 = QPageSize(QPageSize.PageSizeId.A4)
        writer.setPageLayout(QPageLayout(a4, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
        return writer

    def _sheets(self, writer: QPdfWriter, part: SheetPart) -> Iterator[tuple[bool, list[list[Piece]]]]:
        """Whether it is the answers, and what is on each page: of the worksheet, then of the answers."""
        room = _room(writer)
        for is_key in (False, True):
            yield is_key, paged(self._pieces(room.size(), is_key=is_key, part=part), room.height())

    def pdf(self, part: SheetPart = "whole") -> bytes:
        """Both, as a PDF of A4 pages."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = self._writer(buffer)
        writer.setTitle(self.tr("{0}: worksheet").format(self._session.title))
        scale = writer.resolution() / _DPI
        room = _room(writer)
        painter = QPainter(writer)
        painter.scale(scale, scale)
        for is_key, pages in self._sheets(writer, part):
            for number, pieces in enumerate(pages, 1):
                if is_key or number > 1:
                    writer.newPage()
                self._paint(painter, pieces, room)
                self._paint_foot(painter, room, (number, len(pages)), is_key=is_key)
        painter.end()
        return bytes(content.data())

    # ---------------------------------------------------------------- content

    def _pieces(self, room: QSizeF, *, is_key: bool, part: SheetPart = "whole") -> list[Piece]:
        """All of one sheet, laid out for a page; typeset to the end."""
        traced = self._session.trace(self._page.look)
        project = self._session.project
        names = names_of(self._session)
        wording = self._session.wording
        told = walk(
            project.network, project.training, traced, Notation(len(project.network.layers), wording.label_has_hat)
        )
        axes = AxisNames(names, traced.rows)
        appearance = TableLook(LIGHT, written(wording.digits), wording.digits, axes, on_paper=True, wraps=True)
        whose = whose_step(self._session.prepared, traced, wording.digits)
        pieces: list[Piece] = []
        for picture, heading in self._pictures(told, part, appearance if is_key else blank(appearance), is_key=is_key):
            taken = HEADING if pieces else FIRST_LINES * Size.TITLE + 2 * HEADING
            within = QSizeF(room.width(), room.height() - taken)
            pieces.append(Piece(self._laid_out(picture, within), heading, picture=picture))
        is_whole = all(piece.picture.is_whole for piece in pieces if piece.picture is not None)
        return [self._heading(whose, room.width(), is_key=is_key, is_whole=is_whole), *pieces]

    def _laid_out(self, picture: EquationPicture, room: QSizeF) -> float:
        """The height of an equation, of whose tables as many rows are left out as do not fit on a page."""
        self._typeset(picture, room.width())
        height = 0.0
        for rows in range(SheetSize.PAPER_ROWS, 0, -1):
            height = picture.lay_out(0.0, 0.0, room.width(), rows)
            if height <= room.height():
                break
        return height

    def _pictures(
        self, told: Walk, part: SheetPart, appearance: TableLook, *, is_key: bool
    ) -> Iterator[tuple[EquationPicture, str]]:
        """Every equation of a part of the step, the first of each stage with its heading."""
        scales: dict[str, GrowingScale] = {}
        names = names_of(self._session)
        for kind, layer in told.places:
            if part == "forward" and kind not in ("forward", "loss"):
                continue
            stage = told.stage(kind, layer)
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

    def _heading(self, whose: str, width: float, *, is_key: bool, is_whole: bool) -> Piece:
        network = names_of(self._session).sizes()
        title = self.tr("Answer key: {0}") if is_key else self.tr("Worksheet: {0}")
        lines = [
            self.tr("Network {0}.").format(network),
            whose,
            self.tr("In matrices rows are where links come from, columns where they lead to."),
        ]
        if not is_whole:
            lines.append(self.tr("Of large matrices … stands for what is left out; sums that need it are given."))
        if is_key:
            lines.append(self.tr("Worked out with all digits: by hand, with rounded numbers, last digits may differ."))
        else:
            lines.append(
                self.tr("Work out every empty box, from the top to the bottom. Digits: {0}.").format(
                    self._session.wording.digits
                )
            )
            lines.append(self.tr("Name: ______________________________     Date: ______________"))
        text = "\n".join(lines)
        room = QRectF(0.0, 0.0, width, SheetSize.FAR)
        height = (
            QFontMetricsF(look.words(Size.NOTE)).boundingRect(room, _LEFT, text).height() + Size.TITLE + 2 * Size.GAP
        )
        return Piece(height, title.format(self._session.title), text)

    # --------------------------------------------------------------- painting

    def _paint(self, painter: QPainter, pieces: list[Piece], page: QRectF) -> None:
        """One page: piece below piece."""
        y = 0.0
        for piece in pieces:
            head = HEADING if piece.heading else 0
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

    def _paint_foot(self, painter: QPainter, page: QRectF, at: tuple[int, int], *, is_key: bool) -> None:
        """What the page belongs to, and which one of how many it is."""
        painter.setPen(LIGHT.colour("second"))
        painter.setFont(look.words(Size.NOTE))
        title = self.tr("Answer key: {0}") if is_key else self.tr("Worksheet: {0}")
        foot = QRectF(0, page.bottom(), page.width(), SheetSize.FOOT)
        low = Qt.AlignmentFlag.AlignBottom
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | low, title.format(self._session.title))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | low, self.tr("Page {0} of {1}").format(*at))


def _room(writer: QPdfWriter) -> QRectF:
    """What a page has for its pieces, in the pixels of the screen."""
    scale = writer.resolution() / _DPI
    return QRectF(0, 0, writer.width() / scale, writer.height() / scale - SheetSize.FOOT)


def paged(pieces: list[Piece], height: float) -> list[list[Piece]]:
    """The pieces page by page: none is torn, and a heading stays with what follows it."""
    pages: list[list[Piece]] = [[]]
    y = 0.0
    for piece in pieces:
        head = HEADING if piece.heading else 0
        if y and y + head + piece.height > height:
            pages.append([])
            y = 0.0
        pages[-1].append(piece)
        y += head + piece.height + Size.GAP
    return pages
