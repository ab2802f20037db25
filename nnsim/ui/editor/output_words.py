"""Why the output layer is as it is: so many neurons, this activation, and what the loss makes of the answer."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from nnsim.data.wording import listed
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.session.session import Session
from nnsim.ui.names import Names
from nnsim.ui.plots.marks import class_name
from nnsim.ui.widgets.numbers import format_number

translate = QCoreApplication.translate

_NAMED = 4
"""More classes than these are counted, not listed."""


def why_this_output(session: Session, names: Names) -> str:
    """All of it, a line for each."""
    return "\n".join((why_so_many(names), why_this_activation(session, names), what_the_loss_asks(session, names)))


def why_so_many(names: Names) -> str:
    """What the number of outputs follows from."""
    size, classes = names.network.output.size, names.classes
    if names.is_copy:
        said = translate(
            "output_words",
            "{0} outputs, one for each input: they are to be the same numbers again. The data decide that, so it "
            "cannot be changed here.",
        )
        return said.format(size)
    if len(classes) == 2:
        return _of_two(size, classes)
    if classes and size == 1:
        return translate(
            "output_words",
            "One output, because there is one class. The data decide that, so it cannot be changed here.",
        )
    if classes:
        said = translate(
            "output_words", "{0} outputs, one for each class ({1}). The data decide that, so it cannot be changed here."
        )
        return said.format(size, _named(classes))
    if size == 1:
        return translate(
            "output_words",
            "One output, because one number is to be predicted. The data decide that, so it cannot be changed here.",
        )
    said = translate(
        "output_words",
        "{0} outputs, one for each number to predict. The data decide that, so it cannot be changed here.",
    )
    return said.format(size)


def _of_two(size: int, classes: tuple[str, ...]) -> str:
    """Two classes leave a choice, and it is the only one about the number of outputs."""
    if size == 1:
        return translate(
            "output_words",
            "One output, because there are two classes: one number is enough to say which of the two. "
            "Two outputs with softmax would do as well: press + below the layer.",
        )
    said = translate(
        "output_words",
        "{0} outputs, one for each class ({1}). One output with sigmoid would do as well: press − below the layer.",
    )
    return said.format(size, _named(classes))


def why_this_activation(session: Session, names: Names) -> str:
    """What the outputs can say, and how to read it."""
    output, loss = names.network.output, session.project.training.loss
    name, single = output.activation.name, output.size == 1
    label = _capital(translate("catalog", ACTIVATIONS.entry(name).label))
    if not names.classes:
        return _of_quantity(label, *ACTIVATIONS.build(output.activation).bounds)
    first, second = _two(names)
    if name == "softmax":
        return translate(
            "output_words",
            "Softmax turns the answers into shares that add up to 1: each is the probability of its class.",
        )
    if name == "sigmoid" and single:
        said = translate(
            "output_words",
            "Sigmoid squeezes it between 0 and 1: the probability of {1}. At 0.8 that is 80 %, and 20 % for {0}.",
        )
        return said.format(first, second)
    if not single:
        said = translate("output_words", "{0}: each class gets a number of its own, and the largest one wins.")
        return said.format(label)
    middle = format_number(sum(session.class_ends) / 2.0, 2)
    if LOSSES.build(loss).class_labels is not None:
        said = translate(
            "output_words", "{0}: any number can come out, and its sign decides. Above 0 means {2}, below 0 {1}."
        )
        return said.format(label, first, second)
    said = translate("output_words", "{0}: an answer above {3} means {2}, one below it {1}.")
    return said.format(label, first, second, middle)


def _of_quantity(label: str, low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        said = translate("output_words", "{0}: the answer may be any number, as large or small as it takes.")
        return said.format(label)
    if math.isinf(high):
        said = translate("output_words", "{0}: no answer lies below {1}. That fits only if none has to.")
        return said.format(label, format_number(low, 2))
    said = translate("output_words", "{0}: all answers lie from {1} to {2}. That fits only if none has to lie beyond.")
    return said.format(label, format_number(low, 2), format_number(high, 2))


def what_the_loss_asks(session: Session, names: Names) -> str:
    """What the loss compares the answer with, and when it is small."""
    loss = session.project.training.loss
    label = translate("catalog", LOSSES.entry(loss.name).label)
    if loss.name == "cross_entropy":
        return translate(
            "output_words",
            "The loss, cross-entropy, looks at the probability that the right class got: at 1 it is 0, and it grows "
            "without end as that nears 0.",
        )
    if LOSSES.build(loss).class_labels is not None:
        said = translate(
            "output_words",
            "The loss, {0}, is 0 once the answer has the right sign and is at least 1 away from 0.",
        )
        return said.format(label)
    if not names.classes:
        said = translate("output_words", "The loss, {0}, measures how far the answer lies from the true number.")
        return said.format(label)
    low, high = (format_number(end, 2) for end in session.class_ends)
    if names.network.output.size == 1:
        first, second = _two(names)
        said = translate(
            "output_words", "The loss, {0}, measures how far the answer lies from {1} for {2}, from {3} for {4}."
        )
        return said.format(label, low, first, high, second)
    said = translate(
        "output_words",
        "The loss, {0}, measures how far the answers lie from {2} for the right class and from {1} for all others.",
    )
    return said.format(label, low, high)


def _two(names: Names) -> tuple[str, str]:
    """The two classes between which a single output decides; of a table with one class, that one twice."""
    return class_name(names.classes[0]), class_name(names.classes[-1])


def _named(classes: tuple[str, ...]) -> str:
    if len(classes) <= _NAMED:
        return listed(classes)
    return f"{classes[0]}, {classes[1]} … {classes[-1]}"


def _capital(label: str) -> str:
    """As it begins a sentence."""
    return label[:1].upper() + label[1:]
