"""What the network answers over the plane, as colours and in words."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from nnsim.data.dataset import Dataset
from nnsim.ui.colour_tables import HEAT_EXPONENT
from nnsim.ui.plots.marks import class_name
from nnsim.ui.theme import FADE, Theme
from nnsim.ui.widgets.numbers import in_percent_fixed

Numbers = NDArray[np.floating[Any]]
Colours = NDArray[np.uint32]
Ends = tuple[float, float]

_SHARES = ("sigmoid", "softmax")
"""Activations whose answers are probabilities."""


def packed(rgb: Numbers) -> Colours:
    """(…, 3) red, green, blue as Qt's 32-bit colours."""
    whole = np.rint(rgb).astype(np.uint32)
    return np.asarray(0xFF000000 | whole[..., 0] << 16 | whole[..., 1] << 8 | whole[..., 2], np.uint32)


def _rgb(colour: str) -> Numbers:
    shade = QColor(colour)
    return np.array([shade.red(), shade.green(), shade.blue()], np.float64)


def signed_colours(theme: Theme) -> Colours:
    """(256,) for −1 to +1, a little paler than elsewhere, because points lie on it."""
    return packed(theme.heat().astype(float) * FADE + _rgb(theme.surface) * (1 - FADE))


def class_colours(theme: Theme, n_classes: int) -> Colours:
    """(classes, 256) from undecided to sure, for each class that may win."""
    middle, surface = _rgb(theme.middle), _rgb(theme.surface)
    strength = (np.linspace(0.0, 1.0, 256) ** HEAT_EXPONENT)[:, None]
    rows = []
    for number in range(n_classes):
        full = _rgb(theme.classes[number % len(theme.classes)])
        rows.append(packed((middle * (1 - strength) + full * strength) * FADE + surface * (1 - FADE)))
    return np.stack(rows)


def target_scale(dataset: Dataset, target: int = 0) -> float | None:
    """How far from ``target_middle`` a number has the full colour: as far as the farthest target; ``None`` for classes.

    Where that is 0, the sign of a number is the sign of its colour.
    """
    if dataset.classes:
        return None
    away = dataset.targets[:, target] - target_middle(dataset, target)
    return float(np.abs(away).max(initial=0.0)) or 1.0


def target_middle(dataset: Dataset, target: int = 0) -> float:
    """The number that has the colour of the middle: 0, or the middle of targets that are far away from 0.

    Of 1000 to 1117 hPa all would else be one blue: if 0 is farther from them than they are from each other.
    """
    values = dataset.targets[:, target]
    if dataset.classes or not len(values):
        return 0.0
    low, high = float(values.min()), float(values.max())
    is_far = low * high > 0.0 and 0.0 < high - low < min(abs(low), abs(high))
    return low + (high - low) / 2 if is_far else 0.0


def signed(output: Numbers, ends: Ends | None, scale: float = 1.0) -> Numbers:
    """(grid, grid) −1 to +1 from the answers of one output, or of two that share the probability.

    Parameters
    ----------
    output : (grid, grid, 1 or 2)
    ends : what an output says of the first class and of the second, for which the sign stands; ``None`` for numbers
    scale : the number that is shown at full strength
    """
    if ends is None:
        return np.asarray(output[..., 0] / scale)
    low, high = ends
    if output.shape[2] == 2:
        return np.asarray((output[..., 1] - output[..., 0]) / (high - low))
    return np.asarray((2.0 * output[..., 0] - low - high) / (high - low))


def lead(output: Numbers) -> Numbers:
    """(grid, grid, classes) by how much each class is ahead of the best other: 0 on the boundary."""
    ordered = np.sort(output, axis=2)
    best_other = np.where(output == ordered[..., -1:], ordered[..., -2:-1], ordered[..., -1:])
    return np.asarray(output - best_other)


