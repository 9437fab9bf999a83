"""Telegram at the edge: takes updates, asks the core, sends what it decided."""
