"""The pure core: no Telegram, no database, no files, no clock, no randomness, no logging."""
