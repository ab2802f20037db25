"""The look: the only place where a colour, a size or a duration is a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFont

from nnsim.session.rota import Beat
from nnsim.ui.colour_tables import CLASSES_DARK, CLASSES_LIGHT, depth, heat

Mode = Literal["light", "dark", "system"]

WORDS_FAMILY: Final = "Inter"
NUMBERS_FAMILY: Final = "DejaVu Sans Mono"
FALLBACK_FAMILY: Final = "DejaVu Sans"

FADE: Final = 0.82
FADED_MAP: Final = 0.4
"""Strength of a picture under points, so that the points stand out, and of a map of heights under ways over it."""

FAINT_REGION: Final = 0.16
BLOCK_TINT: Final = 0.1
"""Opacity of what is laid over the chosen cells of a matrix."""
SAMPLE_DARKER: Final = 135
SAMPLE_LIGHTER: Final = 120
"""How much darker than its class a sample is on light ground, and how much lighter on dark, in percent."""
FAINT_LINE: Final = 0.45
"""Opacity of the part of a plane that belongs to a class, and of a line of a grid, below lines and points."""

CLASS_MARKS: Final = ("o", "s", "t", "d", "p", "h", "star", "+", "x", "t1")
"""Shapes of the marks for classes 0, 1, … (``plots/marks.py``): class is never told by colour alone."""

RUN_COLOURS: Final = (7, 2, 4, 3, 6)
DESCENT_COLOURS: Final = (6, 2, 4, 3, 5, 1, 9, 0)
"""Of runs side by side, and of optimizers on a map, among the colours of the classes: marks tell them apart, too."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one mode. Roles, not places: ``positive`` is every positive number anywhere."""

    dark: bool
    ground: str
    surface: str
    field: str
    line: str
    text: str
    second: str
    faint: str
    accent: str
    accent_soft: str
    glow: str
    on_accent: str
    positive: str
    negative: str
    positive_text: str
    negative_text: str
    middle: str
    good: str
    warning: str
    bad: str
    bad_soft: str
    hover: str
    pressed: str
    accent_hover: str
    disabled: str
    classes: tuple[str, ...]

    def colour(self, role: str) -> QColor:
        """The colour of a role by its field name."""
        return QColor(getattr(self, role))

    def sample(self, number: int) -> QColor:
        """The colour of the samples of a class: farther from paper than the class, whose colour is their ground."""
        colour = QColor(self.classes[number % len(self.classes)])
        return colour.lighter(SAMPLE_LIGHTER) if self.dark else colour.darker(SAMPLE_DARKER)

    def heat(self) -> NDArray[np.uint8]:
        """(256, 3) red, green, blue for −1 (negative) over 0 (middle) to +1 (positive), read-only."""
        return heat(self.negative, self.middle, self.positive)

    def depth(self) -> NDArray[np.uint8]:
        """(256, 3) red, green, blue from the least to the most of what has no sign, read-only: from paper to ink."""
        return depth(self.middle, self.accent, self.text)


LIGHT: Final = Theme(
    dark=False,
    ground="#F4F5F8",
    surface="#FFFFFF",
    field="#F4F5F8",
    line="#E1E4EA",
    text="#18202B",
    second="#5A6575",
    faint="#97A0AE",
    accent="#5746C9",
    accent_soft="#ECE9FB",
    glow="#FFC400",
    on_accent="#FFFFFF",
    positive="#1668C1",
    negative="#E07B12",
    positive_text="#1668C1",
    negative_text="#A65500",
    middle="#F1F2F5",
    good="#1E8E5A",
    warning="#9A6700",
    bad="#C62828",
    bad_soft="#FCEBEB",
    hover="#ECEEF3",
    pressed="#E1E4EA",
    accent_hover="#4838B4",
    disabled="#727C8B",
    classes=CLASSES_LIGHT,
)
DARK: Final = Theme(
    dark=True,
    ground="#14171D",
    surface="#1C2027",
    field="#14171D",
    line="#2B313B",
    text="#E9ECF1",
    second="#A3ADBB",
    faint="#6D7786",
    accent="#A79BFF",
    accent_soft="#2A2748",
    glow="#FFD75E",
    on_accent="#14171D",
    positive="#5AA7F2",
    negative="#F5A045",
    positive_text="#5AA7F2",
    negative_text="#F5A045",
    middle="#2A2F38",
    good="#3FBF85",
    warning="#E3B341",
    bad="#FF7B72",
    bad_soft="#3A2226",
    hover="#262B34",
    pressed="#2B313B",
    accent_hover="#BAB0FF",
    disabled="#8490A1",
    classes=CLASSES_DARK,
)


