"""What the bot keeps: logged questions, counts and decisions, and the limits of their values.

The finest time of a question is its ISO week, and its words come only as `Redacted`. Knows nothing of where records are
kept, and of who asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.deidentification.anonymizer import Redacted

_ID = re.compile(r"[a-z0-9-]{1,48}")
_THEME = re.compile(r"[0-9a-f]{4,32}")
_DIGEST = re.compile(r"[0-9a-zA-Z:_-]{1,80}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class QuestionKind(StrEnum):
    """Why a question is in the log."""

    UNMATCHED = "unmatched"
    SUGGESTION_REJECTED = "suggestion_rejected"
    NOT_HELPFUL = "not_helpful"


class Status(StrEnum):
    """The state of a logged question."""

    OPEN = "open"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


class CountedEvent(StrEnum):
    """What is counted per week and entry, sign or language. A new member needs no change of the database.

    Each message that asks something is ASKED once, and is ANSWERED_AT_ONCE, OFFERED or NOTHING_FOUND, by language;
    earlier versions of the bot counted no more of it than ASKED and UNMATCHED.
    """

    ASKED = "asked"
    ANSWERED_AT_ONCE = "answered_at_once"
    OFFERED = "offered"
    """A choice was offered, be it with the likeliest answer."""
    ACCEPTED = "accepted"
    """Of a choice one was taken, and not all were rejected afterwards."""
    DECLINED = "declined"
    """All of a choice was rejected."""
    NOTHING_FOUND = "nothing_found"
    ANSWERED = "answered"
    """An answer was read, by asking or browsing."""
    SUGGESTED = "suggested"
    """An entry was among those offered."""
    CHOSEN = "chosen"
    """An entry was taken from those below a reply, an offer or not."""
    REJECTED = "rejected"
    """An entry was the nearest of a choice that was rejected."""
    UNMATCHED = "unmatched"
    """A question, or one of several in a message, had no answer."""
    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"
    URGENT = "urgent"
    SMALL_TALK = "small_talk"
    OTHER_LANGUAGE = "other_language"
    NOT_TEXT = "not_text"
    HANDED_OVER = "handed_over"
    SLOWED_DOWN = "slowed_down"


class Role(StrEnum):
    """The role, never the person, that decided something."""

    STAFF = "staff"
    ADMIN = "admin"


class Verdict(StrEnum):
    """What was decided about questions, or done to the FAQ."""

    ADDED = "added"
    DRAFTED = "drafted"
    DISMISSED = "dismissed"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"


class ProcessMemo(StrEnum):
    """What the bot must remember over a restart; nothing is about a person. The chat is that of staff."""

    DIGEST_SENT = "digest_sent"
    ALERTED = "alerted"
    STAFF_CHAT = "staff_chat"


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO 8601 week; its text form `2026-W47` sorts chronologically."""

    year: int
    number: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.number, 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"

    @classmethod
    def of(cls, day: date) -> Week:
        """The week of `day`; 29 December may be in week 1 of the next year."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Week:
        """The week written as `2026-W47`.

        Raises:
            ValueError: for any other text.
        """
        found = re.fullmatch(r"(\d{4})-W(\d{2})", text)
        if found is None:
            raise ValueError("a week is written as 2026-W47")
        return cls(int(found[1]), int(found[2]))

    @property
    def monday(self) -> date:
        """The first day of the week."""
        return date.fromisocalendar(self.year, self.number, 1)

    def back(self, weeks: int) -> Week:
        """The week `weeks` before this one, or after it if negative."""
        return Week.of(self.monday - timedelta(weeks=weeks))

    def last(self, weeks: int) -> tuple[Week, ...]:
        """The last `weeks` weeks including this one, oldest first."""
        return tuple(self.back(n) for n in reversed(range(weeks)))


@dataclass(frozen=True, slots=True)
class Question:
    """A question to be logged.

    `nearest` is the nearest entry, with its confidence from 0 to 1; `faq_digest` is the version of the FAQ; `key` is
    that of the row, a random one if it is empty.

    Raises:
        TypeError: the words are not redacted.
        ValueError: a field is out of bounds. The message does not hold its value.
    """

    week: Week
    language: str | None
    redacted: Redacted
    kind: QuestionKind
    nearest: str | None
    confidence: float | None
    faq_digest: str
    key: str = ""

    def __post_init__(self) -> None:
        demand_redacted(self.redacted)
        _demand("language", _LANGUAGE, self.language)
        _demand("nearest", _ID, self.nearest)
        _demand("faq_digest", _DIGEST, self.faq_digest)
        _demand("key", _DIGEST, self.key or None)
        if self.confidence is not None and not 0.0 <= self.confidence <= 1.0:
            raise ValueError("confidence must lie between 0 and 1")


@dataclass(frozen=True, slots=True)
class Tally:
    """A count of an event, for an entry, a red flag, a language, or none of these (None). A negative `by` takes
    a count back."""

    event: CountedEvent
    entry_id: str | None = None
    by: int = 1

    def __post_init__(self) -> None:
        _demand("entry_id", _ID, self.entry_id)


@dataclass(frozen=True, slots=True)
class Handled:
    """The records of one handled update, stored together and once or not at all."""

    update_id: int
    week: Week
    tallies: tuple[Tally, ...] = ()
    questions: tuple[Question, ...] = ()
    replaced: tuple[str, ...] = ()
    """Keys of earlier questions that are deleted: those of a message that was edited."""

    def __post_init__(self) -> None:
        if not -(2**63) <= self.update_id < 2**63:
            raise ValueError("update_id must fit into 64 bits")


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """A question in the log. `text` is de-identified; None if it was withheld."""

    key: str
    week: Week
    language: str | None
    text: str | None
    length: str
    kind: QuestionKind
    nearest: str | None
    confidence: float | None
    faq_digest: str
    status: Status = Status.OPEN
    theme: str | None = None
    decision: int | None = None
    part: str | None = None
    """Which part of a card that staff split it belongs to."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """How questions are settled: added to an entry, drafted as a new one, or dismissed."""

    verdict: Verdict
    entry_id: str | None = None

    def __post_init__(self) -> None:
        _demand("entry_id", _ID, self.entry_id)
        if self.verdict in (Verdict.PUBLISHED, Verdict.ROLLED_BACK):
            raise ValueError("questions are added, drafted or dismissed")
        if (self.entry_id is None) != (self.verdict is Verdict.DISMISSED):
            raise ValueError("added and drafted need an entry; dismissed has none")

    @property
    def status(self) -> Status:
        """The state of the questions afterwards."""
        return Status.DISMISSED if self.verdict is Verdict.DISMISSED else Status.RESOLVED


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision with its day and the role that made it. `questions` is the number of questions it settled."""

    number: int
    day: date
    role: Role
    verdict: Verdict
    entry_id: str | None
    theme: str | None
    questions: int
    forced: bool = False
    withdrawn: bool = False
    wordings: frozenset[str] = frozenset()
    """The digests of the phrasings that it brought into the FAQ (`phrasing_digest`), by which a later change of the FAQ
    is known to take it back."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The result of an attempt to settle questions.

    `changed` is how many it settled. If that is 0, `decision` is the earlier one, or None if the questions are gone.
    """

    decision: Decision | None
    changed: int


def demand_redacted(value: object) -> None:
    """Raises a TypeError, which does not hold the value, unless `value` is redacted."""
    if not isinstance(value, Redacted):
        raise TypeError("only redacted text may be kept")


def demand_theme(value: str | None) -> None:
    """Raises a ValueError unless a theme's key is 4 to 32 hexadecimal digits: a key outlives its questions."""
    _demand("theme", _THEME, value)


def _demand(field: str, pattern: re.Pattern[str], value: str | None) -> None:
    if value is not None and pattern.fullmatch(value) is None:
        raise ValueError(f"{field} is not of the expected form")
