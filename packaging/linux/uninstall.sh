#!/bin/sh
# Removes what install.sh has put there. Projects, settings and unsaved work of nnsim stay, beside the program too.
set -eu

target=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
[ -f "$target/nnsim" ] && [ -d "$target/_internal" ] || { echo "$target is not nnsim. Nothing was removed." >&2; exit 1; }
home=$data/nnsim
if [ -e "$target/nnsim-portable" ]; then home=$target/nnsim-home; fi

if [ "$(readlink "$HOME/.local/bin/nnsim" 2>/dev/null)" = "$target/nnsim" ]; then
    rm -f "$HOME/.local/bin/nnsim" "$data/applications/org.nnsim.nnsim.desktop" "$data/mime/packages/nnsim.xml" \
        "$data/icons/hicolor/scalable/apps/org.nnsim.nnsim.svg"
    for refresh in "update-mime-database $data/mime" "update-desktop-database $data/applications"; do
        if command -v "${refresh%% *}" >/dev/null 2>&1; then "${refresh%% *}" "${refresh#* }" >/dev/null 2>&1 || true; fi
    done
fi
for thing in _internal licences LICENSE.txt nnsim-portable uninstall.sh nnsim; do rm -rf "${target:?}/$thing"; done
rmdir "$target" 2>/dev/null || echo "In $target there is still what is not of the program."
echo "nnsim is removed. Your projects and settings are as they were ($home)."
