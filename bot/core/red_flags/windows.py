"""The parts of a message that are looked at for a red flag, each by itself: its sentences, neighbours, and the whole.

A sign told in one sentence must not be drowned by a long story or switched off by what the next sentence says, so the
strongest part decides, and a sentence more never weakens another.
"""

from __future__ import annotations

import re

MOST_SENTENCES = 16
"""Sentences of a message; those of a longer one are joined to so many."""
LONG = 24
"""Words from which on a sentence is also looked at in pieces between commas and joining words."""
PIECE = 12
"""Fewest words of such a piece."""

_END = re.compile(r"(?<=[.!?;…。！？])[\s)\"'”’]+|\n+")
_JOINT = re.compile(r"(?<=[,:–—])\s+|\s+(?=(?:and|but|so|then|also|y|pero|entonces|luego|además)\s)", re.IGNORECASE)
_ANSWER = re.compile(r"(?:no|none|nope|nah|never|not really|nada|ninguno|ninguna|tampoco)\b", re.IGNORECASE)


def windows(text: str) -> tuple[str, ...]:
    """The parts of a message, at most some fifty. Each is part of the text as written; the first ones are sentences."""
    sentences = _sentences(text)
    found = dict.fromkeys(sentences)
    found |= dict.fromkeys(f"{one} {two}" for one, two in zip(sentences, sentences[1:], strict=False))
    for sentence in sentences:
        found |= dict.fromkeys(_pieces(sentence))
    found[" ".join(sentences)] = None
    return tuple(found)


def _sentences(text: str) -> list[str]:
    """The sentences; what follows one or two words, and a "no" to a question, belongs to them: "I. Can't. Breathe"."""
    found: list[str] = []
    for part in filter(None, (part.strip() for part in _END.split(text))):
        if found and (len(found[-1].split()) <= 2 or (found[-1].endswith("?") and _ANSWER.match(part))):
            found[-1] += f" {part}"
        else:
            found.append(part)
    size = -(-len(found) // MOST_SENTENCES) or 1
    return [" ".join(found[at : at + size]) for at in range(0, len(found), size)]


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
    return pieces[: 2 * MOST_SENTENCES]
