"""From the ``training`` part of a document to a training description."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from nnsim.engine.catalog.entries import Parameter
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.catalog.settings import BATCH_SIZE, CLIP_NORM, L1, L2, LEARNING_RATE, SEED
from nnsim.engine.spec import StopSpec, TrainSpec
from nnsim.model.problems import STOPS
from nnsim.storage.decode_choice import decoded_choice
from nnsim.storage.fields import Fields

TRAINING = (
    *("loss", "optimizer", "learning_rate", "batch_size", "l1", "l2", "seed"),
    *("schedule", "clip_norm", "stop"),
)
T = TypeVar("T")


def train_spec(fields: Fields) -> TrainSpec:
    """The training's description."""
    whole_set = fields.values["batch_size"] is None
    return TrainSpec(
        loss=decoded_choice(fields, "loss", LOSSES),
        optimizer=decoded_choice(fields, "optimizer", OPTIMIZERS),
        learning_rate=fields.within("learning_rate", LEARNING_RATE),
        batch_size=None if whole_set else fields.whole_within("batch_size", BATCH_SIZE),
        l1=fields.within("l1", L1),
        l2=fields.within("l2", L2),
        seed=fields.whole_within("seed", SEED),
        schedule=decoded_choice(fields, "schedule", SCHEDULES),
        clip_norm=fields.within("clip_norm", CLIP_NORM),
        stop=_stop(fields.record("stop", STOPS)),
    )


def _stop(fields: Fields) -> StopSpec:
    return StopSpec(
        epochs=_limit(fields, "epochs", fields.whole_within),
        loss=_limit(fields, "loss", fields.within),
        accuracy=_limit(fields, "accuracy", fields.within),
        seconds=_limit(fields, "seconds", fields.within),
        patience=_limit(fields, "patience", fields.whole_within),
    )


def _limit(fields: Fields, key: str, read: Callable[[str, Parameter], T]) -> T | None:
    return None if fields.values[key] is None else read(key, STOPS[key])
