"""Every course of the learning rate: beside PyTorch, and laws."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.engine.catalog.entries import Parameter
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.spec import Choice
from nnsim.errors import SpecError
from tests.engine.samples import all_choices

CHOICES = [
    *all_choices(SCHEDULES),
    Choice.of("step", epochs=7, factor=0.5),
    Choice.of("exponential", factor=0.9),
    Choice.of("cosine", epochs=200, lowest=0.05),
    Choice.of("cosine", epochs=1),
    Choice.of("warm_up", epochs=25, first=0.3),
]
# What each is in PyTorch. A LambdaLR of 1 stands for no scheduler at all; PyTorch's cosine would rise again after its
# lowest point, so it is only stepped up to there.
TWIN: dict[str, Callable[..., object]] = {
    "constant": lambda torch, by: torch.LambdaLR(by, lambda epoch: 1.0),
    "step": lambda torch, by, epochs=30, factor=0.1: torch.StepLR(by, epochs, factor),
    "exponential": lambda torch, by, factor=0.99: torch.ExponentialLR(by, factor),
    "cosine": lambda torch, by, epochs=100, lowest=0.0: torch.CosineAnnealingLR(by, epochs, 0.3 * lowest),
    "warm_up": lambda torch, by, epochs=10, first=0.1: torch.LinearLR(by, max(first, 1e-300), 1.0, epochs),
}


def factors(choice: Choice, n_epochs: int = 201) -> list[float]:
    schedule = SCHEDULES.build(choice)
    return [schedule.factor(epoch) for epoch in range(n_epochs)]


def test_pytorch_has_a_twin_for_every_schedule() -> None:
    assert set(TWIN) == set(SCHEDULES.names)


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: f"{choice.name}{choice.values()}")
def test_two_hundred_epochs_have_pytorchs_learning_rates_to_1e_12(choice: Choice) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, beside which these numbers are measured, is not installed")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.3)
    scheduler = TWIN[choice.name](torch.optim.lr_scheduler, optimizer, **choice.values())
    theirs = []
    for _ in range(201):
        theirs.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    if choice.name == "cosine":
        end = scheduler.T_max
        theirs[end:] = [theirs[end]] * (201 - end)
    assert [0.3 * factor for factor in factors(choice)] == pytest.approx(theirs, rel=1e-12, abs=1e-15)


def test_every_course_by_hand() -> None:
    assert factors(Choice("constant"), 3) == [1.0, 1.0, 1.0]
    assert factors(Choice.of("step", epochs=2, factor=0.5), 6) == [1.0, 1.0, 0.5, 0.5, 0.25, 0.25]
    assert factors(Choice.of("exponential", factor=0.5), 4) == [1.0, 0.5, 0.25, 0.125]
    assert factors(Choice.of("warm_up", epochs=4, first=0.2), 6) == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0, 1.0])
    quarter = 0.1 + 0.9 * (1 + cos(pi / 4)) / 2
    expected = [1.0, quarter, 0.55, 1.1 - quarter, 0.1, 0.1]
    assert factors(Choice.of("cosine", epochs=4, lowest=0.1), 6) == pytest.approx(expected, rel=1e-15)


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    entry = draw(st.sampled_from(SCHEDULES.entries))
    return Choice.of(entry.name, **{p.name: draw(numbers(p)) for p in entry.parameters})


def numbers(parameter: Parameter) -> st.SearchStrategy[float]:
    if parameter.whole:
        return st.integers(int(parameter.minimum), int(parameter.maximum))
    return st.floats(parameter.minimum, parameter.maximum)


@given(choices(), st.integers(0, 10**7))
def test_a_learning_rate_never_becomes_negative_or_larger_than_it_was_set(choice: Choice, epoch: int) -> None:
    assert 0.0 <= SCHEDULES.build(choice).factor(epoch) <= 1.0


@given(choices(), st.integers(0, 10**7))
def test_a_course_goes_one_way_only(choice: Choice, epoch: int) -> None:
    schedule = SCHEDULES.build(choice)
    now, then = schedule.factor(epoch), schedule.factor(epoch + 1)
    forward = then - now if choice.name == "warm_up" else now - then
    assert forward >= -1e-15


@given(choices(), st.lists(st.integers(0, 1000), max_size=5))
def test_an_epochs_rate_does_not_depend_on_what_was_asked_before(choice: Choice, earlier: list[int]) -> None:
    asked = SCHEDULES.build(choice)
    for epoch in earlier:
        asked.factor(epoch)
    assert asked.factor(17) == SCHEDULES.build(choice).factor(17)


@given(st.integers(1, 10**6), st.floats(0.0, 1.0))
def test_courses_reach_their_end_exactly_and_stay_there(epochs: int, share: float) -> None:
    down = SCHEDULES.build(Choice.of("cosine", epochs=epochs, lowest=share))
    up = SCHEDULES.build(Choice.of("warm_up", epochs=epochs, first=share))
    assert (down.factor(0), up.factor(0)) == (1.0, share)
    for epoch in (epochs, epochs + 1, 10 * epochs):
        assert (down.factor(epoch), up.factor(epoch)) == (share, 1.0)


@pytest.mark.parametrize("name", ["step", "cosine", "warm_up"])
def test_a_broken_number_of_epochs_is_refused_and_a_whole_one_may_be_written_with_a_point(name: str) -> None:
    with pytest.raises(SpecError) as caught:
        SCHEDULES.build(Choice.of(name, epochs=4.4), "schedule")
    assert (caught.value.code, caught.value.where) == ("spec.not_whole", "schedule")
    assert "4 or 5" in caught.value.hint
    assert factors(Choice.of(name, epochs=4.0)) == factors(Choice.of(name, epochs=4))
