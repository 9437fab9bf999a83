"""The live FAQ: the snapshot that the bot answers from, and its replacement.

1. A file becomes live (`open`, `reload`): `faq_files` reads all files, `snapshot_builder` builds a snapshot of them,
   `snapshot_examiner` compares it with the live one, and one assignment swaps it in whole. With problems or broken
   checks the old one stays.
2. An edit is tried (`propose`): `proposal` applies it to the content of its file, and builds and compares likewise.
3. A proposal is published (`publish`): `publishing` writes the file and keeps the version; the snapshot goes live.

Knows nothing of Telegram and of who may do what.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.faq.edits import Edit
from bot.core.faq.model import ClinicalReview
from bot.core.faq.origin import Origin
from bot.core.matching.similarity import EncodersOf, no_encoders
from bot.core.positions import FaqProblems
from bot.core.quality.examination import Examination
from bot.core.quality.known_questions import NO_QUESTIONS, KnownQuestions
from bot.core.red_flags.classifier import RedFlagClassifier
from bot.core.text.language_id import LanguageModel
from bot.live_faq.faq_files import digest_of_all, read_contents
from bot.live_faq.impact import Impact
from bot.live_faq.interruptible import GoOn, interruptible
from bot.live_faq.matching_resources import LearntMatchings, MatchingResources
from bot.live_faq.proposal import ChecksBroken, Proposal, Proposer
from bot.live_faq.publishing import Conflict, NotWritable, Publisher, Version
from bot.live_faq.reload_events import Reloaded, ReloadRefused
from bot.live_faq.reload_watcher import SLOW_SECONDS, Announce, ReloadWatcher
from bot.live_faq.signing import sign
from bot.live_faq.snapshot import Snapshot
from bot.live_faq.snapshot_builder import build_snapshot
from bot.live_faq.snapshot_examiner import Progress, SnapshotExaminer

log = logging.getLogger(__name__)

_SAVED = frozenset({Origin.UNKNOWN, Origin.START, Origin.FILE})
"""Origins of what somebody saved without the bot."""


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
        self._proposer = Proposer(path, resources, self._examiner)
        self._watcher = ReloadWatcher(path, self.reload)
        self._changing = asyncio.Lock()
        self.latest: Impact | None = None

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

    def _examinations(self, progress: Progress | None, go_on: GoOn) -> Mapping[str, Examination]:
        def step(language: str, total: int) -> None:
            go_on()
            if progress is not None:
                progress(language, total)

        return self._examiner.examinations(self._live, self._today(), step)

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
            return await interruptible(
                partial(self._proposer.propose, self._live, change, tuple(questions), language, known)
            )

    async def publish(self, proposal: Proposal, *, force: bool = False, origin: Origin = Origin.UNKNOWN) -> Impact:
        """Writes a proposal to its file and makes it live. `origin` is kept with the version.

        Raises:
            ChecksBroken: it breaks checks, and `force` is off.
            Conflict: the file has changed since; propose again.
            NotWritable: the file can't be written; holds the diff.
        """
        async with self._changing:
            return await interruptible(partial(self._publish, proposal, force, origin))

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

    async def watch(
        self, announce: Announce, *, every: float = 2.0, settle: float = 0.2, slow: float = SLOW_SECONDS
    ) -> None:
        """Reloads after every change of a file until cancelled, and announces what came of it: see `ReloadWatcher`."""
        await self._watcher.watch(announce, every=every, settle=settle, slow=slow)

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
