"""From what a document says of a change to the change. Its words are only ever shown, and can do nothing else."""

from __future__ import annotations

import re

from nnsim.model.change import Change, Part
from nnsim.storage.fields import Fields, mismatch, place, text
from nnsim.storage.limits import MAX_JSON_DEPTH
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
    arguments = _arguments(fields)
    label = fields.text("label")
    _check_template(label, len(arguments), fields.at("label"))
    parts = [_part(value, pointer) for value, pointer in fields.items("parts", len(Part))]
    was = _words(fields.values["was"], fields.at("was"))
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


def _arguments(fields: Fields) -> tuple[str, ...]:
    return tuple(_words(value, pointer) for value, pointer in fields.items("arguments", _MOST_ARGUMENTS))


def _words(value: object, pointer: str) -> str:
    """A plain text, or words that can be translated, whose arguments may be such again."""
    if not isinstance(value, dict) or pointer.count("/") > 2 * MAX_JSON_DEPTH:
        return text(value, pointer)
    fields = Fields.of(value, pointer, _WORDS)
    context, template, arguments = fields.text("context"), fields.text("template"), _arguments(fields)
    if not _CONTEXT.fullmatch(context):
        raise mismatch("This is no name of a part of the program.", fields.at("context"))
    _check_template(template, len(arguments), fields.at("template"))
    return Words(template, *arguments, context=context)


def _check_template(template: str, n_arguments: int, pointer: str) -> None:
    """Refuse places that no argument fills, and everything else that a pair of braces could mean."""
    places = [int(number) for number in _PLACE.findall(template)]
    rest = _PLACE.sub("", template)
    if "{" in rest or "}" in rest or any(number >= n_arguments for number in places):
        raise mismatch("The places in this text and what fills them do not go together.", pointer)
