"""What runs side by side have in common, and how another one of them is made."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nnsim.data.prepare import Prepared, prepare
from nnsim.model.project import Project
from nnsim.runs.abreast import Lane
from nnsim.runs.contrasts import Contrast, one_more, proposals, variant
from nnsim.runs.run import Run
from nnsim.runs.sweep_settings import Value


@dataclass(frozen=True, eq=False, slots=True)
class Lineup:
    """A project, and the setting in which its runs differ.

    Parameters
    ----------
    base : with what it has learnt
    prepared : its data
    from_here : the runs begin with the weights of ``base``, if the setting allows that; else with first weights
    """

    base: Project
    prepared: Prepared
    contrast: Contrast
    from_here: bool = False

    @property
    def starts_here(self) -> bool:
        """Whether the runs do begin with the weights of ``base``."""
        return self.from_here and self.contrast.keeps_weights and self.base.checkpoint is not None

    def values(self) -> tuple[Value, ...]:
        """Two or three to begin with; a single one if no other is possible."""
        found = proposals(self.base, self.contrast, self.prepared)
        return found if len(found) > 1 else self.with_one_more(found)

    def with_one_more(self, values: tuple[Value, ...]) -> tuple[Value, ...]:
        """The values, and another possible one; the same if there is none."""
        return one_more(self.base, self.contrast, values, self.prepared)

    def project(self, value: Value) -> Project:
        """The project with this value; raises ``InputError`` if that makes no sense."""
        return variant(self.base, self.contrast, value, from_here=self.from_here)

    def lane(self, value: Value, run_id: int, beside: Run | None = None) -> Lane:
        """A run with this value, which has not begun; raises ``InputError`` if it makes no sense.

        ``beside`` : another run; if that sees the same samples, they are not held twice.
        """
        project = self.project(value)
        return Lane(Run(project, prepared=self._prepared(project), run_id=run_id, beside=beside))

    def _prepared(self, project: Project) -> Prepared:
        """The data of a run. Where they differ, all reach as far as the farthest, so that pictures have equal axes."""
        same = project.data == self.base.data
        prepared = self.prepared if same else prepare(project.data)
        if self.contrast.farthest is None:
            return prepared
        return replace(prepared, extents=prepare(self.project(self.contrast.farthest).data).extents)


def settings_of(project: Project) -> tuple[object, ...]:
    """All but name and weights."""
    return project.data, project.network, project.training
