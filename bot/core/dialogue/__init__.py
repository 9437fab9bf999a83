"""A message -> what is said in reply."""
