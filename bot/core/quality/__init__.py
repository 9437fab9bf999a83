"""The quality of a FAQ: its own checks, labelled messages, lint."""
