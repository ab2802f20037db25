"""What of Qt and of the system's libraries a package holds, and what it does without."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

PICTURES = ("gif", "jpeg", "svg", "webp")
"""Formats of pictures that Qt reads by a plugin and nnsim opens; PNG and BMP it reads without one."""
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt_BR")
"""In which Qt's own words are brought along: those of its dialogs."""

# Qt plugins and libraries for phones, embedded screens, networks and the GTK theme, and what only NumPy's tests use.
_UNUSED = re.compile(
    rf"platforms/libq(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc)\.so|egldeviceintegrations/|plugins/generic/"
    rf"|plugins/networkinformation/|plugins/tls/|libqgtk3|libqtvirtualkeyboard|imageformats/libq(?!({'|'.join(PICTURES)})\.)"
    rf"|wayland-shell-integration/lib(ivi|qt)-shell\.|libQt6(EglFS|EglFs|Quick|Qml|Pdf|VirtualKeyboard|Network\b)"
    rf"|wayland-graphics-integration-server|numpy/_core/_(\w+_tests|simd)\."
    rf"|Qt/translations/(?!qtbase_({'|'.join(LANGUAGES)})\.qm)|^libjpeg\."  # the plugin for JPEG has its own inside
)

# What must come from the machine that runs nnsim: older copies break its graphics drivers, or belong to a desktop.
_FROM_THE_SYSTEM = re.compile(
    r"^lib(stdc|gcc_s|expat|gtk-3|gdk|cairo|pango|atk|gio|gmodule|gobject|harfbuzz|graphite|fribidi|thai|datrie|pixman|epoxy"
    r"|gcrypt|gpg|systemd|krb5|gssapi|k5crypto|com_err|keyutils|cap|mount|blkid|selinux|lz4|cups\.|avahi|wayland-egl"
    r"|(bsd|md)\.|gnutls|nettle|hogweed|p11-kit|tasn1|unistring|idn2|gmp|readline|tinfo"
    r"|X(au|dmcp|i|cursor|composite|damage|fixes|inerama|rand|render|ext)\b)"
)


def is_wanted(path: str) -> bool:
    """Whether a file that PyInstaller has collected for Linux or macOS belongs into the program, by its place there."""
    return not _UNUSED.search(path) and not _FROM_THE_SYSTEM.match(PurePosixPath(path).name)
