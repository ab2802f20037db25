"""From the ``training`` part of a document to a training description."""

from __future__ import annotations

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


def train_spec(fields: Fields) -> TrainSpec:
    """The training's description."""
    whole_set = fields.values["batch_size"] is None
    return TrainSpec(
        loss=decoded_choice(fields, "loss", LOSSES),
        optimizer=decoded_choice(fields, "optimizer", OPTIMIZERS),
        learning_rate=fields.within("learning_rate", LEARNING_RATE),
        batch_size=None if whole_set else fields.within("batch_size", BATCH_SIZE),
        l1=fields.within("l1", L1),
        l2=fields.within("l2", L2),
        seed=fields.within("seed", SEED),
        schedule=decoded_choice(fields, "schedule", SCHEDULES),
        clip_norm=fields.within("clip_norm", CLIP_NORM),
        stop=_stop(fields.record("stop", STOPS)),
    )


def _stop(fields: Fields) -> StopSpec:
    set_here = (name for name in STOPS if fields.values[name] is not None)
    return StopSpec(**{name: fields.within(name, STOPS[name]) for name in set_here})
