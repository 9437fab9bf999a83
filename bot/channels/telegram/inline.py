"""Inline mode: `@bot question` in any chat shows the best answers as articles. Nothing of it is kept or counted.

Red flags come first here too. Knows nothing of the chat in which somebody types.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import date

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
from bot.core.dialogue.answers import ReplyBuilder
from bot.core.dialogue.interpreter import Interpretation, InterpretationKind
from bot.core.dialogue.replies import Reply
from bot.core.faq.model import UrgentSign
from bot.core.text.markup import plain
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.snapshot import LocalizedFaq, Snapshot
from bot.logs import failure

log = logging.getLogger(__name__)

MOST = 5
CACHE_SECONDS = 30
DESCRIPTION = 120
Articles = list[InlineQueryResultArticle]


class InlineHandler:
    """Answers inline queries for one bot."""

    def __init__(self, live_faq: LiveFaq, bot: User, today: Callable[[], date]) -> None:
        self._live_faq = live_faq
        self._bot = bot
        self._today = today

    async def answer(self, update: Update) -> None:
        """Shows what fits what was typed so far."""
        query = update.inline_query
        if query is None:
            return
        snapshot = self._live_faq.live
        try:
            articles = await self._articles(snapshot, query.query.strip(), query.from_user.language_code or "")
        except Exception as error:  # an empty list, but no endless clock
            log.error("an inline query could not be answered: %s", failure(error))
            articles = []
        with harmless():
            await query.answer(articles, cache_time=CACHE_SECONDS, is_personal=len(snapshot.by_language) > 1)

    async def _articles(self, snapshot: Snapshot, text: str, code: str) -> Articles:
        alarm = snapshot.detector.detect(text)
        if alarm is not None and alarm.certain and not snapshot.interpreter(alarm.language).overrules(alarm, text):
            return [self._emergency(snapshot.localized(alarm.language), alarm.sign)]
        localized = snapshot.localized(code[:2])
        if not text:
            return self._answers(localized, self._first(localized))
        interpretation = await asyncio.to_thread(snapshot.interpreter(localized.language).interpret, text)
        if interpretation.foreign in snapshot.by_language:
            localized = snapshot.localized(interpretation.foreign)
            interpretation = await asyncio.to_thread(snapshot.interpreter(localized.language).interpret, text)
        return self._answers(localized, _best(interpretation), interpretation)

    def _first(self, localized: LocalizedFaq) -> Iterable[str]:
        """What somebody may want who typed nothing yet: the first question of every topic."""
        seen: dict[str | None, str] = {}
        for entry in localized.shown.published:
            seen.setdefault(entry.topic, entry.id)
        return seen.values()

    def _answers(
        self, localized: LocalizedFaq, entry_ids: Iterable[str], interpretation: Interpretation | None = None
    ) -> Articles:
        replies = ReplyBuilder(localized.shown, self._today(), asking=False)
        before = ""
        if interpretation is not None and interpretation.alarm is not None and localized.shown.urgent is not None:
            before = replies.text(localized.shown.urgent.if_now)
        found = [entry for entry_id in entry_ids if (entry := localized.shown.entry(entry_id))]
        return [
            self._article(
                entry.id, entry.question, entry.answer, replies.answer(entry, before=before), replies, entry.id
            )
            for entry in found[:MOST]
        ]

    def _emergency(self, localized: LocalizedFaq, sign: UrgentSign) -> InlineQueryResultArticle:
        replies = ReplyBuilder(localized.shown, self._today(), asking=False)
        return self._article(f"urgent-{sign.id}", sign.title, sign.message, replies.say(sign.message), replies)

    def _article(
        self, key: str, title: str, teaser: str, reply: Reply, replies: ReplyBuilder, link: str = ""
    ) -> InlineQueryResultArticle:
        described = " ".join(plain(replies.text(teaser)).split())
        return InlineQueryResultArticle(
            key[:64],
            title,
            InputTextMessageContent(
                message(reply), parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
            ),
            reply_markup=self._on(replies, link) if link else None,
            description=described if len(described) <= DESCRIPTION else f"{described[: DESCRIPTION - 1].rstrip()}…",
        )

    def _on(self, replies: ReplyBuilder, entry_id: str) -> InlineKeyboardMarkup:
        """A button that leads on to the private chat: others under such a message could not be answered there."""
        url = f"https://t.me/{self._bot.username}?start={entry_id}"
        return InlineKeyboardMarkup([[InlineKeyboardButton(replies.words.related_button, url=url)]])


def _best(interpretation: Interpretation) -> list[str]:
    """The entries worth showing, best first, the first of every question of the message before others."""
    if interpretation.kind in (InterpretationKind.NONE, InterpretationKind.SMALL_TALK):
        return []
    firsts = [ranking.matches[0].entry_id for ranking in interpretation.parts if ranking.matches]
    return list(dict.fromkeys([*firsts, *(match.entry_id for match in interpretation.matches)]))
