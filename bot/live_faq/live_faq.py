"""The live FAQ: what the bot answers from at this moment, and how it comes to answer from something newer.

Owns the one reference that is swapped, and the gate before it: a snapshot is built aside, checked against the running
one and put in place whole; with problems or broken checks the old one keeps serving. Knows nothing of Telegram, of who
may do what, and of what is in a FAQ.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.core.faq.edits import AddEntry, AddPhrasings, Edit, edited, unified_diff
from bot.core.faq.yaml_reader import FaqProblems, Problem
from bot.core.matching.similarity import Encoders
from bot.core.quality.checks import CheckResult, Examination
from bot.core.quality.comparison import EditPreview, preview
from bot.live_faq.file_watcher import changes, stamp
from bot.live_faq.impact import Impact, ImpactExaminer
from bot.live_faq.publishing import Conflict, NotWritable, Publisher, Version, digest_of
from bot.live_faq.snapshot import LocalizedFaq, MatchingResources, Snapshot, build, digest_of_all, read_texts

__all__ = [
    "ChecksBroken",
    "Conflict",
    "LiveFaq",
    "LocalizedFaq",
    "NotWritable",
    "Proposal",
    "ReloadRefused",
    "Reloaded",
    "Snapshot",
]


class ChecksBroken(Exception):
    """A change was refused because it breaks checks; it may be forced."""

    def __init__(self, effect: Impact) -> None:
        self.effect = effect
        super().__init__(f"{len(effect.broken)} checks")


@dataclass(frozen=True, slots=True)
class Reloaded:
    """Changed files went live."""

    effect: Impact


@dataclass(frozen=True, slots=True)
class ReloadRefused:
    """Changed files were not taken: they have problems, or checks that passed before don't any more."""

    problems: tuple[Problem, ...] = ()
    broken: tuple[CheckResult, ...] = ()


