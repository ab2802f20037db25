"""What is said of runs in a file that are wrong, so that its project was opened without them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from nnsim.model.kept_run import LeftOut
from nnsim.ui.widgets.banner import Banner

_MOST_TOLD: Final = 3
"""Of more only the number is told."""

translate = QCoreApplication.translate


def tell_left_out(banner: Banner, file: str, left_out: Sequence[LeftOut]) -> None:
    """Say in the banner what of ``file`` was left out, where it is wrong, why, and what stayed as it was."""
    title = translate("left_out_runs", "{0} was opened without {1}").format(file, _names(left_out))
    said = [f"{one.where}: {one.why}" for one in left_out[:_MOST_TOLD]]
    kept = translate(
        "left_out_runs",
        "All else is here, and the file was not changed. If you save to it, it loses what was left out: "
        "save under another name to keep both.",
    )
    banner.show_message("warning", title, " ".join((*said, kept)), stays=True)


def agrees_to_lose(window: QWidget, file: str, left_out: Sequence[LeftOut]) -> bool:
    """Ask whether ``file`` may be written without what was left out of it."""
    box = QMessageBox(
        QMessageBox.Icon.Warning,
        translate("left_out_runs", "The file would lose runs"),
        translate("left_out_runs", "{0} could be opened only without {1}. Saving to it drops them for good.").format(
            file, _names(left_out)
        ),
    )
    box.setInformativeText(translate("left_out_runs", "With “Save as” you keep the old file beside the new one."))
    box.setObjectName("agrees_to_lose")
    box.setParent(window, box.windowFlags())
    save = box.addButton(translate("left_out_runs", "Save without them"), QMessageBox.ButtonRole.DestructiveRole)
    save.setObjectName("lose")
    keep = box.addButton(QMessageBox.StandardButton.Cancel)
    keep.setObjectName("keep")
    box.setDefaultButton(keep)
    box.exec()
    box.deleteLater()
    return box.clickedButton() is save


def tell_kept_without_runs(banner: Banner) -> None:
    """Say in the banner that unsaved work would come back without its runs."""
    banner.show_message(
        "warning",
        translate("left_out_runs", "Unsaved work is kept without its runs"),
        translate(
            "left_out_runs",
            "With them it could not be brought back after a crash: they are too large, or one of them is wrong. They "
            "are here while the project is open: delete some in the list of runs (Ctrl+L).",
        ),
    )


def _names(left_out: Sequence[LeftOut]) -> str:
    """``Run 3, “slow”``, or ``its runs`` where not even their numbers can be read."""
    if any(not one.key for one in left_out):
        said = translate("left_out_runs", "its runs")
        return said if len(left_out) == 1 else translate("left_out_runs", "{0} of its runs").format(len(left_out))
    names = [f"“{one.name}”" if one.name else translate("edits", "Run {0}").format(one.key) for one in left_out]
    if len(names) > _MOST_TOLD:
        return translate("left_out_runs", "{0} of its runs").format(len(names))
    return ", ".join(names)
