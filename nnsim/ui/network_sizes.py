"""Lengths of the network on its canvas, beside those of ``theme.py``."""

from __future__ import annotations

from typing import Final


class NetworkSize:
    """In device-independent pixels."""

    NEURON: Final = 40
    NEURON_LARGE: Final = 56
    """In a network so small that there is room for it."""
    NEURON_MIN: Final = 14
    """A layer with less room for each neuron is folded into a block."""
    NEURON_PITCH: Final = 72
    """From the middle of one neuron to the next, where there is room."""
    NEURON_RADIUS: Final = 5
    PICTURE: Final = 144.0
    """Side of a block that shows pictures, where there is room."""
    NEURONS_SHOWN: Final = 16
    """A larger layer is folded into a block."""
    NEURONS_UNFOLDED: Final = 64
    NEURON_LEAST: Final = 5.0
    """While it is looked at, a layer of up to so many neurons stands open, each so much lower than the one before."""
    NEURON_OPEN: Final = 28
    """A neuron of such a layer."""
    LINKS_DRAWN: Final = 400
    """Of more links between two layers only the strongest are drawn."""
    EDGE: Final = 12
    """Height of the edge of a layer that can be dragged. The number below does the same, and is as high as all else."""
    BADGE: Final = 9
    """The mark of a bias at the corner of its neuron."""
    NETWORK: Final = (816, 520)
    NETWORK_MIN: Final = (400, 220)
    """Room for the network: as it is drawn, and at least."""
    NETWORK_HEAD: Final = 56
    NETWORK_FOOT: Final = 40
    NETWORK_SIDE: Final = 64
    """Room for the names beside the first and the last column."""
    LAMPS: Final = 56
    """Width of the digit of seven segments beside the inputs that are its segments."""
    COLUMN_MIN: Final = 56
    """From one column to the next, at least: a network with more columns than fit is wider than its view."""
    MINI_MAP: Final = (176, 40, 96)
    """Of the map of a network that is larger than its view: width, and height at least and at most."""
    WHEEL_NOTCH: Final = 48
    """How far one notch of the wheel moves the network."""
    LINK_REACH: Final = 6
    """How near to a link the pointer means it."""
    LINK_FIELD: Final = (164, 216)
    """Width of the card beside a selected link: at least and at most."""
    LINK_NUMBER: Final = 78
    """Width of the number in it."""
    LAYER_FORM: Final = 264
    """Width of what is said about a layer, and of the form with its settings."""
    NEURON_DRAG: Final = 10
    """How far to drag the number of neurons for one more."""
    LINK_MIN: Final = 0.6
    LINK_MAX: Final = 5.0
    GLOW_MIN: Final = 8.0
    GLOW_MAX: Final = 16.0
    """Width of the glow below what has changed."""
