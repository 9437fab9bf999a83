"""Sinks: phrasings that draw questions which belong to other entries.

A word that one entry owns, a bare question that one entry took, the same question in two entries. Looks at the words of
a FAQ only, and knows nothing of how messages are matched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from bot.core import languages
from bot.core.faq.model import Faq
from bot.core.positions import Place, Places
from bot.core.quality.findings import Finding, Level
from bot.core.quality.lint import placed_phrasings
from bot.core.text.markup import plain
from bot.core.text.normalization import Normalizer, Word, split_words

MOST = 6
"""Findings of each of the three sorts, the worst ones."""
NAMED = 3
"""Other entries that a finding names."""

OWNED = 4
"""Least phrasings of the entry that owns a word."""
OWNED_SHARE = 0.5
"""Least share of the phrasings with a word that are its owner's."""
SILENT = 3
"""Least number of entries that answer questions with a word but have no phrasing with it."""
TELLING = 1 / 3
"""A word in the texts of more than this share of the entries tells nothing about a question."""

BARE_WORDS = 6
"""Most words of a bare phrasing."""
BARE_TELLING = 2
"""Most of them that are no function words."""
SUBJECT = 1 / 3
"""A word in the phrasings of more than this share of the entries is what the FAQ is about."""
CONTAINED = 2 / 3
"""Least share of its words that a phrasing which contains it has."""
HOLDERS = 3
"""Least number of other entries with phrasings that contain a bare one."""

ALIKE = 80.0
"""Least similarity (0 to 100) of phrasings that have the same words but for function words."""


@dataclass(frozen=True, slots=True)
class _Phrasing:
    """A phrasing of an entry as stems."""

    entry_id: str
    text: str
    place: Place
    stems: tuple[str, ...]
    telling: frozenset[str]
    """The stems that are no function words."""


class _Reader:
    """Reads texts as the matcher does: stems, with the FAQ's synonyms."""

    def __init__(self, faq: Faq) -> None:
        self._normalizer = Normalizer(faq.language, faq.synonyms)
        self._surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
        record = languages.language(faq.language)
        self._small = set(self.stems(f"{record.function_words} {record.question_words} {record.asking_verbs}"))

    def stems(self, text: str) -> list[str]:
        """The stems of a text in order."""
        return [word.stem for word in self._words(text)]

    def phrasing(self, entry_id: str, text: str, place: Place) -> _Phrasing:
        """A phrasing as stems."""
        words = self._words(text)
        for word in words:
            self._surfaces[word.stem][word.surface.lower()] += 1
        stems = tuple(word.stem for word in words)
        return _Phrasing(entry_id, text, place, stems, frozenset(stems) - self._small)

    def written(self, stem: str) -> str:
        """The word as the phrasings mostly have it."""
        return self._surfaces[stem].most_common(1)[0][0]

    def _words(self, text: str) -> tuple[Word, ...]:
        pairs = split_words(text)
        self._normalizer.learn(word for _, word in pairs)
        return self._normalizer.words(pairs)


def sinks(faq: Faq, places: Places) -> Iterator[Finding]:
    """At most `MOST` findings of each sort, the worst first."""
    reader = _Reader(faq)
    phrasings = [reader.phrasing(*one) for one in placed_phrasings(faq, places)]
    users: defaultdict[str, Counter[str]] = defaultdict(Counter)  # by stem, the entries' phrasings with it
    for one in phrasings:
        for stem in one.telling:
            users[stem][one.entry_id] += 1
    yield from _owned_words(faq, reader, phrasings, users)
    yield from _bare_questions(phrasings, {stem for stem in users if len(users[stem]) > SUBJECT * len(faq.published)})
    yield from _twins(phrasings)


