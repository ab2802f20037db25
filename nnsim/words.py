"""Marks words for translation on the floors that do not know Qt.

The extraction tool finds the marked text; the window translates it where it is shown, with the same context.
"""

from __future__ import annotations


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

    def __new__(cls, template: str, *arguments: object, context: str = "errors") -> Words:
        """Fill the places."""
        shown = tuple(argument if isinstance(argument, str) else str(argument) for argument in arguments)
        made = super().__new__(cls, template.format(*shown) if shown else template)
        made.context, made.template, made.arguments = context, template, shown
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str, ...], dict[str, str]]:
        """What makes a copy."""
        return (self.template, *self.arguments), {"context": self.context}


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Return ``text`` unchanged, marked as a word of ``context`` to be translated."""
    del context
    return text
