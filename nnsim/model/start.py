"""Projects to begin with."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from nnsim.data.named import named_data
from nnsim.data.prepare import Prepared, prepare
from nnsim.data.spec import DataSpec
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.spec import Choice, DType, LayerSpec, TrainSpec
from nnsim.model.budget import check_room
from nnsim.model.fitting import IDENTITY, new_network, suited_output
from nnsim.model.problems import check, check_stop_suits
from nnsim.model.project import Project

TANH = Choice("tanh")
USUAL_HIDDEN: Final = (8, 8)
USUAL_TRAINING: Final = TrainSpec(optimizer=Choice("adam"), learning_rate=0.03, batch_size=10)
"""With these any data are begun, in the window, with ``nnsim new`` and ``nnsim import``, unless somebody says else."""
RECTIFIERS = ("relu", "leaky_relu", "elu", "gelu", "silu")


def suited_initializer(activation: Choice) -> Choice:
    """The usual rule for first weights in front of an activation: He's where about half of what comes in is cut off."""
    return Choice("he_normal" if activation.name in RECTIFIERS else "xavier_normal")


def suited_activation(loss: Choice) -> Choice | None:
    """What the output layer must be for a loss that the usual one for the task does not go with."""
    return IDENTITY if LOSSES.build(loss).class_labels is not None else None


def new_project(
    name: str,
    data: DataSpec,
    hidden: tuple[int | LayerSpec, ...],
    *,
    activation: Choice = TANH,
    output_activation: Choice | None = None,
    initializer: Choice | None = None,
    training: TrainSpec | None = None,
    loss: Choice | None = None,
    dtype: DType = "float64",
    picture: tuple[int, int, int] | None = None,
    prepared: Prepared | None = None,
) -> Project:
    """A project whose network fits its data: the given hidden layers and an output layer for the task.

    Parameters
    ----------
    hidden : sizes of dense layers, which get ``activation`` and ``initializer``, or whole layers
    picture : (channels, height, width) of the inputs, if they are one
    prepared : the data, if they have been prepared already

    Raises
    ------
    InputError : if the data cannot be prepared, or the parts make no sense together
    """
    prepared = prepared if prepared is not None else prepare(data)
    rule = initializer or suited_initializer(activation)
    layers = tuple(
        size if isinstance(size, LayerSpec) else LayerSpec(size, activation, initializer=rule) for size in hidden
    )
    network = replace(new_network(prepared, layers, picture), dtype=dtype)
    last = len(network.layers) - 1
    if output_activation is None and loss is not None:
        output_activation = suited_activation(loss)
    if output_activation is not None:
        network = network.with_layer(last, replace(network.output, activation=output_activation))
    if initializer is not None:
        network = network.with_layer(last, replace(network.output, initializer=initializer))
    training = replace(training or TrainSpec(), loss=loss or suited_output(prepared)[1])
    check(network, training)
    check_stop_suits(training.stop, prepared.dataset.task)
    check_room(data, network, training)
    return Project(name, data, network, training)


def first_project() -> Project:
    """What the window shows at the first start: two spirals and a network that can learn them in seconds."""
    return new_project(
        "spiral",
        named_data("spiral"),
        USUAL_HIDDEN,
        training=replace(USUAL_TRAINING, batch_size=40),
    )
