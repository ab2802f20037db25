"""The time line: all of training on one strip, to go back to and to go on from."""
