"""A project file with a wrong word in its description, and how it is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nnsim.errors import ProjectFileError
from nnsim.model.project import Project
from nnsim.storage import project_file
from tests.storage.forgery import put_together, taken_apart
from tests.storage.projects import spiral

Document = dict[str, Any]


def refused(tmp_path: Path, description: bytes, project: Project | None = None) -> ProjectFileError:
    _, members = taken_apart(project or spiral(), tmp_path)
    with pytest.raises(ProjectFileError) as caught:
        project_file.read(put_together(tmp_path / "attack.nnsim", description, members))
    assert caught.value.where
    assert caught.value.hint
    assert caught.value.unchanged
    return caught.value


def at(pointer: str) -> Callable[[Document], tuple[Any, Any]]:
    """The container and the key that a JSON pointer leads to."""

    def find(document: Document) -> tuple[Any, Any]:
        steps = [int(step) if step.isdigit() else step for step in pointer.split("/")[1:]]
        holder: Any = document
        for step in steps[:-1]:
            holder = holder[step]
        return holder, steps[-1]

    return find
