"""Choosing, seeing and splitting data."""
