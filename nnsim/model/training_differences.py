"""What is different in other settings of training, in words."""

from __future__ import annotations

from collections.abc import Iterator

from nnsim.engine.catalog.entries import Parameter
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.catalog.settings import (
    BATCH_SIZE,
    CLIP_NORM,
    L1,
    L2,
    LEARNING_RATE,
    SEED,
    STOP_ACCURACY,
    STOP_EPOCHS,
    STOP_LOSS,
    STOP_PATIENCE,
    STOP_SECONDS,
)
from nnsim.engine.spec import StopSpec, TrainSpec
from nnsim.model.instead import chosen, instead, number_instead, numbers, parameters_instead, said
from nnsim.model.written import written
from nnsim.words import QT_TRANSLATE_NOOP, Words

_STOPS = {
    "epochs": STOP_EPOCHS,
    "loss": STOP_LOSS,
    "accuracy": STOP_ACCURACY,
    "seconds": STOP_SECONDS,
    "patience": STOP_PATIENCE,
}


def training_differences(one: TrainSpec, other: TrainSpec) -> Iterator[Words]:
    """Of all settings of training."""
    yield from _of_rates(one, other)
    yield from _of_optimizers(one, other)
    if one.batch_size != other.batch_size:
        sizes = instead(_batch(other.batch_size), _batch(one.batch_size))
        yield said(QT_TRANSLATE_NOOP("differences", "{0} {1}"), _named(BATCH_SIZE), sizes)
    for setting in (L1, L2, CLIP_NORM, SEED):
        new, old = getattr(other, setting.name), getattr(one, setting.name)
        if new != old:
            yield number_instead(_named(setting), new, old)
    yield from _of_stops(one.stop, other.stop)


def _of_rates(one: TrainSpec, other: TrainSpec) -> Iterator[Words]:
    """Of the learning rate and how it changes: both together are one difference."""
    old, new = chosen(SCHEDULES, one.schedule), chosen(SCHEDULES, other.schedule)
    is_other_rate, is_other_schedule = (
        one.learning_rate != other.learning_rate,
        one.schedule.name != other.schedule.name,
    )
    if is_other_rate and is_other_schedule:
        rates = numbers(other.learning_rate, one.learning_rate)
        template = QT_TRANSLATE_NOOP("differences", "learning rate {0} ({1}) instead of {2} ({3})")
        yield said(template, rates[0], new, rates[1], old)
    elif is_other_rate:
        yield number_instead(_named(LEARNING_RATE), other.learning_rate, one.learning_rate)
    elif is_other_schedule:
        yield said(QT_TRANSLATE_NOOP("differences", "schedule {0}"), instead(new, old))
    if not is_other_schedule:
        for difference in parameters_instead(SCHEDULES, one.schedule, other.schedule):
            yield said(QT_TRANSLATE_NOOP("differences", "schedule: {0}"), difference)


def _of_optimizers(one: TrainSpec, other: TrainSpec) -> Iterator[Words]:
    if one.loss.name != other.loss.name:
        losses = instead(chosen(LOSSES, other.loss), chosen(LOSSES, one.loss))
        yield said(QT_TRANSLATE_NOOP("differences", "loss {0}"), losses)
    else:
        yield from parameters_instead(LOSSES, one.loss, other.loss)
    if one.optimizer.name != other.optimizer.name:
        yield instead(chosen(OPTIMIZERS, other.optimizer), chosen(OPTIMIZERS, one.optimizer))
    else:
        yield from parameters_instead(OPTIMIZERS, one.optimizer, other.optimizer)


def _of_stops(one: StopSpec, other: StopSpec) -> Iterator[Words]:
    before, after = one.limits(), other.limits()
    for name, setting in _STOPS.items():
        new, old = after.get(name), before.get(name)
        if new == old:
            continue
        if new is None:
            yield said(QT_TRANSLATE_NOOP("differences", "without “{0}”"), _named(setting))
        elif old is None:
            yield said(QT_TRANSLATE_NOOP("differences", "{0} {1}"), _named(setting), written(new))
        else:
            yield number_instead(_named(setting), new, old)


def _named(setting: Parameter) -> Words:
    return Words(setting.label, context="catalog")


def _batch(size: int | None) -> str:
    return said(QT_TRANSLATE_NOOP("differences", "all samples")) if size is None else str(size)
