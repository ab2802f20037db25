"""Edits of what is counted in texts and of what is done about gaps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nnsim.data.bags import Bag
from nnsim.data.choices import Pasted
from nnsim.data.named import named_data, table_data
from nnsim.data.prepare import prepare
from nnsim.data.reading import read_table
from nnsim.errors import SpecError
from nnsim.model.data_edits import set_missing
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.model.text_edits import set_bag

SUBJECTS = ("my dog", "the old man", "our teacher", "a small bird", "this film", "the soup")
GLAD = ("was so good today", "is lovely and kind", "makes me happy again")
SAD = ("was so bad today", "is terrible and cold", "makes me unhappy again")
SENTENCES = "review,mood\n" + "".join(
    f"{subject} {ending},{mood}\n"
    for subject in SUBJECTS
    for endings, mood in ((GLAD, "glad"), (SAD, "sad"))
    for ending in endings
)


@pytest.fixture
def project() -> Project:
    return new_project("moods", table_data(read_table(Pasted(SENTENCES))), (4,))


def test_other_words_are_other_inputs_and_one_step_of_undo(project: Project) -> None:
    edited = set_bag(project, "review", Bag(most=5))
    assert edited.project.network.n_inputs == 5
    assert edited.change.label.format(*edited.change.arguments) == "5 words of review"
    letters = set_bag(edited.project, "review", Bag("letters", 3)).project
    assert all(len(name.removeprefix("review:")) == 1 for name in prepare(letters.data).input_names)


def test_words_chosen_one_by_one_give_way_to_the_column(project: Project) -> None:
    chosen = replace(project, data=replace(project.data, inputs=("review:good", "review:bad")))
    narrow = replace(chosen, network=replace(project.network, n_inputs=2), checkpoint=None)
    assert set_bag(narrow, "review", Bag(most=7)).project.data.inputs == ("review",)


@pytest.mark.parametrize(
    ("column", "most", "code"),
    [("mood", 5, "data.not_texts"), ("review", 0, "data.terms"), ("review", 9_999, "data.terms")],
)
def test_words_that_cannot_be_counted_are_refused(project: Project, column: str, most: int, code: str) -> None:
    with pytest.raises(SpecError) as caught:
        set_bag(project, column, Bag(most=most))
    assert caught.value.code == code


def test_gaps_can_be_filled_and_left_out_again() -> None:
    text = "a,kind,y\n" + "".join(
        f"{row if row % 5 else ''},{'uv'[row % 2] if row % 7 else ''},{row % 2}\n" for row in range(30)
    )
    dropped = new_project("gaps", table_data(read_table(Pasted(text))), (3,))
    own = set_missing(dropped, "own")
    assert own.change.starts_anew
    assert own.project.network.n_inputs == 5
    assert prepare(own.project.data).dataset.n_samples == 30
    assert set_missing(set_missing(own.project, "mean").project, "drop").project.data == dropped.data


def test_points_of_a_rule_have_no_gaps() -> None:
    with pytest.raises(SpecError, match="Only in a table"):
        set_missing(new_project("toy", named_data("gauss"), (3,)), "mean")
