"""Which texts of a FAQ a clinician signs, and whether a signature holds on a day.

A signature holds for the very words that were read: another word in the answer, its details or sources voids it. A new
line end does not. Knows nothing of who may sign, and of how a signature is written.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.faq.messages import Messages
from bot.core.faq.model import ClinicalReview, Faq, words_digest
from bot.core.positions import Path
from bot.core.text.counts import counted

SOON = timedelta(days=60)
"""How long before its end a signature is said to expire."""
GENERAL = (
    "welcome",
    "no_match",
    "emergency_line",
    "about_bot",
    "photo",
    "kind_fear",
    "kind_anger",
    "kind_disclosure",
)
"""The messages besides those after an alarm that bear on patients' health."""
_MESSAGES = {
    "general": GENERAL,
    "after_alarm": tuple(name for name in Messages.model_fields if name.startswith("after_alarm_")),
    "after_crisis": tuple(name for name in Messages.model_fields if name.startswith("after_crisis_")),
}
"""The messages of each group in `reviewed_texts`."""
_TITLES = {
    "around": "Words around an emergency",
    "general": "First words, no answer, words of comfort",
    "after_alarm": "After an emergency message",
    "after_crisis": "After a message about suicide",
}


class SignOffState(StrEnum):
    """Whether a text is signed, in words for staff."""

    OPEN = "not signed yet"
    CHANGED = "changed since it was signed"
    EARLY = "signed on a day that is yet to come"
    EXPIRED = "signed, but that has expired"
    UNTIED = "signed, but for which words is not noted"
    """As files of earlier versions say it: a change since then could not be noticed."""
    VALID = "signed"


class SignableKind(StrEnum):
    """What a signable text is."""

    ANSWER = "answer"
    ALARM = "alarm"
    """The message for a sign of an emergency."""
    TEXTS = "texts"
    """A group of other texts."""


@dataclass(frozen=True, slots=True)
class Signable:
    """A text, or a group of texts, that is signed as a whole."""

    kind: SignableKind
    id: str
    """The id of the entry or sign, or the name of the group."""
    title: str
    path: Path
    """The way to the signature in the file."""
    digest: str
    """Changes with the words to sign."""
    review: ClinicalReview | None

    @property
    def key(self) -> str:
        """Identifies it in all versions of a file."""
        return f"{self.kind}:{self.id}"

    def state(self, today: date) -> SignOffState:
        """Whether it is signed on a day."""
        return sign_off_state(self.review, self.digest, today)

    def holds(self, today: date) -> bool:
        """Whether a signature holds on a day."""
        return self.state(today) is SignOffState.VALID


def sign_off_state(review: ClinicalReview | None, digest: str, today: date) -> SignOffState:
    """What a signature says on a day of words with this digest."""
    if review is None:
        return SignOffState.OPEN
    if review.text is not None and review.text != digest:
        return SignOffState.CHANGED
    if review.on > today:
        return SignOffState.EARLY
    if review.expires is not None and review.expires < today:
        return SignOffState.EXPIRED
    return SignOffState.VALID if review.text is not None else SignOffState.UNTIED


def signables(faq: Faq) -> tuple[Signable, ...]:
    """All that is to be signed in one language: the answers, the messages for emergencies, then other texts."""
    return tuple(_signables(faq))


def _signables(faq: Faq) -> Iterator[Signable]:
    for at, entry in enumerate(faq.entries):
        if entry.status == "published":
            path: Path = ("entries", at, "reviewed")
            yield Signable(SignableKind.ANSWER, entry.id, entry.question, path, entry.review_digest, entry.reviewed)
    for at, sign in enumerate(faq.urgent.signs if faq.urgent else ()):
        path = ("urgent", "signs", at, "reviewed")
        yield Signable(SignableKind.ALARM, sign.id, sign.title, path, sign.review_digest, sign.reviewed)
    if faq.urgent:
        path, digest = ("urgent", "reviewed"), faq.urgent.text_digest
        yield Signable(SignableKind.TEXTS, "around", _TITLES["around"], path, digest, faq.urgent.reviewed)
    for group, review in faq.reviewed_texts:
        if faq.urgent or group == "general":
            digest = words_digest(*(part for named in _messages(faq, group) for part in named))
            yield Signable(SignableKind.TEXTS, group, _TITLES[group], ("reviewed_texts", group), digest, review)


def texts_of(faq: Faq, one: Signable) -> tuple[tuple[str, str], ...]:
    """The texts of what is no answer, each with its name in the file; "" for the only one."""
    if one.kind is SignableKind.ALARM:
        return tuple(("", sign.message) for sign in (faq.urgent.signs if faq.urgent else ()) if sign.id == one.id)
    if one.id == "around":
        return (("if_now", faq.urgent.if_now), ("unclear", faq.urgent.unclear)) if faq.urgent else ()
    return _messages(faq, one.id)


def _messages(faq: Faq, group: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(getattr(faq.messages, name))) for name in _MESSAGES[group])


@dataclass(frozen=True, slots=True)
class SignOffCount:
    """How many texts of one language are signed on a day."""

    language: str
    """Its code."""
    signed: int
    """Of the answers."""
    answers: int
    others_signed: int
    """Of the messages for emergencies and the other texts."""
    others: int
    expiring: tuple[Signable, ...]
    """Those whose signature holds, but for `SOON` at most."""
    lapsed: tuple[Signable, ...]
    """Those with a signature that does not hold."""

    @classmethod
    def of(cls, faq: Faq, today: date) -> SignOffCount:
        """The count of one language."""
        every = signables(faq)
        holding = [one for one in every if one.holds(today)]
        answers = [one for one in every if one.kind is SignableKind.ANSWER]
        signed = sum(one.kind is SignableKind.ANSWER for one in holding)
        soon = [one for one in holding if (end := _end(one)) is not None and end <= today + SOON]
        return cls(
            faq.language,
            signed,
            len(answers),
            len(holding) - signed,
            len(every) - len(answers),
            tuple(soon),
            tuple(one for one in every if one.review is not None and not one.holds(today)),
        )

    @property
    def words(self) -> str:
        """`31 of 94 answers, 2 of 22 other texts`."""
        answers, others = counted(self.answers, "answer"), counted(self.others, "other text")
        return f"{self.signed} of {answers}, {self.others_signed} of {others}"


def expiry(day: date, months: int) -> date:
    """The same day of a later month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _end(signed: Signable) -> date | None:
    return signed.review.expires if signed.review is not None else None
