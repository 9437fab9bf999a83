"""What follows when a patient says whether an answer helped, or that no offered entry is the right one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.dialogue.question_notes import QuestionNotes
from bot.core.dialogue.replies import Action, Turn, Verb
from bot.core.dialogue.reply_builder import SUGGESTIONS, ReplyBuilder
from bot.core.faq.model import Entry, Faq
from bot.core.records import CountedEvent, QuestionKind, Tally


class FeedbackReplies:
    """The replies to feedback about one FAQ."""

    def __init__(self, faq: Faq, replies: ReplyBuilder, notes: QuestionNotes) -> None:
        self._faq = faq
        self._words = faq.messages
        self._replies = replies
        self._notes = notes

    def voted(self, action: Action, entry: Entry, question: str | None, others: Sequence[str]) -> Turn:
        """The effect of a button that says whether an answer helped. `question` is the message that it answered, if
        known; `others` are the ids of entries that may answer it, the best first."""
        if action.number == 2:  # said already
            return Turn()
        good = action.verb is Verb.HELPFUL
        counts = [Tally(CountedEvent.HELPFUL if good else CountedEvent.NOT_HELPFUL, entry.id)]
        if action.number == 1:
            counts.append(Tally(CountedEvent.NOT_HELPFUL if good else CountedEvent.HELPFUL, entry.id, by=-1))
        row = self._replies.feedback(entry.id, helpful=good)
        if good:
            reply = self._replies.say(self._words.helpful_thanks)
            return Turn((reply,) if not action.number else (), row=row, counts=tuple(counts))
        offered = self._replies.questions([one for one in others if one != entry.id][:SUGGESTIONS], Verb.CHOOSE)
        note = self._notes.note(QuestionKind.NOT_HELPFUL, question, entry.id)
        noted = self._words.not_helpful if offered else self._words.not_helpful_alone
        wording = self._notes.wording(note, question, noted, self._words.not_helpful_not_noted)
        return Turn((self._replies.say(wording, offered),), row=row, counts=tuple(counts), note=note)

    def rejected(self, action: Action, question: str | None) -> Turn:
        """The effect of the button that rejects all that was offered for a question."""
        nearest = action.target if self._faq.entry(action.target) else ""
        confidence = min(action.number, 100) / 100
        note = self._notes.note(QuestionKind.SUGGESTION_REJECTED, question, nearest, confidence)
        wording = self._notes.wording(note, question, self._words.rejected, self._words.no_match_not_noted)
        reply = self._replies.no_answer(wording, self._replies.ways_on())
        return Turn((reply,), buttons=(), counts=(Tally(CountedEvent.REJECTED, nearest or None),), note=note)
