"""From a name and parameters in a document to a choice that the catalog knows, in the catalog's own words."""

from __future__ import annotations

from typing import Any

from nnsim.engine.catalog.entries import Family, Parameter
from nnsim.engine.spec import Choice
from nnsim.errors import SpecError
from nnsim.storage.fields import Fields, number, wrong_type
from nnsim.storage.judging import refused
from nnsim.storage.refusals import refusal


def decoded_choice(parent: Fields, key: str, family: Family[Any]) -> Choice:
    """The choice that a field holds, every parameter in its range."""
    fields = parent.record(key, ("name", "parameters"))
    name = fields.text("name")
    try:
        entry = family.entry(name[:100])
    except SpecError as error:
        raise refused(error, fields.at("name")) from error
    parameters = fields.record("parameters")
    known = {parameter.name: parameter for parameter in entry.parameters}
    found: list[tuple[str, float]] = []
    for parameter, value in sorted(parameters.values.items()):
        if parameter not in known:
            hint = f"It has: {', '.join(known)}." if known else "It has none."
            message = f"{entry.label} has no such parameter."
            raise refusal("unknown_parameter", message, where=parameters.where(parameter), hint=hint)
        found.append((parameter, _value(value, known[parameter], parameters.at(parameter))))
    return Choice(entry.name, tuple(found))


def _value(value: object, parameter: Parameter, pointer: str) -> float:
    """A number of a choice, which is written with a point even where it must be whole."""
    found = number(value, parameter.minimum, parameter.maximum, pointer)
    if parameter.whole and not found.is_integer():
        raise wrong_type(found, "a whole number", pointer)
    return found
