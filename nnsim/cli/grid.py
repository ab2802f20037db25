"""What a sweep varies, as it is typed: ``learning_rate=0.01,0.1``, or ``layers=8;8,8`` where values have commas."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from nnsim.cli.choices import choice, completed
from nnsim.cli.layer_words import layer_words
from nnsim.cli.parser import batch_size, number, whole
from nnsim.data.wording import first_repeated
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Family
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.runs.sweep import Axis
from nnsim.runs.sweep_settings import Value, setting_called

_FAMILIES: Mapping[str, Family[Any]] = MappingProxyType(
    {
        "activation": ACTIVATIONS,
        "initializer": INITIALIZERS,
        "loss": LOSSES,
        "optimizer": OPTIMIZERS,
        "schedule": SCHEDULES,
    }
)


def axis(text: str) -> Axis:
    """A setting with its values; between them commas, or semicolons if there are any.

    Raises
    ------
    UsageError : if a sweep cannot vary that
    SpecError : if the catalog has no such entry
    """
    name, equals, rest = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"“{text}” cannot be read; write NAME=VALUE,VALUE")
    setting = setting_called(name.strip().replace("-", "_")).name
    words = [word.strip() for word in rest.split(";" if ";" in rest else ",")]
    twice = first_repeated(words)
    if twice is not None:
        hint = f"; values with commas of their own have semicolons between them: {setting}=8,8;16"
        raise argparse.ArgumentTypeError(f"{twice} stands in “{text}” twice" + (hint if setting == "layers" else ""))
    return Axis(setting, tuple(_value(setting, word) for word in words if word))


def _value(setting: str, word: str) -> Value:
    if setting in _FAMILIES:
        return completed(choice(word), _FAMILIES[setting], f"--grid {setting}")
    return _READINGS.get(setting, number)(word)


def _sizes(word: str) -> tuple[int, ...]:
    """Numbers of neurons of the hidden layers, or ``none``."""
    layers = () if word == "none" else layer_words(word)
    if any(layer.kind != "dense" or len(layer.numbers) != 1 for layer in layers):
        raise argparse.ArgumentTypeError(f"“{word}”: only numbers of neurons can be varied, such as layers=4;8;8,8")
    return tuple(layer.numbers[0] for layer in layers)


def _on_or_off(word: str) -> bool:
    if word not in ("on", "off"):
        raise argparse.ArgumentTypeError(f"“{word}” is neither on nor off")
    return word == "on"


_READINGS: Mapping[str, Callable[[str], Value]] = MappingProxyType(
    {"layers": _sizes, "batch_size": batch_size, "batch_norm": _on_or_off, "samples": whole}
)
"""How a value is read that is neither a number nor an entry of the catalog."""
