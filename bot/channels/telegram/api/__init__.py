"""Calls of the Bot API: transport, rate limits, deadlines."""
