"""A new set-up: what it begins with, what is known of the clinic's country, and its files."""
