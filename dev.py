#!/usr/bin/env python3
"""Set nnsim up and run it: python3 dev.py run | test | check | setup   (Windows: py dev.py run).

run [ARGS]     open the window; ARGS go to "nnsim gui", for example a project file
test [ARGS]    all checks and all tests; with ARGS only pytest, which gets them
check          the checks without the tests
setup          only prepare; the others do it when needed

Only the standard library is used. The environment goes into .venv and is made again when it is broken, was moved or
belongs to another Python. Why a script, and why this one: docs/decisions/0001-one-script-sets-everything-up.md
"""
# The syntax is old on purpose: a Python too old for nnsim must get as far as the sentence that says so.

from __future__ import print_function

import os
import subprocess
import sys

OLDEST, TOO_NEW = (3, 10), (3, 15)  # what PySide6 6.8 to 6.11 have wheels for
FITS = "import sys; sys.exit(not %r <= sys.version_info[:2] < %r)" % (OLDEST, TOO_NEW)


def with_a_fitting_python():
    """Start again with another Python of this machine when the running one does not fit."""
    if OLDEST <= sys.version_info[:2] < TOO_NEW:
        return
    for name in ["python3.%d" % minor for minor in range(TOO_NEW[1] - 1, OLDEST[1] - 1, -1)] + ["python3", "python"]:
        try:
            with open(os.devnull, "w") as nowhere:
                found = subprocess.call([name, "-c", FITS], stderr=nowhere) == 0
        except OSError:
            continue
        if found:
            sys.exit(subprocess.call([name] + sys.argv))
    sys.exit(
        "nnsim needs Python 3.%d to 3.%d; this is Python %d.%d, and no other was found.\n"
        "Install one from https://www.python.org/downloads/ or your package manager, then run the same command with it."
        % (OLDEST[1], TOO_NEW[1] - 1, sys.version_info[0], sys.version_info[1])
    )


with_a_fitting_python()

import ctypes
import hashlib
import importlib.util
import shutil
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "nnsim-ready"  # tells what the environment was made from; written last
UNFINISHED = VENV / "nnsim-unfinished"

INSTALLERS = {  # which program installs packages, and how it is called; in the order of the columns below
    "apt-get": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install",
    "pacman": "pacman -S",
    "zypper": "zypper install",
}
LIBRARIES = {  # what Qt's wheels expect from a Linux system. Asked for one by one: Qt's own message names the wrong one
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd", "libglvnd"),
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd", "libglvnd"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig", "libfontconfig1"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
}


def say(text):
    """Print at once, so that the line stands before what a subprocess prints."""
    print("dev.py: " + text, flush=True)


def call(command, **more):
    """Run a command, given as a list; its exit status."""
    return subprocess.call([str(part) for part in command], **more)


def works(command):
    """Whether a command can be started and succeeds. What it prints is of no interest."""
    nowhere = subprocess.DEVNULL
    try:
        return call(command, stdin=nowhere, stdout=nowhere, stderr=nowhere) == 0
    except OSError:
        return False


