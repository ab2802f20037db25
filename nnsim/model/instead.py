"""How it is said that something is another than it was: “Adam instead of gradient descent”."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nnsim.engine.catalog.entries import Family
from nnsim.engine.spec import Choice
from nnsim.model.written import written
from nnsim.words import QT_TRANSLATE_NOOP, Words


def said(template: str, *arguments: object) -> Words:
    """A template that is marked in the context ``differences``, with its places filled."""
    return Words(template, *arguments, context="differences")


def instead(new: str, old: str) -> Words:
    """``ReLU instead of tanh``."""
    return said(QT_TRANSLATE_NOOP("differences", "{0} instead of {1}"), new, old)


def numbers(new: float, old: float) -> tuple[str, str]:
    """Two numbers, each as it was set."""
    return written(new), written(old)


def number_instead(name: str, new: float, old: float) -> Words:
    """``learning rate 0.3 instead of 0.03``."""
    return said(QT_TRANSLATE_NOOP("differences", "{0} {1} instead of {2}"), name, *numbers(new, old))


def chosen(family: Family[Any], choice: Choice) -> str:
    """A choice as people call it, with the parameters that are set: ``momentum (momentum 0.5)``."""
    name, labels = family.called(choice.name), _labels(family, choice.name)
    usual = _usual(family, choice.name)
    said_of = [
        said(QT_TRANSLATE_NOOP("differences", "{0} {1}"), labels.get(key, key), written(value))
        for key, value in choice.parameters
        if value != usual.get(key)
    ]
    if not said_of:
        return name
    parameters = said_of[0]
    for parameter in said_of[1:]:
        parameters = said(QT_TRANSLATE_NOOP("differences", "{0}, {1}"), parameters, parameter)
    return said(QT_TRANSLATE_NOOP("differences", "{0} ({1})"), name, parameters)


def parameters_instead(family: Family[Any], one: Choice, other: Choice) -> Iterator[Words]:
    """The parameters that are others, of two choices of the same name; one that is not set has its usual value."""
    labels, usual = _labels(family, one.name), _usual(family, one.name)
    before, after = usual | one.values(), usual | other.values()
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield number_instead(labels.get(key, key), after.get(key, 0.0), before.get(key, 0.0))


def _labels(family: Family[Any], name: str) -> dict[str, str]:
    entries = (entry for entry in family if entry.name == name)
    return {one.name: Words(one.label, context="catalog") for entry in entries for one in entry.parameters}


def _usual(family: Family[Any], name: str) -> dict[str, float]:
    return {one.name: one.default for entry in family if entry.name == name for one in entry.parameters}
