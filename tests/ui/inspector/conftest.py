"""The panel of this room, in sight: of a small network, and of one that looks at digits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nnsim.data.named import named_data
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.matrix_picture import MatrixPicture
from nnsim.ui.inspector.panel import InspectorPanel


@pytest.fixture
def panel(
    session: Session, appearance: Appearance, shown: Callable[[InspectorPanel, int, int], InspectorPanel]
) -> InspectorPanel:
    return shown(InspectorPanel(session, appearance), 560, 220)


@pytest.fixture
def digits(
    session: Session, appearance: Appearance, shown: Callable[[InspectorPanel, int, int], InspectorPanel]
) -> InspectorPanel:
    """Of a network on digits, whose first matrix has no room for numbers."""
    session.new(new_project("digits", named_data("digits"), (32,)))
    session.select(Selection("layer", 0))
    return shown(InspectorPanel(session, appearance), 560, 220)


@pytest.fixture
def picture(digits: InspectorPanel) -> MatrixPicture:
    return digits.picture
