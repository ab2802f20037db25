"""A Debian with nothing in it but what a package may ask for; each proof gets a fresh copy."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from workshop import run

BASES = Path(os.environ.get("NNSIM_PROOF", "/var/tmp/nnsim-proof"))  # noqa: S108  (kept between proofs)
USER = "pupil"


class BareSystem:
    """A root folder that is thrown away at the end (a context manager).

    Parameters
    ----------
    suite : of Debian: ``bookworm`` (12) or ``trixie`` (13)
    packages : what is installed before the network is cut
    name : of its base, which is kept
    """

    def __init__(self, suite: str, packages: Sequence[str], name: str = "") -> None:
        self.suite, self.packages, self.name = suite, tuple(packages), name or suite
        self.root = Path()

    def __enter__(self) -> BareSystem:
        base = made_base(self.suite, self.packages, self.name)
        if (base / "usr/bin/python3").exists():
            raise SystemExit(f"the bare {self.suite} has a Python: {self.packages} bring it in")
        self._own = Path(tempfile.mkdtemp(prefix=f"{self.suite}-", dir=BASES))
        for name in ("over", "work", "root"):
            (self._own / name).mkdir()
        self.root = self._own / "root"
        layers = f"lowerdir={base},upperdir={self._own / 'over'},workdir={self._own / 'work'}"
        run("mount", "-t", "overlay", "overlay", "-o", layers, self.root)
        run("mount", "--bind", "/dev", self.root / "dev")
        run("mount", "--make-private", self.root / "dev")  # what is mounted in there is not to appear outside
        run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", self.root / "dev/shm")
        sockets = self.root / "tmp/.X11-unix"
        sockets.mkdir(exist_ok=True)
        run("mount", "--bind", "/tmp/.X11-unix", sockets)  # noqa: S108  (where X servers are asked)
        return self

    def __exit__(self, *_: object) -> None:
        for place in ("tmp/.X11-unix", "dev/shm", "dev", ""):
            subprocess.run(["umount", "-l", self.root / place], check=False)
        shutil.rmtree(self._own)

    def command(self, *words: str | Path, as_root: bool = False, **environment: str) -> list[str]:
        """What runs ``words`` inside, without a network."""
        names = {
            "HOME": "/root" if as_root else f"/home/{USER}", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive", **environment,
        }  # fmt: skip
        inside = ["unshare", "--net", "--pid", "--fork", "--kill-child", f"--root={self.root}", "--mount-proc"]
        if not as_root:
            inside += ["--setuid", "1000", "--setgid", "1000"]
        assigned = [f"{name}={value}" for name, value in names.items()]
        return [*inside, "/usr/bin/env", "-i", "--chdir=" + names["HOME"], *assigned, *map(str, words)]

    def call(self, *words: str | Path, as_root: bool = False, status: int = 0, **environment: str) -> str:
        """Run ``words`` inside; what they said. Raises ``SystemExit`` if they end with another status."""
        done = subprocess.run(
            self.command(*words, as_root=as_root, **environment),
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=600,
        )  # fmt: skip
        said = done.stdout + done.stderr
        if done.returncode != status:
            raise SystemExit(f"{self.suite}: {' '.join(map(str, words))} ended with {done.returncode}:\n{said}")
        return said

    def take(self, path: Path, to: str) -> Path:
        """Copy a file in, for everybody to read; where it is inside."""
        inside = self.root / to.lstrip("/")
        inside.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, inside)
        (inside / path.name).chmod(0o644)
        return Path(to) / path.name

    def files(self) -> set[str]:
        """All paths inside, but for what every program leaves in caches and logs of the system."""
        passed = ("/proc", "/dev", "/sys", "/tmp", "/run", "/var/lib/dpkg", "/var/cache", "/var/log", "/var/lib/apt")  # noqa: S108
        found = {f"/{path.relative_to(self.root)}" for path in self.root.rglob("*")}
        return {path for path in found if not path.startswith(passed)}


def made_base(suite: str, packages: Sequence[str], name: str) -> Path:
    """The system called ``name`` with these packages, made once and kept.

    Raises
    ------
    SystemExit
        if somebody else may write where it is kept: what lies there is run with all rights
    """
    BASES.mkdir(mode=0o755, parents=True, exist_ok=True)
    kept = BASES.lstat()
    if not stat.S_ISDIR(kept.st_mode) or kept.st_uid != os.geteuid() or kept.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise SystemExit(f"{BASES} can be written to by others: remove it, or name a folder of your own in NNSIM_PROOF")
    base, stamp = BASES / name, BASES / f"{name}.made-of"
    if not stamp.is_file() or stamp.read_text("utf-8").split() != list(packages):
        shutil.rmtree(base, ignore_errors=True)
        run("debootstrap", "--variant=minbase", suite, base)
        shutil.copy("/etc/resolv.conf", base / "etc/resolv.conf")
        installs = "apt-get -qq update && apt-get -qq install --no-install-recommends -y"
        run(
            "chroot",
            base,
            "sh",
            "-c",
            f"{installs} {' '.join(packages)} && apt-get clean",
            DEBIAN_FRONTEND="noninteractive",
        )
        run("chroot", base, "useradd", "--create-home", "--uid", "1000", USER)
        stamp.write_text("\n".join(packages), "utf-8")
    return base


def compile_modules(folder: Path) -> None:
    """Compile the modules in ``folder`` with the Python 3.13 of Debian 13: nothing is to be written when they run."""
    base = made_base("trixie", ("python3",), "trixie-python")
    run("mount", "--bind", folder, base / "mnt")
    try:
        options = ("--invalidation-mode", "unchecked-hash", "-s", "/mnt", "-p", "lib")
        run("chroot", base, "python3.13", "-m", "compileall", "-q", "-j", "2", *options, "/mnt")
    finally:
        run("umount", base / "mnt")
