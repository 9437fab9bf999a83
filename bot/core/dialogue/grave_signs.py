"""Signs after which the usual words mean something else: "ok" after thoughts of suicide, "it was a mistake" after nuts.

Owns which signs these are, by id, and with them how a reply to an alarm is understood.
"""

from __future__ import annotations

from bot.core.dialogue.alarm_replies import CRISIS
from bot.core.dialogue.reply_kinds import ReplyKind, reply_kind
from bot.core.red_flags.alarm import Alarm

OVERDOSE = "overdose"
GRAVE = (CRISIS, OVERDOSE)
"""Signs behind which there may be a wish to die, the gravest first: neither "ok" nor "goodbye" closes their alarm."""
DEEDS = frozenset({"allergy", "eye", "violence"})
"""Signs that often follow from what somebody did: "it was a mistake" may mean that."""
DROOPS = frozenset({"stroke", "facial-palsy"})
"""Signs that a palsy of years ago looks like."""


def gravest(*sign_ids: str) -> str:
    """The gravest of these signs; "" if none is grave."""
    return next((sign for sign in GRAVE if sign in sign_ids), "")


def reply_to(alarm: Alarm, text: str, grave: str = "") -> ReplyKind:
    """The kind of a reply to an alarm. `grave` is the gravest sign of the alarms before, which still counts."""
    signs = (grave, alarm.sign.id)
    return reply_kind(
        text,
        same_day=alarm.same_day,
        deed=alarm.sign.id in DEEDS,
        droop=alarm.sign.id in DROOPS,
        overdose=OVERDOSE in signs,
        crisis=CRISIS in signs,
    )
