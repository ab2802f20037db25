"""A virtual screen with a window manager, keys and pictures."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from workshop import BUILD, run

PICTURES = BUILD / "pictures"
_PAINTED = 64
"""Colours that an empty screen or a bare window does not have."""


class Screen:
    """An X server outside of the bare system (a context manager); programs inside reach it as ``name``."""

    def __init__(self, size: str = "1280x800") -> None:
        sockets = Path("/tmp/.X11-unix")  # noqa: S108  (where X servers are asked)
        self.name = f":{next(number for number in range(60, 1000) if not (sockets / f'X{number}').exists())}"
        self._size = size
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Screen:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self._start("Xvfb", self.name, "-screen", "0", f"{self._size}x24", "-ac", "-nolisten", "tcp")
        await_that(lambda: self._xdotool("getdisplaygeometry"), "the virtual screen")
        self._start("openbox")
        time.sleep(1)
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait()

    def await_window(self, title: str, seconds: float = 60) -> float:
        """Wait for a window whose title matches ``title``; after how many seconds it was painted.

        Painted is a window in whose midst there are many colours. A look takes 0.1 s: so much earlier it may have been.
        """
        began = time.perf_counter()
        await_that(lambda: self._xdotool("search", "--onlyvisible", "--name", title), f"a window {title}", seconds)
        await_that(lambda: self._colours() > _PAINTED, f"a picture in the window {title}", seconds)
        return time.perf_counter() - began

    def await_no_window(self, title: str, seconds: float = 30) -> None:
        """Wait until there is none."""
        gone = lambda: not self._xdotool("search", "--onlyvisible", "--name", title)  # noqa: E731
        await_that(gone, f"the end of {title}", seconds)

    def key(self, *names: str, pause: float = 0.6) -> None:
        """Press keys one after the other."""
        for name in names:
            self._xdotool("key", "--clearmodifiers", name)
            time.sleep(pause)

    def type(self, text: str) -> None:
        """Type a text."""
        self._xdotool("type", "--delay", "40", "--", text)
        time.sleep(0.6)

    def click(self, x: int, y: int) -> None:
        """Click there."""
        self._xdotool("mousemove", str(x), str(y), "click", "1")
        time.sleep(0.6)

    def picture(self, name: str) -> Path:
        """Take a picture of the screen."""
        path = PICTURES / f"{name}.png"
        run("import", "-window", "root", path, DISPLAY=self.name)
        return path

    def _colours(self) -> int:
        """How many colours the middle of the screen has."""
        command = [
            "import",
            "-silent",
            "-window",
            "root",
            "-gravity",
            "center",
            "-crop",
            "640x400+0+0",
            "-depth",
            "8",
            "rgb:-",
        ]
        seen = subprocess.run(command, env={**os.environ, "DISPLAY": self.name}, capture_output=True, check=True).stdout
        return len({seen[place : place + 3] for place in range(0, len(seen), 3)})

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env={**os.environ, "DISPLAY": self.name}, capture_output=True, text=True, check=False
        )
        return done.stdout

    def _start(self, *words: str) -> None:
        environment = {**os.environ, "DISPLAY": self.name}
        quiet = subprocess.DEVNULL
        self._processes.append(subprocess.Popen(words, env=environment, stdout=quiet, stderr=quiet))


def await_that(condition: Callable[[], object], what: str, seconds: float = 20) -> None:
    """Wait until ``condition`` holds; raises ``SystemExit`` if it does not within so many seconds."""
    until = time.perf_counter() + seconds
    while not condition():
        if time.perf_counter() > until:
            raise SystemExit(f"{what} did not come within {seconds:g} s")
        time.sleep(0.02)
