"""The words that tell of each red flag, by which the search of the site finds it.

A word tells of a sign if it is used of that sign much more than of others and in the entries: "stroke", but not "face".
A word of a title that entries use too, such as "swallowing", tells of it in words of patients alone: "can't swallow".
Knows nothing of the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.core.faq.model import Faq
from bot.core.languages import language
from bot.core.red_flags.section import RedFlagSection
from bot.core.text.markup import plain
from bot.core.text.stemming import Stemmer

_WORD = re.compile(r"[^\W_]+")
_SINGLE = re.compile(r"=?\w+")
_PAIR = re.compile(r"(?:(?:having|have|think|tengo|tiene|creo) )?(\w+ \w+)(?: - .*)?")
"""A pattern of two words, or of what somebody thinks to have; what follows a dash would silence it in a message."""
_COMPOUND = re.compile(r"\w+-[\w-]+")
_OWN = 0.33
"""Least share of all uses of a word that are of the sign."""
_FAMILIAR = 0.125
"""Share of the entries that may use a word of a title which tells of its sign."""
_USUAL = 0.4
"""The same for a word of a title which tells of its sign beside another one of it."""
_SHARED = 0.2
"""The same for a word of a title which tells of its sign in sayings alone."""
_RARE = 0.03
"""The same for a word of the patterns."""
_SURE, _OFTEN = 0.6, 4
"""Least share, and least number, of the uses that are of the sign, for a word that patterns demand beside others."""
EMERGENCY = frozenset(
    {"emergency", "emergencies", "ambulance", "sos"} | {"emergencia", "urgencia", "ambulancia", "socorro"}
)
"""Words that ask for the number itself, of every language that a page may be in."""


@dataclass(frozen=True, slots=True)
class SignWords:
    """By what a sign is found."""

    alone: frozenset[str] = frozenset()
    """Words that tell of it by themselves."""
    core: frozenset[str] = frozenset()
    """Words of its title that tell of it in its sayings."""
    titled: frozenset[str] = frozenset()
    """Words of its title of which one, with any other of the title, tells of it."""
    sayings: tuple[str, ...] = ()
    """What patients say of it with one of those words, as words with blanks between."""
    pairs: tuple[str, ...] = ()
    """Two words each that tell of it together."""

    def __or__(self, other: SignWords) -> SignWords:
        """What either finds it by."""
        return SignWords(
            self.alone | other.alone,
            self.core | other.core,
            self.titled | other.titled,
            self.sayings + other.sayings,
            self.pairs + other.pairs,
        )


@dataclass(slots=True)
class _Uses:
    """How often words are used, by their stems."""

    stem: Callable[[str], str]
    of_sign: dict[str, Counter[str]] = field(default_factory=dict)
    entries: Counter[str] = field(default_factory=Counter)

    def add(self, sign_id: str, text: str) -> None:
        self.of_sign.setdefault(sign_id, Counter()).update(self.stems(text))

    def stems(self, text: str) -> frozenset[str]:
        return frozenset(map(self.stem, words_of(text)))

    def entry(self, word: str) -> int:
        """How many entries use a word."""
        return self.entries[self.stem(word)]

    def is_own(self, sign_id: str, word: str, share: float = _OWN) -> bool:
        """Whether this share of the uses of a word is of this sign, or it is used nowhere."""
        stem = self.stem(word)
        total = self.entries[stem] + sum(one[stem] for one in self.of_sign.values())
        return self.of_sign[sign_id][stem] >= share * total


def words_of(text: str) -> frozenset[str]:
    """The words of a text as the search compares them: small letters without accents."""
    plain_letters = "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
    return frozenset(_WORD.findall(plain_letters.lower()))


def sign_words(section: RedFlagSection, faq: Faq) -> Mapping[str, SignWords]:
    """By the id of each sign, that of unclear kind among them, by what it is found. `faq` has the entries in the
    section's language."""
    spoken = language(section.language)
    common = words_of(f"{spoken.function_words} {spoken.question_words}")
    uses = _Uses(Stemmer(section.language))
    for entry in faq.published:
        uses.entries.update(uses.stems(" ".join((*entry.all_phrasings, entry.answer))))
    known = {sign.id: sign for sign in section.urgent.signs}
    for sign in known.values():
        uses.add(sign.id, f"{sign.title} {plain(sign.message)}")
    examples = [one for one in section.examples if one.raises in known]
    for example in examples:
        uses.add(example.raises, example.text)
    found = dict[str, SignWords]()
    seldom = {share: share * len(faq.published) for share in (_USUAL, _SHARED, _FAMILIAR, _RARE)}
    for sign, patterns in section.signs:
        paired = (_PAIR.fullmatch(phrase) for phrase in patterns.phrases)
        pairs = tuple(dict.fromkeys(one[1] for one in paired if one))
        single = words_of(" ".join(phrase.strip("=") for phrase in patterns.phrases if _SINGLE.fullmatch(phrase)))
        if sign.id not in known:
            found[sign.id] = SignWords(single, pairs=pairs)
            continue
        title = words_of(f"{_COMPOUND.sub(' ', sign.title)} {sign.id}") - common
        alone = {word for word in title | single if uses.is_own(sign.id, word)}
        alone = {word for word in alone if uses.entry(word) <= seldom[_FAMILIAR if word in title else _RARE]}
        alone |= {
            word
            for word in words_of(" ".join(patterns.words)) - common
            if uses.entry(word) <= seldom[_RARE]
            and uses.of_sign[sign.id][uses.stem(word)] >= _OFTEN
            and uses.is_own(sign.id, word, _SURE)
        }
        core = frozenset(word for word in title - alone if uses.entry(word) <= seldom[_SHARED])
        titled = frozenset(word for word in title if uses.entry(word) <= seldom[_USUAL])
        stems = frozenset(map(uses.stem, core))
        own = (one.text for one in examples if one.raises == sign.id and stems & uses.stems(one.text))
        sayings = tuple(" ".join(sorted(words_of(text))) for text in own)
        found[sign.id] = SignWords(frozenset(alone), core, titled, sayings, pairs)
    return found
