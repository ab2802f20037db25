"""Why an edit would be refused, asked before it is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Concatenate, ParamSpec

from nnsim.errors import InputError
from nnsim.model.change import Edited
from nnsim.model.project import Project
from nnsim.ui.widgets.translated import translated

P = ParamSpec("P")


def objection(
    project: Project, edit: Callable[Concatenate[Project, P], Edited], *arguments: P.args, **named: P.kwargs
) -> str:
    """What is wrong with the edit and a remedy, for a tooltip; empty if it is possible. No weights are carried over."""
    try:
        edit(replace(project, checkpoint=None), *arguments, **named)
    except InputError as error:
        return "\n".join(translated(part) for part in (error.message, error.hint) if part)
    return ""
