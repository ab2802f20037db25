"""Marks words for translation on the floors that do not know Qt.

The extraction tool finds the marked text; the window translates it where it is shown, with the same context.
"""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Return ``text`` unchanged, marked as a word of ``context`` to be translated."""
    del context
    return text
