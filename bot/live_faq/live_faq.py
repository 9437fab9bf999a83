"""The live FAQ: the snapshot that the bot answers from, and its replacement.

A new snapshot is built aside, compared with the live one and swapped in whole; with problems or broken checks the old
one stays. Knows nothing of Telegram and of who may do what.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.faq.edits import (
    AddEntry,
    AddExample,
    AddPhrasings,
    Edit,
    EntryEdit,
    RemoveEntry,
    RemoveExample,
    RemovePhrasings,
    edited,
    unified_diff,
)
from bot.core.faq.model import ClinicalReview
from bot.core.faq.origin import Origin
from bot.core.faq.rules import phrasing_key
from bot.core.matching.similarity import EncodersOf, no_encoders
from bot.core.positions import FaqProblems, Problem
from bot.core.quality.check_results import CheckResult
from bot.core.quality.comparison import ChangedOutcome, EditPreview, preview
from bot.core.quality.examination import Examination
from bot.core.quality.known_questions import NO_QUESTIONS, KnownQuestions
from bot.core.quality.takeovers import EditedEntry, FaqVersion, takeovers
from bot.core.red_flags.classifier import RedFlagClassifier
from bot.core.text.language_id import LanguageModel
from bot.core.text.normalization import normalize
from bot.live_faq.faq_files import digest_of_all, read_contents
from bot.live_faq.file_watcher import changes, stamp
from bot.live_faq.impact import Impact
from bot.live_faq.interruptible import GoOn, interruptible
from bot.live_faq.matching_resources import LearntMatchings, MatchingResources
from bot.live_faq.publishing import Conflict, NotWritable, Publisher, Version, digest_of
from bot.live_faq.reload_events import RefusalOver, ReloadSlow
from bot.live_faq.signing import sign
from bot.live_faq.snapshot import Snapshot
from bot.live_faq.snapshot_builder import build_snapshot
from bot.live_faq.snapshot_examiner import Progress, SnapshotExaminer

log = logging.getLogger(__name__)


class ChecksBroken(Exception):
    """A change breaks checks; it may be forced."""

    def __init__(self, effect: Impact) -> None:
        self.effect = effect
        super().__init__(f"{len(effect.broken)} checks")


@dataclass(frozen=True, slots=True)
class Reloaded:
    """Changed files are live."""

    effect: Impact
    before: Snapshot = field(compare=False, repr=False)
    after: Snapshot = field(compare=False, repr=False)
    published: bool = False
    """Whether the bot published them itself in another process, as in a terminal: then all that follows is done."""


@dataclass(frozen=True, slots=True)
class ReloadRefused:
    """Changed files were refused: they have problems or break checks."""

    problems: tuple[Problem, ...] = ()
    broken: tuple[CheckResult, ...] = ()
    digest: str = ""
    """That of the files, which tells the same refusal of another edit; "" if they can't be read."""


ReloadEvent = Reloaded | ReloadRefused | ReloadSlow | RefusalOver
Announce = Callable[[ReloadEvent], Awaitable[None]]

_SAVED = frozenset({Origin.UNKNOWN, Origin.START, Origin.FILE})
"""Origins of what somebody saved without the bot."""
SLOW_SECONDS = 20.0
"""How long a change may be read before that is announced."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that is built and examined, but not written yet."""

    path: Path
    data: bytes
    """The file's new content."""
    diff: str
    """The change as a unified diff, "" if the file already says this."""
    effect: Impact
    preview: EditPreview | None
    """The effect on the questions that led to the edit of an entry; None for other changes."""
    outcomes: tuple[ChangedOutcome, ...]
    """The other messages that an edit of examples changes the red flag of."""
    base: str
    """The digest of the content that the change applies to."""
    before: Snapshot
    after: Snapshot


