"""The look of Qt's own controls, as one sheet for the whole application.

Widgets say what they are with the dynamic property ``role``;
    the sheet says how that looks. Nothing else in the window
carries a style sheet of its own, because a sheet on a widget is parsed again for every child.

Roles
-----
QPushButton, QToolButton : ``primary``, ``quiet``, ``chip``, ``pill``, ``drop``, ``icon``, ``round``,
    ``fold``, ``heading``, ``size``, ``step``
QFrame : ``card``, ``bar``, ``tile``, ``banner`` (with ``severity``), ``status``, ``popover`` (the same), ``ring``,
    ``rule``
QLabel : ``title``, ``heading``, ``strong``, ``note``, ``field``, ``caption``, ``number``, ``mono``, ``big``,
    ``error``, ``status``
QLineEdit : ``bare`` (looks like text until it is pointed at), ``bare-strong``, ``name`` (the same for words);
    ``invalid`` and ``sign`` are properties of their own
"""

from __future__ import annotations

from nnsim.ui.theme import FALLBACK_FAMILY, NUMBERS_FAMILY, WORDS_FAMILY, Size, Theme


def stylesheet(theme: Theme) -> str:
    """The sheet for one theme."""
    parts = (_surfaces, _labels, _buttons, _chips, _fields, _sliders, _menus, _scrolling, _tables, _rest)
    return "\n".join(part(theme) for part in parts)


def _words(size_px: int, weight: int = 400) -> str:
    return f'font-family: "{WORDS_FAMILY}", "{FALLBACK_FAMILY}"; font-size: {size_px}px; font-weight: {weight};'


def _numbers(size_px: int, weight: int = 400) -> str:
    return f'font-family: "{NUMBERS_FAMILY}"; font-size: {size_px}px; font-weight: {weight};'


def _inner(outer_px: int, border_px: int = 1) -> int:
    """The height that a style sheet means: without the borders."""
    return outer_px - 2 * border_px


def _surfaces(t: Theme) -> str:
    return f"""
QMainWindow, QDialog {{ background: {t.ground}; }}
QFrame[role="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {Size.CARD_RADIUS}px; }}
QFrame[role="bar"] {{ background: {t.surface}; border: none; border-bottom: 1px solid {t.line}; }}
QFrame[role="tile"] {{ background: {t.field}; border: none; border-radius: {Size.FIELD_RADIUS}px; }}
QFrame[role="rule"] {{ background: {t.line}; border: none; }}
QFrame[role="popover"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 0; }}
QFrame[role="popover"][severity="error"] {{ border-color: {t.bad}; }}
QFrame[role="popover"][severity="warning"] {{ border-color: {t.warning}; }}
QFrame[role="ring"] {{
    background: transparent; border: {Size.RING}px solid {t.accent}; border-radius: {Size.FIELD_RADIUS}px;
}}
QFrame[role="status"] {{ background: {t.accent_soft}; border: none; border-radius: {Size.HIT // 2}px; }}
QFrame[role="status"][severity="bad"] {{ background: {t.bad_soft}; }}
QFrame[role="banner"] {{
    background: {t.accent_soft}; border: 1px solid {t.accent}; border-radius: {Size.CARD_RADIUS}px;
}}
QFrame[role="banner"][severity="error"] {{ background: {t.bad_soft}; border-color: {t.bad}; }}
QFrame[role="banner"][severity="warning"] {{ border-color: {t.warning}; }}
QFrame[role="banner"] QPushButton {{ min-height: {_inner(Size.HIT)}px; }}
QFrame[role="banner"] QPushButton:focus {{ min-height: {_inner(Size.HIT, Size.RING)}px; }}
"""


def _labels(t: Theme) -> str:
    return f"""
QLabel {{ background: transparent; color: {t.text}; }}
QLabel:disabled {{ color: {t.disabled}; }}
QLabel[role="title"] {{ color: {t.second}; {_words(Size.SMALL, 600)} }}
QLabel[role="heading"] {{ {_words(Size.BODY, 600)} }}
QLabel[role="product"] {{ color: {t.accent}; {_words(Size.TITLE, 700)} }}
QLabel[role="strong"] {{ {_words(Size.NOTE, 600)} }}
QLabel[role="note"] {{ color: {t.second}; {_words(Size.SMALL)} }}
QLabel[role="caption"] {{ color: {t.second}; {_words(Size.TINY)} }}
QLabel[role="field"] {{ {_words(Size.NOTE)} }}
QLabel[role="hint"] {{ color: {t.second}; {_words(Size.TINY)} }}
QLabel[role="number"] {{ color: {t.second}; {_numbers(Size.TINY)} }}
QLabel[role="mono"] {{ {_numbers(Size.NOTE)} }}
QLabel[role="big"] {{ {_numbers(Size.TITLE, 700)} }}
QLabel[role="error"] {{ color: {t.bad}; {_words(Size.SMALL)} }}
QLabel[role="status"] {{ {_words(Size.SMALL, 500)} }}
QLabel[role="status"][severity="bad"] {{ color: {t.bad}; }}
"""


