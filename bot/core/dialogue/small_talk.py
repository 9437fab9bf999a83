"""Recognises messages that are nothing but small talk: greetings, thanks, goodbyes and the like.

A message with any other word is not small talk, so that a polite question gets its answer. Knows nothing of replies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.core import languages
from bot.core.languages.language import SmallTalk, SmallTalkWords
from bot.core.text.normalization import split_words

LONGEST = 12
"""A message of more words is not small talk."""
TYPO_FROM = 5
"""Words of at least this many letters are recognised with a letter missing, added or transposed, but not with a wrong
one: "cheeks" is not "cheers"."""
# In a message with words of several kinds, the first of these decides.
_ORDER = (SmallTalk.ABUSE, SmallTalk.GOODBYE, SmallTalk.THANKS, SmallTalk.GREETING, SmallTalk.OKAY)


def small_talk(text: str, language: str) -> SmallTalk | None:
    """The kind of small talk, None if the message holds anything else. A message without words is a kind too.

    English small talk is recognised in languages without a list of their own.
    """
    plains = [plain for _, plain in split_words(text)]
    if not plains:
        return SmallTalk.NO_WORDS
    if len(plains) > LONGEST:
        return None
    lexicon = _lexicon(language)
    whole = " ".join(plains)
    for kind, phrase in lexicon.phrases:
        if phrase.fullmatch(whole):
            return kind
    kinds: set[SmallTalk] = set()
    for plain in plains:
        word = lexicon.meant(plain)
        if word is None:
            return None
        if word in lexicon.kinds:
            kinds.add(lexicon.kinds[word])
    return next((kind for kind in _ORDER if kind in kinds), None)


def _one_of(field: Callable[[SmallTalkWords], str]) -> str:
    """A regular expression for this field in all languages."""
    found = (field(record.small_talk) for record in languages.known() if record.small_talk is not None)
    return "|".join(filter(None, found))


_OPENING = re.compile(
    rf"^\W*(?:(?:{_one_of(lambda one: one.greeting)})\b"
    rf"(?:[\s,.!-]+(?:{_one_of(lambda one: one.addressed)})\b)?[\s,.!:-]*)+",
    re.IGNORECASE,
)
_CLOSING = re.compile(rf"(?<![\s,.!])[\s,.!]+(?:{_one_of(lambda one: one.closing)})[\s.!]*$", re.IGNORECASE)


def without_greeting(text: str) -> str:
    """The text without a greeting at its beginning."""
    return _OPENING.sub("", text).strip()


def without_manners(text: str) -> str:
    """The text without a greeting at its beginning and thanks at its end; unchanged if at most a word would be left."""
    bare = _CLOSING.sub("", without_greeting(text)).strip()
    return bare if len(split_words(bare)) > 1 else text


@dataclass(frozen=True, slots=True)
class _Phrasebook:
    kinds: dict[str, SmallTalk]
    words: frozenset[str]
    phrases: tuple[tuple[SmallTalk, re.Pattern[str]], ...]

    def meant(self, plain: str) -> str | None:
        """The small-talk word meant by a word in normal form."""
        # "heeeey" is "hey", "okkk" is "ok"
        for form in (plain, re.sub(r"(.)\1{2,}", r"\1\1", plain), re.sub(r"(.)\1+", r"\1", plain)):
            if form in self.words:
                return form
        near = (word for word, kind in self.kinds.items() if kind is not SmallTalk.ABUSE and _slipped(plain, word))
        return next(near, None)


def _slipped(plain: str, word: str) -> bool:
    """Whether `plain` is `word` with a letter missing, added or transposed."""
    if len(word) < TYPO_FROM or abs(len(word) - len(plain)) > 1 or word[0] != plain[0]:
        return False
    if len(word) == len(plain) and sorted(word) != sorted(plain):
        return False
    return OSA.distance(word, plain, score_cutoff=1) == 1


@lru_cache(maxsize=4)
def _lexicon(language: str) -> _Phrasebook:
    known = (languages.language(code).small_talk for code in (language, "en"))
    words = next(one for one in known if one is not None)
    kinds = {word: kind for kind, core in words.core.items() for word in core.split()}
    phrases = tuple((kind, re.compile(phrase)) for kind, phrase in words.phrases.items())
    return _Phrasebook(kinds, frozenset(kinds) | frozenset(words.beside.split()), phrases)
