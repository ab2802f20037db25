"""The page of the inspector for one weight: why it changes, whether its gradient is right, and where it has been."""
