"""Every word that a person sees can be translated: the extraction tool finds it in the context that looks it up."""

from __future__ import annotations

import ast
import runpy
import subprocess
import sys
from collections.abc import Iterator
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
from nnsim.engine.catalog.terrains import TERRAINS
from nnsim.storage import example_files

pytest.importorskip("PySide6", reason="the extraction tool comes with Qt")

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "nnsim").rglob("*.py"))
DATA = sorted((ROOT / "nnsim/data").glob("*.py"))
WINDOW = sorted((ROOT / "nnsim/ui").rglob("*.py"))
MARKED = {
    "block_words", "catalog", "clusters", "column_words", "curve_readout", "data", "descent_words", "differences",
    "edits", "errors", "examples", "exhibits", "explain", "grab_words", "hand_made", "health_words", "inputs",
    "layer_words", "left_out_runs", "loss_curves", "marks", "matrix_words", "measure_words", "measures", "names",
    "neuron_sum", "numbers", "one_weight", "output_words", "pages", "pinned_runs", "quantities", "readout", "rivals",
    "run_words", "sample_words", "shown_table", "spread", "spread_words", "standings", "state_words", "table_summary",
    "table_words", "tables", "typed_values", "unit_health", "value_words", "verdict", "way_words", "whose",
}  # fmt: skip
"""Contexts that are named outright, for words of floors that do not know Qt, shared by classes, or of no class."""

LOOK_UPS = {"translate": 1, "tr": 0}
"""What looks a text up, and which of its arguments the text is."""


