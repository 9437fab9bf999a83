"""Decides which alerts admins get: one when a problem begins, one when it is over, none in between.

Compares present problems with the alerts sent. Knows nothing of how problems are found, and of how alerts are sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MEMO = 120
"""Most characters of a memo."""


class AlertSubject(StrEnum):
    """The subject of an alert."""

    WEBHOOK = "webhook"
    DATABASE = "database"
    DAMAGE = "damage"
    FAQ = "faq"
    DISK = "disk"
    REVIEW = "review"
    STAFF_CHAT = "staff_chat"
    UNDELIVERED = "undelivered"
    TOO_SLOW = "too_slow"


@dataclass(frozen=True, slots=True)
class Alert:
    """A problem for admins. They are told again when its `mark` grows."""

    subject: AlertSubject
    text: str
    mark: str = ""
    lasting: bool = False
    """It does not pass by itself, so that one look is enough."""


class Alerts:
    """The alerts that admins had: `news` returns what to tell them, `told` notes that they were told.

    A problem that may pass by itself is reported when seen at two looks in a row, and over when absent at two.
    """

    def __init__(self) -> None:
        self._told: dict[AlertSubject, str] = {}
        self._seen: frozenset[AlertSubject] = frozenset()
        self._gone: frozenset[AlertSubject] = frozenset()

    def news(self, concerns: Sequence[Alert]) -> tuple[tuple[Alert, ...], tuple[AlertSubject, ...]]:
        """The problems to report and the subjects that are over, after one look."""
        now = {concern.subject for concern in concerns}
        begun = tuple(
            concern
            for concern in concerns
            if (concern.lasting or concern.subject in self._seen)
            and (concern.subject not in self._told or concern.mark > self._told[concern.subject])
        )
        gone = self._told.keys() - now
        over = tuple(sorted(gone & self._gone))
        self._seen, self._gone = frozenset(now), frozenset(gone)
        return begun, over

    def told(self, begun: Sequence[Alert], over: Sequence[AlertSubject]) -> None:
        """Notes that admins were told of these."""
        for concern in begun:
            self._told[concern.subject] = concern.mark
        for subject in over:
            self._told.pop(subject, None)

    def memo(self) -> str:
        """The open alerts as text of at most `MEMO` characters."""
        memo = ""
        for subject, mark in sorted(self._told.items()):  # those that do not fit are told again by the next process
            longer = f"{memo} {subject}:{mark}".strip()
            memo = longer if len(longer) <= MEMO else memo
        return memo or "-"

    def recall(self, memo: str | None) -> None:
        """Restores the alerts of an earlier process; parts that can't be read are ignored."""
        for part in (memo or "").split():
            name, _, mark = part.partition(":")
            if name in set(AlertSubject):
                self._told.setdefault(AlertSubject(name), mark)
