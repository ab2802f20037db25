"""What the kinds of layers compute before their activation, one kind a file."""
