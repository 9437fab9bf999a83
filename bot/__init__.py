"""A Telegram bot that answers patients' questions about facial synkinesis from a YAML file."""
