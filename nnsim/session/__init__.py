"""The single door between the window and everything below it. QtCore only."""
