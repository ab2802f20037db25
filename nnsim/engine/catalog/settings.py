"""Numbers that are set for a network, a layer or the training as a whole."""

from __future__ import annotations

from nnsim.engine.catalog.entries import Parameter
from nnsim.words import QT_TRANSLATE_NOOP

LEARNING_RATE = Parameter(
    "learning_rate",
    QT_TRANSLATE_NOOP("catalog", "learning rate"),
    0.03,
    0.0,
    1000.0,
    QT_TRANSLATE_NOOP(
        "catalog", "How far each step goes against the gradient. Too small learns slowly, too large never settles."
    ),
)
BATCH_SIZE = Parameter(
    "batch_size",
    QT_TRANSLATE_NOOP("catalog", "batch size"),
    10,
    1,
    1_000_000,
    QT_TRANSLATE_NOOP("catalog", "How many samples are looked at before the weights are changed once."),
    whole=True,
)
L1 = Parameter(
    "l1",
    QT_TRANSLATE_NOOP("catalog", "L1 penalty"),
    0.0,
    0.0,
    10.0,
    QT_TRANSLATE_NOOP("catalog", "Pulls every weight towards 0 by the same amount, so that many become exactly 0."),
)
L2 = Parameter(
    "l2",
    QT_TRANSLATE_NOOP("catalog", "L2 penalty"),
    0.0,
    0.0,
    10.0,
    QT_TRANSLATE_NOOP(
        "catalog", "Pulls large weights towards 0, so that the network does not learn the noise by heart."
    ),
)
LAYER_SIZE = Parameter(
    "size",
    QT_TRANSLATE_NOOP("catalog", "number of neurons"),
    8,
    1,
    10_000,
    QT_TRANSLATE_NOOP("catalog", "How many neurons the layer has."),
    whole=True,
)
DROPOUT = Parameter(
    "dropout",
    QT_TRANSLATE_NOOP("catalog", "dropout"),
    0.0,
    0.0,
    0.95,
    QT_TRANSLATE_NOOP(
        "catalog", "Share of the neurons that each step leaves out, so that none can rely on a single other."
    ),
)
KERNEL = Parameter(
    "kernel",
    QT_TRANSLATE_NOOP("catalog", "kernel"),
    3,
    1,
    64,
    QT_TRANSLATE_NOOP("catalog", "Side of the square of pixels that a filter looks at."),
    whole=True,
)
STRIDE = Parameter(
    "stride",
    QT_TRANSLATE_NOOP("catalog", "stride"),
    1,
    1,
    64,
    QT_TRANSLATE_NOOP("catalog", "How many pixels a filter moves on from one place to the next."),
    whole=True,
)
PADDING = Parameter(
    "padding",
    QT_TRANSLATE_NOOP("catalog", "padding"),
    0,
    0,
    32,
    QT_TRANSLATE_NOOP(
        "catalog", "Rings of zeros around the picture, so that its rim is looked at as often as the rest."
    ),
    whole=True,
)
CLIP_NORM = Parameter(
    "clip_norm",
    QT_TRANSLATE_NOOP("catalog", "longest gradient"),
    0.0,
    0.0,
    1e6,
    QT_TRANSLATE_NOOP("catalog", "A longer gradient is shortened to this length before the step; 0 never shortens."),
)
STOP_EPOCHS = Parameter(
    "stop_epochs",
    QT_TRANSLATE_NOOP("catalog", "stop after epochs"),
    100,
    1,
    1_000_000_000,
    QT_TRANSLATE_NOOP("catalog", "Training stops by itself when so many epochs are finished."),
    whole=True,
)
STOP_LOSS = Parameter(
    "stop_loss",
    QT_TRANSLATE_NOOP("catalog", "stop at loss"),
    0.01,
    0.0,
    1e300,
    QT_TRANSLATE_NOOP("catalog", "Training stops by itself when the training loss is no more than this."),
)
STOP_ACCURACY = Parameter(
    "stop_accuracy",
    QT_TRANSLATE_NOOP("catalog", "stop at accuracy"),
    0.95,
    0.0,
    1.0,
    QT_TRANSLATE_NOOP("catalog", "Training stops by itself when this share of the test samples is answered rightly."),
)
STOP_SECONDS = Parameter(
    "stop_seconds",
    QT_TRANSLATE_NOOP("catalog", "stop after seconds"),
    60.0,
    0.01,
    1e7,
    QT_TRANSLATE_NOOP("catalog", "Training stops by itself so many seconds after it was started."),
)
STOP_PATIENCE = Parameter(
    "stop_patience",
    QT_TRANSLATE_NOOP("catalog", "patience"),
    20,
    1,
    1_000_000_000,
    QT_TRANSLATE_NOOP(
        "catalog", "Training stops by itself when the test loss has not reached a new low for so many epochs."
    ),
    whole=True,
)
SEED = Parameter(
    "seed",
    QT_TRANSLATE_NOOP("catalog", "seed"),
    0,
    0,
    2**32 - 1,
    QT_TRANSLATE_NOOP(
        "catalog", "The same seed gives the same random numbers again, so that a run can be repeated exactly."
    ),
    whole=True,
)
