"""What commands say: answers on standard output, everything else on standard error."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from nnsim.errors import NnsimError


@dataclass(frozen=True)
class Output:
    """Where a command's words go.

    Parameters
    ----------
    as_json : print one JSON object instead of text
    """

    as_json: bool

    def answer(self, facts: Mapping[str, Any], text: str) -> None:
        """What was asked for: ``facts`` as JSON, or ``text``."""
        sys.stdout.write((json_line(facts) if self.as_json else text.rstrip("\n")) + "\n")

    def note(self, text: str) -> None:
        """A message beside the answer."""
        with contextlib.suppress(BrokenPipeError):
            sys.stderr.write(text.rstrip("\n") + "\n")
            sys.stderr.flush()

    def failure(self, error: NnsimError, facts: Mapping[str, Any] | None = None) -> None:
        """An expected failure, with what is known besides."""
        if self.as_json:
            sys.stdout.write(json_line({**(facts or {}), "error": error.as_dict()}) + "\n")
        else:
            self.note(str(error) if error.where.startswith("nnsim") else f"nnsim: {error}")

    def bug(self, error: Exception) -> None:
        """A failure that nobody foresaw."""
        message = f"A fault in nnsim: {type(error).__name__}: {error}"
        hint = "Please report it with the lines above and what you did."
        if self.as_json:
            facts = {"code": "bug", "where": "", "message": message, "hint": hint}
            sys.stdout.write(json_line({"error": facts}) + "\n")
        else:
            self.note(f"nnsim: {message}\n{hint}")

    @staticmethod
    def prepare_streams() -> None:
        """Let no letter be one too many: UTF-8 into files and pipes, a substitute on a terminal that lacks it."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                if stream.isatty():
                    stream.reconfigure(errors="replace")
                else:
                    stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def json_line(facts: Mapping[str, Any]) -> str:
    """Strict JSON on one line: a number that is not finite becomes ``null``."""
    return json.dumps(_finite(facts), allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not isfinite(value) else value
