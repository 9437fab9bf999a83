"""Where a new entry conflicts with what the bot does today: its question is answered, its answer tells of an emergency.

Warnings for staff who write it and for the admin who publishes it. Knows nothing of where they are shown.
"""

from __future__ import annotations

from bot.core.faq.model import Entry
from bot.core.matching.ranking import Band
from bot.core.review import draft_messages
from bot.core.text.markup import literal
from bot.live_faq.snapshot import LocalizedFaq, Snapshot


def answered_today(localized: LocalizedFaq, question: str) -> str:
    """A warning if an entry answers the question as it is asked; "" if none does. Call it off the event loop."""
    ranking = localized.matcher.rank(question)
    entry = localized.faq.entry(ranking.best.entry_id) if ranking.band is Band.ANSWER and ranking.best else None
    return draft_messages.ANSWERED_TODAY.format(title=literal(entry.question, 60)) if entry is not None else ""


def tells_of_emergency(snapshot: Snapshot, answer: str) -> str:
    """A warning if an answer, or details, reads like an emergency that a patient tells of; "" if not. Call it off the
    event loop."""
    alarm = snapshot.detector.detect(answer)
    if alarm is None or not alarm.present or alarm.same_day:
        return ""
    return draft_messages.TELLS_OF_EMERGENCY.format(title=literal(alarm.sign.title))


def draft_conflicts(snapshot: Snapshot, localized: LocalizedFaq, draft: Entry) -> list[str]:
    """The warnings about a whole entry. Call it off the event loop."""
    told = (tells_of_emergency(snapshot, text) for text in (draft.answer, draft.details or ""))
    return [one for one in dict.fromkeys((answered_today(localized, draft.question), *told)) if one]
