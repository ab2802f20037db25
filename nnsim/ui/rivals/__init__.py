"""Rivals, a page of the experiments: flat algorithms beside the network, with features made by hand on and off."""
