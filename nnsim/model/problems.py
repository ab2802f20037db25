"""What is impossible about a project, said before anything is computed."""

from __future__ import annotations

from math import prod

from nnsim.data.dataset import Task
from nnsim.engine.activations import Softmax
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.catalog.settings import (
    BATCH_SIZE,
    CLIP_NORM,
    L1,
    L2,
    LEARNING_RATE,
    SEED,
    STOP_ACCURACY,
    STOP_EPOCHS,
    STOP_LOSS,
    STOP_PATIENCE,
    STOP_SECONDS,
)
from nnsim.engine.spec import NetworkSpec, StopSpec, TrainSpec
from nnsim.errors import Clash, SpecError
from nnsim.model.budget import check_network_size
from nnsim.model.layer_problems import MAX_PLACES, check_layer, check_output, check_places
from nnsim.words import QT_TRANSLATE_NOOP, Words

MAX_LAYERS = 1000

STOPS = {
    "epochs": STOP_EPOCHS,
    "loss": STOP_LOSS,
    "accuracy": STOP_ACCURACY,
    "seconds": STOP_SECONDS,
    "patience": STOP_PATIENCE,
}
"""The range of each field of a ``StopSpec``."""


def check(network: NetworkSpec, training: TrainSpec) -> None:
    """Raise ``SpecError`` at the first thing that cannot be built, naming the layer or setting and a remedy."""
    check_network(network)
    check_training(training)
    _check_pair(network, training)


def check_network(network: NetworkSpec) -> None:
    """Raise ``SpecError`` unless every layer is possible."""
    if not 1 <= len(network.layers) <= MAX_LAYERS:
        raise SpecError(
            "spec.layers",
            Words(
                QT_TRANSLATE_NOOP("errors", "A network needs from 1 to {0} layers, and this one has {1}."),
                MAX_LAYERS,
                len(network.layers),
            ),
            where="layers",
        )
    if network.n_inputs < 1:
        raise SpecError(
            "spec.inputs",
            QT_TRANSLATE_NOOP("errors", "The network has no inputs."),
            where="network",
            hint=QT_TRANSLATE_NOOP("errors", "Choose at least one input."),
        )
    for number, layer in enumerate(network.layers, 1):
        check_layer(layer, f"layer {number}")
    _check_picture(network)
    check_output(network.output)
    for number, (layer, shape) in enumerate(zip(network.layers, network.shapes, strict=False), 1):
        check_places(layer, shape, f"layer {number}")
    check_network_size(network)
    if sum(len(layer.held) + len(layer.cut) for layer in network.layers) > MAX_PLACES:
        raise SpecError(
            "spec.too_many_places",
            Words(
                QT_TRANSLATE_NOOP("errors", "At most {0} single weights of a network can be held or cut."),
                f"{MAX_PLACES:,}",
            ),
            where="network",
            hint=QT_TRANSLATE_NOOP("errors", "Freeze a whole layer instead."),
        )
    if len({layer.key for layer in network.layers}) < len(network.layers):
        raise SpecError("spec.keys", QT_TRANSLATE_NOOP("errors", "Two layers have the same key."), where="layers")


def picture_and_inputs(picture: tuple[int, int, int], n_inputs: int) -> Clash:
    """A picture that has more or fewer pixels than there are inputs."""
    return Clash(
        Words(QT_TRANSLATE_NOOP("errors", "picture {0} × {1} × {2} = {3} pixels"), *picture, f"{prod(picture):,}"),
        QT_TRANSLATE_NOOP("errors", "1 input")
        if n_inputs == 1
        else Words(QT_TRANSLATE_NOOP("errors", "{0} inputs"), f"{n_inputs:,}"),
    )


def _check_picture(network: NetworkSpec) -> None:
    if network.picture is None:
        return
    words, n_pixels = " × ".join(map(str, network.picture)), prod(network.picture)
    if min(network.picture) < 1:
        raise SpecError(
            "spec.picture",
            Words(QT_TRANSLATE_NOOP("errors", "A picture of {0} has no pixels."), words),
            where="picture",
        )
    if n_pixels != network.n_inputs:
        raise SpecError(
            "spec.picture_and_inputs",
            Words(
                QT_TRANSLATE_NOOP("errors", "A picture of {0} has {1} pixels, but the network has {2} inputs."),
                words,
                f"{n_pixels:,}",
                f"{network.n_inputs:,}",
            ),
            where="picture",
            hint=QT_TRANSLATE_NOOP("errors", "Channels times height times width must be the number of inputs."),
            clash=picture_and_inputs(network.picture, network.n_inputs),
        )


