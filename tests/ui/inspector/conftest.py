"""The panel of this room, in sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.panel import InspectorPanel


@pytest.fixture
def panel(
    session: Session, appearance: Appearance, shown: Callable[[InspectorPanel, int, int], InspectorPanel]
) -> InspectorPanel:
    return shown(InspectorPanel(session, appearance), 560, 220)
