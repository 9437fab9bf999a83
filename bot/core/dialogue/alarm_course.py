"""The course of a red flag in a chat: its message, the replies to what the patient writes then, and its end.

In a private chat an alarm lasts for an hour or until it is closed; as long as it lasts, every turn says what to do. If
anything fails, the turn is the message of the sign. A group remembers nothing.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.dialogue.alarm_replies import CRISIS
from bot.core.dialogue.conversations import Conversations
from bot.core.dialogue.faq_snapshot import FaqSnapshot, ServedFaq
from bot.core.dialogue.grave_signs import gravest, reply_to
from bot.core.dialogue.interpreter import InterpretationKind
from bot.core.dialogue.replies import Reply, Turn
from bot.core.dialogue.reply_kinds import OVER, ReplyKind, acknowledges, fears_death, says_so
from bot.core.dialogue.screened_message import ScreenedMessage, interpreted
from bot.core.dialogue.sessions import Session
from bot.core.faq.messages import Messages
from bot.core.faq.model import Clinic, Entry, UrgentSign
from bot.core.faq.rules import clinic_values
from bot.core.languages.language import OPENING, SmallTalk
from bot.core.phrasebook import texts as fixed_texts
from bot.core.records import CountedEvent, Tally
from bot.core.red_flags.alarm import Alarm
from bot.core.red_flags.section import UNCLEAR
from bot.core.text.language_id import SURE_OF_LANGUAGE
from bot.core.text.markup import fill, placeholders

FEW_WORDS = 4
SHORT = 6
_WAITING = (ReplyKind.HOW, ReplyKind.INTAKE, ReplyKind.DELAY, ReplyKind.BETTER, ReplyKind.THIRD)
LONGEST_WAITING = 10
"""What people write of an emergency while they wait for help is of one of these kinds, and of few words."""
_CALM = (*OVER, ReplyKind.SAFE, ReplyKind.ANSWER, ReplyKind.OTHER)
"""Kinds of reply that do not outweigh a red flag in the same words."""

NO_DETAILS = clinic_values(Clinic(), Messages())
"""What stands for the clinic's details where those of the FAQ cannot be had."""


