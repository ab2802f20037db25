"""Run, pause, step, and what training is doing now."""
