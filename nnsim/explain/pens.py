"""How expressions are written: as plain text for a line on the screen, or as LaTeX."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

MINUS: Final = "−"
_LOWERED = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉,")
_OPENED: Final = r"\left("
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Symbol:
    r"""What a number, or a whole matrix of them, is called.

    Parameters
    ----------
    letter : LaTeX of the matrix, such as ``W`` or ``\delta``
    plain : the same without LaTeX
    layer : 1 is the first; 0 if it needs no telling
    small : LaTeX and plain letter of one element, if it is another than that of the matrix
    indices : of one element, from 1; ``b`` for one that belongs to a bias
    of : LaTeX and plain of what the symbol is put into, ``{}`` its place: of ∂L/∂W the fraction
    """

    letter: str
    plain: str
    layer: int = 0
    small: tuple[str, str] | None = None
    indices: tuple[int | str, ...] = ()
    of: tuple[str, str] = ("{}", "{}")

    def at(self, *indices: int | str) -> Symbol:
        """The symbol of one element; numbers from 0."""
        letter, plain = self.small or (self.letter, self.plain)
        counted = tuple(index if isinstance(index, str) else index + 1 for index in indices)
        return Symbol(letter, plain, self.layer, None, counted, self.of)

    def latex(self) -> str:
        """``w^{(1)}_{2,3}``."""
        raised = f"^{{({self.layer})}}" if self.layer else ""
        lowered = f"_{{{','.join(map(str, self.indices))}}}" if self.indices else ""
        return self.of[0].replace("{}", self.letter + raised + lowered)

    def text(self) -> str:
        """``w₁·2,3``, as the canvas writes it; without a layer ``w₂,₃``."""
        listed = ",".join(map(str, self.indices))
        if not self.layer:
            listed = ",".join(map(_index, self.indices))
            return self.of[1].replace("{}", self.plain + listed)
        layer = str(self.layer).translate(_LOWERED)
        return self.of[1].replace("{}", f"{self.plain}{layer}{f'·{listed}' if listed else ''}")


class Figures(Protocol):
    """Writes numbers, and knows whether one of them had to be rounded."""

    @property
    def is_exact(self) -> bool:
        """Whether all that has been written is the number itself."""

    def __call__(self, value: float, /) -> str:
        """A number that was found, as text; a minus sign may be ``-`` or ``−``."""

    def setting(self, value: float, /) -> str:
        """A number that was set, as text, with as many digits as it needs."""


def _index(number: int | str) -> str:
    return str(number).translate(_LOWERED)


def as_it_is(text: str) -> str:
    """Words that nobody translates."""
    return text


@dataclass(frozen=True)
class Pen(ABC):
    """Writes the parts of expressions.

    Parameters
    ----------
    number : writes numbers
    symbols : whether numbers that have a symbol are written by it
    most_terms : a longer sum is written with its first terms and the last
    word : a word in the language of the reader
    """

    number: Figures
    symbols: bool = False
    most_terms: int = 1000
    word: Callable[[str], str] = as_it_is

    minus = MINUS
    dots = "…"

    def value(self, number: float, symbol: Symbol | None) -> str:
        """A number, or what it is called."""
        if symbol is not None and self.symbols:
            return self.name(symbol)
        return self.figures(self.number(number).replace("-", MINUS))

    def setting(self, number: float, symbol: Symbol | None) -> str:
        """A number that was set, or what it is called. It is not rounded: 0.999 would be 1 in few digits."""
        if symbol is not None and self.symbols:
            return self.name(symbol)
        return self.figures(self.number.setting(number).replace("-", MINUS))

    @abstractmethod
    def name(self, symbol: Symbol) -> str:
        """A symbol."""

    @abstractmethod
    def figures(self, written: str) -> str:
        """A number that has been written."""

    @abstractmethod
    def times(self, factors: list[str]) -> str:
        """A product."""

    @abstractmethod
    def bracketed(self, inside: str) -> str:
        """In round brackets."""

    @abstractmethod
    def magnitude(self, inside: str) -> str:
        """Without its sign."""

    @abstractmethod
    def quotient(self, above: str, below: str) -> str:
        """A fraction; both parts come without brackets."""

    @abstractmethod
    def power(self, base: str, exponent: str) -> str:
        """A power; the exponent comes without brackets."""

    @abstractmethod
    def root(self, inside: str) -> str:
        """A square root; what is inside comes without brackets."""

    @abstractmethod
    def call(self, function: str, arguments: list[str]) -> str:
        """A function of numbers."""

    @abstractmethod
    def reason(self, words: str) -> str:
        """Words amid mathematics."""

    @abstractmethod
    def relation(self, sign: str) -> str:
        """``>`` or ``≤``."""

    @abstractmethod
    def because(self, result: str, reason: str) -> str:
        """A result and why it is this one."""


class Plain(Pen):
    """One line of text."""

    def name(self, symbol: Symbol) -> str:
        """``z₁·2``."""
        return symbol.text()

    def figures(self, written: str) -> str:
        """As it is."""
        return written

    def times(self, factors: list[str]) -> str:
        """``0.5·1.2``; names have dots of their own, so between them ``x₁ × w₁·1,3``."""
        return (" × " if self.symbols else "·").join(factors)

    def bracketed(self, inside: str) -> str:
        """``(…)``."""
        return f"({inside})"

    def magnitude(self, inside: str) -> str:
        """``|…|``."""
        return f"|{inside}|"

    def quotient(self, above: str, below: str) -> str:
        """``(1 − 2) / 3``, ``½``."""
        if above.isdigit() and below.isdigit():
            return "½" if (above, below) == ("1", "2") else f"{above}/{below}"
        return f"{self._kept_together(above)} / {self._kept_together(below)}"

    def power(self, base: str, exponent: str) -> str:
        """``0.5²``, ``e^(−0.5)``."""
        if not base.endswith(")") and ("·" in base or "e" in base[1:]):
            base = self.bracketed(base)  # h₂·1² and 3e−5² would be read otherwise
        if exponent.isdigit():
            return base + exponent.translate(_RAISED)
        is_signed = exponent.startswith(MINUS)
        return f"{base}^{self.bracketed(exponent) if is_signed else self._kept_together(exponent)}"

    def root(self, inside: str) -> str:
        """``√(…)``."""
        return f"√{self._kept_together(inside)}"

    def call(self, function: str, arguments: list[str]) -> str:
        """``tanh(0.5)``."""
        return f"{function}({', '.join(arguments)})"

    def reason(self, words: str) -> str:
        """As they are."""
        return words

    def relation(self, sign: str) -> str:
        """As it is."""
        return sign

    def because(self, result: str, reason: str) -> str:
        """``0  [−0.5 ≤ 0]``."""
        return f"{result}  [{reason}]"

    def _kept_together(self, text: str) -> str:
        """In brackets unless it is one number or name."""
        is_one = text.startswith("(") and text.endswith(")") and "(" not in text[1:]
        apart = " ^/" if self.symbols else " ·^/"
        return text if is_one or not any(sign in text for sign in apart) else f"({text})"


class Latex(Pen):
    """LaTeX, with nothing beyond what its mathematics has from the start and amsmath."""

    minus = "-"
    dots = r"\dots"

    def name(self, symbol: Symbol) -> str:
        """``z^{(1)}_{2}``."""
        return symbol.latex()

    def figures(self, written: str) -> str:
        r"""``3e−5`` is ``3 \cdot 10^{-5}``; a decimal comma stands in braces, or space would follow it."""
        mantissa, power, exponent = written.replace(MINUS, "-").replace(",", "{,}").partition("e")
        if "∞" in mantissa:
            return mantissa.replace("∞", r"\infty")
        return f"{mantissa} \\cdot 10^{{{exponent}}}" if power else mantissa

    def times(self, factors: list[str]) -> str:
        r"""Symbols stand side by side, numbers have a ``\cdot`` between them."""
        return (r" \, " if self.symbols else r" \cdot ").join(factors)

    def bracketed(self, inside: str) -> str:
        r"""``\left( … \right)``."""
        return rf"\left( {inside} \right)"

    def magnitude(self, inside: str) -> str:
        r"""``\left| … \right|``."""
        return rf"\left| {inside} \right|"

    def quotient(self, above: str, below: str) -> str:
        r"""``\frac{…}{…}``."""
        return rf"\frac{{{above}}}{{{below}}}"

    def power(self, base: str, exponent: str) -> str:
        """``e^{-0.5}``."""
        return f"{base if '^' not in base or base.startswith(_OPENED) else self.bracketed(base)}^{{{exponent}}}"

    def root(self, inside: str) -> str:
        r"""``\sqrt{…}``."""
        return rf"\sqrt{{{inside}}}"

    def call(self, function: str, arguments: list[str]) -> str:
        r"""``\tanh\left( … \right)``."""
        name = {"σ": r"\sigma"}.get(function, function)
        name = rf"\{name}" if name in ("tanh", "ln", "max", "min") else name
        name = rf"\mathrm{{{name}}}" if len(name) > 1 and not name.startswith("\\") else name
        return rf"{name}\left( {', '.join(arguments)} \right)"

    def reason(self, words: str) -> str:
        r"""``\text{held}``."""
        return rf"\text{{{words}}}"

    def relation(self, sign: str) -> str:
        r"""``\le``."""
        return {"≤": r"\le", "≥": r"\ge"}.get(sign, sign)

    def because(self, result: str, reason: str) -> str:
        r"""``0 \quad [-0.5 \le 0]``."""
        return rf"{result} \quad \left[ {reason} \right]"
