"""Pictures from the files that people have, decoded by Qt: for the window, and for the commands that open folders."""
