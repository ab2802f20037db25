"""A real session with its real thread."""

from __future__ import annotations

import pytest

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model.start import new_project
from nnsim.session.session import Session


@pytest.fixture
def project():
    training = TrainSpec(optimizer=Choice("adam"), learning_rate=0.03, batch_size=20)
    return new_project("circle", named_data("circle"), (4, 2), training=training)


@pytest.fixture
def session(qapp, project):
    made = Session(project)
    yield made
    assert made.close(), "the training thread did not end in time"
