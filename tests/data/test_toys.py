"""Geometry of the toy sets, in the numbers of their description."""

import numpy as np
import pytest

from nnsim.data.dataset import Dataset
from nnsim.data.spec import ToySource
from nnsim.data.toys import TOYS, available_inputs, make, n_inputs_of, n_rows_of, other_kind, usual_source
from nnsim.errors import SpecError

RANDOM_KINDS = [name for name, toy in TOYS.items() if not toy.is_truth_table]


def points(kind: str, n_samples: int = 400, noise: float = 0.0, seed: int = 0) -> Dataset:
    formula = "sin(2x)" if kind == "formula" else ""
    return make(ToySource(kind, n_samples, noise, seed, formula=formula))


def radii(dataset: Dataset, number: int) -> np.ndarray:
    return np.hypot(*dataset.inputs[dataset.targets[:, 0] == number].T)


@pytest.mark.parametrize("kind", TOYS)
def test_entry_tells_the_shape_and_task_of_its_points(kind):
    toy, dataset = TOYS[kind], points(kind)
    source = usual_source(toy)
    assert dataset.inputs.shape == (n_rows_of(source), n_inputs_of(source))
    assert dataset.inputs.shape[0] == 400 or toy.is_truth_table
    assert dataset.targets.shape == (dataset.n_samples, len(toy.target_names))
    assert set(dataset.input_names) <= set(available_inputs(source))
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


@pytest.mark.parametrize("kind", [name for name, toy in TOYS.items() if toy.n_inputs == 2 and not toy.is_truth_table])
def test_points_without_noise_lie_in_the_plane_that_is_drawn(kind):
    assert np.mean(np.abs(points(kind, 2000).inputs) <= 6.0) > 0.99


FIRST = {
    "circle": ([2.5126029524672058, -3.152258262045237], [0, 0, 1, 1, 0]),
    "xor": ([-2.5688619247072766, -1.338255436088407], [0, 1, 1, 0, 0]),
    "gauss": ([-3.2978196144124126, 2.984499274967324], [0, 0, 0, 1, 1]),
    "spiral": ([1.885055528670978, -1.960930943005665], [1, 0, 0, 0, 1]),
    "blobs": ([-4.328908527657948, 3.2344992749673236], [1, 2, 0, 1, 0]),
    "sine": ([-2.4352281465576047], [1.818283230830248, -0.5141659015303756, 0.912536685729651]),
    "plane": ([2.345771514092146, -3.863279800785966], [-0.41553846647066234, -0.5430662720609647]),
}
"""Of five points with noise 0.5 and seed 3 the first one, and targets: those that projects of version 1 have learnt."""