MOST_STEPS = 1000
"""Of preparing: a FAQ that needs more is left to its first reviewer."""
LOOK_AGAIN = 0.2
"""Seconds until it may be calm."""
_LAST = object()
Announce = Callable[[Reloaded | ReloadRefused], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change built aside, with what it would do. Nothing was written yet."""

    path: Path
    data: bytes
    """The file's new content."""
    diff: str
    """The change as a unified diff; empty where the file says all this already."""
    effect: Impact
    preview: EditPreview | None
    """For changes of one entry: what becomes of the questions that led to it."""
    base: str
    """Digest of the content that the change was made for."""
    before: Snapshot
    after: Snapshot


class LiveFaq:
    """The FAQ file at `path` and its translations, served from memory."""

    def __init__(
        self, path: Path, live: Snapshot, aids: MatchingResources, publisher: Publisher, today: Callable[[], date]
    ) -> None:
        """Serves `live`; `LiveFaq.open` makes it from the files."""
        self._path = path
        self._live = live
        self._aids = aids
        self._publisher = publisher
        self._today = today
        self._examiner = ImpactExaminer(aids)
        self._changing = asyncio.Lock()
        self._announced: Reloaded | ReloadRefused | None = None

    @classmethod
    def open(
        cls,
        path: Path,
        encoders: Encoders | None = None,
        *,
        known_words: Mapping[str, Collection[str]] | None = None,
        versions: Path | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> LiveFaq:
        """Read the files and get ready to answer.

        Without `encoders` matching is by words alone. `known_words` are words by language that are no typing mistakes.
        `versions` is the folder for published texts and for what is needed after a kill in the midst of writing; `now`
        is in the clinic's time zone.

        Raises:
            FaqProblems: the FAQ file is missing or has problems; those of a translation are in `live.problems`.
        """
        publisher = Publisher(versions, now=now)
        publisher.recover_quietly()
        aids = MatchingResources(encoders, known_words or {})
        live = build(read_texts(path), aids)
        live_faq = cls(path, live, aids, publisher, lambda: now().date())
        live_faq._keep_versions(live)
        return live_faq

    @property
    def live(self) -> Snapshot:
        """What to answer from. Take it once a message and use it to the end of that message."""
        return self._live

    @property
    def path(self) -> Path:
        """The main FAQ file."""
        return self._path

    async def examinations(self) -> Mapping[str, Examination]:
        """The live FAQ's own checks, by language."""
        async with self._changing:
            return await asyncio.to_thread(self._examiner.examinations, self._live, self._today())

    async def prepare(
        self, is_calm: Callable[[], bool] = lambda: True, *, rest: float = 1.0, busy: float = 0.02
    ) -> None:
        """Does beforehand what would keep the first reviewer waiting: examines the live FAQ.

        Works only while it `is_calm`, some `busy` seconds at a time, and rests `rest` times as long, so that patients
        don't notice. Where it is never calm, the first reviewer waits.
        """
        steps = self._examiner.preparations(self._live)
        for _ in range(MOST_STEPS):
            while not is_calm():  # noqa: ASYNC110 - nobody says when it becomes calm
                await asyncio.sleep(LOOK_AGAIN)
            began = time.monotonic()
            if not await asyncio.to_thread(_some, steps, busy):
                break
            await asyncio.sleep(rest * (time.monotonic() - began))
        await self.examinations()

    async def propose(
        self, change: Edit | bytes, *, questions: Collection[str] = (), language: str | None = None
    ) -> Proposal:
        """Build a change aside: an edit of the file as it stands, or a whole new content.

        `questions` are those that led to an edit, for its preview.

        Raises:
            FaqProblems: the file has problems, or would have them.
            EditError: the edit can't be made.
        """
        async with self._changing:
            return await asyncio.to_thread(self._propose, change, tuple(questions), language)

    async def publish(self, proposal: Proposal, *, force: bool = False) -> Impact:
        """Write a proposal to its file and answer from it.

        Raises:
            Broken: it breaks checks, and `force` is off.
            Conflict: the file was changed since the proposal was made; propose again.
            NotWritable: the file can't be written; holds the diff.
        """
        async with self._changing:
            return await asyncio.to_thread(self._publish, proposal, force)

    async def reload(self, *, force: bool = False) -> Reloaded | ReloadRefused | None:
        """Take changed files, unless they have problems or (without `force`) break checks. None: nothing changed."""
        async with self._changing:
            return await asyncio.to_thread(self._reload, force)

    async def watch(self, announce: Announce, *, every: float = 2.0, settle: float = 0.2) -> None:
        """Reload whenever a file changes, until cancelled.

        Looks at least `every` so many seconds, because not all mounts tell of changes; waits until files have not
        changed for `settle` seconds. A file that was caught half written is looked at again. Ends with whatever
        `announce` raises.
        """
        async with aclosing(changes(self._path, every=every, settle=settle)) as changed:
            async for seen in changed:
                event = await self.reload()
                if isinstance(event, ReloadRefused) and await asyncio.to_thread(stamp, self._path) != seen:
                    continue  # it was read while somebody was writing; that change is noticed too
                if event is not None and event != self._announced:
                    await announce(event)
                self._announced = event

    def versions(self, language: str | None = None) -> tuple[Version, ...]:
        """The texts that went live, the latest first. Roll back by proposing one's bytes."""
        return self._publisher.versions(self._live.localized(language).path)

    def _propose(self, change: Edit | bytes, questions: tuple[str, ...], language: str | None) -> Proposal:
        before = self._live
        path = before.localized(language).path
        texts = dict(read_texts(self._path))
        old = texts[path]
        main = None if path == self._path else before.main.faq
        data = change if isinstance(change, bytes) else edited(old, change, path.name, main)
        texts[path] = data
        after = build(texts, self._aids, before)
        if mine := tuple(problem for problem in after.problems if problem.place.file == path.name):
            raise FaqProblems(mine)
        effect = self._examiner.effect(before, after, self._today())
        code = before.localized(language).language
        shown = None if isinstance(change, bytes) else self._preview(change, questions, effect, before, after, code)
        return Proposal(path, data, unified_diff(old, data, path.name), effect, shown, digest_of(old), before, after)

    def _preview(
        self, edit: Edit, questions: tuple[str, ...], effect: Impact, before: Snapshot, after: Snapshot, code: str
    ) -> EditPreview | None:
        if code not in effect.comparisons:
            return None
        if isinstance(edit, AddPhrasings):
            entry_id, added = edit.entry_id, edit.phrasings
        else:
            entry_id = edit.entry.id if isinstance(edit, AddEntry) else edit.entry_id
            entry = after.by_language[code].faq.entry(entry_id)
            added = entry.all_phrasings if entry else ()
        own, theirs = self._examiner.interpreter(before, code), after.interpreter(code)
        return preview(entry_id, questions, added, own, theirs, effect.comparisons[code])

    def _publish(self, proposal: Proposal, force: bool) -> Impact:
        after, effect = proposal.after, proposal.effect
        if self._live is not proposal.before:
            texts = {**read_texts(self._path), proposal.path: proposal.data}
            after = build(texts, self._aids, self._live)
            effect = self._examiner.effect(self._live, after, self._today())
        if effect.broken and not force:
            raise ChecksBroken(effect)
        try:
            self._publisher.replace(proposal.path, proposal.data, proposal.base)
        except NotWritable as error:
            raise NotWritable(error.reason, proposal.diff) from None
        self._go_live(after)
        return effect

    def _reload(self, force: bool) -> Reloaded | ReloadRefused | None:
        try:
            texts = read_texts(self._path)
            if digest_of_all(texts) == self._live.digest:
                return None
            after = build(texts, self._aids, self._live)
        except FaqProblems as found:
            return ReloadRefused(problems=found.problems)
        effect = self._examiner.effect(self._live, after, self._today())
        if effect.broken and not force:
            return ReloadRefused(broken=effect.broken)
        self._go_live(after)
        return Reloaded(effect)

    def _go_live(self, snapshot: Snapshot) -> None:
        self._live = snapshot
        self._keep_versions(snapshot)

    def _keep_versions(self, snapshot: Snapshot) -> None:
        for localized in snapshot.by_language.values():
            self._publisher.keep(localized.path, localized.data)


def _some(steps: Iterator[None], seconds: float) -> bool:
    """Takes steps for so long; whether there are more."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if next(steps, _LAST) is _LAST:
            return False
    return True
