"""Patients' updates: passes them to the dialogue and sends its turn.

Decides nothing about content. Answers also while the database fails. In groups nothing is recorded or remembered; what
staff try in private is not recorded either.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from telegram import CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatType

from bot.channels.telegram.handoff import Handoff
from bot.channels.telegram.incoming import IncomingMessage, text_of
from bot.channels.telegram.sending.sender import Destination, Sender
from bot.channels.telegram.updates.threads import LONG, TooSlow, in_thread
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.faq_snapshot import FaqSnapshot
from bot.core.dialogue.replies import Action, StaffVerb, Turn, Verb
from bot.core.dialogue.screened_message import ScreenedMessage
from bot.core.dialogue.sessions import Session, Sessions
from bot.core.records import Handled, Question, Week
from bot.live_faq.live_faq import LiveFaq
from bot.logs import failure
from bot.monitoring.lately import LatelyCount
from bot.storage.recorder import Recorder

log = logging.getLogger(__name__)

LATE_AFTER = timedelta(hours=1)
_ONCE = (Verb.HELPFUL, Verb.NOT_HELPFUL, Verb.NONE_OF_THESE, Verb.HANDOFF_SEND, Verb.NOT_EMERGENCY)
"""Buttons whose repeated taps are ignored."""
_ON_THE_QUESTION = (Verb.CHOOSE, Verb.NOT_HELPFUL, Verb.NONE_OF_THESE)
"""Buttons whose reply answers the question that the tapped message answers."""


@dataclass(frozen=True, slots=True)
class PatientServices:
    """The services for patients. `today` returns the day in the clinic's time zone; `now` is an aware time.

    `team` are the ids of staff, admins and clinicians: what they try is answered, but neither counted nor noted."""

    live_faq: LiveFaq
    dialogue: Dialogue
    recorder: Recorder
    sender: Sender
    sessions: Sessions
    today: Callable[[], date]
    now: Callable[[], datetime]
    handoff: Handoff | None = None
    too_slow: LatelyCount = field(default_factory=LatelyCount)
    """The messages whose reading was given up."""
    team: Collection[int] = ()

    def session(self, chat_id: int, user: User, *, private: bool) -> Session:
        """The session of a chat; a new one for a group, where nothing is remembered."""
        kept = self.sessions.of(chat_id) if private else Session(private=False)
        return replace(kept, app_language=user.language_code or "", trial=user.id in self.team)


@dataclass(frozen=True, slots=True)
class _Event:
    """One update of a patient: where it is answered, and the session before it."""

    update_id: int
    destination: Destination
    session: Session
    snapshot: FaqSnapshot
    before: Session
    """The session as it was kept."""
    query: CallbackQuery | None = None
    """The tap, if its message can be edited."""
    question_id: int | None = None
    """The message whose words may be logged."""
    edited: bool = False
    """Whether that message was edited: then its words replace those logged before."""


class PatientHandler:
    """Serves everyone who writes to the bot in a private chat or a group."""

    def __init__(self, services: PatientServices) -> None:
        self._services = services

    async def message(self, update: Update, incoming: IncomingMessage, screened: ScreenedMessage) -> None:
        """Answers a new or edited message of any kind; `screened` are its words."""
        raised = screened.alarm is not None and screened.alarm.present
        if incoming.command is None and not raised:
            return  # for another bot; but an emergency concerns everybody who reads it
        message = incoming.message
        before = self._services.sessions.of(message.chat_id)
        session = self._services.session(message.chat_id, incoming.sender, private=incoming.private)
        event = _Event(
            update.update_id,
            Destination.of(message),
            session,
            screened.snapshot,
            before,
            question_id=message.message_id,
            edited=update.edited_message is not None,
        )
        if incoming.command is not None and incoming.command[0]:
            turn = await self._command(event, incoming, screened)
        elif incoming.has_words or raised:
            turn = await self._answer(event, incoming, screened)
        elif incoming.content is not None:
            album = message.media_group_id or ""
            turn = self._services.dialogue.content(incoming.content, session, screened.snapshot, album)
        else:
            return
        if incoming.private and not incoming.has_question and not turn.urgent:
            event = replace(event, destination=Destination.of(message, quote=False))
        await self._carry_out(event, turn)

    async def tap(self, update: Update) -> None:
        """Answers a tap. If the tapped message cannot be edited any more, the answer is sent as a new message."""
        query = update.callback_query
        if query is None:
            return
        await self._services.sender.acknowledge(query)
        asked = Action.parse(query.data)
        if asked is None or isinstance(asked.verb, StaffVerb) or query.message is None:
            return
        message = query.message if isinstance(query.message, Message) and query.message.is_accessible else None
        private = query.message.chat.type == ChatType.PRIVATE
        before = self._services.sessions.of(query.message.chat.id)
        session = self._services.session(query.message.chat.id, query.from_user, private=private)
        if asked.verb in _ONCE:
            tapped = f"{query.message.message_id} {query.data}"
            if session.tapped == tapped:
                return
            session = replace(session, tapped=tapped)
        destination = _below(query.message.chat.id, message, asked)
        snapshot = self._services.live_faq.live
        editable = query if message is not None else None
        asked_in = message.reply_to_message.message_id if message is not None and message.reply_to_message else None
        event = _Event(update.update_id, destination, session, snapshot, before, editable, asked_in)
        if asked.verb is Verb.HANDOFF_SEND:
            turn = await self._relay(event, asked, message)
        else:
            question = _question_of(message, session) if message is not None and private else ""
            tap = partial(self._services.dialogue.tap, asked, session, snapshot, question)
            turn = await in_thread(tap, len(question)) if asked.verb is Verb.NOT_HELPFUL and question else tap()
        await self._carry_out(event, turn)

    async def _command(self, event: _Event, incoming: IncomingMessage, screened: ScreenedMessage) -> Turn:
        name, argument = incoming.command or ("", "")
        addressed = incoming.private or "@" in (incoming.message.text or "").split()[0]
        dialogue, author = self._services.dialogue, incoming.message.sender_chat or incoming.sender
        answer = partial(
            dialogue.command, screened, name, argument, event.session, sender=author.id, addressed=addressed
        )
        quick = screened.alarm is None or _is_quick(dialogue, screened)
        return answer() if quick else await in_thread(answer, len(screened.text))

    async def _answer(self, event: _Event, incoming: IncomingMessage, screened: ScreenedMessage) -> Turn:
        """The turn for a patient's words, computed in a thread where it takes long."""
        dialogue = self._services.dialogue
        late = self._services.now() - (incoming.message.edit_date or incoming.message.date) > LATE_AFTER
        album = incoming.message.media_group_id or ""
        answer = partial(dialogue.message, session=event.session, content=incoming.content, album=album, late=late)
        if _is_quick(dialogue, screened) and (screened.urgent or not event.session.pieces):
            return answer(screened)
        async with self._services.sender.typing(event.destination):
            try:
                return await in_thread(partial(answer, screened), len(screened.text))
            except TooSlow as error:
                return answer(replace(screened, failure=error))

    async def _relay(self, event: _Event, asked: Action, offer: Message | None) -> Turn:
        """Relays the text that an offer shows to the staff, verbatim."""
        handoff = self._services.handoff
        shown = list(offer.parse_entities([MessageEntity.BLOCKQUOTE]).values()) if offer is not None else []
        delivered = False
        if handoff is not None and offer is not None and shown:
            if not handoff.admits(event.destination.chat_id):  # the offer stays, to be tapped again
                turn = self._services.dialogue.slow_down(event.session, event.snapshot)
                return replace(turn, session=replace(event.session, tapped=""))
            question = offer.reply_to_message.message_id if offer.reply_to_message else offer.message_id
            language = self._services.dialogue.language_of(asked, event.session, event.snapshot)
            delivered = await handoff.relay(shown[0], event.destination.chat_id, question, language)
        return self._services.dialogue.passed_on(asked, event.session, event.snapshot, delivered=delivered)

    async def _carry_out(self, event: _Event, turn: Turn) -> None:
        if turn.failure is not None:
            log.error("a fallback was sent, as the answer failed: %s", failure(turn.failure))
            if isinstance(turn.failure, TooSlow):
                self._services.too_slow.add()
        sessions, chat_id = self._services.sessions, event.destination.chat_id
        if turn.urgent or sessions.of(chat_id) == event.before:  # else an emergency was answered meanwhile: that stays
            sessions.put(chat_id, turn.session)
        await self._services.sender.show(event.destination, turn, event.query)
        counts = event.session.private and not event.session.trial
        if counts and (turn.counts or turn.note or event.edited):
            noted = await _noted(turn)
            handled = Handled(event.update_id, Week.of(self._services.today()), turn.counts, noted)
            await self._services.recorder.record(
                handled, chat_id=chat_id, message_id=event.question_id, edited=event.edited
            )