def _buttons(t: Theme) -> str:
    ring = f"border: {Size.RING}px solid {t.accent};"
    return f"""
QPushButton, QToolButton {{
    background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; border-radius: {Size.FIELD_RADIUS}px;
    min-height: {_inner(Size.CONTROL)}px; padding: 0 {Size.MARGIN}px; {_words(Size.NOTE, 500)}
}}
QPushButton:focus, QToolButton:focus, QSlider:focus, QTabBar:focus, QAbstractItemView:focus {{ outline: none; }}
QPushButton:hover, QToolButton:hover {{ background: {t.hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {t.pressed}; }}
QPushButton:checked, QToolButton:checked {{ background: {t.accent_soft}; border-color: {t.accent}; }}
QPushButton:disabled, QToolButton:disabled {{ background: {t.field}; color: {t.disabled}; }}
QPushButton:focus, QToolButton:focus {{
    {ring} min-height: {_inner(Size.CONTROL, Size.RING)}px; padding: 0 {Size.MARGIN - 1}px;
}}
QPushButton::menu-indicator, QToolButton::menu-indicator {{ image: none; width: 0; }}
QFileDialog QToolButton {{ padding: 0; min-height: 0; }}
QFileDialog #backButton, QFileDialog #forwardButton, QFileDialog #toParentButton {{
    background: {t.second if t.dark else t.surface}; /* Qt's arrows are black in the dark, too */
}}

QPushButton[role="step"] {{ padding: 0 {Size.GAP}px; }}
QPushButton[role="step"]:focus {{ padding: 0 {Size.GAP - 1}px; }}
QPushButton[role="primary"] {{
    background: {t.accent}; color: {t.on_accent}; border: {Size.RING}px solid {t.accent};
    border-radius: {Size.CONTROL // 2}px;
    min-height: {_inner(Size.CONTROL, Size.RING)}px; padding: 0 {2 * Size.GAP}px; {_words(Size.BODY, 600)}
}}
QPushButton[role="primary"]:hover {{ background: {t.accent_hover}; border-color: {t.accent_hover}; }}
QPushButton[role="primary"]:focus {{ border-color: {t.text}; }}
QPushButton[role="primary"]:disabled {{ background: {t.field}; color: {t.disabled}; border-color: {t.line}; }}

QPushButton[role="quiet"], QToolButton[role="quiet"], QPushButton[role="drop"], QPushButton[role="icon"],
QPushButton[role="fold"] {{
    background: transparent; border: 1px solid transparent; min-height: {_inner(Size.HIT)}px;
    padding: 0 {Size.GAP - 1}px;
}}
QPushButton[role="drop"] {{ color: {t.accent}; padding: 0 {Size.GAP // 2}px; {_words(Size.NOTE, 500)} }}
QPushButton[role="fold"] {{ color: {t.second}; text-align: left; padding: 0 {Size.TIGHT}px; {_words(Size.SMALL)} }}
QPushButton[role="heading"] {{
    background: transparent; border: 1px solid transparent; min-height: {_inner(Size.HIT)}px;
    padding: 0 {Size.GAP - 2}px;
    {_words(Size.BODY, 600)}
}}
QPushButton[role="heading"]:hover {{ background: {t.hover}; }}
QPushButton[role="heading"]:focus {{ border: 1px solid {t.accent}; }}
QPushButton[role="size"] {{
    background: transparent; border: 1px solid transparent; min-height: {_inner(Size.HIT)}px;
    min-width: {_inner(Size.HIT)}px; padding: 0; {_words(Size.NOTE, 600)}
}}
QPushButton[role="size"]:hover {{ background: {t.hover}; }}
QPushButton[role="size"]:pressed {{ background: {t.accent_soft}; color: {t.accent}; }}
QPushButton[role="size"]:focus {{ border: 1px solid {t.accent}; }}
QPushButton[role="icon"] {{ min-width: {_inner(Size.HIT)}px; padding: 0; }}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover, QPushButton[role="drop"]:hover,
QPushButton[role="icon"]:hover, QPushButton[role="fold"]:hover {{ background: {t.hover}; }}
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus, QPushButton[role="drop"]:focus,
QPushButton[role="icon"]:focus, QPushButton[role="fold"]:focus {{ border: 1px solid {t.accent}; }}
QPushButton[role="drop"]:disabled {{ color: {t.disabled}; background: transparent; }}

QPushButton[role="round"] {{
    border-radius: {Size.HIT // 2}px; padding: 0; {_words(Size.BODY, 600)}
    min-width: {_inner(Size.HIT)}px; max-width: {_inner(Size.HIT)}px; min-height: {_inner(Size.HIT)}px;
    max-height: {_inner(Size.HIT)}px;
}}
QPushButton[role="round"][vain="true"] {{ color: {t.disabled}; background: {t.surface}; }}
QPushButton[role="round"]:focus {{ border: 1px solid {t.accent}; background: {t.accent_soft}; }}
"""


