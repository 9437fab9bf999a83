"""A change of the FAQ that is built and examined, but not written yet.

Knows nothing of how it is published (`publishing`) and becomes live (`live_faq`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

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
from bot.core.faq.rules import phrasing_key
from bot.core.positions import FaqProblems, Problem
from bot.core.quality.comparison import ChangedOutcome, EditPreview, preview
from bot.core.quality.known_questions import KnownQuestions
from bot.core.quality.takeovers import EditedEntry, FaqVersion, takeovers
from bot.core.text.normalization import normalize
from bot.live_faq.faq_files import read_contents
from bot.live_faq.impact import Impact
from bot.live_faq.interruptible import GoOn
from bot.live_faq.matching_resources import MatchingResources
from bot.live_faq.publishing import digest_of
from bot.live_faq.snapshot import Snapshot
from bot.live_faq.snapshot_builder import build_snapshot
from bot.live_faq.snapshot_examiner import SnapshotExaminer


class ChecksBroken(Exception):
    """A change breaks checks; it may be forced."""

    def __init__(self, effect: Impact) -> None:
        self.effect = effect
        super().__init__(f"{len(effect.broken)} checks")


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


class Proposer:
    """Tries changes of the FAQ file at `path` and of its translations."""

    def __init__(self, path: Path, resources: MatchingResources, examiner: SnapshotExaminer) -> None:
        self._path = path
        self._resources = resources
        self._examiner = examiner

    def propose(
        self,
        before: Snapshot,
        change: Edit | bytes,
        questions: tuple[str, ...],
        language: str | None,
        known: KnownQuestions,
        go_on: GoOn,
    ) -> Proposal:
        """Applies a change to the present files, builds the snapshot that would follow, and compares it with `before`.
        See `LiveFaq.propose`. `go_on` is called between the steps."""
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
        """The effect of an edit of an entry on questions and known messages; None if its language is gone after it."""
        if code not in effect.comparisons:
            return None
        if isinstance(edit, AddPhrasings):
            entry_id, added = edit.entry_id, edit.phrasings
        else:
            entry_id = edit.entry.id if isinstance(edit, AddEntry) else edit.entry_id
            entry = after.by_language[code].faq.entry(entry_id)
            added = entry.all_phrasings if entry else ()
        earlier, later = self._examiner.interpreter(before, code), after.interpreter(code)
        seen = preview(entry_id, questions, added, earlier, later, effect.comparisons[code])
        if isinstance(edit, RemoveEntry) or after.by_language[code].faq.entry(entry_id) is None:
            return seen
        old = before.by_language[code].faq.entry(entry_id)
        had = {phrasing_key(one) for one in old.all_phrasings} if old is not None else set[str]()
        new = tuple(one for one in added if phrasing_key(one) not in had)
        found = takeovers(
            EditedEntry(entry_id, new, questions),
            FaqVersion(before.by_language[code].faq, earlier),
            FaqVersion(after.by_language[code].faq, later),
            effect.comparisons[code].failing,
            known,
        )
        return replace(seen, takeovers=found)
