"""Two to four runs with one setting different, side by side."""
