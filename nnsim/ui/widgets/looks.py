"""Looks that the stylesheet tells apart by a property of the widget."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def set_look(widget: QWidget, name: str, value: str | bool) -> None:
    """Give the property ``name`` another value and draw the widget so; costs nothing if it looks so already."""
    if (widget.property(name) or type(value)()) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
