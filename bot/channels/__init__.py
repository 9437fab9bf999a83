"""What the bot is talked to through: Telegram and the terminal. A channel renders turns; it decides nothing."""
