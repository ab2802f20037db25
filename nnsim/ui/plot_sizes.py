"""Lengths of curves, bars and other pictures with axes, beside those of ``theme.py``."""

from __future__ import annotations

from typing import Final


class PlotSize:
    """In device-independent pixels."""

    MARK_WORDS: Final = 300
    MARK_BAND: Final = 11
    MARKS_SAID: Final = 60
    TIP_LINES: Final = 12
    CHANGES_SAID: Final = 3
    """Width of the words of a change at the most; what a plot gives them above its area, beside the room between it and
    its legend; how many are looked at, in a tooltip, in a readout."""
    LIT_LEAST: Final = 0.7
    LIT_MORE: Final = 1.1
    """Radius of the ring around a sample that is lit, in widths of a mark: at the least, and how much more at most."""
    CURVES_MIN: Final = (160, 60)
    CURVES_LOW: Final = 96
    CURVES_WITH_NUMBERS: Final = 128
    LOSS_WITH_PINS: Final = 148
    """Of a plot in the lower row: size at least, height for words in it; height of its card for words about pins."""
    CONFUSION_CELL: Final = 88
    CONFUSION_NUMBER: Final = 18
    """A cell of the confusion matrix at most, and the least one with a number in it."""
    DIAMOND: Final = 4.0
    SHARES: Final = 6
    """How far a hollow diamond reaches from its middle, and the height of the shares of neurons below a bar."""
    GRADIENTS_NOTED: Final = 520
    """Width of the card of the gradients from which its header has room for words beside its chips."""
    RIDGE: Final = 0.4
    RIDGE_PITCH: Final = 12
    """Share of its plot that a ridge among others may rise, and height of the plot for each of them."""
    MAP_LINE: Final = 96
    """Height of a layer in a map of layers over epochs, at the most."""
    WORST_PICTURE: Final = 44
    WORST_CELL: Final = 70
    """Side of a picture among those that are answered worst, and the width for it and its words at least."""
    UNIT: Final = 9.0
    UNIT_ON_GRID: Final = 4.0
    UNIT_SAMPLE: Final = 2.5
    MEAN: Final = 6.0
    WINS_CELL: Final = 40
    """Radius of a unit that competes, with a number and without, and of a sample beside it; radius of a target of
    k-means; side of a cell of a map at the most."""
    COPY_PICTURE: Final = 40
    COPY_LARGEST: Final = 96
    COPY_NUMBER: Final = 38
    COPY_PARTED: Final = 6
    """Side of a picture beside its copy at least and at most; width of a column from which numbers stand in it, and
    from which a line parts it from the next."""
    PAD: Final = 168
    PAD_LEAST: Final = 96
    PAD_GRID: Final = 6
    PAD_SEEN: Final = 56
    PAD_SPOILING_FROM: Final = 300
    ANSWER_BARS: Final = 96
    ANSWER_BAR: Final = 14
    """Side of the pad, and at least; side of a pixel from which it has lines; side of what the network sees beside it;
    height of the page from which it has sliders; width of the bars of the answer at least, and how thick one is."""
    RELIEF_LARGE: Final = 400
    """From this side on a relief has a finer mesh."""
    RELIEF_SIDE: Final = 40
    RELIEF_FOOT: Final = 24
    RELIEF_LINE: Final = 0.5
    """Room beside and below a relief for the numbers of its axes, and the width of the lines of its mesh."""
    SIDE_BARS: Final = 56
    """Width of the bars beside a plot."""
    CROSS: Final = 1.25
    CROSS_FROM: Final = 2.25
    CROSS_TO: Final = 4.25
    """Width of the arms of a cross through a sample, and where they begin and end, across and down from its middle."""
    BAR_WIDTH: Final = 38.0
    BAR_SHARE: Final = 0.2
    """A column of a bar chart is at most this wide, or takes this share of its room if that is more."""
