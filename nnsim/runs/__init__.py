"""A project at work: its data prepared, its network trained, its numbers read off."""
