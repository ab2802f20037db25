"""Words of the floors below, in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.ui.widgets.numbers import format_count
from nnsim.words import Counted, Words


def translated(text: str) -> str:
    """A text as the window says it: ``Words`` in their own context, any other as the message of an error."""
    if not isinstance(text, Words):
        return QCoreApplication.translate("errors", text) if text else ""
    shown = (translated(part) if isinstance(part, Words) else part for part in text.arguments)
    if isinstance(text, Counted):
        template = QCoreApplication.translate(text.context, text.template, None, text.number)
        return template.format(*shown, n=format_count(text.number))
    template = QCoreApplication.translate(text.context, text.template)
    return template.format(*shown) if text.arguments else template


def sentence(text: str) -> str:
    """``translated``, with a capital at the front."""
    said = translated(text)
    return said[:1].upper() + said[1:]
