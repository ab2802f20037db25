"""Many runs without processes: the thread does the jobs itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nnsim.runs.executors import Serial
from nnsim.session.many_runs import ManyRuns
from nnsim.session.session import Session


@pytest.fixture
def many(session: Session) -> Iterator[ManyRuns]:
    made = ManyRuns(session, Serial)
    yield made
    assert made.close()
