"""Folders of pictures on the command line. Qt decodes them, and is loaded for these and for nothing else."""

from __future__ import annotations

import argparse
import re
from argparse import Namespace
from pathlib import Path
from typing import get_args

from nnsim.cli.parser import Parser, positive
from nnsim.data.choices import Fit, PictureChoices
from nnsim.data.picture_decoding import PictureFolder
from nnsim.errors import UsageError


def add_picture_options(parser: Parser) -> None:
    """How pictures of a folder are made alike; whether those of arrays become grey."""
    add = parser.add_argument
    add("--size", type=_shape, metavar="N or WxH", help="of pictures of a folder, such as 28 or 32x24 pixels")
    colours = parser.add_mutually_exclusive_group()
    colours.add_argument("--colour", action="store_true", default=None, help="red, green and blue go in")
    colours.add_argument("--grey", action="store_false", dest="colour", help="… or how bright a pixel is")
    add("--fit", choices=get_args(Fit), help="pictures of another shape are drawn out, filled up, or cut off")
    add("--invert", action="store_true", help="light becomes dark")
    add("--per-class", type=positive, metavar="N", help="of pictures of a folder at most N of each class")
    add("--leave-out", action="store_true", help="files that cannot be read, instead of refusing the folder")


def picture_choices(options: Namespace) -> PictureChoices:
    """What was asked of pictures."""
    return PictureChoices(
        shape=options.size,
        colour=options.colour,
        fit=options.fit,
        inverted=options.invert,
        most_per_class=options.per_class,
        leaves_out=options.leave_out,
    )


def source_of(path: Path) -> Path | PictureFolder:
    """The file, or the folder with Qt to decode its pictures. Raises ``UsageError`` where there is no Qt."""
    if not path.is_dir():
        return path
    try:
        from nnsim.decoding.qt_decoder import QtDecoder
    except ImportError as error:
        raise UsageError(
            "pictures.no_qt",
            f"Pictures are decoded by Qt, which cannot be loaded here: {error}.",
            where=str(path),
            hint="Without Qt, save them as arrays: “nnsim import” reads .npz and IDX.",
        ) from error
    return PictureFolder(path, QtDecoder())


def _shape(text: str) -> tuple[int, int]:
    """``28``, or ``32x24``: 32 across and 24 down."""
    match = re.fullmatch(r"([0-9]{1,4})(?:[x×]([0-9]{1,4}))?", text)
    shape = (int(match[2] or match[1]), int(match[1])) if match else (0, 0)
    if min(shape) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is no size; write 28, or 32x24 for 32 across and 24 down")
    return shape
