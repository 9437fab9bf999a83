"""The pure core: words in, decisions out. No Telegram, no database, no files, no clock, no randomness, no logging."""
