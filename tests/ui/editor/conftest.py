"""The panel of this room, in sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.panel import NetworkPanel


@pytest.fixture
def panel(
    session: Session, appearance: Appearance, shown: Callable[[NetworkPanel, int, int], NetworkPanel]
) -> NetworkPanel:
    return shown(NetworkPanel(session, appearance), 816, 480)
