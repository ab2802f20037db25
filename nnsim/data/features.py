"""Features of the plane: what a network may see of a point (x₁, x₂) besides its coordinates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.data.wording import name_hint, quoted
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words


@dataclass(frozen=True)
class Feature:
    """A number computed from a point.

    Parameters
    ----------
    name : as stored in projects and typed on the command line
    label : as mathematics writes it
    n_inputs : how many coordinates a point must have
    compute : from points (n, n_inputs or more) to (n,)
    """

    name: str
    label: str
    n_inputs: int
    compute: Callable[[Numbers], Numbers]


_ALL = (
    Feature("x1", "x₁", 1, lambda points: points[:, 0]),
    Feature("x2", "x₂", 2, lambda points: points[:, 1]),
    Feature("x1^2", "x₁²", 1, lambda points: points[:, 0] ** 2),
    Feature("x2^2", "x₂²", 2, lambda points: points[:, 1] ** 2),
    Feature("x1*x2", "x₁x₂", 2, lambda points: points[:, 0] * points[:, 1]),
    Feature("sin x1", "sin x₁", 1, lambda points: np.sin(points[:, 0])),
    Feature("sin x2", "sin x₂", 2, lambda points: np.sin(points[:, 1])),
)

FEATURES: Mapping[str, Feature] = MappingProxyType({feature.name: feature for feature in _ALL})
PLANE_FEATURES = tuple(FEATURES)


def features_of(n_inputs: int) -> tuple[str, ...]:
    """Names of the features that points with ``n_inputs`` coordinates have."""
    return tuple(feature.name for feature in _ALL if feature.n_inputs <= n_inputs)


def compute(names: tuple[str, ...], points: Numbers) -> Numbers:
    """The chosen features, in the order of their names.

    Parameters
    ----------
    names : keys of ``FEATURES``
    points : (n, 1 or 2)

    Returns
    -------
    (n, len(names))

    Raises
    ------
    SpecError
        ``data.unknown_input`` if the points have no such feature
    """
    refuse_unknown(names, features_of(points.shape[1]))
    columns = [FEATURES[name].compute(points) for name in names]
    return np.column_stack(columns) if columns else np.empty((len(points), 0))


def refuse_unknown(names: tuple[str, ...], known: tuple[str, ...]) -> None:
    """Raise ``data.unknown_input``, a ``SpecError``, if one of ``names`` is not known."""
    for name in names:
        if name not in known:
            raise SpecError(
                "data.unknown_input",
                Words(QT_TRANSLATE_NOOP("errors", "There is no input {0} of these points."), quoted(name)),
                where="inputs",
                hint=name_hint(name, known),
            )