def is_missing(soname):
    """Whether the dynamic linker cannot find a shared library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return True
    return False


def add_system_libraries():
    """Install what Qt needs from a Linux system and does not find, or say what that is."""
    missing = [packages for soname, packages in LIBRARIES.items() if is_missing(soname)]
    installer = next((name for name in INSTALLERS if shutil.which(name)), None)
    column = list(INSTALLERS).index(installer or "apt-get")
    wanted = sorted({packages[column] for packages in missing})
    if installer == "apt-get" and not any(importlib.util.find_spec(name) for name in ("ensurepip", "pip")):
        wanted.append("python3-venv")  # Debian ships Python without either
    if not wanted:
        return
    command = INSTALLERS[installer or "apt-get"].split() + wanted
    by_hand = "Install the system packages that Qt needs, then start again:\n    sudo " + " ".join(command)
    is_root = os.geteuid() == 0
    may_install = is_root or (shutil.which("sudo") and (sys.stdin.isatty() or works(["sudo", "-n", "true"])))
    if installer != "apt-get" or not may_install:
        sys.exit(by_hand + ("" if installer else "\n(Debian's names; other systems have the same under similar ones)"))
    say("installing system packages: " + " ".join(wanted))
    apt = ([] if is_root else ["sudo"]) + ["env", "DEBIAN_FRONTEND=noninteractive"]
    call(apt + ["apt-get", "update", "-qq"])
    if call(apt + command + ["-qq"], stdout=subprocess.DEVNULL) != 0:
        sys.exit("That did not work (reason above). " + by_hand)


def is_usable():
    """Whether the environment was finished, starts, and was made for this place."""
    place = STAMP.read_text(encoding="utf-8").splitlines()[:1] if STAMP.exists() else [str(ROOT)]
    same_python = "import os, sysconfig; os.stat(sysconfig.get_paths()['purelib']); "  # not upgraded under it
    return not UNFINISHED.exists() and place == [str(ROOT)] and works([PYTHON, "-c", same_python + FITS])


def origin():
    """What an environment here is made from: the folder, and a hash of its pyproject.toml and Python."""
    recipe = (ROOT / "pyproject.toml").read_bytes() + os.path.realpath(str(PYTHON)).encode()
    return "%s\n%s\n" % (ROOT, hashlib.sha256(recipe).hexdigest())


def make_environment():
    """Make .venv and put nnsim and its dependencies into it, unless that was done from the same pyproject.toml."""
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == origin():
        return
    if not is_usable():
        if VENV.exists():
            say("making .venv again: it is unfinished, broken, or from another place")
            shutil.rmtree(str(VENV))
        VENV.mkdir()
        UNFINISHED.touch()
        without_pip = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
        if call([sys.executable, "-m", "venv"] + without_pip + [VENV]) != 0:
            sys.exit("Python could not make an environment in %s (reason above)." % VENV)
    say("installing nnsim and what it needs into .venv (once; about 130 MB to download) ...")
    own_pip = works([PYTHON, "-c", "import pip"])
    pip = [PYTHON, "-m", "pip"] if own_pip else [sys.executable, "-m", "pip", "--python", PYTHON]
    options = ["--quiet", "--no-input", "--disable-pip-version-check"]
    if call(pip + ["install"] + options + ["--editable", "%s[dev]" % ROOT]) != 0:
        sys.exit(
            "The packages could not be installed (pip gives the reason above). With an internet connection the same\n"
            "command goes on where it stopped; behind a proxy set HTTPS_PROXY; to begin afresh delete the folder .venv"
        )
    STAMP.write_text(origin(), encoding="utf-8")
    if UNFINISHED.exists():
        UNFINISHED.unlink()


def run(arguments):
    """Open the window; where there is no display, show in a folder of pictures what it would look like."""
    command = [str(PYTHON), "-m", "nnsim", "gui"] + arguments
    has_display = not sys.platform.startswith("linux") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not has_display and not os.environ.get("QT_QPA_PLATFORM") and "--offscreen" not in arguments:
        say("there is no display for a window; training an example and drawing the window into nnsim-demo/ instead")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        command = [str(PYTHON), "-m", "nnsim", "demo", "--out", "nnsim-demo"]
    return call(command)


def check_and_test(steps):
    """Run all steps, each announced, whatever the earlier ones said; 1 if any failed."""
    outcomes = []
    for title, command in steps:
        say(title)
        start = time.monotonic()
        status = call(command, cwd=str(ROOT))
        outcomes.append((title, status, time.monotonic() - start))
    for title, status, seconds in outcomes:
        say("%-8s %-24s %6.1f s" % ("ok" if status == 0 else "FAILED", title, seconds))
    return int(any(status for _, status, _ in outcomes))


def main(arguments):
    """Do what was asked for, after making sure that it can be done."""
    verb, rest = (arguments or ["help"])[0], arguments[1:]
    if verb not in ("run", "test", "check", "setup") or (rest and verb in ("check", "setup")):
        print(__doc__)
        return 0 if verb in ("help", "-h", "--help") else 2
    if sys.platform.startswith("linux"):
        add_system_libraries()
    make_environment()
    if verb == "setup":
        say("ready; now: python3 dev.py run")
        return 0
    if verb == "run":
        return run(rest)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    pytest = [PYTHON, "-m", "pytest"]
    if rest:
        return call(pytest + rest, cwd=str(ROOT))
    # Two processes. Tests of one file stay together; in the order of their names the last ones are short.
    pytest += ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    checks = [
        ("style (ruff check)", [PYTHON, "-m", "ruff", "check"]),
        ("format (ruff format)", [PYTHON, "-m", "ruff", "format", "--check"]),
        ("types (mypy)", [PYTHON, "-m", "mypy"]),
        ("floors (lint-imports)", [BIN / "lint-imports", "--no-logo"]),
    ]
    return check_and_test(checks + ([("tests (pytest)", pytest)] if verb == "test" else []))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as problem:
        sys.exit("dev.py: %s" % problem)
