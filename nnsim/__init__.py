"""nnsim: a neural network simulator for classrooms and self-study."""

__version__ = "0.1.0"
