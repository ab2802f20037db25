import math

from hypothesis import given
from hypothesis import strategies as st

from nnsim.ui.widgets.slider_scale import LinearScale, Stops

SCALES = st.sampled_from(
    (
        LinearScale(0, 1, 0.01),
        LinearScale(-2, 2, 0.1),
        Stops((1, 2, 5, 10, 20, 50, math.inf)),
    )
)


@given(SCALES, st.floats(allow_nan=False))
def test_every_value_has_a_place(scale, value):
    assert 0 <= scale.position(value) <= scale.last


@given(SCALES, st.data())
def test_the_value_of_a_position_is_at_that_position(scale, data):
    position = data.draw(st.integers(0, scale.last))
    assert scale.position(scale.value(position)) == position


@given(SCALES, st.data())
def test_positions_rise_with_values(scale, data):
    position = data.draw(st.integers(1, scale.last))
    assert scale.value(position - 1) < scale.value(position)


@given(SCALES, st.data())
def test_larger_values_stand_no_further_left(scale, data):
    low, high = sorted(data.draw(st.tuples(st.floats(-10, 100), st.floats(-10, 100))))
    assert scale.position(low) <= scale.position(high)