def named(node: ast.AST) -> str:
    """The last part of a name: ``tr`` of ``self.tr``."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def called(node: ast.Call) -> str:
    """The last part of what is called: ``tr`` of ``self.tr("…")``."""
    return named(node.func)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def literals(node: ast.AST) -> list[str]:
    """The texts that an argument may be: of ``"one" if n == 1 else "many"`` both."""
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def texts_looked_up(tree: ast.AST) -> set[str]:
    """Every text that is written out where it is looked up."""
    found: set[str] = set()
    for call in calls(tree):
        place = LOOK_UPS.get(called(call))
        if place is not None and len(call.args) > place:
            found.update(literals(call.args[place]))
    return found


def wrappers(tree: ast.AST) -> dict[str, int]:
    """Functions that look one of their own arguments up, and which: ``def _tr(text): return translate("x", text)``."""
    found = {}
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.Lambda):
            continue
        own = [argument.arg for argument in function.args.args if argument.arg != "self"]
        handed_on = {
            call.args[place].id
            for call in calls(function)
            if (place := LOOK_UPS.get(called(call))) is not None
            and len(call.args) > place
            and isinstance(call.args[place], ast.Name)
        }
        for place, name in enumerate(own):
            if name in handed_on:
                found[getattr(function, "name", "<lambda>")] = place
    return found | aliases(tree)


def aliases(tree: ast.AST) -> dict[str, int]:
    """Other names for a look-up: ``say = QCoreApplication.translate``, ``_tr = partial(translate, "x")``, lambdas."""
    found = {}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)):
            continue
        name, value = node.targets[0].id, node.value
        if isinstance(value, ast.Lambda) and "<lambda>" in (inner := wrappers(value)):
            found[name] = inner["<lambda>"]
        elif isinstance(value, ast.Call) and called(value) == "partial" and named(value.args[0]) in LOOK_UPS:
            found[name] = LOOK_UPS[named(value.args[0])] - len(value.args) + 1
        elif named(value) in LOOK_UPS and name not in LOOK_UPS:
            found[name] = LOOK_UPS[named(value)]
    return found


def hidden_words(tree: ast.AST, elsewhere: dict[str, int] | None = None) -> set[str]:
    """Texts that reach the look-up through a function, of this file or from elsewhere, where no tool sees them."""
    around = (elsewhere or {}) | wrappers(tree)
    hidden: set[str] = set()
    for call in calls(tree):
        place = around.get(called(call))
        if place is not None and len(call.args) > place:
            hidden.update(literals(call.args[place]))
    return hidden


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
    for family in (ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES, INITIALIZERS, TERRAINS):
        for entry in family:
            assert {entry.label, entry.help} <= found["catalog"], entry.name
            for parameter in entry.parameters:
                assert {parameter.label, parameter.help} <= found["catalog"], parameter.name
    for choice in (*TOYS.values(), *CLASSICS.values()):
        assert {choice.label, choice.help} <= found["data"], choice.name
    assert {classic.about for classic in CLASSICS.values()} <= found["data"]


def test_every_word_of_the_examples_that_ship_can_be_translated_and_none_is_left_over(found):
    shipped = example_files.shipped()
    words = {text for example in shipped for text in (example.label, example.reason, example.advice)}
    assert found["examples"] == words, "run packaging/mark_examples.py"


def test_words_of_examples_of_ones_own_are_never_marked():
    shipped, own = example_files.folders()
    own.mkdir(parents=True)
    private = (shipped / "sine.json").read_text(encoding="utf-8").replace('"label": "', '"label": "Private: ')
    (own / "private.json").write_text(private, encoding="utf-8")
    assert any(example.label.startswith("Private") for example in example_files.found().examples)
    module = runpy.run_path(str(ROOT / "packaging/mark_examples.py"))["module"]()
    assert module == (ROOT / "nnsim/model/example_words.py").read_text(encoding="utf-8")


def test_words_about_many_things_are_found_wherever_data_are_told_of(found):
    told = set().union(*(texts_looked_up(ast.parse(file.read_text(encoding="utf-8"))) for file in DATA))
    assert "{n} cells" in told
    assert told - found["tables"] == set()


@pytest.fixture(scope="module")
def shared():
    """Functions that look an argument up and can be imported: name -> place of the text."""
    found = {}
    for file in WINDOW:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        open_to_all = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        found |= {name: place for name, place in wrappers(tree).items() if name in open_to_all and name[0] != "_"}
    return found


@pytest.mark.parametrize("file", WINDOW, ids=lambda file: file.stem)
def test_no_word_of_the_window_hides_from_the_tool(found, shared, file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    seen = set().union(*found.values())
    assert texts_looked_up(tree) - seen == set()
    assert hidden_words(tree, shared) == set()


@pytest.mark.parametrize(
    "around",
    [
        'def _tr(text):\n    return QCoreApplication.translate("here", text)\n_tr("lost")',
        'def said(count, words):\n    return self.tr(words).format(count)\nsaid(1, "lost" if one else "lost")',
        'say = QCoreApplication.translate\nsay("here", "lost")',
        '_tr = partial(translate, "here")\n_tr("lost")',
        '_tr = lambda text: translate("here", text)\n_tr("lost")',
        'class A:\n    def _say(self, text):\n        return translate("A", text)\n    said = A()._say("lost")',
    ],
)
def test_a_word_behind_a_function_of_its_own_is_noticed(around):
    assert hidden_words(ast.parse(around)) == {"lost"}


TOLD = sorted(
    [
        *(file for room in ("data", "decoding", "model", "runs") for file in (ROOT / "nnsim" / room).glob("*.py")),
        *(ROOT / "nnsim/engine" / name for name in ("divergence.py", "catalog/entries.py")),
    ]
)
"""What data, an edit, a run or a question of the window can raise."""


def handed_on(tree: ast.AST) -> dict[str, set[int]]:
    """Functions that make errors of their own arguments, and which: ``def _no(text): return SpecError("x", text)``."""
    found: dict[str, set[int]] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            names = {node.id for call in calls(function) for node in said_by(call) if isinstance(node, ast.Name)}
            own = [argument.arg for argument in function.args.args if argument.arg != "self"]
            found[function.name] = {place for place, name in enumerate(own) if name in names}
    return found


def said_by(call: ast.Call) -> list[ast.expr]:
    """What the error says that is made here, if it is one."""
    if not called(call).endswith("Error"):
        return []
    return [*call.args[1:2], *(word.value for word in call.keywords if word.arg in ("message", "hint", "unchanged"))]


def unmarked_words(tree: ast.AST) -> list[str]:
    """What errors say in words that are written there and then, where no tool sees them."""
    found: list[str] = []
    makers = handed_on(tree)
    for call in calls(tree):
        said = [*said_by(call), *(call.args[place] for place in makers.get(called(call), ()) if place < len(call.args))]
        while said:
            text = said.pop()
            if isinstance(text, ast.IfExp):
                said += [text.body, text.orelse]
            elif isinstance(text, ast.JoinedStr | ast.BinOp) or (isinstance(text, ast.Constant) and text.value):
                found.append(ast.unparse(text))
    return found


def test_whatever_is_refused_can_be_translated():
    unmarked = {file: unmarked_words(ast.parse(file.read_text(encoding="utf-8"))) for file in TOLD}
    assert {file.name: words for file, words in unmarked.items() if words} == {}


@pytest.mark.parametrize(
    "raised",
    [
        'SpecError("x", f"lost {n}")',
        'SpecError("x", said, hint="lost" if n else mark("found"))',
        'DivergedError("x", "lost")',
        'def _refusal(why):\n    return SpecError("x", why)\n_refusal("lost")',
    ],
)
def test_words_that_an_error_says_unmarked_are_noticed(raised):
    assert len(unmarked_words(ast.parse(raised))) == 1
