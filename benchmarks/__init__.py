"""Measurements of the bot. Each module prints its figures: `python -m benchmarks.NAME`."""

from bot.runtime import prepare_blas

prepare_blas()  # as the bot does, before numpy is imported: what threads wait for each other would count as work
