"""The setup.exe, the .msi and the portable .zip under Wine, on a bare Debian 13: Debian 12's Wine is too old for Qt."""

from __future__ import annotations

import json
import shlex
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sizes import bytes_of
from workshop import DIST, VERSION

from proof.bare_system import USER, BareSystem
from proof.files_of_people import write_pictures, write_workbook
from proof.screen import Screen, await_that

SETUP = DIST / f"nnsim-{VERSION}-setup.exe"
MSI = DIST / f"nnsim-{VERSION}.msi"
ZIP = DIST / f"nnsim-{VERSION}-windows-portable.zip"
DRIVE = f"home/{USER}/.wine/drive_c"
_SLOW_S = 300
"""Wine's first start of a program takes long, and longer where others compute too."""
_INSTALLED = f"users/{USER}/AppData/Local/Programs/nnsim"


def prove() -> None:
    """All of it."""
    for path in (SETUP, MSI, ZIP):
        print(f"{bytes_of(path) / 1e6:8.1f} MB  {path.name}")
    with Screen() as screen, BareSystem("trixie", ("wine", "wine64"), "trixie-wine") as system:
        wine(system, screen, "wineboot", "--init")
        prove_setup(system, screen)
        prove_msi(system, screen)
        prove_zip(system, screen)


def prove_setup(system: BareSystem, screen: Screen) -> None:
    """Install without a question, work, uninstall."""
    drive = system.root / DRIVE
    own_folder(system, screen)
    before = _files(drive)
    began = time.perf_counter()
    wine(system, screen, system.take(SETUP, "/tmp"), "/S")  # noqa: S108  (inside)
    files = _files(drive / _INSTALLED)
    size = bytes_of(drive / _INSTALLED) / 1e6
    _say(f"setup.exe installed in {time.perf_counter() - began:.0f} s, {size:.1f} MB")
    wine(system, screen, f"/tmp/{SETUP.name}", "/S")  # over the first, as a later version  # noqa: S108
    if _files(drive / _INSTALLED) != files:
        raise SystemExit("installed anew, it has other files")
    for key, value in (("Software\\Classes\\.nnsim", "nnsim.project"), ("Software\\nnsim", "InstallDir")):
        if value not in wine(system, screen, "reg", "query", f"HKCU\\{key}"):
            raise SystemExit(f"the registry does not know {key}")
    many_runs(system, screen, f"C:\\{_INSTALLED}\\nnsim.com".replace("/", "\\"))
    while_it_runs(system, screen)
    lesson(system, screen, f"C:\\{_INSTALLED}\\nnsim.exe".replace("/", "\\"), "setup")
    wine(system, screen, f"C:\\{_INSTALLED}\\uninstall.exe".replace("/", "\\"), "/S")
    await_that(lambda: not (drive / _INSTALLED).exists(), "the end of uninstalling", 60)
    own = (f"users/{USER}/AppData/Local/nnsim", f"users/{USER}/lesson", f"users/{USER}/AppData/Local/Temp", "windows/")
    left = {name for name in _files(drive) - before if not name.startswith(own)}
    if left:
        raise SystemExit(f"uninstalled, but there is still {sorted(left)[:5]}")
    wine(system, screen, "reg", "query", "HKCU\\Software\\nnsim", status=1)
    _say("uninstalled; nothing is left but the user's work")


def own_folder(system: BareSystem, screen: Screen) -> None:
    """Told to install where something else lies under the same names, setup.exe leaves it alone."""
    thesis = system.root / DRIVE / "mine/lib/thesis.txt"
    thesis.parent.mkdir(parents=True)
    thesis.write_text("a year of work", "utf-8")
    subprocess.run(["chown", "-R", "1000:1000", thesis.parent.parent], check=True)
    wine(system, screen, system.take(SETUP, "/tmp"), "/S", "/D=C:\\mine", status=2)  # noqa: S108  (inside)
    if _files(thesis.parent.parent) != {"lib/thesis.txt"}:
        raise SystemExit("setup.exe has changed a folder that is not its own")
    _say("setup.exe leaves a folder with other things under its names alone")


def while_it_runs(system: BareSystem, screen: Screen) -> None:
    """While nnsim runs, it is neither replaced nor removed, and the status says so."""
    folder = system.root / DRIVE / _INSTALLED
    inside = f"C:\\{_INSTALLED}".replace("/", "\\")
    before = {name: (folder / name).stat().st_ino for name in _files(folder)}
    with _running(system, screen, f"{inside}\\nnsim.exe") as program:
        screen.await_window("nnsim", _SLOW_S)
        for words in ((f"/tmp/{SETUP.name}", "/S"), (f"{inside}\\uninstall.exe", "/S", f"_?={inside}")):  # noqa: S108
            # Not by wine(), which waits for all programs to end.
            done = subprocess.run(system.command("wine", *words, **_environment(screen)), check=False, timeout=_SLOW_S)
            if done.returncode != 2 or before != {name: (folder / name).stat().st_ino for name in _files(folder)}:
                raise SystemExit(f"{words[0]} has changed nnsim while it ran, and ended with {done.returncode}")
        screen.key("ctrl+q")
        program.wait(60)
    _say("while it runs it is neither replaced nor removed")


