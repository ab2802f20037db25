"""Every optimizer in PyTorch: from ``torch.optim``, tensors, a learning rate and the parameters to one of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

TWIN: dict[str, Callable[..., Any]] = {
    "sgd": lambda torch, w, lr: torch.SGD(w, lr),
    "momentum": lambda torch, w, lr, momentum=0.9: torch.SGD(w, lr, momentum=momentum),
    "nesterov": lambda torch, w, lr, momentum=0.9: torch.SGD(w, lr, momentum=momentum, nesterov=momentum > 0.0),
    "adagrad": lambda torch, w, lr, epsilon=1e-10: torch.Adagrad(w, lr, eps=epsilon),
    "rmsprop": lambda torch, w, lr, smoothing=0.99, epsilon=1e-8: torch.RMSprop(w, lr, smoothing, epsilon),
    "adam": lambda torch, w, lr, beta1=0.9, beta2=0.999, epsilon=1e-8: torch.Adam(w, lr, (beta1, beta2), epsilon),
    "adamw": lambda torch, w, lr, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01: torch.AdamW(
        w, lr, (beta1, beta2), epsilon, weight_decay
    ),
    "rprop": lambda torch, w, lr, shrink=0.5, grow=1.2, smallest=1e-6, largest=50.0: torch.Rprop(
        w, lr, (shrink, grow), (smallest, largest)
    ),
}
