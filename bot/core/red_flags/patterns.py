"""The grammar of red-flag phrases, and the search for them in a message.

    {cannot} swallow           these words in this order, at most three other words between them
    {eye} + {pain}             parts in any order, close together, in one clause
    {lid} droop & voice weak   both said somewhere in the message
    {cannot} close - fully     not if the words after the minus are in the same clause
    =dropped                   this form only, not "drops" or "dropping"
    {cannot}                   any wording of that group; a wording may refer to groups

`lexicon` decides which words of a message match a word of a phrase. Knows nothing of negation, signs or replies.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from bot.core.red_flags.segmentation import SegmentedMessage, fold

GAP = 3  # other words allowed between two words of a phrase
GAP_PARTS = 4  # … between two parts joined by +
GAP_GROUP = 1  # … inside one wording of a group
_ITEM = re.compile(r"\{([a-z0-9-]{1,48})\}|=?[^\W_]+(?:['’][^\W_]+)*")

Places = tuple[int, ...]
"""The positions of the words of one match, ascending."""


@dataclass(frozen=True, slots=True)
class Term:
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str


# Signs share many words: each is stored once.
_word, _group = lru_cache(maxsize=4096)(Term), lru_cache(maxsize=1024)(Group)
Run = tuple[Term | Group, ...]  # words in order


@dataclass(frozen=True, slots=True)
class Part:
    """Runs joined by +, and the runs that must not match in the same clause."""

    runs: tuple[Run, ...]
    unless: tuple[Run, ...] = ()


Phrase = tuple[Part, ...]  # parts joined by &


def needs(runs: Iterable[Run]) -> frozenset[str]:
    """The words, and groups as `{name}`, that a message needs to match these runs."""
    return frozenset(item.text if isinstance(item, Term) else f"{{{item.name}}}" for run in runs for item in run)


class Groups:
    """The groups of wordings, each wording with its `needs`."""

    def __init__(self, wordings: Mapping[str, Sequence[str]]) -> None:
        runs = [(name, run) for name, texts in wordings.items() for text in texts if (run := _run(text))]
        self._by_need: dict[str, list[tuple[str, Run, frozenset[str]]]] = {}
        for name, run in runs:
            needed = needs([run])
            self._by_need.setdefault(max(needed, key=lambda item: (len(item), item)), []).append((name, run, needed))
        self.words = {item.text for _, run in runs for item in run if isinstance(item, Term)}
        """Every word of every wording."""

    def fitting(self, available: set[str]) -> Iterator[tuple[str, Run]]:
        """Names of groups with the wordings that need only these words and groups."""
        for need in available & self._by_need.keys():
            for name, run, needed in self._by_need[need]:
                if needed <= available:
                    yield name, run


def parse(text: str) -> Phrase:
    """Parses one phrase. Ignores everything outside the grammar, so parsing never fails."""
    return tuple(part for piece in re.split(r"\s&\s", text) if (part := _part(piece)).runs)


def _part(text: str) -> Part:
    wanted, *unless = re.split(r"\s-\s", text)
    runs = tuple(run for piece in wanted.split("+") if (run := _run(piece)))
    return Part(runs, tuple(run for piece in unless if (run := _run(piece))))


def _run(text: str) -> Run:
    return tuple(
        _group(found.group(1)) if found.group(1) else _word(re.sub(r"['’]", "", found.group()))
        for found in _ITEM.finditer(fold(text))
    )


class Search:
    """Searches phrases in one message, whose groups are matched once."""

    def __init__(self, message: SegmentedMessage, meanings: Sequence[Set[str]], groups: Groups, gap: int = GAP) -> None:
        self._clauses = message.clauses
        self._gap = gap
        self._words: dict[str, list[Places]] = {}
        for place, words in enumerate(meanings):
            for word in words:
                self._words.setdefault(word, []).append((place,))
        self._found: dict[str, list[Places]] = {}
        self.available: set[str] = set(self._words)
        """Words and groups in the message. A phrase that needs another one cannot match."""
        self._match(groups)

    def _match(self, groups: Groups) -> None:
        """Matches groups, which may refer to groups, until no further one is found."""
        while True:
            found: dict[str, set[Places]] = {}
            for name, run in groups.fitting(self.available):
                if name not in self._found and (places := self._run(run, GAP_GROUP)):
                    found.setdefault(name, set()).update(places)
            if not found:
                return
            self._found.update((name, sorted(places)) for name, places in found.items())
            self.available.update(f"{{{name}}}" for name in found)

    def part(self, part: Part) -> list[Places]:
        """All matches of runs joined by +, in any order, within one clause."""
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

    def _item(self, item: Term | Group) -> list[Places]:
        return self._words.get(item.text, []) if isinstance(item, Term) else self._found.get(item.name, [])

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
