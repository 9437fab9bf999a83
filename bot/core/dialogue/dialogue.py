"""The dialogue of every channel: an event and the session of its chat in, a `Turn` out.

Owns the order of steps: red flags first and once a message, then the language, then the interpretation. If a step fails
after a red flag was found, the turn is the message of that sign. Knows nothing of Telegram, threads or files: the
channel sends the replies of a turn, records its counts and keeps its session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from bot.core.deidentification.anonymizer import Redacted
from bot.core.dialogue.after_alarm import ReplyKind, reply_kind
from bot.core.dialogue.conversation import CRISIS, ContentType, Conversation
from bot.core.dialogue.interpreter import Interpretation, InterpretationKind, Interpreter
from bot.core.dialogue.language_id import detect
from bot.core.dialogue.replies import Action, Reply, Turn, Verb
from bot.core.dialogue.sessions import Session
from bot.core.faq.messages import Messages
from bot.core.faq.model import Clinic, Entry, Faq, UrgentSign
from bot.core.faq.rules import clinic_values
from bot.core.matching.similarity import Encode, MessageVectors
from bot.core.records import Outcome, Tally
from bot.core.red_flags.detector import UNCLEAR, Alarm, RedFlagDetector
from bot.core.text.markup import fill, placeholders

FEW_WORDS = 4
_CALM = (ReplyKind.CLOSED, ReplyKind.SAFE, ReplyKind.ANSWER, ReplyKind.OTHER)
"""Kinds of reply that do not outweigh a red flag in the same words."""
SURE_OF_LANGUAGE = 3
"""Words from which on the language of a message is taken for the patient's."""

_NO_DETAILS = clinic_values(Clinic(), Messages())
"""What stands for the clinic's details where those of the FAQ cannot be had."""


class ServedFaq(Protocol):
    """One language of the FAQ: what a dialogue needs of it."""

    @property
    def language(self) -> str: ...
    @property
    def faq(self) -> Faq: ...
    @property
    def shown(self) -> Faq: ...
    @property
    def digest(self) -> str: ...


class FaqSnapshot(Protocol):
    """The FAQ in all its languages at one moment. A turn uses one snapshot throughout."""

    @property
    def by_language(self) -> Mapping[str, ServedFaq]: ...
    @property
    def detector(self) -> RedFlagDetector: ...
    @property
    def own_words(self) -> frozenset[str]: ...
    def localized(self, language: str | None) -> ServedFaq: ...
    def interpreter(self, language: str | None) -> Interpreter: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """A patient's message and the red flag found in it, if any."""

    text: str = field(repr=False)  # a patient's words, which belong into no log
    alarm: Alarm | None
    snapshot: FaqSnapshot = field(repr=False)
    failure: Exception | None = None
    """Why it could not be looked at: then it gets an apology with the emergency number, never silence."""
    encode: Encode | None = field(default=None, repr=False, compare=False)
    """Encodes the message's texts, each once: what was looked at is not encoded again to be answered."""

    @property
    def urgent(self) -> bool:
        """Whether it is an emergency: then its message is the whole reply, and nothing may be sent before it."""
        return self.alarm is not None and self.alarm.certain and not self.alarm.same_day


@dataclass(frozen=True, slots=True)
class _Conversations:
    """The conversations of one snapshot and day, by language and by whether the chat is private."""

    snapshot: FaqSnapshot
    today: date
    made: dict[tuple[str, bool], Conversation] = field(default_factory=dict)


