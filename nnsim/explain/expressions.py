"""How one number comes about: an expression that can be worked out, and be written in symbols or in numbers.

The same tree gives ``z = x₁·w₁ + b``, ``0.5·1.2 + 0.1`` and 0.7. So what is told can be checked by working it out.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import ClassVar, Final

from nnsim.explain.pens import Pen, Symbol

SUM, PRODUCT, ATOM = 1, 2, 3
Reading = Callable[[float], float]


class Expression(ABC):
    """A number that is made of others."""

    level: ClassVar[int] = ATOM
    """How strongly it holds together: what is weaker than its surroundings stands in brackets."""

    @abstractmethod
    def value(self, read: Reading = float) -> float:
        """What it comes to; NaN where it comes to nothing.

        Parameters
        ----------
        read : what is seen of each number that was found, such as its first digits
        """

    @abstractmethod
    def write(self, pen: Pen) -> str:
        """As text; a negative number begins with the pen's minus sign."""

    def as_factor(self, pen: Pen, *, first: bool = False) -> str:
        """As a part of a product: in brackets if it would fall apart, or would begin with a sign amid it."""
        written = self.write(pen)
        is_signed = written.startswith(pen.minus) and not first
        return pen.bracketed(written) if self.level < PRODUCT or is_signed else written

    def as_base(self, pen: Pen) -> str:
        """As what is raised to a power."""
        written = self.write(pen)
        return pen.bracketed(written) if self.level < ATOM or written.startswith(pen.minus) else written


@dataclass(frozen=True, slots=True)
class Value(Expression):
    """A number, by its symbol if it has one."""

    number: float
    symbol: Symbol | None = None

    def value(self, read: Reading = float) -> float:
        """The number."""
        return read(self.number)

    def write(self, pen: Pen) -> str:
        """``0.5`` or ``x₁``."""
        return pen.value(self.number, self.symbol)


class Constant(Value):
    """A number that is set or counted, not found: the learning rate, the samples of a batch."""

    def value(self, read: Reading = float) -> float:
        """The number: all of it is seen."""
        return self.number

    def write(self, pen: Pen) -> str:
        """``0.999`` or ``β₂``."""
        return pen.setting(self.number, self.symbol)


@dataclass(frozen=True, slots=True)
class Sum(Expression):
    """Terms added up; of none 0."""

    terms: tuple[Expression, ...]
    level: ClassVar[int] = SUM

    def value(self, read: Reading = float) -> float:
        """Added up exactly, so that the order does not matter."""
        return _fsum(term.value(read) for term in self.terms)

    def write(self, pen: Pen) -> str:
        """``a + b − c``; of very many terms the first and the last."""
        terms = list(self.terms)
        if not terms:
            return pen.value(0.0, None)
        written = [_term(term, pen) for term in _shown(terms, pen.most_terms)]
        parts = [written[0]]
        if len(terms) > pen.most_terms:
            written.insert(len(written) - 1, pen.dots)
        for text in written[1:]:
            sign, rest = (pen.minus, text[len(pen.minus) :].lstrip()) if text.startswith(pen.minus) else ("+", text)
            parts.append(f"{sign} {rest}")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Product(Expression):
    """Factors multiplied."""

    factors: tuple[Expression, ...]
    level: ClassVar[int] = PRODUCT

    def value(self, read: Reading = float) -> float:
        """Multiplied from left to right."""
        return math.prod(factor.value(read) for factor in self.factors)

    def write(self, pen: Pen) -> str:
        """``a·b``."""
        return pen.times([factor.as_factor(pen, first=i == 0) for i, factor in enumerate(self.factors)])


@dataclass(frozen=True, slots=True)
class Minus(Expression):
    """The negative of something."""

    of: Expression
    level: ClassVar[int] = PRODUCT

    def value(self, read: Reading = float) -> float:
        """With the other sign."""
        return -self.of.value(read)

    def write(self, pen: Pen) -> str:
        """``−a``."""
        return pen.minus + self.of.as_factor(pen)


@dataclass(frozen=True, slots=True)
class Quotient(Expression):
    """One number divided by another."""

    above: Expression
    below: Expression
    level: ClassVar[int] = PRODUCT

    def value(self, read: Reading = float) -> float:
        """NaN if there is nothing to divide by."""
        below = self.below.value(read)
        return self.above.value(read) / below if below else math.nan

    def write(self, pen: Pen) -> str:
        """A fraction."""
        return pen.quotient(self.above.write(pen), self.below.write(pen))


@dataclass(frozen=True, slots=True)
class Power(Expression):
    """Base raised to a number."""

    base: Expression
    exponent: Expression

    def value(self, read: Reading = float) -> float:
        """Infinite where it is too large."""
        try:
            return float(self.base.value(read) ** self.exponent.value(read))
        except OverflowError:
            return math.inf

    def write(self, pen: Pen) -> str:
        """``a²``."""
        return pen.power(self.base.as_base(pen), self.exponent.write(pen))


