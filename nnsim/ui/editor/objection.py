"""Why an edit would be refused, asked before it is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Concatenate, ParamSpec

from nnsim.errors import InputError
from nnsim.model.change import Edited
from nnsim.model.project import Project

P = ParamSpec("P")


def objection(
    project: Project, edit: Callable[Concatenate[Project, P], Edited], *arguments: P.args, **named: P.kwargs
) -> str:
    """What is wrong with the edit and a remedy, for a tooltip; empty if it is possible. No weights are carried over."""
    try:
        edit(replace(project, checkpoint=None), *arguments, **named)
    except InputError as error:
        return f"{error.message}\n{error.hint}" if error.hint else error.message
    return ""
