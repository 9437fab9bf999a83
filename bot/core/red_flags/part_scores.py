"""The classifier's scores of the parts of a message, within a bound of what an encoder reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from bot.core.matching.arrays import Floats
from bot.core.red_flags.classifier import RedFlagClassifier
from bot.core.red_flags.mentions import PhraseFinder
from bot.core.red_flags.message_parts import MessagePart

FEWEST = 3
"""Different words of a part that may raise an alarm without a phrase: one or two odd ones resemble anything."""
MOST_ENCODED = 400
"""Word pieces of a message's parts that an encoder reads, as `_pieces` counts them. Of what is left out, which has no
phrase and the least alarming words, words alone decide. Of 257 labelled messages of 30 to 111 words, one is told as an
emergency of another kind than with 1,000; with 250, eight are decided otherwise and two of them are false alarms."""

_PIECE = re.compile(r"[^\W_]{1,3}|[^\w\s]|_")
_ENCODED_AT_MOST = 128

PartScore = tuple[float, dict[str, float]]
"""The score of an emergency of any kind, around -1 to 1, and those of the signs by id, if the classifier has any."""


def part_scores(
    parts: Sequence[MessagePart], classifier: RedFlagClassifier | None, finder: PhraseFinder
) -> Iterator[PartScore]:
    """The scores of each part. Those in another language than that of `finder` are calm but for their phrases."""
    if classifier is None or not parts:
        yield from ((0.0, {}) for _ in parts)
        return
    judged = [part for part in parts if not finder.is_foreign(part.words)]
    misspelt = [part for part in judged if part.respelt]
    said = [bool(part.mentions) for part in (*judged, *misspelt)]
    texts = [part.text for part in judged] + [part.respelt for part in misspelt]
    rows = classifier.scores(texts, partial(_worth_encoding, said)).tolist() if texts else []
    as_written = {part.text: row for part, row in zip(judged, rows[: len(judged)], strict=True)}
    as_meant = {part.text: row for part, row in zip(misspelt, rows[len(judged) :], strict=True)}
    for part in parts:
        if part.text not in as_written:  # "veo doble since the injection": what a phrase says, counts by itself
            yield (0.0 if part.mentions else -1.0), {}
        else:
            row = as_written[part.text]
            best = max(row, as_meant.get(part.text, row))
            score = best[0] if part.mentions or len(set(part.words)) >= FEWEST else min(best[0], 0.0)
            yield score, dict(zip(classifier.signs, best[1:], strict=True))


def _worth_encoding(said: Sequence[bool], texts: Sequence[str], scores: Floats) -> list[int]:
    """The numbers of the texts to be encoded, within `MOST_ENCODED`: first those with a phrase, as `said` tells, then
    those whose words have the highest scores."""
    chosen, left = list[int](), MOST_ENCODED
    for number in sorted(range(len(texts)), key=lambda number: (not said[number], -scores[number])):
        left -= _pieces(texts[number])
        if left >= 0:
            chosen.append(number)
    return sorted(chosen)


def _pieces(text: str) -> int:
    """About how many word pieces an encoder makes of a text."""
    return min(len(_PIECE.findall(text)), _ENCODED_AT_MOST)
