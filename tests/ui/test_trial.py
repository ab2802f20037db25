"""Measuring a window comes to an end, whatever becomes of the run."""

from __future__ import annotations

import pytest

from nnsim.cli.window import measure_window
from nnsim.engine.spec import StopSpec
from nnsim.errors import UsageError
from tests.runs.sweeps import project


def test_a_run_that_ends_by_itself_ends_the_measurement_and_says_so(qtbot):
    with pytest.raises(UsageError, match="training has ended"):
        measure_window(project(stop=StopSpec(epochs=1)), turns=1, frames=1_000_000)
