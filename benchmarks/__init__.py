"""Measurements of the bot. Each module prints its figures: `python -m benchmarks.NAME`."""
