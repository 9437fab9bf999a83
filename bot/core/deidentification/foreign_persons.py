"""Masks the everyday words of a foreign message that are names too where a person is expected: "merci, petit".

The cues are in `foreign_person_cues`; which words are names is in the `Dictionary`.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.deidentification.dictionaries import Dictionary
from bot.core.deidentification.foreign_person_cues import PersonCues
from bot.core.deidentification.tokens import Token, mark_at

_LAST_WORDS = 3
"""Words behind thanks that may be the author's name."""
_REASON = "in a person's place"


def mark(tokens: Sequence[Token], folded: Sequence[str], dictionary: Dictionary, cues: PersonCues) -> None:
    """Masks the tokens in place."""
    given, either = dictionary.given, dictionary.given | dictionary.surnames
    for at, token in enumerate(tokens):
        word = folded[at]
        if not token.kept or word not in either:
            continue
        called = word in given and _is_given_here(tokens, folded, at, cues)
        acts = _follows(folded, at, cues.by) or _speaks(tokens, folded, at, cues)
        if called or acts or _signs(tokens, folded, at, cues):
            token.mask("name", _REASON)
        elif (before := _name_before(tokens, folded, at, cues)) is not None:
            for part in tokens[before + 1 : at + 1]:
                part.mask("name", "beside a name")


def _is_given_here(tokens: Sequence[Token], folded: Sequence[str], at: int, cues: PersonCues) -> bool:
    if _follows(folded, at, cues.i_am) or _follows(folded, at, cues.spoken_to):
        return True
    back = at - 2 if mark_at(tokens, at - 1) == "," and at > 1 else at - 1
    return back >= 0 and (folded[back] in cues.persons or folded[back] in cues.thanks)


def _follows(folded: Sequence[str], at: int, phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(tuple(folded[at - size : at]) in phrases for size in (1, 2, 3, 4) if size <= at)


def _speaks(tokens: Sequence[Token], folded: Sequence[str], at: int, cues: PersonCues) -> bool:
    """Whether the word opens a clause and a person's deed follows: "dolores me dijo"."""
    opens = at == 0 or not tokens[at - 1].word or folded[at - 1] in {"y", "und", "et", "e", "que", "dass"}
    return opens and any(tuple(folded[at + 1 : at + 1 + size]) in cues.says for size in (1, 2, 3))


def _signs(tokens: Sequence[Token], folded: Sequence[str], at: int, cues: PersonCues) -> bool:
    """Whether the word is among the last ones of the message, behind thanks, or alone behind its last mark."""
    if any(token.word for token in tokens[at + _LAST_WORDS :]) or folded[at] in cues.polite:
        return False
    if any(token.kept and word in cues.polite for token, word in zip(tokens[at + 1 :], folded[at + 1 :], strict=True)):
        return False
    back = at - 1
    while back >= 0 and at - back <= _LAST_WORDS and not (tokens[back].kept and folded[back] in cues.thanks):
        if tokens[back].kept and folded[back] not in cues.polite:
            return False
        back -= 1
    return back >= 0 and folded[back] in cues.thanks


def _name_before(tokens: Sequence[Token], folded: Sequence[str], at: int, cues: PersonCues) -> int | None:
    """Where the name is that goes on here: "[name] dolores", "[name] das dores"."""
    back = at - 1
    while back >= 0 and at - back <= 2 and tokens[back].kept and folded[back] in cues.links:
        back -= 1
    return back if back >= 0 and tokens[back].kind == "name" else None
