"""Inline mode: `@bot question` in any chat shows the best answers as articles. Nothing of it is kept or counted.

Decides nothing about content. Knows nothing of the chat in which somebody types.
"""

from __future__ import annotations

import asyncio
import logging

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
    User,
)
from telegram.constants import ParseMode

from bot.channels.telegram.sending.render import message
from bot.channels.telegram.sending.sender import harmless
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.replies import Reply
from bot.core.dialogue.sessions import Session
from bot.core.text.markup import plain
from bot.live_faq.live_faq import LiveFaq
from bot.logs import failure

log = logging.getLogger(__name__)

MOST = 5
CACHE_SECONDS = 30
DESCRIPTION = 120


class InlineHandler:
    """Answers inline queries. `bot` is the bot's own account."""

    def __init__(self, live_faq: LiveFaq, dialogue: Dialogue, bot: User) -> None:
        self._live_faq = live_faq
        self._dialogue = dialogue
        self._bot = bot

    async def answer(self, update: Update) -> None:
        """Shows what fits what was typed so far; the emergency message alone where that is a red flag."""
        query = update.inline_query
        if query is None:
            return
        snapshot = self._live_faq.live
        heard = self._dialogue.hear(query.query.strip(), snapshot)
        session = Session(private=False, app_language=query.from_user.language_code or "")
        if heard.urgent:
            turn = self._dialogue.search(heard, session, MOST)
        else:
            turn = await asyncio.to_thread(self._dialogue.search, heard, session, MOST)
        if turn.failure is not None:
            log.error("an inline query could not be answered: %s", failure(turn.failure))
        # An apology is nothing to post into somebody's chat.
        replies = turn.replies if turn.failure is None or turn.urgent else ()
        articles = [self._article(reply) for reply in replies]
        with harmless():
            await query.answer(articles, cache_time=CACHE_SECONDS, is_personal=len(snapshot.by_language) > 1)

    def _article(self, reply: Reply) -> InlineQueryResultArticle:
        """A reply as something to choose and send."""
        teaser = " ".join(plain(reply.text).replace(reply.title, "", 1).split())
        return InlineQueryResultArticle(
            reply.entry_id or "urgent",
            reply.title,
            InputTextMessageContent(
                message(reply), parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
            ),
            reply_markup=self._keyboard(reply) if reply.entry_id else None,
            description=teaser if len(teaser) <= DESCRIPTION else f"{teaser[: DESCRIPTION - 1].rstrip()}…",
        )

    def _keyboard(self, reply: Reply) -> InlineKeyboardMarkup:
        """Buttons that lead on to the private chat: others under such a message could not be answered there."""
        url = f"https://t.me/{self._bot.username}?start={reply.entry_id}"
        return InlineKeyboardMarkup(
            [[InlineKeyboardButton(one.label, url=url) for one in row] for row in reply.buttons]
        )
