"""The .deb and the .run on bare Debian 12 and 13."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

from sizes import bytes_of
from workshop import BUILD, DIST, VERSION, run

from proof.bare_system import USER, BareSystem
from proof.files_of_people import write_pictures, write_workbook
from proof.screen import Screen, await_that

SUITES = ("bookworm", "trixie")
HOME = f"/home/{USER}"
DEB = DIST / f"nnsim_{VERSION}_amd64.deb"
RUN = DIST / f"nnsim-{VERSION}-linux-x86_64.run"
_SAME_BITS = (  # one network, a sweep by processes, pictures that are decoded
    ("new", "bits.nnsim", "--data", "spiral", "--layers", "8,8", "--seed", "3"),
    ("train", "bits.nnsim", "--epochs", "30", "--out", "bits.nnsim"),
    ("hash", "bits.nnsim"),
    ("sweep", "bits.nnsim", "--seeds", "4", "--epochs", "5", "--jobs", "2", "--json"),
    ("import", "pictures", "--out", "pictures.nnsim"),
    ("hash", "pictures.nnsim"),
    ("import", "squares.xlsx", "--out", "workbook.nnsim"),
    ("hash", "workbook.nnsim"),
)
_WARM_STARTS = 3


def prove() -> None:
    """All of it."""
    for path in (DEB, RUN):
        print(f"{bytes_of(path) / 1e6:8.1f} MB  {path.name}")
    needed = _depends()
    with Screen() as screen:
        for suite in SUITES:
            with BareSystem(suite, needed) as system:
                prove_deb(system, screen)
            with BareSystem(suite, needed) as system:
                prove_run(system, screen)
                prove_odd_places(system, screen)


def prove_deb(system: BareSystem, screen: Screen) -> None:
    """Install the package, work with it as an ordinary user, remove it without a trace."""
    before = system.files()
    package = system.take(DEB, "/tmp")  # noqa: S108  (inside)
    system.call("dpkg", "--install", package, as_root=True)
    _say(system, f".deb installed, {bytes_of(system.root / 'usr/lib/nnsim') / 1e6:.1f} MB")
    commands(system, "/usr/bin/nnsim")
    start_times(system, screen, "/usr/bin/nnsim")
    lesson(system, screen, "/usr/bin/nnsim", f"{system.suite}-deb")
    many_runs(system, screen, "/usr/bin/nnsim")
    system.call("dpkg", "--purge", "nnsim", as_root=True)
    left = {path for path in system.files() - before if not path.startswith(HOME)}
    if left:
        raise SystemExit(f"{system.suite}: removed, but there is still {sorted(left)[:5]}")
    _say(system, ".deb removed without a trace; the user's work is still there")


def prove_run(system: BareSystem, screen: Screen) -> None:
    """Install the archive for one user, work with it, remove it."""
    archive = system.take(RUN, "/tmp")  # noqa: S108  (inside)
    before = system.files()
    print(system.call("sh", archive).strip().splitlines()[-2])
    system.call("sh", archive)  # over the first, as a later version
    commands(system, f"{HOME}/.local/bin/nnsim")
    lesson(system, screen, f"{HOME}/.local/bin/nnsim", f"{system.suite}-run")
    system.call("sh", f"{HOME}/.local/lib/nnsim/uninstall.sh")
    own = (
        f"{HOME}/.local/share/nnsim",
        f"{HOME}/lesson",
        f"{HOME}/bits",
        f"{HOME}/pictures",
        f"{HOME}/squares",
        f"{HOME}/workbook",
        f"{HOME}/.cache",
        f"{HOME}/.config",
    )
    left = {path for path in system.files() - before if not path.startswith(own)}
    left = {
        path for path in left if not (system.root / path.lstrip("/")).is_dir() and "/.local/share/mime/" not in path
    }
    if left:
        raise SystemExit(f"{system.suite}: removed, but there is still {sorted(left)[:5]}")
    _say(system, ".run removed; the user's work is still there")


def prove_odd_places(system: BareSystem, screen: Screen) -> None:
    """From a stick whose name has spaces and letters of other scripts; from a read-only place; with a full disk."""
    archive = Path("/tmp") / RUN.name  # noqa: S108  (inside)
    stick = system.root / "media/Schüler Stick ñ 学"
    stick.mkdir(parents=True)
    stick.chmod(0o777)
    inside = f"/media/{stick.name}"
    unpacked = system.root / "mnt"  # from which, as from /tmp in some schools, no program may be started
    unpacked.chmod(0o777)
    subprocess.run(["mount", "--bind", unpacked, unpacked], check=True)
    subprocess.run(["mount", "-o", "remount,bind,noexec", unpacked, unpacked], check=True)
    system.call("sh", archive, "--", "--portable", inside, TMPDIR="/mnt")
    subprocess.run(["umount", unpacked], check=True)
    lesson(system, screen, f"{inside}/nnsim/nnsim", f"{system.suite}-stick", folder=inside)
    settings = (stick / "nnsim/nnsim-home/preferences.json").read_bytes()
    system.call("sh", archive, "--", "--portable", inside)
    if (stick / "nnsim/nnsim-home/preferences.json").read_bytes() != settings:
        raise SystemExit(f"{system.suite}: installed anew, the stick has lost its settings")
    _say(system, "runs from a stick and keeps its settings there")

    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=777", "tmpfs", stick / "nnsim/nnsim-home"], check=True)
    with (stick / "nnsim/nnsim-home/filler").open("wb") as file, suppress(OSError):
        file.write(bytes(1 << 20))
    with _window(system, screen, f"{inside}/nnsim/nnsim") as program:
        screen.await_window("nnsim")
        time.sleep(4)
        screen.picture(f"{system.suite}-full-disk")
        screen.key("ctrl+q")
        status = program.wait(30)
    if status not in (0, 5):
        raise SystemExit(f"{system.suite}: with a full disk nnsim ended with {status}")
    _say(system, f"with a full disk it starts, tells, works and ends with status {status}")
    subprocess.run(["umount", stick / "nnsim/nnsim-home"], check=True)

    subprocess.run(["mount", "--bind", stick, stick], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", stick, stick], check=True)
    with _window(system, screen, f"{inside}/nnsim/nnsim") as program:
        screen.await_window("nnsim")
        time.sleep(4)
        screen.picture(f"{system.suite}-read-only")
        screen.key("ctrl+q")
        status = program.wait(30)
    if status not in (0, 5):
        raise SystemExit(f"{system.suite}: from a read-only place nnsim ended with {status}")
    _say(system, f"from a read-only stick it starts, tells, works and ends with status {status}")
    subprocess.run(["umount", stick], check=True)


def commands(system: BareSystem, program: str) -> None:
    """The command line: version in time, and the same bits as the source."""
    began = time.perf_counter()
    told = json.loads(system.call(program, "version", "--json"))
    _say(system, f"nnsim {told['nnsim']}, Qt {told['qt']}, “nnsim version” in {time.perf_counter() - began:.2f} s")
    of_source = _came_to_at_the_source()
    write_pictures(system.root / HOME[1:] / "pictures")
    write_workbook(system.root / HOME[1:] / "squares.xlsx")
    came_to = _numbers([system.call(program, *words) for words in _SAME_BITS])
    if came_to != of_source:
        raise SystemExit(f"{system.suite}: frozen and source come to other numbers: {came_to}, {of_source}")
    _say(system, "the frozen engine comes to the same bits as the source, and so do the processes of its sweep;")
    _say(system, "it reads pictures of all kinds and a workbook as the source does")
    if "comes without it" not in (said := system.call(program, "rivals", "circle", status=2)):
        raise SystemExit(f"{system.suite}: of the rivals, which are not inside, it says {said}")


def _came_to_at_the_source() -> tuple[object, ...]:
    """What the same commands come to without being frozen, with the same libraries."""
    python = BUILD / "environment" / "bin" / "python"
    with tempfile.TemporaryDirectory() as folder:
        write_pictures(Path(folder) / "pictures")
        write_workbook(Path(folder) / "squares.xlsx")
        return _numbers([run(python, "-m", "nnsim", *words, where=Path(folder)) for words in _SAME_BITS])


def _numbers(said: list[str]) -> tuple[object, ...]:
    """The hash of the weights, all that the runs of the sweep have come to, the hashes of what was read."""
    return said[2], json.loads(said[3])["runs"], said[5], said[7]


def start_times(system: BareSystem, screen: Screen, program: str) -> None:
    """How long it takes until the window is painted: with nothing of it in memory, and then again and again."""
    subprocess.run(["sync"], check=True)
    Path("/proc/sys/vm/drop_caches").write_text("3", "ascii")
    cold, *warm = (_start(system, screen, program) for _ in range(1 + _WARM_STARTS))
    _say(system, f"window painted {cold:.2f} s after a cold start, {median(warm):.2f} s after a warm one")


def _start(system: BareSystem, screen: Screen, program: str) -> float:
    began = time.perf_counter()
    with _window(system, screen, program) as running:
        screen.await_window("nnsim")
        seconds = time.perf_counter() - began
        time.sleep(2)
        screen.key("ctrl+q")
        if status := running.wait(30):
            raise SystemExit(f"{system.suite}: the window ended with {status}")
    return seconds


def lesson(system: BareSystem, screen: Screen, program: str, name: str, folder: str = HOME) -> None:
    """Start, open an example, train it, save it, close; open it again."""
    file = f"{folder}/lesson {name}.nnsim"
    with _window(system, screen, program) as running:
        seconds = screen.await_window("nnsim")
        time.sleep(3)
        screen.key("ctrl+e", pause=2)
        screen.type("two clouds")
        screen.key("Return", pause=2)
        screen.key("space", pause=4)
        screen.key("space")
        screen.picture(f"{name}-trained")
        screen.key("ctrl+s", pause=2)
        screen.key("ctrl+a")
        screen.type(file)
        screen.key("Return", pause=2)
        screen.picture(f"{name}-saved")
        screen.key("ctrl+q")
        status = running.wait(30)
    if status:
        raise SystemExit(f"{system.suite}: the window ended with {status}")
    told = json.loads(system.call(program, "check", file, "--json"))
    if not told["ok"]:
        raise SystemExit(f"{system.suite}: what was saved is no project: {told}")
    with _window(system, screen, program, file) as running:
        screen.await_window("lesson")
        time.sleep(3)
        screen.picture(f"{name}-reopened")
        screen.key("ctrl+q")
        status = running.wait(30)
    if status:
        raise SystemExit(f"{system.suite}: the window with the saved project ended with {status}")
    _say(system, f"{program}: example opened, trained, saved, opened again; window after {seconds:.2f} s")


def many_runs(system: BareSystem, screen: Screen, program: str) -> None:
    """Start the lottery of seeds in the window: processes of the frozen program train, and none stays behind."""
    with _window(system, screen, program) as running:
        screen.await_window("nnsim")
        time.sleep(3)
        screen.key("ctrl+2", pause=2)
        screen.key("space")
        await_that(lambda: _at_work(system), "a process that trains for the window", 60)
        time.sleep(30)
        screen.picture(f"{system.suite}-seeds")
        screen.key("ctrl+q")
        status = running.wait(30)
    if status or (left := _at_work(system)):
        raise SystemExit(f"{system.suite}: the window ended with {status} and left {left} at work")
    _say(system, "the window has other processes train many runs, and leaves none behind")


def _at_work(system: BareSystem) -> list[str]:
    """The processes inside that were started to train."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            is_inside = Path(os.readlink(folder / "root")) == system.root
            if is_inside and b"--multiprocessing-fork" in (folder / "cmdline").read_bytes():
                found.append(folder.name)
    return found


def _depends() -> list[str]:
    told = subprocess.run(["dpkg-deb", "-f", DEB, "Depends"], capture_output=True, text=True, check=True).stdout
    return [part.split()[0] for part in told.replace("\n", " ").split(",")]


@contextmanager
def _window(system: BareSystem, screen: Screen, *command: str) -> Iterator[subprocess.Popen[str]]:
    inside = system.command(*command, DISPLAY=screen.name, XDG_RUNTIME_DIR=HOME)
    program = subprocess.Popen(inside, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield program
    finally:
        if program.poll() is None:
            program.kill()
        said = program.stdout.read() if program.stdout else ""
        if said.strip():
            print("   it said:", said.strip().replace("\n", "\n            "))


def _say(system: BareSystem, what: str) -> None:
    print(f"   {system.suite}: {what}", flush=True)
