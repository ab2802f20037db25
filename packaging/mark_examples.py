"""Marks the words of the examples for the extraction tool, which reads Python but no JSON.

    .venv/bin/python packaging/mark_examples.py

To be run after a text in resources/examples has changed; tests/architecture/test_words.py notices if it was not.
"""

from __future__ import annotations

from pathlib import Path

from nnsim.storage import example_files

TARGET = Path(__file__).parents[1] / "nnsim" / "model" / "example_words.py"
HEAD = '''\
"""The words of the examples that ship, marked for translation. Written by ``packaging/mark_examples.py``."""

# ruff: noqa: E501  (a text is one literal, as it stands in its file)

from __future__ import annotations

from nnsim.words import QT_TRANSLATE_NOOP

WORDS = (
'''


def main() -> None:
    """Write the module anew."""
    TARGET.write_text(module(), encoding="utf-8")


def module() -> str:
    """The source of the module, one line for each text."""
    texts = [text for example in example_files.shipped() for text in (example.label, example.reason, example.advice)]
    lines = [f'    QT_TRANSLATE_NOOP("examples", "{_escaped(text)}"),\n' for text in dict.fromkeys(texts)]
    return "".join((HEAD, *lines, ")  # fmt: skip\n"))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


if __name__ == "__main__":
    main()
