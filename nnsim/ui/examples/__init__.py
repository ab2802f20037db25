"""Starting points to choose from, good and bad, each with its picture and its reason."""
