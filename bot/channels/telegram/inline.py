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
from bot.core.dialogue.answers import Pages
from bot.core.dialogue.interpreter import Decision, Verdict
from bot.core.dialogue.replies import Reply
from bot.core.faq.model import UrgentSign
from bot.core.text.markup import plain
from bot.live_faq.live_faq import Knowledge
from bot.live_faq.snapshot import Edition, Snapshot
from bot.logs import failure

log = logging.getLogger(__name__)

MOST = 5
CACHE_SECONDS = 30
DESCRIPTION = 120
Articles = list[InlineQueryResultArticle]


class Inline:
    """Answers inline queries for one bot."""

    def __init__(self, knowledge: Knowledge, bot: User, today: Callable[[], date]) -> None:
        self._knowledge = knowledge
        self._bot = bot
        self._today = today

    async def answer(self, update: Update) -> None:
        """Shows what fits what was typed so far."""
        query = update.inline_query
        if query is None:
            return
        snapshot = self._knowledge.live
        try:
            articles = await self._articles(snapshot, query.query.strip(), query.from_user.language_code or "")
        except Exception as error:  # an empty list, but no endless clock
            log.error("an inline query could not be answered: %s", failure(error))
            articles = []
        with harmless():
            await query.answer(articles, cache_time=CACHE_SECONDS, is_personal=len(snapshot.editions) > 1)

    async def _articles(self, snapshot: Snapshot, text: str, code: str) -> Articles:
        alarm = snapshot.gate.look(text)
        if alarm is not None and alarm.certain and not snapshot.reader(alarm.language).overrules(alarm, text):
            return [self._emergency(snapshot.edition(alarm.language), alarm.sign)]
        edition = snapshot.edition(code[:2])
        if not text:
            return self._answers(edition, self._first(edition))
        decision = await asyncio.to_thread(snapshot.reader(edition.language).decide, text)
        if decision.foreign in snapshot.editions:
            edition = snapshot.edition(decision.foreign)
            decision = await asyncio.to_thread(snapshot.reader(edition.language).decide, text)
        return self._answers(edition, _best(decision), decision)

    def _first(self, edition: Edition) -> Iterable[str]:
        """What somebody may want who typed nothing yet: the first question of every topic."""
        seen: dict[str | None, str] = {}
        for entry in edition.shown.published:
            seen.setdefault(entry.topic, entry.id)
        return seen.values()

    def _answers(self, edition: Edition, entry_ids: Iterable[str], decision: Decision | None = None) -> Articles:
        pages = Pages(edition.shown, self._today(), asking=False)
        before = ""
        if decision is not None and decision.alarm is not None and edition.shown.urgent is not None:
            before = pages.text(edition.shown.urgent.if_now)
        found = [entry for entry_id in entry_ids if (entry := edition.shown.entry(entry_id))]
        return [
            self._article(entry.id, entry.question, entry.answer, pages.answer(entry, before=before), pages, entry.id)
            for entry in found[:MOST]
        ]

    def _emergency(self, edition: Edition, sign: UrgentSign) -> InlineQueryResultArticle:
        pages = Pages(edition.shown, self._today(), asking=False)
        return self._article(f"urgent-{sign.id}", sign.title, sign.message, pages.say(sign.message), pages)

    def _article(
        self, key: str, title: str, teaser: str, reply: Reply, pages: Pages, link: str = ""
    ) -> InlineQueryResultArticle:
        described = " ".join(plain(pages.text(teaser)).split())
        return InlineQueryResultArticle(
            key[:64],
            title,
            InputTextMessageContent(
                message(reply), parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
            ),
            reply_markup=self._on(pages, link) if link else None,
            description=described if len(described) <= DESCRIPTION else f"{described[: DESCRIPTION - 1].rstrip()}…",
        )

    def _on(self, pages: Pages, entry_id: str) -> InlineKeyboardMarkup:
        """A button that leads on to the private chat: others under such a message could not be answered there."""
        url = f"https://t.me/{self._bot.username}?start={entry_id}"
        return InlineKeyboardMarkup([[InlineKeyboardButton(pages.words.related_button, url=url)]])


def _best(decision: Decision) -> list[str]:
    """The entries worth showing, best first, the first of every question of the message before others."""
    if decision.verdict in (Verdict.NONE, Verdict.SMALL_TALK):
        return []
    firsts = [ranking.matches[0].entry_id for ranking in decision.parts if ranking.matches]
    return list(dict.fromkeys([*firsts, *(match.entry_id for match in decision.matches)]))
