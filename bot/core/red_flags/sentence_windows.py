"""The windows of a message, each of which is looked at for a red flag by itself: its sentences, pairs of neighbours,
pieces of long ones, and the whole. Besides, the sentences and clauses of a window.

A sign told in one sentence must not be drowned by a long story or switched off by what the next sentence says, so the
strongest window decides, and a sentence more never weakens another.
"""

from __future__ import annotations

import re

from bot.core.text.lists import as_lines

MOST_SENTENCES = 12
"""Sentences of a message; those of a longer one are joined to so many."""
LONG = 24
"""Words from which on a sentence is also looked at in pieces between commas and joining words."""
PIECE = 12
"""Fewest words of such a piece."""
MOST_PIECES = 16
"""Such pieces of a message. None of the 5,459 texts in `benchmarks` has more than 12, nor more than 8 sentences."""
ENDLESS, OVERLAP = 60, 10
"""Words after which a sentence is cut, and that two stretches of it share."""
TOGETHER = 120
"""Most words of several sentences that are looked at together."""

_END = re.compile(r"(?<=[.!?;…。！？])[\s)\"'”’]+|\n+")
_JOINT = re.compile(r"(?<=[,:–—])\s+|\s+(?=(?:and|but|so|then|also|y|pero|entonces|luego|además)\s)", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?<=[,:–—(])\s*|\s+(?="
    r"(?:and|but|so|then|also|though|although|because|since|after|before|when|while|what|please|thanks|thank|sorry|"
    r"(?:can|could|would|should|do|does|is|are) (?:i|you|we|it|this|that|he|she|they)|"
    r"y|pero|entonces|luego|además|aunque|porque|desde|después|antes|cuando|mientras|qué|es normal|puedo|podría|"
    r"gracias|perdón)\b(?!['’]))",
    re.IGNORECASE,
)
_EDGE = " ,:–—()"
_ANSWER = re.compile(r"(?:no|none|nope|nah|never|not really|nada|ninguno|ninguna|tampoco)\b", re.IGNORECASE)
_DATE = re.compile(
    r"(?:that|this|it|eso|esto)(?: all)? (?:was|happened|is|fue|pasó|hace) .*(?:\b(?:19|20)\d\d\b|\byears\b|\baños\b)",
    re.IGNORECASE,
)


def windows(text: str) -> tuple[str, ...]:
    """The windows of a message, at most some fifty. Each is part of the text as written; sentences come first."""
    alone, sentences = _joined(*_sentences(as_lines(text)))
    found = dict.fromkeys(sentences) | dict.fromkeys(alone)
    pairs = [f"{one} {two}" for one, two in zip(sentences, sentences[1:], strict=False)]
    found |= dict.fromkeys(part for part in (*pairs, " ".join(sentences)) if len(part.split()) <= TOGETHER)
    pieces = [piece for sentence in sentences for piece in _pieces(sentence)]
    return tuple(found | dict.fromkeys(pieces[:MOST_PIECES]))


def sentences(part: str) -> tuple[str, ...]:
    """The sentences of a window that joins several; none if it is one."""
    found = tuple(dict.fromkeys(_sentences(part)[1]))
    return found if len(found) > 1 else ()


def clauses(part: str) -> tuple[str, ...]:
    """The clauses of a window, roughly: what stands between commas, joining words and openers, alone and with the next
    one; none if there is only one."""
    pieces = [piece for piece in _CLAUSE.split(part) if piece.strip(_EDGE)]
    if len(pieces) < 2:
        return ()
    pairs = [f"{one} {two}" for one, two in zip(pieces, pieces[1:], strict=False)] if len(pieces) > 2 else []
    return tuple(dict.fromkeys(clause.strip(_EDGE) for clause in (*pieces, *pairs)))


def _sentences(text: str) -> tuple[list[str], list[str]]:
    """Sentences to be looked at by themselves too, and all sentences, where what follows one or two words belongs to
    them ("I. Can't. Breathe"). A "no" to a question, or "That was in 2012", always belongs to the sentence before."""
    alone: list[str] = []
    found: list[str] = []
    for part in (stretch for sentence in _END.split(text) for stretch in _cut(sentence)):
        before = found[-1] if found else ""
        if before and ((before.endswith("?") and _ANSWER.match(part)) or _DATE.match(part)):
            found[-1] += f" {part}"
            if alone and alone[-1] == before:
                alone.pop()
        elif before and len(before.split()) <= 2:
            alone += [before, part]
            found[-1] += f" {part}"
        else:
            found.append(part)
    return alone, found


def _joined(alone: list[str], sentences: list[str]) -> tuple[list[str], list[str]]:
    """The same in bounded number: what is said again does not count, and neighbours are joined."""
    different = list(dict.fromkeys(sentences))
    size = -(-len(different) // MOST_SENTENCES) or 1
    joined = [" ".join(different[at : at + size]) for at in range(0, len(different), size)]
    return list(dict.fromkeys(alone))[:MOST_SENTENCES], joined


def _cut(sentence: str) -> list[str]:
    """A sentence without end in overlapping stretches."""
    words = sentence.split()
    if len(words) <= ENDLESS:
        return [" ".join(words)] if words else []
    return [" ".join(words[at : at + ENDLESS]) for at in range(0, len(words), ENDLESS - OVERLAP)]


def _pieces(sentence: str) -> list[str]:
    """A long sentence in overlapping pieces: each of its clauses, with those after it up to `PIECE` words."""
    if len(sentence.split()) <= LONG:
        return []
    clauses = [clause for clause in _JOINT.split(sentence) if clause]
    pieces: list[str] = []
    for at in range(len(clauses)):
        piece = ""
        for clause in clauses[at:]:
            piece = f"{piece} {clause}".strip()
            if len(piece.split()) >= PIECE:
                break
        pieces.append(piece)
    return pieces
