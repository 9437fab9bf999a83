"""The questions of a message: one, several, or one inside a long story.

Owns the split and the choice; the matcher ranks each text. Knows nothing of answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.core import languages
from bot.core.matching.matcher import Band, Matcher, Ranking
from bot.core.text.lists import as_lines
from bot.core.text.normalization import split_words as words_of

MOST_PARTS = 3
MOST_QUESTIONS = 4
"""Questions of a message that are looked at."""
MOST_ASKING = 3
"""Sentences of a message that may be its only question."""
LONGEST, LONGEST_QUESTION = (150, 1_000), (60, 400)
"""Words and characters of a message, and of one of its questions, that are compared with phrasings, the first ones: the
encoder reads no more, and no phrasing is as long."""
FEWEST_WORDS = 2
"""Fewest words of a question."""
FEWEST_OWN_WORDS = 4
"""Fewest words of a question that says by itself what it asks: "and why?" belongs to another."""

_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"(?<=[.?!;。？！؟…])[\s\"')\]]+|\s*\n+\s*|(?<=[?？])(?=\S)")
_OPENING = languages.words(lambda one: f"{one.question_words} {one.asking_verbs}")
_JOINING = rf"(?:{'|'.join(map(re.escape, sorted(languages.words(lambda one: one.joining_words))))})"
_JOIN = re.compile(rf"\s*[,:]\s+(?:{_JOINING}\s+)*|\s+-+\s+(?:{_JOINING}\s+)*|\s+(?:{_JOINING}\s+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question of a message whose other questions are answered."""

    number: int
    """Its place among the questions, from 1."""
    text: str
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class RankedQuestions:
    """The rankings of a message's questions: two or three that are each good enough to answer, or exactly one; and the
    questions that they leave unanswered."""

    parts: tuple[Ranking, ...]
    unanswered: tuple[UnansweredQuestion, ...] = ()


def rank_questions(text: str, matcher: Matcher) -> RankedQuestions:
    """Ranks the entries for each question of a message.

    A sentence that asks is read with the whole, since "Will this be permanent?" says little without its story. It may
    give the answer; what is offered for choice comes from the whole. Encodes up to eight texts.
    """
    questions, story = split_questions(text), beginning(text, *LONGEST)
    whole, *each = matcher.rank_all((story, *questions))
    several = _several(each, whole)
    if several:
        return RankedQuestions(several, _unanswered(questions, each, several))
    asked = _asking(text)[-MOST_ASKING:] if len(_sentences(text)) > 1 else ()
    asking = matcher.rank_all([beginning(one, *LONGEST_QUESTION) for one in asked], story=story)
    best = max((whole, *asking), key=lambda ranking: ranking.confidence)
    if best.band is not Band.ANSWER:
        return RankedQuestions((whole,))
    return RankedQuestions((best,), _unanswered(questions, each, (best,)) if best is not whole else ())


def split_questions(text: str) -> tuple[str, ...]:
    """The questions of a message if there are several, else an empty tuple.

    Splits a sentence at "and" or a comma only before a question, so "pain and swelling?" stays whole.
    """
    found: list[str] = []
    for sentence in _asking(text):
        begin = 0
        for join in _JOIN.finditer(sentence):
            if _opens(sentence[join.end() :]) and _asks(sentence[begin : join.start()]):
                found.append(sentence[begin : join.start()])
                begin = join.end()
        found.append(sentence[begin:])
    questions = [piece for piece in found if _asks(piece) and len(words_of(piece)) >= FEWEST_WORDS]
    if len(questions) < 2:
        return ()
    return tuple(beginning(question, *LONGEST_QUESTION) for question in questions[:MOST_QUESTIONS])


def beginning(text: str, words: int, characters: int) -> str:
    """So many words and characters of a text as written."""
    last = next(islice(_WORD.finditer(text), words - 1, None), None)
    return text[: min(last.end() if last is not None else len(text), characters)]


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


def _unanswered(
    questions: Sequence[str], rankings: Sequence[Ranking], parts: Sequence[Ranking]
) -> tuple[UnansweredQuestion, ...]:
    """The questions that `parts` leave unanswered; none if no question by itself is answered by them."""
    answering = {part.matches[0].entry_id for part in parts}
    answered = [ranking.best is not None and ranking.best.entry_id in answering for ranking in rankings]
    sure = (one and ranking.band is Band.ANSWER for one, ranking in zip(answered, rankings, strict=True))
    if not any(sure):
        return ()
    return tuple(
        UnansweredQuestion(number, question, ranking)
        for number, (question, ranking) in enumerate(zip(questions, rankings, strict=True), 1)
        if not answered[number - 1] and len(words_of(question)) >= FEWEST_OWN_WORDS
    )


def _asking(text: str) -> tuple[str, ...]:
    """The sentences that ask. "When we came home …" is a question only where no sentence has a question mark."""
    sentences = [one for one in _sentences(text) if len(words_of(one)) >= FEWEST_WORDS]
    return tuple(filter(_is_marked, sentences)) or tuple(filter(_asks, sentences))


def _sentences(text: str) -> list[str]:
    # The patterns look for runs of blanks from every blank on: in a long run that would take the square of its length.
    spaced = _BLANKS.sub(lambda run: "\n" if "\n" in run[0] else " ", text)
    return [sentence for piece in _SENTENCE_END.split(as_lines(spaced)) if (sentence := piece.strip())]


def _asks(piece: str) -> bool:
    return _is_marked(piece) or _opens(piece)


def _is_marked(piece: str) -> bool:
    return piece.rstrip(" \"')").endswith(("?", "？", "؟"))


def _opens(piece: str) -> bool:
    first = words_of(piece[:40])[:1]
    return bool(first) and first[0][1] in _OPENING
