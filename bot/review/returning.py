"""Which questions another version of the FAQ brings back into the review, or settles again, however it comes about.

A decision holds as long as one of the phrasings with which it settled its questions is in the FAQ. Knows them by their
digests, so it does not matter how many versions lie between, and what else they changed. Of reviewers it knows nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from bot.core.faq.rules import phrasing_digest
from bot.core.records import Decision, Resolution, Status, Verdict
from bot.core.review.moved_questions import QuestionsMoved
from bot.core.review.suggestions import readable
from bot.live_faq.proposal import Proposal
from bot.live_faq.reload_events import Reloaded
from bot.live_faq.snapshot import Snapshot
from bot.review.queue import DECISIONS
from bot.storage.store import Store

_OF_THE_FAQ = frozenset({Verdict.ADDED, Verdict.DRAFTED})
_NONE = frozenset[str]()


class ReturningQuestions:
    """The questions that go back and forth with the versions. Every method raises StoreError if the database fails."""

    def __init__(self, store: Store) -> None:
        self._reviews = store.reviews

    async def foreseen(self, change: Proposal | Reloaded) -> QuestionsMoved:
        """What a change of the FAQ would do to the questions."""
        ended, held_again = await self._concerned(change)
        return QuestionsMoved(
            await self._reviews.settled_by([one.number for one in ended]),
            await self._reviews.reopened_from([one.number for one in held_again]),
        )

    async def move(self, change: Proposal | Reloaded) -> QuestionsMoved:
        """Does to the questions what a change that is live now means for them. Done twice, it is as if done once."""
        ended, held_again = await self._concerned(change)
        back = [await self._reviews.reopen(one.number) for one in ended]
        settled = [
            await self._reviews.settle_again(one.number, Resolution(one.verdict, one.entry_id).status)
            for one in held_again
        ]
        return QuestionsMoved(sum(back), sum(settled))

    async def catch_up(self, live: Snapshot) -> int:
        """Opens the questions of decisions of whose wordings the FAQ has none, though no change was seen that took them
        out: the file was replaced while no bot ran. Returns how many; none while a translation has problems, which says
        nothing of what it holds."""
        if live.problems:
            return 0
        known = _NONE.union(*_digests(live).values())
        made = await self._reviews.decisions(limit=DECISIONS)
        ended = [one for one in made if one.verdict in _OF_THE_FAQ and not one.withdrawn and one.wordings]
        return sum([await self._reviews.reopen(one.number) for one in ended if not one.wordings & known])

    async def _concerned(self, change: Proposal | Reloaded) -> tuple[list[Decision], list[Decision]]:
        """The decisions that a change takes back, and those withdrawn ones that hold with it again, in any language."""
        before, after = (_digests(one) for one in (change.before, change.after))
        sides = [(before.get(code, _NONE), after.get(code, _NONE)) for code in before.keys() | after.keys()]
        sides = [(old, new) for old, new in sides if old != new]
        if not sides:
            return [], []
        decisions = [one for one in await self._reviews.decisions(limit=DECISIONS) if one.verdict in _OF_THE_FAQ]
        asked = await self._asked(decisions)
        ended, held_again = list[Decision](), list[Decision]()
        for one in decisions:
            wordings = one.wordings or asked.get(one.number, _NONE)
            if not one.withdrawn and any(wordings & (old - new) and not wordings & new for old, new in sides):
                ended.append(one)
            elif one.withdrawn and any(wordings & (new - old) and not wordings & old for old, new in sides):
                held_again.append(one)
        return ended, held_again

    async def _asked(self, decisions: Collection[Decision]) -> dict[int, frozenset[str]]:
        """The digests of the questions of decisions that do not say which wordings they added: those of before they
        did."""
        unknown = {one.number for one in decisions if not one.wordings and not one.withdrawn}
        found: defaultdict[int, set[str]] = defaultdict(set)
        for question in await self._reviews.questions(Status.RESOLVED) if unknown else ():
            if question.decision in unknown and question.text:
                found[question.decision].add(phrasing_digest(readable(question.text)))
        return {number: frozenset(digests) for number, digests in found.items()}


def _digests(snapshot: Snapshot) -> dict[str, frozenset[str]]:
    """The digests of all phrasings, by language."""
    return {
        code: frozenset(phrasing_digest(text) for entry in localized.faq.entries for text in entry.all_phrasings)
        for code, localized in snapshot.by_language.items()
    }
