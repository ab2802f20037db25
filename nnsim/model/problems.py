"""What is impossible about a project, said before anything is computed."""

from __future__ import annotations

from nnsim.engine.activations import Softmax
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.settings import BATCH_SIZE, L1, L2, LAYER_SIZE, LEARNING_RATE, SEED
from nnsim.engine.spec import NetworkSpec, TrainSpec
from nnsim.errors import SpecError
from nnsim.model.budget import check_network_size

MAX_LAYERS = 1000


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
            f"A network needs from 1 to {MAX_LAYERS} layers, and this one has {len(network.layers)}.",
            where="network",
        )
    if network.n_inputs < 1:
        raise SpecError("spec.inputs", "The network has no inputs.", where="network", hint="Choose at least one input.")
    for number, layer in enumerate(network.layers, 1):
        where = f"layer {number}"
        LAYER_SIZE.check(layer.size, where)
        ACTIVATIONS.check(layer.activation, f"{where}, activation")
        INITIALIZERS.check(layer.initializer, f"{where}, initializer")
    check_network_size(network)
    if len({layer.key for layer in network.layers}) < len(network.layers):
        raise SpecError("spec.keys", "Two layers have the same key.", where="network")


def check_training(training: TrainSpec) -> None:
    """Raise ``SpecError`` unless every setting is in its range."""
    LOSSES.check(training.loss, "loss")
    OPTIMIZERS.check(training.optimizer, "optimizer")
    LEARNING_RATE.check(training.learning_rate, "learning rate")
    L1.check(training.l1, "L1 penalty")
    L2.check(training.l2, "L2 penalty")
    SEED.check(training.seed, "seed")
    if training.batch_size is not None:
        BATCH_SIZE.check(training.batch_size, "batch size")


def _check_pair(network: NetworkSpec, training: TrainSpec) -> None:
    output = ACTIVATIONS.build(network.output.activation)
    LOSSES.build(training.loss).suited_to(output)
    if isinstance(output, Softmax) and network.output.size == 1:
        raise SpecError(
            "spec.softmax_needs_two",
            "Softmax shares 1 among the outputs, so a single output would always be 1.",
            where="output layer",
            hint="Choose sigmoid for one output.",
        )
