"""The packages for Linux: a .deb for Debian and Ubuntu, and a .run that installs without root anywhere else."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import sys
import time
from pathlib import Path

from freeze import SOURCES, freeze, glibc_of, needed_from_the_system, not_needed
from parts import Part, installed_parts, own_parts, python_part, system_parts, write_bill, write_texts
from sizes import bytes_of, check, told
from workshop import BUILD, DIST, HERE, ROOT, VERSION, commit_time, date_of_commit, environment, run

APP = "org.nnsim.nnsim"
_OURS = HERE / "linux"
GLIBC = "2.35"
"""That of Ubuntu 22.04: the oldest on which nnsim is promised to run."""
_FROM_DEBIAN = {  # what the program takes from the system: sonames, and the packages that hold them
    **dict.fromkeys(
        (
            "libc.so.6",
            "ld-linux-x86-64.so.2",
            "libdl.so.2",
            "libm.so.6",
            "libpthread.so.0",
            "librt.so.1",
            "libutil.so.1",
        ),
        f"libc6 (>= {GLIBC})",
    ),
    "libgcc_s.so.1": "libgcc-s1",
    "libstdc++.so.6": "libstdc++6",
    "libexpat.so.1": "libexpat1",
    "libsystemd.so.0": "libsystemd0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxcb.so.1": "libxcb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
_GOOD_TO_HAVE = {"libcups.so.2": "libcups2"}  # without it nothing can be printed, and all else works
_MAINTAINER = os.environ.get("NNSIM_MAINTAINER") or "The nnsim authors <nobody@nnsim.invalid>"
"""Whom Debian asks about the package: who releases it names somebody. This address can be nobody's (RFC 2606)."""
_DESCRIPTION = """\
neural network simulator for lessons and self-study
 Build a small neural network, train it on data of your choice, and watch every
 weight, activation and gradient while it learns. Each number can be followed
 back to the formula and the sample it came from.
"""


def build() -> None:
    """Freeze nnsim and pack it; what was made and how large it is is printed."""
    folder = freeze(environment())
    parts = _parts()
    write_texts(parts, folder / "licences")
    (folder / "LICENSE.txt").write_bytes((ROOT / "LICENSE").read_bytes())
    depends = _depends(folder)
    print(told(folder))
    print(check("linux installed", folder))
    bill = DIST / f"nnsim-{VERSION}-linux.cdx.json"
    write_bill(parts, bill)
    print(check("deb", make_deb(folder, depends)))
    archive = make_run(folder)
    print(f"{bytes_of(archive) / 1e6:8.1f} MB  {archive.name}")


def _parts() -> list[Part]:
    sources = [Path(source) for source in json.loads(SOURCES.read_text("utf-8"))]
    site = next(BUILD.glob("environment/lib/python*/site-packages"))
    names = [
        line.split("==")[0] for line in (BUILD / "needed.txt").read_text("utf-8").splitlines() if line[:1].isalpha()
    ]
    python = Path(sys.base_prefix) / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "LICENSE.txt"
    version = ".".join(map(str, sys.version_info[:3]))
    system = [source for source in sources if source.is_relative_to("/usr/lib") or source.is_relative_to("/lib")]
    return [
        *own_parts(),
        python_part(version, python),
        *installed_parts(site, {*names, "pyinstaller"}),
        *system_parts(system),
    ]


def _depends(folder: Path) -> list[str]:
    """The Debian packages that ``folder`` needs; raises ``SystemExit`` for a library that nobody has thought of."""
    if left := not_needed(folder):
        raise SystemExit(f"nothing in the frozen program needs {', '.join(left)}: leave it out in packaging/lean.py")
    needed = needed_from_the_system(folder)
    if (newest := glibc_of(folder)) > tuple(map(int, GLIBC.split("."))):
        raise SystemExit(f"the frozen program needs glibc {newest}, but {GLIBC} is promised: build on an older system")
    unknown = {name: by for name, by in needed.items() if name not in _FROM_DEBIAN | _GOOD_TO_HAVE}
    if unknown:
        raise SystemExit(f"the frozen program needs libraries that no package is known for: {unknown}")
    return sorted({_FROM_DEBIAN[name] for name in needed if name in _FROM_DEBIAN})


def make_deb(folder: Path, depends: list[str]) -> Path:
    """Pack ``folder`` for Debian and its like; the package."""
    root = BUILD / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(folder, root / "usr/lib/nnsim", symlinks=True)
    shutil.rmtree(root / "usr/lib/nnsim/licences")
    (root / "usr/lib/nnsim/LICENSE.txt").unlink()
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/nnsim").symlink_to("../lib/nnsim/nnsim")
    lay_out_desktop(root / "usr/share", "nnsim")
    lay_out_shop_entry(root / "usr/share")
    documents = root / "usr/share/doc/nnsim"
    shutil.copytree(folder / "licences", documents / "licences")
    _put(documents / "copyright", _copyright((folder / "licences/LIST.txt").read_text("utf-8")))
    _put_zipped(documents / "changelog.gz", _changelog().encode())
    _put_zipped(documents / "NEWS.gz", (ROOT / "CHANGELOG.md").read_bytes())
    _put_zipped(root / "usr/share/man/man1/nnsim.1.gz", _filled(_OURS / "nnsim.1").encode())
    _put(root / "DEBIAN/control", _control(bytes_of(root), depends))
    _put(root / "DEBIAN/md5sums", checksums(root))
    settle(root)
    package = DIST / f"nnsim_{VERSION}_amd64.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, package)
    return package


