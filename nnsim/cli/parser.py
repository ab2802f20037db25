"""Reading options: every mistake a ``UsageError`` with a remedy, every number in the notation of programs."""

from __future__ import annotations

import argparse
import re
from math import isfinite
from typing import Any, NoReturn

from nnsim.errors import UsageError

_WHOLE = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


class Parser(argparse.ArgumentParser):
    """The options of one command, ``--json`` among them."""

    def __init__(self, prog: str, description: str, example: str) -> None:
        super().__init__(
            prog,
            description=description,
            epilog=f"example:\n{_indented(example)}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        self.add_argument("--json", action="store_true", help="print one JSON object on standard output")

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print."""
        sentence = message[:1].upper() + message[1:].rstrip(".") + "."
        raise UsageError("usage.options", sentence, where=self.prog, hint=f"“{self.prog} --help” shows an example.")


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.strip().splitlines())


def number(text: str) -> float:
    """A finite number with a decimal point."""
    if not _NUMBER.fullmatch(text) or not isfinite(float(text)):
        comma = " Write a decimal point, not a comma." if "," in text else ""
        raise argparse.ArgumentTypeError(f"“{text}” is not a number.{comma}")
    return float(text)


def whole(text: str) -> int:
    """A whole number."""
    if not _WHOLE.fullmatch(text) or len(text) > 18:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number")
    return int(text)


def positive(text: str) -> int:
    """A whole number from 1."""
    value = whole(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is too small: 1 is the least")
    return value


def names(text: str) -> tuple[str, ...]:
    """Names of columns, with commas between them."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def batch_size(text: str) -> int | None:
    """A number of samples, or ``full`` for all of them."""
    return None if text == "full" else whole(text)


def penalties(text: str) -> dict[str, float]:
    """Strengths of penalties such as ``l2:0.01``, several with commas between them; ``none`` for none."""
    found: dict[str, float] = {}
    for part in () if text in ("", "none") else text.split(","):
        kind, colon, value = part.strip().partition(":")
        if kind not in ("l1", "l2") or not colon or kind in found:
            raise argparse.ArgumentTypeError(f"“{text}” cannot be read; write l2:0.01, l1:0.001, both, or none")
        found[kind] = number(value)
    return found


def given(options: argparse.Namespace, *wanted: str) -> dict[str, Any]:
    """Those of the wanted options that were given, as keyword arguments."""
    return {name: value for name in wanted if (value := getattr(options, name)) is not None}
