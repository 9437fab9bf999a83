"""The entries that a search finds, one reply each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.core.dialogue.alarm_replies import AlarmReplies
from bot.core.dialogue.interpreter import Interpretation, InterpretationKind
from bot.core.dialogue.replies import Turn, Verb
from bot.core.dialogue.reply_builder import ReplyBuilder
from bot.core.faq.model import Faq


class SearchReplies:
    """The replies to a search in one FAQ."""

    def __init__(self, faq: Faq, replies: ReplyBuilder, alarms: AlarmReplies) -> None:
        self._faq = faq
        self._replies = replies
        self._alarms = alarms

    def found(self, interpretation: Interpretation, most: int) -> Turn:
        """At most `most` answers to a search, one reply each, with a button that opens the entry.

        The best answer to each question in the text comes before all others."""
        if interpretation.kind in (InterpretationKind.NONE, InterpretationKind.SMALL_TALK):
            return Turn()
        firsts = [ranking.matches[0].entry_id for ranking in interpretation.parts if ranking.matches]
        ids = dict.fromkeys([*firsts, *(match.entry_id for match in interpretation.matches)])
        return self._listed(ids, most, self._alarms.if_now(interpretation))

    def first_of_topics(self, most: int) -> Turn:
        """The first answer of every topic, for an empty search."""
        seen: dict[str | None, str] = {}
        for entry in self._faq.published:
            seen.setdefault(entry.topic, entry.id)
        return self._listed(seen.values(), most)

    def _listed(self, entry_ids: Iterable[str], most: int, before: str = "") -> Turn:
        entries = [entry for entry_id in entry_ids if (entry := self._faq.entry(entry_id))]
        more = {
            one.id: self._replies.button(self._faq.messages.related_button, Verb.ENTRY, one.id)
            for one in entries[:most]
        }
        answers = (self._replies.answer(entry, before=before) for entry in entries[:most])
        return Turn(tuple(replace(answer, buttons=((more[answer.entry_id],),)) for answer in answers))
