"""What the model finds impossible about the project in a file, refused at its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from nnsim.data.dataset import Task
from nnsim.engine.spec import NetworkSpec, TrainSpec
from nnsim.errors import ProjectFileError, SpecError
from nnsim.model.layer_problems import marks, misplaced
from nnsim.model.problems import check, check_network, check_stop_suits
from nnsim.storage.fields import place
from nnsim.storage.refusals import refusal

_CODES = {
    "spec.layers": "out_of_range",
    "spec.too_many_parameters": "out_of_range",
    "spec.no_such_place": "out_of_range",
    "spec.places_order": "mismatch",
    "spec.keys": "mismatch",
    "spec.picture_and_inputs": "mismatch",
}
"""What a file calls by the name that it has for every number out of range and for all that does not fit together."""

_IN_NETWORK = {"network": "", "layers": "/layers", "picture": "/picture"}
_IN_TRAINING = {"loss": "/loss", "batch size": "/batch_size", "stop, accuracy": "/stop/accuracy"}
_LAYER = re.compile(r"layer (\d+)(?:, (\w+))?")


def check_project(network: NetworkSpec, training: TrainSpec, task: Task, pointer: str = "") -> None:
    """Refuse a network and its training, within ``pointer``, unless they can be built and edited for such a task."""
    with _judged(network, f"{pointer}/network", f"{pointer}/training"):
        check(network, training)
        check_stop_suits(training.stop, task)


def check_own_network(network: NetworkSpec, pointer: str) -> None:
    """Refuse a network that stands by itself at ``pointer``, as that of a checkpoint does."""
    with _judged(network, pointer):
        check_network(network)


def refused(error: SpecError, pointer: str) -> ProjectFileError:
    """The refusal of a file for what is impossible about the project in it."""
    code = _CODES.get(error.code, error.code.removeprefix("spec."))
    return refusal(code, error.message, where=place(pointer), hint=error.hint or "Ask for the file again.")


@contextmanager
def _judged(network: NetworkSpec, pointer: str, training: str = "/training") -> Iterator[None]:
    try:
        yield
    except SpecError as error:
        raise refused(error, _pointer(error.where, network, pointer, training)) from error


def _pointer(where: str, network: NetworkSpec, pointer: str, training: str) -> str:
    """The place that the model names in words, as a JSON pointer."""
    if where in _IN_TRAINING:
        return f"{training}{_IN_TRAINING[where]}"
    if where == "output layer":
        return f"{pointer}/layers/{len(network.layers) - 1}"
    layer = _LAYER.fullmatch(where)
    if layer is None:
        return pointer + _IN_NETWORK.get(where, "")
    index, name = int(layer[1]) - 1, layer[2]
    holder = f"{pointer}/layers/{index}"
    return f"{holder}/{name}{_steps(network, index, name)}" if name in ("held", "cut", "muted") else holder


def _steps(network: NetworkSpec, index: int, name: str) -> str:
    """The way from a list of single weights or neurons to the one that is wrong."""
    places, shape = marks(network.layers[index], network.shapes[index])[name]
    found = misplaced(places, shape)
    if found is None:
        return ""
    number, axis = found
    return f"/{number}" if axis is None or name == "muted" else f"/{number}/{axis}"
