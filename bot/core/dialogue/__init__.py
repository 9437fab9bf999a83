"""A message in, the replies to it out."""
