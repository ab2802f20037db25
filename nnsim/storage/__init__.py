"""Project files and preferences on disk."""
