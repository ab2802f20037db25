"""The package for macOS: nnsim.app in a .dmg. Nobody has run this yet: it needs a Mac (see docs/packaging.md).

The environment says as whom it is signed and notarised; without it the application runs on the machine that made it:

NNSIM_SIGN_IDENTITY     "Developer ID Application: …", in the keychain
NNSIM_NOTARY_PROFILE    a profile that ``xcrun notarytool store-credentials`` has put into the keychain
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from pathlib import Path

from freeze import freeze
from parts import installed_parts, own_parts, python_part, write_bill, write_texts
from sizes import bytes_of, told
from workshop import BUILD, DIST, HERE, ROOT, VERSION, environment, run

_SIZES = (16, 32, 128, 256, 512)


def build() -> None:
    """Freeze nnsim, sign it, put it into an image, have that notarised."""
    if sys.platform != "darwin":
        raise SystemExit("The package for macOS can only be made on a Mac.")
    python = environment()
    freeze(python, NNSIM_ICON=str(_icon(python)), NNSIM_VERSION=VERSION)
    app = BUILD / "frozen" / "nnsim.app"
    site = next(BUILD.glob("environment/lib/python*/site-packages"))
    lines = (BUILD / "needed.txt").read_text("utf-8").splitlines()
    names = {line.split("==")[0] for line in lines if line[:1].isalpha()}
    licence = Path(sys.base_prefix) / "lib" / f"python3.{sys.version_info[1]}" / "LICENSE.txt"
    parts = [
        *own_parts(),
        python_part(platform.python_version(), licence),
        *installed_parts(site, {*names, "pyinstaller"}),
    ]
    write_texts(parts, app / "Contents" / "Resources" / "licences")
    write_bill(parts, DIST / f"nnsim-{VERSION}-macos.cdx.json")
    print(told(app / "Contents"))
    _sign(app)
    image = _image(app)
    _notarise(image)
    print(f"{bytes_of(image) / 1e6:8.1f} MB  {image.name}")


def _icon(python: Path) -> Path:
    folder = BUILD / "nnsim.iconset"
    folder.mkdir(parents=True, exist_ok=True)
    drawing = ROOT / "resources" / "icons" / "nnsim.svg"
    picture = BUILD / "nnsim.ico"
    run(python, HERE / "windows" / "make_icon.py", drawing, picture, QT_QPA_PLATFORM="offscreen")
    for size in _SIZES:
        for scale in (1, 2):
            name = f"icon_{size}x{size}{'@2x' if scale == 2 else ''}.png"
            run(
                "sips",
                "-s",
                "format",
                "png",
                "-z",
                str(size * scale),
                str(size * scale),
                picture,
                "--out",
                folder / name,
            )
    run("iconutil", "--convert", "icns", folder)
    return folder.with_suffix(".icns")


def _sign(app: Path) -> None:
    identity = os.environ.get("NNSIM_SIGN_IDENTITY", "-")
    options = ("--force", "--deep", "--options", "runtime", "--entitlements", HERE / "macos" / "entitlements.plist")
    run("codesign", *options, *(() if identity == "-" else ("--timestamp",)), "--sign", identity, app)
    run("codesign", "--verify", "--deep", "--strict", app)


def _image(app: Path) -> Path:
    folder = BUILD / "image"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run("ditto", app, folder / app.name)
    (folder / "Applications").symlink_to("/Applications")
    image = DIST / f"nnsim-{VERSION}-macos-{platform.machine()}.dmg"
    run("hdiutil", "create", "-volname", f"nnsim {VERSION}", "-srcfolder", folder, "-format", "ULFO", "-ov", image)
    return image


def _notarise(image: Path) -> None:
    profile = os.environ.get("NNSIM_NOTARY_PROFILE")
    if profile:
        run("xcrun", "notarytool", "submit", image, "--keychain-profile", profile, "--wait")
        run("xcrun", "stapler", "staple", image)
