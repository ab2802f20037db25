"""What there is to choose as inputs, what is chosen, and what cannot be otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Literal

from PySide6.QtCore import QCoreApplication

from nnsim.data.column_parts import n_parts
from nnsim.data.pixels import picture_shape
from nnsim.data.spec import TableSource
from nnsim.session.session import Session
from nnsim.ui.names import dimensions
from nnsim.ui.widgets.numbers import format_count

translate = QCoreApplication.translate

Kind = Literal["features", "columns", "pixels"]


@dataclass(frozen=True, slots=True)
class InputChoice:
    """The inputs of the project in hand.

    Parameters
    ----------
    is_scaled : whether the network sees them scaled
    available, chosen : names, as ``Prepared`` has them
    parts : how many numbers each of the available ones is: of a column of texts, one for each of them
    shape : channels, height and width of the picture that they are, if they are one
    locked : why none can be left out or put in; empty if that is possible
    """

    kind: Kind
    available: tuple[str, ...]
    chosen: tuple[str, ...]
    parts: tuple[int, ...]
    shape: tuple[int, int, int] | None
    locked: str
    is_scaled: bool = False

    @property
    def size(self) -> tuple[int, int] | None:
        """Height and width of the picture."""
        return None if self.shape is None else self.shape[1:]

    @property
    def channels(self) -> int:
        """Inputs that each pixel is: in colour three."""
        return 1 if self.shape is None else self.shape[0]

    def of_pixel(self, pixel: int) -> tuple[str, ...]:
        """The names of the inputs that a pixel is, by its number row by row."""
        return self.available[pixel :: len(self.available) // self.channels]

    def is_last(self, name: str) -> bool:
        """Whether it is the only one left, which has to stay."""
        return self.chosen == (name,)

    def said(self) -> str:
        """``2 of 7``; of a whole picture ``8 × 8 pixels``; ``3 of 3 columns`` where these are more inputs."""
        if self.size is not None and len(self.chosen) == len(self.available):
            coloured = translate("inputs", "{0} in colour")
            return (coloured if self.channels > 1 else translate("inputs", "{0} pixels")).format(dimensions(self.size))
        counts = (format_count(len(names) // self.channels) for names in (self.chosen, self.available))
        if self.size is not None:
            return translate("inputs", "{0} of {1} pixels").format(*counts)
        if any(part != 1 for part in self.parts):
            return translate("inputs", "{0} of {1} columns").format(*counts)
        return translate("inputs", "{0} of {1}").format(*counts)

    def said_with_scale(self) -> str:
        """The same, and that the numbers at the neurons are not those of the data; pixels are seen, not read."""
        is_told = self.is_scaled and self.shape is None
        return translate("inputs", "{0}, scaled").format(self.said()) if is_told else self.said()

    def said_briefly(self) -> str:
        """``2/7``, ``8×8``."""
        if self.size is not None and len(self.chosen) == len(self.available):
            return dimensions(self.size, "×")
        return f"{len(self.chosen)}/{len(self.available)}"

    def explained(self) -> str:
        """What the inputs are, in a sentence, and what choosing others means for training."""
        return self._described() if self.locked else f"{self._described()} {what_others_mean()}"

    def _described(self) -> str:
        if self.size is not None:
            said = (
                translate("inputs", "The inputs are a picture of {0} pixels: each pixel is one number.")
                if self.channels == 1
                else translate(
                    "inputs",
                    "The inputs are a picture of {0} pixels in colour: each is three numbers, red, green and blue.",
                )
            )
            hint = "" if self.locked else " " + translate("inputs", "Click a pixel to leave it out, drag for several.")
            return said.format(dimensions(self.size)) + hint
        if self.kind == "features":
            return translate(
                "inputs", "What the network sees of each point: its coordinates, and numbers made of them."
            )
        return translate("inputs", "Which numbers of each sample the network sees.")


def choice_of(session: Session) -> InputChoice:
    """The inputs of the session's project."""
    prepared, data = session.prepared, session.project.data
    is_scaled = prepared.input_scaling.kind != "none"
    if not isinstance(data.source, TableSource):
        ones = (1,) * len(prepared.available_inputs)
        kind: Kind = "features" if prepared.extents else "columns"
        return InputChoice(kind, prepared.available_inputs, prepared.chosen_inputs, ones, None, "", is_scaled)
    parts = {column.name: n_parts(column, data.source.missing) for column in data.source.table.columns}
    shape = _picture_in_hand(session) or picture_shape(prepared.available_inputs)
    locked = "" if session.project.network.picture is None else why_whole()
    return InputChoice(
        "columns" if shape is None else "pixels",
        prepared.available_inputs,
        prepared.chosen_inputs,
        tuple(parts[name] for name in prepared.available_inputs),
        shape,
        locked,
        is_scaled,
    )


def what_others_mean() -> str:
    """What becomes of what has been learnt. A neuron more leaves it as it is; an input more is other data."""
    return translate("inputs", "With other inputs training starts anew.")


def why_whole() -> str:
    """Why no pixel can be left out."""
    return translate(
        "inputs",
        "No pixel can be left out here: the first layer looks at pixels side by side, so it needs the whole picture. "
        "Remove the layers that take a picture to choose pixels.",
    )


def why_last() -> str:
    """Why the only input has to stay."""
    return translate("inputs", "The network needs at least one input. Put another one in first.")


def _picture_in_hand(session: Session) -> tuple[int, int, int] | None:
    """What the network takes its inputs for, if that is one picture, without colours or in three."""
    picture = session.project.network.picture
    if picture is None or picture[0] not in (1, 3) or prod(picture) != len(session.prepared.available_inputs):
        return None
    return picture
