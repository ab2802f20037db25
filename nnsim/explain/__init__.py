"""A training step told: its stages, their formulas, and how each single number comes about."""
