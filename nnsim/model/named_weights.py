"""The weights of a network by the names that files give them (W1, b1, W2, …), and the edit that puts them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from nnsim.engine.parameters import Array, blocks
from nnsim.engine.snapshot import frozen
from nnsim.engine.spec import NetworkSpec
from nnsim.errors import InputError
from nnsim.model.change import Change, Edited, Part
from nnsim.model.layer_names import layer_name
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP, Words

UNCHANGED = QT_TRANSLATE_NOOP("errors", "The weights are as they were.")
"""What is said of every refusal to put weights in."""


def named_weights(network: NetworkSpec, parameters: Array) -> dict[str, Array]:
    """Views of all weights and biases, and of what normalisation learns and remembers, by name.

    ``W1`` (from, to) and ``b1`` (to,) are those of the first layer; ``g1`` its gains, ``m1`` and ``v1`` the means and
    variances that it remembers. Links that are no weights have no name.
    """
    found: dict[str, Array] = {}
    for number, (block, layer) in enumerate(zip(blocks(network), network.layers, strict=True), 1):
        if layer.has_weights:
            found[f"W{number}"] = block.weights(parameters)
        biases = block.biases(parameters)
        if biases is not None:
            found[f"b{number}"] = biases
        found |= {f"{name}{number}": row for name, row in zip("gmv", block.normalization(parameters), strict=False)}
    return found


def put_named_weights(project: Project, new: Mapping[str, Array], where: str) -> Edited:
    """Put weights in by name, also those that are held; what is not named stays. The counters and the record stay, too.

    The project's checkpoint must be the weights as they are now.

    Parameters
    ----------
    where : what they are from, for refusals

    Raises
    ------
    InputError : ``weights.shape``, ``weights.too_large``, ``weights.cut``, ``weights.variance``
    """
    checkpoint = project.checkpoint
    if checkpoint is None:
        raise ValueError("weights can only be put into a project that holds them")
    parameters = checkpoint.parameters.copy()
    matrices = named_weights(project.network, parameters)
    most = float(np.finfo(parameters.dtype).max)
    for name, matrix in new.items():
        if name not in matrices or matrix.shape != matrices[name].shape:
            raise _misfit(name, matrix, matrices, where)
        if not (np.abs(matrix) <= most).all():
            message = Words(QT_TRANSLATE_NOOP("errors", "{0} holds a number that is too large for the network."), name)
            raise InputError("weights.too_large", message, where=where, unchanged=UNCHANGED)
        matrices[name][...] = matrix
    _check_possible(project.network, matrices, where)
    if not np.array_equal(parameters, checkpoint.parameters):
        checkpoint = replace(checkpoint, parameters=frozen(parameters))
    change = Change(frozenset({Part.WEIGHTS}), QT_TRANSLATE_NOOP("edits", "weights from a file"))
    return Edited(replace(project, checkpoint=checkpoint), change)


def _check_possible(network: NetworkSpec, matrices: Mapping[str, Array], where: str) -> None:
    """Refuse a weight for a link that is cut, and a variance below 0."""
    for number, layer in enumerate(network.layers, 1):
        for row, column in layer.cut:
            if matrices[f"W{number}"][row, column] != 0.0:
                message = QT_TRANSLATE_NOOP(
                    "errors", "The link {0} → {1} in {2} is cut, so its weight in {3} can only be 0."
                )
                raise InputError(
                    "weights.cut",
                    Words(message, row + 1, column + 1, layer_name(network, number - 1), f"W{number}"),
                    where=where,
                    hint=QT_TRANSLATE_NOOP("errors", "Give a 0 there, or restore the link first."),
                    unchanged=UNCHANGED,
                )
        if layer.normalize and (matrices[f"v{number}"] < 0.0).any():
            message = QT_TRANSLATE_NOOP("errors", "{0} holds a number below 0, which no variance is.")
            raise InputError("weights.variance", Words(message, f"v{number}"), where=where, unchanged=UNCHANGED)


def _misfit(name: str, matrix: Array, known: Mapping[str, Array], where: str) -> InputError:
    if name not in known:
        message = Words(QT_TRANSLATE_NOOP("errors", "The network has no {0}."), name)
        hint: str = Words(QT_TRANSLATE_NOOP("errors", "It has: {0}."), ", ".join(known))
    else:
        shapes = (" × ".join(map(str, array.shape)) for array in (matrix, known[name]))
        message = Words(QT_TRANSLATE_NOOP("errors", "{0} is {1}, but the network's is {2}."), name, *shapes)
        hint = QT_TRANSLATE_NOOP("errors", "Rows are from-neurons, columns to-neurons.")
    return InputError("weights.shape", message, where=where, hint=hint, unchanged=UNCHANGED)
