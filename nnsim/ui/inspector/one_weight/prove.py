"""The proof of a gradient: the weight is nudged, and both numbers stand side by side."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnsim.engine.nudge import NUDGES, Corner, Nudge
from nnsim.session.session import Session
from nnsim.session.weight_proof import WeightProof
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.one_weight.error_plot import ErrorPlot
from nnsim.ui.inspector.one_weight.nudge_curve import NudgeCurve
from nnsim.ui.inspector.one_weight.told import WeightTold
from nnsim.ui.names import names_of
from nnsim.ui.one_weight_sizes import OneWeightSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import format_count, format_number
from nnsim.ui.widgets.translated import translated

CHOOSABLE: Final = NUDGES[:7]
_DIGITS: Final = 10
_UNKNOWN: Final = ("…",) * 5


class ProveSection(QWidget):
    """ε, the numbers, the curve of the loss, and where there is room the error over ε. The run is not touched."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._told: WeightTold | None = None
        self._laid: object = None
        self._letter = "w"
        self.setObjectName("weight_prove")
        self.proof = WeightProof(self)
        self.epsilon = DropButton(self.tr("ε"), tip=self.tr("How far the weight is nudged to each side"))
        self.epsilon.setObjectName("weight_epsilon")
        self.epsilon.set_options([Option(str(one), f"ε = {format_number(one)}") for one in CHOOSABLE])
        self.epsilon.chosen.connect(lambda name: self.proof.choose(float(name)))
        self.nudge = Button(self.tr("Nudge"), tip=self.tr("Let the weight go up and down by ε, and look at the loss"))
        self.nudge.setObjectName("weight_nudge")
        self.numbers = QLabel()
        self.numbers.setObjectName("weight_proof_numbers")
        self.numbers.setTextFormat(Qt.TextFormat.RichText)
        self.numbers.setProperty("role", "number")
        self.formula = Label("", "note")
        self.formula.setObjectName("weight_quotient")
        self.verdict = Label("", "note")
        self.verdict.setObjectName("weight_verdict")
        self.verdict.setWordWrap(True)
        self.curve = NudgeCurve(self.proof, appearance)
        self.errors = ErrorPlot(self.proof, appearance)
        self.nudge.clicked.connect(self.curve.run)
        self._lay_out()
        self.proof.changed.connect(self._render)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Size.HALF)
        head.addWidget(self.epsilon)
        head.addWidget(self.nudge)
        head.addStretch(1)
        side = QWidget()
        side.setFixedWidth(OneWeightSize.SUMS)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        column.addLayout(head)
        column.addWidget(self.numbers)
        column.addWidget(self.formula)
        column.addWidget(self.verdict)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP)
        row.addWidget(side)
        row.addWidget(self.curve, 1)
        row.addWidget(self.errors, 1)

    def start_anew(self) -> None:
        """Another weight, or another network."""
        self._laid = None

    def show_weight(self, told: WeightTold) -> None:
        """Put this weight to the proof in this step; in a run it waits for the pause."""
        self._told = told
        self._letter = "b" if told.weight.is_bias(told.network) else "w"
        self.formula.show_text(self.tr("quotient = (L({0}+ε) − L({0}−ε)) / 2ε").format(self._letter))
        laid = (told.traced, told.weight)
        if told.kind == "coming":
            self._render()
        elif laid != self._laid:
            self._laid = laid
            index = told.weight.index_in(told.network)
            self.proof.lay(told.network, told.training, told.traced, index, told.before)
            self.curve.stop()

    # ---------------------------------------------------------------- drawing

    def _render(self) -> None:
        proof = self.proof
        self.epsilon.set_current(str(proof.epsilon))
        if self._told is not None and self._told.kind == "coming":
            self._show_numbers("")
            self.verdict.show_text(self.tr("Pause the run: a proof holds one step still."))
            return
        if proof.problem is not None:
            self._show_numbers("")
            self.verdict.show_text(translated(proof.problem.message))
            return
        nudge = proof.nudges.get(proof.epsilon)
        if nudge is not None and proof.check is not None:
            self._render_numbers(proof.check.weight, proof.check.gradient, nudge)
        else:  # those of another weight or ε would be taken for these
            self._show_rows(_UNKNOWN)
            self.verdict.show_text("")

    def _render_numbers(self, weight: float, gradient: float, nudge: Nudge) -> None:
        quotient, slope = format_number(nudge.quotient, _DIGITS), format_number(gradient, _DIGITS)
        n_same = agreeing(quotient, slope)
        plain = (
            format_number(weight, _DIGITS),
            *(format_number(one, _DIGITS + 2) for one in (nudge.below, nudge.above)),
        )
        apart = self.tr("Difference {0}, relative {1}.")
        said = [apart.format(*(format_number(one, 2) for one in (nudge.error, nudge.relative)))]
        if self._told is not None and self._told.is_fixed:
            said.append(self.tr("It may not change: the optimizer is given 0 in place of its gradient."))
        said += [self._told_corner(corner) for corner in nudge.corners]
        least = OneWeightSize.TALL_PROOF if nudge.corners else OneWeightSize.LEAST_TOLD
        self.formula.setVisible(self.height() >= least)
        self._show_rows((*map(escape, plain), _marked(quotient, n_same), _marked(slope, n_same)))
        self.verdict.show_text(" ".join(said))
        self.numbers.setAccessibleDescription(", ".join([f"{quotient}, {slope}", *said]))

    def _show_rows(self, values: tuple[str, ...]) -> None:
        """The weight, the loss below and above, and both gradients; in little height these alone."""
        letter = self._letter
        names = (letter, f"L({letter}−ε)", f"L({letter}+ε)", self.tr("quotient"), self.tr("backprop"))
        rows = list(zip(names, values, strict=True))
        rows = rows[-2:] if self.height() < OneWeightSize.LOW else rows
        cells = "".join(f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{value}</td></tr>" for name, value in rows)
        self._show_numbers(f"<table cellspacing='0' cellpadding='0'>{cells}</table>")

    def _show_numbers(self, table: str) -> None:
        """In a table; what was told of them before is told no longer."""
        self.numbers.setText(table)
        self.numbers.setAccessibleDescription("")
        self.numbers.setToolTip(
            self.tr(
                "quotient: (L({0}+ε) − L({0}−ε)) / 2ε. backprop: ∂L/∂{0} as training computes it. L is the mean loss "
                "of the samples of this step, with the penalties. Digits in which both agree are bold and underlined. "
                "The relative difference is that over the larger of both."
            ).format(self._letter)
        )

    def _told_corner(self, corner: Corner) -> str:
        names, n = names_of(self._session), format_count(corner.n_samples)
        if corner.kind == "penalty":
            return self.tr("The penalty λ₁|w| has its corner within ε.")
        if corner.kind == "loss":
            return self.tr("Within ε the loss has a corner for {0} samples, so the quotient is off.").format(n)
        said = self.tr("Within ε neurons of {0} switch for {1} samples: a corner, so the quotient is off.")
        if corner.kind == "pooling":
            said = self.tr("Within ε another pixel becomes the largest in {0} for {1} samples, so the quotient is off.")
        return said.format(names.layer(corner.layer), n)

    # -------------------------------------------------------- Qt's own names

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes to the button; after a click Space still runs."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.nudge.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In little width the errors give way, in little height the losses."""
        super().resizeEvent(event)
        self.errors.setVisible(self.width() >= OneWeightSize.WIDE)
        self._render()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nobody need compute; shown again, it begins anew."""
        super().hideEvent(event)
        self.proof.stop()
        self._laid = self._told = None


def agreeing(one: str, other: str) -> int:
    """How many signs two written numbers have in common from the left.

    None if their powers of ten differ, or their points stand elsewhere, or only zeros in front of the number are alike.
    """
    if one == other:
        return len(one)
    (first, _, power), (second, _, other_power) = one.partition("e"), other.partition("e")
    if power != other_power or len(first.partition(".")[0]) != len(second.partition(".")[0]):
        return 0
    same = 0
    while first[same : same + 1] == second[same : same + 1] != "":
        same += 1
    return same if any(sign in "123456789" for sign in first[:same]) else 0


def _marked(number: str, n_same: int) -> str:
    return f"<b><u>{escape(number[:n_same])}</u></b>{escape(number[n_same:])}"
