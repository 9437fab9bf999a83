"""Which checks of a FAQ may have another result after a change of it: only those are tried again.

Knows what results depend on, not how they come about.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.quality.checks import Check, CheckKind
from bot.core.text.normalization import normalize
from bot.live_faq.snapshot import LocalizedFaq, Snapshot

_ALARMS = frozenset({CheckKind.ALARM, CheckKind.NO_ALARM})
_NO_LETTER = str.maketrans("'’ʼ`´‘", "      ")


@dataclass(frozen=True, slots=True)
class AffectedChecks:
    """The checks of one language that a change may concern."""

    answers: bool
    """Whether those are that expect an answer, or none."""
    alarms: bool
    """Whether those are that expect an alarm, or none."""
    words: frozenset[str]
    """A message with one of these may be taken for another language than before: all checks with them are."""

    @classmethod
    def between(cls, before: Snapshot, after: Snapshot, code: str) -> AffectedChecks:
        """Those of a language that is in both snapshots."""
        if before.by_language.keys() != after.by_language.keys():
            return cls(answers=True, alarms=True, words=frozenset())
        old, new = before.by_language[code], after.by_language[code]
        alarms = not after.detector.finds_like(before.detector)
        lent = bool(old.untranslated or new.untranslated)  # entries that are ranked by the words of all languages
        ranked = any(_ranked_otherwise(before, after, other) for other in (before.by_language if lent else (code,)))
        words = changed_words(words_by_language(before), words_by_language(after))
        return cls(alarms or ranked or old.untranslated != new.untranslated, alarms, words)

    def __bool__(self) -> bool:
        return self.answers or self.alarms or bool(self.words)

    def __contains__(self, check: Check) -> bool:
        if self.alarms if check.kind in _ALARMS else self.answers:
            return True
        return has_one_of(self.words, check.text)


def words_by_language(snapshot: Snapshot) -> Mapping[str, frozenset[str]]:
    """The words of the FAQ by language: with the text itself, they decide which language it is taken for."""
    return {code: localized.own_words for code, localized in snapshot.by_language.items()}


def changed_words(before: Mapping[str, frozenset[str]], after: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words that a language has in one of two versions only. Both have the same languages."""
    return frozenset[str]().union(*(words ^ after[code] for code, words in before.items()))


def has_one_of(words: frozenset[str], text: str) -> bool:
    """Whether a text has one of these words."""
    return bool(words) and not words.isdisjoint(_words(text))


def _ranked_otherwise(before: Snapshot, after: Snapshot, code: str) -> bool:
    old: LocalizedFaq = before.by_language[code]
    return old.matcher is not after.by_language[code].matcher


def _words(text: str) -> set[str]:
    """The words of a text in normal form, also those before and after an apostrophe."""
    text = unicodedata.normalize("NFKC", text)
    return {*normalize(text).split(), *normalize(text.translate(_NO_LETTER)).split()}
