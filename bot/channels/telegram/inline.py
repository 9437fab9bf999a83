"""Inline mode: `@bot question` in any chat shows the best answers as articles. Nothing is stored or counted.

Decides nothing about content.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
    User,
)
from telegram.error import BadRequest

from bot.channels.telegram.sending.render import message, plain_message, truncated
from bot.channels.telegram.sending.sender import Sender, is_over
from bot.channels.telegram.updates.threads import in_thread
from bot.core.dialogue.deep_links import entry_link
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.replies import Reply
from bot.core.dialogue.screened_message import ScreenedMessage
from bot.core.dialogue.sessions import Session
from bot.core.text.markup import plain
from bot.logs import failure

log = logging.getLogger(__name__)

MOST = 5
CACHE_SECONDS = 30
DESCRIPTION = 120


@dataclass(frozen=True, slots=True)
class InlineHandler:
    """Answers inline queries. `bot` is the bot's own account."""

    dialogue: Dialogue
    sender: Sender
    bot: User

    async def answer(self, update: Update, screened: ScreenedMessage) -> None:
        """Shows the answers to the text typed so far; only the emergency message if it contains a red flag."""
        query = update.inline_query
        if query is None:
            return
        session = Session(private=False, app_language=query.from_user.language_code or "")
        search = partial(self.dialogue.search, screened, session, MOST)
        turn = search() if screened.urgent else await in_thread(search, len(screened.text))
        if turn.failure is not None:
            log.error("an inline query could not be answered: %s", failure(turn.failure))
        # An apology is not worth posting into a chat.
        replies = turn.replies if turn.failure is None or turn.urgent else ()
        personal = len(screened.snapshot.by_language) > 1
        refusal: BadRequest | None = None
        for plainer in (False, True):
            articles = [self._article(reply, plainer) for reply in replies]
            try:
                await query.answer(articles, cache_time=CACHE_SECONDS, is_personal=personal)
            except BadRequest as error:
                if is_over(error):  # typed on meanwhile
                    return
                refusal = error
                log.warning("an inline answer was refused: %s", failure(error))
            else:
                return
        if refusal is not None:
            self.sender.undelivered.give_up(refusal)

    def _article(self, reply: Reply, plainer: bool) -> InlineQueryResultArticle:
        """A reply as an inline result; `plainer` without mark-up and links."""
        # Links to the private chat: the bot cannot answer other buttons below an inline message.
        url = entry_link(self.bot.username or "", reply.entry_id)
        links = [[InlineKeyboardButton(one.label, url=url) for one in row] for row in reply.buttons]
        teaser = " ".join(plain(reply.text).replace(reply.title, "", 1).split())
        return InlineQueryResultArticle(
            reply.entry_id or "urgent",
            reply.title,
            InputTextMessageContent(plain_message(reply), parse_mode=None)
            if plainer
            else InputTextMessageContent(message(reply)),
            reply_markup=InlineKeyboardMarkup(links) if reply.entry_id and not plainer else None,
            description=truncated(teaser, DESCRIPTION),
        )
