"""What is said of a block of weights, and of what an edit of weights has done."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from nnsim.engine.parameters import Array, blocks
from nnsim.model.cells import Cells, counted_weights, counts_of_locked
from nnsim.model.effect import Effect
from nnsim.model.project import Project
from nnsim.ui.names import Names
from nnsim.ui.widgets.numbers import digits_apart, format_number
from nnsim.ui.widgets.translated import translated

translate = QCoreApplication.translate

_DIGITS = 4
_DIGITS_OF_CHANGE = 3


def counted(project: Project, cells: Cells) -> str:
    """``12 weights``; with biases among them ``12 weights and biases``."""
    n_links = cells.above(blocks(project.network)[cells.layer].n_from).size
    return translated(counted_weights(n_links, cells.size - n_links))


def block_title(project: Project, names: Names, cells: Cells) -> str:
    """``Hidden 1: 12 weights``, or ``Hidden 1: all 12 weights`` if the layer has no others."""
    told = names.layer(cells.layer), counted(project, cells)
    if cells.shape == blocks(project.network)[cells.layer].shape:
        return translate("block_words", "{0}: all {1}").format(*told)
    return translate("block_words", "{0}: {1}").format(*told)


def block_numbers(project: Project, cells: Cells, values: Array | None, quantity: str = "") -> str:
    """How many (rows, columns) weights there are, and the mean, least and greatest of the numbers shown of them.

    Parameters
    ----------
    values : ``None`` while they are not known
    quantity : what they are, if they are not the weights
    """
    rows, columns = cells.shape
    shape = f"{counted(project, cells)} ({rows} × {columns})"
    if quantity:
        shape = translate("block_words", "{0} of {1}").format(quantity, shape)
    if values is None:
        return translate("block_words", "{0}  ·  not known yet").format(shape)
    numbers = values.astype(np.float64)
    told = (float(numbers.mean()), float(numbers.min()), float(numbers.max()))
    mean, least, most = (format_number(number, _DIGITS) for number in told)
    return translate("block_words", "{0}  ·  mean {1}  ·  from {2} to {3}").format(shape, mean, least, most)


def locked_words(project: Project, cells: Cells) -> str:
    """``2 held, 1 cut``; nothing if none is."""
    n_held, n_cut = counts_of_locked(project.network, cells)
    held = translate("block_words", "{0} held").format(n_held) if n_held else ""
    cut = translate("block_words", "{0} cut").format(n_cut) if n_cut else ""
    return ", ".join(words for words in (held, cut) if words)


def stayed_words(project: Project, cells: Cells) -> str:
    """What an edit leaves alone: ``2 held, 1 cut stay``."""
    locked = locked_words(project, cells)
    if not locked:
        return ""
    is_one = sum(counts_of_locked(project.network, cells)) == 1
    said = translate("block_words", "{0} stays") if is_one else translate("block_words", "{0} stay")
    return said.format(locked)


def all_locked_words() -> str:
    """Why an edit of a block is not possible."""
    return translate("block_words", "All are held or cut: release or restore them first")


def effect_words(effect: Effect) -> str:
    """``Training loss 0.4213 → 0.435 (+0.0137) · gradient predicted +0.0131``; if there is none, that."""
    digits = digits_apart((effect.before, effect.after), format_number, _DIGITS)
    before, after = (format_number(loss, digits) for loss in (effect.before, effect.after))
    change = _signed(effect.change)
    if effect.foretold is None:
        said = translate("block_words", "Training loss {0} → {1} ({2})  ·  steps have no gradient")
        return said.format(before, after, change)
    said = translate("block_words", "Training loss {0} → {1} ({2})  ·  gradient predicted {3}")
    if not effect.is_foretold:
        said = translate(
            "block_words",
            "Training loss {0} → {1} ({2})  ·  gradient predicted {3}: a big step, which the slope alone does not tell",
        )
    return said.format(before, after, change, _signed(effect.foretold))


def effect_help(effect: Effect) -> str:
    """What exactly these numbers are."""
    told = translate(
        "block_words",
        "Training loss: the mean loss of all training samples, before and after the edit, without dropout and without "
        "L1 and L2 penalties, as in the results.",
    )
    if effect.foretold is None:
        steps = translate(
            "block_words",
            "Outputs that are steps have no slope: the perceptron rule, by which they learn, is not the gradient of "
            "any loss, and foretells nothing.",
        )
        return f"{told}\n{steps}"
    foretold = translate(
        "block_words",
        "Gradient predicted: Σ ∂L/∂w · change of w over all edited weights, with the gradient from before the edit. "
        "So much would the loss change if it went on in a straight line. The larger the change, the further the loss "
        "bends off that line.",
    )
    told = f"{told}\n{foretold}"
    if effect.every == 1:
        return told
    some = translate("block_words", "For the gradient one of {0} training samples was looked at, as there are so many.")
    return f"{told}\n{some.format(effect.every)}"


def _signed(change: float) -> str:
    return f"{'+' if change > 0 else ''}{format_number(change, _DIGITS_OF_CHANGE)}"
