"""Two images that run without being installed, made of the frozen program: an AppImage and a Flatpak.

For the release workflow: what an AppImage begins with and what a Flatpak stands on come from places of their own, which
a closed network does not reach (see docs/packaging.md). Everything up to there is made and tried everywhere.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from freeze import FOLDER
from linux_packages import APP, lay_out_desktop, lay_out_shop_entry, settle
from sizes import bytes_of
from workshop import BUILD, DIST, HERE, VERSION, given_file, run

_OF_THE_RUNTIME = HERE / "licences" / "appimage"
"""Texts for what an AppImage begins with: type2-runtime, and what is linked into it. Nobody has gathered them yet."""
_FLATHUB = "https://dl.flathub.org/repo/flathub.flatpakrepo"


def build_appimage() -> None:
    """The AppImage, of the program that is frozen and of ``NNSIM_APPIMAGE_RUNTIME=FILE#sha256=HASH``."""
    runtime = given_file("NNSIM_APPIMAGE_RUNTIME")
    if runtime is None:
        raise SystemExit("NNSIM_APPIMAGE_RUNTIME names no file: it is the runtime-x86_64 of AppImage/type2-runtime.")
    root = make_appdir(frozen())
    _add_licences_of_the_runtime(root / "usr/lib/nnsim/licences/appimage")
    image = squashed(root)
    made = DIST / f"nnsim-{VERSION}-x86_64.AppImage"
    made.write_bytes(runtime.read_bytes() + image.read_bytes())
    made.chmod(0o755)
    print(f"{bytes_of(made) / 1e6:8.1f} MB  {made.name}")


def _add_licences_of_the_runtime(folder: Path) -> None:
    texts = sorted(_OF_THE_RUNTIME.glob("*.txt"))
    if not texts:
        raise SystemExit(
            f"There is no licence of what an AppImage begins with. Put those of type2-runtime, libfuse, squashfuse,"
            f" musl, zlib and zstd into {_OF_THE_RUNTIME} as texts; without them nobody may hand it on."
        )
    folder.mkdir()
    for text in texts:
        shutil.copyfile(text, folder / text.name)
    settle(folder)


def build_flatpak() -> None:
    """The Flatpak, of the program that is frozen and of the runtime that its manifest names, from Flathub."""
    folder = make_flatpak_contents(frozen())
    run("flatpak", "remote-add", "--user", "--if-not-exists", "flathub", _FLATHUB)
    options = ("--user", "--install-deps-from=flathub", "--force-clean", "--repo=repository")
    run("flatpak-builder", *options, "made", f"{APP}.json", where=folder)
    made = DIST / f"nnsim-{VERSION}-x86_64.flatpak"
    run("flatpak", "build-bundle", "repository", made, APP, f"--runtime-repo={_FLATHUB}", where=folder)
    print(f"{bytes_of(made) / 1e6:8.1f} MB  {made.name}")


def frozen() -> Path:
    """The folder of the frozen program, with its licences."""
    if not (FOLDER / "licences").is_dir():
        raise SystemExit("There is no frozen program yet: build linux first.")
    return FOLDER


def make_appdir(program: Path) -> Path:
    """Lay out what an AppImage shows when it is mounted; the folder."""
    root = BUILD / "nnsim.AppDir"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(program, root / "usr/lib/nnsim", symlinks=True)
    (root / "usr/bin").mkdir()
    (root / "usr/bin/nnsim").symlink_to("../lib/nnsim/nnsim")
    (root / "AppRun").symlink_to("usr/lib/nnsim/nnsim")
    lay_out_desktop(root / "usr/share", "nnsim")
    lay_out_shop_entry(root / "usr/share")
    (root / f"{APP}.desktop").symlink_to(f"usr/share/applications/{APP}.desktop")
    (root / f"{APP}.svg").symlink_to(f"usr/share/icons/hicolor/scalable/apps/{APP}.svg")
    (root / ".DirIcon").symlink_to(f"{APP}.svg")
    settle(root)
    return root


def squashed(folder: Path) -> Path:
    """Pack ``folder`` into a file system that can be mounted; the file."""
    image = folder.with_suffix(".squashfs")
    image.unlink(missing_ok=True)
    # Times are those of the commit, which mksquashfs reads from SOURCE_DATE_EPOCH.
    run("mksquashfs", folder, image, "-root-owned", "-noappend", "-no-xattrs", "-no-progress", "-comp", "zstd")
    return image


def make_flatpak_contents(program: Path) -> Path:
    """Lay out the manifest and, in ``contents``, what it puts into the Flatpak; the folder."""
    root = BUILD / "flatpak"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(program, root / "contents/program", symlinks=True)
    share = root / "contents/share"
    lay_out_desktop(share, "nnsim")
    lay_out_shop_entry(share)
    # Only what bears the name of the program leaves its sandbox.
    (share / "mime/packages/nnsim.xml").rename(share / f"mime/packages/{APP}.xml")
    settle(root / "contents")
    shutil.copyfile(HERE / "linux" / f"{APP}.json", root / f"{APP}.json")
    return root
