"""Choosing what the network sees of each sample: features of the plane, columns, or the pixels of a picture."""
