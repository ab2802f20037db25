"""The experiments: many runs at a time, on pages of their own in place of the network."""
