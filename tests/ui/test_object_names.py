"""Every widget of the window that has a name has it alone, so that a name finds what it means."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from nnsim.data.named import named_data
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.main_window import MainWindow
from nnsim.ui.output.pages import views_for
from tests.ui.all_pages import open_all_experiments, open_tables
from tests.ui.picture_projects import small

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

PROJECTS = {data: new_project(data, named_data(data), (4, 3)) for data in ("spiral", "sine", "wine", "digits")} | {
    "pictures": small()
}


def open_everything(window: MainWindow, session: Session) -> None:
    """What is made only when it is opened."""
    controls = window.network.controls
    for layer in range(len(session.project.network.layers)):
        controls.popover.open_layer(layer)
    controls.inputs.open_inputs()
    settings = window.bar.findChild(QAbstractButton, "training_settings")
    assert settings is not None
    settings.click()
    for view in views_for(session.prepared):
        window.output.show_view(view)
    open_all_experiments(window)
    open_tables(window)
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_no_name_stands_twice_in_the_window(window: MainWindow, session: Session) -> None:
    for project in PROJECTS.values():
        assert session.new(replace(project, name="named"))
        open_everything(window, session)
        names = [widget.objectName() for widget in window.findChildren(QWidget)]
        own = Counter(name for name in names if name and not name.startswith("qt_"))
        assert {name: count for name, count in own.items() if count > 1} == {}
        assert {"network-inputs-all", "data-inputs-all", "inputs_add_after", "layer_add_after"} <= own.keys()
