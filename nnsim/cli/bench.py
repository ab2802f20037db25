"""How fast this machine trains: microseconds for one step of the engine, on one thread.

"With epochs" includes what happens between epochs: another order, and loss and accuracy of all samples, of which as
many again are for testing. PyTorch and scikit-learn take part where they are installed, in turns with nnsim in the same
process.

With --window the window is measured while it trains at full speed, which needs a display (xvfb-run makes one): gaps
between frames, steps a second beside those of training without a window, how soon a pause and a click are answered, and
how memory grows. Window and training alone take turns. --frames 216000 --window-turns 1 is an hour for each network.
"""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from nnsim.cli.gui import has_display
from nnsim.cli.measuring.cases import CASES, Case, steps_alone, steps_in_epochs
from nnsim.cli.measuring.peers import installed, peers_of
from nnsim.cli.measuring.timing import Steps, microseconds_per_step
from nnsim.cli.measuring.window_words import window_lines
from nnsim.cli.measuring.windows import WINDOW_CASES
from nnsim.cli.output import Output
from nnsim.cli.parser import Parser, positive
from nnsim.cli.progress import Progress
from nnsim.cli.window import measure_window

EXAMPLE = """\
nnsim bench --turns 3
nnsim bench --window --json"""

_OWN, _EPOCHS = "nnsim", "nnsim, with epochs"
_NO_DISPLAY = "There is no display, so the window was not measured."


def add_options(parser: Parser) -> None:
    """What ``bench`` understands."""
    add = parser.add_argument
    add("--turns", type=positive, default=15, metavar="N", help="turns of 50 ms for each contender (default: 15)")
    add("--no-peers", action="store_true", help="measure nnsim alone")
    add("--window", action="store_true", help="measure the window too")
    add("--frames", type=positive, default=300, metavar="N", help="of the window in each turn (default: 300)")
    add("--window-turns", type=positive, default=3, metavar="N", help="of window and training alone (default: 3)")


def run(options: Namespace, output: Output) -> int:
    """Measure and tell."""
    facts: dict[str, Any] = {"peers": {} if options.no_peers else installed(), "engine": [], "window": []}
    with Progress(len(CASES), "networks") as progress:
        for number, case in enumerate(CASES):
            progress.show(number, case.name)
            facts["engine"].append(_engine_figures(case, options))
    notices = []
    if options.window and has_display():
        facts["window"] = _window_figures(options)
    elif options.window:
        notices.append(_NO_DISPLAY)
    facts["notices"] = notices
    output.answer(facts, "\n".join([*_engine_lines(facts), *window_lines(facts["window"]), *notices]))
    return 0


def _engine_figures(case: Case, options: Namespace) -> dict[str, Any]:
    contenders: dict[str, Steps] = {
        _OWN: steps_alone(case.trainer()),
        _EPOCHS: steps_in_epochs(case.trainer(test_share=1.0)),
    }
    if not options.no_peers:
        contenders |= peers_of(case)
    found = microseconds_per_step(contenders, options.turns)
    return {
        "network": case.name,
        "batch_size": case.batch_size,
        "dtype": case.dtype,
        "optimizer": case.optimizer,
        "us_per_step": found.pop(_OWN),
        "us_per_step_with_epochs": found.pop(_EPOCHS),
        "peers": found,
    }


def _engine_lines(facts: dict[str, Any]) -> list[str]:
    peers = list(facts["peers"])
    titles = [f"{name} {version}" for name, version in facts["peers"].items()]
    lines = [
        f"{'µs per step':<22}{'batch':>6}  {'':<8}{'':<5}{'nnsim':>9}{'with epochs':>13}"
        + "".join(f"{name:>20}" for name in titles)
    ]
    for row in facts["engine"]:
        own, whole = row["us_per_step"], row["us_per_step_with_epochs"]
        beside = "".join(_beside(row["peers"].get(name), own) for name in peers)
        kind = f"{row['dtype']:<8}{row['optimizer']:<5}"
        lines.append(f"{row['network']:<22}{row['batch_size']:>6}  {kind}{own:>9.1f}{whole:>13.1f}{beside}")
    return lines


def _beside(peer: float | None, own: float) -> str:
    """A peer's time and how many times longer it is; nothing if it does not take part."""
    return f"{peer:>11.1f} ({peer / own:4.1f} ×)" if peer is not None else " " * 20


def _window_figures(options: Namespace) -> list[dict[str, Any]]:
    found = []
    with Progress(len(WINDOW_CASES), "windows") as progress:
        for number, (name, project) in enumerate(WINDOW_CASES.items()):
            progress.show(number, name)
            found.append({"network": name, **measure_window(project(), options.window_turns, options.frames)})
    return found