class Dialogue:
    """The dialogue with any number of patients. Keeps nothing of them; safe to use from several threads.

    `redact` de-identifies a question before it is kept, `today` is the date at the clinic, `keep_days` is the promise
    of /privacy. With `writing` on, patients may write to the clinic.
    """

    def __init__(
        self, redact: Callable[[str], Redacted], *, today: Callable[[], date], keep_days: int, writing: bool = False
    ) -> None:
        self._redact = redact
        self._today = today
        self._keep_days = keep_days
        self._writing = writing
        self._conversations: _Conversations | None = None

    def hear(self, text: str, snapshot: FaqSnapshot) -> Heard:
        """Looks for red flags, the first step with every message. Uses the encoder if `snapshot.detector` does."""
        try:
            detector = snapshot.detector
            encode = MessageVectors(detector.encode) if detector.encode is not None else None
            alarm = (detector if encode is None else detector.encoding_with(encode)).detect(text)
            return Heard(text, alarm, snapshot, encode=encode)
        except Exception as error:
            return Heard(text, None, snapshot, failure=error)

    def message(
        self, heard: Heard, session: Session, *, content: ContentType | None = None, album: str = "", late: bool = False
    ) -> Turn:
        """The turn for a message. May use the encoder.

        `content` is what came with the text, `album` the id of its group of photos; a `late` message is so old that the
        reply begins with an apology.
        """
        if session.alarm is not None and session.private and not _is_new(heard, session.alarm):
            return self._after_alarm(heard, session, session.alarm, album, late)
        return self._guarded(heard, session, lambda: self._message(heard, session, content, album, late))

    def is_quick(self, heard: Heard) -> bool:
        """Whether the turn for a message takes only milliseconds, because no encoder is needed for it."""
        if heard.urgent:
            return True
        interpreters = map(heard.snapshot.interpreter, heard.snapshot.by_language)
        return all(interpreter.is_quick(heard.text) for interpreter in interpreters)

    def search(self, heard: Heard, session: Session, most: int) -> Turn:
        """At most `most` answers to the text typed so far, one reply each; for an emergency its message alone. May use
        the encoder."""
        return self._guarded(heard, session, lambda: self._search(heard, session, most), each=True)

    def command(
        self, heard: Heard, name: str, argument: str, session: Session, *, sender: int = 0, addressed: bool = True
    ) -> Turn:
        """The turn for a command. `sender` is the id that /whoami shows. An unknown command gets no reply with
        `addressed` off, since it may be meant for another bot."""
        return self._guarded(heard, session, lambda: self._command(heard, name, argument, session, sender, addressed))

    def content(self, content: ContentType, session: Session, snapshot: FaqSnapshot, album: str = "") -> Turn:
        """The turn for a message without text; the photos of an album get one reply together."""
        if album and session.album == album:
            return Turn(session=session)
        turn = self._conversation(snapshot, self._usual(snapshot, session), session).content(content)
        if session.alarm is not None:
            turn = replace(self._again(session, session.alarm, snapshot), counts=turn.counts)
        return replace(turn, session=replace(session, album=album or session.album))

    def tap(self, action: Action, session: Session, snapshot: FaqSnapshot, question: str = "") -> Turn:
        """The turn for a button. `question` is the message that the tapped one answers, "" if unknown. Uses the encoder
        for `Verb.NOT_HELPFUL` only."""
        served = self._tapped(action, session, snapshot)
        if session.private:
            chosen = served.language if _asks_for(action) in snapshot.by_language else session.language
            session = replace(session, language=chosen, writing=action.verb is Verb.HANDOFF and self._writing)
        others: Sequence[str] = ()
        if action.verb is Verb.NOT_HELPFUL and question:
            interpretation = snapshot.interpreter(served.language).interpret(question)
            others = [match.entry_id for match in interpretation.matches]
        turn = self._conversation(snapshot, served, session).tapped(action, question or None, others)
        if action.verb is Verb.NOT_EMERGENCY:
            session = replace(session, alarm=None)
        return _remembered(self._reminded(turn, session, snapshot), session)

    def language_of(self, action: Action, session: Session, snapshot: FaqSnapshot) -> str:
        """Code of the language in which a tap is answered."""
        return self._tapped(action, session, snapshot).language

    def passed_on(self, action: Action, session: Session, snapshot: FaqSnapshot, *, delivered: bool) -> Turn:
        """Tells whether a message reached the clinic, in place of the tapped offer."""
        served = self._tapped(action, session, snapshot)
        turn = self._conversation(snapshot, served, session).handed_over(passed_on=delivered)
        return replace(self._reminded(turn, session, snapshot), session=replace(session, writing=False))

    def clinic_answered(self, text: str, language: str, snapshot: FaqSnapshot) -> Turn:
        """The clinic's reply to a message, verbatim."""
        return self._conversation(snapshot, snapshot.localized(language), Session()).handoff_answered(text)

    def slow_down(self, session: Session, snapshot: FaqSnapshot) -> Turn:
        """The notice to a chat that sends too many messages."""
        if session.alarm is not None:
            return self._again(session, session.alarm, snapshot)
        return self._conversation(snapshot, self._usual(snapshot, session), session).slow_down()

    def emergency(self, heard: Heard, session: Session) -> Turn:
        """The message of the red flag alone, in the language of the patient's message. Never raises."""
        assert heard.alarm is not None
        sign, session = heard.alarm.sign, _alarmed(session, heard.alarm)
        try:
            served = heard.snapshot.localized(heard.alarm.language)
            turn = self._conversation(heard.snapshot, served, session).alarm(sign)
        except Exception as error:  # better a message without the clinic's details than none
            counts = (Tally(Outcome.URGENT, sign.id),)
            turn = Turn((Reply(fill(sign.message, _NO_DETAILS), title=sign.title),), counts=counts, failure=error)
        return replace(turn, session=session, urgent=True)

    def _trouble(self, heard: Heard, session: Session) -> Turn:
        """The apology for a failure, with the emergency number. Never raises."""
        try:
            turn = self._conversation(heard.snapshot, self._usual(heard.snapshot, session), session).trouble()
        except Exception:  # the first failure is logged; this one comes from the same fault
            words = Messages()
            said = Reply(fill(words.trouble, _NO_DETAILS), closing=fill(words.emergency_line, _NO_DETAILS))
            turn = Turn((said,))
        return replace(turn, session=session)

    def _guarded(self, heard: Heard, session: Session, reply: Callable[[], Turn], *, each: bool = False) -> Turn:
        """The reply; the emergency message for an emergency, and for every red flag if anything fails.

        The message of a sign that must be seen the same day stands above the reply, or above `each` message of it. A
        failure is part of the turn, for the channel to log."""
        try:
            if heard.failure is not None:
                raise heard.failure
            if heard.urgent:
                return self.emergency(heard, session)
            turn = reply()
            if heard.alarm is None or not heard.alarm.certain:
                return turn
            served = heard.snapshot.localized(heard.alarm.language)
            turn = self._conversation(heard.snapshot, served, session).same_day(heard.alarm.sign, turn, each=each)
            return replace(turn, session=_alarmed(turn.session, heard.alarm))
        except Exception as error:  # a patient must not be left without a reply
            if heard.alarm is not None:
                return replace(self.emergency(heard, session), failure=error)
            return replace(self._trouble(heard, session), failure=error)

    def _after_alarm(self, heard: Heard, session: Session, alarm: Alarm, album: str, late: bool) -> Turn:
        """The turn for what a patient writes after the message of a sign; if anything fails, that message again."""
        try:
            if heard.failure is not None:
                raise heard.failure
            served = self._spoken(heard, alarm)
            turn = self._followed_up(heard, replace(session, album=album or session.album), alarm, served)
            return self._conversation(heard.snapshot, served, session).late(turn) if late else turn
        except Exception as error:
            return replace(self.emergency(replace(heard, alarm=alarm), session), failure=error)

    def _followed_up(self, heard: Heard, session: Session, alarm: Alarm, served: ServedFaq) -> Turn:
        kind = _kind(heard, alarm)
        closing = kind is ReplyKind.CLOSED and heard.alarm is not None and heard.alarm.sign.id == UNCLEAR
        if heard.alarm is not None and heard.alarm.certain and kind in _CALM and not closing:
            if heard.urgent and not alarm.same_day:
                return self.emergency(replace(heard, alarm=alarm), session)
            kind = ReplyKind.OTHER
        if kind is ReplyKind.OTHER:
            return self._asked_beside(heard, session, alarm, served)
        turn = self._conversation(heard.snapshot, served, session).after_alarm(kind, _sign(alarm, served))
        if kind is ReplyKind.CLOSED:
            return replace(turn, session=replace(session, alarm=None))
        # what gets worse is as good as a new alarm, and remembered for another hour
        return replace(turn, session=_alarmed(session, alarm) if kind is ReplyKind.WORSE else session)

    def _asked_beside(self, heard: Heard, session: Session, alarm: Alarm, served: ServedFaq) -> Turn:
        """The answer to an ordinary question below what to do, or else what to do again."""
        if session.writing:
            turn = self._conversation(heard.snapshot, served, session).handoff_offered(heard.text)
            session = replace(session, writing=not turn.replies[0].buttons)
            return replace(self._reminded(turn, session, heard.snapshot), session=session)
        calm = replace(heard, alarm=None)
        answering, found = self._interpreted(calm, served, replace(session, entry_id=""))
        entry = answering.shown.entry(found.best.entry_id) if found.best is not None else None
        if found.kind is not InterpretationKind.ANSWER or entry is None or _names_the_clinic(entry):
            return self._again(session, alarm, heard.snapshot, served)
        conversation = self._conversation(heard.snapshot, answering, session)
        turn = conversation.reminded(conversation.asked(found, heard.text), _sign(alarm, answering))
        return replace(turn, session=replace(session, question=heard.text))

    def _again(self, session: Session, alarm: Alarm, snapshot: FaqSnapshot, served: ServedFaq | None = None) -> Turn:
        """What to do, once more."""
        served = served or snapshot.localized(alarm.language)
        turn = self._conversation(snapshot, served, session).after_alarm(ReplyKind.OTHER, _sign(alarm, served))
        return replace(turn, session=session)

    def _reminded(self, turn: Turn, session: Session, snapshot: FaqSnapshot) -> Turn:
        """The turn, below what to do if an alarm was raised before."""
        if session.alarm is None:
            return turn
        served = snapshot.localized(session.alarm.language)
        return self._conversation(snapshot, served, session).reminded(turn, _sign(session.alarm, served))

    def _spoken(self, heard: Heard, alarm: Alarm) -> ServedFaq:
        """The FAQ in the language of a reply; a short one is taken for the language of the alarm."""
        snapshot, long = heard.snapshot, len(heard.text.split()) >= SURE_OF_LANGUAGE
        written = detect(heard.text, snapshot.own_words) if long else None
        return snapshot.localized(written if written in snapshot.by_language else alarm.language)

    def _message(self, heard: Heard, session: Session, content: ContentType | None, album: str, late: bool) -> Turn:
        served, session = self._written(heard, session)
        if session.writing and session.private and content is None:
            turn = self._conversation(heard.snapshot, served, session).handoff_offered(heard.text)
            return replace(turn, session=replace(session, writing=not turn.replies[0].buttons))
        before = Turn(session=session)
        if content is not None:
            before = self.content(content, session, heard.snapshot, album)
        served, interpretation = self._interpreted(heard, served, session)
        conversation = self._conversation(heard.snapshot, served, session)
        turn = _remembered(conversation.asked(interpretation, heard.text), replace(before.session, question=heard.text))
        return before.then(conversation.late(turn) if late else turn)

    def _search(self, heard: Heard, session: Session, most: int) -> Turn:
        served, session = self._written(heard, session)
        if not heard.text:
            return self._conversation(heard.snapshot, served, session).first_of_topics(most)
        served, interpretation = self._interpreted(heard, served, session)
        return self._conversation(heard.snapshot, served, session).found(interpretation, most)

    def _command(self, heard: Heard, name: str, argument: str, session: Session, sender: int, addressed: bool) -> Turn:
        served, session = self._written(heard, session)
        conversation = self._conversation(heard.snapshot, served, session)
        turn = conversation.command(name, argument, sender)
        if turn is None and not addressed:
            return Turn(session=session)
        turn = self._reminded(turn or conversation.unknown_command(), session, heard.snapshot)
        return _remembered(turn, replace(session, writing=False))

    def _written(self, heard: Heard, session: Session) -> tuple[ServedFaq, Session]:
        """The FAQ in the language of the message, else the usual one; and the session with that language."""
        snapshot = heard.snapshot
        written = detect(heard.text, snapshot.own_words) if heard.text and len(snapshot.by_language) > 1 else None
        if written is None or written not in snapshot.by_language:
            return self._usual(snapshot, session), session
        if session.private and len(heard.text.split()) >= SURE_OF_LANGUAGE:
            session = replace(session, language=written)
        return snapshot.localized(written), session

    def _tapped(self, action: Action, session: Session, snapshot: FaqSnapshot) -> ServedFaq:
        """The FAQ in the language of the button's message, or in the one that the button chooses."""
        language = _asks_for(action)
        return snapshot.localized(language) if language in snapshot.by_language else self._usual(snapshot, session)

    def _usual(self, snapshot: FaqSnapshot, session: Session) -> ServedFaq:
        """The FAQ in the language chosen or used before, else in that of the app."""
        return snapshot.localized((session.language if session.private else "") or session.app_language[:2])

    def _interpreted(self, heard: Heard, served: ServedFaq, session: Session) -> tuple[ServedFaq, Interpretation]:
        """The interpretation, and the FAQ to answer from: interpreting may show that it is another language's."""
        read = served.shown.entry(session.entry_id) if session.private and session.entry_id else None
        interpreter = heard.snapshot.interpreter(served.language)
        if heard.encode is not None:
            interpreter = interpreter.encoding_with(heard.encode)
        if read is None:
            found = interpreter.interpret_calm(heard.text, heard.alarm)
        else:
            found = interpreter.interpret_after(heard.text, read, served.faq.published, heard.alarm)
        if found.foreign in heard.snapshot.by_language and found.foreign != served.language:
            other = heard.snapshot.localized(found.foreign)
            return self._interpreted(heard, other, replace(session, entry_id=""))
        return served, found

    def _conversation(self, snapshot: FaqSnapshot, served: ServedFaq, session: Session) -> Conversation:
        """The conversation in one language, made once per snapshot and day."""
        today, known = self._today(), self._conversations
        if known is None or known.snapshot is not snapshot or known.today != today:
            known = self._conversations = _Conversations(snapshot, today)
        key = (served.language, session.private)
        if key not in known.made:
            known.made[key] = Conversation(
                served.shown,
                self._redact,
                today=today,
                keep_days=self._keep_days,
                digest=served.digest,
                noting=session.private,
                languages=_names(snapshot),
                writing=self._writing and session.private,
            )
        return known.made[key]


