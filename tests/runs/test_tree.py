"""The order of the runs of a project."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nnsim.model.moment import Moment
from nnsim.model.tag import Tag, succeeding
from nnsim.runs.course import Course
from nnsim.runs.tree import in_tree_order
from tests.runs.sweeps import project


def courses(parents, at=1):
    """Numbered from 1, each a branch of the one it names, or of none."""
    made = []
    for key, parent in enumerate(parents, 1):
        course = Course(Moment(0, 0, 0, project(), None, "start"))
        course.tag = Tag(key=key, parent=parent, at=at if parent else 0)
        made.append(course)
    return made


def shape(found):
    return [(course.tag.key, depth) for course, depth in found]


@st.composite
def forests(draw):
    return [draw(st.integers(0, place)) for place in range(draw(st.integers(1, 12)))]


@given(forests())
def test_every_run_is_told_once_and_below_its_parent(parents):
    found = shape(in_tree_order(courses(parents)))
    assert sorted(key for key, _ in found) == list(range(1, len(parents) + 1))
    depth = dict(found)
    place = {key: number for number, (key, _) in enumerate(found)}
    for key, parent in enumerate(parents, 1):
        assert depth[key] == (depth[parent] + 1 if parent else 0)
        assert not parent or place[parent] < place[key]


def test_branches_stand_below_what_they_left_and_before_what_came_later():
    assert shape(in_tree_order(courses([0, 1, 0, 1, 2]))) == [(1, 0), (2, 1), (5, 2), (4, 1), (3, 0)]


def test_runs_that_began_anew_lie_beside_each_other():
    assert shape(in_tree_order(courses([0, 1, 2], at=0))) == [(1, 0), (2, 0), (3, 0)]


def test_a_branch_of_a_run_that_is_gone_stands_alone():
    assert shape(in_tree_order(courses([0, 1, 2])[1:])) == [(2, 0), (3, 1)]


def test_branches_may_lie_as_deep_as_they_like():
    found = shape(in_tree_order(courses(range(1500))))
    assert found[-1] == (1500, 1499)


def test_a_run_brought_back_under_a_number_that_was_given_again_comes_from_a_smaller_one():
    known = [Tag(key=1), Tag(key=2), Tag(key=3)]
    left = Tag(key=4, parent=3)
    back = succeeding(Tag(key=3), left, is_left_kept=False, known=known)
    assert back.key == 4
    assert back.parent == 3
