"""Marks words for translation on the floors that do not know Qt.

The extraction tool finds the marked text; the window translates it where it is shown, with the same context.
"""

from __future__ import annotations

from typing import Any, Self


class Words(str):
    """Text made of a marked template: English as it stands, and the window can say it in another language.

    ::

        Words(QT_TRANSLATE_NOOP("errors", "There is no layer {0}."), 3)

    Parameters
    ----------
    template : marked by ``QT_TRANSLATE_NOOP``; ``{0}`` … take the arguments
    arguments : each as it is shown; those that are ``Words`` are translated too
    context : that of the mark
    """

    context: str
    template: str
    arguments: tuple[str, ...]

    def __new__(cls, template: str, *arguments: object, context: str = "errors") -> Self:
        """Fill the places."""
        shown = tuple(argument if isinstance(argument, str) else str(argument) for argument in arguments)
        made = super().__new__(cls, template.format(*shown) if shown else template)
        made.context, made.template, made.arguments = context, template, shown
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str, ...], dict[str, Any]]:
        """What makes a copy."""
        return (self.template, *self.arguments), {"context": self.context}


class Counted(Words):
    """Words about more than one thing, or none: a language may have several forms for them.

    ::

        counted_words(n, QT_TRANSLATE_NOOP("tables", "1 row"), translate("tables", "{n} rows", None, 2))

    Parameters
    ----------
    number : what ``{n}`` in the template stands for
    """

    number: int

    def __new__(cls, template: str, *arguments: object, context: str = "errors", number: int = 0) -> Self:
        """Fill the places, and put the number in."""
        made = super().__new__(cls, template.replace("{n}", f"{number:,}"), *arguments, context=context)
        made.template, made.number = template, number
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str, ...], dict[str, Any]]:
        """What makes a copy."""
        return (self.template, *self.arguments), {"context": self.context, "number": self.number}


def counted_words(number: int, one: str, many: str, *arguments: object, context: str = "tables") -> Words:
    """``one`` thing or ``many``, each template marked; ``{0}`` … take the arguments, ``{n}`` the number."""
    if number == 1:
        return Words(one, *arguments, context=context)
    return Counted(many, *arguments, context=context, number=number)


def translate(context: str, text: str, comment: None, number: int) -> str:
    """Return ``text`` unchanged, marked as words of ``context`` with a form for each kind of number.

    The extraction tool knows such words only by a call like this one.
    """
    del context, comment, number
    return text


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Return ``text`` unchanged, marked as a word of ``context`` to be translated."""
    del context
    return text
