"""What nnsim remembers of its user between two starts: a small JSON file under ``paths.home()``."""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args

from nnsim.errors import NnsimError, ProjectFileError
from nnsim.paths import home
from nnsim.storage.atomic import replace_bytes
from nnsim.storage.fields import Fields
from nnsim.storage.limits import MAX_JSON_BYTES
from nnsim.storage.refusals import reading, writing
from nnsim.storage.stamp import open_regular
from nnsim.storage.strict_json import dump, parse

ThemeMode = Literal["light", "dark", "system"]
ValuesMode = Literal["none", "selection", "hover", "all"]
MOST_RECENT = 10

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Preferences:
    """The user's choices and the window's last state.

    Parameters
    ----------
    recent : project files, the newest first, at most ``MOST_RECENT``
    geometry, state : the window's own bytes for its place on the screen, and for how its rooms are arranged; empty for
        the defaults
    values : whose weights and biases are written on the network
    glow : whether what changed most in the last epoch glows there
    motion : whether steps are animated there
    timeline : whether the strip with the time line is shown
    label_has_hat : whether ŷ is the label and y the prediction, not the other way round
    digits : significant digits of numbers that are told one by one
    experiment : the page of the experiments that was seen last; empty for the first one
    last_project : the project to open at the next start; ``None`` opens the first example
    """

    theme: ThemeMode = "system"
    recent: tuple[str, ...] = ()
    geometry: bytes = b""
    state: bytes = b""
    last_project: str | None = None
    values: ValuesMode = "selection"
    glow: bool = True
    motion: bool = True
    timeline: bool = True
    label_has_hat: bool = False
    digits: int = 4
    experiment: str = ""

    def with_recent(self, path: Path) -> Preferences:
        """The same, with ``path`` as the newest file and the last project."""
        text = os.path.abspath(path)
        others = tuple(other for other in self.recent if other != text)
        return replace(self, recent=(text, *others)[:MOST_RECENT], last_project=text)


def preferences_path() -> Path:
    """Where they lie."""
    return home() / "preferences.json"


def load() -> Preferences:
    """The preferences, never a failure: a wrong value gives its default, a damaged file is kept as ``….broken``."""
    path = preferences_path()
    try:
        with reading(path), open_regular(path) as file:
            values = Fields.of(parse(file.read(MAX_JSON_BYTES + 1), path.name), "")
    except ProjectFileError as error:
        if error.code != "file.not_found":
            with contextlib.suppress(OSError):
                os.replace(path, path.with_name(path.name + ".broken"))
        return Preferences()
    except NnsimError:
        return Preferences()
    return _tolerant(values)


def save(preferences: Preferences) -> None:
    """Keep them; raises ``StorageError``."""
    path = preferences_path()
    values = {
        "theme": preferences.theme,
        "recent": list(preferences.recent),
        "geometry": base64.b64encode(preferences.geometry).decode("ascii"),
        "state": base64.b64encode(preferences.state).decode("ascii"),
        "last_project": preferences.last_project,
        "values": preferences.values,
        "glow": preferences.glow,
        "motion": preferences.motion,
        "timeline": preferences.timeline,
        "label_has_hat": preferences.label_has_hat,
        "digits": preferences.digits,
        "experiment": preferences.experiment,
    }
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_bytes(path, dump(values))


def _tolerant(values: Fields) -> Preferences:
    """Each value for itself; unknown ones are of a newer nnsim and are left alone."""
    default = Preferences()
    return Preferences(
        theme=_or(default.theme, lambda: cast("ThemeMode", values.one_of("theme", get_args(ThemeMode)))),
        recent=_or(default.recent, lambda: values.texts("recent", MOST_RECENT)),
        geometry=_or(default.geometry, lambda: _bytes(values, "geometry")),
        state=_or(default.state, lambda: _bytes(values, "state")),
        last_project=_or(default.last_project, lambda: values.text("last_project")),
        glow=_or(default.glow, lambda: values.boolean("glow")),
        motion=_or(default.motion, lambda: values.boolean("motion")),
        timeline=_or(default.timeline, lambda: values.boolean("timeline")),
        label_has_hat=_or(default.label_has_hat, lambda: values.boolean("label_has_hat")),
        digits=_or(default.digits, lambda: values.integer("digits", 2, 12)),
        experiment=_or(default.experiment, lambda: values.text("experiment")),
        values=_or(default.values, lambda: cast("ValuesMode", values.one_of("values", get_args(ValuesMode)))),
    )


def _or(default: T, read: Callable[[], T]) -> T:
    try:
        return read()
    except (ProjectFileError, KeyError, binascii.Error):
        return default


def _bytes(values: Fields, key: str) -> bytes:
    return base64.b64decode(values.text(key).encode("ascii", "replace"), validate=True)