class LiveFaq:
    """The FAQ file at `path` and its translations, served from memory. `latest` is the impact of the latest change."""

    def __init__(
        self, path: Path, live: Snapshot, resources: MatchingResources, publisher: Publisher, today: Callable[[], date]
    ) -> None:
        """Serves `live`; `LiveFaq.open` builds it from the files."""
        self._path = path
        self._live = live
        self._resources = resources
        self._publisher = publisher
        self._today = today
        self._examiner = SnapshotExaminer(resources)
        self._changing = asyncio.Lock()
        self.latest: Impact | None = None
        self._announced: ReloadRefused | None = None
        self._unannounced: list[ReloadEvent] = []

    @classmethod
    def open(
        cls,
        path: Path,
        encoders: EncodersOf = no_encoders,
        *,
        known_words: Mapping[str, Collection[str]] | None = None,
        versions: Path | None = None,
        learnt: Callable[[str], RedFlagClassifier] | None = None,
        kept: LearntMatchings | None = None,
        language_model: LanguageModel | None = None,
        vocabulary: Vocabulary | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> LiveFaq:
        """Reads the files and builds the snapshot.

        Without `encoders` matching is by words alone. `known_words` are words by language that are no typing errors.
        `learnt` is what is learnt of red flags in a language, `kept` what matching learnt before. Without
        `language_model` languages are recognised by words alone; with `vocabulary` the examination looks for names of
        persons.
        `versions` is the folder for published versions and for recovery after a crash while writing. `now` is in the
        clinic's time zone.

        Raises:
            FaqProblems: the FAQ file is missing or has problems; those of a translation are in `live.problems`.
        """
        publisher = Publisher(versions, now=now)
        publisher.recover_quietly()
        resources = MatchingResources(encoders, known_words or {}, learnt, kept, language_model, vocabulary)
        live = build_snapshot(read_contents(path), resources)
        live_faq = cls(path, live, resources, publisher, lambda: now().date())
        live_faq._go_live(live)  # somebody saved the files while no bot was running, unless this is the first start
        return live_faq

    @property
    def live(self) -> Snapshot:
        """The live snapshot. Use one throughout a message."""
        return self._live

    @property
    def path(self) -> Path:
        """The main FAQ file."""
        return self._path

    async def examinations(self, progress: Progress | None = None) -> Mapping[str, Examination]:
        """The examinations of the live FAQ by language; `progress` is called after each check."""
        async with self._changing:
            return await interruptible(partial(self._examinations, progress))

    async def propose(
        self,
        change: Edit | bytes,
        *,
        questions: Collection[str] = (),
        language: str | None = None,
        known: KnownQuestions = NO_QUESTIONS,
    ) -> Proposal:
        """Builds and examines a change: an edit of the present file, or its new content.

        `questions` are those that led to an edit, or for an edit of examples all open ones, for its preview; `known`
        are others of the log, which it tries too.

        Raises:
            FaqProblems: the file has problems, or would have.
            EditError: the edit is impossible.
        """
        async with self._changing:
            return await interruptible(partial(self._propose, change, tuple(questions), language, known))

    async def publish(self, proposal: Proposal, *, force: bool = False, origin: Origin = Origin.UNKNOWN) -> Impact:
        """Writes a proposal to its file and makes it live. `origin` is kept with the version.

        Raises:
            ChecksBroken: it breaks checks, and `force` is off.
            Conflict: the file has changed since; propose again.
            NotWritable: the file can't be written; holds the diff.
        """
        async with self._changing:
            return await interruptible(partial(self._publish, proposal, force, origin))

    async def sign(self, seen: Snapshot, language: str, key: str, review: ClinicalReview | None) -> None:
        """Writes a clinician's signature of a text of the snapshot `seen` (None: takes it out) and makes it live.

        Raises:
            Conflict: that is not the live snapshot any more, or a file has changed and is not live yet.
            NotWritable: the file can't be written; holds the diff.
            EditError: the layout of the file does not allow it.
        """
        async with self._changing:
            if self._live is not seen:
                raise Conflict
            signed = await asyncio.to_thread(sign, seen, self._path, self._publisher, language, key, review)
            self._examiner.signed(seen, signed)
            self._live = signed

    async def reload(
        self, *, force: bool = False, reading: Callable[[], None] = lambda: None
    ) -> Reloaded | ReloadRefused | None:
        """Makes changed files live unless they have problems or, without `force`, break checks. None if unchanged.

        `reading` is called, in another thread, once there is a change to read: by then whatever the bot itself was
        publishing is done.
        """
        async with self._changing:
            return await interruptible(partial(self._reload, force, reading))

    async def watch(
        self, announce: Announce, *, every: float = 2.0, settle: float = 0.2, slow: float = SLOW_SECONDS
    ) -> None:
        """Reloads after every change of a file until cancelled, and passes each result to `announce`, also that reading
        what somebody else wrote takes longer than `slow` seconds.

        Polls every `every` seconds, since not all mounts notify, and waits until the files have not changed for
        `settle` seconds. Raises what `announce` raises; the next `watch` begins with what was not announced.
        """
        async with aclosing(changes(self._path, every=every, settle=settle)) as changed:
            async for seen in changed:
                event: ReloadEvent | None = await self._watched_reload(announce, slow)
                if isinstance(event, ReloadRefused) and await asyncio.to_thread(stamp, self._path) != seen:
                    continue  # a write was in progress; its end is noticed too
                if event is None and self._announced is not None:
                    event = RefusalOver()
                if event is not None and event != self._announced:
                    self._unannounced.append(event)
                self._announced = event if isinstance(event, ReloadRefused) else None
                while self._unannounced:
                    await announce(self._unannounced[0])
                    self._unannounced.pop(0)

    async def _watched_reload(self, announce: Announce, slow: float) -> Reloaded | ReloadRefused | None:
        loop, begun = asyncio.get_running_loop(), asyncio.Event()

        def reads() -> None:
            loop.call_soon_threadsafe(begun.set)

        reload = asyncio.create_task(self.reload(reading=reads))
        reading = asyncio.create_task(begun.wait())
        try:
            await asyncio.wait({reload, reading}, return_when=asyncio.FIRST_COMPLETED)
            done, _ = await asyncio.wait({reload}, timeout=slow)
            if not done:
                await announce(ReloadSlow())
            return await reload
        finally:
            reading.cancel()
            reload.cancel()  # for the case that this was cancelled, or announcing failed

    def versions(self, language: str | None = None) -> tuple[Version, ...]:
        """The versions that were live, the latest first. Propose the bytes of one to roll back."""
        return self._publisher.versions(self._live.localized(language).path)

    def rewrite(self, version: Version, data: bytes | None) -> None:
        """Replaces the content of a kept version; removes it if `data` is None. Raises OSError."""
        self._publisher.rewrite(version, data)

    def forget_learnt(self) -> None:
        """Deletes what matching learnt of the FAQ, which holds phrasings: it is learnt again. Raises OSError."""
        if self._resources.kept is not None:
            self._resources.kept.clear()

    def _examinations(self, progress: Progress | None, go_on: GoOn) -> Mapping[str, Examination]:
        def step(language: str, total: int) -> None:
            go_on()
            if progress is not None:
                progress(language, total)

        return self._examiner.examinations(self._live, self._today(), step)

    def _propose(
        self,
        change: Edit | bytes,
        questions: tuple[str, ...],
        language: str | None,
        known: KnownQuestions,
        go_on: GoOn,
    ) -> Proposal:
        before = self._live
        path = before.localized(language).path
        contents = dict(read_contents(self._path))
        old = contents[path]
        if isinstance(old, Problem):
            raise FaqProblems((old,))
        main = None if path == self._path else before.main.faq
        data = change if isinstance(change, bytes) else edited(old, change, path.name, main)
        contents[path] = data
        after = build_snapshot(contents, self._resources, before, go_on)
        if mine := tuple(problem for problem in after.problems if problem.place.file == path.name):
            raise FaqProblems(mine)
        effect = self._examiner.impact(before, after, go_on)
        code = before.localized(language).language
        shown, outcomes = None, tuple[ChangedOutcome, ...]()
        if isinstance(change, AddExample | RemoveExample):
            own = normalize(change.text)
            found = self._examiner.changed_outcomes(before, after, questions)
            outcomes = tuple(one for one in found if normalize(one.text) != own)
        elif not isinstance(change, bytes | RemovePhrasings):
            shown = self._preview(change, questions, effect, before, after, code, known)
        diff = unified_diff(old, data, path.name)
        return Proposal(path, data, diff, effect, shown, outcomes, digest_of(old), before, after)

    def _preview(
        self,
        edit: EntryEdit,
        questions: tuple[str, ...],
        effect: Impact,
        before: Snapshot,
        after: Snapshot,
        code: str,
        known: KnownQuestions,
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
        seen = preview(entry_id, questions, added, own, theirs, effect.comparisons[code])
        if isinstance(edit, RemoveEntry) or after.by_language[code].faq.entry(entry_id) is None:
            return seen
        old = before.by_language[code].faq.entry(entry_id)
        had = {phrasing_key(one) for one in old.all_phrasings} if old is not None else set[str]()
        new = tuple(one for one in added if phrasing_key(one) not in had)
        found = takeovers(
            EditedEntry(entry_id, new, questions),
            FaqVersion(before.by_language[code].faq, own),
            FaqVersion(after.by_language[code].faq, theirs),
            effect.comparisons[code].failing,
            known,
        )
        return replace(seen, takeovers=found)

    def _publish(self, proposal: Proposal, force: bool, origin: Origin, go_on: GoOn) -> Impact:
        after, effect = proposal.after, proposal.effect
        if self._live is not proposal.before:
            contents = {**read_contents(self._path), proposal.path: proposal.data}
            after = build_snapshot(contents, self._resources, self._live, go_on)
            effect = self._examiner.impact(self._live, after, go_on)
        if effect.broken and not force:
            raise ChecksBroken(effect)
        try:
            self._publisher.replace(proposal.path, proposal.data, proposal.base)
        except NotWritable as error:
            raise NotWritable(error.reason, proposal.diff) from None
        self._go_live(after, effect, (proposal.path, origin))
        return effect

    def _reload(self, force: bool, reading: Callable[[], None], go_on: GoOn) -> Reloaded | ReloadRefused | None:
        digest = ""
        try:
            contents = read_contents(self._path)
            digest = digest_of_all(contents)
            if digest == self._live.digest:
                return None
            log.info("reading a change of the FAQ; the one from before it stays live meanwhile")
            reading()
            after = build_snapshot(contents, self._resources, self._live, go_on)
        except FaqProblems as found:
            return ReloadRefused(problems=found.problems, digest=digest)
        before = self._live
        effect = self._examiner.impact(before, after, go_on)
        go_on()
        if effect.broken and not force:
            return ReloadRefused(broken=effect.broken, digest=digest)
        published = self._is_published(before, after)
        self._go_live(after, effect)
        return Reloaded(effect, before, after, published)

    def _is_published(self, before: Snapshot, after: Snapshot) -> bool:
        """Whether another process of the bot kept all that changed as a publication of its own."""
        old = {one.path: one.digest for one in before.by_language.values()}
        changed = [one for one in after.by_language.values() if old.get(one.path) != one.digest]
        latest = [(one, next(iter(self._publisher.versions(one.path)), None)) for one in changed]
        return bool(changed) and all(
            kept is not None and one.digest.startswith(kept.digest) and kept.origin not in _SAVED
            for one, kept in latest
        )

    def _go_live(
        self, snapshot: Snapshot, effect: Impact | None = None, published: tuple[Path, Origin] | None = None
    ) -> None:
        """Serves a snapshot. `published` is the file that was changed with the bot; any other was saved by somebody."""
        self._live, self.latest = snapshot, effect
        if effect is not None:
            log.info("a change of the FAQ is live: %s", "; ".join(effect.lines))
        for localized in snapshot.by_language.values():
            origin = Origin.FILE if self._publisher.versions(localized.path) else Origin.START
            if published is not None and published[0] == localized.path:
                origin = published[1]
            self._publisher.keep(localized.path, localized.data, origin)
