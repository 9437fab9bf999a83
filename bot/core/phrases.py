"""The small language in which admins write signs, and how a phrase is found in a message.

    {cannot} swallow           these words in this order, at most three other words between them
    {eye} + {pain}             parts in any order, close together, in one clause
    {lid} droop & voice weak   both said somewhere in the message
    {cannot} close - fully     not if the words after the minus stand in the same clause
    =dropped                   this form only, not "drops" or "dropping"
    {cannot}                   any wording of that group; a wording may itself name groups

Words are compared by stem and forgive typing errors in words of five letters and more. Owns the grammar of phrases and
the search; knows nothing of negation, signs or messages to patients.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.clauses import Words, plain

GAP = 3  # other words allowed between two words of a phrase
GAP_PARTS = 4  # … between two parts joined by +
GAP_GROUP = 1  # … inside one wording of a group
_ITEM = re.compile(r"\{([a-z0-9-]{1,48})\}|=?[^\W_]+(?:['’][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLED = re.compile(r"(\w)\1+")
_STEMMERS = {"en": "english", "es": "spanish", "de": "german", "fr": "french", "it": "italian", "pt": "portuguese"}

Places = tuple[int, ...]
"""The positions of the words of one finding, ascending."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str


Run = tuple[Word | Group, ...]  # words in order


@dataclass(frozen=True, slots=True)
class Part:
    """Runs joined by +, and the runs that must not stand in the same clause."""

    runs: tuple[Run, ...]
    unless: tuple[Run, ...] = ()


Phrase = tuple[Part, ...]  # parts joined by &


def needs(runs: Iterable[Run]) -> frozenset[str]:
    """What must be in a message for these runs to be found: words, and groups as `{name}`."""
    return frozenset(item.text if isinstance(item, Word) else f"{{{item.name}}}" for run in runs for item in run)


class Groups:
    """The groups of wordings, each wording with what it needs."""

    def __init__(self, wordings: Mapping[str, Sequence[str]]) -> None:
        self._runs = {
            name: tuple((run, needs([run])) for text in texts if (run := _run(text)))
            for name, texts in wordings.items()
        }

    def runs(self, name: str) -> tuple[tuple[Run, frozenset[str]], ...]:
        return self._runs.get(name, ())

    def __iter__(self) -> Iterator[str]:
        return iter(self._runs)

    @property
    def words(self) -> set[str]:
        """Every word of every wording."""
        return {item.text for runs in self._runs.values() for run, _ in runs for item in run if isinstance(item, Word)}


def parse(text: str) -> Phrase:
    """Read one phrase. What is no word, group or sign of the language is ignored, so parsing never fails."""
    return tuple(part for piece in re.split(r"\s&\s", text) if (part := _part(piece)).runs)


def _part(text: str) -> Part:
    wanted, *unless = re.split(r"\s-\s", text)
    runs = tuple(run for piece in wanted.split("+") if (run := _run(piece)))
    return Part(runs, tuple(run for piece in unless if (run := _run(piece))))


def _run(text: str) -> Run:
    return tuple(
        Group(found.group(1)) if found.group(1) else Word(re.sub(r"['’]", "", found.group()))
        for found in _ITEM.finditer(plain(text))
    )


class Lexicon:
    """Which words of the phrases a word of a message may stand for: same word, same stem or a typing error."""

    def __init__(self, language: str, words: Iterable[str], lookalikes: Iterable[str]) -> None:
        self._stemmer = snowballstemmer.stemmer(_STEMMERS.get(language, "english"))
        self._exact: dict[str, set[str]] = {}
        self._stems: dict[str, set[str]] = {}
        self._lookalikes = frozenset(word for line in lookalikes for word in re.findall(r"[^\W_]+", plain(line)))
        for word in words:
            if word.startswith("="):
                self._exact.setdefault(word[1:], set()).add(word)
                continue
            for form in _forms(word, language):
                self._exact.setdefault(form, set()).add(word)
            self._stems.setdefault(self._stemmer.stemWord(word), set()).add(word)
        for form, same in self._exact.items():
            same.update(self._stems.get(self._stemmer.stemWord(form), ()))
        self._openings = frozenset(stem[:2] for stem in self._stems)
        self._by_letter: dict[str, list[str]] = {}
        for form in self._exact:
            if len(form) >= 5:
                self._by_letter.setdefault(form[0], []).append(form)

    @property
    def known(self) -> frozenset[str]:
        """Words that are known as they stand."""
        return frozenset(self._exact)

    def meanings(self, word: str) -> set[str]:
        """The words of phrases that a word of a message stands for; empty if none."""
        if (exact := self._exact.get(word)) is not None:
            return exact
        if word in self._lookalikes:
            return set()
        if word[:2] in self._openings and (same := self._stems.get(self._stemmer.stemWord(word))):
            return same
        if len(word) < 5 or len(word) > 24 or word.isdigit():
            return set()
        return self._typing_error(word)

    def halves(self, word: str) -> tuple[str, str] | None:
        """Two known words that were written as one: 'cantbreathe'."""
        if not 7 <= len(word) <= 24 or word in self._lookalikes:
            return None
        for place in range(3, len(word) - 2):
            if word[:place] in self._exact and word[place:] in self._exact:
                return word[:place], word[place:]
        return None

    def _typing_error(self, word: str) -> set[str]:
        near: set[str] = set()
        best = 3
        candidates = self._by_letter.get(word[0], ())
        reach = 2 if len(word) >= 6 else 1
        for form, distance, _ in process.extract(word, candidates, scorer=OSA.distance, score_cutoff=reach, limit=8):
            if distance == 2 and not (min(len(form), len(word)) >= 8 or _sounds_like(form, word)):
                continue
            if distance <= best:
                near = self._exact[form] if distance < best else near | self._exact[form]
                best = distance
        return near


