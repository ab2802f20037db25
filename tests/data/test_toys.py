"""Geometry of the toy sets, in the numbers of their description."""

import numpy as np
import pytest

from nnsim.data.dataset import Dataset
from nnsim.data.spec import ToySource
from nnsim.data.toys import TOYS, make
from nnsim.errors import SpecError

RANDOM_KINDS = [name for name, toy in TOYS.items() if not toy.is_truth_table]


def points(kind: str, n_samples: int = 400, noise: float = 0.0, seed: int = 0) -> Dataset:
    return make(ToySource(kind, n_samples, noise, seed))


def radii(dataset: Dataset, number: int) -> np.ndarray:
    return np.hypot(*dataset.inputs[dataset.targets[:, 0] == number].T)


@pytest.mark.parametrize("kind", TOYS)
def test_entry_tells_the_shape_and_task_of_its_points(kind):
    toy, dataset = TOYS[kind], points(kind)
    assert dataset.inputs.shape == (4 if toy.is_truth_table else 400, toy.n_inputs)
    assert dataset.targets.shape == (dataset.n_samples, 1)
    assert len(dataset.input_names) == toy.n_inputs
    assert dataset.task == toy.task
    assert toy.label
    assert toy.help


@pytest.mark.parametrize("kind", TOYS)
@pytest.mark.parametrize("noise", [0.0, 0.4])
def test_same_seed_makes_the_same_points(kind, noise):
    first, second = points(kind, noise=noise, seed=7), points(kind, noise=noise, seed=7)
    np.testing.assert_array_equal(first.inputs, second.inputs)
    np.testing.assert_array_equal(first.targets, second.targets)


@pytest.mark.parametrize("kind", RANDOM_KINDS)
def test_another_seed_makes_other_points(kind):
    assert not np.array_equal(points(kind, seed=1).inputs, points(kind, seed=2).inputs)


@pytest.mark.parametrize("kind", TOYS)
def test_points_cannot_be_written_to(kind):
    with pytest.raises(ValueError, match="read-only"):
        points(kind).inputs[0, 0] = 1.0


@pytest.mark.parametrize("kind", [kind for kind in RANDOM_KINDS if TOYS[kind].task == "classification"])
@pytest.mark.parametrize("n_samples", [1, 2, 3, 10, 401])
def test_classes_are_as_even_as_possible(kind, n_samples):
    dataset = points(kind, n_samples)
    counts = np.bincount(dataset.targets[:, 0].astype(int), minlength=len(dataset.classes))
    assert counts.sum() == n_samples
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("kind", ["circle", "xor", "spiral", "plane", "gauss", "blobs"])
def test_points_without_noise_lie_in_the_plane_that_is_drawn(kind):
    assert np.mean(np.abs(points(kind, 2000).inputs) <= 6.0) > 0.99


def test_circle_is_a_disc_in_a_ring():
    dataset = points("circle", 2000)
    assert radii(dataset, 1).max() < 2.5
    assert radii(dataset, 0).min() >= 3.5
    assert radii(dataset, 0).max() <= 5.0


def test_xor_is_one_where_the_signs_differ_and_keeps_off_the_axes():
    dataset = points("xor", 2000)
    x1, x2 = dataset.inputs.T
    np.testing.assert_array_equal(dataset.targets[:, 0] == 1, x1 * x2 < 0)
    assert np.abs(dataset.inputs).min() >= 0.3
    assert np.abs(dataset.inputs).max() <= 5.0
    assert {(bool(a > 0), bool(b > 0)) for a, b in dataset.inputs} == {
        (a, b) for a in (True, False) for b in (True, False)
    }


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (1.0, 4.0)])
def test_gauss_has_its_centres_and_a_variance_that_grows_with_noise(noise, variance):
    dataset = points("gauss", 40_000, noise)
    for number, centre in ((0, -2.0), (1, 2.0)):
        cloud = dataset.inputs[dataset.targets[:, 0] == number]
        np.testing.assert_allclose(cloud.mean(axis=0), centre, atol=0.06)
        np.testing.assert_allclose(cloud.var(axis=0), variance, rtol=0.05)


def test_spiral_has_two_arms_half_a_turn_apart():
    dataset = points("spiral", 400)
    share = np.arange(200) / 200
    radius, angle = 5 * share, 1.75 * share * 2 * np.pi
    arm = np.column_stack((radius * np.sin(angle), radius * np.cos(angle)))
    for number, expected in ((0, arm), (1, -arm)):
        seen = dataset.inputs[dataset.targets[:, 0] == number]
        np.testing.assert_allclose(seen[np.argsort(np.hypot(*seen.T))], expected, atol=1e-12)


def test_blobs_are_three_classes_at_equal_distances():
    dataset = points("blobs", 30_000)
    centres = [dataset.inputs[dataset.targets[:, 0] == number].mean(axis=0) for number in range(3)]
    distances = [np.linalg.norm(centres[k] - centres[k - 1]) for k in range(3)]
    assert dataset.classes == ("0", "1", "2")
    np.testing.assert_allclose(distances, 3.5 * np.sqrt(3), rtol=0.02)


def test_sine_follows_sin_2x():
    dataset = points("sine")
    np.testing.assert_array_equal(dataset.targets[:, 0], np.sin(2 * dataset.inputs[:, 0]))
    assert np.abs(dataset.inputs).max() <= 3.0
    assert np.abs(dataset.inputs).max() > 2.9


def test_plane_is_a_tenth_of_the_sum_and_stays_within_one():
    dataset = points("plane")
    np.testing.assert_array_equal(dataset.targets[:, 0], dataset.inputs.sum(axis=1) / 10)
    assert np.abs(dataset.targets).max() <= 1.0


@pytest.mark.parametrize(
    ("kind", "outputs"),
    [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("xor_table", [0, 1, 1, 0]), ("xor-table", [0, 1, 1, 0])],
)
def test_truth_tables_are_four_points_in_the_order_of_the_book(kind, outputs):
    dataset = points(kind, n_samples=100, noise=1.0)
    np.testing.assert_array_equal(dataset.inputs, [[0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_array_equal(dataset.targets[:, 0], outputs)


@pytest.mark.parametrize(("kind", "reach"), [("circle", 2.5), ("xor", 2.5), ("spiral", 0.5)])
def test_noise_moves_points_but_not_their_labels(kind, reach):
    calm, noisy = points(kind, 500, 0.0, 3), points(kind, 500, 1.0, 3)
    moved = np.abs(noisy.inputs - calm.inputs)
    np.testing.assert_array_equal(noisy.targets, calm.targets)
    assert 0.9 * reach < moved.max() <= reach


@pytest.mark.parametrize("kind", ["sine", "plane"])
def test_noise_moves_only_the_targets_of_a_quantity(kind):
    calm, noisy = points(kind, 500, 0.0, 3), points(kind, 500, 1.0, 3)
    np.testing.assert_array_equal(noisy.inputs, calm.inputs)
    assert 0.4 < (noisy.targets - calm.targets).std() < 0.6


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (ToySource("spirale"), "data.unknown_toy"),
        (ToySource("circle", n_samples=0), "data.samples"),
        (ToySource("circle", noise=1.1), "data.noise"),
        (ToySource("circle", noise=float("nan")), "data.noise"),
        (ToySource("circle", seed=-1), "data.seed"),
    ],
)
def test_impossible_source_is_refused_by_code(source, code):
    with pytest.raises(SpecError) as caught:
        make(source)
    assert caught.value.code == code


def test_mistyped_kind_is_told_what_it_may_mean():
    with pytest.raises(SpecError, match="Did you mean “spiral”"):
        make(ToySource("spirale"))
