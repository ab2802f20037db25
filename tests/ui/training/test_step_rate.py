import pytest

from nnsim.ui.training import step_rate
from nnsim.ui.training.step_rate import StepRate


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(step_rate, "perf_counter", lambda: now[0])
    return now


def test_the_rate_is_known_after_half_a_second(clock):
    rate = StepRate()
    rate.restart(0)
    clock[0] += 0.25
    assert rate.seen(100) is None
    clock[0] += 0.25
    assert rate.seen(200) == 400
    clock[0] += 0.1
    assert rate.seen(300) == 400


def test_steps_that_go_back_start_the_measurement_anew(clock):
    rate = StepRate()
    rate.restart(1000)
    clock[0] += 1
    assert rate.seen(0) is None
