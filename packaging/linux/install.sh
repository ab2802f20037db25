#!/bin/sh
# Installs nnsim for one user, without root:   sh nnsim-…-linux-x86_64.run
# Puts it on a USB stick, settings and all:     sh nnsim-…-linux-x86_64.run -- --portable /media/stick
set -eu

say() { printf '%s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

# What a version of nnsim has put into its folder. Only that gives way to another one: settings, unsaved work and
# projects that lie beside it are neither moved nor removed.
ours="nnsim _internal licences LICENSE.txt uninstall.sh nnsim-portable"

data=${XDG_DATA_HOME:-$HOME/.local/share}
portable=
case ${1:-} in
    "") target=$HOME/.local/lib/nnsim ;;
    --portable) stick=${2:-}
        # The .run has unpacked itself elsewhere, and says where it was called.
        case $stick in "" | /*) ;; *) stick=${USER_PWD:-$PWD}/$stick ;; esac
        [ -d "$stick" ] || fail "Name a folder that is there: --portable FOLDER. Nothing was installed."
        portable=yes; target=$stick/nnsim ;;
    *) fail "There is no option $1. Use none, or --portable FOLDER. Nothing was installed." ;;
esac

if [ -e "$target" ] && [ ! -f "$target/nnsim" ] && [ ! -d "$target/_internal" ] && [ ! -d "$target/nnsim-home" ] \
    && [ -n "$(ls -A "$target")" ]; then
    fail "$target is there and is not nnsim. Nothing was installed; move it away."
fi

parent=$(dirname "$target")
mkdir -p "$parent"
work=$(mktemp -d "$parent/.nnsim-new.XXXXXX") || fail "$parent cannot be written to. Nothing was installed."
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
mkdir "$work/new" "$work/old"
# FAT and exFAT know no links. Those in the program are second names of its libraries, and it runs without them.
if ! ln -s new "$work/link" 2>/dev/null; then find program -type l -exec rm {} +; fi
cp -R program/. "$work/new/" || fail "$parent has no room for nnsim. Nothing was installed; make some and try again."
if [ -n "$portable" ]; then : > "$work/new/nnsim-portable"; fi
[ -x "$work/new/nnsim" ] || fail "No program starts from $parent: it is a FAT32 stick, or is mounted without" \
    "the right to. Nothing was installed; take a stick with exFAT or ext4."
if ! said=$("$work/new/nnsim" version 2>&1); then
    case $said in
        *"cannot open shared object file"*) ;;  # which one is told below
        *) fail "nnsim does not start here: it needs an x86-64 processor and glibc 2.35 or later. Nothing was installed." "$said" ;;
    esac
fi

# From here to the end of the exchange nothing interrupts; what does not succeed is undone.
trap '' HUP INT TERM
move() { for thing in $ours; do if [ -e "$1/$thing" ]; then mv "$1/$thing" "$2/" || return 1; fi; done; }
mkdir -p "$target"
if ! move "$target" "$work/old"; then
    move "$work/old" "$target"
    fail "The nnsim in $target cannot be replaced. It is as it was, and so is all that lies beside it."
fi
if ! move "$work/new" "$target"; then
    move "$target" "$work/new"
    move "$work/old" "$target"
    fail "$target cannot be written to. It is as it was."
fi
rm -rf "$work" || say "What was installed before could not be removed: $work"
trap - EXIT HUP INT TERM

missing=$(find "$target" -name '*.so*' -type f -exec ldd {} + 2>/dev/null | sed -n 's/^[[:space:]]*\(lib[^ ]*\) => not found.*/\1/p' | sort -u)
missing=$(for name in $missing; do [ "$name" = libcups.so.2 ] || [ -e "$(find "$target" -name "$name" | head -n 1)" ] || printf '%s ' "$name"; done)
if [ -n "$missing" ]; then
    say "nnsim is installed, but this system lacks libraries that its window needs: $missing"
    say "On Debian and Ubuntu:  apt install libegl1 libexpat1 libgcc-s1 libgl1 libstdc++6 libsystemd0 libwayland-client0 libwayland-cursor0 libwayland-egl1 libxcb1"
fi

if [ -n "$portable" ]; then
    say "nnsim is in $target and keeps its settings there. Start it with $target/nnsim"
    exit 0
fi

command=$HOME/.local/bin/nnsim
mkdir -p "$HOME/.local/bin"
if [ ! -e "$command" ] || [ -h "$command" ]; then
    ln -sfn "$target/nnsim" "$command"
else
    say "$command is there and was left alone: the command of this nnsim is $target/nnsim"
fi
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
