"""What an example is: a project to start from, with what there is to learn from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nnsim.model.change import Change, Edited, Part
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP

Section = Literal["begin", "works", "wrong"]
SECTIONS: tuple[Section, ...] = ("begin", "works", "wrong")
"""In the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Example:
    """A starting point, good or bad. The texts are English, context ``examples``, or a teacher's own.

    Parameters
    ----------
    name : the file's, without its ending
    label : a few words
    reason : one or two sentences: why it works, or why it does not
    advice : what to do first, and what to look at
    works : whether training from here leads to what it is meant to lead to
    section : where it is shown
    place : smaller numbers are shown first
    project : to be opened; whether a user's own also suits its data is found out then
    """

    name: str
    label: str
    reason: str
    advice: str
    works: bool
    section: Section
    place: int
    project: Project


def opened(project: Project, title: str) -> Edited:
    """An example in place of whatever was there. ``title`` is its label in the user's language, for the Undo menu."""
    label = QT_TRANSLATE_NOOP("edits", "open example “{0}”")
    return Edited(project, Change(frozenset(Part), label, (title,), is_other_project=True))
