"""Qt decodes the kinds that are read, and refuses everything else without a crash."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter

from nnsim.cli.main import main
from nnsim.data.picture_decoding import PictureFaultError, PictureFolder, kind_of_picture
from nnsim.data.reading import read_table
from nnsim.decoding.qt_decoder import QtDecoder

KINDS = ("png", "jpeg", "bmp", "webp")
GIF = bytes.fromhex("47494638396102000100f00000ff00000000ff2c0000000002000100000202440a003b")
"""A red and a blue pixel; Qt reads the format but does not write it."""


def encoded(image: QImage, kind: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind, 100)  # type: ignore[call-overload]  # PySide's stubs want bytes here
    return bytes(buffer.data().data())


def halves(width: int = 40, height: int = 20) -> QImage:
    """Left red, right blue."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(255, 0, 0))
    with QPainter(image) as painter:
        painter.fillRect(width // 2, 0, width, height, QColor(0, 0, 255))
    return image


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_comes_back_in_its_colours(kind):
    data = encoded(halves(), kind)
    assert kind_of_picture(data) == kind
    assert QtDecoder().size(data, kind) == (40, 20)
    pixels = QtDecoder().pixels(data, kind, (20, 20))
    assert np.abs(pixels[10, 5].astype(int) - (255, 0, 0)).max() < 12
    assert np.abs(pixels[10, 35].astype(int) - (0, 0, 255)).max() < 12


@pytest.mark.parametrize(("is_whole", "why"), [(False, "it is cut short"), (True, "a part of it is damaged")])
def test_a_broken_png_is_told_in_words_and_not_on_the_terminal(is_whole, why, capfd):
    data = encoded(halves(), "png")
    at = data.index(b"IDAT") + 10
    broken = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] if is_whole else data[:at]
    assert QtDecoder().size(data[:30], "png") is None
    with pytest.raises(PictureFaultError, match=why):
        QtDecoder().pixels(broken, "png", (20, 20))
    assert capfd.readouterr().err == ""


def test_the_first_picture_of_a_gif_is_taken():
    assert kind_of_picture(GIF) == "gif"
    assert QtDecoder().size(GIF, "gif") == (2, 1)
    assert QtDecoder().pixels(GIF, "gif", (2, 1)).tolist() == [[[255, 0, 0], [0, 0, 255]]]


def test_a_large_photograph_is_decoded_reduced_but_never_below_what_is_needed():
    data = encoded(halves(800, 600), "jpeg")
    assert QtDecoder().pixels(data, "jpeg", (56, 56)).shape == (75, 100, 3)
    assert QtDecoder().pixels(data, "jpeg", (128, 128)).shape == (150, 200, 3)
    assert QtDecoder().pixels(data, "jpeg", (601, 601)).shape == (600, 800, 3)


def test_clear_parts_stand_on_white():
    image = QImage(4, 4, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    image.setPixelColor(1, 2, QColor(0, 0, 0))
    pixels = QtDecoder().pixels(encoded(image, "png"), "png", (4, 4))
    assert pixels[2, 1].tolist() == [0, 0, 0]
    assert pixels[0, 0].tolist() == [255, 255, 255]


def test_a_photograph_is_turned_as_the_camera_has_noted():
    plain = encoded(halves(), "jpeg")
    turned = bytes.fromhex("ffe10022457869660000") + bytes.fromhex(
        "4d4d002a00000008000101120003000000010006000000000000"
    )
    data = plain[:2] + turned + plain[2:]
    assert QtDecoder().size(data, "jpeg") == (20, 40)
    pixels = QtDecoder().pixels(data, "jpeg", (20, 20))
    assert pixels.shape[:2] == (40, 20)
    assert pixels[5, 10, 0] > 200, "what was left is above"


@given(kind=st.sampled_from(KINDS), place=st.floats(0, 1), noise=st.binary(min_size=1, max_size=40), cut=st.booleans())
@settings(max_examples=60, deadline=None)
def test_damaged_pictures_are_decoded_or_refused(kind, place, noise, cut):
    data = encoded(halves(16, 16), kind)
    at = int(place * len(data))
    damaged = data[:at] if cut else data[:at] + noise + data[at + len(noise) :]
    size = QtDecoder().size(damaged, kind)
    assert size is None or min(size) > 0
    if size is not None and size[0] * size[1] < 1_000_000:
        with suppress(PictureFaultError):
            assert QtDecoder().pixels(damaged, kind, (8, 8)).ndim == 3


def test_a_folder_becomes_a_project_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, colour in (("red", QColor(250, 10, 10)), ("blue", QColor(10, 10, 250))):
        (tmp_path / "in" / name).mkdir(parents=True)
        for number, kind in enumerate(KINDS):
            image = QImage(30 + number, 40, QImage.Format.Format_RGB32)
            image.fill(colour)
            (tmp_path / "in" / name / f"{number}.{kind}").write_bytes(encoded(image, kind))
    out = tmp_path / "out.nnsim"
    assert main(["import", str(tmp_path / "in"), "--out", str(out), "--size", "8"]) == 0
    assert "8 pictures of 2 classes: blue 4, red 4" in capsys.readouterr().out
    assert main(["train", str(out), "--epochs", "2", "--json"]) == 0
    table = read_table(PictureFolder(tmp_path / "in", QtDecoder()))
    assert table.column("red_0_0").values.round(-1).tolist() == [10.0] * 4 + [250.0] * 4
