#!/bin/sh
# Installs nnsim for one user, without root:   sh nnsim-…-linux-x86_64.run
# Puts it on a USB stick, settings and all:     sh nnsim-…-linux-x86_64.run -- --portable /media/stick
set -eu

say() { printf '%s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

data=${XDG_DATA_HOME:-$HOME/.local/share}
portable=
case ${1:-} in
    "") target=$HOME/.local/lib/nnsim ;;
    --portable) [ -d "${2:-}" ] || fail "Name a folder that is there: --portable FOLDER. Nothing was installed."
        portable=yes; target=$2/nnsim ;;
    *) fail "There is no option $1. Use none, or --portable FOLDER. Nothing was installed." ;;
esac

if [ -e "$target" ] && [ ! -e "$target/nnsim" ]; then
    fail "$target is there and is not nnsim. Nothing was installed; move it away."
fi

parent=$(dirname "$target")
mkdir -p "$parent"
new=$(mktemp -d "$parent/.nnsim-new.XXXXXX") || fail "$parent cannot be written to. Nothing was installed."
trap 'rm -rf "$new"' EXIT
cp -R program/. "$new/" || fail "$parent has no room for nnsim. Nothing was installed; make some and try again."
chmod 755 "$new"

if [ -n "$portable" ]; then
    : > "$new/nnsim-portable"
    if [ -d "$target/nnsim-home" ]; then mv "$target/nnsim-home" "$new/"; fi
fi
rm -rf "$target"
mv "$new" "$target"

missing=$(find "$target" -name '*.so*' -type f -exec ldd {} + 2>/dev/null | sed -n 's/^[[:space:]]*\(lib[^ ]*\) => not found.*/\1/p' | sort -u)
missing=$(for name in $missing; do [ "$name" = libcups.so.2 ] || [ -e "$(find "$target" -name "$name" | head -n 1)" ] || printf '%s ' "$name"; done)
if [ -n "$missing" ]; then
    say "nnsim is installed, but this system lacks libraries that its window needs: $missing"
    say "On Debian and Ubuntu:  apt install libegl1 libgl1 libexpat1 libwayland-cursor0 libwayland-egl1"
fi

if [ -n "$portable" ]; then
    say "nnsim is in $target and keeps its settings there. Start it with $target/nnsim"
    exit 0
fi

mkdir -p "$HOME/.local/bin"
ln -sf "$target/nnsim" "$HOME/.local/bin/nnsim"
mkdir -p "$data"
cp -R share/. "$data/"
entry=$data/applications/org.nnsim.nnsim.desktop
escaped=$(printf '%s' "$target/nnsim" | sed 's/[\\"`$]/\\\\&/g; s/[&|]/\\&/g')
sed "s|@PROGRAM@|\"$escaped\"|" share/applications/org.nnsim.nnsim.desktop > "$entry"
for refresh in "update-mime-database $data/mime" "update-desktop-database $data/applications"; do
    if command -v "${refresh%% *}" >/dev/null 2>&1; then "${refresh%% *}" "${refresh#* }" >/dev/null 2>&1 || true; fi
done
say "nnsim is installed in $target. It is in the menu, and its command is ~/.local/bin/nnsim"
say "To remove it:  sh \"$target/uninstall.sh\""
