"""How learning goes: the loss and the gradients."""
