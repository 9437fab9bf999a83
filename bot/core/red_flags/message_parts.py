"""The parts of a message that are judged, its windows first, each with the phrases of signs in it.

A part with a phrase is also judged sentence by sentence, if it joins several, and clause by clause: what is said
beside a sign ("…, can I have an appointment") must not drown it. What the phrase means is still read from all of the
sentence: "what if, one day, I can't breathe" stays a question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.red_flags.mentions import PhraseFinder, SignMention
from bot.core.red_flags.sentence_windows import clauses, sentences, windows

MOST_CLAUSES = 16
"""Clauses of a message that are judged by themselves, and also the sentences of what is joined."""


@dataclass(frozen=True, slots=True)
class MessagePart:
    """A part of a message."""

    text: str
    """As written."""
    words: tuple[str, ...]
    mentions: tuple[SignMention, ...]
    whole: bool = True
    """Whether it is no clause of another part."""
    respelt: str = ""
    """As it is meant, if a phrase is found only in words that are taken for misspelt or run together."""


def parts(message: str, finder: PhraseFinder, *, own_only: bool = False) -> tuple[MessagePart, ...]:
    """The parts of a message, each text once; the number is bounded. Those without a word are left out and, with
    `own_only`, those without a word of this language only. `finder` is one for the message."""

    def read(texts: Iterable[str]) -> dict[str, MessagePart]:
        words = ((text, finder.read(text).words) for text in texts)
        return {text: _part(text, finder) for text, own in words if (finder.is_own(own) if own_only else own)}

    found = read(windows(message))
    joined = [text for part in found.values() if part.mentions for text in sentences(part.text) if text not in found]
    found |= read(list(dict.fromkeys(joined))[:MOST_CLAUSES])
    inside: dict[str, MessagePart] = {}
    for part in found.values():
        for clause in clauses(part.text) if part.mentions else ():
            if clause not in found and clause not in inside and len(inside) < MOST_CLAUSES:
                inside |= {text: _clause(one, part) for text, one in read([clause]).items()}
    return (*found.values(), *(clause for clause in inside.values() if clause.mentions))


def _part(text: str, finder: PhraseFinder) -> MessagePart:
    read = finder.read(text)
    mentions = finder.find(read)
    misspelt = any(mention.guessed for mention in mentions) or (mentions and read.words != read.written)
    return MessagePart(text, read.words, mentions, respelt=finder.respelt(read) if misspelt else "")


def _clause(clause: MessagePart, around: MessagePart) -> MessagePart:
    """A clause whose mentions are no more urgent and no more literal than in the part around it."""
    whole = {mention.sign.id: mention for mention in around.mentions}
    mentions = tuple(
        replace(
            mention,
            assertion=min(mention.assertion, whole[mention.sign.id].assertion),
            figurative=mention.figurative or whole[mention.sign.id].figurative,
        )
        for mention in clause.mentions
        if mention.sign.id in whole
    )
    return replace(clause, mentions=mentions, whole=False)
