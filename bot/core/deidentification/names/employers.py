"""Masks employers and homes in an English message: "i work at X", "X, where i work", "X won't give me time off".

Owns the cues around them. Knows nothing of names: every word in such a place is masked but for little ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.deidentification import name_cues as cues
from bot.core.deidentification.name_cues import words
from bot.core.deidentification.tokens import Token, word_at

_DUTIES = words(
    """
    clean cleaned cleaning cook cooked cooking cater catering drive drove driving volunteer volunteered volunteering
    temp temped temping serve served serving teach taught teaching perform performed performing intern interned
    trained apprenticed
    """
)
_POSTS = words("till tills checkout checkouts counter desk bar door doors floor floors kitchen kitchens site ward shop")
_REFUSES = frozenset(
    {
        *((word,) for word in ("won't", "wont", "don't", "dont", "doesn't", "doesnt", "didn't", "didnt", "refused")),
        *((word, "not") for word in ("will", "do", "does", "did", "would")),
        *((word, "to") for word in ("refuse", "refused", "refuses", "agreed")),
        *((word,) for word in ("will", "would", "wouldn't", "wouldnt", "only", "can't", "cant")),
    }
)
_ALLOWS = words("let lets give gives gave pay pays paid allow allows grant grants")
_TIME_OFF = words("off leave sick shift shifts rota break breaks holiday holidays paid unpaid")
_NO_COMPANY = (cues.GRAMMAR - {"next"}) | words(
    """
    work boss bosses manager managers employer employers school college university doctor doctors gp insurance clinic
    hospital nhs hr management company uni job jobs people dr surgery
    """
)
_NOBODYS = words("home work clinic hospital surgery clinics hospitals")
"""Behind "at" they name no employer."""
_WITHIN = 14
"""Words behind a refusal in which the time off is named."""


def mark(tokens: Sequence[Token]) -> None:
    """Masks the tokens in place."""
    for at in range(len(tokens)):
        if _names_employer(tokens, at):
            first = at + 2 if word_at(tokens, at + 1).text == "the" else at + 1
            if word_at(tokens, first).text not in _NOBODYS:
                _mask_run(tokens, at + 1, "other", "names an employer", cues.NO_EMPLOYER)
        elif _tells_home(tokens, at):
            _mask_run(tokens, at + 1, "place", "tells where somebody lives", cues.NO_HOME)
        elif tokens[at].kept and tokens[at].text not in _NO_COMPANY and _is_employer(tokens, at):
            tokens[at].mask("other", "an employer's place")


def _names_employer(tokens: Sequence[Token], at: int) -> bool:
    """Whether an employer follows: "i work at", "employed by", "a teacher at", "on the tills at", "my employer"."""
    if not at:
        return False
    word, before = tokens[at].text, tokens[at - 1].text
    if word in {"at", "for", "by", "of", "with", "in"} and before in cues.WORK:
        return word in {"at", "for"} or (word == "by") == (before == "employed") and before != "work"
    if word == "at" and before in cues.JOBS:
        return True
    if word in {"at", "for"} and before in _DUTIES:
        return any(token.text in {"i", "she", "he", "we", "i'm", "im"} for token in tokens[max(0, at - 4) : at - 1])
    if word == "at" and before in _POSTS:
        return any(token.text in {"on", "in", "behind"} for token in tokens[max(0, at - 4) : at - 1])
    return word in {"employer", "is"} and (before, word) in {("my", "employer"), ("employer", "is")}


def _is_employer(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word is an employer: "X where i work", and "X won't give me time off" where a clause begins."""
    if at and tokens[at - 1].word and tokens[at - 1].text not in {"and", "but", "because", "at", "in"}:
        return False
    said = [token.text for token in tokens[at + 1 : at + 1 + _WITHIN]]
    if said[:1] == ["where"]:
        return said[2:3] != [] and said[2] in {"work", "works", "worked"}
    if at and tokens[at - 1].text in {"at", "in"}:
        return False
    size = next((size for size in (1, 2) if tuple(said[:size]) in _REFUSES), 0)
    allows = said[size : size + 2]
    return (
        size > 0
        and allows[:1] != []
        and allows[0] in _ALLOWS
        and allows[1:] in (["me"], ["us"], ["time"])
        and not _TIME_OFF.isdisjoint(said[size + 1 :])
    )


def _tells_home(tokens: Sequence[Token], at: int) -> bool:
    """Whether a home follows: "i live at", "house called", "i'm based in"."""
    return at > 0 and (tokens[at - 1].text, tokens[at].text) in cues.HOME


def _mask_run(tokens: Sequence[Token], at: int, kind: str, reason: str, stop: frozenset[str]) -> None:
    """Masks up to four words, of which the first may follow "the", until a little word."""
    if at < len(tokens) - 1 and tokens[at].text == "the":
        at += 1
        if tokens[at].text in cues.AREAS:
            return
    for place, other in enumerate(tokens[at : at + 4]):
        if not other.word or other.text in (cues.GRAMMAR | stop if place else stop):
            return
        other.mask(kind, reason)