@pytest.mark.parametrize("kind", FIRST)
def test_a_project_of_the_first_version_finds_its_points_again(kind):
    dataset, (first, targets) = points(kind, 5, 0.5, 3), FIRST[kind]
    np.testing.assert_allclose(dataset.inputs[0], first, rtol=1e-12)
    np.testing.assert_allclose(dataset.targets[: len(targets), 0], targets, rtol=1e-12)


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
    [
        ("and", [0, 0, 0, 1]),
        ("or", [0, 1, 1, 1]),
        ("xor_table", [0, 1, 1, 0]),
        ("xor-table", [0, 1, 1, 0]),
        ("nand", [1, 1, 1, 0]),
        ("nor", [1, 0, 0, 0]),
        ("xnor", [1, 0, 0, 1]),
        ("implication", [1, 1, 0, 1]),
    ],
)
def test_truth_tables_are_four_points_in_the_order_of_the_book(kind, outputs):
    dataset = points(kind, n_samples=100, noise=1.0)
    np.testing.assert_array_equal(dataset.inputs, [[0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_array_equal(dataset.targets[:, 0], outputs)


@pytest.mark.parametrize(
    ("kind", "reach"),
    [("circle", 2.5), ("xor", 2.5), ("spiral", 0.5), ("moons", 1.5), ("rings", 1.0), ("checkerboard", 1.0)],
)
def test_noise_moves_points_but_not_their_labels(kind, reach):
    calm, noisy = points(kind, 500, 0.0, 3), points(kind, 500, 1.0, 3)
    moved = np.abs(noisy.inputs - calm.inputs)
    np.testing.assert_array_equal(noisy.targets, calm.targets)
    assert 0.9 * reach < moved.max() <= reach


@pytest.mark.parametrize("kind", [name for name, toy in TOYS.items() if toy.group in ("curves", "surfaces")])
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
        (ToySource("circle", n_classes=3), "data.classes"),
        (ToySource("blobs", n_classes=11), "data.classes"),
        (ToySource("blobs", n_classes=1), "data.classes"),
        (ToySource("circle", imbalance=1.0), "data.imbalance"),
        (ToySource("sine", imbalance=0.5), "data.imbalance"),
        (ToySource("xor_table", label_noise=0.1), "data.label_noise"),
        (ToySource("circle", label_noise=0.51), "data.label_noise"),
        (ToySource("circle", formula="x"), "data.no_formula"),
        (ToySource("circle", low=0.0), "data.no_formula"),
        (ToySource("formula", formula="x", low=3.0), "data.range"),
        (ToySource("formula", formula="x", high=float("inf")), "data.range"),
        (ToySource("formula"), "formula.empty"),
        (ToySource("formula", formula="ln(x)"), "formula.no_value"),
    ],
)
def test_impossible_source_is_refused_by_code(source, code):
    with pytest.raises(SpecError) as caught:
        make(source)
    assert caught.value.code == code


def test_mistyped_kind_is_told_what_it_may_mean():
    with pytest.raises(SpecError, match="Did you mean “spiral”"):
        make(ToySource("spirale"))


def test_the_three_new_bits_of_parity_are_one_where_their_sum_is_odd():
    dataset = points("parity")
    np.testing.assert_array_equal(dataset.inputs[:3], [[0, 0, 0], [0, 0, 1], [0, 1, 0]])
    np.testing.assert_array_equal(dataset.targets[:, 0], dataset.inputs.sum(axis=1) % 2)


def test_the_encoder_is_to_give_back_its_single_one():
    dataset = points("encoder")
    np.testing.assert_array_equal(dataset.inputs, np.eye(8))
    np.testing.assert_array_equal(dataset.targets, np.eye(8))
    assert dataset.is_code


def test_seven_segments_light_as_on_a_pocket_calculator():
    dataset = points("segments")
    lit = {
        digit: "".join(name for name, on in zip(dataset.input_names, row, strict=True) if on)
        for digit, row in enumerate(dataset.inputs)
    }
    assert (lit[0], lit[1], lit[7], lit[8]) == ("abcdef", "bc", "abc", "abcdefg")
    assert len(set(lit.values())) == 10
    assert dataset.classes == tuple("0123456789")


def test_moons_reach_into_each_other():
    dataset = points("moons", 2000)
    for number, centre in ((0, (-1.5, -0.75)), (1, (1.5, 0.75))):
        cloud = dataset.inputs[dataset.targets[:, 0] == number]
        np.testing.assert_allclose(np.hypot(*(cloud - centre).T), 3.0)
    assert dataset.inputs[dataset.targets[:, 0] == 1, 0].min() < 0 < dataset.inputs[dataset.targets[:, 0] == 0, 0].max()


def test_rings_lie_around_a_disc_without_touching():
    dataset = points("rings", 2000)
    reaches = [(radii(dataset, number).min(), radii(dataset, number).max()) for number in range(3)]
    assert reaches[0][1] < reaches[1][0] < reaches[1][1] < reaches[2][0] < reaches[2][1] <= 5.0


def test_neighbouring_squares_of_the_checkerboard_are_of_different_classes():
    dataset = points("checkerboard", 2000)
    columns, rows = np.floor((dataset.inputs + 5) / 2.5).astype(int).T
    np.testing.assert_array_equal(dataset.targets[:, 0], (columns + rows) % 2)
    assert len(set(zip(columns, rows, strict=True))) == 16


@pytest.mark.parametrize(
    ("kind", "truth"),
    [
        ("line", lambda x: x[:, 0] / 2 + 0.25),
        ("step", lambda x: np.where(x[:, 0] < 0, -1, 1)),
        ("saddle", lambda x: (x[:, 0] ** 2 - x[:, 1] ** 2) / 25),
    ],
)
def test_curves_and_surfaces_follow_the_formula_of_their_explanation(kind, truth):
    dataset = points(kind)
    np.testing.assert_array_equal(dataset.targets[:, 0], truth(dataset.inputs))


@pytest.mark.parametrize("kind", ["blobs", "rings", "spiral"])
@pytest.mark.parametrize("n_classes", [2, 10])
def test_a_set_may_have_other_numbers_of_classes(kind, n_classes):
    dataset = make(ToySource(kind, 101, n_classes=n_classes))
    counts = np.bincount(dataset.targets[:, 0].astype(int))
    assert dataset.classes == tuple(map(str, range(n_classes)))
    assert (len(counts), counts.max() - counts.min()) == (n_classes, 1)


@pytest.mark.parametrize("kind", [name for name, toy in TOYS.items() if toy.has_drawn_classes])
@pytest.mark.parametrize(("share", "n_samples", "first"), [(0.9, 100, 90), (0.1, 100, 10), (0.98, 10, None)])
def test_the_first_class_has_the_share_that_is_asked_for_and_no_class_is_empty(kind, share, n_samples, first):
    dataset = make(ToySource(kind, n_samples, imbalance=share))
    counts = np.bincount(dataset.targets[:, 0].astype(int), minlength=len(dataset.classes))
    assert counts.sum() == n_samples
    assert counts.min() >= 1
    assert counts[0] == (n_samples - len(dataset.classes) + 1 if first is None else first)
    assert np.ptp(counts[1:]) <= 1


def test_wrong_labels_are_the_share_that_is_asked_for_and_leave_the_points_where_they_are():
    right, some, more = (make(ToySource("blobs", 200, 0.3, 4, label_noise=share)) for share in (0.0, 0.1, 0.25))
    wrong = [(dataset.targets != right.targets)[:, 0] for dataset in (some, more)]
    assert [int(each.sum()) for each in wrong] == [20, 50]
    assert wrong[1][wrong[0]].all(), "what was wrong stays wrong"
    np.testing.assert_array_equal(more.inputs, right.inputs)
    assert set(more.targets[:, 0]) == {0.0, 1.0, 2.0}


def test_a_formula_is_followed_over_the_range_that_is_asked_for():
    dataset = make(ToySource("formula", formula="2x + 1", low=4.0, high=5.0))
    np.testing.assert_allclose(dataset.targets, 2 * dataset.inputs + 1)
    assert 4.0 <= dataset.inputs.min() < 4.1 < 4.9 < dataset.inputs.max() <= 5.0
    assert make(ToySource("formula", formula="x1 x2")).input_names == ("x1", "x2")


def test_noise_of_a_formula_is_as_large_as_that_of_the_sine_compared_with_what_y_reaches():
    calm, noisy = (make(ToySource("formula", 2000, noise, formula="100 sin(2x)")) for noise in (0.0, 1.0))
    assert 40 < (noisy.targets - calm.targets).std() < 60


def test_another_set_keeps_what_it_can_have_too():
    blobs = ToySource("blobs", 80, 0.2, 3, imbalance=0.5, label_noise=0.1)
    assert other_kind(blobs, "rings") == ToySource("rings", 80, 0.2, 3, imbalance=0.5, label_noise=0.1)
    assert other_kind(blobs, "circle") == ToySource("circle", 80, 0.2, 3, label_noise=0.1)
    assert other_kind(blobs, "sine") == ToySource("sine", 80, 0.2, 3)
    assert other_kind(blobs, "formula").formula == "sin(2x)"
    assert other_kind(blobs, "blobs") == blobs
