"""Which messages of a patient make one thought, and the one message they make together.

A red flag in any of them ends the waiting at once. Knows nothing of how the waiting is done, and of answers.
"""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Message, Update
from telegram.constants import ChatType

from bot.channels.telegram.updates.fragments import is_fragment
from bot.core.dialogue.sessions import Sessions
from bot.core.languages.language import SmallTalk
from bot.core.red_flags.detector import Alarm
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.snapshot import Snapshot

PATIENCE_SECONDS = 1.5
APART_SECONDS = 3.0
"""Messages with more time between them were not sent in one breath, however late they reach us."""
_BEGINNINGS = (SmallTalk.GREETING.value, SmallTalk.OKAY.value)
"""Small talk that people begin a question with."""


class MessageJoiner:
    """Joins fragments that one person sends to the bot in private."""

    def __init__(self, live_faq: LiveFaq, sessions: Sessions) -> None:
        self._live_faq = live_faq
        self._sessions = sessions

    def patience(self, updates: Sequence[Update]) -> float:
        """Seconds worth waiting for more of the thought that these make; 0 when it is complete."""
        message = _words_in_private(updates[-1])
        if message is None or self._sessions.of(message.chat_id).writing:
            return 0.0
        text, whole = message.text or "", _text(updates, " ")
        if not is_fragment(text):
            return 0.0
        snapshot = self._live_faq.live
        alarms = [snapshot.detector.detect(one) for one in dict.fromkeys((text, whole))]
        # what is only guessed may wait for the rest
        if any(alarm is not None and alarm.certain and not alarm.guessed for alarm in alarms):
            return 0.0
        return 0.0 if _is_clear(snapshot, whole, alarms[-1]) else PATIENCE_SECONDS

    def continues(self, before: Update, after: Update) -> bool:
        """Whether one update goes on with the thought of another."""
        one, other = _words_in_private(before), _words_in_private(after)
        if one is None or other is None:
            return False
        return abs((other.date - one.date).total_seconds()) <= APART_SECONDS

    def joined(self, updates: Sequence[Update]) -> Update:
        """The last update with the words of all. A red flag is left on a line of its own."""
        snapshot = self._live_faq.live
        texts = [update.message.text or "" for update in updates if update.message is not None]
        whole = " ".join(texts)
        if not self._alarms(snapshot, whole):
            whole = next((text for text in texts if self._alarms(snapshot, text)), whole)
        raw = updates[-1].to_dict()
        raw["message"] |= {"text": whole, "entities": []}
        return Update.de_json(raw, updates[-1].get_bot())

    def _alarms(self, snapshot: Snapshot, text: str) -> bool:
        """Whether the words stand for a red flag as they are; what is only guessed may wait for the rest."""
        alarm = snapshot.detector.detect(text)
        return alarm is not None and alarm.certain and not alarm.guessed


def _is_clear(snapshot: Snapshot, text: str, alarm: Alarm | None) -> bool:
    """Whether the text can be answered as it stands, without a doubt."""
    for language in snapshot.by_language:
        interpretation = snapshot.interpreter(language).interpret_early(text, alarm)
        if (
            interpretation is not None
            and interpretation.foreign is None
            and interpretation.small_talk not in _BEGINNINGS
        ):
            return True
    return False


def _words_in_private(update: Update) -> Message | None:
    """The message of an update that may be a part of a thought: written by hand, in private, answering nothing."""
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE or not message.text:
        return None
    if message.text.startswith("/") or message.reply_to_message or message.via_bot or message.forward_origin:
        return None
    return message


def _text(updates: Sequence[Update], between: str) -> str:
    return between.join(update.message.text or "" for update in updates if update.message is not None)