def make_run(folder: Path) -> Path:
    """Pack ``folder`` into a script that unpacks and installs itself for one user; the script."""
    root = BUILD / "run"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(folder, root / "program", symlinks=True)
    lay_out_desktop(root / "share", "@PROGRAM@")
    shutil.copyfile(_OURS / "install.sh", root / "install.sh")
    shutil.copyfile(_OURS / "uninstall.sh", root / "program" / "uninstall.sh")
    settle(root)
    archive = DIST / f"nnsim-{VERSION}-linux-x86_64.run"
    date = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(commit_time()))
    # Neither the time of packing nor the folder goes into the script (GZIP=-n, and a name without a path).
    order = f"--sort=name --owner=0 --group=0 --numeric-owner --mtime=@{commit_time()} --format=gnu"
    run(
        "makeself", "--quiet", "--gzip", "--complevel", "9", "--sha256", "--nomd5", "--nocrc", "--nox11",
        "--tar-quietly", "--packaging-date", date, "--tar-extra", order, root, archive.name, f"nnsim {VERSION}",
        "sh", "./install.sh", where=DIST, GZIP="-n",
    )  # fmt: skip
    return archive


def lay_out_desktop(share: Path, program: str) -> None:
    """Put what a desktop has to know into ``share``: a menu entry that starts ``program``, icon, file type."""
    entry = (_OURS / f"{APP}.desktop").read_text("utf-8").replace("Exec=nnsim", f"Exec={program}")
    _put(share / f"applications/{APP}.desktop", entry)
    _put(share / f"icons/hicolor/scalable/apps/{APP}.svg", (ROOT / "resources/icons/nnsim.svg").read_text("utf-8"))
    _put(share / "mime/packages/nnsim.xml", (_OURS / "nnsim-mime.xml").read_text("utf-8"))


def lay_out_shop_entry(share: Path) -> None:
    """Put what a shop of programs shows into ``share``."""
    _put(share / f"metainfo/{APP}.metainfo.xml", _filled(_OURS / f"{APP}.metainfo.xml"))


def _control(size: int, depends: list[str]) -> str:
    recommends = ["fontconfig-config", *_GOOD_TO_HAVE.values()]
    fields = {
        "Package": "nnsim", "Version": VERSION, "Section": "education", "Priority": "optional", "Architecture": "amd64",
        "Installed-Size": str(-(-size // 1024)), "Maintainer": _MAINTAINER,
        "Depends": ", ".join(depends), "Recommends": ", ".join(recommends), "Description": _DESCRIPTION,
    }  # fmt: skip
    return "\n".join(f"{name}: {value}" for name, value in fields.items())


def _changelog() -> str:
    date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(commit_time()))
    return f"nnsim ({VERSION}) unstable; urgency=medium\n\n  * See NEWS.gz.\n\n -- {_MAINTAINER}  {date}\n"


def checksums(root: Path) -> str:
    """Of all files that the package puts into a system, for ``dpkg --verify``."""
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    names = {path.relative_to(root).as_posix(): path for path in files}
    lines = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {name}\n"
        for name, path in names.items()
        if not name.startswith("DEBIAN/")
    ]
    return "".join(lines)


def _copyright(parts: str) -> str:
    """What Debian is told of rights: nnsim's own licence, and for all else inside ``parts``, the list of them."""
    ours = _as_field((ROOT / "LICENSE").read_text("utf-8"))
    return "\n".join([
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        "Upstream-Name: nnsim", "",
        "Files: *", "Copyright: 2026 The nnsim authors", "License: MIT", *ours,
        "", "Files: usr/lib/nnsim/_internal/*", "Copyright: those whom the texts in /usr/share/doc/nnsim/licences name",
        "License: of-each-part", *_as_field(parts),
        "", "Files: usr/lib/nnsim/_internal/nnsim/*", "Copyright: 2026 The nnsim authors", "License: MIT",
        "Comment: Fonts and icons in resources/ have licences of their own, which stand in the list above.", "",
    ])  # fmt: skip


def _as_field(text: str) -> list[str]:
    """As a value of many lines is written in Debian's files."""
    return [f" {line}" if line else " ." for line in text.strip().splitlines()]


def _filled(path: Path) -> str:
    date = time.strftime("%Y-%m-%d", time.gmtime(commit_time()))
    return path.read_text("utf-8").replace("@VERSION@", VERSION).replace("@DATE@", date)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _put_zipped(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, 9, mtime=0))


def settle(root: Path) -> None:
    """Rights that do not depend on who builds, and the time of the commit."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            is_script = path.suffix == ".sh" or (path.name == "nnsim" and path.parent.name in ("nnsim", "program"))
            is_program = path.is_dir() or is_script
            path.chmod(0o755 if is_program else 0o644)
    date_of_commit(root)
