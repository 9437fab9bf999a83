"""What the bot says of the questions in a message that its answers leave open."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.dialogue.question_notes import QuestionNotes
from bot.core.dialogue.replies import Turn
from bot.core.dialogue.reply_builder import SUGGESTIONS, ReplyBuilder
from bot.core.faq.model import Faq
from bot.core.languages import language
from bot.core.matching.segmentation import OpenQuestion
from bot.core.records import CountedEvent, QuestionKind, Tally

WORTH_OFFERING = 0.02
"""Least confidence in a guess that is offered after the first."""


class OpenQuestionReplies:
    """The replies to what one FAQ leaves open."""

    def __init__(self, faq: Faq, replies: ReplyBuilder, notes: QuestionNotes) -> None:
        self._language = faq.language
        self._words = faq.messages
        self._replies = replies
        self._notes = notes

    def left_open(self, questions: Sequence[OpenQuestion], shown: Sequence[str]) -> Turn:
        """Offers entries for the questions of a message that `shown` leave open, or says that they have no answer and
        notes them."""
        unknown = [one for one in questions if not one.offers]
        turn = self._offered_for([one for one in questions if one.offers], shown)
        if not unknown:
            return turn
        best, text = unknown[0].ranking.best, " ".join(one.text for one in unknown)
        note = self._notes.note(
            QuestionKind.UNMATCHED, text, best.entry_id if best else "", best.confidence if best else 0.0
        )
        wording = self._notes.wording(note, text, self._words.unanswered, self._words.unanswered_not_noted, typed=True)
        reply = self._replies.no_answer(wording, which=self._which(unknown))
        return turn.then(Turn((reply,), counts=(Tally(CountedEvent.UNMATCHED),), note=note))

    def _offered_for(self, questions: Sequence[OpenQuestion], shown: Sequence[str]) -> Turn:
        """A choice of entries for the questions of a message that are not clear, the best of each first."""
        ranked = [
            ranking.matches[nth]
            for nth in range(SUGGESTIONS)
            for ranking in (one.ranking for one in questions)
            if nth < len(ranking.matches) and (nth == 0 or ranking.matches[nth].confidence >= WORTH_OFFERING)
        ]
        new = dict.fromkeys(match.entry_id for match in ranked if match.entry_id not in shown)
        ids = tuple(new)[: max(SUGGESTIONS, len(questions))]
        if not ids:
            return Turn()
        wording = self._replies.text(self._words.asked_too, which=self._which(questions))
        best = max(ranked, key=lambda match: match.confidence)
        choice = self._replies.suggestions(ids, best.entry_id, round(100 * best.confidence), wording)
        return Turn((choice,), counts=tuple(Tally(CountedEvent.SUGGESTED, one) for one in ids))

    def _which(self, questions: Sequence[OpenQuestion]) -> str:
        """Their places in words: "first and third"."""
        record = language(self._language)
        ordinals = dict(enumerate(record.ordinals.split(), 1))
        joining = f" {record.joining_words.split()[0]} " if record.joining_words else ", "
        return joining.join(ordinals.get(one.number, f"{one.number}.") for one in questions)
