"""Edits of all weights at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import frozen
from nnsim.errors import SpecError
from nnsim.model.change import Change, Edited, Part
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP


def put_weights(project: Project, parameters: Array) -> Edited:
    """Put all weights to (n_parameters,) ``parameters``, a place of the map of the loss.

    Raises
    ------
    SpecError : ``edit.weight_not_finite`` if the numbers are too large for the network
    """
    checkpoint = project.checkpoint
    if checkpoint is None or parameters.shape != checkpoint.parameters.shape:
        raise ValueError("weights can only be put into a project that holds as many")
    if not (np.abs(parameters) <= float(np.finfo(project.network.dtype).max)).all():
        raise SpecError(
            "edit.weight_not_finite",
            QT_TRANSLATE_NOOP("errors", "A weight must be a number within range."),
            where="weights",
        )
    put = frozen(parameters.astype(checkpoint.parameters.dtype))
    change = Change(frozenset({Part.WEIGHTS}), QT_TRANSLATE_NOOP("edits", "weights put on the map of the loss"))
    return Edited(replace(project, checkpoint=replace(checkpoint, parameters=put)), change)