def prove_msi(system: BareSystem, screen: Screen) -> None:
    """Install for all users without a question, ask for the version, uninstall."""
    package = system.take(MSI, "/tmp")  # noqa: S108  (inside)
    wine(system, screen, "msiexec", "/i", package, "/qn")
    told = json.loads(wine(system, screen, "C:\\Program Files\\nnsim\\nnsim.com", "version", "--json"))
    _say(f".msi installed: nnsim {told['nnsim']}, Qt {told['qt']}, Python {told['python']}")
    wine(system, screen, "msiexec", "/x", package, "/qn")
    left = list((system.root / DRIVE / "Program Files").glob("nnsim/*"))
    if left:
        raise SystemExit(f"the .msi is uninstalled, but there is still {left[:5]}")
    _say(".msi uninstalled")


def prove_zip(system: BareSystem, screen: Screen) -> None:
    """Unpack into a folder with spaces and other letters, work; the settings stay there."""
    folder = system.root / DRIVE / "Schüler Stick ñ"
    with zipfile.ZipFile(ZIP) as archive:
        archive.extractall(folder)
    subprocess.run(["chown", "-R", "1000:1000", folder], check=True)
    lesson(system, screen, "C:\\Schüler Stick ñ\\nnsim\\nnsim.exe", "zip")
    if not (folder / "nnsim/nnsim-home/preferences.json").is_file():
        raise SystemExit("the stick did not keep its settings")
    _say("the portable .zip runs from a folder with other letters and keeps its settings there")


def many_runs(system: BareSystem, screen: Screen, program: str) -> None:
    """Processes of the program itself train, and come to what it comes to alone; pictures and a workbook are read."""
    project = f"C:\\users\\{USER}\\lesson runs.nnsim"
    wine(system, screen, program, "new", project, "--data", "spiral", "--layers", "4", "--seed", "3")
    words = ("sweep", project, "--seeds", "3", "--epochs", "5", "--json", "--jobs")
    alone, together = (json.loads(wine(system, screen, program, *words, jobs))["runs"] for jobs in ("1", "2"))
    if alone != together or len(alone) != 3:
        raise SystemExit(f"processes have come to {together}, and one alone to {alone}")
    _say("two processes train three runs and come to what one alone comes to")
    home = system.root / DRIVE / "users" / USER
    for name, n_rows in (
        ("lesson pictures", write_pictures(home / "lesson pictures")),
        ("lesson squares.xlsx", write_workbook(home / "lesson squares.xlsx")),
    ):
        told = json.loads(wine(system, screen, program, "import", f"C:\\users\\{USER}\\{name}", "--json"))
        if told["rows"] != n_rows:
            raise SystemExit(f"of {n_rows} rows of {name} it reads {told['rows']}")
    _say("it reads pictures of all kinds and a workbook")


def lesson(system: BareSystem, screen: Screen, program: str, name: str) -> None:
    """Start, open an example, train it, save it, close; what was saved is a project."""
    file = f"C:\\users\\{USER}\\lesson {name}.nnsim"
    began = time.perf_counter()
    with _running(system, screen, program) as running:
        screen.await_window("nnsim", _SLOW_S)
        seconds = time.perf_counter() - began
        time.sleep(6)
        screen.key("ctrl+e", pause=4)
        screen.type("two clouds")
        screen.key("Return", pause=4)
        screen.key("space", pause=6)
        screen.key("space", pause=2)
        screen.picture(f"windows-{name}-trained")
        screen.key("ctrl+s", pause=6)
        screen.picture(f"windows-{name}-saving")
        screen.key("ctrl+a")
        screen.type(file)
        screen.key("Return", pause=4)
        screen.picture(f"windows-{name}-saved")
        screen.click(640, 440)  # Wine leaves no window with the keyboard when a dialog of the system goes
        screen.key("ctrl+q")
        status = running.wait(60)
    if status:
        raise SystemExit(f"{program} ended with {status}")
    told = json.loads(wine(system, screen, program.replace(".exe", ".com"), "check", file, "--json"))
    if not told["ok"]:
        raise SystemExit(f"what was saved is no project: {told}")
    with _running(system, screen, program, file) as running:
        screen.await_window("lesson", _SLOW_S)
        time.sleep(6)
        screen.picture(f"windows-{name}-reopened")
        screen.key("ctrl+q")
        status = running.wait(60)
    if status:
        raise SystemExit(f"{program} with the saved project ended with {status}")
    _say(f"{name}: example opened, trained, saved, opened again; window after {seconds:.1f} s")


def wine(system: BareSystem, screen: Screen, *words: str | Path, status: int = 0) -> str:
    """Run a program of Windows to its end; what it said."""
    return system.call(*_inside(words), status=status, **_environment(screen))


@contextmanager
def _running(system: BareSystem, screen: Screen, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    inside = system.command(*_inside(words), **_environment(screen))
    program = subprocess.Popen(inside, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield program
    finally:
        if program.poll() is None:
            program.kill()


def _inside(words: tuple[str | Path, ...]) -> tuple[str, ...]:
    """Wait for Wine's server too: it writes the registry when it ends."""
    command = " ".join(shlex.quote(str(word)) for word in ("wine", *words))
    return ("sh", "-c", f"{command}; status=$?; wineserver -w; exit $status")


def _environment(screen: Screen) -> dict[str, str]:
    return {"DISPLAY": screen.name, "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree=;mshtml="}


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _say(what: str) -> None:
    print(f"   wine: {what}", flush=True)
