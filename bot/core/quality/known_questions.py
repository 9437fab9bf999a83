"""Questions of the log besides those that led to an edit: it is tried on them too. Knows nothing of the log itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SettledQuestion:
    """A question of the log, and the entry that staff added it to; None if they dismissed it."""

    text: str
    entry_id: str | None


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """An open question of the log that did not lead to the edit."""

    text: str
    put_aside: bool
    """Whether staff took it out from among those that did."""


@dataclass(frozen=True, slots=True)
class KnownQuestions:
    """Questions of the log besides those that led to an edit."""

    settled: tuple[SettledQuestion, ...] = ()
    waiting: tuple[WaitingQuestion, ...] = ()
    """Those put aside come first."""


NO_QUESTIONS = KnownQuestions()
