"""From what was typed to entries of the catalog."""

from __future__ import annotations

import argparse
from typing import Any

from nnsim.cli.parser import number
from nnsim.engine.catalog.entries import Family
from nnsim.engine.spec import Choice
from nnsim.errors import SpecError


def choice(text: str) -> Choice:
    """A name with parameters: ``adam``, ``momentum:momentum=0.8``; whether there are such is not asked here.

    A number alone (``normal:0.5``) is kept under the name ``""``, for ``completed`` to put in its place.
    """
    name, _, rest = text.partition(":")
    parameters: dict[str, float] = {}
    for part in rest.split(",") if rest else ():
        key, equals, value = part.rpartition("=")
        if key.strip() in parameters or (equals and not key.strip()):
            raise argparse.ArgumentTypeError(f"“{text}” cannot be read; write name:value or name:parameter=value")
        parameters[key.strip()] = number(value.strip())
    return Choice(name.strip(), tuple(sorted(parameters.items())))


def completed(choice: Choice | None, family: Family[Any], option: str) -> Choice | None:
    """The choice with a bare number put to the entry's first parameter; ``None`` stays.

    Raises
    ------
    SpecError : if there is no such entry or parameter, or a value is out of its range; ``option`` names the place
    """
    if choice is None:
        return None
    entry = family.entry(choice.name, option)
    values = choice.values()
    if "" in values:
        if not entry.parameters:
            message = f"{entry.label} takes no number."
            raise SpecError("spec.unknown_parameter", message, where=option, hint="Leave it out.")
        values.setdefault(entry.parameters[0].name, values.pop(""))
    found = Choice.of(choice.name, **values)
    family.check(found, option)
    return found
