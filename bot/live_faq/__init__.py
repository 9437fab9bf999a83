"""The FAQ that is being served, and how another takes its place."""
