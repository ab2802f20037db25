"""What comes of a clustering: its error in numbers and over the epochs, and what each unit wins."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nnsim.engine.kmeans_steps import MeansSpec
from nnsim.engine.self_organizing_map import MapSpec
from nnsim.runs.clustering import ClusterSpec
from nnsim.session.clusters import Clusters
from nnsim.ui.appearance import Appearance
from nnsim.ui.clusters.cluster_words import (
    course_words,
    error_words,
    kind_name,
    leading,
    means_words,
    rate_words,
    trouble_words,
)
from nnsim.ui.clusters.error_plot import ErrorPlot
from nnsim.ui.clusters.wins_sheet import Wins, WinsSheet
from nnsim.ui.theme import Size
from nnsim.ui.widgets.card import Card
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.translated import translated

_RECORD: Final = (96, 150)
"""Height of the plot of the error, at least and at most."""
_USUAL_ROUNDS: Final = 10
"""k-means plans none: so many have room from the beginning."""


class ResultsCard(Card):
    """Numbers above, the curve of the error, and bars or a grid of what units win."""

    def __init__(self, clusters: Clusters, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("ResultsCard", "What comes of it"), parent)
        self.setObjectName("clusters_results")
        self.setFixedWidth(Size.SUMS)
        self._clusters = clusters
        self.error = ErrorPlot(appearance)
        self.error.setMinimumHeight(_RECORD[0])
        self.error.setMaximumHeight(_RECORD[1])
        self.wins = WinsSheet(appearance)
        self.numbers = Label("", "field")
        self.numbers.setObjectName("clusters_numbers")
        self.numbers.setWordWrap(True)
        self.numbers.setToolTip(
            self.tr("Quantisation error: the mean squared distance of the samples to their winners, as scaled")
        )
        self.meaning = Label(self.tr("mean squared distance to the winning unit"), "note")
        self.meaning.setWordWrap(True)
        self.trouble = Label("", "note")
        self.trouble.setObjectName("clusters_trouble")
        self.trouble.setWordWrap(True)
        self.body.addWidget(self.numbers)
        self.body.addWidget(self.meaning)
        self.body.addWidget(self.error, 2)
        self.body.addWidget(Label(self.tr("Samples that each unit wins"), "note"))
        self.body.addWidget(self.wins, 3)
        self.body.addWidget(self.trouble)

    def show_problem(self) -> None:
        """Say why units cannot begin."""
        problem = self._clusters.problem
        self.numbers.show_text("" if problem is None else translated(problem.message))
        self.trouble.show_text("" if problem is None else translated(problem.hint))
        self.error.show_record(np.empty((0, 2)), None, _USUAL_ROUNDS, course_words([self._clusters.spec]))
        self.wins.show_wins(None)

    def render_results(self, *, with_classes: bool) -> None:
        """Show the numbers of now; ``with_classes`` looks up what is known of the samples."""
        clusters, look, spec = self._clusters, self._clusters.look, self._clusters.spec
        if look is None:
            return
        beside = [(one, record) for one, record in clusters.beside if len(record) > 1]  # of others there is no curve
        others = [(kind_name(one), record) for one, record in beside]
        kinds = [spec, *(one for one, _ in beside)]
        planned = max(map(_planned, kinds))
        self.error.show_record(look.record, clusters.means_error, planned, course_words(kinds), others)
        counts = clusters.counts if with_classes else None
        errors = error_words(look.error, clusters.means_error, clusters.starts_left, counts)
        standing = means_words(look) if isinstance(spec, MeansSpec) else rate_words(look, spec.epochs)
        self.numbers.show_text(f"{errors}\n{standing}")
        classes = clusters.prepared.known.classes
        said = () if counts is None else tuple(leading(of_unit, classes) for of_unit in counts)
        is_map = isinstance(spec, MapSpec)
        self.wins.show_wins(Wins(look.wins, said, (spec.rows, spec.columns) if isinstance(spec, MapSpec) else None))
        trouble = trouble_words(look.wins, is_map=is_map) if look.wins.any() else ""
        self.trouble.show_text(trouble)
        self.trouble.setVisible(bool(trouble))


def _planned(spec: ClusterSpec) -> int:
    return _USUAL_ROUNDS if isinstance(spec, MeansSpec) else spec.epochs