def _asks_for(action: Action) -> str:
    return action.target if action.verb is Verb.LANGUAGE else action.language


def _is_new(heard: Heard, before: Alarm) -> bool:
    """Whether the red flag in a message needs a message of its own after that of an earlier one.

    What is only guessed gives way to a reply that is understood, since that keeps the call to act; thoughts of suicide
    do so only in a few words, such as "nobody picks up"."""
    alarm = heard.alarm
    if alarm is None or not alarm.certain or alarm.sign.id in (before.sign.id, UNCLEAR):
        return False
    if alarm.same_day and not before.same_day:
        return False
    gives_way = alarm.guessed and (alarm.sign.id != CRISIS or len(heard.text.split()) <= FEW_WORDS)
    return not gives_way or _kind(heard, before) in _CALM


def _kind(heard: Heard, alarm: Alarm) -> ReplyKind:
    return reply_kind(heard.text, same_day=alarm.same_day, crisis=alarm.sign.id == CRISIS)


def _alarmed(session: Session, alarm: Alarm) -> Session:
    """The session after the message of a red flag. Groups remember none."""
    return replace(session, writing=False, entry_id="", alarm=replace(alarm)) if session.private else session


def _sign(alarm: Alarm, served: ServedFaq) -> UrgentSign:
    """The sign of an alarm in the language of this FAQ, if it has it."""
    signs = served.shown.urgent.signs if served.shown.urgent is not None else ()
    return next((sign for sign in signs if sign.id == alarm.sign.id), alarm.sign)


def _names_the_clinic(entry: Entry) -> bool:
    """Whether an answer only tells how to reach the clinic, which is the wrong way in an emergency."""
    return not {"clinic.phone", "clinic.booking_url", "clinic.email"}.isdisjoint(placeholders(entry.answer))


def _remembered(turn: Turn, session: Session) -> Turn:
    """The turn with this session, which remembers the entry that was shown."""
    answered = next((reply.entry_id for reply in turn.shown if reply.entry_id), session.entry_id)
    return replace(turn, session=replace(session, entry_id=answered))


def _names(snapshot: FaqSnapshot) -> Mapping[str, str]:
    """The languages' own names by code; the codes in capitals if the names are not distinct."""
    names = {code: served.shown.messages.language_name for code, served in snapshot.by_language.items()}
    return names if len(set(names.values())) == len(names) else {code: code.upper() for code in names}