async def _noted(turn: Turn) -> tuple[Question, ...]:
    """The question to be logged, de-identified; none if that fails."""
    if turn.note is None:
        return ()
    try:
        return (await asyncio.to_thread(turn.note),)
    except Exception as error:
        log.error("a question is not kept, as it could not be de-identified: %s", failure(error))
        return ()


def _below(chat_id: int, message: Message | None, asked: Action) -> Destination:
    """Where the reply to a tap goes: below the tapped message, or as an answer to the question it answers."""
    if message is None:
        return Destination(chat_id)
    destination = Destination.of(message, quote=False)
    question = message.reply_to_message
    if asked.verb in _ON_THE_QUESTION and question is not None:
        return replace(destination, reply_to=question.message_id)
    return destination


def _is_quick(dialogue: Dialogue, screened: ScreenedMessage) -> bool:
    """Whether the reply takes too little time to leave the event loop for it; so does one that fails."""
    try:
        return len(screened.text) <= LONG and dialogue.is_quick(screened)
    except Exception:  # the reply fails in the same way: then the dialogue says what the patient reads
        return True


def _question_of(message: Message, session: Session) -> str:
    """The patient's words that a message of the bot answers, as Telegram delivers them with the tap."""
    asked = message.reply_to_message
    words = text_of(asked) if asked is not None else ""
    # of joined messages, the quoted one is only the last
    return session.question if words and session.question.endswith(words) else words
