"""Ranks entries for a fragment after the entry that was just read: "how long?", "and does it hurt?", "why".

Multiplies two rankings: the fragment alone, with higher odds for the entry and its follow-ups, and the fragment after
the entry's question, with lower odds for the entry itself. Knows nothing of time and of users.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.core.faq.model import Entry
from bot.core.matching.matcher import Band, Matcher, Ranking
from bot.core.text.normalization import normalize

FRAGMENT_WORDS = 5
"""A message of more words counts as a complete question."""
ANSWER = 0.7
"""Least share of the product at which the first entry is the answer; below it is one of three suggestions. Of the 57
fragments in `tests/journeys/test_follow_ups.py`, these constants answer 46 rightly and 4 wrongly, and offer the right
entry for the other 7; without context it is 8, 2 and 19."""
_ALONE = {"any": 1.0, "read": 3.0, "next": 3.0, "topic": 1.7}
_TOGETHER = {"any": 0.0, "read": -4.0, "next": 1.0, "topic": 0.3}
"""Log-odds for any entry, the one just read, its follow-ups, and those of its topic. In the first ranking all entries
get some: right after an answer a fragment is hardly off-topic."""
_STAYING = 0.4
"""Probability that a fragment asks about the same entry again."""
_LEAST = 0.003
SHOWN = 8


def may_follow(text: str, own_words: Collection[str]) -> bool:
    """Whether a message may be a fragment: short, and with words of the FAQ only."""
    words = normalize(text).split()
    return 0 < len(words) <= FRAGMENT_WORDS and all(word in own_words for word in words)


def rank_after(text: str, read: Entry, entries: Iterable[Entry], matcher: Matcher) -> Ranking:
    """The entries that a fragment may ask for after `read`, best first; at least one if the text has words."""
    everything = tuple(entries)
    alone = matcher.rank(text, _odds(read, everything, _ALONE))
    together = matcher.rank(f"{text} {read.question}", _odds(read, everything, _TOGETHER))
    if not alone.matches or not together.matches:
        return alone
    found = {match.entry_id: match for match in (*together.matches, *alone.matches)}
    first = {match.entry_id: match.confidence for match in alone.matches}
    second = {match.entry_id: match.confidence for match in together.matches} | {read.id: _STAYING}
    products = {
        entry_id: max(first.get(entry_id, 0.0), _LEAST) * max(second.get(entry_id, 0.0), _LEAST) for entry_id in found
    }
    whole = sum(products.values())
    matches = tuple(
        replace(found[entry_id], confidence=products[entry_id] / whole)
        for entry_id in sorted(found, key=lambda one: (-products[one], one))
    )
    return Ranking(matches[:SHOWN], Band.ANSWER if matches[0].confidence >= ANSWER else Band.SUGGEST)


def _odds(read: Entry, entries: Iterable[Entry], how: dict[str, float]) -> dict[str, float]:
    odds = {}
    for entry in entries:
        nearer = 0.0
        if entry.id == read.id:
            nearer = how["read"]
        elif entry.id in read.follow_ups:
            nearer = how["next"]
        elif entry.topic is not None and entry.topic == read.topic:
            nearer = how["topic"]
        odds[entry.id] = nearer or how["any"]
    return odds
