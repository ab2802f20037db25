"""How large a project file may be. Every number is checked before memory is taken."""

from __future__ import annotations

MAX_JSON_BYTES = 10_000_000
MAX_JSON_VALUES = 500_000
MAX_JSON_DEPTH = 32
MAX_TEXT = 100_000
"""Characters of one text, such as a label."""

MAX_MEMBERS = 10_000
MAX_MEMBER_NAME = 200
MAX_EXPANDED_BYTES = 500_000_000
"""All members together, expanded: what opens within 2 s and, with all that is made of it, 1 GB. Takes 60,000 pictures
of 28 × 28."""
MAX_FILE_BYTES = MAX_EXPANDED_BYTES + 20_000_000
MAX_RATIO = 100
"""Expanded bytes for each stored byte, for members above ``RATIO_FREE_BYTES``."""
RATIO_FREE_BYTES = 16_000_000

MAX_INPUTS = 100_000
MAX_SAMPLES = 1_000_000
MAX_COUNT = 2**53
"""Steps, epochs: whole numbers that a float still holds exactly."""

MAX_RUNS = 1_000
MAX_MOMENTS = 10_000
"""Of one run."""
MAX_SETTINGS = 20_000
MAX_MARKS = 1_000
"""Of one moment."""

MAX_NESTED = 3
"""Words within the words of a change."""
MAX_USES = 2
"""Of one place of a text, as in “a picture of {0} × {0}”."""
MAX_SAID = 1_000
"""Characters of what fills a place that are written. Ten places so full make no text above ``MAX_TEXT``."""
