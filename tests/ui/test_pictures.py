"""The network as a picture: copied, written to files, printed."""

from __future__ import annotations

import re
import resource
import xml.etree.ElementTree as ElementTree
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice
from nnsim.model import data_edits, edits
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.picture import DOTS, MOST_DOTS, SVG, NetworkPicture
from nnsim.ui.main_window import MainWindow
from nnsim.ui.theme import DARK, LIGHT, Size, words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "propagateSizeHints")  # the screen that is none


@pytest.fixture
def window(qtbot: QtBot, session: Session, appearance: Appearance) -> Iterator[MainWindow]:
    made = MainWindow(session, appearance)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: session.snapshot.plane is not None)
    yield made
    QGuiApplication.clipboard().clear()


@pytest.fixture
def picture(session: Session, window: MainWindow) -> NetworkPicture:
    return NetworkPicture(session, window.network.canvas)


def pixels(image: QImage) -> np.ndarray:
    """(height, width, 3) 0 to 255."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).astype(float)


def drawn(svg: bytes, like: QImage) -> QImage:
    image = QImage(like.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer = QSvgRenderer(svg)
    assert renderer.isValid()
    renderer.render(painter)
    painter.end()
    return image


def far_off(one: QImage, other: QImage) -> float:
    """The share of pixels that clearly differ."""
    return float((np.abs(pixels(one) - pixels(other)).max(axis=2) > 60).mean())


def test_lines_and_dots_show_the_same(picture: NetworkPicture, appearance: Appearance) -> None:
    for mode in ("light", "dark"):
        appearance.set_mode("dark" if mode == "dark" else "light")
        dots = picture.image()
        assert far_off(drawn(picture.svg(), dots), dots) < 0.01
        assert dots.pixelColor(3, 3).name() == (DARK if mode == "dark" else LIGHT).surface.lower()
    appearance.set_mode("light")


def test_the_picture_shows_what_the_canvas_shows(picture: NetworkPicture, window: MainWindow) -> None:
    canvas = window.network.canvas
    grabbed = canvas.viewport().grab().toImage()
    small = picture.image().scaled(
        grabbed.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    body = slice(60, grabbed.height() - 45)
    differs = np.abs(pixels(grabbed)[body] - pixels(small)[body]).max(axis=2) > 60
    assert differs.mean() < 0.02


def test_every_neuron_has_its_own_face_in_the_lines(picture: NetworkPicture, session: Session) -> None:
    root = ElementTree.fromstring(picture.svg())  # noqa: S314  (made here)
    images = [element for element in root.iter() if element.tag.endswith("}image")]
    faces = {element.get("{http://www.w3.org/1999/xlink}href") for element in images}
    n_neurons = sum(session.project.network.sizes)
    assert len(images) >= 2 * n_neurons
    assert len(faces) >= n_neurons


def test_words_in_the_lines_can_fall_back_on_other_fonts(picture: NetworkPicture) -> None:
    svg = picture.svg().decode()
    assert "Hidden 1" in svg
    assert "<title>2 → 4 → 3 → 1</title>" in svg
    families = set(re.findall('font-family="(.*?)"', svg))
    assert "Inter,DejaVu Sans,sans-serif" in families
    assert all(family.endswith((",sans-serif", ",monospace")) for family in families)


def test_all_layers_and_numbers_are_in_the_picture_however_close_the_view(
    picture: NetworkPicture, window: MainWindow
) -> None:
    canvas = window.network.canvas
    canvas.options.set_values("all")
    before, words_before = picture.image(), texts(picture.svg())
    canvas.zoom_by(4.0, QPointF(30, 200))
    on_screen = canvas.viewport().grab().toImage()
    assert far_off(picture.image(), before) < 0.001
    assert texts(picture.svg()) == words_before
    assert len([text for text in words_before if "." in text]) > 10
    assert canvas.transform().m11() == 4.0
    assert canvas.viewport().grab().toImage() == on_screen


def test_a_network_wider_than_its_view_is_whole_in_its_picture(session: Session, picture: NetworkPicture) -> None:
    assert session.new(new_project("deep", named_data("circle"), (3,) * 30))
    assert picture.size.width() > 1500
    assert "h₂₉" in picture.svg().decode()
    assert picture.image().width() == 3 * picture.size.width()


def texts(svg: bytes) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314  (made here)
    return [element.text or "" for element in root.iter() if element.tag.endswith("}text")]


def test_columns_are_called_in_the_picture_as_on_the_canvas(
    session: Session, picture: NetworkPicture, window: MainWindow
) -> None:
    for depth in (1, 3, 9, 14, 40):
        assert session.new(new_project("deep", named_data("circle"), (3,) * depth))
        canvas = window.network.canvas
        canvas.zoom_by(1 / canvas.scale_of_view, QPointF(0, 0))
        named = {layer: canvas.findChild(QAbstractButton, f"layer-name-{layer}") for layer in range(-1, depth + 1)}
        on_screen = [button.text() for button in named.values() if button is not None and button.isVisible()]
        assert len(on_screen) >= min(depth, 10)
        assert set(on_screen) <= set(texts(picture.svg()))


def test_the_picture_tells_which_inputs_are_chosen(
    session: Session, picture: NetworkPicture, window: MainWindow
) -> None:
    assert "2 of 7" in texts(picture.svg())
    session.apply(data_edits.toggle_input, "x1*x2")
    assert "3 of 7" in texts(picture.svg())


def test_words_in_the_picture_keep_to_their_column(session: Session, picture: NetworkPicture) -> None:
    assert session.new(new_project("deep", named_data("circle"), (3,) * 30, activation=Choice("leaky_relu")))
    room, metrics = picture.size.width() / 32, QFontMetricsF(words(Size.NOTE))
    under_names = [text for text in texts(picture.svg()) if text.startswith("lea")]
    assert len(under_names) == 30
    assert all(text.endswith("…") and metrics.horizontalAdvance(text) < room for text in under_names)


def test_dots_of_a_picture_are_bounded_however_deep_the_network(session: Session, picture: NetworkPicture) -> None:
    assert session.new(new_project("deep", named_data("circle"), (1,) * 120))
    image, size = picture.image(), picture.size
    assert DOTS * size.width() > MOST_DOTS
    assert image.width() == MOST_DOTS
    assert image.height() == pytest.approx(MOST_DOTS * size.height() / size.width(), abs=1)
    last = image.copy(MOST_DOTS * (size.width() - 100) // size.width(), 0, 100, image.height())
    assert np.ptp(pixels(last)) > 60, "the output is in it, too"


def test_copying_offers_lines_and_dots(window: MainWindow) -> None:
    window.actions_.copy_picture.trigger()
    mime = QGuiApplication.clipboard().mimeData()
    assert bytes(mime.data(SVG).data()).startswith(b"<?xml")
    assert mime.hasImage()


def test_exporting_writes_the_kind_that_the_name_says(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for suffix, start in ((".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF"), ("", b"<?xml")):
        path = tmp_path / f"network{suffix}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, path=path: (str(path), "Lines (*.svg)"))
        window.actions_.export_picture.trigger()
        written = path if suffix else path.with_suffix(".svg")
        assert written.read_bytes().startswith(start)


def test_a_dialog_without_an_answer_writes_nothing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    window.actions_.export_picture.trigger()
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_to_is_told_in_the_banner(window: MainWindow, tmp_path: Path) -> None:
    for suffix in (".svg", ".png", ".pdf"):
        window.banner.hide()
        assert not window.pictures.export(tmp_path / "missing" / f"network{suffix}")
        assert window.banner.isVisible()


def painted(page: bytes) -> QRectF:
    """What the rectangles in a PDF page cover together, in points from its lower left corner."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", page, re.DOTALL)
    opened = [zlib.decompress(stream) for stream in streams if stream.startswith(b"\x78")]
    words = next(stream for stream in opened if b" re\n" in stream).split()
    now, saved, covered = QTransform(), [QTransform()], QRectF()
    for at, word in enumerate(words):
        if word == b"q":
            saved.append(now)
        elif word == b"Q":
            now = saved.pop()
        elif word == b"cm":
            now = QTransform(*map(float, words[at - 6 : at])) * now
        elif word == b"re":
            covered |= now.mapRect(QRectF(*map(float, words[at - 4 : at])))
    return covered


