"""Which checks of a FAQ may have another result after a change of it: only those are tried again.

Knows what results depend on, not how they come about.
"""

from __future__ import annotations

import unicodedata
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
        words = frozenset[str]().union(
            *(one.own_words ^ after.by_language[other].own_words for other, one in before.by_language.items())
        )
        return cls(alarms or ranked or old.untranslated != new.untranslated, alarms, words)

    def __bool__(self) -> bool:
        return self.answers or self.alarms or bool(self.words)

    def __contains__(self, check: Check) -> bool:
        if self.alarms if check.sort in _ALARMS else self.answers:
            return True
        return bool(self.words) and not self.words.isdisjoint(_words(check.text))


def _ranked_otherwise(before: Snapshot, after: Snapshot, code: str) -> bool:
    old: LocalizedFaq = before.by_language[code]
    return old.matcher is not after.by_language[code].matcher


def _words(text: str) -> set[str]:
    """The words of a text in normal form, also those before and after an apostrophe."""
    text = unicodedata.normalize("NFKC", text)
    return {*normalize(text).split(), *normalize(text.translate(_NO_LETTER)).split()}
