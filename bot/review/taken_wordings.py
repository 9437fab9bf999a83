"""The phrasings of the FAQ that were taken over from the log: finds them, and removes them on request.

Owns what is removed: phrasings in the files of the FAQ, in the kept versions and in what was learnt of them. Which ones
come from the log is noted by digest when they are published; one that somebody has reworded since is theirs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.faq.edits import RemovePhrasings, edited
from bot.core.faq.origin import Origin
from bot.core.faq.rules import phrasing_digest
from bot.core.faq.yaml_document import EditError
from bot.core.positions import FaqProblems, Place
from bot.core.records import Role, Verdict
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.proposal import Proposal
from bot.live_faq.publishing import Version
from bot.live_faq.snapshot import LocalizedFaq
from bot.review.changes import FaqChanges, ReviewError
from bot.storage.store import Store


@dataclass(frozen=True, slots=True)
class TakenWording:
    """A text of an entry that came from the log."""

    place: Place
    entry_id: str
    text: str


@dataclass(frozen=True, slots=True)
class VersionRewrite:
    """A kept version and its content without the wordings; None if it can't be read, and so is removed."""

    version: Version
    data: bytes | None


@dataclass(frozen=True, slots=True)
class WordingRemoval:
    """What is to be removed, and its effect."""

    wordings: tuple[TakenWording, ...]
    questions: tuple[TakenWording, ...]
    """Questions of entries, which stay: an entry needs one."""
    proposals: tuple[Proposal, ...]
    """One for each file that changes."""
    rewrites: tuple[VersionRewrite, ...]
    taken: Mapping[str, frozenset[str]]
    """The digests to be forgotten afterwards, by language."""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to remove."""
        return not self.proposals and not self.rewrites


class TakenWordings:
    """Removes what was taken over. Every method raises StoreError if the database fails."""

    def __init__(self, store: Store, live_faq: LiveFaq) -> None:
        self._store = store
        self._live_faq = live_faq
        self._changes = FaqChanges(store, live_faq)

    async def plan(self) -> WordingRemoval:
        """What is to be removed. Takes seconds. Raises ReviewError."""
        known = self._live_faq.live.by_language
        taken = {code: digests for code, digests in (await self._store.reviews.taken()).items() if code in known}
        wordings, questions = list[TakenWording](), list[TakenWording]()
        proposals, rewrites = list[Proposal](), list[VersionRewrite]()
        for code, digests in taken.items():
            wordings += _phrasings(known[code], digests)
            kept = tuple(_questions(known[code], digests))
            questions += kept
            proposal = await self._changes.propose(RemovePhrasings(digests), code)
            if proposal.diff:
                proposals.append(proposal)
            rewrites += await asyncio.to_thread(self._rewrites, code, digests)
            taken[code] = digests - {phrasing_digest(one.text) for one in kept}
        return WordingRemoval(tuple(wordings), tuple(questions), tuple(proposals), tuple(rewrites), taken)

    async def carry_out(self, removal: WordingRemoval) -> None:
        """Publishes the files even if checks break, rewrites the versions, and forgets what came from the log.
        Repeating it after a failure is safe. Raises ReviewError."""
        for proposal in removal.proposals:
            effect = await self._changes.publish(proposal, force=True, origin=Origin.PURGE)
            forced = bool(effect and effect.broken)
            await self._store.reviews.note(Verdict.PUBLISHED, role=Role.ADMIN, forced=forced)
        try:
            for one in removal.rewrites:
                await asyncio.to_thread(self._live_faq.rewrite, one.version, one.data)
            await asyncio.to_thread(self._live_faq.forget_learnt)
        except OSError as error:
            raise ReviewError(f"a file beside the database can't be changed: {error}", "then purge again") from None
        for code, digests in removal.taken.items():
            await self._store.reviews.forget_taken(code, digests)

    def _rewrites(self, code: str, digests: frozenset[str]) -> list[VersionRewrite]:
        live = self._live_faq.live
        localized = live.by_language[code]
        main = None if localized is live.main else live.main.faq
        found = list[VersionRewrite]()
        for version in self._live_faq.versions(code):
            try:
                old = version.path.read_bytes()
                new = edited(old, RemovePhrasings(digests), localized.path.name, main)
            except (OSError, FaqProblems, EditError):  # made by another release: nobody can go back to it either
                found.append(VersionRewrite(version, None))
                continue
            if new != old:
                found.append(VersionRewrite(version, new))
        return found


def _phrasings(localized: LocalizedFaq, digests: frozenset[str]) -> Iterator[TakenWording]:
    for number, entry in enumerate(localized.faq.entries):
        for nth, text in enumerate(entry.phrasings):
            if phrasing_digest(text) in digests:
                place = localized.places.of(("entries", number, "phrasings", nth))
                yield TakenWording(place, entry.id, text)


def _questions(localized: LocalizedFaq, digests: frozenset[str]) -> Iterator[TakenWording]:
    for number, entry in enumerate(localized.faq.entries):
        if phrasing_digest(entry.question) in digests:
            yield TakenWording(localized.places.of(("entries", number, "question")), entry.id, entry.question)
