"""The tools with which points are drawn, in a row above the picture."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from nnsim.data.drawn import MOST_DRAWN_CLASSES
from nnsim.model import drawn_edits
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.output.points.class_name import ClassName
from nnsim.ui.output.points.pen import LEAST_WIDTH, MOST_WIDTH, TOOLS, Pen, Tool
from nnsim.ui.plots.marks import class_name, draw_mark, mark_path
from nnsim.ui.theme import Size, Theme
from nnsim.ui.widgets.button import Button, Chip
from nnsim.ui.widgets.flow import FlowLayout
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.numbers import format_number
from nnsim.ui.widgets.slider import Slider
from nnsim.ui.widgets.slider_scale import LinearScale

_ICONS: Final[dict[Tool, str]] = {"spray": "spray-can", "move": "move", "delete": "eraser"}
_WIDTHS: Final = LinearScale(LEAST_WIDTH, MOST_WIDTH, 0.02)
_STEPS: Final = 40
_SLIDER: Final = 40
_MARK: Final = 11.0


class DrawRow(QWidget):
    """Tools, classes with their marks and keys, and how wide is sprayed; of quantities in the plane, which one."""

    def __init__(self, session: Session, appearance: Appearance, pen: Pen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._appearance, self._pen = session, appearance, pen
        self.setObjectName("draw_row")
        self.setAccessibleName(self.tr("Draw points"))
        self._flow = FlowLayout(spacing_px=Size.HALF, parent=self)
        self.tools = {tool: self._tool(tool) for tool in TOOLS}
        self.classes: list[Chip] = []
        self._pressed: QObject | None = None
        self._shown_classes: tuple[str, ...] | None = None
        self.more = Button("+", "chip", name=self.tr("One class more"))
        self.more.setToolTip(self.tr("One class more. The network gets an output for it, so training starts anew."))
        self.more.setObjectName("draw_more_classes")
        self.width_slider = self._slider("draw_width", self.tr("How wide is sprayed and wiped"), _WIDTHS.last)
        self.value_slider = self._slider("draw_value", self.tr("Quantity of the points that are drawn"), _STEPS)
        self._flow.addWidget(self.more)
        self._flow.addWidget(self.width_slider)
        self._flow.addWidget(self.value_slider)
        self.more.clicked.connect(self._on_more_clicked)
        self.width_slider.moved.connect(lambda position: pen.set_width(_WIDTHS.value(position)))
        self.value_slider.moved.connect(self._on_value_moved)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        pen.changed.connect(self._render)
        appearance.changed.connect(self._on_appearance_changed)
        session.project_changed.connect(self._render)
        self._render()

    def _tool(self, tool: Tool) -> Chip:
        names = {
            "draw": (self.tr("Set points"), self.tr("Click for a point, drag for a row of them, or a curve  (D)")),
            "spray": (self.tr("Spray points"), self.tr("Points around the pointer, as long as it is pressed  (S)")),
            "move": (
                self.tr("Move points"),
                self.tr("Drag a point. A frame around several chooses them: Del deletes, 1 to 9 give a class  (M)"),
            ),
            "delete": (self.tr("Delete points"), self.tr("Wipe points away  (X)")),
        }
        name, tip = names[tool]
        chip = Chip("", name=name, tip=f"{name}: {tip}")
        chip.setObjectName(f"draw_tool_{tool}")
        chip.setIconSize(QSize(Size.ICON, Size.ICON))
        chip.setFixedWidth(Size.CHIP)
        chip.clicked.connect(lambda: self._pen.take("look" if self._pen.tool == tool else tool))
        self._flow.addWidget(chip)
        return chip

    def _slider(self, name: str, said: str, last: int) -> Slider:
        slider = Slider(last)
        slider.setObjectName(name)
        slider.setAccessibleName(said)
        slider.setFixedWidth(_SLIDER)
        return slider

    def _on_more_clicked(self) -> None:
        """What is made is what is drawn next."""
        if self._session.apply(drawn_edits.add_class):
            self._pen.draw_class(len(self._session.prepared.dataset.classes) - 1)

    def _on_value_moved(self, position: int) -> None:
        low, high = self._heights()
        self._pen.draw_value(low + (high - low) * position / _STEPS)

    def _heights(self) -> tuple[float, float]:
        prepared = self._session.prepared
        if prepared.heights is not None:
            return prepared.heights
        targets = prepared.dataset.targets[:, 0]
        reach = max(abs(float(targets.min())), abs(float(targets.max())), 1.0)
        return -reach, reach

    def _on_appearance_changed(self) -> None:
        self._shown_classes = None
        self._render()

    def _render(self) -> None:
        if not self._pen.draws:
            return
        dataset, theme, tool = self._session.prepared.dataset, self._appearance.theme, self._pen.tool
        if self._shown_classes != dataset.classes:
            self._make_classes(dataset.classes)
        if dataset.classes and self._pen.number >= len(dataset.classes):
            self._pen.number = 0
        for name, chip in self.tools.items():
            chip.setChecked(name == tool)
            role = "accent" if name == tool else "second"
            chip.setIcon(icon(_ICONS[name], theme, role) if name in _ICONS else self._point_icon(role))
        for number, chip in enumerate(self.classes):
            chip.setChecked(number == self._pen.number and tool in ("draw", "spray"))
        self.more.setVisible(0 < len(dataset.classes) < MOST_DRAWN_CLASSES)
        is_value = not dataset.classes and dataset.inputs.shape[1] > 1
        self.value_slider.setVisible(is_value)
        low, high = self._heights()
        self.value_slider.setValue(round((min(max(self._pen.value, low), high) - low) / (high - low) * _STEPS))
        self.value_slider.setToolTip(self.tr("Quantity: {0}").format(format_number(self._pen.value)))
        self.width_slider.setVisible(tool in ("spray", "delete") or not is_value)
        self.width_slider.setEnabled(tool in ("spray", "delete"))
        self.width_slider.setValue(_WIDTHS.position(self._pen.width))
        self.width_slider.setToolTip(self.tr("How wide is sprayed and wiped; the wheel of the mouse changes it, too"))

    def _point_icon(self, role: str) -> QIcon:
        """The mark that is set."""
        number = self._pen.number if self._session.prepared.dataset.classes else 0
        return mark_icon(self._appearance.theme.colour(role), self._appearance.theme, number, self.devicePixelRatioF())

    def _make_classes(self, classes: tuple[str, ...]) -> None:
        self._shown_classes = classes
        for chip in self.classes:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for widget in (self.more, self.width_slider, self.value_slider):
            self._flow.removeWidget(widget)
        self.classes = [self._class_chip(number, name) for number, name in enumerate(classes[:MOST_DRAWN_CLASSES])]
        behind: tuple[QWidget, ...] = (*self.classes, self.more, self.width_slider, self.value_slider)
        for one in behind:
            self._flow.addWidget(one)
        for chip in self.classes:
            chip.show()  # at once: a layout counts only what is shown
        self.updateGeometry()

    def _class_chip(self, number: int, name: str) -> Chip:
        said = class_name(name)
        tip = self.tr("Draw points of {0}  ({1}). Double click or F2: another name").format(said, number + 1)
        chip = Chip("", name=said, tip=tip, parent=self)
        chip.setFixedWidth(Size.CHIP)
        chip.setObjectName(f"draw_class_{number}")
        chip.setIcon(self._class_icon(number))
        chip.clicked.connect(lambda: self._pen.draw_class(number))
        chip.installEventFilter(self)
        return chip

    def _rename(self, number: int) -> None:
        if number < len(self.classes):
            ClassName(self._session, number, self).open_over(self.classes[number])

    def _class_icon(self, number: int) -> QIcon:
        theme = self._appearance.theme
        return mark_icon(theme.sample(number), theme, number, self.devicePixelRatioF())

    def _open_menu(self, number: int) -> None:
        """What can be done with a class."""
        menu = QMenu(self)
        menu.setObjectName("class_menu")
        action = menu.addAction(self.tr("Another name…"))
        action.triggered.connect(lambda _=False: self._rename(number))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.classes[number].mapToGlobal(self.classes[number].rect().bottomLeft()))

    # overrides of Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A class is named by a double click, by F2, or from its menu."""
        number = next((place for place, chip in enumerate(self.classes) if chip is watched), None)
        if number is None:
            return super().eventFilter(watched, event)
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_F2
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = watched
        # The second click on + falls on the class that the first has made.
        is_double = event.type() == QEvent.Type.MouseButtonDblClick and watched is self._pressed
        if is_key or is_double:
            self._rename(number)
            return True
        if event.type() == QEvent.Type.ContextMenu:
            self._open_menu(number)
            return True
        return super().eventFilter(watched, event)

    def hasHeightForWidth(self) -> bool:
        """Rows are added where the width does not suffice."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As the flow needs it."""
        return self._flow.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(self._flow.sizeHint().width(), self._flow.heightForWidth(max(self.width(), Size.ANSWERS_LEAST)))


def mark_icon(colour: QColor, theme: Theme, number: int, ratio: float) -> QIcon:
    """The mark of a class, in a colour."""
    picture = QPixmap(round(Size.ICON * ratio), round(Size.ICON * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(Size.ICON / 2, Size.ICON / 2)
    draw_mark(painter, theme, mark_path(number), middle, colour, size=_MARK)
    painter.end()
    return QIcon(picture)
