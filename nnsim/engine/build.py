"""From descriptions to moving parts."""

from __future__ import annotations

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.network import Network
from nnsim.engine.spec import Choice, NetworkSpec


def build_network(spec: NetworkSpec, loss: Choice) -> Network:
    """The network that ``spec`` describes, all parameters 0; raises ``SpecError`` if it cannot be."""
    layers = [
        ACTIVATIONS.build(layer.activation, f"layer {number}, activation")
        for number, layer in enumerate(spec.layers, 1)
    ]
    return Network(spec, tuple(layers), LOSSES.build(loss, "loss").suited_to(layers[-1]))
