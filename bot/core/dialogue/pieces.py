"""A sentence that is sent in pieces, each as a message: "my dad", "is having", "a stroke".

In a private chat a piece is also read with those before it, for red flags only. Knows nothing of how they are found.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.dialogue.screened_message import ScreenedMessage
from bot.core.dialogue.sessions import Session
from bot.core.dialogue.wishes import mere_wish

MOST_PIECES = 4
LONGEST_PIECE = 7
"""A message of more words is no piece of a sentence."""


def put_together(screened: ScreenedMessage, session: Session) -> ScreenedMessage:
    """A message that is the last piece of an emergency, with its red flag; any other as it is."""
    if not session.pieces or session.alarm is not None or not _is_piece(screened.text) or screened.failure is not None:
        return screened
    if (screened.alarm is not None and screened.alarm.present) or mere_wish(screened.text) is not None:
        return screened
    try:
        detector = screened.snapshot.detector
        if screened.vectors is not None:
            detector = detector.encoding_with(screened.vectors.of)
        alarm = detector.detect(" ".join((*session.pieces, screened.text)))
    except Exception as error:
        return replace(screened, failure=error)
    return replace(screened, alarm=alarm) if alarm is not None and alarm.present else screened


def kept(screened: ScreenedMessage, session: Session) -> Session:
    """The session after a message: with it if it may be a piece, and only with what belongs together."""
    alarmed = screened.alarm is not None and screened.alarm.present
    pieces = (*session.pieces, screened.text)[-MOST_PIECES:] if _is_piece(screened.text) and not alarmed else ()
    return replace(session, pieces=pieces)


def _is_piece(text: str) -> bool:
    return 0 < len(text.split()) <= LONGEST_PIECE and "?" not in text
