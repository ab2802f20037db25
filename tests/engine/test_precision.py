"""Functions and losses beside fifty digits, from logits of ±10,000 down to the smallest number there is."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.engine.calls import run
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.cross_entropy import BinaryCrossEntropy, CategoricalCrossEntropy
from nnsim.engine.losses import Loss
from nnsim.engine.parameters import Array
from nnsim.engine.spec import Choice
from tests.engine import exact

pytestmark = pytest.mark.sweep

SMALLEST_NORMAL = float(np.finfo(np.float64).smallest_normal)
ABSOLUTE = 5e-308
RELATIVE = 1e-12
LOST = {"silu": 4e-306, "gelu": 4e-306}
"""z / (1 + e⁻ᶻ) is 0 from where the power is beyond all numbers; so much is lost there at most."""
MAGNITUDES = [
    *(0.0, 5e-324, 1e-310, 1e-300, 1e-100, 1e-20, 1.1e-16, 1e-9, 1e-3, 0.1, 0.5, 1.0, 1.2784645427610738, 2.0, 5.0),
    *(10.0, 16.9, 17.1, 19.9, 20.0, 20.1, 35.9, 36.0, 36.7, 36.8, 37.0, 37.5, 50.0, 100.0, 500.0, 699.0, 700.0, 708.3),
    *(708.5, 709.7, 709.8, 710.0, 744.4, 745.0, 745.2, 746.0, 1000.0, 10_000.0),
]
LOGITS = sorted({sign * magnitude for magnitude in MAGNITUDES for sign in (-1.0, 1.0)})
EXACT: dict[str, Callable[[Decimal], Decimal]] = {
    "sigmoid": exact.sigmoid,
    "softplus": exact.softplus,
    "silu": exact.silu,
    "elu": exact.elu,
    "gelu": exact.gelu,
}
SHARES = [0.0, 1e-12, 0.1, 0.25, 0.5, 0.9, 1.0 - 1e-10, 1.0]
ROWS = [
    (0.0, 0.0, 0.0),
    (5.0, 5.0, -3.0),
    (-1e4, -1e4, -1e4),
    (50.0, 0.0, 0.0),
    (50.0, 0.0, 1e-9),
    (1e4, 0.0, -1e4),
    (1e4, 1e4 - 1e-9, 9999.0),
    (1e4 + 0.1, 1e4, 9_990.7),
    (36.7, 0.0, -36.7),
    (37.0, -37.0, 0.3),
    (700.0, -45.0, 0.0),
    (745.0, 0.0, 37.0),
    (708.0, 0.0, -1.0),
    (1e-9, 0.0, -1e-9),
    (1e-300, 5e-324, 0.0),
    (0.1, 0.2, 0.3),
    (-20.0, 20.0, 19.9),
]
LABELS = [
    (1.0, 0.0, 0.0),
    (0.0, 1.0, 0.0),
    (0.0, 0.0, 1.0),
    (0.25, 0.5, 0.25),
    (0.1, 0.2, 0.7),
    (1.0 - 2**-40, 2**-40, 0.0),
]


def assert_exact(found: float, true: Decimal, lost: float = 0.0) -> None:
    assert np.isfinite(found)
    error = abs(Decimal(found) - true)
    if abs(true) >= Decimal(max(SMALLEST_NORMAL, lost)):
        assert error <= Decimal(RELATIVE) * abs(true), (found, true)
    else:
        assert error <= Decimal(max(ABSOLUTE, lost)), (found, true)


def activated(name: str, z: Array) -> Array:
    h = np.empty_like(z)
    with np.errstate(all="ignore"):
        run(ACTIVATIONS.build(Choice(name)).forward(z, h))
    return h


def losses_of(loss: Loss, z: Array, label: Array) -> Array:
    """(samples,) from (outputs, samples)."""
    found = np.empty(z.shape[1], z.dtype)
    with np.errstate(all="ignore"):
        run(loss.per_sample(z, np.full_like(z, np.nan), label, found))
    return found


@pytest.mark.parametrize("name", EXACT)
def test_functions_are_exact_at_every_logit(name: str) -> None:
    with localcontext(exact.precise()):
        for z, h in zip(LOGITS, activated(name, np.array([LOGITS]))[0], strict=True):
            assert_exact(float(h), EXACT[name](Decimal(z)), LOST.get(name, 0.0))


@pytest.mark.parametrize("name", EXACT)
@given(z=st.floats(-1e4, 1e4))
def test_functions_are_exact_anywhere(name: str, z: float) -> None:
    with localcontext(exact.precise()):
        assert_exact(float(activated(name, np.array([[z]]))[0, 0]), EXACT[name](Decimal(z)), LOST.get(name, 0.0))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_softmax_is_exact(row: tuple[float, ...]) -> None:
    with localcontext(exact.precise()):
        true = exact.softmax([Decimal(z) for z in row])
        for h, share in zip(activated("softmax", np.array([row]).T)[:, 0], true, strict=True):
            assert_exact(float(h), share)


def test_binary_cross_entropy_is_exact_at_every_logit_and_label() -> None:
    pairs = list(product(LOGITS, SHARES))
    z, label = np.array(pairs).T[:, np.newaxis]
    with localcontext(exact.precise()):
        for (logit, share), found in zip(pairs, losses_of(BinaryCrossEntropy(), z, label), strict=True):
            assert_exact(float(found), exact.binary_cross_entropy(Decimal(logit), Decimal(share)))


@given(z=st.floats(-1e4, 1e4), share=st.floats(0.0, 1.0) | st.sampled_from([0.0, 1.0]))
def test_binary_cross_entropy_is_exact_anywhere(z: float, share: float) -> None:
    found = losses_of(BinaryCrossEntropy(), np.array([[z]]), np.array([[share]]))
    with localcontext(exact.precise()):
        assert_exact(float(found[0]), exact.binary_cross_entropy(Decimal(z), Decimal(share)))


@pytest.mark.parametrize("label", LABELS, ids=str)
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_categorical_cross_entropy_is_exact(row: tuple[float, ...], label: tuple[float, ...]) -> None:
    found = losses_of(CategoricalCrossEntropy(), np.array([row]).T, np.array([label]).T)
    with localcontext(exact.precise()):
        true = exact.categorical_cross_entropy([*map(Decimal, row)], [*map(Decimal, label)])
        assert_exact(float(found[0]), true)


@given(row=st.lists(st.floats(-1e4, 1e4) | st.integers(-40, 40).map(float), min_size=2, max_size=6), data=st.data())
def test_categorical_cross_entropy_is_exact_anywhere(row: list[float], data: st.DataObject) -> None:
    right = data.draw(st.integers(0, len(row) - 1))
    label = [float(k == right) for k in range(len(row))]
    found = losses_of(CategoricalCrossEntropy(), np.array([row]).T, np.array([label]).T)
    with localcontext(exact.precise()):
        true = exact.categorical_cross_entropy([*map(Decimal, row)], [*map(Decimal, label)])
        assert_exact(float(found[0]), true)


def test_what_a_network_loses_that_is_sure_and_right_is_not_0() -> None:
    small = pytest.approx(float(Decimal(-50).exp()), rel=1e-15)  # ln(1 + x) is x to 22 digits there
    assert losses_of(BinaryCrossEntropy(), np.array([[50.0]]), np.array([[1.0]]))[0] == small
    assert losses_of(CategoricalCrossEntropy(), np.array([[50.0], [0.0]]), np.array([[1.0], [0.0]]))[0] == small


def test_many_outputs_are_many_losses_at_once() -> None:
    z, label = np.array([LOGITS, LOGITS[::-1]]), np.array([[1.0] * len(LOGITS), [0.0] * len(LOGITS)])
    first, second = (losses_of(BinaryCrossEntropy(), z[k : k + 1], label[k : k + 1]) for k in (0, 1))
    np.testing.assert_allclose(losses_of(BinaryCrossEntropy(), z, label), (first + second) / 2, rtol=1e-15)


@pytest.mark.parametrize("name", [*EXACT, "tanh", "step", "leaky_relu"])
def test_single_precision_gives_the_same_to_its_own_precision(name: str) -> None:
    z = np.array([LOGITS], np.float32)
    double, single = activated(name, z.astype(np.float64)), activated(name, z)
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, double, rtol=2e-5, atol=1e-37)


@pytest.mark.parametrize("share", SHARES)
def test_losses_in_single_precision_are_the_same_to_its_own_precision(share: float) -> None:
    z = np.array([LOGITS], np.float32)
    label = np.full_like(z, share)
    for loss, rows in ((BinaryCrossEntropy(), 1), (CategoricalCrossEntropy(), 2)):
        logits, labels = (z, label) if rows == 1 else (np.vstack([z, z * 0]), np.vstack([label, 1 - label]))
        double = losses_of(loss, logits.astype(np.float64), labels.astype(np.float64))
        single = losses_of(loss, logits, labels)
        assert single.dtype == np.float32
        np.testing.assert_allclose(single, double, rtol=2e-5, atol=1e-37)


def test_the_fifty_digits_are_those_of_another_library() -> None:
    mpmath = pytest.importorskip("mpmath", reason="mpmath, a second source of exact numbers, is not installed")
    theirs = {
        "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
        "softplus": lambda z: mpmath.log(1 + mpmath.exp(z)),
        "silu": lambda z: z / (1 + mpmath.exp(-z)),
        "elu": lambda z: z if z > 0 else mpmath.exp(z) - 1,
        "gelu": lambda z: z / 2 * (1 + mpmath.tanh(mpmath.sqrt(2 / mpmath.pi) * (z + mpmath.mpf("0.044715") * z**3))),
    }
    for name, z in product(EXACT, (-1e4, -745.0, -36.7, -20.0, -1.0, -1e-9, 1e-9, 0.5, 37.0, 50.0, 700.0)):
        if name == "gelu" and abs(z) > 50.0:
            continue  # 1 + tanh u differs from 0 or 2 only in a digit that is out of reach
        with localcontext(exact.precise()):
            ours = str(EXACT[name](Decimal(z)))
        with mpmath.workdps(5000):  # 1 + e⁻¹⁰⁰⁰⁰ differs from 1 in the 4343rd digit
            true = theirs[name](mpmath.mpf(z))
            assert abs(mpmath.mpf(ours) - true) <= abs(true) * mpmath.mpf("1e-45"), (name, z)
