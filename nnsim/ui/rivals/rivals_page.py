"""Raw against features: flat algorithms on the same samples beside the network, with features made by hand."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import Final, cast

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.runs.rivals import Fitted, Kernel, Rival, RivalPlan
from nnsim.session.rivals import NetworkBeside, Rivals
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.rivals.instead_sheet import InsteadSheet
from nnsim.ui.rivals.rival_words import Pair, result_words, rival_name, rival_tip
from nnsim.ui.rivals.rivals_sheet import Comparison, Result, RivalsSheet, Row
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.card import Card, CardRow
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.empty_note import EmptyNote
from nnsim.ui.widgets.form import Form
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat, format_count
from nnsim.ui.widgets.page_history import PageHistory
from nnsim.ui.widgets.translated import translated

_APART_S: Final = 0.4
"""From one look at a network that learns to the next: numbers that change faster cannot be read."""
_SHARE: Final = 0.05
"""And of the time that it learns no more goes into looking."""
_DEEPEST: Final = 30
_COSTS: Final = (0.001, 1000.0)


class RivalsPage(QWidget):
    """What is compared at the left, rows of results in the middle, what the hidden layer has learnt at the right."""

    def __init__(self, session: Session, rivals: Rivals, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("rivals_page")
        self.setAccessibleName(self.tr("Raw against features"))
        self._session, self._rivals = session, rivals
        self._network: NetworkBeside | None = None
        self._seen: object = None
        self._looked = self._took = 0.0
        self._history: PageHistory[RivalPlan] = PageHistory(rivals.plan, rivals.set_plan, self)
        self.sheet = RivalsSheet(appearance)
        self.instead = InsteadSheet(appearance)
        self.empty = EmptyNote("chart-line", self.tr("No rivals"), "", appearance)
        self._make_controls()
        CardRow(self, self._settings(), self._comparison(), self._learnt())
        self._connect()
        self.setFocusProxy(self.features)

    def _make_controls(self) -> None:
        self.rivals = Chips(self.tr("Rivals"), prefix="rivals_rival")
        self.rivals.setObjectName("rivals_chosen")
        self.features = Chips(self.tr("Features made by hand"), prefix="rivals_feature")
        self.features.setObjectName("rivals_features")
        self.kernels = Chips(self.tr("Lines that the SVM draws"), prefix="rivals_kernel")
        self.kernels.setObjectName("rivals_kernels")
        self.kernels.set_options(
            [
                Option("linear", self.tr("straight"), self.tr("A straight line (linear kernel)")),
                Option("poly", self.tr("cubic"), self.tr("Curves of the third degree (polynomial kernel)")),
                Option("rbf", self.tr("any"), self.tr("What is near to a sample is taken for like it (RBF kernel)")),
            ]
        )
        self.tree_depth = NumberField(self.tr("Depth of the tree"), 1, _DEEPEST, number_format=NumberFormat(whole=True))
        self.cost = NumberField(self.tr("C of the SVM"), *_COSTS)
        for field, name in ((self.tree_depth, "depth"), (self.cost, "cost")):
            field.setObjectName(f"rivals_{name}")
            field.setFixedWidth(Size.RATE)

    def _settings(self) -> Card:
        card = Card(self.tr("Rivals"))
        card.setObjectName("rivals_settings")
        card.setFixedWidth(Size.PLAN)
        form = Form()
        form.add_row(
            self.tree_depth.accessibleName(), self.tree_depth, self.tr("Most questions that it asks one after another")
        )
        form.add_row(self.cost.accessibleName(), self.cost, self.tr("How much a sample on the wrong side costs"))
        self.no_features = Label(self.tr("These data offer none."), "note")
        self.no_features.setWordWrap(True)
        parts = (
            self.rivals, Label(self.tr("Features made by hand"), "note"), self.features, self.no_features,
            Label(self.tr("Lines that the SVM draws"), "note"), self.kernels, form,
        )  # fmt: skip
        for part in parts:
            card.body.addWidget(part)
        card.body.addStretch(1)
        return card

    def _comparison(self) -> Card:
        card = Card(self.tr("On the same samples"))
        card.setObjectName("rivals_comparison")
        self.progress = Label("", "note")
        self.progress.setObjectName("rivals_progress")
        self.again = Button("", name=self.tr("Stop"))
        self.again.setObjectName("rivals_again")
        policy = self.again.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing below moves when it comes and goes
        self.again.setSizePolicy(policy)
        card.add_to_header(self.progress)
        card.add_to_header(self.again)
        self.told = Label("", "field")
        self.told.setObjectName("rivals_told")
        self.told.setWordWrap(True)
        card.body.addWidget(self.sheet, 1)
        card.body.addWidget(self.empty, 1)
        card.body.addWidget(self.told)
        return card

    def _learnt(self) -> Card:
        card = Card(self.tr("Learnt instead"))
        card.setObjectName("rivals_learnt")
        card.setFixedWidth(Size.SUMS)
        note = Label(
            self.tr("How well each feature follows from the first hidden layer, as a weighted sum (r²)"), "note"
        )
        note.setWordWrap(True)
        note.setToolTip(
            self.tr("1: it is there, only not in one neuron alone. 0: nothing of it. Told of the test samples.")
        )
        self.unlearnt = Label("", "note")
        self.unlearnt.setObjectName("rivals_unlearnt")
        self.unlearnt.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(Size.GAP)
        for part in (note, self.unlearnt):
            column.addWidget(part)
        column.addWidget(self.instead, 1)
        card.body.addLayout(column, 1)
        return card

    def _connect(self) -> None:
        rivals = self._rivals
        self.rivals.clicked.connect(lambda name: self._toggle_rival(cast("Rival", name)))
        self.features.clicked.connect(self._toggle_feature)
        self.kernels.clicked.connect(lambda name: self._set(replace(rivals.plan, kernel=cast("Kernel", name))))
        self.tree_depth.edited.connect(lambda value: self._set(replace(rivals.plan, depth=round(value))))
        self.cost.edited.connect(lambda value: self._set(replace(rivals.plan, c=value)))
        self.again.clicked.connect(lambda: rivals.stop() if rivals.is_running else rivals.fit_again())
        rivals.changed.connect(self._on_changed)
        self._session.project_changed.connect(self._on_project_changed)
        self._session.snapshot_taken.connect(self._on_snapshot)
        self._session.run_state_changed.connect(self._on_snapshot)

    # --- what a person does --------------------------------------------------------------------------------------

    @property
    def own_history(self) -> PageHistory[RivalPlan]:
        """What undo and redo are told while this page is seen: what is compared is no part of the project."""
        return self._history

    def _set(self, plan: RivalPlan) -> None:
        self._rivals.set_plan(plan)
        self._history.note(plan)

    def _chosen(self) -> tuple[Rival, ...]:
        return self._rivals.plan.rivals or self._rivals.suited

    def _toggle_rival(self, rival: Rival) -> None:
        """Take one in, or leave it out; the last one stays."""
        chosen = set(self._chosen()) ^ {rival}
        if chosen:
            kept = tuple(one for one in self._rivals.suited if one in chosen)
            self._set(replace(self._rivals.plan, rivals=kept))

    def _toggle_feature(self, name: str) -> None:
        chosen = set(self._rivals.plan.features) ^ {name}
        kept = tuple(one.name for one in self._rivals.offered if one.name in chosen)
        self._set(replace(self._rivals.plan, features=kept))

    # --- drawing -------------------------------------------------------------------------------------------------

    def _attend(self) -> None:
        """Compare on the data in hand; plans for others are no use for them."""
        before = self._rivals.prepared, self._rivals.offered
        self._rivals.attend()
        if (self._rivals.prepared, self._rivals.offered) != before:
            self._history.begin_anew(self._rivals.plan)

    def _on_changed(self) -> None:
        if self.isVisible():
            self._look()
            self._render()

    def _on_project_changed(self, _change: object) -> None:
        if self.isVisible():
            self._attend()
            self._on_changed()

    def _on_snapshot(self) -> None:
        """The network is another; while it learns it is looked at now and then."""
        is_at_work = self._session.run_state == "running"
        is_due = monotonic() >= self._looked + max(_APART_S, self._took / _SHARE)
        if self.isVisible() and (not is_at_work or is_due):
            self._look()
            self._render_results()

    def _look(self) -> None:
        began, of = monotonic(), (self._session.snapshot, self._rivals.prepared, self._rivals.plan.features)
        if self._network is not None and self._seen == of:
            return
        self._network, self._seen = self._rivals.network(), of
        self._looked = monotonic()
        self._took = self._looked - began

    def _labels(self) -> dict[str, str]:
        translate = QCoreApplication.translate
        return {one.name: translate("hand_made", one.label) for one in self._rivals.offered}

    def _render(self) -> None:
        rivals, plan, labels = self._rivals, self._rivals.plan, self._labels()
        task = rivals.prepared.dataset.task
        self.rivals.set_options([Option(one, rival_name(one, task), rival_tip(one)) for one in rivals.suited])
        self.rivals.set_chosen(self._chosen())
        tips = {one.name: QCoreApplication.translate("hand_made", one.help) for one in rivals.offered}
        self.features.set_options([Option(name, label, tips[name]) for name, label in labels.items()])
        self.features.set_chosen(plan.features)
        self.features.setVisible(bool(labels))
        self.no_features.setVisible(not labels)
        self.kernels.set_chosen([plan.kernel])
        self.tree_depth.set_value(float(plan.depth or _DEEPEST))
        self.cost.set_value(plan.c)
        problem = rivals.problem
        self.empty.setVisible(problem is not None and not rivals.found)
        for control in (self.rivals, self.kernels, self.tree_depth, self.cost):
            control.setEnabled(self._can_compare())
        if problem is not None:
            self.empty.show_text(translated(problem.message), translated(problem.hint))
        self._render_progress()
        self._render_results()

    def _render_progress(self) -> None:
        """How far it has come, and the button that ends it or tries again."""
        rivals = self._rivals
        self.progress.setVisible(rivals.is_running)
        self.again.setVisible(rivals.is_running or rivals.can_fit_again)
        said = self.tr("{0} of {1} fitted")
        self.progress.show_text(said.format(len(rivals.found), rivals.total))
        if rivals.is_running:
            name, tip = self.tr("Stop"), self.tr("End fitting; what is there stays")
        else:
            name, tip = self.tr("Fit again"), self.tr("Fit what is missing")
        self.again.setText(name)
        self.again.setAccessibleName(name)
        self.again.setToolTip(tip)

    def _render_results(self) -> None:
        rivals, network = self._rivals, self._network
        data, plan = rivals.prepared, rivals.plan
        task = data.dataset.task
        ours = None if network is None else Result(network.train, network.test, network.plane)
        rows = [Row(self.tr("The network in hand"), ours, None, is_network=True)]
        for one in self._chosen() if self._can_compare() else ():
            raw, more = (_result(rivals.of(one, with_features=on)) for on in (False, True))
            rows.append(Row(rival_name(one, task), raw, more))
        has_test = len(data.test_rows) > 0
        has_plane = len(data.extents) == 2
        self.sheet.show_comparison(
            Comparison(tuple(rows), data.dataset, bool(plan.features), has_plane, has_test, rivals.is_running)
        )
        self.told.show_text(self._result())
        instead = () if network is None else network.instead
        self.instead.show_rows(instead, self._labels(), None if network is None else network.faces)
        said = self._unlearnt()
        self.unlearnt.show_text(said)
        self.unlearnt.setVisible(bool(said))

    def _can_compare(self) -> bool:
        """Whether there are rivals for these data at all."""
        return not (self._rivals.is_missing or self._rivals.prepared.is_reconstruction)

    def _unlearnt(self) -> str:
        """Why there is nothing to tell of the hidden layer."""
        if len(self._session.project.network.layers) < 2:
            return self.tr("This network has no hidden layer.")
        if self._network is None or self._network.instead or not self._rivals.plan.features:
            return ""
        return self.tr("The first hidden layer is too large to be asked.")

    def _result(self) -> str:
        """The sentences below the rows: what comes of it, and what has to be known of it."""
        problem = self._rivals.problem
        if problem is not None and self._rivals.found:
            return " ".join(map(translated, (problem.message, problem.hint)))
        if self._rivals.is_running and not self._rivals.found:
            return self.tr("scikit-learn, from which the rivals come, is being loaded. All else goes on meanwhile.")
        return " ".join(part for part in (self._sum(), self._caveats()) if part)

    def _sum(self) -> str:
        if self._rivals.is_running:
            return ""
        task, pairs = self._rivals.prepared.dataset.task, []
        for one in self._chosen():
            raw, more = (self._rivals.of(one, with_features=on) for on in (False, True))
            if raw is not None and more is not None:
                pairs.append(Pair(rival_name(one, task), raw.test or raw.train, more.test or more.train))
        network = None if self._network is None else self._network.test or self._network.train
        return result_words(pairs, network, is_trained=self._session.snapshot.step > 0)

    def _caveats(self) -> str:
        found, n_train = self._rivals.found, len(self._rivals.prepared.train_rows)
        said = []
        if found and found[0].n_rows < n_train:
            some = self.tr("Fitted to {0} of {1} training samples.")
            said.append(some.format(format_count(found[0].n_rows), format_count(n_train)))
        if not all(one.is_settled for one in found):
            said.append(self.tr("A search for weights was broken off before its end."))
        return " ".join(said)

    # overrides of Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Compare on the data in hand."""
        super().showEvent(event)
        self._attend()
        self._on_changed()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of what was looked at."""
        super().hideEvent(event)
        self._network = self._seen = None
        self._rivals.rest()


def _result(one: Fitted | None) -> Result | None:
    return None if one is None else Result(one.train, one.test, one.plane)