def _sounds_like(one: str, other: str) -> bool:
    """The same letters in another order, or the same consonants: 'tounge', 'swolow'."""
    return sorted(one) == sorted(other) or _skeleton(one) == _skeleton(other)


def _skeleton(word: str) -> str:
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


def _forms(word: str, language: str) -> Iterator[str]:
    yield word
    if language != "en" or len(word) < 3 or not word.isascii():
        return
    yield word + "s"
    if word.endswith("e"):
        yield from (word + "d", word[:-1] + "ing")
    elif word.endswith("y"):
        yield from (word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    else:
        yield from (word + "ed", word + "ing")
        if word[-1] in "bdgmnprt" and word[-2] in "aeiou":
            yield from (word + word[-1] + "ed", word + word[-1] + "ing")


class Search:
    """Findings of phrases in one message. Groups are looked up once."""

    def __init__(self, message: Words, meanings: Sequence[set[str]], groups: Groups, gap: int = GAP) -> None:
        self._clauses = message.clauses
        self._gap = gap
        self._words: dict[str, list[Places]] = {}
        for place, words in enumerate(meanings):
            for word in words:
                self._words.setdefault(word, []).append((place,))
        self._found: dict[str, list[Places]] = {}
        self.available: set[str] = set(self._words)
        """Words and groups of phrases that are in the message: a phrase that needs another one cannot be found."""
        self._look_up(groups)

    def _look_up(self, groups: Groups) -> None:
        """Groups may name groups: go round until no further one is found."""
        waiting = list(groups)
        while waiting:
            found: dict[str, list[Places]] = {}
            for name in waiting:
                fitting = [run for run, needed in groups.runs(name) if needed <= self.available]
                if places := sorted({places for run in fitting for places in self._run(run, GAP_GROUP)}):
                    found[name] = places
            self._found.update(found)
            self.available.update(f"{{{name}}}" for name in found)
            waiting = [name for name in waiting if name not in found] if found else []

    def part(self, part: Part) -> list[Places]:
        """Every finding of runs joined by +, in any order, within one clause."""
        found = self._run(part.runs[0], self._gap)
        for run in part.runs[1:]:
            if not found:
                return []
            found = self._beside(found, self._run(run, self._gap))
        if found and part.unless:
            near = {self._clauses[places[0]] for run in part.unless for places in self._run(run, self._gap)}
            return [places for places in found if self._clauses[places[0]] not in near]
        return found

    def _run(self, run: Run, gap: int) -> list[Places]:
        found = self._item(run[0])
        for item in run[1:]:
            if not found:
                return []
            found = self._then(found, self._item(item), gap)
        return found

    def _item(self, item: Word | Group) -> list[Places]:
        return self._words.get(item.text, []) if isinstance(item, Word) else self._found.get(item.name, [])

    def _then(self, first: list[Places], second: list[Places], gap: int) -> list[Places]:
        starts = [places[0] for places in second]
        joined: dict[tuple[int, int], Places] = {}
        for left in first:
            end = left[-1]
            for right in second[bisect_left(starts, end + 1) : bisect_left(starts, end + gap + 2)]:
                if self._clauses[end] == self._clauses[right[0]]:
                    joined.setdefault((left[0], right[-1]), left + right)
        return sorted(joined.values())

    def _beside(self, first: list[Places], second: list[Places]) -> list[Places]:
        starts = [places[0] for places in second]
        longest = max((places[-1] - places[0] for places in second), default=0)
        joined: dict[tuple[int, int], Places] = {}
        for left in first:
            low = bisect_left(starts, left[0] - longest - GAP_PARTS - 1)
            for right in second[low : bisect_left(starts, left[-1] + GAP_PARTS + 2)]:
                apart = max(right[0] - left[-1], left[0] - right[-1]) - 1
                both = tuple(sorted({*left, *right}))
                if (
                    apart <= GAP_PARTS
                    and len(both) == len(left) + len(right)
                    and self._clauses[both[0]] == self._clauses[both[-1]]
                ):
                    joined.setdefault((both[0], both[-1]), both)
        return sorted(joined.values())
