"""An echo bot with stock python-telegram-bot, as the baseline for the whole bot."""

from __future__ import annotations

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def _echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def main() -> None:
    builder = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"])
    application = builder.base_url(os.environ["TELEGRAM_API_BASE_URL"]).concurrent_updates(True).build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    application.run_polling(bootstrap_retries=5)


if __name__ == "__main__":
    main()
