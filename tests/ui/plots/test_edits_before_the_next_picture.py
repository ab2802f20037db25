"""An edit may come between two pictures: what is painted then is still what was drawn, with the data of then."""

from __future__ import annotations

import pytest

from nnsim.model import data_edits
from nnsim.ui.plots.space_plot import SpacePlot
from nnsim.ui.plots.worst_sheet import WorstSheet


@pytest.mark.parametrize(("sheet", "part"), [(SpacePlot, "space"), (WorstSheet, "worst")])
def test_fewer_samples_do_not_trouble_the_picture_of_more(qtbot, shown, session, appearance, sheet, part):
    plot = shown(sheet(session, appearance), 400, 300)
    qtbot.waitUntil(lambda: getattr(session.snapshot, part) is not None)
    plot.render_snapshot()
    session.apply(data_edits.set_samples, 10)
    assert not plot.grab().isNull()
