"""Points set by hand in the pictures of the answers."""
