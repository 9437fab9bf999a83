"""Telegram at the edge: who an update is for, and what is sent in reply."""
