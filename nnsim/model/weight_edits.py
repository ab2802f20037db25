"""Edits of many weights at once: of a block of one layer, or of all there are.

The project's checkpoint must be the weights as they are now. What is held or cut stays as it is. Numbers outside of
what the network's floats can hold are refused as a whole, so that an edit is done to all of its weights or to none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.first_weights import fan_to
from nnsim.engine.parameters import Array, trainable
from nnsim.engine.snapshot import Checkpoint, frozen
from nnsim.engine.spec import Choice
from nnsim.errors import SpecError
from nnsim.model.cells import Cells, block_of, counted_weights, free
from nnsim.model.change import Change, Edited, Part
from nnsim.model.graft import Mask
from nnsim.model.layer_names import layer_name
from nnsim.model.project import Project
from nnsim.model.written import written
from nnsim.words import QT_TRANSLATE_NOOP

_OF_ANY_NUMBER: Final = ("normal", "uniform", "constant", "zero")
"""Rules that do not ask how many links meet, so that they suit a bias as well."""


def scale_weights(project: Project, cells: Cells, factor: float) -> Edited:
    """Multiply a block by a factor."""
    label = QT_TRANSLATE_NOOP("edits", "{0}: {1} scaled by {2}")
    with _told_when_it_is_put():
        scaled = _now(project, cells) * factor
    return _put(project, cells, scaled, label, written(factor))


def add_to_weights(project: Project, cells: Cells, amount: float) -> Edited:
    """Add an amount, which may be negative, to a block."""
    label = QT_TRANSLATE_NOOP("edits", "{0}: {1} − {2}") if amount < 0 else QT_TRANSLATE_NOOP("edits", "{0}: {1} + {2}")
    with _told_when_it_is_put():
        moved = _now(project, cells) + amount
    return _put(project, cells, moved, label, written(abs(amount)))


def fill_weights(project: Project, cells: Cells, value: float) -> Edited:
    """Set a block to one number."""
    label = QT_TRANSLATE_NOOP("edits", "{0}: {1} = {2}")
    return _put(project, cells, np.full(cells.shape, value), label, written(value))


def put_block(project: Project, cells: Cells, values: Array) -> Edited:
    """Set a block to (rows, columns) numbers, as they were pasted."""
    return _put(project, cells, values, QT_TRANSLATE_NOOP("edits", "{0}: {1} pasted"))


def draw_weights(project: Project, cells: Cells, rule: Choice, seed: int) -> Edited:
    """Draw a block anew by a rule for first weights.

    It is that part of the layer which the rule gives the whole layer: with the seed and the rule of the project these
    are its first weights. Biases become 0, as at every start; a rule with a spread of its own also draws them.
    """
    block = block_of(project, cells)
    rule_at_work = INITIALIZERS.build(rule, f"layer {cells.layer + 1}, initializer")
    n_drawn = block.shape[0] if rule.name in _OF_ANY_NUMBER else block.n_from
    rng = np.random.default_rng([seed, cells.layer])
    drawn = np.zeros(block.shape)
    drawn[:n_drawn] = rule_at_work.weights(rng, n_drawn, block.n_to, fan_to(project.network.layers[cells.layer]))
    label = QT_TRANSLATE_NOOP("edits", "{0}: {1} drawn anew, {2}, seed {3}")
    return _put(project, cells, cells.of(drawn), label, INITIALIZERS.called(rule.name), str(seed))


def put_weights(project: Project, parameters: Array, which: Mask | None = None) -> Edited:
    """Put all weights that training may change to (n_parameters,) ``parameters``, a place of the map of the loss.

    Parameters
    ----------
    which : (n_parameters,) of these weights only; ``None`` of all

    Raises
    ------
    SpecError : ``edit.weight_not_finite`` if the numbers are too large for the network
    """
    checkpoint = _checkpoint(project)
    if parameters.shape != checkpoint.parameters.shape:
        raise ValueError("weights can only be put into a project that holds as many")
    for mask in (which, trainable(project.network)):
        if mask is not None:
            parameters = np.where(mask, parameters, checkpoint.parameters)
    if not _are_possible(project, parameters):
        raise _not_finite("weights")
    put = frozen(parameters.astype(checkpoint.parameters.dtype))
    change = Change(frozenset({Part.WEIGHTS}), QT_TRANSLATE_NOOP("edits", "weights put on the map of the loss"))
    return Edited(replace(project, checkpoint=replace(checkpoint, parameters=put)), change)


def _put(project: Project, cells: Cells, values: Array, label: str, *words: str) -> Edited:
    """The project with (rows, columns) ``values`` where they may change something.

    Raises
    ------
    SpecError : ``edit.no_such_weight``, ``edit.all_locked``, ``edit.weight_not_finite``
    """
    checkpoint = _checkpoint(project)
    block, mask = block_of(project, cells), free(project.network, cells)
    where = f"layer {cells.layer + 1}"
    if not mask.any():
        raise SpecError(
            "edit.all_locked",
            QT_TRANSLATE_NOOP("errors", "All of these weights are held or cut, so none was changed."),
            where=where,
            hint=QT_TRANSLATE_NOOP("errors", "Release or restore them first."),
        )
    if not _are_possible(project, values[mask]):
        raise _not_finite(where)
    parameters = checkpoint.parameters.copy()
    cells.put_into(block.matrix(parameters), values, mask)
    if np.array_equal(parameters, checkpoint.parameters):
        parameters = checkpoint.parameters
    n_biases = int(mask[np.array(cells.rows) == block.n_from].sum())
    what = counted_weights(int(mask.sum()) - n_biases, n_biases)
    change = Change(frozenset({Part.WEIGHTS}), label, (layer_name(project.network, cells.layer), what, *words))
    return Edited(_with(project, checkpoint, parameters), change)


def _with(project: Project, checkpoint: Checkpoint, parameters: Array) -> Project:
    """The very same if they are: then nothing was edited."""
    if parameters is checkpoint.parameters:
        return project
    return replace(project, checkpoint=replace(checkpoint, parameters=frozen(parameters)))


def _now(project: Project, cells: Cells) -> Array:
    """(rows, columns) as they are, in float64: what comes of them is rounded once."""
    block = block_of(project, cells)
    return cells.of(block.matrix(_checkpoint(project).parameters)).astype(np.float64)


def _told_when_it_is_put() -> np.errstate:
    """Of numbers that are not finite no warning: ``_put`` refuses them."""
    return np.errstate(over="ignore", invalid="ignore")


def _checkpoint(project: Project) -> Checkpoint:
    if project.checkpoint is None:
        raise ValueError("weights can only be edited in a project that holds them")
    return project.checkpoint


def _are_possible(project: Project, values: Array) -> bool:
    return bool((np.abs(values) <= float(np.finfo(project.network.dtype).max)).all())


def _not_finite(where: str) -> SpecError:
    message = QT_TRANSLATE_NOOP("errors", "A weight must be a number within range.")
    return SpecError("edit.weight_not_finite", message, where=where)
