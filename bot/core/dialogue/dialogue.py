"""One dialogue for every channel: what a patient does, and the session it happens in -> a turn.

Owns the order of the looks: red flags first and once a message, then the language, then what the words are taken for.
Whatever raises after a sign was found ends in the emergency message. Knows nothing of Telegram, threads or files: a
channel sends what a turn says, writes down what it counts, and keeps the session that it leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from bot.core.deidentification.anonymizer import Redacted
from bot.core.dialogue.conversation import ContentType, Conversation
from bot.core.dialogue.interpreter import Interpretation, Interpreter
from bot.core.dialogue.language_id import detect
from bot.core.dialogue.replies import Action, Reply, Turn, Verb
from bot.core.dialogue.sessions import Session
from bot.core.faq.model import Faq
from bot.core.records import Outcome, Tally
from bot.core.red_flags.detector import Alarm, RedFlagDetector

SURE_OF_LANGUAGE = 3
"""From so many words on, the language of a message is taken for the patient's."""


class ServedFaq(Protocol):
    """One language of the FAQ, as a dialogue needs it."""

    @property
    def language(self) -> str: ...
    @property
    def faq(self) -> Faq: ...
    @property
    def shown(self) -> Faq: ...
    @property
    def digest(self) -> str: ...


class FaqSnapshot(Protocol):
    """The FAQ in all its languages at one moment. A turn uses one from beginning to end."""

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
    """A patient's words, with the red flag that was found in them, if any."""

    text: str
    alarm: Alarm | None
    snapshot: FaqSnapshot

    @property
    def urgent(self) -> bool:
        """Whether the words themselves stand for an emergency: then nothing may come before the message for it."""
        return self.alarm is not None and self.alarm.certain and not self.alarm.guessed


@dataclass(frozen=True, slots=True)
class _Conversations:
    """The conversations of one snapshot and day, by language and whether in private."""

    snapshot: FaqSnapshot
    today: date
    made: dict[tuple[str, bool], Conversation] = field(default_factory=dict)


