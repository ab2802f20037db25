"""Numbers written without a window."""

from __future__ import annotations


class Short:
    """Writes with so many digits, and with a decimal point."""

    def __init__(self, digits: int = 6) -> None:
        self._digits, self.is_exact = digits, True

    def __call__(self, value: float) -> str:
        text = f"{value:.{self._digits}g}"
        self.is_exact = self.is_exact and float(text) == value
        return text

    def setting(self, value: float) -> str:
        return f"{value:g}"