def _chips(t: Theme) -> str:
    height = _inner(Size.CHIP)
    return f"""
QPushButton[role="chip"], QPushButton[role="pill"] {{
    background: {t.field}; color: {t.second}; border: 1px solid {t.line}; min-height: {height}px;
    padding: 0 {Size.GAP - 2}px; {_words(Size.SMALL, 500)}
}}
QPushButton[role="pill"] {{ background: {t.surface}; border-radius: {Size.CHIP // 2}px; padding: 0 {Size.GAP}px; }}
QPushButton[role="chip"]:hover, QPushButton[role="pill"]:hover {{ background: {t.hover}; color: {t.text}; }}
QPushButton[role="chip"]:checked, QPushButton[role="pill"]:checked {{
    background: {t.accent_soft}; color: {t.text}; border-color: {t.accent}; {_words(Size.SMALL, 600)}
}}
QPushButton[role="chip"]:focus, QPushButton[role="pill"]:focus {{
    border: {Size.RING}px solid {t.accent}; min-height: {height - 2}px; padding: 0 {Size.GAP - 3}px;
}}
QPushButton[role="pill"]:focus {{ padding: 0 {Size.GAP - 1}px; }}
QPushButton[role="chip"]:disabled, QPushButton[role="pill"]:disabled {{ color: {t.disabled}; }}
"""


def _fields(t: Theme) -> str:
    return f"""
QLineEdit, QComboBox, QPlainTextEdit, QTextEdit {{
    background: {t.field}; color: {t.text}; border: 1px solid {t.line}; border-radius: {Size.FIELD_RADIUS}px;
    selection-background-color: {t.accent}; selection-color: {t.on_accent}; {_words(Size.NOTE)}
}}
QLineEdit, QComboBox {{ min-height: {_inner(Size.CHIP)}px; padding: 0 {Size.GAP - 1}px; }}
QLineEdit:hover, QComboBox:hover {{ border-color: {t.faint}; }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {{
    border: 1px solid {t.accent}; background: {t.surface};
}}
QLineEdit:disabled, QComboBox:disabled {{ color: {t.disabled}; }}
QLineEdit[role="number"], QLineEdit[role="bare"] {{ {_numbers(Size.NOTE)} }}
QLineEdit[role="bare"], QLineEdit[role="bare-strong"] {{
    background: transparent; border: 1px solid transparent; min-height: {_inner(Size.HIT)}px;
    padding: 0 0 0 {Size.HALF - 1}px;
}}
QLineEdit[role="bare-strong"] {{ {_numbers(Size.BODY, 700)} }}
QLineEdit[role="bare"]:hover, QLineEdit[role="bare-strong"]:hover {{ background: {t.field}; border-color: {t.line}; }}
QLineEdit[role="bare"]:focus, QLineEdit[role="bare-strong"]:focus {{
    background: {t.field}; border-color: {t.accent};
}}
QLineEdit[role="name"] {{
    background: transparent; border: 1px solid transparent; min-height: {_inner(Size.HIT)}px;
    padding: 0 0 0 {Size.HALF - 1}px; {_words(Size.NOTE, 600)}
}}
QLineEdit[role="name"]:hover {{ background: {t.field}; border-color: {t.line}; }}
QLineEdit[role="name"]:focus {{ background: {t.field}; border-color: {t.accent}; }}
QLineEdit[sign="positive"] {{ color: {t.positive_text}; }}
QLineEdit[sign="negative"] {{ color: {t.negative_text}; }}
QLineEdit[invalid="true"], QLineEdit[invalid="true"]:focus, QLineEdit[invalid="true"]:hover {{
    border-color: {t.bad}; background: {t.bad_soft}; color: {t.bad};
}}
QComboBox QAbstractItemView {{
    background: {t.surface}; border: 1px solid {t.line}; selection-background-color: {t.accent_soft};
    selection-color: {t.text};
}}
"""


