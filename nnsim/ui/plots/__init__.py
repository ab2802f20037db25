"""Curves and pictures with axes, painted by hand because every frame of a run pays for them."""
