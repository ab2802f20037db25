"""The small form in which it is said what to do with the chosen weights, and with which number."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.settings import SEED
from nnsim.engine.spec import Choice
from nnsim.session.session import Session
from nnsim.ui.inspector.block_deeds import BlockDeeds
from nnsim.ui.inspector.block_words import all_locked_words, block_title, stayed_words
from nnsim.ui.names import names_of
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.choice_rows import ChoiceRows
from nnsim.ui.widgets.form import Form
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.parameter_field import ParameterField
from nnsim.ui.widgets.popover import Popover

Deed = Literal["scale", "add", "fill", "draw"]
_DIGITS: Final = 6
_FIRST: Final[dict[Deed, float]] = {"scale": 0.5, "add": 0.1, "fill": 0.0}


class BlockPopover(Popover):
    """What to do, its number, and a button that does it. Enter does it at once; Esc does nothing.

    The number of each deed is still there when it opens again; the seed until that of the training is another.
    """

    def __init__(self, session: Session, deeds: BlockDeeds, parent: QWidget) -> None:
        super().__init__(QCoreApplication.translate("BlockPopover", "Edit weights"), parent)
        self.setObjectName("block-popover")
        self._session = session
        self._deeds = deeds
        self._deed: Deed = "scale"
        self._numbers = dict(_FIRST)
        self._rule = Choice("uniform")
        self.form = Form()
        self.heading = self.form.add_heading("")
        self.note = self.form.add_note(NetworkSize.LAYER_FORM)
        self.kinds = Chips(self.tr("What to do"), columns=4, prefix="block")
        self.kinds.set_options(self._options())
        self.kinds.setFixedWidth(NetworkSize.LAYER_FORM)
        self.form.add_wide(self.kinds)
        self.number = NumberField(self.tr("Number"), number_format=NumberFormat(_DIGITS), keeps_text=True)
        self.number.setObjectName("block-number")
        self.number.setFixedWidth(Size.FIELD)
        self.label = self.form.add_row(self.tr("Number"), self.number)
        self.rule = ChoiceRows(INITIALIZERS, self.tr("Rule"), self._help_of_rule(), name="block-rule")
        self.form.add_form(self.rule)
        self.seed = ParameterField(SEED, NumberFormat(_DIGITS), more=self._help_of_seed())
        self.seed.setObjectName("block-seed")
        self.seed.setFixedWidth(Size.FIELD)
        self.seed_label = self.form.add_row(self.seed.label, self.seed, self.seed.tip)
        self.apply = Button(self.tr("Apply"), "primary", tip=self.tr("Do it; one step of undo  (Enter)"))
        self.apply.setObjectName("block-apply")
        self.form.add_wide(self.apply)
        self.add_column(self.form)
        self.kinds.clicked.connect(self._on_kind_clicked)
        self.rule.chosen.connect(self._on_rule_chosen)
        self.rule.rows_changed.connect(self.adjustSize)
        self.number.judged.connect(self._render_possible)
        self.seed.judged.connect(self._render_possible)
        self.apply.clicked.connect(self._do)
        for field in (self.number, self.seed):
            field.returnPressed.connect(self._do_if_possible)
        self.undo_pressed.connect(session.undo)
        self.redo_pressed.connect(session.redo)
        self._seed_of_training: int | None = None

    def open_for(self, deed: Deed, button: QWidget) -> None:
        """Show it below ``button``, ready for the number of this deed."""
        if self._deeds.cells is None:
            return
        self._deed = deed
        self._follow_seed()
        self._render()
        self.open_below(button)
        first = self.apply if deed == "draw" else self.number  # Enter does it
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_seed(self) -> None:
        """The first weights come back with the seed of this training, not with that of one before."""
        seed = self._session.project.training.seed
        if seed != self._seed_of_training:
            self._seed_of_training = seed
            self.seed.set_value(seed)

    # ---------------------------------------------------------------- words

    def _options(self) -> tuple[Option, ...]:
        return (
            Option("scale", self.tr("Scale"), self.tr("Multiply each by the same factor  (*)")),
            Option("add", self.tr("Add"), self.tr("Add the same number to each")),
            Option("fill", self.tr("Set"), self.tr("Set all to the same number  (=)")),
            Option("draw", self.tr("Draw"), self.tr("Draw each anew at random, by a rule and a seed  (R)")),
        )

    def _help_of_rule(self) -> str:
        return self.tr(
            "The rule for first weights by which they are drawn. Biases become 0, as at every start; "
            "“normal”, “uniform” and “constant” also draw the biases."
        )

    def _help_of_seed(self) -> str:
        return self.tr(
            "The same seed draws the same numbers. With the seed of the training and the rule of the layer "
            "the first weights come back."
        )

    def _name_of_number(self) -> str:
        if self._deed == "scale":
            return self.tr("Factor")
        return self.tr("Amount") if self._deed == "add" else self.tr("Number")

    # -------------------------------------------------------------- drawing

    def _render(self) -> None:
        cells = self._deeds.cells
        if cells is None:
            return
        project = self._session.project
        self.heading.setText(block_title(project, names_of(self._session), cells))
        self.note.setText(stayed_words(project, cells) if self._deeds.can_change() else all_locked_words())
        self.note.setVisible(bool(self.note.text()))
        self.kinds.set_chosen([self._deed])
        draws = self._deed == "draw"
        self.form.set_row_visible(self.label, not draws)
        self.form.set_row_visible(self.seed_label, draws)
        self.rule.setVisible(draws)
        if draws:
            self.rule.show_choice(self._rule)
        else:
            self.label.setText(self._name_of_number())
            self.number.setAccessibleName(self._name_of_number())
            self.number.set_value(self._numbers[self._deed])
        self._render_possible()
        self.adjustSize()

    def _render_possible(self) -> None:
        field = self.seed if self._deed == "draw" else self.number
        self.apply.setEnabled(not field.problem() and self._deeds.can_change())

    # -------------------------------------------------- what a person does

    def _on_kind_clicked(self, name: str) -> None:
        self._take()
        for deed in ("scale", "add", "fill", "draw"):
            if deed == name:
                self._deed = deed
        self._render()

    def _on_rule_chosen(self, rule: Choice) -> None:
        self._rule = rule
        self.rule.show_choice(rule)

    def _take(self) -> None:
        """Keep the number that is typed, if it can be used."""
        if self._deed == "draw":
            for field in self.rule.parameters.values():
                field.take()
            self.seed.take()
        elif not self.number.problem():
            self.number.take()
            self._numbers[self._deed] = self.number.value()

    def _do_if_possible(self) -> None:
        if self.apply.isEnabled():
            self._do()

    def _do(self) -> None:
        self._take()
        self.hide()
        if self._deed == "scale":
            self._deeds.scale(self._numbers["scale"])
        elif self._deed == "add":
            self._deeds.add(self._numbers["add"])
        elif self._deed == "fill":
            self._deeds.fill(self._numbers["fill"])
        else:
            self._deeds.draw(self._rule, round(self.seed.value()))
