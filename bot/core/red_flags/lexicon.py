"""Matches words of a message with words of the phrases: same word, same stem, typing error, or similar sound.

Knows nothing of phrases and word order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from copy import copy
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core import languages
from bot.core.matching.near_words import NearWords
from bot.core.red_flags.segmentation import fold
from bot.core.text.stemming import Stemmer

_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLED = re.compile(r"(\w)\1+")
_OPEN, _OPEN_ENDS = ("a", "e", "i", "o", "u"), ("y", "i", "ie", "ey", "o")
_LONGEST = 24
_BY_EAR = tuple(
    (re.compile(pattern, re.MULTILINE), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"(?:ss?i|t[iu]|sh[ui]|ch?i)(?=o?u?n)|sh", "x"),  # vision, vishun, injekshon
        (r"ng", "n"),  # tounge, toung, tongue
        (r"c(?=[eiy])|z", "s"),  # fase
        (r"ck|c(?!h)|q", "k"),
        (r"dge?|g(?=[ei])", "j"),
        (r"(?<=\w)[hw]", ""),
        (r"^w(?=r)|^k(?=n)", ""),
        (r"gu", "g"),
    )
)

Meant = frozenset[str]
"""The words of phrases that a word of a message matches."""
NOTHING: Meant = frozenset()
_NO_WORDS = NearWords(())


@lru_cache(maxsize=4)
def _indexed(language: str, words: frozenset[str], lookalikes: tuple[str, ...]) -> Lexicon:
    return Lexicon(language, words, lookalikes)


def lexicon(
    language: str, words: frozenset[str], lookalikes: tuple[str, ...], dictionary: Container[str] = frozenset()
) -> Lexicon:
    """The lexicon of these words. The latest ones are kept, as another version of a FAQ mostly has the same words, and
    indexing them takes a third of the time until it can be searched."""
    return _indexed(language, words, lookalikes).with_dictionary(dictionary)


class Lexicon:
    """The words of the phrases in one language.

    `lookalikes` are never misspelt words of the phrases; words of the `dictionary` only if they are one letter away:
    people write "breath" for "breathe", but not "flirting" for "fainting".
    """

    def __init__(
        self, language: str, words: Iterable[str], lookalikes: Iterable[str], dictionary: Container[str] = frozenset()
    ) -> None:
        self._stemmer = Stemmer(language)
        inflections = languages.language(language).inflections
        self._dictionary = dictionary
        self._mean: Callable[[str], Meant] = self._meanings
        self._may_mean: Callable[[str], Meant] = self._guesses
        self._split: Callable[[str, frozenset[str]], tuple[str, ...]] = self._split_joined
        exact: dict[str, set[str]] = {}
        stems: dict[str, set[str]] = {}
        self._lookalikes = frozenset(word for line in lookalikes for word in re.findall(r"[^\W_]+", fold(line)))
        for word in words:
            if word.startswith("="):
                exact.setdefault(word[1:], set()).add(word)
                continue
            for form in (word, *inflections(word)):
                exact.setdefault(form, set()).add(word)
            stems.setdefault(self.stem(word), set()).add(word)
        for form, same in exact.items():
            same.update(stems.get(self.stem(form), ()))
        self._exact, self._stems = _shared(exact), _shared(stems)
        self._openings = frozenset(stem[:2] for stem in self._stems)
        by_letter: dict[str, list[str]] = {}
        self._by_ear: dict[str, list[str]] = {}
        # lookalikes are decoys: the closest word wins
        forms = [form for form in sorted({*self._exact, *self._lookalikes}) if len(form) >= 3]
        for form, sound in zip(forms, _sounds(forms), strict=True):
            by_letter.setdefault(form[0], []).append(form)
            self._by_ear.setdefault(sound, []).append(form)
        self._by_letter = {letter: NearWords(forms) for letter, forms in by_letter.items()}
        self._long = {
            letter: NearWords(form for form in forms if len(form) >= 5 and form in self._exact)
            for letter, forms in by_letter.items()
        }

    @property
    def known(self) -> frozenset[str]:
        """Words that are known without repair."""
        return frozenset(self._exact)

    def with_dictionary(self, dictionary: Container[str]) -> Lexicon:
        """A copy with another dictionary."""
        other = copy(self)
        other._dictionary = dictionary
        # bound methods keep the lexicon they were taken from
        other._mean, other._may_mean, other._split = other._meanings, other._guesses, other._split_joined
        return other

    def memoized(self) -> Lexicon:
        """A copy for one message, whose words it looks up once. To be dropped with the message."""
        other = copy(self)
        other._mean, other._may_mean = cache(self._meanings), cache(self._guesses)
        other._split = cache(self._split_joined)
        return other

    def meanings(self, word: str) -> Meant:
        """The words of phrases that a word of a message matches; empty if none."""
        return self._mean(word)

    def guesses(self, word: str) -> Meant:
        """The words of phrases that a word without meaning may match: with a similar sound ("fase", "vishun"), or a
        short word with swapped letters ("cnat") or one wrong letter."""
        return self._may_mean(word)

    def _meanings(self, word: str) -> Meant:
        if (exact := self._exact.get(word)) is not None:
            return exact
        if word in self._lookalikes:
            return NOTHING
        if word[:2] in self._openings and (same := self._stems.get(self.stem(word))):
            return same
        if len(word) < 5 or len(word) > _LONGEST or word.isdigit():
            return NOTHING
        return self._typing_error(word)

    def _guesses(self, word: str) -> Meant:
        if not 3 <= len(word) <= _LONGEST or word in self._exact or word in self._lookalikes or not word.isalpha():
            return NOTHING
        if self.stem(word) in self._stems:
            return NOTHING
        near = {form: OSA.distance(form, word) for form in self._by_ear.get(_sounds((word,))[0], ())}
        if len(word) == 3:  # "ded", "kil": by ear alone, one letter off
            near = {form: distance for form, distance in near.items() if distance == 1 and len(form) == 4}
            return NOTHING.union(*(self._exact.get(form, NOTHING) for form in near))
        candidates = self._by_letter.get(word[0], _NO_WORDS).within(word, 2)
        for form, distance, _ in process.extract(word, candidates, scorer=OSA.distance, score_cutoff=2, limit=16):
            if _near(form, word, int(distance)):
                near[form] = int(distance)
        best = min(near.values(), default=4)
        if best > 3 or (best > 1 and word in self._dictionary):
            return NOTHING
        closest = [self._exact.get(form, NOTHING) for form, distance in near.items() if distance == best]
        return NOTHING.union(*closest)

    def stem(self, word: str) -> str:
        """The stem of a word."""
        return self._stemmer(word)

    def repaired(self, word: str) -> str:
        """A misspelt word in the spelling of the phrases; any other word unchanged."""
        if word in self._exact or word in self._lookalikes:
            return word
        meant = {each.removeprefix("=") for each in self.meanings(word) or self.guesses(word)}
        return min(meant, key=lambda each: (OSA.distance(each, word), each not in self._dictionary, each), default=word)

    def split_joined(self, word: str, others: frozenset[str]) -> tuple[str, ...]:
        """Known words written as one, "cantbreathe", with `others` between them, "myarmisnumb"; else nothing."""
        return self._split(word, others)

    def _split_joined(self, word: str, others: frozenset[str]) -> tuple[str, ...]:
        if not 7 <= len(word) <= _LONGEST or word in self._lookalikes or word in self._dictionary:
            return ()
        best: list[tuple[str, ...]] = [(), *(() for _ in word)]
        for start in range(len(word)):
            if start and not best[start]:
                continue
            for end in range(start + 1, len(word) + 1):
                piece = word[start:end]
                if self._is_piece(piece, others) and (not best[end] or len(best[start]) + 1 < len(best[end])):
                    best[end] = (*best[start], piece)
        return best[-1] if any(piece in self._exact and len(piece) >= 3 for piece in best[-1]) else ()

    def _is_piece(self, piece: str, others: frozenset[str]) -> bool:
        return (len(piece) >= 3 and piece in self._exact) or piece in others

    def _typing_error(self, word: str) -> Meant:
        near: Meant = NOTHING
        best = 3
        most = 2 if len(word) >= 6 else 1
        candidates = self._long.get(word[0], _NO_WORDS).within(word, most)
        for form, distance, _ in process.extract(word, candidates, scorer=OSA.distance, score_cutoff=most, limit=8):
            if distance == 2 and word in self._dictionary:
                continue
            if distance == 2 and min(len(form), len(word)) < 8 and not _sounds_like(form, word):
                continue
            if distance <= best:
                near = self._exact[form] if distance < best else near | self._exact[form]
                best = distance
        return near


def _shared(sets: dict[str, set[str]]) -> dict[str, Meant]:
    """The same sets, with equal ones stored once."""
    once: dict[Meant, Meant] = {}
    return {word: once.setdefault(found, found) for word, each in sets.items() for found in (frozenset(each),)}


def _near(form: str, word: str, distance: int) -> bool:
    shorter = min(len(form), len(word))
    if distance == 1:
        return shorter >= 4 and (shorter >= 5 or _swapped(form, word) or form[-1] == word[-1] or form in word)
    return shorter >= 6 or (shorter >= 5 and _swapped(form, word))


def _swapped(one: str, other: str) -> bool:
    return sorted(one) == sorted(other)


def _sounds_like(one: str, other: str) -> bool:
    """The same letters in another order, or the same consonants: 'tounge', 'swolow'."""
    return _swapped(one, other) or _skeleton(one) == _skeleton(other)


def _skeleton(word: str) -> str:
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


def _sounds(words: Sequence[str]) -> list[str]:
    """The approximate sound of each word: its consonants, and whether it begins or ends with a vowel."""
    if not words:
        return []
    lines = "\n".join(words)  # one substitution for all words is much faster than one for each
    for pattern, sound in _BY_EAR:
        lines = pattern.sub(sound, lines)
    lines = _DOUBLED.sub(r"\1", lines)
    consonants = _DOUBLED.sub(r"\1", _VOWELS.sub("", lines))
    return [
        ("a" if bare.startswith(_OPEN) else "") + rest + ("a" if bare.endswith(_OPEN_ENDS) else "")
        for bare, rest in zip(lines.split("\n"), consonants.split("\n"), strict=True)
    ]
