"""The pages of the experiments: each is one entry here, and is made when it is first opened."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from nnsim.session.abreast import SideBySide
from nnsim.session.clusters import Clusters
from nnsim.session.many_runs import ManyRuns
from nnsim.session.rivals import Rivals
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.clusters.clusters_page import ClustersPage
from nnsim.ui.descent.batches_page import BatchesPage
from nnsim.ui.descent.network_loss_page import NetworkLossPage
from nnsim.ui.descent.one_weight_page import OneWeightPage
from nnsim.ui.descent.two_weights_page import TwoWeightsPage
from nnsim.ui.experiments.room import ExperimentsRoom
from nnsim.ui.experiments.seeds_page import SeedsPage
from nnsim.ui.experiments.sweep_page import SweepPage
from nnsim.ui.rivals.rivals_page import RivalsPage
from nnsim.ui.side_by_side.page import SideBySidePage
from nnsim.ui.widgets.chips import Option

translate = QCoreApplication.translate


def add_experiments(
    room: ExperimentsRoom, session: Session, many: ManyRuns, appearance: Appearance, parent: QObject
) -> None:
    """Put all pages into the room: for each its name, its title, the line that explains it, and how it is made."""
    add, side = room.add_page, SideBySide(session, parent)
    explained = translate(
        "MainWindow", "The same project two to four times with one setting different, learning in step."
    )
    add(
        Option("side_by_side", translate("MainWindow", "Side by side"), explained),
        lambda: SideBySidePage(side, appearance),
    )
    explained = translate("MainWindow", "The same network from many first weights: how much of a result is luck?")
    add(Option("seeds", translate("MainWindow", "Seeds"), explained), lambda: SeedsPage(session, many, appearance))
    explained = translate(
        "MainWindow", "One or two settings with several values each: which of them suit this project?"
    )
    add(Option("sweep", translate("MainWindow", "Sweep"), explained), lambda: SweepPage(session, many, appearance))
    explained = translate(
        "MainWindow", "Gradient descent on paper: one weight, one sample, and what the learning rate does."
    )
    add(
        Option("one_weight", translate("MainWindow", "One weight"), explained),
        lambda: OneWeightPage(appearance, session.wording),
    )
    explained = translate(
        "MainWindow", "Click a place on the map: where do gradient descent, momentum, Adam go from there?"
    )
    add(Option("two_weights", translate("MainWindow", "Two weights"), explained), lambda: TwoWeightsPage(appearance))
    explained = translate(
        "MainWindow", "The loss around the weights of this network, and the way that its run has taken."
    )
    add(
        Option("network_loss", translate("MainWindow", "Loss of the network"), explained),
        lambda: NetworkLossPage(session, appearance),
    )
    explained = translate(
        "MainWindow", "One sample, ten or all for each step, from the same place: why does the way jitter?"
    )
    add(
        Option("batches", translate("MainWindow", "Batches"), explained),
        lambda: BatchesPage(appearance, session.wording),
    )
    clusters = Clusters(session, parent)
    explained = translate(
        "MainWindow",
        "Units find groups of samples without labels: a competitive layer, a map unfolding, or k-means.",
    )
    add(
        Option("clusters", translate("MainWindow", "Clustering"), explained),
        lambda: ClustersPage(session, clusters, appearance),
    )
    rivals = Rivals(session, parent)
    explained = translate(
        "MainWindow",
        "Other algorithms on the same samples, with features made by hand and without; hidden layers find their own.",
    )
    add(
        Option("rivals", translate("MainWindow", "Raw against features"), explained),
        lambda: RivalsPage(session, rivals, appearance),
    )
