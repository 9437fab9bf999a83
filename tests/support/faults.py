"""Injected faults of Telegram, and the flood limits that the calls have to obey.

`Faults` decides before each call whether it fails and how; `Flood` plays Telegram's flood limits.
"""

import random
from collections import Counter, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.support.botapi import ApiError, bad


class Trouble(StrEnum):
    """One way in which a call fails."""

    TOO_MANY = "429"
    SERVER_ERROR = "500"
    BAD_GATEWAY = "502"
    RESET = "reset"
    TIMEOUT = "timeout"
    GARBAGE = "garbage"
    UNAUTHORIZED = "401"
    CONFLICT = "409"


@dataclass(frozen=True, slots=True)
class Fault:
    """`effective`: the call takes effect and only its answer is lost (RESET, TIMEOUT, GARBAGE, 5xx).

    `retry_after` in seconds goes with TOO_MANY; `hang` is how long a TIMEOUT keeps the connection open.
    """

    trouble: Trouble
    effective: bool = False
    retry_after: int = 1
    hang: float = 60.0


WIRE_TROUBLES = (
    Fault(Trouble.TOO_MANY, retry_after=1),
    Fault(Trouble.SERVER_ERROR),
    Fault(Trouble.BAD_GATEWAY),
    Fault(Trouble.RESET),
    Fault(Trouble.RESET, effective=True),
)
"""What a bad day of the network and of Telegram brings."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Calls of a method that have this parameter are refused in these words, if its value is `wrong`."""

    method: str
    parameter: str
    words: str
    wrong: Callable[[object], bool] = lambda _: True


@dataclass
class Faults:
    """Planned faults (`plan`) come first, in order; then each call fails with probability `rate`.

    `refusals` are what Telegram refuses for good."""

    rate: float = 0.0
    choices: tuple[Fault, ...] = (Fault(Trouble.SERVER_ERROR), Fault(Trouble.RESET))
    only: frozenset[str] | None = None
    spared: frozenset[str] = frozenset()
    dice: random.Random = field(default_factory=lambda: random.Random(0))
    injected: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    _planned: list[tuple[str | None, Fault]] = field(default_factory=list)

    def plan(self, fault: Fault, method: str | None = None, times: int = 1) -> None:
        """The next `times` calls (of this method, if given) fail with this fault."""
        self._planned.extend([(method, fault)] * times)

    def clear(self) -> None:
        self._planned.clear()
        self.rate = 0.0

    def refuse(self, method: str, sent: dict[str, Any]) -> None:
        """Raises ApiError for a call that is refused."""
        for one in self.refusals:
            if one.method == method and one.parameter in sent and one.wrong(sent[one.parameter]):
                raise bad(one.words)

    def next(self, method: str) -> Fault | None:
        for index, (wanted, fault) in enumerate(self._planned):
            if wanted is None or wanted.lower() == method.lower():
                del self._planned[index]
                self.injected[fault.trouble] += 1
                return fault
        if not self.rate or method in self.spared or (self.only is not None and method not in self.only):
            return None
        if self.dice.random() >= self.rate:
            return None
        fault = self.dice.choice(self.choices)
        self.injected[fault.trouble] += 1
        return fault


def too_many(retry_after: float) -> ApiError:
    seconds = max(1, round(retry_after + 0.499))
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


@dataclass
class Flood:
    """Open waiting times, and optionally Telegram's limits: `overall` a second, `chat` a second with a small burst."""

    clock: Callable[[], float]
    limited: bool = False
    overall: int = 30
    chat: float = 1.0
    burst: int = 3
    violations: list[str] = field(default_factory=list)
    _until: dict[Hashable, float] = field(default_factory=dict)
    _recent: deque[float] = field(default_factory=deque)
    _chats: dict[Hashable, tuple[float, float]] = field(default_factory=dict)

    def wait(self, key: Hashable, seconds: float) -> ApiError:
        """Forbids calls for `key` from now on; None is everybody."""
        self._until[key] = self.clock() + seconds
        return too_many(seconds)

    def check(self, method: str, key: Hashable, sends: bool) -> None:
        """Raises 429 if a waiting time is open (and records the violation) or a limit is passed."""
        now = self.clock()
        for waiting in (key, None):
            left = self._until.get(waiting, 0.0) - now
            if left > 0:
                self.violations.append(f"{method} {left:.2f} s before the waiting time was over")
                raise too_many(left)
        if not (self.limited and sends):
            return
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= self.overall:
            raise self.wait(None, 2)
        tokens, at = self._chats.get(key, (float(self.burst), now))
        tokens = min(self.burst, tokens + (now - at) * self.chat)
        if tokens < 1:
            raise self.wait(key, 3)
        self._chats[key] = (tokens - 1, now)
        self._recent.append(now)
