"""Opening a table of one's own: what is understood of it, every guess changeable, before it becomes the data."""
