"""The window with all that is made only when it is opened."""

from __future__ import annotations

from nnsim.ui.main_window import MainWindow


def open_all_experiments(window: MainWindow) -> None:
    """Show every page of the experiments once, then the network again."""
    for option in window.experiments.pages():
        window.rooms.open_experiment(option.name)
    window.rooms.leave_experiments()
