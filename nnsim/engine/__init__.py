"""The arithmetic of neural networks: NumPy and the standard library only."""
