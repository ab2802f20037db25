"""The numbers of a step on their way through the network: formulas, matrices, and written-out sums."""
