"""Signs whose ids are swapped: patients who tell of one emergency would read the message for the other.

The checks can't tell: they try the id alone. What a sign is about stands in its title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from math import log

from bot.core.positions import Places
from bot.core.quality.findings import Finding, warning
from bot.core.red_flags.data import SignPatterns
from bot.core.red_flags.section import RedFlagSection
from bot.core.text.normalization import Normalizer, split_words


def swapped_signs(red_flags: RedFlagSection, places: Places) -> Iterator[Finding]:
    """A finding for each two signs of which each has the title of the other."""
    known = red_flags.patterns.by_id if red_flags.patterns is not None else {}
    fitting = _Fitting([known[sign.id] for sign in red_flags.urgent.signs if sign.id in known], red_flags.language)
    numbered = [(number, sign) for number, sign in enumerate(red_flags.urgent.signs) if sign.id in known]
    for (_, first), (at, second) in combinations(numbered, 2):
        better = fitting(first.title, second.id) > fitting(first.title, first.id)
        if better and fitting(second.title, first.id) > fitting(second.title, second.id):
            message = (
                f"the ids '{first.id}' and '{second.id}' seem to be swapped, so PATIENTS READ THE MESSAGE FOR ANOTHER"
                f" EMERGENCY: the title of '{second.id}' is '{second.title}', that of '{first.id}' is '{first.title}'"
            )
            yield warning(places.of(("urgent", "signs", at, "id")), "urgent", message, "swap them back")


class _Fitting:
    """How well a title fits a sign, by the share of the sign's phrases and examples that have its words; words that few
    signs have tell more."""

    def __init__(self, signs: list[SignPatterns], language: str) -> None:
        self._normalizer = Normalizer(language, ())
        self._shares: dict[str, dict[str, float]] = {}
        for sign in signs:
            texts = (*sign.alarm, *sign.phrases)
            counts = Counter(stem for text in texts for stem in self._stems(text))
            self._shares[sign.id] = {stem: count / len(texts) for stem, count in counts.items()}
        self._signs = Counter(stem for shares in self._shares.values() for stem in shares)

    def __call__(self, title: str, sign_id: str) -> float:
        shares = self._shares[sign_id]
        having = (stem for stem in self._stems(title) if stem in shares)
        return sum(shares[stem] * log(len(self._shares) / self._signs[stem]) for stem in having)

    def _stems(self, text: str) -> set[str]:
        return {word.stem for word in self._normalizer.words(split_words(text))}