class Dialogue:
    """The dialogue with any number of patients. Holds nothing of any of them; safe to use from several threads.

    `redact` de-identifies a question before it is kept; `today` is the clinic's; `keep_days` is what /privacy promises;
    with `writing` on, patients may write to the clinic.
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
        """The look for red flags, before anything else is done with the words. Needs no encoder."""
        return Heard(text, snapshot.detector.detect(text), snapshot)

    def message(
        self, heard: Heard, session: Session, *, content: ContentType | None = None, album: str = "", late: bool = False
    ) -> Turn:
        """What a message is answered with.

        `content` is what came along with the words, `album` the group of photos it belongs to; `late`: the message is
        so old that an apology is due. May use the encoder.
        """
        turn = self._guarded(heard, session, lambda: self._message(heard, session, content, album, late, early=False))
        assert turn is not None  # only an early one can be wanting
        return turn

    def message_early(
        self, heard: Heard, session: Session, *, content: ContentType | None = None, album: str = "", late: bool = False
    ) -> Turn | None:
        """The same where it takes few milliseconds, because it can be had without the encoder. None: ask `message`."""

        def reply() -> Turn | None:
            return self._message(heard, session, content, album, late, early=True)

        return self._guarded(heard, session, reply, early=True)

    def search(self, heard: Heard, session: Session, most: int) -> Turn:
        """The answers that fit best what was typed so far, one reply each; the emergency message alone where the words
        raise an alarm. May use the encoder."""
        turn = self._guarded(heard, session, lambda: self._search(heard, session, most))
        assert turn is not None
        return turn

    def command(
        self, heard: Heard, name: str, argument: str, session: Session, *, sender: int = 0, addressed: bool = True
    ) -> Turn:
        """What a command is answered with. `sender` is the id that /whoami shows. With `addressed` off it may be meant
        for another bot: an unknown one is met with silence."""
        turn = self._guarded(heard, session, lambda: self._command(heard, name, argument, session, sender, addressed))
        assert turn is not None
        return turn

    def content(self, content: ContentType, session: Session, snapshot: FaqSnapshot, album: str = "") -> Turn:
        """What something without words is answered with: one reply for all photos of an album."""
        if album and session.album == album:
            return Turn(session=session)
        turn = self._conversation(snapshot, self._usual(snapshot, session), session).content(content)
        return replace(turn, session=replace(session, album=album or session.album))

    def tap(self, action: Action, session: Session, snapshot: FaqSnapshot, question: str = "") -> Turn:
        """What a button does. `question` is the message that the tapped one answers, "" if that is not known. Uses the
        encoder for `Verb.NOT_HELPFUL` alone."""
        served = self._tapped(action, session, snapshot)
        if session.private:
            chosen = served.language if _asks_for(action) in snapshot.by_language else session.language
            session = replace(session, language=chosen, writing=action.verb is Verb.HANDOFF and self._writing)
        others: Sequence[str] = ()
        if action.verb is Verb.NOT_HELPFUL and question:
            interpretation = snapshot.interpreter(served.language).interpret(question)
            others = [match.entry_id for match in interpretation.matches]
        turn = self._conversation(snapshot, served, session).tapped(action, question or None, others)
        return _remembered(turn, session)

    def language_of(self, action: Action, session: Session, snapshot: FaqSnapshot) -> str:
        """Code of the language that a tap is answered in."""
        return self._tapped(action, session, snapshot).language

    def passed_on(self, action: Action, session: Session, snapshot: FaqSnapshot, *, delivered: bool) -> Turn:
        """Says what became of a message to the clinic, in place of the offer that was tapped."""
        served = self._tapped(action, session, snapshot)
        turn = self._conversation(snapshot, served, session).handed_over(passed_on=delivered)
        return replace(turn, session=replace(session, writing=False))

    def clinic_answered(self, text: str, language: str, snapshot: FaqSnapshot) -> Turn:
        """What the clinic's staff answer to a message that was passed on, verbatim."""
        return self._conversation(snapshot, snapshot.localized(language), Session()).handoff_answered(text)

    def slow_down(self, session: Session, snapshot: FaqSnapshot) -> Turn:
        """For somebody who sends very many messages."""
        return self._conversation(snapshot, self._usual(snapshot, session), session).slow_down()

    def emergency(self, heard: Heard, session: Session) -> Turn:
        """The emergency message for the sign that was found, in the language of the words. Raises nothing."""
        assert heard.alarm is not None
        sign, session = heard.alarm.sign, replace(session, writing=False)
        try:
            served = heard.snapshot.localized(heard.alarm.language)
            return replace(
                self._conversation(heard.snapshot, served, session).alarm(sign), session=session, urgent=True
            )
        except Exception as error:  # better a message without the clinic's details than none
            counts = (Tally(Outcome.URGENT, sign.id),)
            return Turn(
                (Reply(sign.message, title=sign.title),), counts=counts, session=session, urgent=True, failure=error
            )

    def _guarded(
        self, heard: Heard, session: Session, reply: Callable[[], Turn | None], *, early: bool = False
    ) -> Turn | None:
        """The reply, or the emergency message where the words raise an alarm, and also where a sign was found in them
        and anything fails. A failure goes along with the turn, for the channel to log."""
        try:
            if early and _takes_encoder(heard):
                return None
            return self.emergency(heard, session) if _raises_alarm(heard) else reply()
        except Exception as error:  # a patient must not be left without a word
            if heard.alarm is not None:
                return replace(self.emergency(heard, session), failure=error)
            served = self._usual(heard.snapshot, session)
            return replace(
                self._conversation(heard.snapshot, served, session).trouble(), session=session, failure=error
            )

    def _message(
        self, heard: Heard, session: Session, content: ContentType | None, album: str, late: bool, *, early: bool
    ) -> Turn | None:
        served, session = self._written(heard, session)
        if session.writing and session.private and content is None:
            turn = self._conversation(heard.snapshot, served, session).handoff_offered(heard.text)
            return replace(turn, session=replace(session, writing=not turn.replies[0].buttons))
        before = Turn(session=session)
        if content is not None:
            before = self.content(content, session, heard.snapshot, album)
        found = self._interpreted(heard, served, session, early=early)
        if found is None:
            return None
        served, interpretation = found
        conversation = self._conversation(heard.snapshot, served, session)
        turn = _remembered(conversation.asked(interpretation, heard.text), replace(before.session, question=heard.text))
        return before.then(conversation.late(turn) if late else turn)

    def _search(self, heard: Heard, session: Session, most: int) -> Turn:
        served, session = self._written(heard, session)
        if not heard.text:
            return self._conversation(heard.snapshot, served, session).first_of_topics(most)
        found = self._interpreted(heard, served, session, early=False)
        assert found is not None
        served, interpretation = found
        return self._conversation(heard.snapshot, served, session).found(interpretation, most)

    def _command(self, heard: Heard, name: str, argument: str, session: Session, sender: int, addressed: bool) -> Turn:
        served, session = self._written(heard, session)
        conversation = self._conversation(heard.snapshot, served, session)
        commands: dict[str, Callable[[], Turn]] = {
            "start": lambda: conversation.started(argument),
            "help": conversation.help,
            "topics": conversation.topics,
            "contact": conversation.contact,
            "privacy": conversation.privacy,
            "language": conversation.languages,
            "whoami": lambda: conversation.whoami(sender),
        }
        if name not in commands and not addressed:
            return Turn(session=session)
        turn = commands.get(name, conversation.unknown_command)()
        return _remembered(turn, replace(session, writing=False))

    def _written(self, heard: Heard, session: Session) -> tuple[ServedFaq, Session]:
        """The language of the words, or the one used before; and the session that knows it from here on."""
        snapshot = heard.snapshot
        written = detect(heard.text, snapshot.own_words) if heard.text and len(snapshot.by_language) > 1 else None
        if written is None or written not in snapshot.by_language:
            return self._usual(snapshot, session), session
        if session.private and len(heard.text.split()) >= SURE_OF_LANGUAGE:
            session = replace(session, language=written)
        return snapshot.localized(written), session

    def _tapped(self, action: Action, session: Session, snapshot: FaqSnapshot) -> ServedFaq:
        """The language of the message below which a button stands, or the one that it chooses."""
        language = _asks_for(action)
        return snapshot.localized(language) if language in snapshot.by_language else self._usual(snapshot, session)

    def _usual(self, snapshot: FaqSnapshot, session: Session) -> ServedFaq:
        """The language that was chosen or used before, or the app's."""
        return snapshot.localized((session.language if session.private else "") or session.app_language[:2])

    def _interpreted(
        self, heard: Heard, served: ServedFaq, session: Session, *, early: bool
    ) -> tuple[ServedFaq, Interpretation] | None:
        """What the words are taken for, and the language they are answered in: a closer look may tell another."""
        read = served.shown.entry(session.entry_id) if session.private and session.entry_id else None
        interpreter = heard.snapshot.interpreter(served.language)
        if early and not interpreter.is_quick(heard.text):
            found = None if read is not None else interpreter.interpret_early(heard.text, heard.alarm)
        elif read is not None:
            found = interpreter.interpret_after(heard.text, read, served.faq.published, heard.alarm)
        else:
            found = interpreter.interpret_calm(heard.text, heard.alarm)
        if found is not None and found.foreign in heard.snapshot.by_language and found.foreign != served.language:
            afresh = replace(session, entry_id="")
            return self._interpreted(heard, heard.snapshot.localized(found.foreign), afresh, early=early)
        return None if found is None else (served, found)

    def _conversation(self, snapshot: FaqSnapshot, served: ServedFaq, session: Session) -> Conversation:
        """The conversation in one language, made once for each snapshot and day. In groups nothing is kept."""
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


def _takes_encoder(heard: Heard) -> bool:
    """Whether weighing the alarm takes the encoder."""
    alarm = heard.alarm
    return alarm is not None and alarm.guessed and not heard.snapshot.interpreter(alarm.language).is_quick(heard.text)


def _raises_alarm(heard: Heard) -> bool:
    """Whether the words raise an alarm; one that is only guessed may give way to a plain answer."""
    alarm = heard.alarm
    if alarm is None or not alarm.certain:
        return False
    return not (alarm.guessed and heard.snapshot.interpreter(alarm.language).overrules(alarm, heard.text))


def _remembered(turn: Turn, session: Session) -> Turn:
    """A turn whose session knows the entry that was answered with."""
    answered = next((reply.entry_id for reply in turn.shown if reply.entry_id), session.entry_id)
    return replace(turn, session=replace(session, entry_id=answered))


def _names(snapshot: FaqSnapshot) -> Mapping[str, str]:
    """What the languages call themselves, by code; the codes where a translation does not say."""
    names = {code: served.shown.messages.language_name for code, served in snapshot.by_language.items()}
    return names if len(set(names.values())) == len(names) else {code: code.upper() for code in names}
