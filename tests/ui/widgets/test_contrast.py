import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog, QToolButton

from nnsim.ui.stylesheet import stylesheet
from nnsim.ui.theme import DARK, LIGHT

PAIRS = (
    *(
        (text, ground)
        for text in ("text", "second")
        for ground in ("surface", "ground", "field", "accent_soft", "hover")
    ),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("positive_text", "surface"),
    ("negative_text", "surface"),
    ("warning", "surface"),
    ("good", "surface"),
    ("bad", "surface"),
    ("bad", "bad_soft"),
    ("text", "bad_soft"),
)
READABLE = 4.5
STILL_READABLE = 3.5


def luminance(colour):
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in QColor(colour).getRgbF()[:3]
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS, ids="-on-".join)
def test_words_can_be_read(theme, text, ground):
    needed = 3.0 if text == "good" else READABLE  # a mark, not a word
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= needed


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "field"])
def test_what_cannot_be_used_can_still_be_read(theme, ground):
    assert contrast(theme.disabled, getattr(theme, ground)) >= STILL_READABLE


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_qt_understands_every_line_of_the_sheet(qtbot, qapp, theme):
    qapp.setStyleSheet(stylesheet(theme))  # an unknown word is a warning, and a warning fails the test
    qapp.setStyleSheet("")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_buttons_of_qts_own_file_dialog_show_their_icons(qtbot, qapp, theme):
    qapp.setStyleSheet(stylesheet(theme))
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    for button in dialog.findChildren(QToolButton):
        button.setEnabled(True)
        picture = button.grab().toImage()
        inner = picture.rect().adjusted(5, 5, -5, -5)
        across, down = range(inner.left(), inner.right() + 1), range(inner.top(), inner.bottom() + 1)
        inks = [picture.pixelColor(x, y).name() for x in across for y in down]
        ground = max(set(inks), key=inks.count)
        assert max(contrast(ink, ground) for ink in inks) >= 3.0, button.objectName()
    dialog.close()
    qapp.setStyleSheet("")
