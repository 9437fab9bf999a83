"""De-identifies a message: keeps everyday words and masks everything else. Fails closed.

Owns the order of the steps and `Redacted`, the only form in which a patient's words may be stored. The shapes are in
`identifiers`, the rules for names in `names`; the vocabulary is passed in. Stores and logs nothing.

An allow-list fails safe: an unexpected name is an unknown word, and unknown words are masked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import InitVar, dataclass
from typing import Literal, final

from bot.core.deidentification.characters import unify_characters
from bot.core.deidentification.foreign import ForeignMessages
from bot.core.deidentification.function_words import is_too_strange, may_be_foreign
from bot.core.deidentification.name_cues import DAYS, EPONYMS, MONTHS
from bot.core.deidentification.names import NameDetector
from bot.core.deidentification.names.eponyms import is_eponym
from bot.core.deidentification.second_opinion import FindIdentifiers, SecondOpinionMasker
from bot.core.deidentification.tokenizer import detokenize, tokenize
from bot.core.deidentification.tokens import Token, lines_of
from bot.core.deidentification.typo_repair import TypoRepair
from bot.core.deidentification.vocabulary import Vocabulary

Length = Literal["short", "medium", "long"]

MAX_CHARACTERS = 4096
"""Telegram's limit. The rest of a longer text is dropped."""
_MAX_PARTS = 1000
"""Words and marks; prose of that length has fewer."""
_MAX_REPAIRS = 24
_PASSES = 5
_FREQUENT = 3
"""Times that a FAQ uses a word from which on typos are repaired to it."""
_LONG_WORD = 9
"""Letters from which on a typo is hardly ever a name."""


class _Proof:
    """Required to create a `Redacted`."""


_PROOF = _Proof()


@final
@dataclass(frozen=True, slots=True)
class Redacted:
    """De-identified words of a patient. Only this module can create one; others get a TypeError."""

    text: str | None
    """None if withheld because too few words are known."""
    length: Length
    """Length of the message: up to 40, up to 200, or more characters."""
    proof: InitVar[_Proof]

    def __post_init__(self, proof: _Proof) -> None:
        if proof is not _PROOF:
            raise TypeError("only the anonymiser makes redacted text")


@dataclass(frozen=True, slots=True)
class Masked:
    """The kind of a mask and its reason, without the masked words."""

    kind: str
    reason: str


