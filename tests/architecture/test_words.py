"""Every word that a person sees can be translated: the extraction tool finds it in the context that looks it up."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from nnsim.data.classics import CLASSICS
from nnsim.data.toys import TOYS
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES

pytest.importorskip("PySide6", reason="the extraction tool comes with Qt")

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "nnsim").rglob("*.py"))
MARKED = {"catalog", "data", "edits", "examples", "marks"}
"""Contexts that are named outright, for words of floors that do not know Qt and for words shared by classes."""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The texts by context, as the extraction tool sees them."""
    target = tmp_path_factory.mktemp("words") / "nnsim.ts"
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    done = subprocess.run([tool, *FILES, "-ts", target], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    texts: dict[str, set[str]] = {}
    written = ElementTree.parse(target)  # noqa: S314  (by Qt, a moment ago)
    for context in written.iter("context"):
        words = {message.findtext("source") or "" for message in context.iter("message")}
        texts[context.findtext("name") or ""] = words
    return texts


def test_every_context_is_a_class_or_is_named_outright(found):
    classes = {
        node.name
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    assert set(found) - classes - MARKED == set()


def test_what_can_be_chosen_can_be_translated(found):
    for family in (ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES, INITIALIZERS):
        for entry in family:
            assert {entry.label, entry.help} <= found["catalog"], entry.name
            for parameter in entry.parameters:
                assert {parameter.label, parameter.help} <= found["catalog"], parameter.name
    for choice in (*TOYS.values(), *CLASSICS.values()):
        assert {choice.label, choice.help} <= found["data"], choice.name
