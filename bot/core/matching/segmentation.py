"""The questions of a message: one, several, or one inside a long story.

Owns the split into candidates and the choice among them; the matcher ranks each. Knows nothing of answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core import languages
from bot.core.matching.matcher import Band, Matcher, Ranking
from bot.core.text.normalization import split_words as words_of

MOST_PARTS = 3
MOST_CANDIDATES = 8
"""Texts ranked for one message, including the whole; bounds the time for a message."""
FEWEST_WORDS = 2
"""Fewest words of a candidate."""
STORY = 20
"""From this number of words on, a sentence that does not look like a question may be the question."""
STATEMENT, PART, WINDOW = 0.85, 0.9, 0.95
"""Weight of a candidate's confidence if it is a statement, part of a sentence, or two sentences."""

_SENTENCE_END = re.compile(r"(?<=[.?!;。？！؟…])[\s\"')\]]+|\s*\n+\s*|(?<=[?？])(?=\S)")
_OPENING = languages.words(lambda one: f"{one.question_words} {one.asking_verbs}")
_JOINING = rf"(?:{'|'.join(map(re.escape, sorted(languages.words(lambda one: one.joining_words))))})"
_JOIN = re.compile(rf"\s*[,:]\s+(?:{_JOINING}\s+)*|\s+-+\s+(?:{_JOINING}\s+)*|\s+(?:{_JOINING}\s+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    weight: float


def rank_questions(text: str, matcher: Matcher) -> tuple[Ranking, ...]:
    """The rankings of a message's questions: two or three that are each good enough to answer, or exactly one.

    Encodes up to eight texts in one batch.
    """
    questions = split_questions(text)
    candidates = _candidates(text)
    texts = tuple(dict.fromkeys([text, *questions, *(one.text for one in candidates)]))[:MOST_CANDIDATES]
    rankings = dict(zip(texts, matcher.rank_all(texts), strict=True))
    whole = rankings[text]
    several = _several([rankings[question] for question in questions if question in rankings], whole)
    if several:
        return several
    best, most = whole, whole.confidence
    # a part of a sentence in a story has too little context
    parts = questions if len(words_of(text)) < STORY else ()
    for candidate in (*candidates, *(_Candidate(question, PART) for question in parts)):
        ranking = rankings.get(candidate.text)
        if ranking is not None and ranking.confidence * candidate.weight > most:
            best, most = ranking, ranking.confidence * candidate.weight
    return (best,)


def split_questions(text: str) -> tuple[str, ...]:
    """The questions of a message if there are several, else an empty tuple.

    Splits a sentence at "and" or a comma only before a question, so "pain and swelling?" stays whole.
    """
    found: list[str] = []
    for sentence in _sentences(text):
        begin = 0
        for join in _JOIN.finditer(sentence):
            if _opens(sentence[join.end() :]) and _asks(sentence[begin : join.start()]):
                found.append(sentence[begin : join.start()])
                begin = join.end()
        found.append(sentence[begin:])
    questions = [piece for piece in found if _asks(piece) and len(words_of(piece)) >= FEWEST_WORDS]
    return tuple(questions[: MOST_CANDIDATES - 1]) if len(questions) > 1 else ()


def _several(rankings: Sequence[Ranking], whole: Ranking) -> tuple[Ranking, ...]:
    """The rankings of different questions that are each answered; empty if the whole is one question."""
    answered: dict[str, Ranking] = {}
    for ranking in rankings:
        if ranking.band is Band.ANSWER:
            entry_id = ranking.matches[0].entry_id
            if entry_id not in answered or answered[entry_id].confidence < ranking.confidence:
                answered[entry_id] = ranking
    parts = tuple(answered.values())[:MOST_PARTS]
    if len(parts) < 2 or whole.confidence > max(part.confidence for part in parts):
        return ()
    return parts


def _candidates(text: str) -> list[_Candidate]:
    """Sentences that may be the question: those that ask, then pairs of sentences, then others."""
    sentences = [one for one in _sentences(text) if len(words_of(one)) >= FEWEST_WORDS]
    if len(sentences) < 2:
        return []
    asking = [one for one in sentences if _asks(one)]
    candidates = [_Candidate(one, 1.0) for one in asking[-3:]]
    if len(words_of(text)) >= STORY:
        pairs = [f"{before} {one}" for before, one in zip(sentences, sentences[1:], strict=False) if _asks(one)]
        others = [one for one in reversed(sentences) if one not in asking]
        candidates += [_Candidate(one, WINDOW) for one in pairs[-2:]]
        candidates += [_Candidate(one, STATEMENT) for one in others]
    return candidates[: MOST_CANDIDATES - 1]


def _sentences(text: str) -> list[str]:
    return [sentence for piece in _SENTENCE_END.split(text) if (sentence := piece.strip())]


def _asks(piece: str) -> bool:
    return piece.rstrip(" \"')").endswith(("?", "？", "؟")) or _opens(piece)


def _opens(piece: str) -> bool:
    first = words_of(piece[:40])[:1]
    return bool(first) and first[0][1] in _OPENING
