"""Which of the words that are names too are meant as names here: by capitals, by cues around them, by neighbours.

Owns the cues of English. Knows no list of words (it is handed a vocabulary) and nothing of shapes such as numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.core import name_cues as cues
from bot.core.vocabulary import Vocabulary


@dataclass(slots=True)
class Token:
    """A word, a mark of punctuation or a mask. `kind` is None for a word that is kept so far."""

    text: str
    """Lower case; a mask shows its kind in brackets when it is written."""
    word: bool
    capital: bool = False
    shouted: bool = False
    opens: bool = False
    """The first word of a sentence or line."""
    kind: str | None = None
    reason: str = ""
    unknown: bool = False
    """Masked because nobody knows the word, not because of its shape or place."""

    @property
    def base(self) -> str:
        """The word without a possessive ending."""
        return self.text[:-2] if self.text.endswith("'s") else self.text

    def mask(self, kind: str, reason: str) -> None:
        """Masks the token unless it is masked already."""
        if self.kind is None and self.word:
            self.kind, self.reason = kind, reason


class ProperNames:
    """Masks, in a tokenised message, the known words that are meant as names."""

    def __init__(self, vocabulary: Vocabulary, faq_words: Collection[str]) -> None:
        self._given = vocabulary.given
        self._surnames = vocabulary.surnames
        self._either = vocabulary.given | vocabulary.surnames
        self._towns = vocabulary.towns
        self._names = vocabulary.names
        self._trusted = cues.GENERIC | (frozenset(faq_words) - self._either - vocabulary.towns)

    def is_eponym(self, tokens: Sequence[Token], at: int) -> bool:
        """A name that stands for an illness: "bell's palsy", "ramsay hunt", "parkinson's"."""
        token = tokens[at]
        if token.base not in cues.EPONYMS:
            return False
        title = _word_at(tokens, at - 1)
        if title is not None and title.text in cues.ALWAYS_TITLES:
            return False
        if token.text in cues.BARE_EPONYMS or token.text[:-2] + "s" in cues.BARE_EPONYMS and token.text.endswith("'s"):
            return True
        after, before = _word_at(tokens, at + 1, over="-"), _word_at(tokens, at - 1, over="-")
        if after is not None and after.base in cues.EPONYM_OF:
            return True
        return before is not None and before.base in {
            "ramsay",
            "ramsey",
            "house",
            "guillain",
            "marcus",
            "lambert",
            "epstein",
        }

    def mark(self, tokens: list[Token], telling_capitals: bool) -> None:
        """Masks in place. `telling_capitals`: the message uses capitals as books do."""
        if telling_capitals:
            self._capitals(tokens)
        for at, token in enumerate(tokens):
            if token.word and token.kind is None and not self.is_eponym(tokens, at):
                self._cues(tokens, at, token)
        self._organisations(tokens)
        self._neighbours(tokens)

    def _capitals(self, tokens: list[Token]) -> None:
        for at, token in enumerate(tokens):
            if (
                not token.word
                or not token.capital
                or token.base in self._trusted
                or token.kind
                or self.is_eponym(tokens, at)
            ):
                continue
            if token.shouted and len(token.text) <= 5 and token.base not in self._either:
                continue
            after = _word_at(tokens, at + 1)
            if not token.opens:
                token.mask("name", "written with a capital")
            elif after is not None and after.capital and not after.shouted and after.base not in self._trusted:
                token.mask("name", "opens a run of capitals")
            elif token.base in self._given - cues.MODAL and after is not None and after.text in cues.FOLLOWS_NAME:
                token.mask("name", "written with a capital")

    def _cues(self, tokens: list[Token], at: int, token: Token) -> None:
        word = token.base
        before, after = _word_at(tokens, at - 1), _word_at(tokens, at + 1)
        title = _word_at(tokens, at - 1, over=".")
        previous = before.text if before is not None and before.kind is None else ""
        earlier = _text_at(tokens, at - 2)
        if self._is_named(tokens, at) and word not in cues.GRAMMAR | {"pain"}:
            token.mask("name", "told as a name")
        elif title is not None and title.text in cues.ALWAYS_TITLES and word not in cues.GRAMMAR:
            token.mask("name", "follows a title")
        if token.kind or word not in self._either | self._towns:
            return
        free = word not in cues.MODAL or after is None or after.text in cues.FOLLOWS_NAME or after.kind is not None
        given = word in self._given
        if word in self._either and free and title is not None and title.text in cues.TITLES:
            token.mask("name", "follows a title")
        elif given and previous in {"im", "i'm"} | ({"am"} if earlier == "i" else set()) | (
            {"is", "it's"} if earlier in {"this", "here"} else set()
        ):
            token.mask("name", "follows an introduction")
        elif given and free and previous in cues.KIN:
            token.mask("name", "follows a relation")
        elif (
            given
            and free
            and (previous in cues.GREETING or (previous == "you" and earlier == "thank") or self._signs(tokens, at))
        ):
            token.mask("name", "follows a greeting")
        elif given and free and previous in cues.ADDRESSED:
            token.mask("name", "somebody is addressed")
        elif given and word not in cues.MODAL and token.text.endswith("'s") and previous not in cues.DETERMINER:
            token.mask("name", "owns something")
        elif (
            (
                word in self._either
                and word not in cues.MODAL
                and after is not None
                and after.text in cues.SAYS
                and (
                    (given and previous not in cues.DETERMINER)
                    or (before is None and after.text in {"here", "speaking"})
                )
            )
            or word in cues.MODAL
            and before is None
            and after is not None
            and after.text in {"here", "speaking", "again"}
        ):
            token.mask("name", "somebody speaks")
        elif (
            word in self._towns
            and previous in cues.PLACE_CUES
            and ({previous, earlier} & cues.MUST_LIVE or after is None)
        ):
            token.mask("place", "follows a preposition of place")

    def _is_named(self, tokens: list[Token], at: int) -> bool:
        """Within three words after "my name is", "name:" and the like."""
        back = at - 1
        while back >= 0 and at - back <= 2 and tokens[back].word and tokens[back].kind == "name":
            back -= 1
        texts = [tokens[i].text for i in range(max(0, back - 2), back + 1)]
        if texts[-2:] in (
            ["name", "is"],
            ["names", "are"],
            ["names", "is"],
            ["called", "is"],
            ["surname", "is"],
            ["name", ":"],
            ["name", "was"],
            ["firstname", "is"],
        ):
            return True
        return texts[-1:] in (["name's"], ["surname"])

    def _signs(self, tokens: list[Token], at: int) -> bool:
        """The last word of the message, on its own after a comma, a stop or thanks."""
        if any(token.word and token.text not in {"x", "xx", "xxx"} for token in tokens[at + 1 :]):
            return False
        if at == 0 or tokens[at - 1].word:
            return at >= 2 and tokens[at - 1].text in {"much", "advance", "regards"}
        return tokens[at - 1].text in {",", ".", "-", "!", "?", "\n"}

    def _organisations(self, tokens: list[Token]) -> None:
        for at, token in enumerate(tokens):
            if not token.word or token.kind is not None:
                continue
            if token.text in cues.COMPANY or token.text in cues.BUILDINGS:
                company = token.text in cues.COMPANY - {"orchestra", "partners", "limited", "associates"}
                for back in range(at - 1, max(-1, at - 4), -1):
                    other = tokens[back]
                    if not other.word or other.text in cues.ORDINARY:
                        break
                    if other.kind is None and (company or other.base in self._either | self._towns):
                        other.mask("other", "names an organisation")
            elif (
                token.text in {"at", "for"}
                and at
                and tokens[at - 1].text in {"work", "works", "worked", "working", "employed", "job"}
            ):
                for forth in range(at + 1, min(len(tokens), at + 4)):
                    other = tokens[forth]
                    if (
                        not other.word
                        or other.text in cues.GRAMMAR
                        or other.text in {"home", "night", "nights", "hours", "myself", "desk", "computer"}
                    ):
                        break
                    other.mask("other", "names an employer")

    def _neighbours(self, tokens: list[Token]) -> None:
        """A name-word beside a name belongs to it: "[name] price", "mark [name]"."""
        for order in (range(1, len(tokens)), range(len(tokens) - 2, -1, -1)):
            step = -1 if order.step > 0 else 1
            for at in order:
                token, other = tokens[at], tokens[at + step]
                if token.word and token.kind is None and other.kind == "name" and not self.is_eponym(tokens, at):
                    pool = self._either if step < 0 else self._given
                    after = _word_at(tokens, at + 1)
                    if token.base in pool and (
                        token.base not in cues.MODAL
                        or after is None
                        or after.text in cues.FOLLOWS_NAME
                        or after.kind == "name"
                    ):
                        token.mask("name", "stands beside a name")


def _word_at(tokens: Sequence[Token], at: int, over: str = "") -> Token | None:
    """The word at that place, if it is one; a mark `over` in its place is stepped over."""
    if 0 <= at < len(tokens) and over and tokens[at].text == over:
        at += 1 if at + 1 < len(tokens) and over == "-" else -1
    if 0 <= at < len(tokens) and tokens[at].word:
        return tokens[at]
    return None


def _text_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""
