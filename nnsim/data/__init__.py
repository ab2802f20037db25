"""Data to learn from: made, imported, split and scaled. NumPy and the standard library only."""
