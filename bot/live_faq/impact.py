"""The impact of a change of the FAQ: entries added and removed, checks broken, coverage before and after.

Knows nothing of how a change comes about, and of how checks are tried (`snapshot_examiner`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from bot.core.faq.differences import UNSEEN, differences, outside_entries
from bot.core.faq.model import Entry, Faq, Model, Urgent
from bot.core.faq.placeholder_rules import texts_as_written
from bot.core.faq.rules import texts
from bot.core.languages import language
from bot.core.positions import Path, Problem
from bot.core.quality.check_results import CheckResult
from bot.core.quality.comparison import Comparison
from bot.core.quality.findings import Finding
from bot.core.quality.lint import text_findings
from bot.core.quality.typing_slips import typing_slips
from bot.core.text.counts import counted, some_of
from bot.core.text.markup import literal
from bot.live_faq.snapshot import Snapshot

SHOWN_IDS = 10
SHOWN_FINDINGS = 3
FINDING = 400
"""Characters of a finding."""
SHOWN_LINES = 6
LINE = 200
"""Characters of a line in a chat."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What one snapshot in place of another changes."""

    added: tuple[str, ...]
    """Ids of published entries, in any language."""
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    comparisons: Mapping[str, Comparison]
    """By language, the main one first, of the languages in both snapshots."""
    problems: tuple[Problem, ...] = ()
    """Problems of translations, which stay as they were."""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What changed in an entry, by its id: "answer", "phrasings" …"""
    sections: tuple[str, ...] = ()
    """What changed outside the entries: in words, see `differences`."""
    languages_added: tuple[str, ...] = ()
    languages_removed: tuple[str, ...] = ()
    checks_gone: int = 0
    """The number of checks of before that are no longer there."""
    unfinished: tuple[Finding, ...] = ()
    """What is new in the texts and patients would read as it is written, though it may be meant otherwise."""
    said: tuple[str, ...] = ()
    """All that changed in words, with the titles of entries, see `differences`."""

    @property
    def is_seen(self) -> bool:
        """Whether anything but drafts and remarks changes."""
        changes = (self.added, self.changed, self.removed, self.sections, self.languages_added, self.languages_removed)
        return any(changes)

    @property
    def broken(self) -> tuple[CheckResult, ...]:
        """Checks that passed before and now have another result."""
        return tuple(result for comparison in self.comparisons.values() for result in comparison.broken)

    @property
    def checks(self) -> int:
        """The number of checks that were tried: those that the change may concern."""
        return sum(comparison.total for comparison in self.comparisons.values())

    @property
    def lines(self) -> list[str]:
        """The impact line by line for the log and the terminal, with the ids of entries."""
        return [*self._warned, *(self._by_id() or ["no entry changes"]), *self._tried]

    @property
    def titled_lines(self) -> list[str]:
        """The same for staff in a chat: with titles, and what was added to and taken out of each entry."""
        said = [literal(line, LINE) for line in self.said]
        more = [f"and {counted(len(said) - SHOWN_LINES, 'more change')}"] if len(said) > SHOWN_LINES else []
        return [*self._warned, *([*said[:SHOWN_LINES], *more, *self._of_languages] or [UNSEEN]), *self._tried]

    @property
    def _warned(self) -> list[str]:
        more = len(self.unfinished) - SHOWN_FINDINGS
        rest = [f"⚠️ {counted(more, 'more such text')}: `check` shows them"] if more > 0 else []
        return [*(f"⚠️ {literal(str(one), FINDING)}" for one in self.unfinished[:SHOWN_FINDINGS]), *rest]

    def _by_id(self) -> list[str]:
        def of(entry_id: str) -> str:
            parts = f" ({', '.join(self.parts[entry_id])})" if entry_id in self.parts else ""
            return f"{entry_id}{parts}"

        kinds = (("added", self.added), ("changed", self.changed), ("removed", self.removed))
        what = [
            f"{counted(len(ids), 'entry', 'entries')} {kind}: {some_of([of(one) for one in ids], SHOWN_IDS)}"
            for kind, ids in kinds
            if ids
        ]
        return [*what, *(f"also changed: {one}" for one in self.sections), *self._of_languages]

    @property
    def _of_languages(self) -> list[str]:
        added = [f"language added: {language(code).name}" for code in self.languages_added]
        return [*added, *(f"language removed: {language(code).name}" for code in self.languages_removed)]

    @property
    def _tried(self) -> list[str]:
        main, broken = next(iter(self.comparisons.values())), len(self.broken)
        are = "is" if self.checks_gone == 1 else "are"
        gone = f"; {counted(self.checks_gone, 'check')} of before {are} gone" if self.checks_gone else ""
        fail = f"{broken} check{' that passed before fails' if broken == 1 else 's that passed before fail'} now"
        tried = (fail if broken else "no check that passed before fails now") if self.checks else "it concerns no check"
        return [
            f"{tried}{gone}",
            f"expected share answered at once: {main.coverage_before:.0%} → {main.coverage_after:.0%}",
        ]


def impact_of(before: Snapshot, after: Snapshot, comparisons: Mapping[str, Comparison]) -> Impact:
    """The impact of `after` in place of `before`. `comparisons` are those of the checks, by each language in both."""
    old, new = _entries(before), _entries(after)
    old_ids, new_ids = {entry_id for entry_id, _ in old}, {entry_id for entry_id, _ in new}
    codes = tuple(comparisons)
    added = _distinct(entry_id for entry_id, _ in new if entry_id not in old_ids)
    changed = _distinct(key[0] for key in new if key in old and new[key] != old[key])
    removed = _distinct(entry_id for entry_id, _ in old if entry_id not in new_ids)
    return Impact(
        added=added,
        changed=changed,
        removed=removed,
        comparisons=comparisons,
        problems=after.problems,
        parts=_parts(old, new),
        sections=_sections(before, after, codes),
        languages_added=tuple(code for code in after.by_language if code not in before.by_language),
        languages_removed=tuple(code for code in before.by_language if code not in after.by_language),
        checks_gone=len(_own_checks(before) - _own_checks(after)),
        unfinished=tuple(one for code in after.by_language for one in _unfinished(before, after, code)),
        said=_said(before, after, codes),
    )


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _differing(before: Model, after: Model) -> list[str]:
    """The names of the fields that differ."""
    fields = type(after).model_fields
    return [name.replace("_", " ") for name in fields if getattr(before, name) != getattr(after, name)]


def _sections(before: Snapshot, after: Snapshot, codes: Sequence[str]) -> tuple[str, ...]:
    """What changed outside the entries, in words; of a translation, what it has not taken over from the main FAQ."""
    found: dict[str, str] = {}
    for code in codes:
        own = code == after.main.language
        for line in outside_entries(before.by_language[code].faq, after.by_language[code].faq):
            found.setdefault(line, line if own else f"{line} ({language(code).name})")
    return tuple(found.values())


def _unfinished(before: Snapshot, after: Snapshot, code: str) -> Iterator[Finding]:
    """What is wrong with the texts of a language that were not there before."""
    old, new = before.by_language.get(code), after.by_language[code]
    known = {text for _, text in _shown(old.faq)} if old is not None else set[str]()
    if any(text not in known for _, text in _shown(new.faq)):
        yield from text_findings(new.faq, new.places, known)
        told = {one.message for one in typing_slips(old.faq, old.places)} if old is not None else set[str]()
        yield from (one for one in typing_slips(new.faq, new.places) if one.message not in told)


def _shown(faq: Faq) -> Iterator[tuple[Path, str]]:
    """The texts that patients read."""
    return chain(texts(faq), texts_as_written(faq))


def _said(before: Snapshot, after: Snapshot, codes: Sequence[str]) -> tuple[str, ...]:
    """What changed in words; of a translation, what it has not taken over from the main FAQ."""
    found: dict[str, str] = {}
    for code in codes:
        own = code == after.main.language
        for line in differences(before.by_language[code].faq, after.by_language[code].faq):
            if line != UNSEEN:
                found.setdefault(line, line if own else f"{line} ({language(code).name})")
    return tuple(found.values())


def _parts(old: Mapping[tuple[str, str], Entry], new: Mapping[tuple[str, str], Entry]) -> dict[str, tuple[str, ...]]:
    """What changed in the entries that were there before, by id, in any language."""
    found: dict[str, dict[str, None]] = {}
    for key, entry in new.items():
        if key in old and (names := _differing(old[key], entry)):
            found.setdefault(key[0], {}).update(dict.fromkeys(names))
    return {entry_id: tuple(names) for entry_id, names in found.items()}


def _own_checks(snapshot: Snapshot) -> set[tuple[str, str, str, str]]:
    """The checks that the FAQ's files hold, by language."""
    found = set[tuple[str, str, str, str]]()
    for code, localized in snapshot.by_language.items():
        found |= {(code, entry.id, "check", text) for entry in localized.faq.published for text in entry.checks}
        found |= {(code, "", "off_topic", text) for text in localized.faq.off_topic}
        urgent = localized.faq.urgent or Urgent()
        for sign in urgent.signs:
            found |= {(code, sign.id, "alarm", text) for text in sign.alarm}
            found |= {(code, sign.id, "no_alarm", text) for text in sign.no_alarm}
        found |= {(code, "", "no_alarm", text) for text in urgent.no_alarm}
    return found


def _entries(snapshot: Snapshot) -> dict[tuple[str, str], Entry]:
    return {
        (entry.id, code): entry for code, localized in snapshot.by_language.items() for entry in localized.faq.published
    }
