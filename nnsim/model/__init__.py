"""The document: a project as one frozen value, and its edits as pure functions."""
