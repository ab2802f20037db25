"""What is different between two projects, in words that fit into a sentence."""

from __future__ import annotations

from nnsim.model.data_differences import data_differences
from nnsim.model.network_differences import network_differences
from nnsim.model.project import Project
from nnsim.model.training_differences import training_differences
from nnsim.words import Words


def differences(one: Project, other: Project) -> tuple[Words, ...]:
    """What is different in ``other``: “learning rate 0.3 instead of 0.03”, the short first.

    Of data, network and training; names of projects and what was learnt are not compared. Layers are called as
    on the screen: “Hidden 1: 8 neurons instead of 4”. A parameter that is not set is the same as one that is set to
    its usual value, and layers that only have other keys are the same. In the context ``differences``.
    """
    found = (
        *training_differences(one.training, other.training),
        *network_differences(one.network, other.network),
        *data_differences(one.data, other.data),
    )
    return tuple(sorted(found, key=len))
