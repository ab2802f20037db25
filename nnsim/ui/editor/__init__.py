"""The network on its canvas."""
