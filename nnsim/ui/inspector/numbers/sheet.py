"""The sheet on which a stage of a step is told: equation below equation, one number in play."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from nnsim.explain.equations import Equation, Origin, Stage, Table, Walk
from nnsim.explain.pens import Plain
from nnsim.ui.appearance import Appearance
from nnsim.ui.growing_scale import LEAST_FULL, GrowingScale
from nnsim.ui.inspector.numbers.equation_picture import EquationPicture
from nnsim.ui.inspector.numbers.equation_words import explained
from nnsim.ui.inspector.numbers.givens import given
from nnsim.ui.inspector.numbers.table_picture import Name, TableLook
from nnsim.ui.inspector.numbers.typesetting import Typesetting
from nnsim.ui.inspector.numbers.wording import written
from nnsim.ui.sheet_sizes import SheetSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.numbers import Rounded, format_number

_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
_TIP_TERMS = 8
_EXACT_DIGITS = 10


@dataclass(frozen=True, slots=True)
class InPlay:
    """The number that is looked at: of which equation of the stage, and its row and column."""

    equation: int = 0
    row: int = 0
    column: int = 0


class Page(QWidget):
    """What is painted and pointed at; ``Sheet`` scrolls it."""

    def __init__(self, sheet: Sheet, appearance: Appearance, formulas: Typesetting) -> None:
        super().__init__()
        self._sheet, self._appearance, self._formulas = sheet, appearance, formulas
        self.setObjectName("numbers_page_sheet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.pictures: list[EquationPicture] = []
        self._scales: dict[str, GrowingScale] = {}
        self._look: TableLook | None = None

    def lay_out(self, stage: Stage, name: Name, digits: int, in_play: InPlay, room: QSize) -> None:
        """Place everything for a stage."""
        type_px = Size.BODY if room.height() >= SheetSize.TALL else Size.SMALL
        wraps = type_px > Size.SMALL
        is_low = room.height() < SheetSize.LOW
        write = written(digits)
        self._look = TableLook(self._appearance.theme, write, digits, name, type_px, is_low=is_low, wraps=wraps)
        self._formulas.forget_wanted()
        self.pictures = []
        y, width = 0.0 if is_low else float(Size.HALF), room.width() - 2 * Size.HALF
        most_rows = max((room.height() - SheetSize.WORDS) // Size.HIT, SheetSize.CELLS_LEAST)
        for number, equation in enumerate(stage.equations):
            is_open = number == in_play.equation
            chosen = (in_play.row, in_play.column) if is_open else (0, 0)
            made = EquationPicture(equation, self._look, self._formulas, self._scales, chosen, is_open=is_open)
            y += self._placed(made, y, width, min(most_rows, SheetSize.CELLS_MOST), room.height()) + 2 * Size.GAP
            self.pictures.append(made)
        self.setMinimumHeight(int(y))
        self.update()

    @staticmethod
    def _placed(made: EquationPicture, top: float, width: float, most_rows: int, room: float) -> float:
        """Lay an equation out; one that is higher than what is in sight has fewer rows. The height that it takes."""
        left, least = float(Size.HALF), SheetSize.CELLS_LEAST
        height = 0.0
        for rows in sorted({most_rows, (most_rows + least) // 2, least}, reverse=True):
            height = made.lay_out(left, top, width, rows)
            if height <= room:
                break
        return height

    def cover(self, run_id: int, equations: tuple[Equation, ...]) -> None:
        """Let the scales of the colours cover these numbers."""
        for equation in equations:
            for table in (*equation.tables, equation.result):
                self._scales.setdefault(table.key, scale_for(table)).cover(run_id, table.values)

    def start_scales_anew(self) -> None:
        """Somebody has changed the weights: what comes now is measured alone."""
        for scale in self._scales.values():
            scale.start_anew()

    def picture_at(self, point: QPointF) -> tuple[int, EquationPicture] | None:
        """The equation there."""
        return next(((i, one) for i, one in enumerate(self.pictures) if one.place.contains(point)), None)

    # -------------------------------------------------------- Qt's own names

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight."""
        seen = QRectF(event.rect())
        with QPainter(self) as painter:
            for number, picture in enumerate(self.pictures):
                if not picture.place.adjusted(0, -2, 0, 2 * Size.GAP).intersects(seen):
                    continue
                picture.paint(painter)
                if number + 1 < len(self.pictures):
                    painter.setPen(self._appearance.theme.colour("line"))
                    below = picture.place.bottom() + Size.GAP
                    painter.drawLine(QPointF(0, below), QPointF(self.width(), below))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the number there into play."""
        found = self.picture_at(event.position())
        if found is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        number, picture = found
        at = picture.number_at(event.position())
        if at is None:
            self._sheet.picked.emit(InPlay(number, *picture.chosen))
        elif at[0].is_result:
            self._sheet.picked.emit(InPlay(number, at[1], at[2]))
        else:
            self._sheet.operand_picked.emit(number, at[0].table, at[1], at[2])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from number to number of the result in play; Page up and down from equation to equation.

        With Alt they walk from stage to stage, as everywhere on the page.
        """
        now = self._sheet.in_play
        on = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if on is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._sheet.stepped.emit(on)
            return
        if event.key() in _STEPS and event.modifiers() in _BARE and self.pictures:
            rows, columns = self.pictures[now.equation].equation.result.values.shape
            down, across = _STEPS[Qt.Key(event.key())]
            row, column = min(max(now.row + down, 0), rows - 1), min(max(now.column + across, 0), columns - 1)
            self._sheet.picked.emit(InPlay(now.equation, row, column))
            return
        by = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if by is not None and self.pictures:
            self._sheet.picked.emit(InPlay(min(max(now.equation + by, 0), len(self.pictures) - 1)))
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """A tooltip for each number: how it comes about."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tip = self.tip_at(QPointF(event.pos()))
            if tip:
                QToolTip.showText(event.globalPos(), tip, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def tip_at(self, point: QPointF) -> str:
        """How the number there comes about, here or in a stage before; of one that is given, who gives it."""
        found = self.picture_at(point)
        at = None if found is None else found[1].number_at(point)
        if found is None or self._look is None:
            return ""
        if at is None:
            return found[1].said() if self._look.is_low else ""
        picture, row, column = at
        table = picture.table
        names = [self._look.name(table.rows, row), self._look.name(table.columns, column)]
        value = format_number(float(table.values[row, column]), _EXACT_DIGITS)
        head = f"{table.symbol.text()}  {' → '.join(name for name in names if name)}".rstrip()
        origin = (
            found[1].equation.origin(row, column) if picture.is_result else self._sheet.origin_of(table, row, column)
        )
        if origin is None:
            return "\n".join(line for line in (head, f"= {value}", given(table)) if line)
        number = Rounded(self._look.digits)
        told = origin.expression.write(Plain(number, most_terms=_TIP_TERMS, word=explained))
        return f"{head}\n{'=' if number.is_exact else '≈'} {told}\n= {value}"


def scale_for(table: Table) -> GrowingScale:
    """Where the colours of a table begin: gradients and steps of weights are far smaller than weights."""
    is_small = table.rows.kind == "parameters" and table.key not in ("w", "new")
    return GrowingScale(LEAST_FULL) if is_small else GrowingScale()


_BARE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Sheet(QScrollArea):
    """A stage of a step, scrolled where it does not fit.

    Signals
    -------
    stepped(int) : the user wants the next stage, or the one before
    picked(InPlay) : the user wants this number in play
    operand_picked(int, Table, int, int) : the user clicked a number that is given: equation, table, row, column
    """

    stepped = Signal(int)
    picked = Signal(object)
    operand_picked = Signal(int, object, int, int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("numbers_sheet")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.formulas = Typesetting(self)
        self.page = Page(self, appearance, self.formulas)
        self.page.setAccessibleName(self.tr("Equations of this stage"))
        self.setWidget(self.page)
        for ground in (self.viewport(), self.page):
            ground.setAutoFillBackground(False)  # that of the card shows through
        self.setFocusProxy(self.page)
        self.in_play = InPlay()
        self._walk: Walk | None = None
        self._stage: Stage | None = None
        self._name: Name | None = None
        self._digits = 0
        self.formulas.ready.connect(self._lay_out)
        appearance.changed.connect(self._lay_out)

    @property
    def stage(self) -> Stage | None:
        """What is told."""
        return self._stage

    def origin_of(self, table: Table, row: int, column: int) -> Origin | None:
        """How a number that plays a part in the stage came about; nothing of one that was given."""
        if self._walk is None or self._stage is None:
            return None
        return self._walk.origin_of(self._stage, table, row, column)

    def show_stage(self, walk: Walk, stage: Stage, name: Name, digits: int, run_id: int, in_play: InPlay) -> None:
        """Tell a stage. The same one with other numbers is not laid out anew."""
        self._walk = walk
        self.page.cover(run_id, stage.equations)
        same = self._stage is not None and _shape(self._stage) == _shape(stage)
        same = same and (digits, in_play, name) == (self._digits, self.in_play, self._name)
        is_moved = self._stage is None or (self._stage.kind, self._stage.layer) != (stage.kind, stage.layer)
        self._stage, self._name, self._digits, self.in_play = stage, name, digits, in_play
        if same:
            for picture, equation in zip(self.page.pictures, stage.equations, strict=True):
                picture.show(equation)
            self.page.update()
            return
        self._lay_out()
        if is_moved:
            self.verticalScrollBar().setValue(0)
        else:
            self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        if self.in_play.equation < len(self.page.pictures):
            place = self.page.pictures[self.in_play.equation].place
            self.ensureVisible(0, int(place.bottom()), 0, 0)
            self.ensureVisible(0, int(place.top()), 0, 0)

    def _lay_out(self) -> None:
        if self._stage is not None and self._name is not None:
            self.page.lay_out(self._stage, self._name, self._digits, self.in_play, self.viewport().size())

    # -------------------------------------------------------- Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for more."""
        super().resizeEvent(event)
        self._lay_out()


def _shape(stage: Stage) -> tuple[object, ...]:
    """What decides where everything stands."""
    return (
        stage.kind,
        stage.layer,
        *(
            (one.key, one.formula, one.result.values.shape, *(t.values.shape for t in one.tables))
            for one in stage.equations
        ),
    )
