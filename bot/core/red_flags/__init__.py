"""Signs of an emergency in a message."""
