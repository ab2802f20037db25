"""A real session with its real thread."""

from __future__ import annotations

import pytest

from nnsim.session.session import Session
from tests.circle import circle


@pytest.fixture
def project():
    return circle()


@pytest.fixture
def session(qapp, project):
    made = Session(project)
    yield made
    assert made.close(), "the training thread did not end in time"
