"""The same networks in PyTorch and scikit-learn, where these are installed; nnsim itself never needs them.

PyTorch is given its batches ready-made, and only steps are timed. scikit-learn makes a whole epoch in one call: that is
its fastest way, and it draws an order each time.
"""

from __future__ import annotations

import importlib
import importlib.util
import warnings
from typing import Any

import numpy as np

from nnsim.cli.measuring.cases import Case
from nnsim.cli.measuring.timing import Steps

PEERS = {"pytorch": "torch", "scikit-learn": "sklearn"}


def installed() -> dict[str, str]:
    """The peers that are there, with their versions."""
    return {
        name: str(importlib.import_module(module).__version__)
        for name, module in PEERS.items()
        if importlib.util.find_spec(module) is not None
    }


def peers_of(case: Case) -> dict[str, Steps]:
    """A stepper for each peer that is installed and has what the case asks for."""
    makers = {"pytorch": _pytorch} if case.filters else {"pytorch": _pytorch, "scikit-learn": _scikit_learn}
    return {name: makers[name](case) for name in installed() if name in makers}


def _pytorch(case: Case) -> Steps:
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    dtype = getattr(torch, case.dtype)
    kind = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[case.hidden]
    layers: list[Any] = []
    channels, n_inputs = 1, case.sizes[0]
    for filters in case.filters:
        layers += [torch.nn.Conv2d(channels, filters, 3, padding=1), kind()]
        channels = filters
    if case.filters:
        layers.append(torch.nn.Flatten())
        n_inputs *= channels
    for n_from, n_to in zip((n_inputs, *case.sizes[1:]), case.sizes[1:], strict=False):
        layers += [torch.nn.Linear(n_from, n_to), kind()]
    model = torch.nn.Sequential(*layers[:-1]).to(dtype)
    maker = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[case.optimizer]
    optimizer = maker(model.parameters(), lr=0.001)
    inputs, classes = (torch.from_numpy(table) for table in case.samples())
    single = case.sizes[-1] == 1
    loss = torch.nn.BCEWithLogitsLoss() if single else torch.nn.CrossEntropyLoss()
    labels = classes.to(dtype) if single else classes[:, 0].long()
    if case.filters:
        inputs = inputs.reshape(-1, 1, case.side, case.side)
    batches = list(zip(inputs.split(case.batch_size), labels.split(case.batch_size), strict=True))

    def steps(count: int) -> int:
        for number in range(count):
            batch, label = batches[number % len(batches)]
            optimizer.zero_grad()
            loss(model(batch), label).backward()
            optimizer.step()
        return count

    return steps


def _scikit_learn(case: Case) -> Steps:
    network: Any = importlib.import_module("sklearn.neural_network")
    model = network.MLPClassifier(
        case.sizes[1:-1],
        activation=case.hidden,
        solver=case.optimizer,
        alpha=0.0,
        learning_rate_init=0.001,
        momentum=0.0,
        batch_size=case.batch_size,
        random_state=0,
    )
    inputs, classes = case.samples()
    model.partial_fit(inputs, classes[:, 0], classes=np.arange(case.n_classes))

    def steps(count: int) -> int:
        epochs = -(-count // case.batches)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for _ in range(epochs):
                model.partial_fit(inputs, classes[:, 0])
        return epochs * case.batches

    return steps
