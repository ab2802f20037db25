"""The colours of Qt's own controls."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from nnsim.ui.theme import Theme


def palette(theme: Theme) -> QPalette:
    """The platform-independent palette for Qt's own controls."""
    made = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: theme.ground,
        role.WindowText: theme.text,
        role.Base: theme.surface,
        role.AlternateBase: theme.field,
        role.Text: theme.text,
        role.Button: theme.surface,
        role.ButtonText: theme.text,
        role.ToolTipBase: theme.surface,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.PlaceholderText: theme.second,
        role.Mid: theme.line,
        role.Midlight: theme.line,
        role.Dark: theme.line,
        role.Accent: theme.accent,
    }
    for where, name in pairs.items():
        made.setColor(where, QColor(name))
    for where in (role.Text, role.ButtonText, role.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(theme.disabled))
    return made
