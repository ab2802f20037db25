"""Words of the floors below, in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.words import Words


def translated(text: str) -> str:
    """A text as the window says it: ``Words`` in their own context, any other as the message of an error."""
    if not isinstance(text, Words):
        return QCoreApplication.translate("errors", text) if text else ""
    template = QCoreApplication.translate(text.context, text.template)
    shown = (translated(part) if isinstance(part, Words) else part for part in text.arguments)
    return template.format(*shown) if text.arguments else template


def sentence(text: str) -> str:
    """``translated``, with a capital at the front."""
    said = translated(text)
    return said[:1].upper() + said[1:]
