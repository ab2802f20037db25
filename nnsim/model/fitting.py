"""Making the network's ends fit the data: as many inputs as features, an output layer that suits the task."""

from __future__ import annotations

from dataclasses import replace

from nnsim.data.dataset import Dataset, Numbers, Task
from nnsim.data.prepare import Prepared
from nnsim.data.spec import DataSpec, DrawnSource, ToySource
from nnsim.data.toys import toy_called
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.errors import Clash, SpecError
from nnsim.model.graft import refitted
from nnsim.model.problems import picture_and_inputs
from nnsim.words import QT_TRANSLATE_NOOP, Words

SIGMOID, SOFTMAX, IDENTITY = Choice("sigmoid"), Choice("softmax"), Choice("identity")


def task_of(data: DataSpec) -> Task:
    """What is to be learnt from the data, without preparing them. Inputs that are to come out are quantities."""
    if data.goal == "reconstruct":
        return "regression"
    if isinstance(data.source, DrawnSource):
        return "classification" if data.source.classes else "regression"
    return toy_called(data.source.kind).task if isinstance(data.source, ToySource) else data.source.task


def n_outputs(dataset: Dataset) -> int:
    """One output for two classes or one quantity; one for each class if there are more."""
    if dataset.task == "regression":
        return len(dataset.target_names)
    return 1 if len(dataset.classes) <= 2 else len(dataset.classes)


def outputs_and_data(size: int, dataset: Dataset) -> Clash:
    """So many outputs, and what they should tell."""
    outputs = (
        QT_TRANSLATE_NOOP("errors", "1 output")
        if size == 1
        else Words(QT_TRANSLATE_NOOP("errors", "{0} outputs"), size)
    )
    if dataset.classes:
        return Clash(outputs, Words(QT_TRANSLATE_NOOP("errors", "{0} classes"), len(dataset.classes)))
    n_targets = len(dataset.target_names)
    one = QT_TRANSLATE_NOOP("errors", "1 quantity to predict")
    many = Words(QT_TRANSLATE_NOOP("errors", "{0} quantities to predict"), n_targets)
    return Clash(outputs, one if n_targets == 1 else many)


def suited_output(prepared: Prepared) -> tuple[Choice, Choice]:
    """The usual activation of the output layer and the usual loss for the task.

    Inputs that are to come out, and all lie between 0 and 1, are what a sigmoid can say; so are bits.
    """
    dataset = prepared.dataset
    if dataset.is_code and not prepared.is_reconstruction:
        return SIGMOID, Choice("cross_entropy")
    if dataset.task == "regression":
        are_shares = prepared.is_reconstruction and _lie_between_0_and_1(prepared.train_targets)
        return (SIGMOID if are_shares else IDENTITY), Choice("mse")
    return (SIGMOID if n_outputs(dataset) == 1 else SOFTMAX), Choice("cross_entropy")


def _lie_between_0_and_1(numbers: Numbers) -> bool:
    return bool(((numbers >= 0.0) & (numbers <= 1.0)).all())


def fitted(
    network: NetworkSpec, training: TrainSpec, prepared: Prepared, *, same_task: bool
) -> tuple[NetworkSpec, TrainSpec]:
    """Network and training with ends that fit the data.

    The output's activation and the loss are kept if the task is the same and still has as many outputs. A quantity has
    no accuracy, so training does not wait for one.

    Raises
    ------
    SpecError : if the network takes a picture and the new inputs are more or fewer than its pixels
    """
    dataset, n_inputs = prepared.dataset, len(prepared.input_names)
    _check_picture(network, n_inputs)
    size = n_outputs(dataset)
    output = network.output
    if not (same_task and output.size == size):
        activation, loss = suited_output(prepared)
        output = replace(output, size=size, activation=activation)
        training = replace(training, loss=loss)
    if dataset.task == "regression" and training.stop.accuracy is not None:
        training = replace(training, stop=replace(training.stop, accuracy=None))
    layers = (*network.layers[:-1], output)
    return refitted(network, replace(network, n_inputs=n_inputs, layers=layers)), training


def with_hidden(network: NetworkSpec, sizes: tuple[int, ...]) -> NetworkSpec:
    """Dense hidden layers of these sizes instead of those that there are, else like the first dense one of them."""
    like = next((layer for layer in network.layers[:-1] if layer.kind == "dense"), LayerSpec(1))
    like = replace(like, frozen=False, held=(), cut=(), muted=())
    last = max(layer.key for layer in network.layers)
    hidden = tuple(replace(like, size=size, key=last + place) for place, size in enumerate(sizes, 1))
    return replace(network, layers=(*hidden, network.output), picture=None)


def _check_picture(network: NetworkSpec, n_inputs: int) -> None:
    if network.picture is None or n_inputs == network.n_inputs:
        return
    raise SpecError(
        "spec.needs_picture",
        Words(
            QT_TRANSLATE_NOOP(
                "errors", "Layer 1 takes a picture of {0} × {1} × {2}, but the data would have {3} inputs."
            ),
            *network.picture,
            f"{n_inputs:,}",
        ),
        where="layer 1",
        clash=picture_and_inputs(network.picture, n_inputs),
        hint=QT_TRANSLATE_NOOP(
            "errors",
            "Remove the layers that take a picture first, or choose data with as many inputs as it has pixels.",
        ),
    )


def new_network(
    prepared: Prepared, hidden: tuple[LayerSpec, ...], picture: tuple[int, int, int] | None = None
) -> NetworkSpec:
    """Hidden layers as given, and an output layer that suits the task."""
    output = LayerSpec(n_outputs(prepared.dataset), suited_output(prepared)[0])
    layers = tuple(replace(layer, key=key) for key, layer in enumerate((*hidden, output), 1))
    return NetworkSpec(len(prepared.input_names), layers, picture=picture)
