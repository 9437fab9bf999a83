"""What the bot tells admins and staff of its own accord: a changed FAQ was taken or refused, the week's figures.

Owns who is told and when the digest is due. Chats that cannot be reached are passed over. Knows nothing of how FAQs are
read or figures counted.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta

from bot.channels.telegram.sending.staff_sender import StaffSender
from bot.core.records import ProcessMemo, Week
from bot.core.review import notices, staff_messages
from bot.core.review.cards import broken_list
from bot.core.review.notices import FaqChange
from bot.core.review.staff_replies import Choice, Move, Sheet, Step, bullets, code
from bot.core.review.statistics import summary
from bot.live_faq.impact import Impact
from bot.live_faq.live_faq import LiveFaq, Reloaded, ReloadRefused
from bot.logs import failure
from bot.review.queue import figures
from bot.storage.store import Store

log = logging.getLogger(__name__)

DIGEST_HOUR = 8
RETRY = timedelta(minutes=10)


def change_of(effect: Impact) -> FaqChange:
    """An effect in numbers and ids."""
    main = effect.main
    return FaqChange(
        effect.added,
        effect.changed,
        effect.removed,
        effect.passed,
        effect.checks,
        main.coverage_before,
        main.coverage_after,
    )


def reloading(event: Reloaded | ReloadRefused | None) -> tuple[Sheet, ...]:
    """What came of reading the changed file."""
    match event:
        case None:
            return (Sheet(staff_messages.UNCHANGED),)
        case Reloaded(effect=effect):
            sheets = [Sheet(f"{staff_messages.RELOADED}\n\n{bullets(notices.change_lines(change_of(effect)))}")]
            if effect.problems:
                sheets += notices.problems("Translations with problems stay as they were:", effect.problems)
            return tuple(sheets)
        case ReloadRefused(problems=found) if found:
            head = f"{staff_messages.NOT_TAKEN} It has {notices.count_of(len(found))}:"
            return notices.problems(head, found)
        case ReloadRefused(broken=broken):
            text = f"{staff_messages.NOT_TAKEN} It breaks {len(broken)} checks:\n\n{broken_list(broken)}"
            anyway = Choice(staff_messages.TAKE_ANYWAY, Move(Step.RELOAD, mark=mark_of(event)))
            sheet = Sheet(text, ((anyway,),))
            return (
                (sheet, Sheet("All of them", attachment=notices.broken_file(broken))) if len(broken) > 5 else (sheet,)
            )


def mark_of(refused: ReloadRefused) -> str:
    """What tells one refusal from another."""
    return code("\n".join(str(one.check.key) for one in refused.broken))


class Notifications:
    """Writes to admins and to the staff chat."""

    def __init__(self, outbox: StaffSender, admins: Collection[int], staff_chat: int | None) -> None:
        self._outbox = outbox
        self._admins = admins
        self._staff_chat = staff_chat

    async def reloaded(self, event: Reloaded | ReloadRefused) -> bool:
        """A changed file was taken or refused. False if no admin was reached."""
        return await self.tell_admins(*reloading(event))

    async def tell_admins(self, *sheets: Sheet, but: int | None = None) -> bool:
        """Writes to every admin who has ever talked to the bot, except one who knows already. False if none was."""
        told = False
        for admin in sorted(one for one in self._admins if one != but):
            try:
                told = await self._outbox.post(admin, *sheets) or told
            except Exception as error:  # whoever has news must go on, also before the first contact with Telegram
                log.warning("an admin could not be told: %s", failure(error))
        return told

    async def tell_staff(self, *sheets: Sheet) -> bool:
        """Writes into the staff chat, if there is one. False if nobody could be reached."""
        return self._staff_chat is not None and await self._outbox.post(self._staff_chat, *sheets)


class WeeklyDigest:
    """The week's figures, into the staff chat on Monday morning, once. `now` is the clinic's time."""

    def __init__(
        self,
        announcements: Notifications,
        live_faq: LiveFaq,
        store: Store,
        open_count: Callable[[], Awaitable[int]],
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._announcements = announcements
        self._live_faq = live_faq
        self._store = store
        self._open_count = open_count
        self._now = now

    async def run(self) -> None:
        """Sends it whenever it is due, until cancelled. What fails is tried again."""
        while True:
            try:
                await self.send_if_due()
                pause = seconds_until_monday(self._now())
            except Exception as error:
                log.warning("the weekly digest could not be sent: %s", failure(error))
                pause = RETRY.total_seconds()
            # not too long at a time: clocks are set, computers sleep
            await asyncio.sleep(min(pause, 3600.0))

    async def send_if_due(self) -> bool:
        """Sends the digest of the week that is over, unless that was done. Late if the bot was down on Monday."""
        now = self._now()
        week = Week.of(now.date())
        if now < _morning(now, week):
            return False
        sent = await self._store.recall(ProcessMemo.DIGEST_SENT)
        if sent == str(week) or (sent is None and now.weekday() != 0):
            return False
        counted = await figures(self._store, self._live_faq.live, week.monday - timedelta(days=1))
        waiting = staff_messages.EARLIER.format(count=await self._open_count())
        # noted first: sent twice would be worse than not at all
        await self._store.remember(ProcessMemo.DIGEST_SENT, str(week))
        try:
            return await self._announcements.tell_staff(
                Sheet(f"{staff_messages.DIGEST}\n\n{summary(counted)}\n\n{waiting}")
            )
        except Exception:
            await self._store.remember(ProcessMemo.DIGEST_SENT, sent or str(week.back(1)))
            raise


def seconds_until_monday(now: datetime) -> float:
    """From now to the next Monday morning, by the clinic's clock."""
    week = Week.of(now.date())
    coming = _morning(now, week)
    if coming <= now:
        coming = _morning(now, week.back(-1))
    return max((coming.astimezone(UTC) - now.astimezone(UTC)).total_seconds(), 1.0)


def _morning(now: datetime, week: Week) -> datetime:
    return datetime(week.monday.year, week.monday.month, week.monday.day, DIGEST_HOUR, tzinfo=now.tzinfo)
