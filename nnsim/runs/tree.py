"""The order in which the runs of a project are shown: as a tree of branches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from nnsim.runs.course import Course


def in_tree_order(courses: Sequence[Course]) -> list[tuple[Course, int]]:
    """Each branch below the run that it has left, and how deep it lies; 0 for one that began anew.

    Parameters
    ----------
    courses : by their numbers; that of a run is above that of its parent, so that every one of them is told once
    """
    keys = {course.tag.key for course in courses}
    branches: defaultdict[int, list[Course]] = defaultdict(list)
    for course in courses:
        tag = course.tag
        branches[tag.parent if tag.is_branch and tag.parent in keys else 0].append(course)
    found: list[tuple[Course, int]] = []
    coming = [(course, 0) for course in reversed(branches[0])]
    while coming:
        course, depth = coming.pop()
        found.append((course, depth))
        coming += [(branch, depth + 1) for branch in reversed(branches[course.tag.key])]
    return found
