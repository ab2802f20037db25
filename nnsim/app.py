"""The composition root of the window: builds the floors and joins them."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QByteArray, QEventLoop, QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from nnsim import __version__, paths
from nnsim.errors import UsageError
from nnsim.model.project import Project
from nnsim.model.start import first_project
from nnsim.session.session import Session
from nnsim.storage import preferences, recovery
from nnsim.ui.appearance import Appearance
from nnsim.ui.failures import Failures
from nnsim.ui.fonts import load_fonts
from nnsim.ui.keeping import Keeping
from nnsim.ui.left_out_runs import tell_kept_without_runs
from nnsim.ui.main_window import MainWindow
from nnsim.ui.theme import Mode

FIRST_SPEED = 1000.0
"""Steps per second at first: slow enough to watch the spiral being learnt, fast enough not to wait for it."""
SWITCH_INTERVAL_S = 0.0005
"""How soon a thread that wants the interpreter gets it: a click during a turn of training waits no longer."""


def run_window(path: Path | None) -> int:
    """Open the window and stay until it is closed; returns the exit status.

    Parameters
    ----------
    path : a project or a table to open; ``None`` brings back what was open last

    Raises
    ------
    UsageError : if there is no display
    """
    app = application()
    remembered = preferences.load()
    session = Session(first_project())
    session.set_speed(FIRST_SPEED)
    appearance = Appearance(remembered.theme)
    window = MainWindow(session, appearance)
    keeping = Keeping(session, window)
    failures = Failures(keeping.keep)
    failures.install()
    failures.bug_found.connect(window.tell_bug)
    _recall(remembered, window, session)
    keeping.failed.connect(lambda error: window.banner.show_error(error, stays=True))
    keeping.runs_lost.connect(lambda: tell_kept_without_runs(window.banner))
    window.documents.brought_back.connect(keeping.take_over)
    _open_first(window, path, remembered)
    if failures.unwritable is not None:
        window.banner.show_error(failures.unwritable, stays=True)
    window.show()
    # What is there now stays till the end: looked through once more with every full collection, it held a frame back
    # for 50 ms while points were dragged.
    gc.freeze()
    status = app.exec()
    keeping.close()
    session.close()
    preferences.save(_remembered(window, session, appearance))
    failures.close()
    return status


def render_picture(project: Project, picture: Path, *, mode: Mode = "light") -> None:
    """Draw the window with ``project`` in it into a PNG file, without showing it to anyone."""
    app = application(offscreen=True)
    session = Session(project)
    window = MainWindow(session, Appearance(mode))
    window.resize(window.sizeHint())
    window.show()
    wait(0.5)
    app.processEvents()
    window.grab().save(str(picture))
    window.close()
    session.close()


def _recall(remembered: preferences.Preferences, window: MainWindow, session: Session) -> None:
    """Arrange the window, and write numbers, as they were last."""
    if not window.restoreGeometry(QByteArray(remembered.geometry)):
        window.resize(window.sizeHint())
    window.restore_arrangement(remembered.state)
    options = window.network.canvas.options
    options.set_values(remembered.values)
    options.set_glow(remembered.glow)
    options.set_motion(remembered.motion)
    window.timeline.show_strip(remembered.timeline)
    session.wording.call_label_with_hat(remembered.label_has_hat)
    session.wording.set_digits(remembered.digits)
    window.experiments.choose_page(remembered.experiment)


def _remembered(window: MainWindow, session: Session, appearance: Appearance) -> preferences.Preferences:
    """What the next window begins with."""
    options = window.network.canvas.options
    return replace(
        preferences.load(),
        theme=appearance.mode,
        values=options.values,
        glow=options.glow,
        motion=options.motion,
        timeline=window.timeline.switch.isChecked(),
        label_has_hat=session.wording.label_has_hat,
        digits=session.wording.digits,
        experiment=window.rooms.experiment,
        geometry=bytes(window.saveGeometry().data()),
        state=window.arrangement(),
        last_project=None if session.path is None else str(session.path.absolute()),
    )


def _open_first(window: MainWindow, path: Path | None, remembered: preferences.Preferences) -> None:
    if path is not None:
        window.documents.open(path)
        return
    left = recovery.recovered()
    if left and window.documents.bring_back(left[0]):
        return
    if remembered.last_project is not None and Path(remembered.last_project).exists():
        window.documents.open(Path(remembered.last_project))


def application(*, offscreen: bool = False) -> QApplication:
    """The one QApplication, with our fonts, style and language."""
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _check_platform()
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    app.setApplicationName("nnsim")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("org.nnsim.nnsim")
    app.setStyle("Fusion")
    load_fonts()
    _translate(app)
    return app


def _check_platform() -> None:
    numbers = tuple(int(part) for part in pyside_version.split(".")[:2])
    if numbers >= (6, 12) and sys.version_info < (3, 12):
        raise UsageError(
            "gui.pyside",
            f"PySide6 {pyside_version} crashes on Python {sys.version_info.major}.{sys.version_info.minor}.",
            hint="Install a version below 6.12: pip install 'PySide6-Essentials<6.12'.",
        )
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not has_display and asked not in ("offscreen", "vnc", "minimal", "linuxfb"):
        raise UsageError(
            "gui.no_display",
            "There is no display to open a window on.",
            hint="These work without one: nnsim new, train, predict, check, demo (nnsim --help).",
        )


def _translate(app: QApplication) -> None:
    for folder, name in (
        (QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), "qtbase"),
        (str(paths.resources() / "translations"), "nnsim"),
    ):
        translator = QTranslator(app)
        if translator.load(QLocale(), name, "_", folder):
            app.installTranslator(translator)


def wait(seconds: float) -> None:
    """Let the window do what it does for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
