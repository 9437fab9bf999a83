"""What the bot says in a language that it has no FAQ in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.dialogue.alarm_replies import AlarmReplies
from bot.core.dialogue.interpreter import Interpretation
from bot.core.dialogue.question_notes import QuestionNotes
from bot.core.dialogue.replies import Turn, Verb, below
from bot.core.dialogue.reply_builder import SUGGESTIONS, ReplyBuilder
from bot.core.faq.model import Faq
from bot.core.phrasebook import texts as fixed_texts
from bot.core.records import CountedEvent, QuestionKind, Tally


class OtherLanguageReplies:
    """The replies to messages in other languages, beside one FAQ. `languages` maps the codes of the bot's languages to
    their names."""

    def __init__(
        self, faq: Faq, replies: ReplyBuilder, alarms: AlarmReplies, notes: QuestionNotes, languages: Mapping[str, str]
    ) -> None:
        self._words = faq.messages
        self._replies = replies
        self._alarms = alarms
        self._notes = notes
        self._language_buttons = replies.language_buttons(languages)
        self._names = languages or {faq.language: faq.messages.language_name}

    def told(self, interpretation: Interpretation, spoken: str, text: str) -> Turn:
        """Which languages the bot has, in the language `spoken` of the message, and what may be looked for there."""
        fixed, names = fixed_texts(spoken), self._names
        best = interpretation.best
        nearest, confidence = (best.entry_id, best.confidence) if best else ("", 0.0)
        note = self._notes.note(QuestionKind.UNMATCHED, text, nearest, confidence, spoken)
        suggested = self._replies.questions([one.entry_id for one in interpretation.matches[:SUGGESTIONS]], Verb.CHOOSE)
        if fixed is None:
            buttons = (*suggested, *self._language_buttons, *self._replies.ways_on())
            other = self._replies.no_answer(self._words.other_language, buttons, languages=", ".join(names.values()))
            reply = below(self._alarms.if_now(interpretation), other)
        else:
            reply = self._replies.fixed(fixed, names, suggested, self._language_buttons)
        if untold := self._notes.wording(note, text, "", "", typed=True):
            reply = replace(reply, text=f"{reply.text}{untold}")
        return Turn((reply,), counts=(Tally(CountedEvent.OTHER_LANGUAGE, spoken),), note=note)
