"""Identifies the language of a message: one of the FAQ's editions by its vocabulary, another one by scripts, words and
a model of languages, if there is one.

When in doubt it names none: a patient with poor English must never be told that only English is understood. Knows
nothing of replies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from math import sqrt

from bot.core.languages import known
from bot.core.text.normalization import split_words

CERTAIN = 1.6
"""Least evidence for a language: about two words that hardly any other language has."""
LEAST = 0.5
"""Least evidence in a short message, …"""
LEAST_PER_WORD = 0.25
"""… and what each word adds to it, up to `CERTAIN`."""
AHEAD = 1.8
"""Least ratio of the evidence to that for the FAQ's own languages."""
OWN = 0.3
"""Evidence that a word of the FAQ takes from every language that does not have it."""
MIXING = "-latn"
"""End of the codes of languages whose speakers mix in English words: those are no evidence against them."""
SHARE = 0.25
"""Least evidence for a language per word of the message."""
LEAST_DOUBT = 0.1
"""What is left to doubt when the model is sure. Words need as much less evidence as the root of the doubt says."""
DOUBT_PER_WORD = 0.02
"""What the model may leave to doubt where it decides alone, for each word after the second, which may be a name, …"""
MOST_DOUBT = 0.1
"""… and at most."""
LIKELY = 0.6
"""Least probability of one of the languages that share a script, if the model is to tell it."""
RULED_OUT = 0.001
"""Probability below which words cannot tell a language: "São Paulo" is not Vietnamese."""
EQUAL = 0.8
"""Share of the best language's evidence from which on another one is as likely."""
SHORTEST = 4
"""Letters from which on a word may tell the language of a message alone."""
SURE_OF_LANGUAGE = 3
"""Words from which on the language of a message is taken for the patient's."""
LONGEST = 1_000
"""Characters of a message that are read: of a longer one as many at its beginning as at its end."""
INTERNATIONAL = frozenset({"botox", "dysport", "xeomin", "toxin", "ok"})
"""Words that tell no language."""

LanguageModel = Callable[[str], Mapping[str, float]]
"""A text -> how probable each of some languages is, by code; nothing if the text tells none. Takes long texts."""

_APOSTROPHE = re.compile(r"['’ʼ`´‘]")
_SCRIPTS = {one.code: re.compile(one.script) for one in known() if one.script and not one.variant_of}
_VARIANTS = {one.code: (one.variant_of, re.compile(one.script)) for one in known() if one.variant_of}
_GENERAL = {script for script, _ in _VARIANTS.values()}
_LETTERS = {
    one.code: [(re.compile(letters), weight) for letters, weight in one.letters] for one in known() if one.letters
}
_FUNCTION_WORDS = {one.code: frozenset(one.function_words.split()) for one in known() if one.function_words}
_TELLING = {word: one.code for one in known() for word in one.telling_words.split()}
_SUBJECTS = {one.code: one.subject_words.split() for one in known() if one.subject_words}


