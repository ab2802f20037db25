"""Weights are put in by their names, all of them or none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.engine.parameters import Array
from nnsim.errors import InputError
from nnsim.model import layer_edits
from nnsim.model.named_weights import named_weights, put_named_weights
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.run import Run


@pytest.fixture(scope="module")
def project() -> Project:
    made = layer_edits.cut_link(new_project("xor", named_data("xor"), (2,)), 0, 1, 0).project
    return replace(made, checkpoint=Run(made).checkpoint())


def of(project: Project) -> dict[str, Array]:
    assert project.checkpoint is not None
    return named_weights(project.network, project.checkpoint.parameters)


def test_what_is_named_is_put_in_and_the_others_stay_also_if_they_are_held(project: Project) -> None:
    held = layer_edits.hold_weight(project, 0, 0, 0, held=True).project
    put = put_named_weights(held, {"W1": np.array([[7.0, 2.0], [0.0, 4.0]])}, "w.csv").project
    assert of(put)["W1"].tolist() == [[7.0, 2.0], [0.0, 4.0]]
    for name in ("b1", "W2", "b2"):
        assert (of(put)[name] == of(project)[name]).all()


def test_its_own_weights_put_in_are_no_edit(project: Project) -> None:
    assert put_named_weights(project, of(project), "w.csv").project == project
    assert put_named_weights(project, of(project), "w.csv").project.checkpoint is project.checkpoint


@pytest.mark.parametrize(
    ("weights", "code", "words"),
    [
        ({"W3": [[1.0]]}, "weights.shape", "It has: W1, b1, W2, b2."),
        ({"W1": [[1.0, 2.0]]}, "weights.shape", "W1 is 1 × 2, but the network's is 2 × 2."),
        (
            {"b1": [1.0, 2.0], "W1": [[1.0, 2.0], [3.0, 4.0]]},
            "weights.cut",
            "The link 2 → 1 in Hidden 1 is cut, so its weight in W1",
        ),
        ({"b1": [1e39, 0.0]}, "weights.too_large", "b1 holds a number that is too large"),
    ],
)
def test_what_does_not_fit_is_refused_as_a_whole(
    project: Project, weights: dict[str, list[float]], code: str, words: str
) -> None:
    single = replace(project, network=replace(project.network, dtype="float32"))
    single = replace(single, checkpoint=Run(replace(single, checkpoint=None)).checkpoint())
    new = {name: np.array(values) for name, values in weights.items()}
    with pytest.raises(InputError) as refused:
        put_named_weights(single, new, "w.csv")
    assert (refused.value.code, refused.value.where) == (code, "w.csv")
    assert words in str(refused.value)
    assert refused.value.unchanged
