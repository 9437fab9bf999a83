"""What the bot tells admins and staff unasked: problems, a changed FAQ, the week's figures.

Owns who is told and when the digest is due; chats that cannot be reached are skipped. Knows nothing of how FAQs are
read, figures counted or problems found.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from telegram.error import TelegramError

from bot.channels.telegram.sending.sender import Sender
from bot.channels.telegram.staff_chat import StaffChat
from bot.core.dialogue.replies import Action, Attachment, Button, Reply, StaffVerb, code
from bot.core.faq.yaml_document import EditError
from bot.core.positions import Problem
from bot.core.records import ProcessMemo, Week
from bot.core.review import faq_file_messages, notices, staff_messages
from bot.core.review.effects import broken_list
from bot.core.review.statistics import over_weeks, summary
from bot.core.text.counts import counted
from bot.core.text.markup import bullets, literal
from bot.live_faq.impact import Impact
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.reload_events import RefusalOver, Reloaded, ReloadEvent, ReloadRefused, ReloadSlow
from bot.logs import failure
from bot.review.changes import EditRefused, ReviewError
from bot.review.queue import figures
from bot.storage.errors import StoreError
from bot.storage.store import Store

log = logging.getLogger(__name__)

DIGEST_HOUR = 8
LINE_LIMIT = 1000
"""The greatest length of a line of an alert, in characters."""
RETRY = timedelta(minutes=10)


def with_effect(head: str, effect: Impact) -> str:
    """A text followed by an effect as a list."""
    return f"{head}\n\n{bullets(effect.titled_lines)}"


def change_by_hand(text: str, diff: str) -> Reply:
    """The reply with a change that could not be written, as a file."""
    return Reply(text, attachment=Attachment("faq.diff", diff.encode()))


def refused_file(name: str, problems: Sequence[Problem]) -> tuple[Reply, ...]:
    """The replies for a file that has problems."""
    return notices.problems(
        faq_file_messages.PROBLEMS.format(name=name, count=notices.count_of(len(problems))), problems
    )


def refusal(error: ReviewError) -> Reply:
    """Why a change of the FAQ is refused."""
    if not isinstance(error, EditRefused) or isinstance(error.cause, EditError):
        return Reply(literal(f"{error.reason}. {error.hint}" if error.hint else error.reason))
    found = error.cause.problems
    return notices.problems(faq_file_messages.NOT_EDITED.format(count=notices.count_of(len(found))), found)[0]


def reloading(event: ReloadEvent | None) -> tuple[Reply, ...]:
    """The replies that report a reload of the FAQ; the event is None where the file had not changed."""
    match event:
        case None:
            return (Reply(faq_file_messages.UNCHANGED),)
        case ReloadSlow():
            return (Reply(faq_file_messages.READING),)
        case RefusalOver():
            return (Reply(faq_file_messages.REFUSAL_OVER),)
        case Reloaded(effect=effect):
            translations = "Translations with problems stay as they were:"
            problems = notices.problems(translations, effect.problems) if effect.problems else ()
            return (Reply(with_effect(faq_file_messages.RELOADED, effect)), *problems)
        case ReloadRefused(problems=found) if found:
            head = f"{faq_file_messages.NOT_TAKEN} It has {notices.count_of(len(found))}:"
            return notices.problems(head, found)
        case ReloadRefused(broken=broken):
            text = f"{faq_file_messages.NOT_TAKEN} It breaks {counted(len(broken), 'check')}:\n\n{broken_list(broken)}"
            anyway = Button(faq_file_messages.TAKE_ANYWAY, Action(StaffVerb.RELOAD, mark=mark_of(event)))
            replies = (Reply(text, buttons=((anyway,),)), Reply("All of them", attachment=notices.broken_file(broken)))
            return replies if len(broken) > 5 else replies[:1]


def mark_of(refused: ReloadRefused) -> str:
    """A code of the broken checks, which tells one refusal from another."""
    return code("\n".join(str(one.check.key) for one in refused.broken))


@dataclass(frozen=True, slots=True)
class Notifications:
    """Writes to admins and to the staff chat."""

    sender: Sender
    admins: Collection[int]
    staff_chat: StaffChat

    async def alert(self, text: str) -> bool:
        """Sends plain text to the admins. Returns False if it is worth trying again."""
        if not self.admins:
            log.warning("something needs an admin, but ADMIN_IDS is empty; `python -m bot health` says what")
            return True
        return await self.tell_admins(Reply("\n".join(literal(line, LINE_LIMIT) for line in text.splitlines())))

    async def tell_admins(self, *replies: Reply, but: int | None = None) -> bool:
        """Writes to every admin in private, except `but`. Returns False if it is worth trying again.

        It is not once one admin has the message, or if none of them can ever be reached.
        """
        admins = sorted(one for one in self.admins if one != but)
        told, unreachable = 0, 0
        for admin in admins:
            try:
                if await self.sender.post(admin, *replies):
                    told += 1
                else:
                    unreachable += 1
            except Exception as error:  # must not stop the caller, also before the first contact with Telegram
                log.warning("an admin could not be told: %s", failure(error))
        if unreachable:
            log.warning("%d of %d admins never started the bot, or blocked it", unreachable, len(admins))
        return told > 0 or 0 < unreachable == len(admins)

    async def tell_staff(self, *replies: Reply) -> bool:
        """Writes into the staff chat. Returns False if there is none or it cannot be reached."""
        return self.staff_chat.id is not None and await self.sender.post(self.staff_chat.id, *replies)


@dataclass(frozen=True, slots=True)
class WeeklyDigest:
    """Sends the week's figures to the staff chat once, on Monday morning. `now` is in the clinic's time zone."""

    notifications: Notifications
    live_faq: LiveFaq
    store: Store
    open_count: Callable[[], Awaitable[int]]
    now: Callable[[], datetime]

    async def run(self) -> None:
        """Sends the digest whenever it is due, until cancelled; retries after a failure."""
        while True:
            try:
                await self.send_if_due()
                pause = seconds_until_monday(self.now())
            except (TelegramError, StoreError) as error:
                log.warning("the weekly digest could not be sent: %s", failure(error))
                pause = RETRY.total_seconds()
            # no longer at a time: clocks are changed and computers sleep
            await asyncio.sleep(min(pause, 3600.0))

    async def send_if_due(self) -> bool:
        """Sends last week's digest unless that was done; later in the week if the bot was down on Monday."""
        now = self.now()
        week = Week.of(now.date())
        if now < _morning(now, week):
            return False
        sent = await self.store.recall(ProcessMemo.DIGEST_SENT)
        if sent == str(week) or (sent is None and now.weekday() != 0):
            return False
        counted = await figures(self.store, self.live_faq.live, week.monday - timedelta(days=1))
        waiting = staff_messages.EARLIER.format(count=await self.open_count())
        # recorded first: twice would be worse than not at all
        await self.store.remember(ProcessMemo.DIGEST_SENT, str(week))
        try:
            text = f"{staff_messages.DIGEST}\n\n{summary(counted)}\n\n{waiting}"
            return await self.notifications.tell_staff(Reply(text, folded=over_weeks(counted)))
        except Exception:
            await self.store.remember(ProcessMemo.DIGEST_SENT, sent or str(week.back(1)))
            raise


def seconds_until_monday(now: datetime) -> float:
    """Seconds from now to the next Monday morning in the time zone of `now`."""
    week = Week.of(now.date())
    coming = next(morning for one in (week, week.back(-1)) if (morning := _morning(now, one)) > now)
    return max((coming.astimezone(UTC) - now.astimezone(UTC)).total_seconds(), 1.0)


def _morning(now: datetime, week: Week) -> datetime:
    return datetime.combine(week.monday, time(DIGEST_HOUR), tzinfo=now.tzinfo)
