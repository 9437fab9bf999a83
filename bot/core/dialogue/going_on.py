"""A short message that is answered by itself, but may go on from what was just read: "how long is the recovery?" after
an operation. Then both are offered.

Knows nothing of replies.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.core.faq.model import Entry
from bot.core.matching.follow_ups import named_in, rank_after, told
from bot.core.matching.matcher import Matcher
from bot.core.matching.ranking import Band, Match, Ranking
from bot.core.text.normalization import normalize

LONGEST = 7
NAMED_WORDS = 2
"""A message of more words, or one that names more, stands by itself."""
COMMON = 0.1
"""Share of the entries whose question has a word that tells what a message is about, such as "botox"."""
OWN_OFFERED = 2
"""Entries of the subject before the answer outside of it."""


def goes_on(text: str, read: Entry, answer: Entry, entries: Collection[Entry], matcher: Matcher) -> bool:
    """Whether a message that `answer` would answer may go on from `read` instead. It names little, none of the things
    that much of the FAQ is about and nothing that sets the question of `answer` apart from the subject, which is `read`
    with its follow-ups; and the subject says something of it."""
    named, own = named_in(text), _own(read, entries)
    if len(normalize(text).split()) > LONGEST or not 0 < len(named) <= NAMED_WORDS or answer in own:
        return False
    questions = " ".join(entry.question for entry in own)
    if any(matcher.explained(word, answer.question) and not matcher.explained(word, questions) for word in named):
        return False
    if not told(text, answer, matcher) or not any(told(text, entry, matcher) for entry in own):
        return False
    subjects = (sum(matcher.explained(word, entry.question) for entry in entries) for word in named)
    return max(subjects) < COMMON * len(entries)


def offered_after(text: str, read: Entry, answer: Match, entries: Collection[Entry], matcher: Matcher) -> Ranking:
    """A choice of what the subject of `read` says of a message, and of its `answer` outside of it."""
    matches = rank_after(text, read, entries, matcher, leaving=False).matches
    telling = {entry.id for entry in _own(read, entries) if entry.id == read.id or told(text, entry, matcher)}
    own = [match for match in matches if match.entry_id in telling]
    if all(match.entry_id != read.id for match in own):
        own.append(Match(read.id, 0.0, read.question, ()))
    first = (*own[:OWN_OFFERED], answer)
    ids = {match.entry_id for match in first}
    return Ranking((*first, *(match for match in matches if match.entry_id not in ids)), Band.SUGGEST)


def _own(read: Entry, entries: Collection[Entry]) -> list[Entry]:
    """An entry and its follow-ups."""
    return [entry for entry in entries if entry.id == read.id or entry.id in read.follow_ups]