class AlarmCourse:
    """The turns from a red flag on. `Dialogue` decides when one is raised."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    def raised(self, screened: ScreenedMessage, session: Session) -> Turn:
        """The message of the red flag alone, in the language of the patient's message. Never raises."""
        assert screened.alarm is not None
        sign, session = screened.alarm.sign, _alarmed(session, screened.alarm)
        try:
            served = screened.snapshot.localized(screened.alarm.language)
            turn = self._conversations.of(screened.snapshot, served, session).alarms.raised(
                sign, screened.alarm.language
            )
        except Exception as error:  # better a message without the clinic's details than none
            counts = (Tally(CountedEvent.URGENT, sign.id),)
            turn = Turn((Reply(fill(sign.message, NO_DETAILS), title=sign.title),), counts=counts, failure=error)
        return replace(turn, session=session, urgent=True)

    def raised_beside(self, screened: ScreenedMessage, turn: Turn, session: Session, *, each: bool) -> Turn:
        """The turn with the message of a red flag that must be seen the same day above it, or above `each` message."""
        if screened.alarm is None or not screened.alarm.present:
            return turn
        served = screened.snapshot.localized(screened.alarm.language)
        turn = self._conversations.of(screened.snapshot, served, session).alarms.same_day(
            screened.alarm.sign, turn, each=each
        )
        return replace(turn, session=_alarmed(turn.session, screened.alarm))

    def remembering(self, screened: ScreenedMessage, turn: Turn) -> Turn:
        """The turn with a session that knows the red flag that the message only asked about."""
        if not turn.session.private:
            return turn
        asked = screened.alarm if screened.alarm is not None and not screened.alarm.present else None
        return replace(turn, session=replace(turn.session, noticed=asked))

    def happens_now(self, screened: ScreenedMessage, session: Session) -> bool:
        """Whether a message replies to the line "if this is happening to you now" that it is."""
        return session.private and session.noticed is not None and says_so(screened.text)

    def raised_after_all(self, screened: ScreenedMessage, session: Session) -> Turn:
        """The message of the red flag that was only asked about before; only after `happens_now`."""
        assert session.noticed is not None
        alarm = replace(session.noticed, present=True)
        return self.raised(replace(screened, alarm=alarm), replace(session, noticed=None))

    def dismissed(self, sign_id: str, session: Session, snapshot: FaqSnapshot, language: str) -> Session:
        """The session after a tap on the button under the message of a sign. The alarm of another sign stays."""
        if not session.private or (session.alarm is not None and session.alarm.sign.id != sign_id):
            return session
        urgent = snapshot.localized(language).shown.urgent
        signs = urgent.signs if urgent is not None else ()
        known = (Alarm(sign, language, present=True) for sign in signs if sign.id == sign_id)
        return _closed(session, session.alarm or next(known, None))

    def comes_back(self, screened: ScreenedMessage, session: Session) -> bool:
        """Whether a message still speaks of an alarm that was closed: it gets worse, or, while help is on its way, what
        to tell them, or whether it can wait. A longer question is an ordinary one."""
        if not session.private or session.alarm is not None or session.closed_alarm is None:
            return False
        if screened.alarm is not None and screened.alarm.present and screened.alarm.sign.id != UNCLEAR:
            return False
        kind, words = _kind(screened, session.closed_alarm, session), len(screened.text.split())
        if kind is ReplyKind.WORSE:
            return "?" not in screened.text or words <= SHORT
        told = kind in _WAITING or (kind in OVER and not acknowledges(screened.text))
        return session.helped and told and words <= LONGEST_WAITING

    def taken_up_again(self, screened: ScreenedMessage, session: Session, album: str, late: bool) -> Turn:
        """The turn for a reply to an alarm that was closed; only after `comes_back`."""
        assert session.closed_alarm is not None
        if _kind(screened, session.closed_alarm, session) is ReplyKind.WORSE:
            return self.raised(replace(screened, alarm=session.closed_alarm), session)
        return self.followed(screened, _alarmed(session, session.closed_alarm), album, late)

    def goes_on(self, screened: ScreenedMessage, session: Session) -> bool:
        """Whether a message is a reply to an earlier alarm, and not the first or a new one."""
        return session.private and session.alarm is not None and not _is_new(screened, session.alarm, session)

    def followed(self, screened: ScreenedMessage, session: Session, album: str, late: bool) -> Turn:
        """The turn for a reply to an alarm."""
        assert session.alarm is not None
        alarm = session.alarm
        try:
            if screened.failure is not None:
                raise screened.failure
            served = self._spoken(screened, alarm)
            turn = self._followed_up(screened, replace(session, album=album or session.album), alarm, served)
            return self._conversations.of(screened.snapshot, served, session).late(turn) if late else turn
        except Exception as error:
            return replace(self.raised(replace(screened, alarm=alarm), session), failure=error)

    def _followed_up(self, screened: ScreenedMessage, session: Session, alarm: Alarm, served: ServedFaq) -> Turn:
        kind = _kind(screened, alarm, session)
        if screened.alarm is not None and screened.alarm.present and kind in _CALM and not _understood(screened, kind):
            if screened.urgent and not alarm.same_day:
                return self.raised(replace(screened, alarm=alarm), session)
            kind = ReplyKind.OTHER
        if kind is ReplyKind.OTHER:
            return self._asked_beside(screened, session, alarm, served)
        turn = self._conversations.of(screened.snapshot, served, session).alarms.followed(kind, _sign(alarm, served))
        if kind in OVER:
            return replace(turn, session=_closed(session, alarm, helped=kind is ReplyKind.CLOSED))
        # what gets worse is as good as a new alarm, and remembered for another hour
        return replace(turn, session=_alarmed(session, alarm) if kind is ReplyKind.WORSE else session)

    def _asked_beside(self, screened: ScreenedMessage, session: Session, alarm: Alarm, served: ServedFaq) -> Turn:
        """The answer to an ordinary question, or the part of the bot that it names, below what to do; else what to do
        again."""
        if session.writing:
            turn = self._conversations.of(screened.snapshot, served, session).handoff.offered(screened.text)
            session = replace(session, writing=not turn.replies[0].buttons)
            return replace(self.reminded(turn, session, screened.snapshot), session=session)
        calm = replace(screened, alarm=None)
        answering, found = interpreted(calm, served, replace(session, entry_id="", offered=()))
        entry = answering.shown.entry(found.best.entry_id) if found.best is not None else None
        answered = found.kind is InterpretationKind.ANSWER and entry is not None and not _names_the_clinic(entry)
        opened = found.small_talk in OPENING and found.small_talk != SmallTalk.CONTACT
        if not answered and not opened:
            return self.again(session, screened.snapshot, served)
        conversation = self._conversations.of(screened.snapshot, answering, session)
        turn = conversation.alarms.reminded(conversation.asked(found, screened.text), _sign(alarm, answering))
        return replace(turn, session=replace(session, question=screened.text))

    def again(self, session: Session, snapshot: FaqSnapshot, served: ServedFaq | None = None) -> Turn:
        """What to do, once more; only after an alarm."""
        assert session.alarm is not None
        alarm = session.alarm
        served = served or snapshot.localized(alarm.language)
        alarms = self._conversations.of(snapshot, served, session).alarms
        if alarm.language in snapshot.by_language or fixed_texts(alarm.language) is None:
            return replace(alarms.followed(ReplyKind.OTHER, _sign(alarm, served)), session=session)
        # what else is said after an alarm there is in the FAQ's languages only
        return replace(alarms.raised(alarm.sign, alarm.language), counts=(), session=session, urgent=True)

    def reminded(self, turn: Turn, session: Session, snapshot: FaqSnapshot) -> Turn:
        """The turn, below what to do if an alarm was raised before."""
        if session.alarm is None:
            return turn
        served = snapshot.localized(session.alarm.language)
        return self._conversations.of(snapshot, served, session).alarms.reminded(turn, _sign(session.alarm, served))

    def _spoken(self, screened: ScreenedMessage, alarm: Alarm) -> ServedFaq:
        """The FAQ in the language of a reply; a short one is taken for the language of the alarm."""
        snapshot, long = screened.snapshot, len(screened.text.split()) >= SURE_OF_LANGUAGE
        written = snapshot.languages.detect(screened.text) if long else None
        return snapshot.localized(written if written in snapshot.by_language else alarm.language)


