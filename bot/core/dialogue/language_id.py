"""Identifies the language of a message by scripts and function words.

When in doubt it names none: a patient with poor English must never be told that only English is understood. Knows
nothing of replies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache

from bot.core.languages import known
from bot.core.text.normalization import split_words

CERTAIN = 1.6
"""Least evidence for a language: about two words that hardly any other language has."""
AHEAD = 1.8
"""Least ratio of the evidence to the number of function words of the FAQ's own language."""
OWN = 0.3
"""Evidence that a word of the FAQ takes from every language of which it is no function word."""
OWN_SHARE = 0.5
"""Share of a language's function words from which on a FAQ is in that language."""
SHARE = 0.25
"""Least evidence for a language per word of the message."""
SURE_OF_LANGUAGE = 3
"""Words from which on the language of a message is taken for the patient's."""

_SCRIPTS = {one.code: re.compile(one.script) for one in known() if one.script and not one.variant_of}
_VARIANTS = tuple((one.variant_of, re.compile(one.script), one.code) for one in known() if one.variant_of)
_LETTERS = tuple((re.compile(letters), one.code, weight) for one in known() for letters, weight in one.letters)
_FUNCTION_WORDS = {one.code: one.function_words.split() for one in known() if one.function_words}
_TELLING = {word: one.code for one in known() for word in one.telling_words.split()}


def detect(text: str, own_words: frozenset[str]) -> str | None:
    """The two-letter code of the message's language, None if uncertain.

    `own_words` are the words of the FAQ in normal form; each of them in the message is evidence against other
    languages.
    """
    text = unicodedata.normalize("NFKC", text)
    script = _by_script(text)
    if script is not None:
        return script
    words = [plain for _, plain in split_words(text)]
    if len(words) == 1:
        return None if words[0] in own_words else _TELLING.get(words[0])
    evidence = _evidence(text, words, own_words)
    if not evidence:
        return None
    best = max(evidence, key=lambda language: evidence[language])
    if evidence[best] < CERTAIN or evidence[best] < SHARE * len(words):
        return None
    for own in _own_languages(own_words):
        if own != best and evidence[best] < AHEAD * sum(own in _having(word) for word in words):
            return None
    return best


def _by_script(text: str) -> str | None:
    letters = sum(sign.isalpha() for sign in text)
    if not letters or text.isascii():
        return None
    counts = {language: len(script.findall(text)) for language, script in _SCRIPTS.items()}
    if counts["ja"]:
        # Japanese uses Chinese characters too, but Chinese has no kana
        counts["ja"] += counts.pop("zh")
    language = max(counts, key=lambda code: counts[code])
    if counts[language] * 2 <= letters:
        return None
    lower = text.lower()
    return next((other for general, signs, other in _VARIANTS if general == language and signs.search(lower)), language)


def _evidence(text: str, words: Sequence[str], own_words: Collection[str]) -> dict[str, float]:
    """The evidence for each language: function words that few others share, and letters of its own."""
    evidence = dict.fromkeys((language for word in words for language in _having(word)), 0.0)
    for word in words:
        having = _having(word)
        for language in evidence:
            if language in having:
                evidence[language] += len(having) ** -0.5
            elif word in own_words:
                evidence[language] -= OWN
    spelled = text.lower().split()
    for letters, language, weight in _LETTERS:
        if language in evidence:
            evidence[language] += weight * min(2, sum(letters.search(word) is not None for word in spelled))
    return evidence


@lru_cache(maxsize=8)
def _own_languages(own_words: frozenset[str]) -> list[str]:
    """The languages the FAQ is written in; English if none is certain."""
    counts = {code: sum(word in own_words for word in words) for code, words in _FUNCTION_WORDS.items()}
    return [code for code, count in counts.items() if count >= OWN_SHARE * len(_FUNCTION_WORDS[code])] or ["en"]


def _having(word: str) -> tuple[str, ...]:
    return _languages_by_word().get(word, ())


@lru_cache(maxsize=1)
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, words in _FUNCTION_WORDS.items():
        for word in words:
            found[word] = (*found.get(word, ()), language)
    return found