def check_training(training: TrainSpec) -> None:
    """Raise ``SpecError`` unless every setting is in its range."""
    LOSSES.check(training.loss, "loss")
    OPTIMIZERS.check(training.optimizer, "optimizer")
    LEARNING_RATE.check(training.learning_rate, "learning rate")
    SCHEDULES.check(training.schedule, "schedule")
    L1.check(training.l1, "L1 penalty")
    L2.check(training.l2, "L2 penalty")
    SEED.check(training.seed, "seed")
    CLIP_NORM.check(training.clip_norm, "longest gradient")
    if training.batch_size is not None:
        BATCH_SIZE.check(training.batch_size, "batch size")
    check_batch_suits(training)
    check_stop(training.stop)


def check_stop(stop: StopSpec) -> None:
    """Raise ``SpecError`` unless every limit that is set is in its range."""
    for name, value in stop.limits().items():
        STOPS[name].check(value, f"stop, {name}")


def check_stop_suits(stop: StopSpec, task: Task) -> None:
    """Raise ``SpecError`` if training is to wait for something that data of this task do not have."""
    if task == "regression" and stop.accuracy is not None:
        raise SpecError(
            "spec.no_accuracy",
            QT_TRANSLATE_NOOP(
                "errors", "A predicted quantity is close or far, not right or wrong: there is no accuracy to stop at."
            ),
            where="stop, accuracy",
            clash=Clash(
                QT_TRANSLATE_NOOP("errors", "stop at accuracy"), QT_TRANSLATE_NOOP("errors", "a quantity to predict")
            ),
            hint=QT_TRANSLATE_NOOP("errors", "Stop at a loss instead."),
        )


def check_batch_suits(training: TrainSpec) -> None:
    """Raise ``SpecError`` if the optimizer cannot learn from batches of this size."""
    if training.optimizer.name == "rprop" and training.batch_size is not None:
        raise SpecError(
            "spec.rprop_needs_full_batch",
            QT_TRANSLATE_NOOP(
                "errors",
                "Rprop compares the signs of one gradient and the next, so each step must look at all samples.",
            ),
            where="batch size",
            clash=Clash(
                OPTIMIZERS.called("rprop"),
                Words(QT_TRANSLATE_NOOP("errors", "batches of {0}"), f"{training.batch_size:,}"),
            ),
            hint=QT_TRANSLATE_NOOP("errors", "Choose all samples as batch size, or another optimizer."),
        )


def _check_pair(network: NetworkSpec, training: TrainSpec) -> None:
    output = ACTIVATIONS.build(network.output.activation)
    activation = ACTIVATIONS.called(network.output.activation.name)
    try:
        LOSSES.build(training.loss).suited_to(output)
    except SpecError as error:
        loss = LOSSES.called(training.loss.name)
        error.clash = Clash(
            Words(QT_TRANSLATE_NOOP("errors", "loss: {0}"), loss),
            Words(QT_TRANSLATE_NOOP("errors", "output: {0}"), activation),
        )
        if error.code == "spec.hinge_needs_both_signs":
            low, high = (f"{bound:g}".replace("-", "−").replace("inf", "∞") for bound in output.bounds)
            error.clash = Clash(
                Words(QT_TRANSLATE_NOOP("errors", "{0}: from {1} to {2}"), loss, "−1", "1"),
                Words(QT_TRANSLATE_NOOP("errors", "{0}: from {1} to {2}"), activation, low, high),
            )
        raise
    if isinstance(output, Softmax) and network.output.size == 1:
        raise SpecError(
            "spec.softmax_needs_two",
            QT_TRANSLATE_NOOP("errors", "Softmax shares 1 among the outputs, so a single output would always be 1."),
            where="output layer",
            hint=QT_TRANSLATE_NOOP("errors", "Choose sigmoid for one output."),
            clash=Clash(activation, QT_TRANSLATE_NOOP("errors", "1 output")),
        )