def _owned_words(
    faq: Faq, reader: _Reader, phrasings: Sequence[_Phrasing], users: Mapping[str, Counter[str]]
) -> Iterator[Finding]:
    """Words that lead to one entry although others answer questions with them."""
    answers = {
        entry.id: set(reader.stems(plain(f"{entry.question}\n\n{entry.answer}\n\n{entry.details or ''}")))
        for entry in faq.published
    }
    checks: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in faq.published:
        for stem in {stem for text in entry.checks for stem in reader.stems(text)}:
            checks[stem][entry.id] += 1
    found = []
    for stem, uses in users.items():
        (owner, own), *_ = uses.most_common(1)
        silent = [entry_id for entry_id in answers if stem in answers[entry_id] and entry_id not in uses]
        # that patients ask other entries with this word, too, is what makes it more than the name of its owner
        elsewhere = uses.total() - own + checks[stem].total() - checks[stem][owner]
        owned = own >= OWNED and own >= OWNED_SHARE * uses.total() and len(silent) >= SILENT
        if owned and elsewhere and len({*silent, *uses}) <= TELLING * len(answers):
            found.append((float(elsewhere * len(silent)), stem, owner, silent))
    for weight, stem, owner, silent in sorted(found, key=lambda one: (-one[0], one[1]))[:MOST]:
        first = next(one for one in phrasings if one.entry_id == owner and stem in one.telling)
        message = (
            f"'{reader.written(stem)}' may draw questions to '{owner}': {users[stem][owner]} of"
            f" {users[stem].total()} phrasings with it are its own, while {len(silent)} entries answer with it but have"
            f" no phrasing with it: {_named(silent)}"
        )
        remedy = "add phrasings with it to those that patients may mean"
        yield Finding(Level.NOTE, first.place, "sink", message, remedy, owner, weight)


def _bare_questions(phrasings: Sequence[_Phrasing], subjects: Set[str]) -> Iterator[Finding]:
    """Short phrasings that do not say what they are about, and that phrasings of several other entries contain."""
    found = []
    for one in phrasings:
        if not 0 < len(one.telling) <= BARE_TELLING or len(one.stems) > BARE_WORDS or one.telling & subjects:
            continue
        holding = Counter(other.entry_id for other in phrasings if _contains(other, one))
        own = holding.pop(one.entry_id)
        if len(holding) >= HOLDERS and holding.total() > own:
            found.append((float(len(holding)), one, [entry_id for entry_id, _ in holding.most_common()]))
    for weight, one, others in sorted(found, key=lambda one: (-one[0], one[1].place))[:MOST]:
        message = (
            f"phrasing '{one.text}' of '{one.entry_id}' takes a question that {len(others)} other entries have in"
            f" longer phrasings: {_named(others)}"
        )
        remedy = "say in it what it is about, or delete it"
        yield Finding(Level.NOTE, one.place, "sink", message, remedy, one.entry_id, weight)


def _twins(phrasings: Sequence[_Phrasing]) -> Iterator[Finding]:
    """Phrasings of different entries with the same words, or nearly so."""
    groups: defaultdict[frozenset[str], list[_Phrasing]] = defaultdict(list)
    for one in phrasings:
        groups[one.telling].append(one)
    found = []
    for group in groups.values():
        for one, other in combinations(group, 2):
            alike = fuzz.token_sort_ratio(" ".join(one.stems), " ".join(other.stems), score_cutoff=ALIKE)
            if one.entry_id != other.entry_id and alike:
                found.append((alike, one, other))
    for alike, one, other in sorted(found, key=lambda pair: (-pair[0], pair[1].place, pair[2].place))[:MOST]:
        message = (
            f"phrasing '{other.text}' of '{other.entry_id}' is nearly the same as '{one.text}' of '{one.entry_id}',"
            f" line {one.place.line}"
        )
        remedy = "keep it in one place only, or say in both what is different"
        yield Finding(Level.NOTE, other.place, "sink", message, remedy, other.entry_id, alike)


def _contains(other: _Phrasing, bare: _Phrasing) -> bool:
    """Whether a phrasing has the telling words of a bare one, and most of its little words too."""
    stems = set(bare.stems)
    return bare.telling <= other.telling and len(stems.intersection(other.stems)) >= CONTAINED * len(stems)


def _named(entry_ids: Sequence[str]) -> str:
    more = len(entry_ids) - NAMED
    return ", ".join(f"'{one}'" for one in entry_ids[:NAMED]) + (f" and {more} more" if more > 0 else "")
