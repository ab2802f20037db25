"""Projects of the classroom exercises: 200 training and 200 test points, sigmoid output with cross-entropy."""

from __future__ import annotations

from nnsim.data.spec import DataSpec, ScalingKind, ToySource
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model.start import new_project
from nnsim.runs.run import Results, Run


def on_toy(
    kind: str,
    *hidden: int,
    activation: str = "tanh",
    optimizer: str = "sgd",
    learning_rate: float = 0.03,
    batch_size: int | None = 10,
    seed: int = 0,
    noise: float = 0.0,
    n_samples: int = 400,
    test_fraction: float = 0.5,
    inputs: tuple[str, ...] = (),
    initializer: str = "xavier_normal",
    l2: float = 0.0,
    scaling: ScalingKind = "none",
) -> Run:
    """A run on a toy set."""
    data = DataSpec(ToySource(kind, n_samples, noise, seed), inputs, test_fraction, scaling, split_seed=seed)
    training = TrainSpec(
        optimizer=Choice(optimizer), learning_rate=learning_rate, batch_size=batch_size, l2=l2, seed=seed
    )
    rule = Choice(initializer)
    return Run(new_project(kind, data, hidden, activation=Choice(activation), initializer=rule, training=training))


def on_truth_table(kind: str, *hidden: int, **settings: object) -> Run:
    """A run on four points, all for training, all in one batch."""
    defaults = {"test_fraction": 0.0, "batch_size": None, "n_samples": 4, "learning_rate": 1.0}
    return on_toy(kind, *hidden, **(defaults | settings))


def trained(run: Run, epochs: int) -> Results:
    """Loss and accuracy after ``epochs``."""
    run.train_epochs(epochs)
    return run.results()
