"""Ranks entries for a fragment after the entry that was just read: "how long?", "and does it hurt?", "why".

Multiplies two rankings: the fragment alone, with higher odds for the entry and its follow-ups, and the fragment after
the entry's question, with lower odds for the entry itself. What lies outside the subject, the entry's topic and
follow-ups, weighs little. Knows nothing of time and of users.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.core import languages
from bot.core.faq.model import Entry
from bot.core.matching.matcher import Matcher
from bot.core.matching.ranking import Band, Match, Ranking
from bot.core.text.normalization import normalize

FRAGMENT_WORDS = 5
"""A message of more words counts as a complete question."""
ANSWER = 0.75
"""Least share of the product at which the first entry is the answer; below it is one of three suggestions. Of the 87
fragments in `tests/journeys/test_follow_ups.py`, these constants answer 58 rightly and 3 wrongly, and offer the right
entry for 24, with sentence vectors."""
_ALONE = {"any": 1.0, "near": 1.0, "read": 3.0, "next": 2.5, "topic": 0.8}
_TOGETHER = {"any": 0.0, "near": 0.0, "read": -4.0, "next": 0.5, "topic": 0.3}
"""Log-odds of an entry by its place. In the first ranking all entries get some: right after an answer a fragment is
hardly off-topic."""
_WHOLE = {"any": 0.05, "near": 1.0, "read": 1.0, "next": 2.0, "topic": 1.0}
"""Weight of an entry's product by its place: a fragment stays with the subject."""
_UNTOLD = 0.1
"""Weight of an entry that has nothing of what a fragment names."""
_STAYING = 0.4
"""Probability that a fragment asks about the same entry again."""
_LEAST = 0.003
SHOWN = 8

_LITTLE = languages.words(
    lambda one: " ".join(
        (one.question_words, one.joining_words, one.pointing_words, one.unfinished_words, one.measuring_words)
    )
)
_POINTING = languages.words(lambda one: one.pointing_words)
_POINTING_LAST = languages.words(lambda one: one.pointing_ends)


def may_follow(text: str, own_words: Collection[str]) -> bool:
    """Whether a message may be a fragment: short, and with words of the FAQ only."""
    words = normalize(text).split()
    return 0 < len(words) <= FRAGMENT_WORDS and all(word in own_words for word in words)


def points_back(text: str) -> bool:
    """Whether a message speaks of something by a pronoun, or of what comes after it: "is it permanent?", "are they
    dangerous?", "can I drive afterwards?"."""
    words = normalize(text).split()
    return not _POINTING.isdisjoint(words) or (bool(words) and words[-1] in _POINTING_LAST)


def named_in(text: str) -> list[str]:
    """The words of a message that any question might not have."""
    return [word for word in normalize(text).split() if word not in _LITTLE]


def told(text: str, entry: Entry, matcher: Matcher, *, briefly: bool = False) -> bool:
    """Whether an entry says something of what a fragment names; `briefly` leaves out its details. A mere "how long?"
    names nothing."""
    named = " ".join(named_in(text))
    whole = " ".join((*entry.all_phrasings, entry.answer, "" if briefly else entry.details or ""))
    return bool(named) and matcher.explained(named, whole)


def names_nothing(text: str) -> bool:
    """Whether a message has question words and pronouns only: "how long does it last?"."""
    return _LITTLE.issuperset(normalize(text).split())


def rank_after(text: str, read: Entry, entries: Iterable[Entry], matcher: Matcher, *, leaving: bool) -> Ranking:
    """The entries that a fragment may ask for after `read`, best first; at least one if the text has words.

    With `leaving`, an entry outside the subject may be the answer; else it is only offered. After a `distinct` entry
    the answer is its own or none; and what was read is none to a fragment that names what it says nothing of."""
    known = {entry.id: entry for entry in entries}
    places = _places(read, tuple(known.values()))
    alone = matcher.rank(text, {entry_id: _ALONE[place] for entry_id, place in places.items()})
    together = matcher.rank(
        f"{text} {read.question}", {entry_id: _TOGETHER[place] for entry_id, place in places.items()}
    )
    if not alone.matches or not together.matches:
        return alone
    found = {match.entry_id: match for match in (*together.matches, *alone.matches)}
    first = {match.entry_id: match.confidence for match in alone.matches}
    second = {match.entry_id: match.confidence for match in together.matches} | {read.id: _STAYING}
    vague = names_nothing(text)
    products = {
        entry_id: max(first.get(entry_id, 0.0), _LEAST)
        * max(second.get(entry_id, 0.0), _LEAST)
        * _WHOLE[places[entry_id]]
        * (1.0 if vague or told(text, known[entry_id], matcher) else _UNTOLD)
        for entry_id in found
    }
    whole = sum(products.values())
    matches = tuple(
        replace(found[entry_id], confidence=products[entry_id] / whole)
        for entry_id in sorted(found, key=lambda one: (-products[one], one))
    )[:SHOWN]
    if read.distinct and matches[0].entry_id != read.id:
        return _kept_apart(matches, read, answers=told(text, read, matcher, briefly=True))
    if matches[0].entry_id == read.id and not vague and not told(text, read, matcher):
        telling = [one for one in alone.matches if one.entry_id != read.id and told(text, known[one.entry_id], matcher)]
        return Ranking(matches if read.distinct else _first(telling[:1], matches), Band.SUGGEST)
    within = places[matches[0].entry_id] != "any" and (
        vague or told(text, known[matches[0].entry_id], matcher, briefly=True)
    )
    stays = within or (leaving and matches[0].entry_id not in (read.id, *read.follow_ups))
    return Ranking(matches, Band.ANSWER if stays and matches[0].confidence >= ANSWER else Band.SUGGEST)


def _first(wanted: Sequence[Match], matches: Sequence[Match]) -> tuple[Match, ...]:
    """The matches with those that are wanted before all others."""
    ids = {match.entry_id for match in wanted}
    return (*wanted, *(match for match in matches if match.entry_id not in ids))


def _kept_apart(matches: Sequence[Match], read: Entry, *, answers: bool) -> Ranking:
    """The entry that was read before all others, as the answer if it says something of what is asked."""
    own = next((match for match in matches if match.entry_id == read.id), Match(read.id, 0.0, read.question, ()))
    others = [match for match in matches if match.entry_id != read.id]
    if answers:
        return Ranking((replace(own, confidence=max(own.confidence, ANSWER)), *others), Band.ANSWER)
    return Ranking((own, *others), Band.SUGGEST)


def _places(read: Entry, entries: Sequence[Entry]) -> dict[str, str]:
    """Where each entry stands to the one just read: itself, its follow-ups, its topic, their follow-ups, or anywhere.
    All but the last are its subject."""
    near = {after for entry in entries if entry.id in read.follow_ups for after in entry.follow_ups}
    places = {}
    for entry in entries:
        if entry.id == read.id:
            place = "read"
        elif entry.id in read.follow_ups:
            place = "next"
        elif entry.topic is not None and entry.topic == read.topic:
            place = "topic"
        else:
            place = "near" if entry.id in near else "any"
        places[entry.id] = place
    return places
