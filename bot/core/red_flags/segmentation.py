"""Segments a message into words, clauses and sentences.

Knows nothing of the meaning of words: the words that open or join clauses are passed in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

from bot.core.languages.cues import ClauseCues

LONGEST = 4096
_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ`´′][^\W_]+)*|[.!?;\n¿¡。！？,:()\[\]…|/–—•]+|-(?=\s)")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´′")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")  # all of ASCII but the end of a line
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


class Boundary(IntEnum):
    """The boundary between a word and the word before it."""

    NONE = 0
    SOFT = 1  # a comma or "and" inside a list: the same clause, but a "no" does not reach across
    CLAUSE = 2
    SENTENCE = 3


@dataclass(frozen=True, slots=True)
class SegmentedMessage:
    """The words of a message (small letters, no accents, no apostrophes) and, for each, its clause and sentence.

    `edges[i]` is the boundary before word i; `clauses[i]` and `sentences[i]` are running numbers; `asked` contains the
    numbers of the sentences with a question mark.
    """

    words: tuple[str, ...]
    edges: tuple[Boundary, ...]
    clauses: tuple[int, ...]
    sentences: tuple[int, ...]
    asked: frozenset[int]


class _FoldedCharacters(dict[int, int | str]):
    """What `fold` makes of each character. Remembers the first ones that it meets: there are a million."""

    def __missing__(self, code: int) -> int | str:
        char, category = chr(code), unicodedata.category(chr(code))
        if unicodedata.combining(char) or (category[0] == "C" and category != "Cc"):
            kept: int | str = ""
        else:
            kept = " " if category == "Cc" and char != "\n" else code
        if len(self) < LONGEST:
            self[code] = kept
        return kept


_KEPT = _FoldedCharacters()


def fold(text: str) -> str:
    """Small letters without accents, combining marks, zero-width or control characters; 'heeelp' becomes 'heelp',
    and a number stays."""
    if text.isascii():
        return _STRETCHED.sub(r"\1\1", _CONTROL.sub(" ", text[:LONGEST].lower()))
    folded = unicodedata.normalize("NFKD", text[:LONGEST]).casefold()
    return _STRETCHED.sub(r"\1\1", folded.translate(_KEPT)[: 2 * LONGEST])


def segment(letters: str, joints: ClauseCues) -> SegmentedMessage:
    """Segments a message after `fold`. Drops punctuation and emoji."""
    words: list[str] = []
    edges: list[Boundary] = []
    ends_asked: set[int] = set()
    edge, sentence, pending = Boundary.NONE, 0, False
    for found in _WORD.finditer(letters):
        piece = found.group()
        if not piece[0].isalnum():
            edge = max(edge, _weight(piece))
            pending = pending or piece[0] in ",:(-–—…" or piece.startswith("..")
            if "?" in piece or "？" in piece:
                ends_asked.add(len(words))
            continue
        word = piece if piece.isalnum() else piece.translate(_APOSTROPHES)
        if word in joints.parting:
            edge = max(edge, Boundary.CLAUSE)
        elif word in joints.pausing or word in joints.joining:
            edge = max(edge, Boundary.SOFT)
        joined = bool(words) and words[-1] in joints.joining and words[-1] not in joints.denying
        if (joined or pending) and word in joints.openers:
            resumes = not joined and edge == Boundary.SOFT and word in joints.resuming and _length(edges) <= 3
            edge = max(edge, Boundary.SOFT if resumes else Boundary.CLAUSE)
        words.append(word)
        edges.append(edge)
        edge, pending = Boundary.NONE, False
    clauses: list[int] = []
    sentences: list[int] = []
    asked: set[int] = set()
    clause = 0
    _rejoin_short(edges)
    for place, weight in enumerate(edges):
        if place and weight >= Boundary.CLAUSE:
            clause += 1
        if place and weight >= Boundary.SENTENCE:
            sentence += 1
        clauses.append(clause)
        sentences.append(sentence)
        if place + 1 in ends_asked:
            asked.add(sentence)
    return SegmentedMessage(tuple(words), tuple(edges), tuple(clauses), tuple(sentences), frozenset(asked))


def _weight(marks: str) -> Boundary:
    if marks.startswith(("..", "…")) and not set(marks) & set("!?\n"):
        return Boundary.SOFT
    if set(marks) & set(".!?;\n¿¡。！？•|"):
        return Boundary.SENTENCE
    return Boundary.CLAUSE if set(marks) & set("–—-") else Boundary.SOFT


def _length(edges: list[Boundary]) -> int:
    """Number of words in the last clause."""
    return next((back for back, weight in enumerate(reversed(edges), 1) if weight >= Boundary.CLAUSE), len(edges))


def _rejoin_short(edges: list[Boundary]) -> None:
    """'I. Can't. Breathe.' is one sentence: joins sentences of one or two words."""
    starts = [0, *(place for place, weight in enumerate(edges) if place and weight == Boundary.SENTENCE), len(edges)]
    for before, here, after in zip(starts, starts[1:], starts[2:], strict=False):
        if here - before <= 1 and after - here <= 2 and here < len(edges):
            edges[here] = Boundary.SOFT
