"""Clustering, a page of the experiments: units that compete for the data, on the plane, as pictures and in numbers."""
