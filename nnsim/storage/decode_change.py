"""From what a document says of a change to the change. Its words are only ever shown, and can do nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from nnsim.model.change import Change, Part
from nnsim.storage.fields import Fields, mismatch, out_of_range, place, text
from nnsim.storage.limits import MAX_NESTED, MAX_TEXT, MAX_USES
from nnsim.storage.refusals import quoted, refusal
from nnsim.words import Words

_CHANGE = ("parts", "label", "arguments", "was", "other_project", "anew")
_WORDS = ("context", "template", "arguments")
_CONTEXT = re.compile(r"[A-Za-z_]{1,60}")
_PLACE = re.compile(r"\{(\d)\}")
_MOST_ARGUMENTS = 10


def change_of(fields: Fields) -> Change:
    """What an edit did, as far as it is told to people."""
    fields.check_keys(_CHANGE)
    arguments = _arguments(fields, MAX_NESTED)
    label = fields.text("label")
    _check_template(label, arguments, fields.at("label"))
    parts = [_part(value, pointer) for value, pointer in fields.items("parts", len(Part))]
    was = _words(fields.values["was"], fields.at("was"), MAX_NESTED)
    if was and not arguments:
        raise mismatch("Something was another, but nothing is named.", fields.at("was"))
    return Change(
        frozenset(parts),
        label,
        arguments,
        is_other_project=fields.boolean("other_project"),
        starts_anew=fields.boolean("anew"),
        was=was,
    )


def _part(value: object, pointer: str) -> Part:
    name = text(value, pointer)
    for part in Part:
        if part.value == name:
            return part
    raise refusal("unknown_name", f"{quoted(name)} is not known here.", where=place(pointer))


def _arguments(fields: Fields, nested: int) -> tuple[str, ...]:
    return tuple(_words(value, pointer, nested) for value, pointer in fields.items("arguments", _MOST_ARGUMENTS))


def _words(value: object, pointer: str, nested: int) -> str:
    """A plain text, or words that can be translated, whose arguments may be such again, ``nested`` levels deep."""
    if not isinstance(value, dict):
        return text(value, pointer)
    if nested == 0:
        raise out_of_range(f"Words within words are more than {MAX_NESTED} levels deep.", pointer)
    fields = Fields.of(value, pointer, _WORDS)
    context, template, arguments = fields.text("context"), fields.text("template"), _arguments(fields, nested - 1)
    if not _CONTEXT.fullmatch(context):
        raise mismatch("This is no name of a part of the program.", fields.at("context"))
    _check_template(template, arguments, fields.at("template"))
    return Words(template, *arguments, context=context)


def _check_template(template: str, arguments: Sequence[str], pointer: str) -> None:
    """Refuse places that no argument fills, all else that a pair of braces could mean, and texts that would swell."""
    places = [int(number) for number in _PLACE.findall(template)]
    rest = _PLACE.sub("", template)
    if "{" in rest or "}" in rest or any(number >= len(arguments) for number in places):
        raise mismatch("The places in this text and what fills them do not go together.", pointer)
    if any(uses > MAX_USES for uses in Counter(places).values()):
        raise mismatch(f"A place in this text is there more than {MAX_USES} times.", pointer)
    if len(rest) + sum(len(arguments[number]) for number in places) > MAX_TEXT:
        raise out_of_range(f"With what fills its places the text is longer than {MAX_TEXT:,} characters.", pointer)
