"""The questions of a message: one, several, or one inside a long story.

Owns the split and the choice; the matcher ranks each text. Knows nothing of answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.core import languages
from bot.core.matching.follow_ups import points_back
from bot.core.matching.matcher import AS_GOOD_AS_EXACT, Matcher
from bot.core.matching.ranking import Band, Ranking
from bot.core.text.lists import as_lines, list_items
from bot.core.text.normalization import split_words as words_of

MOST_PARTS = 3
"""Questions of a message that are answered; others are offered."""
MOST_QUESTIONS = 6
"""Questions of a message that are looked at."""
MOST_ASKING = 3
"""Sentences of a message that may be its only question."""
LONGEST, LONGEST_QUESTION = (150, 1_000), (60, 400)
"""Words and characters of a message, and of one of its questions, that are compared with phrasings, the first ones: the
encoder reads no more, and no phrasing is as long."""
FEWEST_WORDS = 2
"""A question of fewer words is one only if the FAQ knows it ("price?", "duele"); else it is "right?" or "please?"."""
MOST_NAMING_WORDS = 4
"""A list's item of more words is a question only if it asks; of fewer, it names what is asked: "side effects"."""

_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"\S+")
_DASH = re.compile(r"^[-–*•·]\s+")
_SENTENCE_END = re.compile(r"(?<=[.?!;。？！؟…])[\s\"')\]]+|\s*\n+\s*|(?<=[?？])(?=\S)")
_LITTLE = languages.words(
    lambda one: " ".join((one.question_words, one.joining_words, one.pointing_words, one.unfinished_words))
)
_OPENING = languages.words(lambda one: f"{one.question_words} {one.asking_verbs}")
_JOINING = rf"(?:{'|'.join(map(re.escape, sorted(languages.words(lambda one: one.joining_words))))})"
_JOIN = re.compile(rf"\s*[,:]\s+(?:{_JOINING}\s+)*|\s+-+\s+(?:{_JOINING}\s+)*|\s+(?:{_JOINING}\s+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question of a message that is not answered, while others are answered or offered."""

    number: int
    """Its place among the questions, from 1."""
    text: str
    ranking: Ranking

    @property
    def offers(self) -> bool:
        """Whether its entries are worth offering."""
        return self.ranking.band is not Band.NONE


@dataclass(frozen=True, slots=True)
class RankedQuestions:
    """The rankings of a message's questions: two or three that are each good enough to answer, or exactly one; and the
    questions that they leave open."""

    parts: tuple[Ranking, ...]
    left: tuple[OpenQuestion, ...] = ()


def rank_questions(text: str, matcher: Matcher) -> RankedQuestions:
    """Ranks the entries for each question of a message.

    A sentence that asks is read with the whole, since "Will this be permanent?" says little without its story. It may
    give the answer; what is offered for choice comes from the whole, or from each question if there are several.
    Encodes at most ten texts.
    """
    questions, story = split_questions(text), beginning(text, *LONGEST)
    whole, *each = matcher.rank_all((story, *questions))
    asked = [one for one in zip(questions, each, strict=True) if _is_own(*one)]
    questions, each = tuple(one for one, _ in asked), [ranking for _, ranking in asked]
    apart = len(_asking(text)) > 1
    several = _several(each, whole, apart=apart)
    if several:
        return RankedQuestions(several, _open(questions, each, several))
    sentences = _asking(text)[-MOST_ASKING:] if len(_sentences(text)) > 1 else ()
    asking = matcher.rank_all([beginning(one, *LONGEST_QUESTION) for one in sentences], story=story)
    best = max((whole, *asking), key=lambda ranking: ranking.confidence)
    if best.band is Band.ANSWER:
        left = _open(questions, each, (best,))
        if best is whole and not apart:  # perhaps one question after all: only what is sure to be another is left
            left = tuple(one for one in left if one.ranking.band is Band.ANSWER)
        return RankedQuestions((best,), left)
    if len(questions) < 2:
        return RankedQuestions((whole,))
    answering = [ranking for ranking in each if ranking.band is Band.ANSWER]
    if answering and (whole.band is Band.NONE or answering[0].matches[0].entry_id != whole.matches[0].entry_id):
        return RankedQuestions((answering[0],), _open(questions, each, answering[:1]))
    if sum(len(words_of(one)) for one in questions) * 2 < len(words_of(text)):  # a story says what they are about
        return RankedQuestions((whole,))
    return _offered(questions, each, whole)


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
    named = set(list_items(text))
    questions = [piece for piece in found if piece in named or (_asks(piece) and _says_something(piece))]
    if len(questions) < 2:
        return ()
    return tuple(beginning(question, *LONGEST_QUESTION) for question in questions[:MOST_QUESTIONS])


def beginning(text: str, words: int, characters: int) -> str:
    """So many words and characters of a text as written."""
    last = next(islice(_WORD.finditer(text), words - 1, None), None)
    return text[: min(last.end() if last is not None else len(text), characters)]


def _several(rankings: Sequence[Ranking], whole: Ranking, *, apart: bool) -> tuple[Ranking, ...]:
    """The rankings of different questions that are each answered; empty if the whole is one question, which it is
    easily unless they stand `apart`, each in a sentence of its own."""
    answered: dict[str, Ranking] = {}
    for ranking in rankings:
        if ranking.band is Band.ANSWER:
            entry_id = ranking.matches[0].entry_id
            if entry_id not in answered or answered[entry_id].confidence < ranking.confidence:
                answered[entry_id] = ranking
    parts = tuple(answered.values())[:MOST_PARTS]
    if len(parts) < 2:
        return ()
    one = AS_GOOD_AS_EXACT if apart else max(part.confidence for part in parts)
    return () if whole.confidence > one else parts


def _offered(questions: Sequence[str], rankings: Sequence[Ranking], whole: Ranking) -> RankedQuestions:
    """A choice of the entries for the questions of a message of which none is answered, the best of each first; the
    whole message's if they agree on one or know none."""
    known = [ranking for ranking in rankings if ranking.band is not Band.NONE]
    firsts = {ranking.matches[0].entry_id: ranking.matches[0] for ranking in known}
    if not firsts:
        return RankedQuestions((whole,))
    if len(firsts) == 1 and whole.band is not Band.NONE:
        return RankedQuestions((whole,), _open(questions, rankings, (whole,)))
    others = [match for match in (whole if len(firsts) > 1 else known[0]).matches if match.entry_id not in firsts]
    offered = Ranking((*firsts.values(), *others), Band.SUGGEST)
    left = [
        OpenQuestion(number, question, ranking)
        for number, (question, ranking) in enumerate(zip(questions, rankings, strict=True), 1)
        if ranking.band is Band.NONE
    ]
    return RankedQuestions((offered,), tuple(left))


def _open(questions: Sequence[str], rankings: Sequence[Ranking], parts: Sequence[Ranking]) -> tuple[OpenQuestion, ...]:
    """The questions that `parts` leave open; none if no question by itself leads to them."""
    reached = {part.matches[0].entry_id for part in parts}
    answered = [
        ranking.best is not None
        and ranking.best.entry_id in reached
        and (ranking.band is not Band.NONE or points_back(question))  # "is that normal?" belongs to what is answered
        for question, ranking in zip(questions, rankings, strict=True)
    ]
    sure = (one and ranking.band is not Band.NONE for one, ranking in zip(answered, rankings, strict=True))
    if not any(sure):
        return ()
    return tuple(
        OpenQuestion(number, question, ranking)
        for number, (question, ranking) in enumerate(zip(questions, rankings, strict=True), 1)
        if not answered[number - 1]
    )


def _says_something(piece: str) -> bool:
    """Whether a piece holds another word than those that any question has: "and why?" belongs to another."""
    return any(plain not in _LITTLE for _, plain in words_of(piece))


def _is_own(question: str, ranking: Ranking) -> bool:
    return ranking.band is not Band.NONE or len(words_of(question)) >= FEWEST_WORDS


def _asking(text: str) -> tuple[str, ...]:
    """The sentences that ask. "When we came home …" is a question only where no sentence has a question mark, or in a
    list, whose short items ask too."""
    named = {one for one in list_items(text) if _asks(one) or len(words_of(one)) <= MOST_NAMING_WORDS}
    sentences = [
        one for one in _sentences(text) if len(words_of(one)) >= FEWEST_WORDS or _is_marked(one) or one in named
    ]
    if named:
        return tuple(one for one in sentences if one in named or _is_marked(one))
    return tuple(filter(_is_marked, sentences)) or tuple(filter(_asks, sentences))


def _sentences(text: str) -> list[str]:
    # The patterns look for runs of blanks from every blank on: in a long run that would take the square of its length.
    spaced = _BLANKS.sub(lambda run: "\n" if "\n" in run[0] else " ", text)
    pieces = _SENTENCE_END.split(as_lines(spaced))
    return [sentence for piece in pieces if (sentence := _DASH.sub("", piece.strip()))]


def _asks(piece: str) -> bool:
    return _is_marked(piece) or _opens(piece)


def _is_marked(piece: str) -> bool:
    return piece.rstrip(" \"')").endswith(("?", "？", "؟"))


def _opens(piece: str) -> bool:
    first = words_of(piece[:40])[:1]
    return bool(first) and first[0][1] in _OPENING
