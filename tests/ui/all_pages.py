"""The window with all that is made only when it is opened."""

from __future__ import annotations

from nnsim.data.choices import Pasted
from nnsim.ui.main_window import MainWindow


def open_tables(window: MainWindow) -> None:
    """Show all samples as a table, and the sheet that opens one, then the network again."""
    window.show_samples()
    window.show_samples()
    window.tables.open(Pasted("a,b\n1,2\n3,5\n4,7\n"))
    window.rooms.leave_sheet()


def open_all_experiments(window: MainWindow) -> None:
    """Show every page of the experiments once, then the network again."""
    for option in window.experiments.pages():
        window.rooms.open_experiment(option.name)
    window.rooms.leave_experiments()
