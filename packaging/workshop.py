"""Where packages are made and with what: folders, the time that files get, and an environment of pinned versions."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "packaging"
BUILD = ROOT / "build" / "packages"
DIST = ROOT / "dist"
VERSION = re.findall(r'^__version__ = "(.+)"$', (ROOT / "nnsim" / "__init__.py").read_text("utf-8"), re.M)[0]
_ENVIRONMENT = BUILD / "environment"


def run(*command: str | Path, where: Path = ROOT, **more: str) -> str:
    """Run a program that has to succeed, with ``more`` in its environment; what it printed.

    Raises
    ------
    SystemExit
        with what it said, if it failed or is not there
    """
    try:
        done = subprocess.run(
            [str(part) for part in command], cwd=where, env={**surroundings(), **more}, capture_output=True, text=True,
            check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError:
        raise SystemExit(
            f"{command[0]} is not installed here; packaging/README.md says which package has it."
        ) from None
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def surroundings() -> dict[str, str]:
    """The environment in which a build gives the same bytes each time: the time of the commit, one order of hashes."""
    return {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(commit_time()),
        "PYTHONHASHSEED": "0",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def commit_time() -> int:
    """When the commit that is built was made, in seconds since 1970; ``SOURCE_DATE_EPOCH`` if that is given."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    log = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(log, capture_output=True, text=True, check=True).stdout)


def date_of_commit(folder: Path) -> None:
    """Give ``folder`` and all in it the time of the commit."""
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (commit_time(), commit_time()), follow_symlinks=False)


def commit() -> str:
    """What is built, in Git's words: the commit, and ``-dirty`` if files differ from it."""
    return run("git", "-C", ROOT, "describe", "--always", "--abbrev=40", "--dirty").strip()


def environment() -> Path:
    """The Python of an environment with the tools of ``tools.txt``, what ``uv.lock`` names for nnsim, and nnsim itself.

    nnsim comes as the wheel that is built here, so that the frozen program holds what ``pip install`` would.
    """
    binaries = _ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
    python = binaries / ("python.exe" if os.name == "nt" else "python")
    stamp = _ENVIRONMENT / "made-from"
    made_from = f"{sys.version}\n{(HERE / 'tools.txt').read_text('utf-8')}\n{(ROOT / 'uv.lock').read_text('utf-8')}"
    by_hash = (python, "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r")
    if not stamp.is_file() or stamp.read_text("utf-8") != made_from:
        venv.create(_ENVIRONMENT, with_pip=True, clear=True)
        run(*by_hash, HERE / "tools.txt")
        needed = BUILD / "needed.txt"
        run(binaries / "uv", "export", "--frozen", "--no-dev", "--no-emit-project", "--quiet", "-o", needed)
        run(*by_hash, needed)
        stamp.write_text(made_from, "utf-8")
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", wheel(python))
    return python


def given_file(variable: str) -> Path | None:
    """The file that the environment's ``variable`` names as ``FILE#sha256=HASH``; ``None`` if it names none.

    Raises
    ------
    SystemExit
        if the file is another than the hash says, or no hash is given
    """
    given = os.environ.get(variable)
    if not given:
        return None
    name, _, expected = given.partition("#sha256=")
    path = Path(name)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        raise SystemExit(f"{path.name} has the hash {found}, not {expected or 'any that was given'}.")
    return path


def wheel(python: Path) -> Path:
    """Build nnsim's wheel with ``python`` into ``DIST``; where it is."""
    DIST.mkdir(exist_ok=True)
    run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", DIST, ROOT)
    return DIST / f"nnsim-{VERSION}-py3-none-any.whl"


def build_wheel() -> None:
    """Build the wheel and the source archive into ``DIST``."""
    run(environment(), "-m", "build", "--no-isolation", "--outdir", DIST, ROOT)
