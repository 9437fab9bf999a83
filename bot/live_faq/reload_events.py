"""What comes of FAQ files that have changed: they are live or refused, or there is more to say about them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.positions import Problem
from bot.core.quality.check_results import CheckResult
from bot.live_faq.impact import Impact
from bot.live_faq.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Reloaded:
    """Changed files are live."""

    effect: Impact
    before: Snapshot = field(compare=False, repr=False)
    after: Snapshot = field(compare=False, repr=False)
    published: bool = False
    """Whether the bot published them itself in another process, as in a terminal: then all that follows is done."""


@dataclass(frozen=True, slots=True)
class ReloadRefused:
    """Changed files were refused: they have problems or break checks."""

    problems: tuple[Problem, ...] = ()
    broken: tuple[CheckResult, ...] = ()
    digest: str = ""
    """That of the files, which tells the same refusal of another edit; "" if they can't be read."""


@dataclass(frozen=True, slots=True)
class ReloadSlow:
    """A change is still being read and tried, after longer than anybody waits without asking."""


@dataclass(frozen=True, slots=True)
class RefusalOver:
    """The files are again those that are live, after a change of them was refused."""


ReloadEvent = Reloaded | ReloadRefused | ReloadSlow | RefusalOver
