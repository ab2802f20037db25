"""One weight on its parabola: every number of a step, and what the learning rate does to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeAlias

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.engine.one_weight import OneWeight
from nnsim.session.wording import Wording
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.parabola import Parabola
from nnsim.ui.descent.rate_bar import LEAST_RATE, MOST_RATE, RateBar
from nnsim.ui.descent.sums import Sums
from nnsim.ui.descent.words import DIGITS, pace_words, told
from nnsim.ui.theme import Duration, Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.card import Card, CardRow
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.form import Form
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.page_history import PageHistory

MOST: Final = 1e3
"""The largest input and label that can be typed."""
FARTHEST: Final = 1e6
"""What rolls stops out here: it diverges; nor can a weight be put beyond, so that all its sums are finite."""
MOST_ROLLED: Final = 100
_NOTHING: Final = 1e-9
"""A step shorter than this part of the weight is an arrival."""


Trial: TypeAlias = tuple[OneWeight, tuple[float, ...]]
"""Where the weight is and how it steps, and its way."""


class OneWeightPage(QWidget):
    """Settings at the left, the picture with the learning rate below it, and at the right the sums.

    Nothing here touches the project: it is a sheet of paper to try on, with an undo of its own.
    """

    def __init__(self, appearance: Appearance, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("one_weight_page")
        self.setAccessibleName(self.tr("One weight"))
        self._wording = wording
        self.now = OneWeight()
        self._way: list[float] = []
        self._rolled = 0
        self._clock = QTimer(self)
        self._clock.setInterval(Duration.ROLL)
        self._clock.timeout.connect(self._roll_on)
        self.plot = Parabola(appearance)
        self.rate_bar = RateBar(appearance)
        self.sums = Sums(wording)
        self.verdict = Label("", "field")
        self.verdict.setObjectName("one_weight_verdict")
        self.verdict.setWordWrap(True)
        self.counted = Label("", "note")
        self.counted.setObjectName("one_weight_steps")
        self.counted.setWordWrap(True)
        self._history: PageHistory[Trial] = PageHistory((self.now, ()), self._show_trial, self)
        self._history.watch(self.plot, self.rate_bar)
        self._make_form()
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.plot)
        self.back.heirs = self.again.heirs = (self.plot,)
        self._name()
        self._render()

    @property
    def way(self) -> tuple[float, ...]:
        """The weights before the present one, since it was last put somewhere by hand."""
        return tuple(self._way)

    @property
    def own_history(self) -> PageHistory[Trial]:
        """What undo and redo are told while this page is seen."""
        return self._history

    @property
    def is_rolling(self) -> bool:
        """Whether it makes steps by itself."""
        return self._clock.isActive()

    # --- making --------------------------------------------------------------------------------------------------

    def _make_form(self) -> None:
        self.form = Form()
        self._rows: dict[str, Label] = {}
        self.weight = self._field(
            "weight", self.tr("Weight w"), -FARTHEST, self.tr("The only weight of this network."), FARTHEST
        )
        self.input = self._field("x", self.tr("Input x"), -MOST, self.tr("What the sample puts in."))
        self.label = self._field("label", "", -MOST, self.tr("What should come out."))
        tip = self.tr("How far a step goes: times the gradient. Fractions such as 1/9 can be typed.")
        self.rate = self._field("rate", self.tr("Learning rate η"), LEAST_RATE, tip, MOST_RATE)
        self.loss = Chips(self.tr("Loss"), columns=2, prefix="one_weight")
        self.loss.setObjectName("one_weight_loss")

    def _field(self, name: str, label: str, least: float, tip: str, most: float = MOST) -> NumberField:
        field = NumberField(label, least, most, number_format=NumberFormat(DIGITS), tip=tip)
        field.setObjectName(f"one_weight_{name}_field")
        field.setFixedWidth(Size.FIELD)
        self._rows[name] = self.form.add_row(label, field, tip)
        return field

    def _make_buttons(self) -> None:
        self.step = self._button("step", self.tr("Step"), self.tr("One step down the slope  (Enter in the picture)"))
        self.back = self._button(
            "back", self.tr("Back"), self.tr("Take the last step back  (Backspace in the picture)"), ""
        )
        self.roll = self._button("roll", self.tr("Roll"), self.tr("Step after step, until it arrives or is lost"), "")
        self.again = self._button("again", self.tr("From the start"), self.tr("Back to where it was put"), "")
        self.exercise = self._button("exercise", self.tr("Back to the exercise"), "", "")

    def _button(self, name: str, text: str, tip: str, role: str = "primary") -> Button:
        button = Button(text, role, tip=tip)
        button.setObjectName(f"one_weight_{name}_button")
        return button

    def _lay_out(self) -> None:
        settings = Card(self.tr("One weight, one sample"))
        settings.setObjectName("one_weight_settings")
        settings.setFixedWidth(Size.PLAN)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, buttons in ((first, (self.step, self.back)), (second, (self.roll, self.again))):
            row.setSpacing(Size.GAP)
            for button in buttons:
                row.addWidget(button, 1)
        body = settings.body
        body.addWidget(self.form)
        body.addWidget(Label(self.tr("Loss"), "caption"))
        body.addWidget(self.loss)
        body.addLayout(first)
        body.addLayout(second)
        body.addWidget(self.counted)
        body.addStretch(1)
        body.addWidget(self.exercise)
        picture = Card(self.tr("Loss over the weight"))
        picture.setObjectName("one_weight_picture")
        picture.body.addWidget(self.plot, 1)
        picture.body.addWidget(Label(self.tr("Learning rate η, and what it does here"), "caption"))
        picture.body.addWidget(self.rate_bar)
        picture.body.addWidget(self.verdict)
        CardRow(self, settings, picture, self.sums)

    def _connect(self) -> None:
        self.plot.moved.connect(lambda weight: self._put(weight, "put"))
        self.weight.edited.connect(self._put)
        self.plot.stepped.connect(lambda way: self._step() if way > 0 else self._step_back())
        self.rate_bar.moved.connect(lambda rate: self._set_rate(rate, "rate"))
        self.rate.edited.connect(self._set_rate)
        self.input.edited.connect(lambda x: self._begin(replace(self.now, x=x)))
        self.label.edited.connect(lambda label: self._begin(replace(self.now, label=label)))
        self.loss.clicked.connect(self._choose_loss)
        self.step.clicked.connect(self._step)
        self.back.clicked.connect(self._step_back)
        self.roll.clicked.connect(self._roll)
        self.again.clicked.connect(self._start_again)
        self._wording.changed.connect(self._name)
        self._wording.changed.connect(self._render)
        self.exercise.clicked.connect(lambda: self._begin(OneWeight()))

    # --- what a person does --------------------------------------------------------------------------------------

    def _begin(self, now: OneWeight) -> None:
        """Another parabola: its scales and its way begin anew."""
        self._rest()
        self.now, self._way = now, []
        self.plot.forget()
        self._note()
        self._render()

    def _note(self, gesture: str = "") -> None:
        self._history.note((self.now, self.way), gesture)

    def _show_trial(self, trial: Trial) -> None:
        """As it was: with its way, and at rest."""
        self._rest()
        now, way = trial
        if replace(now, weight=0.0, rate=1.0) != replace(self.now, weight=0.0, rate=1.0):
            self.plot.forget()
        self.now, self._way = now, list(way)
        self._render()

    def _choose_loss(self, name: str) -> None:
        self._begin(replace(self.now, loss="mse" if name == "mse" else "quadratic"))

    def _put(self, weight: float, gesture: str = "") -> None:
        """Put the weight there: a way begins."""
        self._rest()
        self.now, self._way = replace(self.now, weight=min(max(weight, -FARTHEST), FARTHEST)), []
        self._note(gesture)
        self._render()

    def _set_rate(self, rate: float, gesture: str = "") -> None:
        """Step farther or less far from now on; while it rolls, too."""
        self.now = replace(self.now, rate=rate)
        self._note("roll" if self.is_rolling else gesture)
        self._render()

    def _step(self) -> None:
        self._rest()
        self._go_on()

    def _go_on(self) -> bool:
        """Make a step; whether it led anywhere within reach."""
        after = self.now.after
        is_lost = abs(after.weight) > FARTHEST
        if not is_lost and after.weight != self.now.weight:
            self._way.append(self.now.weight)
            self.now = after
            self._note("roll" if self.is_rolling else "")
            self._render()
            return True
        return False

    def _step_back(self) -> None:
        self._rest()
        if self._way:
            self.now = replace(self.now, weight=self._way.pop())
            self._note()
        self._render()

    def _start_again(self) -> None:
        self._rest()
        if self._way:
            self.now = replace(self.now, weight=self._way[0])
            self._way = []
            self._note()
        self.plot.forget()
        self._render()

    def _roll(self) -> None:
        """Start to roll, or stop."""
        if self.is_rolling:
            self._rest()
        else:
            self._rolled = 0
            self._history.begin_gesture()
            self._clock.start()
        self._render()

    def _roll_on(self) -> None:
        has_arrived = abs(self.now.step) <= _NOTHING * max(abs(self.now.weight), 1.0)
        self._rolled += 1
        if has_arrived or self._rolled > MOST_ROLLED or not self._go_on():
            self._rest()
            self._render()

    def _rest(self) -> None:
        self._clock.stop()

    def _name(self) -> None:
        """Call prediction and label as the View menu says."""
        prediction, label = self._wording.prediction, self._wording.label
        error = f"({prediction} − {label})²"
        self._rows["label"].show_text(self.tr("Label {0}").format(label))
        self.label.setAccessibleName(self._rows["label"].text())
        self.plot.call_label(label)
        half = self.tr("Half the squared error: its slope is the error itself.")
        whole = self.tr("The squared error without ½ (MSE): its slope is twice the error.")
        self.loss.set_options((Option("quadratic", f"½ {error}", half), Option("mse", error, whole)))
        self.exercise.setToolTip(self.tr("w = 5, x = 2, {0} = 6, η = 0.1, loss ½ {1}").format(label, error))

    # --- drawing -------------------------------------------------------------------------------------------------

    def _render(self) -> None:
        now = self.now
        self.weight.set_value(now.weight)
        self.input.set_value(now.x)
        self.label.set_value(now.label)
        self.rate.set_value(now.rate)
        self.loss.set_chosen([now.loss])
        self.plot.show_step(now, self._way)
        self.rate_bar.show_step(now)
        self.sums.show_step(now)
        self.verdict.show_text(pace_words(now))
        self.counted.show_text(self._count_words())
        self.back.setEnabled(bool(self._way))
        self.again.setEnabled(bool(self._way))
        self.roll.setText(self.tr("Stop") if self.is_rolling else self.tr("Roll"))
        self.roll.setAccessibleName(self.roll.text())

    def _count_words(self) -> str:
        if abs(self.now.after.weight) > FARTHEST:
            return self.tr("w is lost: the next step leads beyond a million.")
        if not self._way:
            return self.tr("No step yet. Drag the point, or the learning rate.")
        return self.tr("Steps: {0}, from w = {1}").format(len(self._way), told(self._way[0]))

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        if self.is_rolling:
            self._rest()
            self._render()
