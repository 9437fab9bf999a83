"""The bot's own account: its username, asked of Telegram once."""

from __future__ import annotations

from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.api.bot import TelegramBot, TokenRefused


class TelegramUnreachable(Exception):
    """Telegram did not answer."""

    def __init__(self, error: TelegramError) -> None:
        super().__init__(f"Telegram cannot be reached ({error.message})")


async def own_username(bot: TelegramBot) -> str:
    """The bot's username.

    Raises:
        TokenRefused: Telegram does not accept the token.
        TelegramUnreachable: Telegram does not answer.
    """
    try:
        await bot.initialize()
        return bot.username
    except (InvalidToken, Forbidden):
        raise TokenRefused from None
    except TelegramError as error:
        raise TelegramUnreachable(error) from None
    finally:
        await bot.shutdown()