@pytest.mark.parametrize("orientation", list(QPageLayout.Orientation))
def test_a_print_lies_within_the_margins_in_the_middle_of_its_page(
    window: MainWindow, tmp_path: Path, orientation: QPageLayout.Orientation
) -> None:
    margins = QMarginsF(60, 40, 60, 40)
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, margins, QPageLayout.Unit.Point)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "page.pdf"))
    printer.setPageLayout(layout)
    window.pictures.print_on(printer)
    page, room = QRectF(layout.fullRectPoints()), QRectF(layout.paintRectPoints())
    covered = painted((tmp_path / "page.pdf").read_bytes())
    assert room.adjusted(-1, -1, 1, 1).contains(covered)
    assert (covered.center() - page.center()).manhattanLength() < 2
    assert min(room.width() - covered.width(), room.height() - covered.height()) < 2


def test_an_export_that_finds_no_room_leaves_the_old_file_and_says_so(window: MainWindow, tmp_path: Path) -> None:
    for suffix in (".svg", ".png", ".pdf"):
        window.banner.hide()
        path = tmp_path / f"network{suffix}"
        path.write_bytes(b"the old one")
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
        try:
            assert not window.pictures.export(path)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert window.banner.isVisible()
        assert path.read_bytes() == b"the old one"
        assert list(tmp_path.iterdir()) == [path]
        path.unlink()


def test_without_a_printer_a_page_is_written(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "page"), ""))
    window.actions_.print.trigger()
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_taking_the_picture_leaves_the_canvas_as_it_is(
    picture: NetworkPicture, window: MainWindow, session: Session
) -> None:
    before = window.network.canvas.viewport().grab().toImage()
    picture.svg()
    assert window.network.canvas.viewport().grab().toImage() == before
    session.apply(edits.add_neuron, 0)
    assert window.network.canvas.viewport().grab().toImage() != before
