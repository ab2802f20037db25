"""Features of the plane against their formulas."""

import numpy as np
import pytest

from nnsim.data.features import FEATURES, PLANE_FEATURES, compute, features_of
from nnsim.errors import SpecError

POINTS = np.array([[0.5, -2.0], [3.0, 4.0]])


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("x1", "x₁", [0.5, 3.0]),
        ("x2", "x₂", [-2.0, 4.0]),
        ("x1^2", "x₁²", [0.25, 9.0]),
        ("x2^2", "x₂²", [4.0, 16.0]),
        ("x1*x2", "x₁x₂", [-1.0, 12.0]),
        ("sin x1", "sin x₁", np.sin([0.5, 3.0])),
        ("sin x2", "sin x₂", np.sin([-2.0, 4.0])),
    ],
)
def test_feature_is_what_its_label_says(name, label, expected):
    assert FEATURES[name].label == label
    np.testing.assert_array_equal(compute((name,), POINTS)[:, 0], expected)


def test_features_stand_in_the_order_of_their_names():
    np.testing.assert_array_equal(compute(("x2", "x1"), POINTS), POINTS[:, ::-1])


def test_points_of_a_line_have_fewer_features():
    assert features_of(2) == PLANE_FEATURES
    assert features_of(1) == ("x1", "x1^2", "sin x1")


def test_unknown_feature_is_refused_with_a_guess():
    with pytest.raises(SpecError, match=r"Did you mean “x1\^2”") as caught:
        compute(("X1^2",), POINTS)
    assert caught.value.code == "data.unknown_input"
