"""A bare cry for help, which names nothing: "HELP", "help me", "ayuda!!".

It may be an emergency or ask how the bot works. So the reply asks which, and then says how to use the bot. A quiet
"help" only wants the latter. Knows nothing of replies.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.dialogue.screened_message import ScreenedMessage
from bot.core.dialogue.sessions import Session
from bot.core.languages import known
from bot.core.red_flags.alarm import Alarm
from bot.core.red_flags.section import RedFlagSection
from bot.core.text.normalization import normalize

LONGEST_PLEA = 12
"""Words up to which a message may be nothing but a cry."""


def pleading(screened: ScreenedMessage, session: Session) -> ScreenedMessage:
    """A message that only cries for help, as one that asks about an emergency of unclear kind; any other as it is."""
    if screened.alarm is not None or screened.failure is not None or not _cries(screened.text, session.question):
        return screened
    try:
        language = session.language or session.app_language[:2]
        written = next((code for code in screened.snapshot.by_language if _is_plea(screened.text, code)), language)
        served = screened.snapshot.localized(written)
        if served.faq.urgent is None:
            return screened
        unclear = RedFlagSection.of(served.faq).unclear
        return replace(screened, alarm=Alarm(unclear, served.language, present=False, guessed=True))
    except Exception as error:
        return replace(screened, failure=error)


def _cries(text: str, before: str) -> bool:
    """Whether a plea is shouted, repeated, or says for whom."""
    if not _is_plea(text):
        return False
    return text.isupper() or "!" in text or len(normalize(text).split()) > 1 or _is_plea(before)


def _is_plea(text: str, language: str = "") -> bool:
    """Whether a message is nothing but a cry for help in a language, by default in any."""
    words = normalize(text)
    cues = (one.after_alarm for one in known() if one.after_alarm is not None and language in ("", one.code))
    return len(words.split()) <= LONGEST_PLEA and any(one.plea.fullmatch(words) for one in cues)