@dataclass(frozen=True, slots=True)
class Exponential(Expression):
    """E to the power of something."""

    exponent: Expression

    def value(self, read: Reading = float) -> float:
        """Infinite where it is too large."""
        try:
            return math.exp(self.exponent.value(read))
        except OverflowError:
            return math.inf

    def write(self, pen: Pen) -> str:
        """``e^a``."""
        return pen.power("e", self.exponent.write(pen))


@dataclass(frozen=True, slots=True)
class Root(Expression):
    """The square root."""

    of: Expression

    def value(self, read: Reading = float) -> float:
        """Of what is not negative."""
        return math.sqrt(self.of.value(read))

    def write(self, pen: Pen) -> str:
        """``√a``."""
        return pen.root(self.of.write(pen))


@dataclass(frozen=True, slots=True)
class Magnitude(Expression):
    """Without its sign."""

    of: Expression

    def value(self, read: Reading = float) -> float:
        """Not negative."""
        return abs(self.of.value(read))

    def write(self, pen: Pen) -> str:
        """``|a|``."""
        return pen.magnitude(self.of.write(pen))


def _logarithm(number: float) -> float:
    return math.log(number) if number > 0.0 else -math.inf


def _sign(number: float) -> float:
    return float((number > 0.0) - (number < 0.0))


_FUNCTIONS: Final[Mapping[str, Callable[..., float]]] = {
    "tanh": math.tanh,
    "ln": _logarithm,
    "sign": _sign,
    "max": max,
    "min": min,
}


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """A function of numbers: tanh, ln, sign, max, min."""

    function: str
    arguments: tuple[Expression, ...]

    def value(self, read: Reading = float) -> float:
        """What the function makes of them."""
        return float(_FUNCTIONS[self.function](*(argument.value(read) for argument in self.arguments)))

    def write(self, pen: Pen) -> str:
        """``tanh(a)``."""
        return pen.call(self.function, [argument.write(pen) for argument in self.arguments])


@dataclass(frozen=True, slots=True)
class Given(Expression):
    """A function that is not spelled out, with the number that it has given."""

    function: str
    argument: Expression
    result: float

    def value(self, read: Reading = float) -> float:
        """As it was given."""
        return self.result

    def write(self, pen: Pen) -> str:
        """``f(a)``."""
        return pen.call(self.function, [self.argument.write(pen)])


@dataclass(frozen=True, slots=True)
class Case(Expression):
    """One of several cases, and why it is this one.

    Parameters
    ----------
    result : in this case
    left, relation, right : what holds, such as z > 0
    reason : instead of them a word, context ``explain``
    """

    result: Expression
    left: Expression | None = None
    relation: str = ""
    right: Expression | None = None
    reason: str = ""
    level: ClassVar[int] = SUM

    def value(self, read: Reading = float) -> float:
        """Of the result."""
        return self.result.value(read)

    def write(self, pen: Pen) -> str:
        """``0  [−0.5 ≤ 0]``."""
        if self.left is None or self.right is None:
            return pen.because(self.result.write(pen), pen.reason(pen.word(self.reason)))
        reason = f"{self.left.write(pen)} {pen.relation(self.relation)} {self.right.write(pen)}"
        return pen.because(self.result.write(pen), reason)


ZERO: Final = Constant(0.0)
ONE: Final = Constant(1.0)
TWO: Final = Constant(2.0)


def difference(first: Expression, second: Expression) -> Sum:
    """First − second."""
    return Sum((first, Minus(second)))


def square(of: Expression) -> Power:
    """Raised to the power of 2."""
    return Power(of, TWO)


def constants_in(expression: Expression) -> tuple[Constant, ...]:
    """The constants that have a symbol, each once, in the order in which they are written."""
    constants = (one for one in numbers_in(expression) if isinstance(one, Constant) and one.symbol is not None)
    return tuple({one.symbol: one for one in constants}.values())


def numbers_in(part: object) -> Iterator[Value]:
    """All numbers of an expression, in the order in which they are written."""
    if isinstance(part, Value):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from numbers_in(one)
    elif isinstance(part, Expression) and is_dataclass(part):
        for field in fields(part):
            yield from numbers_in(getattr(part, field.name))


def _term(term: Expression, pen: Pen) -> str:
    """As a part of a sum. What is taken away and begins with a sign itself stands in brackets: ``a − (−b)``."""
    return pen.bracketed(term.write(pen)) if isinstance(term, Case) else term.write(pen)


def _shown(terms: list[Expression], most: int) -> list[Expression]:
    return terms if len(terms) <= most else [*terms[: max(most - 1, 1)], terms[-1]]


def _fsum(numbers: Iterable[float]) -> float:
    listed = list(numbers)
    try:
        return math.fsum(listed)
    except (OverflowError, ValueError):  # of infinities, there is no exact sum
        return float(sum(listed))