class Size:
    """Lengths in device-independent pixels, on a grid of 8."""

    WINDOW: Final = (1440, 900)
    WINDOW_MIN: Final = (936, 500)
    DIALOG: Final = (560, 560)
    ROWS: Final = (500, 226)
    UPPER: Final = (232, 836, 316)
    LOWER: Final = (440, 356, 588)
    ROWS_GROW: Final = (4, 1)
    """How the window's regions share it at first, and how the two rows share what it is higher or lower than that: the
    lower one must not get too low for its plots, the network and the answers use whatever there is."""
    FRAME_TOP: Final = 40
    """What a window's own title bar may take."""

    TIMELINE: Final = 56
    TIMELINE_WIDE: Final = 1000
    TIMELINE_FROM: Final = 600
    """Height of the strip with the time line, how wide it must be for every word, and how high the window for it."""
    RUNS: Final = (720, 420)
    RUN_CURVE: Final = (96, 34)
    RUN_CHOICE: Final = 200
    RUN_LOSS: Final = 104
    RUN_LEVELS: Final = 8
    """Of the list of runs: its width, its height at the most, the picture of a loss, the width of what chooses one, and
    of the numbers; and up to how many levels of the tree its rows are indented."""
    TRACK_LINE: Final = 26
    TRACK_TICKS: Final = 120
    """Where in the strip the line runs, and how far apart its numbers stand at least."""

    GRID: Final = 8
    GAP: Final = 8
    MARGIN: Final = 12
    TIGHT: Final = 2
    HALF: Final = 4
    PAD: Final = 6
    """Distances within one thing: between its lines, around its words."""
    CARD_RADIUS: Final = 8
    FIELD_RADIUS: Final = 6
    CONTROL: Final = 32
    """Height of buttons and fields."""
    HIT: Final = 24
    """Nothing to click is smaller than this."""
    CHIP: Final = 26
    """Height of a chip."""
    BAR: Final = 56
    """Height of the bar along the top."""
    PANEL: Final = 236
    """Width of the panel at the left."""
    FIELD: Final = 88
    """Width of a field for a number in a form."""
    PROJECT: Final = 184
    PROJECT_SHORT: Final = 124
    RATE: Final = 72
    SPEED: Final = 80
    STATE: Final = 172
    STATE_SHORT: Final = 92
    RUN: Final = 98
    """Widths in the bar: name, learning rate, speed slider, state, and the Run button, which must not move."""
    CAPTION: Final = 14
    """Height of a caption above a number."""
    INDENT: Final = 6
    """How far the text in a bare field stands from its edge, for the caption above it."""
    TILE: Final = 38
    """Side of a picture in a gallery."""
    TILES: Final = 5
    """Pictures in a row of the gallery."""
    TILE_GAP: Final = 5
    DATA_TILE: Final = 272
    """Width of a data set with its explanation."""
    SHEET_SLIDER: Final = 168
    """Width of a slider above such sets."""
    FEATURE_TILE: Final = 60
    """Width of the tile of a feature; below its picture stands its name."""
    THUMB_DOT: Final = 1.5
    """Radius of a point in such a picture."""
    EXAMPLE: Final = 288
    EXAMPLE_COLUMNS: Final = 3
    EXAMPLES_HEIGHT: Final = (320, 720)
    """Width of an example, how many stand in a row, and how high all together are: at least and at most."""
    PREVIEW: Final = (96, 48)
    """Width and height of the picture of its network; that of its data is a square as high."""
    MINI_DOT: Final = 2.75
    MINI_PITCH: Final = 9.0
    MINI_LINK: Final = 0.5
    """Radius of a neuron in such a picture, from one to the next at most, and the width of a link."""
    VEIL: Final = 20
    """Height of the veil over the edge of what scrolls."""
    SEARCH: Final = 220
    SEED: Final = 64
    DROP_AIR: Final = 14
    """What a word with ▾ needs besides the word."""
    SLIDER_OVERLAP: Final = 6
    """How far a slider's air reaches under the words above it, so that both can be hit and yet stand close together."""
    FIELD_AIR: Final = 4
    """What Qt leaves free at the right of a number in a field."""
    GROOVE: Final = 4
    HANDLE: Final = 14
    """A slider's thickness and the diameter of its handle."""
    RING: Final = 2
    """Width of the ring around what has the keyboard, and of the frame around what is chosen."""
    DOT: Final = 8
    SCROLL: Final = 8
    TINY: Final = 10
    SMALL: Final = 11
    NOTE: Final = 12
    BODY: Final = 13
    TITLE: Final = 17
    """The five type sizes."""
    ICON: Final = 16
    CLASH_CARD: Final = 300
    """Width of what is said about two things that do not go together."""
    CELL: Final = 56
    CELL_HEIGHT: Final = 20
    CELL_RADIUS: Final = 3
    CELL_GAP: Final = 3
    CELL_NARROWEST: Final = 42
    CELL_NARROW: Final = 50
    CELL_LOWEST: Final = 15
    CELL_MOST: Final = (72, 24)
    CELL_LARGEST: Final = (96, 36)
    """The cell of a table of weights: at the least, the least of what is small and written with more signs; at most,
    and that where the table has the window."""
    CELL_NAME: Final = 96
    """The widest name beside a row of cells; longer ones are elided."""
    LOCK: Final = 11
    """The lock of a weight that is held, in its cell."""
    BIAS_GAP: Final = 6
    """Between the rows of the weights and that of the biases."""
    SUMMARY: Final = 128
    """Width of the figures beside a matrix."""
    MATRIX_SIDE: Final = 112
    """Width of the column beside a matrix: three chips that choose a layer, side by side."""
    ANSWERS_LEAST: Final = 160
    """Height of the picture of the answers, numbers of its axes included; before it is lower, the losses give way."""
    INSPECTOR_TALL: Final = 280
    """From this height on all choices of the inspector are in sight, and all that is said of the chosen weight."""
    LEGEND_STRIP: Final = 48
    """The colours between two numbers."""
    THIN: Final = 1.0
    CURVE: Final = 2.0
    CURVE_PINNED: Final = 1.25
    DASH: Final = 5.0
    DASH_GAP: Final = 3.5
    """A curve of the present run, and one of a run beside it; dashes of one that shows the test."""
    MARK: Final = 7.0
    MARK_AMONG_MANY: Final = 5.25
    """Diameter of a sample in a plot: of one among few, of one among many."""
    RUN_MARK: Final = 11.0
    """Diameter of the mark of one of several runs."""
    SIDE_PICTURE: Final = (140, 120)
    SIDE_CURVES: Final = (320, 130)
    SIDE_RACE_FROM: Final = 500
    SIDE_LEGEND_FROM: Final = 1160
    SIDE_NARROW: Final = 290
    SIDE_NARROWEST: Final = 256
    """Of runs side by side: the picture of one, and the losses of all, at least; the height
    below which those losses give way, and widths below which the legend, words and numbers do."""
    BRICK: Final = 36.0
    BRICK_GAP_FROM: Final = 4.0
    BRICK_NAME_FROM: Final = 13.0
    LANE: Final = 64
    SPREAD: Final = 18
    PLAN: Final = 256
    SUMS: Final = 280
    HEAT_CELL: Final = (160, 96)
    HEAT_NUMBER: Final = 22
    """Of many runs: the height of a brick at most, and from which it has air around it, and a name; the lane of those
    that diverged, the row of the quartiles, the form, sums; a cell of the heat map at most, the least with a number."""