_WORD_OR_MARK = re.compile(r"\w+|[^\w ]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"(?<!')[^\W\d_]+(?!')")
_CONTRACTIONS = ("'s", "'re", "'ve", "'ll", "'d", "'m", "n't")
_ODD_CONTRACTIONS = frozenset({"can't", "won't", "shan't", "ain't", "o'clock", "y'all", "ma'am"})
_WRITTEN_APART = re.compile(r"\b(wi|air)[ -](fi|con)\b", re.IGNORECASE)
"""Words that are also written apart, whose parts are none."""
_DATES = MONTHS | DAYS


class Anonymizer:
    """Redacts messages. Thread-safe: it stores nothing of a message."""

    def __init__(
        self, vocabulary: Vocabulary, faq_texts: Iterable[str], second_opinion: FindIdentifiers | None = None
    ) -> None:
        """`faq_texts`: texts of the live FAQ, whose frequent words typos are repaired to. They vouch for no word: an
        entry may name its author.

        `second_opinion` may only mask: what it finds in an English message as written is masked too, if the word is a
        name or a town elsewhere, was repaired or stands beside such a one. Other words ("whistle", "chewing") stay. It
        must not raise an error.
        """
        self._vocabulary = vocabulary
        counts = Counter(word for text in faq_texts for word in _WORD.findall(unify_characters(text).lower()))
        flagged = vocabulary.given | vocabulary.surnames
        used = {word for word, count in counts.items() if count >= _FREQUENT and len(word) > 2}
        used = {word for word in used - flagged if self._is_kept(word) and not self._is_name_or_place(word)}
        self._names = NameDetector(vocabulary, used)
        self._foreign = ForeignMessages(vocabulary)
        self._typos = TypoRepair({word: counts[word] for word in used})
        self._second_opinion = SecondOpinionMasker(second_opinion, vocabulary) if second_opinion is not None else None

    def knows(self, word: str) -> bool:
        """Whether redacted text may contain a word (lower case): everyday words and names of illnesses."""
        base = word.removesuffix("'s")
        lone_letter = len(word) == 1 and word.isascii()
        return self._is_everyday(word) or base in EPONYMS or lone_letter or self._foreign.knows(word)

    def _is_everyday(self, word: str) -> bool:
        if self._is_kept(word) or word in _ODD_CONTRACTIONS:
            return True
        if word[1:2] == "-" and self._is_kept(word.replace("-", "")):
            return True
        return "'" in word and any(word.endswith(e) and self._is_kept(word[: -len(e)]) for e in _CONTRACTIONS)

    def _is_kept(self, word: str) -> bool:
        return word in self._vocabulary.words

    def _is_name_or_place(self, word: str) -> bool:
        return word in self._vocabulary.names or word in self._vocabulary.places

    def redact(self, text: str) -> Redacted:
        """Redacts a text. Never raises: after an error the text is withheld. The rules change nothing of the result."""
        try:
            return self._redact_until_stable(text)[0]
        except Exception:  # a guard must fail closed, and the message must not travel in a traceback
            return Redacted(None, "long", _PROOF)

    def explain(self, text: str) -> tuple[Masked, ...]:
        """What `redact` masks in a text and why, in order, without words of the text. For the command line."""
        try:
            return self._redact_until_stable(text)[1]
        except Exception:  # as above
            return (Masked("other", "could not be read"),)

    def _redact_until_stable(self, text: str) -> tuple[Redacted, tuple[Masked, ...]]:
        """Redacts until nothing changes, because a mask may reveal that its neighbour is a name."""
        length: Length = "short" if len(text) <= 40 else "medium" if len(text) <= 200 else "long"
        why: tuple[Masked, ...] = ()
        current = text[:MAX_CHARACTERS]
        for number in range(_PASSES):
            plain = _WRITTEN_APART.sub(r"\1\2", unify_characters(current, MAX_CHARACTERS))
            if len(_WORD_OR_MARK.findall(plain)) > _MAX_PARTS:
                break
            tokens = tokenize(plain)
            self._mask(tokens)
            strange = is_too_strange(tokens)
            if may_be_foreign(tokens) and (dictionary := self._foreign.dictionary_of(plain, strange)) is not None:
                tokens = tokenize(plain)
                strange = self._foreign.mask(tokens, dictionary)
            elif self._second_opinion is not None and not number and not strange:
                self._second_opinion.mask(plain, tokens)
            why += tuple(Masked(token.kind, token.reason) for token in tokens if token.kind and token.reason)
            if strange:
                return Redacted(None, length, _PROOF), (*why, Masked("other", "too few known words: withheld"))
            written = detokenize(tokens)
            if not _LETTER.search(written):
                return Redacted(None, length, _PROOF), (*why, Masked("other", "no word in it: withheld"))
            if written == current:
                return Redacted(written, length, _PROOF), why
            current = written
        return Redacted(None, length, _PROOF), (*why, Masked("other", "did not settle, or is no prose: withheld"))

    def _mask(self, tokens: list[Token]) -> None:
        """Masks what is no everyday word and what the rules take for a name, and repairs typos."""
        for line in lines_of(tokens):
            telling = _telling_capitals(line)
            for token in line:
                token.telling = telling
        repairs = 0
        for at, token in enumerate(tokens):
            if not token.word or token.kind or self._is_everyday(token.text) or is_eponym(tokens, at):
                continue
            if _is_letter_of_a_term(tokens, at):
                continue
            named = token.telling and token.capital and not token.opens
            if repairs < _MAX_REPAIRS and not named and not self._is_name_or_place(token.base):
                repairs += 1
                token.repair = self._typos.repair(token.text) or ""
                if len(token.repair) >= _LONG_WORD:
                    token.text = token.repair
                    continue
            token.unknown = True
            if token.base in self._vocabulary.places and token.base not in self._vocabulary.names:
                token.mask("place", "a place")
            elif (named or token.base in self._vocabulary.names) and token.base not in _DATES:
                token.mask("name", "a name")
            else:
                token.mask("other", "not an everyday word")
        self._names.mark(tokens)
        for token in tokens:
            if token.unknown and token.kind == "other" and token.base in _DATES:
                token.mask("date", "a month or day")
            elif token.typo:
                token.text, token.kind, token.reason, token.unknown = token.repair, None, "", False


def _telling_capitals(tokens: list[Token]) -> bool:
    """Whether capitals are evidence in a line: it is neither shouted nor Written Like A Title."""
    inner = [token for token in tokens if token.word and token.kind is None and not token.opens and len(token.text) > 1]
    capitals = sum(token.capital for token in inner)
    return capitals * 5 <= len(inner) * 3 or (len(inner) <= 3 and not all(token.shouted for token in inner))


def _is_letter_of_a_term(tokens: list[Token], at: int) -> bool:
    """The letter of "vitamin d", "type a"."""
    token = tokens[at]
    if len(token.text) != 1 or not token.text.isascii():
        return False
    return at > 0 and tokens[at - 1].text in {"vitamin", "type", "hepatitis", "toxin", "plan", "botulinum"}
