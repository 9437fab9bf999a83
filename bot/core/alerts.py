"""Which alerts admins get: one when something needs them, one when it is over, none in between.

Owns the comparison of what is wrong now with what they were told. Knows neither how it is found out nor how they are
told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class AlertSubject(StrEnum):
    """What an alert is about."""

    DATABASE = "database"
    DAMAGE = "damage"
    FAQ = "faq"
    DISK = "disk"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that needs an admin. `mark` grows when there is news about it: then they are told again."""

    subject: AlertSubject
    text: str
    mark: str = ""
    lasting: bool = False
    """It does not pass by itself, so there is no need to see it twice."""


class Alerts:
    """What admins know. `news` says what to tell them; `told` notes that they have been.

    What may be a passing hitch must be seen at two looks in a row before they are told, and be gone as long before it
    counts as over.
    """

    def __init__(self) -> None:
        self._told: dict[AlertSubject, str] = {}
        self._seen: frozenset[AlertSubject] = frozenset()
        self._gone: frozenset[AlertSubject] = frozenset()

    def news(self, concerns: Sequence[Alert]) -> tuple[tuple[Alert, ...], tuple[AlertSubject, ...]]:
        """What has begun, and what is over, at one look."""
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
        """Admins know of these now."""
        for concern in begun:
            self._told[concern.subject] = concern.mark
        for subject in over:
            self._told.pop(subject, None)

    @property
    def known(self) -> Mapping[AlertSubject, str]:
        """What admins were told of and is not over, with its mark."""
        return dict(self._told)

    def memo(self) -> str:
        """What is known, in up to 80 plain characters."""
        return " ".join(f"{subject}:{mark}" for subject, mark in sorted(self._told.items())) or "-"

    def recall(self, memo: str | None) -> None:
        """Takes up what an earlier process knew; what cannot be read is passed over."""
        for part in (memo or "").split():
            name, _, mark = part.partition(":")
            if name in set(AlertSubject):
                self._told.setdefault(AlertSubject(name), mark)
