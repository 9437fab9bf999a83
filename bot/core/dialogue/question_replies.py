"""What the bot says to a question: its answer, a choice of entries, or that it has none.

What was shown already gives way to its details, then to what else may be meant and to the clinic. Knows nothing of how
a question is interpreted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.dialogue.alarm_replies import AlarmReplies
from bot.core.dialogue.interpreter import Interpretation, InterpretationKind
from bot.core.dialogue.open_question_replies import WORTH_OFFERING, OpenQuestionReplies
from bot.core.dialogue.question_notes import QuestionNotes
from bot.core.dialogue.replies import Reply, Turn, Verb, below
from bot.core.dialogue.reply_builder import SUGGESTIONS, ReplyBuilder
from bot.core.faq.model import Entry, Faq
from bot.core.records import CountedEvent, QuestionKind, Tally

LIKELY = 0.75
"""Least confidence in a guess that is shown with its short answer."""


class QuestionReplies:
    """The replies to questions from one FAQ."""

    def __init__(self, faq: Faq, replies: ReplyBuilder, alarms: AlarmReplies, notes: QuestionNotes) -> None:
        self._faq = faq
        self._words = faq.messages
        self._replies = replies
        self._alarms = alarms
        self._notes = notes
        self._open = OpenQuestionReplies(faq, replies, notes)

    def card(self, interpretation: Interpretation) -> Entry | None:
        """The one entry whose answer a message gets, be it only likely."""
        best = interpretation.best
        if best is None or len(interpretation.parts) > 1:
            return None
        entry = self._faq.entry(best.entry_id)
        if interpretation.kind is InterpretationKind.ANSWER:
            return entry
        likely = interpretation.kind is InterpretationKind.SUGGEST and best.confidence >= LIKELY
        return entry if likely and entry is not None and not entry.cautious else None

    def asked(
        self,
        interpretation: Interpretation,
        text: str,
        *,
        again: int = 0,
        anew: bool = False,
        offered: Sequence[str] = (),
    ) -> Turn:
        """The reply to a question: an answer, suggestions, or that the bot has none; see `Conversation.asked`."""
        asked = Tally(CountedEvent.ASKED)
        card, best = self.card(interpretation), interpretation.best
        if card is not None and again and (turn := self._shown_again(card, interpretation, asked, again, anew=anew)):
            return turn
        if interpretation.kind is InterpretationKind.ANSWER:
            return self._answers(interpretation, asked)
        if interpretation.kind is InterpretationKind.SUGGEST and best is not None:
            shown = tuple(match.entry_id for match in interpretation.matches[:SUGGESTIONS])
            if set(shown) == set(offered) and (turn := self._offered_again(interpretation, shown, asked, anew=anew)):
                return turn
            percent = round(100 * best.confidence)
            if card is not None:
                shown = (card.id, *_next_best(card, interpretation))[:SUGGESTIONS]
                reply = self._replies.likely(card, shown[1:], percent)
            else:
                reply = self._replies.suggestions(shown, best.entry_id, percent)
            turn = self._suggested(below(self._alarms.if_now(interpretation), reply), shown, asked)
            return turn.then(self._open.left_open(interpretation.left, shown))
        note = self._notes.note(
            QuestionKind.UNMATCHED, text, best.entry_id if best else "", best.confidence if best else 0.0
        )
        wording = self._notes.wording(note, text, self._words.no_match, self._words.no_match_not_noted, typed=True)
        reply = below(self._alarms.if_now(interpretation), self._replies.no_answer(wording, self._replies.ways_on()))
        counts = (asked, self._of_language(CountedEvent.NOTHING_FOUND), Tally(CountedEvent.UNMATCHED))
        return Turn((reply,), counts=counts, note=note)

    def _shown_again(
        self, entry: Entry, interpretation: Interpretation, asked: Tally, again: int, *, anew: bool
    ) -> Turn | None:
        """What follows an answer instead of the same answer: its details, the answer once more if something else was
        asked, and then a choice without it. None if there is nothing else."""
        before = self._alarms.if_now(interpretation)
        if again == 1 and interpretation.kind is InterpretationKind.ANSWER:
            first, *rest = self._replies.details(entry)
            counts = (asked, self._of_language(CountedEvent.ANSWERED_AT_ONCE), Tally(CountedEvent.ANSWERED, entry.id))
            return Turn((below(before, first), *rest), counts=counts)
        if again == 2 and anew and interpretation.kind is InterpretationKind.ANSWER:
            return self._answers(interpretation, asked)
        percent = round(100 * interpretation.matches[0].confidence)
        next_best = _next_best(entry, interpretation)
        return self.something_else(next_best, entry.id, percent, before, asked, anew=anew) if next_best else None

    def _offered_again(
        self, interpretation: Interpretation, offered: Sequence[str], asked: Tally, *, anew: bool
    ) -> Turn | None:
        """What follows a choice instead of the same choice: what else may be meant. None if there is nothing else."""
        first = interpretation.matches[0]
        others = [one.entry_id for one in interpretation.matches if one.entry_id not in offered]
        if not others:
            return None
        percent = round(100 * first.confidence)
        return self.something_else(
            others, first.entry_id, percent, self._alarms.if_now(interpretation), asked, anew=anew
        )

    def something_else(
        self, entry_ids: Sequence[str], nearest: str, percent: int, before: str = "", *counts: Tally, anew: bool = False
    ) -> Turn:
        """A choice after all that is known of a question was shown, and the clinic."""
        wording = self._words.did_you_mean if anew else self._words.asked_again
        shown = tuple(entry_ids[:SUGGESTIONS])
        choice = self._replies.suggestions(shown, nearest, percent, wording)
        contact = self._replies.button(self._words.contact_button, Verb.CONTACT)
        reply = below(before, replace(choice, buttons=(*choice.buttons, (contact,))))
        return self._suggested(reply, shown, *counts)

    def misunderstood(self, read: Entry | None, likely: Sequence[str]) -> Turn:
        """The apology for a wrong answer, with a choice of what else was likely meant, else of the topics. It is no
        question: nothing is noted, but the answer did not help."""
        counts = () if read is None else (Tally(CountedEvent.NOT_HELPFUL, read.id),)
        if not likely:
            wording = f"{self._words.misunderstood}\n\n{self._words.topics}"
            return Turn((self._replies.no_answer(wording, self._replies.topic_buttons()),), counts=counts)
        shown = tuple(likely[:SUGGESTIONS])
        wording = f"{self._words.misunderstood}\n\n{self._words.did_you_mean}"
        return self._suggested(self._replies.suggestions(shown, shown[0], 0, wording), shown, *counts)

    def _suggested(self, reply: Reply, shown: Sequence[str], *counts: Tally) -> Turn:
        offered = self._of_language(CountedEvent.OFFERED)
        return Turn((reply,), counts=(*counts, offered, *(Tally(CountedEvent.SUGGESTED, one) for one in shown)))

    def _answers(self, interpretation: Interpretation, asked: Tally) -> Turn:
        before = self._alarms.if_now(interpretation)
        entries = [entry for ranking in interpretation.parts if (entry := self._faq.entry(ranking.matches[0].entry_id))]
        replies = [self._replies.answer(entry, before="" if nth else before) for nth, entry in enumerate(entries)]
        if len(replies) > 1:
            replies.insert(0, self._replies.say(self._words.several))
        at_once = self._of_language(CountedEvent.ANSWERED_AT_ONCE)
        counts = (asked, at_once, *(Tally(CountedEvent.ANSWERED, entry.id) for entry in entries))
        return Turn(tuple(replies), counts=counts).then(
            self._open.left_open(interpretation.left, [entry.id for entry in entries])
        )

    def _of_language(self, event: CountedEvent) -> Tally:
        return Tally(event, self._faq.language)


def _next_best(entry: Entry, interpretation: Interpretation) -> tuple[str, ...]:
    """The ids of other entries to offer beside the first: what else may be meant, then its follow-ups."""
    others = (one.entry_id for one in interpretation.matches[1:] if one.confidence >= WORTH_OFFERING)
    return tuple(dict.fromkeys((*others, *entry.follow_ups)))
