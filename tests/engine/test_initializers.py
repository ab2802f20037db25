"""First weights: the spread of every rule, orthogonality, and what a seed gives for every kind of layer."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.first_weights import fan_to, first_parameters
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec

FROM, TO, FAN_TO = 300, 200, 500
SD = {
    "xavier_normal": sqrt(2 / (FROM + FAN_TO)),
    "xavier_uniform": sqrt(2 / (FROM + FAN_TO)),
    "he_normal": sqrt(2 / FROM),
    "he_uniform": sqrt(2 / FROM),
    "lecun_normal": sqrt(1 / FROM),
    "lecun_uniform": sqrt(1 / FROM),
    "orthogonal": sqrt(1 / FROM),
    "normal": 0.5,
    "uniform": 0.5 / sqrt(3),
}
LIMIT = {
    "xavier_uniform": sqrt(6 / (FROM + FAN_TO)),
    "he_uniform": sqrt(6 / FROM),
    "lecun_uniform": sqrt(3 / FROM),
    "uniform": 0.5,
}
ALL_THE_SAME = {"zero": 0.0, "constant": 0.5}


def weights(choice: Choice, n_from: int = FROM, n_to: int = TO, fan: int = FAN_TO, seed: int = 0) -> Array:
    return INITIALIZERS.build(choice).weights(np.random.default_rng(seed), n_from, n_to, fan)


def test_every_rule_is_measured() -> None:
    assert SD.keys() | ALL_THE_SAME.keys() == set(INITIALIZERS.names)


@pytest.mark.parametrize("name", SD)
def test_weights_have_the_mean_and_the_variance_of_their_rule(name: str) -> None:
    # Five standard errors of 60 000 independent numbers: of the mean σ / √n, of the variance at most √(2 / n) · σ².
    made, n = weights(Choice(name)), FROM * TO
    assert made.shape == (FROM, TO)
    assert abs(made.mean()) < 5 * SD[name] / sqrt(n)
    assert made.var() == pytest.approx(SD[name] ** 2, rel=5 * sqrt(2 / n))


@pytest.mark.parametrize("name", sorted(SD.keys() - LIMIT.keys()))
def test_normal_weights_are_normal(name: str) -> None:
    # Kurtosis 3 for a normal distribution, 1.8 for a uniform one; its standard error is √(24 / n). Entries of a large
    # orthogonal matrix are as good as normal.
    made = weights(Choice(name)) / SD[name]
    assert (made**4).mean() == pytest.approx(3.0, abs=5 * sqrt(24 / (FROM * TO)) + 0.01)


@pytest.mark.parametrize("name", LIMIT)
def test_uniform_weights_fill_their_limits_and_keep_them(name: str) -> None:
    made = weights(Choice(name))
    assert 0.999 * LIMIT[name] < abs(made).max() <= LIMIT[name]
    counts, _ = np.histogram(made, 10, (-LIMIT[name], LIMIT[name]))
    assert abs(counts - FROM * TO / 10).max() < 5 * sqrt(FROM * TO * 0.1 * 0.9)


@given(st.floats(0.0, 100.0), st.integers(1, 9), st.integers(1, 9), st.integers(0, 99))
def test_a_limit_of_ones_own_is_kept(limit: float, n_from: int, n_to: int, seed: int) -> None:
    assert abs(weights(Choice.of("uniform", limit=limit), n_from, n_to, n_to, seed)).max() <= limit


@pytest.mark.parametrize("name", ALL_THE_SAME)
def test_weights_that_are_all_the_same(name: str) -> None:
    assert (weights(Choice(name)) == ALL_THE_SAME[name]).all()


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.floats(0.0, 100.0), st.integers(0, 2**32 - 1))
def test_orthogonal_columns_if_tall_and_rows_if_wide(n_from: int, n_to: int, gain: float, seed: int) -> None:
    made = weights(Choice.of("orthogonal", gain=gain), n_from, n_to, n_to, seed)
    assert made.shape == (n_from, n_to)
    products = made.T @ made if n_from >= n_to else made @ made.T
    np.testing.assert_allclose(products, gain**2 * np.eye(len(products)), rtol=1e-12, atol=1e-12 * max(gain**2, 1.0))


def test_orthogonal_weights_are_those_of_the_decomposition_whose_r_has_a_positive_diagonal() -> None:
    for n_from, n_to in ((6, 4), (5, 5), (3, 7)):
        made = weights(Choice("orthogonal"), n_from, n_to)
        normal = np.random.default_rng(0).normal(size=(n_from, n_to))
        r = made.T @ normal if n_from >= n_to else made @ normal.T
        assert (np.diag(r) > 0.0).all()
        np.testing.assert_allclose(np.tril(r, -1), 0.0, atol=1e-12)


def test_every_sign_is_equally_likely_in_an_orthogonal_weight() -> None:
    # Without the correction of the signs the first of a 2 × 2 matrix would never be positive.
    positive = sum(weights(Choice("orthogonal"), 2, 2, 2, seed)[0, 0] > 0.0 for seed in range(400))
    assert abs(positive - 200) < 5 * sqrt(400 * 0.25)


CONV = LayerSpec(8, kind="conv2d", kernel=5)


@pytest.mark.parametrize(
    ("layer", "picture"), [(LayerSpec(7), None), (CONV, (3, 9, 9)), (replace(CONV, kernel=1, stride=2), (4, 5, 5))]
)
def test_fans_are_pytorchs(layer: LayerSpec, picture: tuple[int, int, int] | None) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, whose fans these are, is not installed")
    if picture is None:
        n_from, theirs = 11, torch.nn.Linear(11, layer.size)
    else:
        n_from, theirs = layer.rows(picture), torch.nn.Conv2d(picture[0], layer.size, layer.kernel)
    assert torch.nn.init._calculate_fan_in_and_fan_out(theirs.weight) == (n_from, fan_to(layer))


def test_fans_by_hand() -> None:
    assert fan_to(LayerSpec(7)) == 7
    assert (CONV.rows((3, 9, 9)), fan_to(CONV)) == (3 * 25, 8 * 25)


def test_first_weights_of_the_rules_so_far_are_the_seeds_and_places_own_for_ever() -> None:
    # A saved project that is reset must start as it did. The layer's place is the second number of its stream's seed.
    layers = (LayerSpec(3), LayerSpec(2, initializer=Choice("he_uniform")), LayerSpec(1, initializer=Choice("normal")))
    spec = NetworkSpec(2, layers)
    first, second, third = blocks(spec)
    parameters = first_parameters(spec, 7)
    normal, limit = np.random.default_rng([7, 0]), sqrt(6 / 3)
    assert first.weights(parameters).tolist() == normal.normal(0.0, sqrt(2 / 5), (2, 3)).tolist()
    assert second.weights(parameters).tolist() == np.random.default_rng([7, 1]).uniform(-limit, limit, (3, 2)).tolist()
    assert third.weights(parameters).tolist() == np.random.default_rng([7, 2]).normal(0.0, 0.5, (2, 1)).tolist()
    assert all(not block.biases(parameters).any() for block in (first, second, third))
    expected = [0.0007780172961896542, 0.1889432678676058, -0.1733800031636822]
    assert first.weights(parameters)[0].tolist() == pytest.approx(expected, rel=1e-12)
    expected = [0.7640739933229577, -1.097635508546863]
    assert second.weights(parameters)[0].tolist() == pytest.approx(expected, rel=1e-12)
    assert third.weights(parameters)[:, 0].tolist() == pytest.approx([0.08755985220335713, -0.2553539908425263])


def test_a_convolution_draws_with_its_own_fans() -> None:
    spec = NetworkSpec(18, (LayerSpec(4, kind="conv2d", kernel=2),), picture=(2, 3, 3))
    (block,) = blocks(spec)
    drawn = np.random.default_rng([5, 0]).normal(0.0, sqrt(2 / (2 * 4 + 4 * 4)), (8, 4))
    assert block.weights(first_parameters(spec, 5)).tolist() == drawn.tolist()


def test_layers_without_weights_draw_nothing_and_leave_the_others_their_streams() -> None:
    pictures = (LayerSpec(4, kind="conv2d"), LayerSpec(0, kind="max_pool2d", kernel=2, stride=2, bias=False))
    spec = NetworkSpec(36, (*pictures, LayerSpec(0, kind="flatten", bias=False), LayerSpec(3)), picture=(1, 6, 6))
    filters, pooling, row, dense = blocks(spec)
    parameters = first_parameters(spec, 1)
    assert (pooling.start, row.start) == (pooling.stop, row.stop)
    assert filters.stop + dense.stop - dense.start == len(parameters)
    expected = np.random.default_rng([1, 3]).normal(0.0, sqrt(2 / (16 + 3)), (16, 3))
    assert dense.weights(parameters).tolist() == expected.tolist()


def test_normalisation_starts_as_if_nothing_had_been_normalised() -> None:
    spec = NetworkSpec(2, (LayerSpec(3, normalize=True), LayerSpec(1)))
    plain = NetworkSpec(2, (LayerSpec(3), LayerSpec(1)))
    block = blocks(spec)[0]
    parameters = first_parameters(spec, 1)
    assert block.normalization(parameters).tolist() == [[1.0] * 3, [0.0] * 3, [1.0] * 3]
    assert block.matrix(parameters).tolist() == blocks(plain)[0].matrix(first_parameters(plain, 1)).tolist()
    assert not blocks(spec)[1].normalization(parameters).size


@pytest.mark.parametrize("initializer", INITIALIZERS.names)
def test_links_that_are_cut_have_weight_0_and_all_others_what_they_had(initializer: str) -> None:
    whole = LayerSpec(3, initializer=Choice(initializer))
    cut = replace(whole, cut=((0, 1), (1, 0), (1, 2)))
    before, after = (first_parameters(NetworkSpec(2, (layer, LayerSpec(1))), 4) for layer in (whole, cut))
    expected = before.copy()
    expected[[1, 3, 5]] = 0.0
    assert after.tolist() == expected.tolist()


@pytest.mark.parametrize("initializer", INITIALIZERS.names)
def test_single_precision_rounds_the_same_weights(initializer: str) -> None:
    spec = NetworkSpec(3, (LayerSpec(5, initializer=Choice(initializer)), LayerSpec(1)))
    single = first_parameters(replace(spec, dtype="float32"), 3)
    assert single.dtype == np.float32
    assert single.tolist() == first_parameters(spec, 3).astype(np.float32).tolist()
