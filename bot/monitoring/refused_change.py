"""The change of the FAQ that was refused, until another one is taken or it is taken back.

Knows nothing of who is told.
"""

from __future__ import annotations

import asyncio
import logging

from bot.core.positions import FaqProblems
from bot.core.text.markup import bullets
from bot.live_faq.faq_files import digest_of_all, read_contents
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.reload_events import RefusalOver, Reloaded, ReloadRefused
from bot.monitoring.alert_conditions import SHOWN

log = logging.getLogger(__name__)


class RefusedChange:
    """The latest change, if it was refused: `reasons` are those for admins, "" if there is none."""

    def __init__(self, live_faq: LiveFaq) -> None:
        self.reasons = ""
        self._live_faq = live_faq

    def changed(self, event: Reloaded | ReloadRefused | RefusalOver) -> None:
        """Notes the result of a changed FAQ file, and logs why it was refused."""
        if isinstance(event, ReloadRefused):
            self.reasons = _reasons(event)
            for line in _logged(event):
                log.warning("a change of the FAQ was refused, the one from before it stays live: %s", line)
        else:
            self.reasons = ""

    async def look(self) -> None:
        """Forgets the change if it was taken back in the files."""
        if self.reasons:
            taken_back = await asyncio.to_thread(self._taken_back)
            self.reasons = "" if taken_back else self.reasons

    def _taken_back(self) -> bool:
        """Whether the files are again those of the live FAQ."""
        try:
            return digest_of_all(read_contents(self._live_faq.path)) == self._live_faq.live.digest
        except FaqProblems:
            return False


def _reasons(refused: ReloadRefused) -> str:
    if refused.problems:
        return bullets([str(problem) for problem in refused.problems], SHOWN)
    checks = bullets([f"{one.check.place}: {one.check.owner} now gets {one.got}" for one in refused.broken], SHOWN)
    return (
        f"These checks of the FAQ passed before and would fail now:\n{checks}\n\nSee `python -m bot check`; correct "
        "the change, or publish it by force."
    )


def _logged(refused: ReloadRefused) -> list[str]:
    """The first reasons, each in a line of its own."""
    reasons = [str(one) for one in refused.problems]
    reasons += [f"{one.check.place}: a check of '{one.check.owner}' now gets {one.got}" for one in refused.broken]
    more = [f"and {len(reasons) - SHOWN} more"] if len(reasons) > SHOWN else []
    return reasons[:SHOWN] + more