class LanguageIdentifier:
    """Identifies languages for the editions of one FAQ.

    `editions` are the words of each edition by language, in normal form, `dictionaries` further correct words of some
    of these languages: each of them in a message is evidence against other languages. Without a `model`, scripts and
    words decide alone.
    """

    def __init__(
        self,
        editions: Mapping[str, Collection[str]],
        dictionaries: Mapping[str, Collection[str]] | None = None,
        model: LanguageModel | None = None,
    ) -> None:
        self._editions = editions
        self._dictionaries = dictionaries or {}
        self._model = model or (lambda _: {})

    def detect(self, text: str) -> str | None:
        """The code of the message's language, None if uncertain."""
        return next(iter(self.likely(text)), None)

    def likely(self, text: str) -> tuple[str, ...]:
        """The language of a message, then others that are as likely; none if uncertain."""
        text = _ends(unicodedata.normalize("NFKC", _ends(text)))
        words = [word for word in _words(text) if word not in INTERNATIONAL]
        script = _by_script(text)
        if script is not None and script not in _GENERAL:
            return (script,)
        probable = self._model(text)
        if script is not None:
            return (_variant(script, text, words, probable),)
        return self._foreign(text, words, probable) or self._by_model(text, words, probable) or self._edition(words)

    def _edition(self, words: Sequence[str]) -> tuple[str, ...]:
        """The edition that knows most of the words."""
        having = [(word, _having(word)) for word in words]
        counts = {code: sum(self._knows(code, *one) == 1 for one in having) for code in self._editions}
        most = max(counts.values(), default=0)
        best = tuple(code for code, count in counts.items() if count == most)
        return best if most and len(best) == 1 else ()

    def _by_model(self, text: str, words: Sequence[str], probable: Mapping[str, float]) -> tuple[str, ...]:
        """The language that is no edition's, if the model is sure of it, and not for the names in the message alone."""
        best = _most(probable)
        doubt = min(DOUBT_PER_WORD * (len(words) - 2), MOST_DOUBT)
        if best is None or best in self._editions or 1 - probable[best] >= doubt:
            return ()
        return (best,) if best == _most(self._model(_without_names(text))) else ()

    def _foreign(self, text: str, words: Sequence[str], probable: Mapping[str, float]) -> tuple[str, ...]:
        if len(words) == 1:
            return self._by_one_word(words[0], text)
        languages = [_having(word) for word in words]
        evidence = dict.fromkeys((code for having in languages for code in having), 0.0)
        own = dict.fromkeys(self._editions, 0.0)
        for word, having in zip(words, languages, strict=True):
            knowing = {code: self._knows(code, word, having) for code in own}
            known_here = any(knowing.values())
            weight = max(len({*having, *(code for code, sure in knowing.items() if sure)}), 1) ** -0.5
            for code, sure in knowing.items():
                own[code] += weight * sure
            for code in evidence:
                if code in having:
                    evidence[code] += weight
                elif known_here and not code.endswith(MIXING):
                    evidence[code] -= OWN
        spelled = text.lower().split()
        for code in evidence:
            for letters, weight in _LETTERS.get(code, ()):
                evidence[code] += weight * min(2, sum(letters.search(word) is not None for word in spelled))
        needed = max(min(CERTAIN, LEAST + LEAST_PER_WORD * len(words)), SHARE * len(words))
        against = max(own.values(), default=0.0)
        found = dict[str, float]()
        for code, score in evidence.items():
            doubt = sqrt(max(1 - probable.get(code, 0.0), LEAST_DOUBT))
            enough = doubt * max(needed, against * (1 if code.endswith(MIXING) else AHEAD))
            if code not in own and score >= enough and probable.get(code, 1.0) >= RULED_OUT:
                found[code] = score
        most = max(found.values(), default=0.0)
        likely = (code for code, score in found.items() if score >= EQUAL * most)
        return tuple(sorted(likely, key=lambda code: -found[code]))

    def _by_one_word(self, word: str, text: str) -> tuple[str, ...]:
        if self.is_own(word):
            return ()
        if (telling := _TELLING.get(word)) is not None and telling not in self._editions:
            return (telling,)
        having = _having(word)
        return having if len(word) >= SHORTEST or not text.isascii() else ()

    def is_own(self, word: str) -> bool:
        """Whether a word in normal form is, or may be, one of an edition's language."""
        having = _having(word)
        return any(self._knows(code, word, having) for code in self._editions)

    def _knows(self, edition: str, word: str, having: Collection[str]) -> float:
        """Whether an edition has a word, which the languages `having` it have; half if only the dictionary of its
        language has it."""
        if edition in having or (len(word) > 1 and word in self._editions[edition]):
            return 1.0
        return 0.5 if word in self._dictionaries.get(edition, ()) else 0.0


def _ends(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"


def _without_names(text: str) -> str:
    """A text without the words with a capital that are not its first."""
    first, *others = text.split()
    return " ".join([first, *(word for word in others if not word[0].isupper() or word.isupper())])


def _most(probable: Mapping[str, float]) -> str | None:
    return max(probable, key=lambda code: probable[code], default=None)


def _words(text: str) -> Iterator[str]:
    """The words of a text; "l'ull" is two words unless it is a word itself."""
    for surface, plain in split_words(text):
        if _APOSTROPHE.search(surface) is None or _having(plain):
            yield plain
        else:
            yield from (part for _, part in split_words(_APOSTROPHE.sub(" ", surface)))


def _by_script(text: str) -> str | None:
    letters = sum(sign.isalpha() for sign in text)
    if not letters or text.isascii():
        return None
    counts = {language: len(script.findall(text)) for language, script in _SCRIPTS.items()}
    if counts["ja"]:
        # Japanese uses Chinese characters too, but Chinese has no kana
        counts["ja"] += counts.pop("zh")
    code = max(counts, key=lambda code: counts[code])
    return code if counts[code] * 2 > letters else None


def _variant(script: str, text: str, words: Sequence[str], probable: Mapping[str, float]) -> str:
    """The language of a message in a script that several languages use: by the model, else by its letters and words."""
    lower = text.lower()
    variants = [code for code, (general, _) in _VARIANTS.items() if general == script]
    modelled = (code for code in (script, *variants) if probable.get(code, 0.0) >= LIKELY)
    spelled = (code for code in variants if _VARIANTS[code][1].search(lower))
    worded = (code for code in variants if any(code in _having(word) for word in words))
    return next(modelled, None) or next(spelled, None) or next(worded, script)


def _having(word: str) -> tuple[str, ...]:
    """The languages that have a word."""
    whole, beginnings = _tables()
    found = list(whole.get(word, ()))
    for end in range(3, len(word) + 1):
        found += (code for code in beginnings.get(word[:end], ()) if code not in found)
    return tuple(found)


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The languages by word, and by beginning of a word."""
    whole: dict[str, tuple[str, ...]] = {}
    beginnings: dict[str, tuple[str, ...]] = {}
    for code in {**_FUNCTION_WORDS, **dict.fromkeys(_SUBJECTS, frozenset[str]())}:
        for word in dict.fromkeys((*_FUNCTION_WORDS.get(code, ()), *_SUBJECTS.get(code, ()))):
            table = beginnings if word.endswith("*") else whole
            key = word.rstrip("*")
            table[key] = (*table.get(key, ()), code)
    return whole, beginnings
