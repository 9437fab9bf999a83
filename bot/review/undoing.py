"""Takes back what a decision added to an entry: the wordings leave the file, the questions are open again.

Owns what was added, whatever was changed since: the decision says it, or for one of before it did the versions before
and after. Of reviewers it knows the role only.
"""

from __future__ import annotations

import asyncio

from bot.core.faq.edits import RemovePhrasings
from bot.core.faq.model import Faq
from bot.core.faq.origin import Origin
from bot.core.faq.rules import phrasing_digest
from bot.core.faq.yaml_reader import read_faq
from bot.core.records import Decision, Role, Verdict
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.publishing import Version
from bot.review.changes import FaqChanges, ReviewError
from bot.review.queue import DECISIONS
from bot.storage.store import Store


class UndoneBefore(ReviewError):
    """The decision was taken back already."""

    def __init__(self) -> None:
        super().__init__("this was taken back already")


class VersionsGone(ReviewError):
    """The versions before and after the decision are not kept any more."""

    def __init__(self) -> None:
        super().__init__("the versions that this needs are gone", "take the wordings out of the file by hand")


class UndoService:
    """Undoing, for any number of staff at the same time. Every method raises StoreError if the database fails."""

    def __init__(self, store: Store, live_faq: LiveFaq) -> None:
        self._store = store
        self._live_faq = live_faq
        self._changes = FaqChanges(store, live_faq)
        self._one_at_a_time = asyncio.Lock()

    async def undo(self, entry_id: str, published: str, number: int, role: Role) -> int:
        """Takes out of an entry what a decision added to it, and reopens its questions; returns how many.

        Raises:
            UndoneBefore: it was undone already.
            VersionsGone: it does not say what it added, and the versions from before and after it are not kept.
            ReviewError: the FAQ can't be changed.
        """
        async with self._one_at_a_time:
            decisions = await self._store.reviews.decisions(limit=DECISIONS)
            decision = next((one for one in decisions if one.number == number and not one.withdrawn), None)
            if decision is None or decision.verdict is not Verdict.ADDED or decision.entry_id != entry_id:
                raise UndoneBefore
            if decision.wordings:
                return await self._take_back(decision, decision.wordings, self._language_of(decision), role)
            for localized in self._live_faq.live.by_language.values():
                versions = self._live_faq.versions(localized.language)
                at = next((nth for nth, one in enumerate(versions) if one.digest.startswith(published)), None)
                if at is None or at + 1 >= len(versions):
                    continue
                main = None if localized is self._live_faq.live.main else self._live_faq.live.main.faq
                new = await asyncio.to_thread(_new_phrasings, entry_id, versions[at], versions[at + 1], main)
                added = frozenset(map(phrasing_digest, new))
                return await self._take_back(decision, added, localized.language, role)
            raise VersionsGone

    async def _take_back(self, decision: Decision, added: frozenset[str], language: str, role: Role) -> int:
        proposal = await self._changes.propose(RemovePhrasings(added, decision.entry_id), language)
        await self._changes.publish(proposal, force=True, origin=Origin.UNDO)
        await self._store.reviews.note(Verdict.ROLLED_BACK, role=role, entry_id=decision.entry_id)
        return await self._store.reviews.reopen(decision.number)

    def _language_of(self, decision: Decision) -> str:
        """The language whose FAQ has what a decision added; the main one if none has it any more."""
        live = self._live_faq.live
        for code, localized in live.by_language.items():
            own = (entry for entry in localized.faq.entries if entry.id == decision.entry_id)
            if any(phrasing_digest(text) in decision.wordings for entry in own for text in entry.phrasings):
                return code
        return live.main.language


def _new_phrasings(entry_id: str, after: Version, before: Version, main: Faq | None) -> list[str]:
    """The phrasings of an entry that one version has and the one before has not."""
    texts = []
    for version in (after, before):
        entry = read_faq(version.path.read_bytes(), version.path.name, main).faq.entry(entry_id)
        texts.append(entry.all_phrasings if entry is not None else ())
    return [one for one in texts[0] if one not in texts[1]]
