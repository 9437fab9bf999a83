"""Replies as Telegram messages."""