def _sliders(t: Theme) -> str:
    out = (Size.HANDLE - Size.GROOVE) // 2
    inner = _inner(Size.HANDLE, Size.RING)
    return f"""
QSlider {{ background: transparent; min-height: {Size.HIT}px; }}
QSlider::groove:horizontal {{ height: {Size.GROOVE}px; background: {t.line}; border-radius: {Size.GROOVE // 2}px; }}
QSlider::sub-page:horizontal {{
    height: {Size.GROOVE}px; background: {t.accent}; border-radius: {Size.GROOVE // 2}px;
}}
QSlider::sub-page:horizontal:disabled {{ background: {t.faint}; }}
QSlider::handle:horizontal {{
    background: {t.surface}; border: {Size.RING}px solid {t.accent}; border-radius: {Size.HANDLE // 2}px;
    width: {inner}px; margin: -{out}px 0;
}}
QSlider::handle:horizontal:hover {{ background: {t.accent_soft}; }}
QSlider::handle:horizontal:pressed, QSlider::handle:horizontal:focus {{ background: {t.accent}; }}
QSlider::handle:horizontal:disabled {{ border-color: {t.faint}; background: {t.surface}; }}
"""


def _menus(t: Theme) -> str:
    return f"""
QMenuBar {{ background: {t.surface}; color: {t.text}; border: none; {_words(Size.NOTE)} }}
QMenuBar::item {{
    background: transparent; padding: {Size.PAD}px {Size.GAP}px; border-radius: {Size.FIELD_RADIUS}px;
}}
QMenuBar::item:selected {{ background: {t.hover}; }}
QMenu {{
    background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; border-radius: 0;
    padding: {Size.GAP // 2}px; {_words(Size.NOTE)}
}}
QMenu::item {{
    padding: {Size.HALF}px {Size.HIT}px {Size.HALF}px {Size.GAP}px; border-radius: {Size.FIELD_RADIUS}px;
    min-height: {Size.ICON}px;
}}
QMenu::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QMenu::item:checked {{ color: {t.accent}; font-weight: 600; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
QMenu::icon {{ padding-left: {Size.GAP}px; }}
QMenu::indicator {{
    width: {Size.PAD}px; height: {Size.PAD}px; border-radius: {Size.PAD // 2}px; margin-left: {Size.GAP}px;
}}
QMenu::indicator:checked {{ background: {t.accent}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {Size.HALF}px {Size.GAP}px; }}
QToolTip {{
    background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; border-radius: 0;
    padding: {Size.PAD}px {Size.GAP}px;
    {_words(Size.NOTE)}
}}
"""


def _scrolling(t: Theme) -> str:
    return f"""
QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {Size.SCROLL}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {Size.SCROLL}px; margin: 0; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar::handle {{ background: {t.line}; border-radius: {Size.SCROLL // 2 - 1}px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: {Size.HIT}px; }}
QScrollBar::handle:horizontal {{ min-width: {Size.HIT}px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {t.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _tables(t: Theme) -> str:
    return f"""
QAbstractItemView {{
    background: {t.surface}; alternate-background-color: {t.field}; color: {t.text}; border: none;
    gridline-color: {t.line};
    selection-background-color: {t.accent_soft}; selection-color: {t.text}; {_words(Size.NOTE)}
}}
QHeaderView {{ background: {t.surface}; }}
QHeaderView::section {{
    background: {t.surface}; color: {t.second}; border: none; border-bottom: 1px solid {t.line};
    padding: {Size.HALF}px {Size.PAD}px;
    {_words(Size.SMALL, 500)}
}}
QTableCornerButton::section {{ background: {t.surface}; border: none; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{
    background: transparent; color: {t.second}; border: none; border-bottom: {Size.RING}px solid transparent;
    padding: {Size.PAD}px {Size.GAP}px;
    {_words(Size.NOTE, 500)}
}}
QTabBar::tab:hover {{ color: {t.text}; }}
QTabBar::tab:selected {{ color: {t.text}; border-bottom-color: {t.accent}; }}
QTabBar::tab:focus {{ background: {t.accent_soft}; }}
QTabWidget::pane {{ border: none; }}
"""


def _rest(t: Theme) -> str:
    return f"""
QProgressBar {{
    background: {t.line}; border: none; border-radius: {Size.GROOVE // 2}px; max-height: {Size.GROOVE}px;
    color: transparent;
}}
QProgressBar::chunk {{ background: {t.accent}; border-radius: {Size.GROOVE // 2}px; }}
QSplitter::handle {{ background: transparent; }}
QStatusBar {{ background: {t.surface}; color: {t.second}; {_words(Size.SMALL)} }}
"""
