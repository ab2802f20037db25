"""A folder of pictures as people have them: two classes, in each one picture of every kind that nnsim reads."""

from __future__ import annotations

import base64
from pathlib import Path

_SQUARE = {  # dark, of 4 × 4 pixels in the midst of 8 × 8 light ones
    "a.png": """
        iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAACXBIWXMAAA9hAAAPYQGoP6dpAAAAH0lEQVQIW2P8wAABTFCagYWB
        QQXIvoMQgUvBGYwYugCE8gLx7k29nwAAAABJRU5ErkJggg==""",
    "b.jpg": """
        /9j/4AAQSkZJRgABAQEAZABkAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO
        UlNSMj5aYVpQYEpRUk//wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABv/EAB0QAAAFBQAAAAAAAAAAAAAAAAARFiYy
        U2WDkvD/2gAIAQEAAD8ARuVZ2LHT3nxD/9k=""",
    "c.gif": """
        R0lGODlhCAAIAIAAAPDw8BQUFCwAAAAACAAIAAACJQQIECBAgAABAgSYMCFAgAkTAgSYMCFAgAkTAgQIECBAgAABAgUAOw==""",
    "d.webp": """
        UklGRlAAAABXRUJQVlA4IEQAAADwAQCdASoIAAgAAoBCJaQAEOaLYOLUNEAA/uvHGCMf7I/9fpyAl55lb3Yn+Sn6lbBhE+I2dXzf
        1d/6/FNiK9yBggAAAA==""",
    "e.bmp": """
        Qk32AAAAAAAAADYAAAAoAAAACAAAAAgAAAABABgAAAAAAMAAAABhDwAAYQ8AAAAAAAAAAAAA8PDw8PDw8PDw8PDw8PDw8PDw8PDw
        8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDwFBQUFBQUFBQUFBQU8PDw8PDw8PDw8PDwFBQUFBQUFBQUFBQU8PDw
        8PDw8PDw8PDwFBQUFBQUFBQUFBQU8PDw8PDw8PDw8PDwFBQUFBQUFBQUFBQU8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw
        8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw""",
}


def write_pictures(folder: Path) -> int:
    """Write them into ``folder``, which is made; how many they are."""
    for label in ("one", "other"):
        (folder / label).mkdir(parents=True)
        for name, text in _SQUARE.items():
            (folder / label / name).write_bytes(base64.b64decode(text))
    return 2 * len(_SQUARE)
