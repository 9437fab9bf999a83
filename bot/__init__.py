"""A Telegram bot that answers patients' questions about facial synkinesis from a YAML file."""

__version__ = "0.2.0"