class Duration:
    """Times in milliseconds."""

    AUTOSAVE_EDIT: Final = 8_000
    AUTOSAVE_TRAINING: Final = 25_000
    AUTOSAVE_ASK: Final = 50

    BANNER: Final = 8000
    DRAG: Final = 16
    """What follows the hand is worked out no oftener than this."""
    EFFECT: Final = 6_000
    """What an edit of weights has done stays so long, to be read, once training goes on."""
    GLOW: Final = 1_000
    """What glows in a run becomes another no oftener than this: else it flickers."""
    LONG_PRESS: Final = 500
    PLAY: Final = 10_000
    PLAY_EPOCH: Final = 250
    PLAY_FRAME: Final = 40
    """The whole record takes so long to be played, an epoch no longer than this, and a picture stays so long."""
    POINTS: Final = 33
    """What a hand does to points is done no oftener than this: each time a run of the new ones begins."""
    PULSE: Final = 900
    """A sample takes so long through a network of three layers or more; it is over before one waits for it."""
    PULSE_STAY: Final = 600
    """What has arrived stays so long, to be read."""
    ROLL: Final = 250
    ROLL_FRAME: Final = 40
    ROLL_ALL: Final = 4_000
    """From one step of one weight to the next; of ways on a map a picture stays so long, and all take so long."""
    SCRUB: Final = 16
    """A moment of the past is asked for no oftener than this."""
    WRITING: Final = 4
    """Of numbers that are too many for one frame the next ones follow so soon after it."""
    VERDICT: Final = 1_500
    """In a run a sentence about it stays at least so long, to be read."""
    RATE: Final = 500
    """A speed is measured over at least this long."""


class Beats:
    """In which frames of a run each region draws: sixty in a second are for the hand, the eye needs fewer."""

    NETWORK: Final = Beat(3, 0)
    ANSWER: Final = Beat(3, 1)
    LINKS: Final = Beat(3, 2)
    """Twenty pictures a second of each, and never two in one frame. Links cost most by far: nothing comes with them."""
    LOSS: Final = Beat(9, 1)
    FIGURES: Final = Beat(9, 4)
    """Numbers that change faster cannot be read; all that are in sight are of one moment."""
    GRADIENT: Final = Beat(9, 7)
    STRIP: Final = Beat(18, 6)
    COUNTS: Final = Beat(18, 9)
    """Of all samples, who have to be asked first: that takes as long as several steps of training."""
    GLOW: Final = Beat(18, 12)
    LINK_GLOW: Final = Beat(18, 15)
    NEURON_GLOW: Final = Beat(18, 0)
    """What glows is found first, then the links are painted, then the neurons."""


def words(size_px: int = Size.BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font for words."""
    font = QFont()
    font.setFamilies([WORDS_FAMILY, FALLBACK_FAMILY])
    font.setPixelSize(size_px)
    font.setWeight(weight)
    return font


def numbers(size_px: int = Size.BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font for numbers that change: every digit equally wide, so that they do not dance."""
    font = QFont(NUMBERS_FAMILY)
    font.setPixelSize(size_px)
    font.setWeight(weight)
    return font
