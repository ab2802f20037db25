"""The card of the output keeps everything that can be clicked at its place."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from nnsim.model import data_edits
from nnsim.ui.output.output_panel import OutputPanel
from nnsim.ui.output.pages import views_for


@pytest.mark.parametrize("kind", ["spiral", "plane"])
@pytest.mark.parametrize("height", [350, 445])
def test_nothing_moves_under_the_pointer_while_pictures_are_chosen(shown, session, appearance, kind, height):
    session.apply(data_edits.choose_toy, kind)
    panel = shown(OutputPanel(session, appearance), 314, height)
    views = views_for(session.prepared)

    def places():
        chips = [panel.views.chip(view) for view in views]
        in_line = {chip.objectName(): chip.geometry() for chip in chips if not chip.isHidden()}
        return in_line, panel.views.geometry(), panel.views.more.pos(), panel.size()

    before = places()
    for view in views:
        panel.show_view(view)
        heights = set()
        for on in (True, False):
            panel.mark_mistakes(on)
            QApplication.processEvents()
            assert places() == before, view
            assert panel.minimumSizeHint().width() <= panel.width(), "a wider card would push the network aside"
            heights.add(panel.legend.heightForWidth(panel.legend.width()))
        assert len(heights) == 1
