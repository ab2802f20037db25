"""Bare systems, a virtual screen, and what a person does with nnsim there."""