def _is_new(screened: ScreenedMessage, before: Alarm, session: Session) -> bool:
    """Whether the red flag in a message needs a message of its own after that of an earlier one.

    What is only guessed gives way to a reply that is understood, since that keeps the call to act; thoughts of suicide
    do so only in a few words, such as "nobody picks up"."""
    alarm = screened.alarm
    if alarm is None or not alarm.present or alarm.sign.id in (before.sign.id, UNCLEAR):
        return False
    if alarm.same_day and not before.same_day:
        return False
    if alarm.sign.id == CRISIS and not before.same_day and fears_death(screened.text):
        return False
    gives_way = alarm.guessed and (alarm.sign.id != CRISIS or len(screened.text.split()) <= FEW_WORDS)
    kind = _kind(screened, before, session)
    return not gives_way or (kind in _CALM and not _understood(screened, kind))


def _understood(screened: ScreenedMessage, kind: ReplyKind) -> bool:
    """Whether a reply is understood well enough that a red flag which is only guessed in it does not count."""
    alarm = screened.alarm
    if alarm is None or kind is ReplyKind.OTHER:
        return False
    if alarm.sign.id == UNCLEAR:
        return True
    short = alarm.guessed and alarm.sign.id != CRISIS and len(screened.text.split()) <= SHORT
    return short and (kind is ReplyKind.SAFE or (kind in OVER and alarm.same_day))


def _kind(screened: ScreenedMessage, alarm: Alarm, session: Session) -> ReplyKind:
    return reply_to(alarm, screened.text, session.grave)


def _alarmed(session: Session, alarm: Alarm) -> Session:
    """The session after the message of a red flag. Groups remember none."""
    if not session.private:
        return session
    # another sign beside it changes nothing of that
    grave = gravest(session.grave, alarm.sign.id)
    return replace(
        session, writing=False, entry_id="", offered=(), alarm=replace(alarm), closed_alarm=None, grave=grave
    )


def _closed(session: Session, alarm: Alarm | None, *, helped: bool = False) -> Session:
    """The session after an alarm is over, because the patient is `helped`, say, or it was none. For another hour it can
    come back."""
    closed = None if alarm is None else replace(alarm)
    return replace(session, alarm=None, closed_alarm=closed, helped=helped, grave="")


def _sign(alarm: Alarm, served: ServedFaq) -> UrgentSign:
    """The sign of an alarm in the language of this FAQ, if it has it."""
    signs = served.shown.urgent.signs if served.shown.urgent is not None else ()
    return next((sign for sign in signs if sign.id == alarm.sign.id), alarm.sign)


def _names_the_clinic(entry: Entry) -> bool:
    """Whether an answer only tells how to reach the clinic, which is the wrong way in an emergency."""
    return not {"clinic.phone", "clinic.booking_url", "clinic.email"}.isdisjoint(placeholders(entry.answer))
