"""What admins read of the questions that go back and forth with the FAQ, also where the database fails.

Knows nothing of how a change of the FAQ comes about.
"""

from __future__ import annotations

import logging

from bot.core.dialogue.replies import Reply
from bot.core.review import faq_file_messages
from bot.core.review.moved_questions import QuestionsMoved, was_moved, will_move
from bot.core.text.markup import joined, literal
from bot.live_faq.proposal import Proposal
from bot.live_faq.reload_events import Reloaded
from bot.live_faq.snapshot import Snapshot
from bot.review.returning import ReturningQuestions
from bot.storage.errors import StoreError

log = logging.getLogger(__name__)


async def foreseen(returning: ReturningQuestions, change: Proposal) -> list[str]:
    """What a change would do to the questions, line by line."""
    try:
        return will_move(await returning.foreseen(change))
    except StoreError as error:
        return [faq_file_messages.MOVES_UNKNOWN.format(problem=literal(str(error)))]


async def moved(returning: ReturningQuestions, change: Proposal | Reloaded) -> tuple[str, tuple[Reply, ...]]:
    """Does to the questions what a change means that is live; returns what happened to them, "" for nothing, and a
    reply if the database fails: the FAQ stays live."""
    try:
        return was_moved(await returning.move(change)), ()
    except StoreError as error:
        log.error("the FAQ is live, but its questions could not be put into the review or settled: %s", error)
        return "", (Reply(faq_file_messages.NOT_MOVED.format(problem=literal(str(error)))),)


async def caught_up(returning: ReturningQuestions, live: Snapshot) -> tuple[Reply, ...]:
    """Opens the questions that a file put in place while no bot ran answers no longer; returns what admins read of
    it, if anything."""
    try:
        back = await returning.catch_up(live)
    except StoreError as error:
        log.error("whether the FAQ still answers all settled questions is not known: %s", error)
        return ()
    return (Reply(joined(faq_file_messages.CHANGED_MEANWHILE, was_moved(QuestionsMoved(back)))),) if back else ()