class Between:
    """Values between those of a grid: smooth curves through all of them (Catmull-Rom).

    The colours of a coarse grid, enlarged, show its squares; its values, made finer first, show the boundary. Four
    weighted sums instead of a product of matrices: a numerical library would spread that over threads, and under load
    the window would wait for them.

    Parameters
    ----------
    grid, points : values along a side, before and after
    """

    def __init__(self, grid: int, points: int) -> None:
        self.grid, self.points = grid, points
        at = np.linspace(0.0, grid - 1.0, points)
        left = np.clip(at.astype(int), 0, max(grid - 2, 0))
        t = at - left
        self._rows = [np.clip(left + offset, 0, grid - 1) for offset in (-1, 0, 1, 2)]
        self._weights = (
            ((2.0 - t) * t - 1.0) * t / 2,
            ((3.0 * t - 5.0) * t * t + 2.0) / 2,
            ((4.0 - 3.0 * t) * t + 1.0) * t / 2,
            (t - 1.0) * t * t / 2,
        )

    def along(self, values: Numbers) -> Numbers:
        """(…, points) from (…, grid)."""
        parts = (values[..., row] * weight for row, weight in zip(self._rows, self._weights, strict=True))
        return np.asarray(sum(parts))

    def both(self, values: Numbers) -> Numbers:
        """(…, points, points) from (…, grid, grid)."""
        return self.along(self.along(values.swapaxes(-1, -2)).swapaxes(-1, -2))


def colours_of(
    output: Numbers, table: Colours, ends: Ends | None, scale: float = 1.0, finer: Between | None = None
) -> Colours:
    """(points, points) colours; what is not a number takes the middle.

    Parameters
    ----------
    output : (grid, grid, outputs)
    table : ``signed_colours`` for one or two outputs, ``class_colours`` for more
    ends, scale : as for ``signed``
    finer : without, the colours of the grid itself
    """
    if table.ndim == 1:
        signs = np.nan_to_num(np.clip(signed(output, ends, scale), -1.0, 1.0))
        if finer is not None:
            signs = np.clip(finer.both(signs), -1.0, 1.0)
        return np.asarray(table[(signs * 127.5 + 127.5).astype(np.uint8)])
    least = 1.0 / output.shape[2]
    low, high = ends or (0.0, 1.0)
    shares = np.moveaxis(np.nan_to_num(np.clip((output - low) / (high - low), 0.0, 1.0)), 2, 0)
    if finer is not None:
        shares = finer.both(shares)
    highest = np.clip(shares.max(axis=0), least, 1.0)
    return np.asarray(table[shares.argmax(axis=0), ((highest - least) / (1 - least) * 255).astype(np.uint8)])


def in_words(
    output: Numbers, classes: tuple[str, ...], activation: str, ends: Ends = (0.0, 1.0), *, prediction: str = "ŷ"
) -> str:
    """``yes 93 %`` for (outputs,) of a classifier, ``yes (1.20)`` if they are no shares, ``ŷ 1.250`` for a number.

    Parameters
    ----------
    prediction : what it is called, see ``session/wording.py``
    """
    value = float(output[0])
    if not classes:
        return f"{prediction} {value:.{3 if abs(value) < 100 else 1}f}".replace("-", "−")
    if len(output) > 1:
        winner = int(output.argmax())
        best = float(output[winner])
        return (
            f"{_class(classes, winner)} {f'{in_percent_fixed(best, 0)} %' if activation in _SHARES else _plain(best)}"
        )
    number = int(value > sum(ends) / 2.0)
    if activation in _SHARES:
        return f"{_class(classes, number)} {in_percent_fixed(max(value, 1 - value), 0)} %"
    return f"{_class(classes, number)} {_plain(value)}"


def gives_shares(activation: str) -> bool:
    """Whether the answers of an output with this activation are probabilities."""
    return activation in _SHARES


def _plain(value: float) -> str:
    return f"({value:.2f})".replace("-", "−")


def _class(classes: tuple[str, ...], number: int) -> str:
    return class_name(classes[number] if number < len(classes) else str(number))
