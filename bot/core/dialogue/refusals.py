"""A question for what helps without a treatment that is refused: "fix it without injections", "anything but surgery".

The words for what is refused look like a question about it. So it is never the answer; what is offered leaves it out.
Knows nothing of replies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from re import Pattern

from bot.core.languages import language
from bot.core.matching.follow_ups import named_in
from bot.core.matching.matcher import AS_GOOD_AS_EXACT, Matcher
from bot.core.matching.ranking import Band, Match, Ranking
from bot.core.text.normalization import normalize

LONGEST = 10
"""A message of more words says more than that."""
ABOUT = 0.3
"""Least share of an entry's phrasings with a word for a treatment that it is about."""
MOST_FOR_THE_REST = 2
"""Entries that are offered for what a message says besides; below them those for what is left to do."""
NOT_LIKELY = 0.5
"""Most confidence in an entry that is only offered."""
FEWEST = 2
"""Entries without what is refused that make a choice."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a message refuses."""

    words: str
    """What an entry may not be about to be offered, …"""
    strict_words: str
    """… or to be the answer. Who refuses needles hardly asks for an operation."""
    rest: str
    """What the message says besides."""
    otherwise: str


def refusal(text: str, code: str) -> Refusal | None:
    """What a message refuses, by the cues of this language; None for any other message."""
    cues, words = language(code).refusals, normalize(text)
    if cues is None or len(words.split()) > LONGEST:
        return None
    needle, knife = cues.needle.search(words) is not None, cues.knife.search(words) is not None
    if not (needle or knife):
        return None
    both = f"{cues.needle_words} {cues.knife_words}"
    refused = both if needle and knife else cues.needle_words if needle else cues.knife_words
    return Refusal(refused, both if needle else refused, _without(words, cues.needle, cues.knife), cues.otherwise)


def ranked_without(found: Ranking, refused: Refusal, matcher: Matcher) -> Ranking:
    """The ranking of a message that refuses something: as it is if nothing refused is its answer or offered; else a
    choice for what is left to do and for the rest of the message."""
    best = found.best
    if best is None or (found.band is Band.ANSWER and best.confidence >= AS_GOOD_AS_EXACT):
        return found
    first = found.matches[:1] if found.band is Band.ANSWER else found.matches[:3]
    words = refused.strict_words if found.band is Band.ANSWER else refused.words
    if found.band is not Band.NONE and not any(_is_about(match, words, matcher) for match in first):
        return found
    rest, otherwise = matcher.rank_all((refused.rest, refused.otherwise))
    if found.band is Band.NONE and rest.band is Band.NONE and named_in(refused.rest):
        return found  # it asks for something that the FAQ does not know
    own = _not_about(refused.words, rest, matcher)[:MOST_FOR_THE_REST] if rest.band is not Band.NONE else ()
    left = _not_about(refused.words, otherwise, matcher)
    if own and left and own[0].entry_id != left[0].entry_id:  # a mere part of the message shows no answer
        own = tuple(replace(match, confidence=min(match.confidence, NOT_LIKELY)) for match in own)
    offered = {match.entry_id: match for match in (*left, *own)}  # what both have counts as in the rest
    matches = [offered[entry_id] for entry_id in dict.fromkeys(match.entry_id for match in (*left[:1], *own, *left))]
    if len(matches) < FEWEST:
        return found
    if found.band is Band.ANSWER:  # perhaps it was asked for after all: "what if I refuse botox"
        matches = [*[match for match in matches if match.entry_id != best.entry_id][:FEWEST], best]
    return Ranking(tuple(matches), Band.SUGGEST)


def _not_about(words: str, ranking: Ranking, matcher: Matcher) -> tuple[Match, ...]:
    return tuple(match for match in ranking.matches if not _is_about(match, words, matcher))


def _is_about(match: Match, words: str, matcher: Matcher) -> bool:
    return matcher.share_naming(words, match.entry_id) >= ABOUT


def _without(words: str, *patterns: Pattern[str]) -> str:
    for pattern in patterns:
        words = pattern.sub(" ", words)
    return " ".join(words.split())
