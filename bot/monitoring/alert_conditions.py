"""The problems that admins are told of: when something is one, and what they read about it.

Knows nothing of how the figures come about, and of when an alert is sent (see `admin_alerts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.core.alerts import Alert, AlertSubject
from bot.core.faq.sign_offs import SignOffCount
from bot.core.positions import Problem
from bot.core.text.markup import bullets
from bot.monitoring import health

REPEATED = 3
"""Messages given up within an hour from which on admins are told: one may be for a chat that is closed to the bot."""
SHOWN = 5
"""Problems or entries listed in one message."""
OVER = {
    AlertSubject.WEBHOOK: "Messages of patients arrive again.",
    AlertSubject.DATABASE: "The database works again.",
    AlertSubject.FAQ: "Patients get the answers of the FAQ file again.",
    AlertSubject.DISK: "There is enough space on the disk again.",
    AlertSubject.REVIEW: "No review of an entry is out of date any more.",
    AlertSubject.UNDELIVERED: "For an hour, every message could be delivered.",
    AlertSubject.TOO_SLOW: "For an hour, every message could be read in time.",
}
"""What admins read once it is over; of the other subjects they are not told that."""


def webhook_alert(deaf: str) -> Alert | None:
    """Messages do not arrive though Telegram answers; `deaf` says why, "" if they do."""
    if not deaf:
        return None
    return Alert(AlertSubject.WEBHOOK, f"Messages of patients do not arrive: {deaf}", lasting=True)


def database_alert(problem: str) -> Alert | None:
    """The database fails; `problem` says why, "" if it works."""
    if not problem:
        return None
    text = (
        f"The database fails: {problem}\n\nPatients are still answered. Counts and questions wait in memory, up to "
        "a limit, until the database works again."
    )
    return Alert(AlertSubject.DATABASE, text)


def damage_alert(set_aside: Sequence[Path], *, was_empty: bool) -> Alert | None:
    """The database was damaged or empty when it was opened. `set_aside` are the damaged files."""
    if set_aside:
        what = f"The database was damaged. It was renamed to {set_aside[-1].name}, and a new one was created."
    elif was_empty:
        what = "The database was an empty file: what was noted before is gone. A new one was begun."
    else:
        return None
    text = f"{what} Restore a backup with `python -m bot restore FILE` if you have one."
    return Alert(AlertSubject.DAMAGE, text, mark=f"{len(set_aside) + was_empty:04}", lasting=True)


def faq_alert(refusal: str, problems: Sequence[Problem]) -> Alert | None:
    """Patients do not get the answers of the FAQ file: a change was refused, or a file of it has problems."""
    if refusal:
        text = f"A change of the FAQ was refused. Patients get the answers from before it.\n\n{refusal}"
    elif problems:
        listed = bullets([str(problem) for problem in problems], SHOWN)
        text = f"A file of the FAQ is not used, or only as it was before.\n\n{listed}"
    else:
        return None
    return Alert(AlertSubject.FAQ, text, lasting=True)


def disk_alert(free: int, total: int) -> Alert | None:
    """The disk of the database is nearly full; both in bytes."""
    if not health.is_low(free, total):
        return None
    text = f"The disk of the database is nearly full: {free // 1_000_000} MB are free. Free some space."
    return Alert(AlertSubject.DISK, text)


def signature_alert(counts: Sequence[SignOffCount], today: date, main: str) -> Alert | None:
    """Signatures of clinicians hold no longer. `counts` are those of each language, `main` is the main one."""
    lapsed = [(count.language, one) for count in counts for one in count.lapsed]
    if not lapsed:
        return None
    lines, latest = list[str](), ""
    for code, one in lapsed:
        why = str(one.state(today))
        if one.review is not None and one.review.expires is not None and one.review.expires < today:
            latest = max(latest, one.review.expires.isoformat())
            why = f"until {one.review.expires}"
        lines.append(f"{one.id} ({why})" if code == main else f"{one.id} in {code} ({why})")
    text = (
        "A clinician's signature holds no longer, so patients don't read it any more. /signoff shows these texts "
        f"again to whoever may sign; `check` says more:\n{bullets(lines, SHOWN)}"
    )
    return Alert(AlertSubject.REVIEW, text, mark=f"{latest}.{len(lapsed):03}", lasting=True)


def undelivered_alert(count: int) -> Alert | None:
    """Messages could not be sent, so many within an hour."""
    if count < REPEATED:
        return None
    text = (
        f"Telegram refused {count} messages within an hour, also in their plainest form, so those patients got no "
        "answer. The log says why (`a message could not be sent in any form`); please report it."
    )
    return Alert(AlertSubject.UNDELIVERED, text)


def too_slow_alert(count: int) -> Alert | None:
    """Messages took too long to read, so many within an hour."""
    if not count:
        return None
    text = (
        f"Reading {count} message{'s' if count > 1 else ''} of the last hour took too long and was given up. Who "
        "wrote it was asked to try again, and told the number for emergencies. The log says where (`TooSlow`); "
        "please report it."
    )
    return Alert(AlertSubject.TOO_SLOW, text)
