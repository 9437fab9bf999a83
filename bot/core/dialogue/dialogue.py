"""The dialogue of every channel: an event and the session of its chat in, a `Turn` out.

Owns the order of steps: red flags first and once a message, then the language, then the interpretation. If a step fails
after a red flag was found, the turn is the message of that sign. Knows nothing of Telegram, threads or files: the
channel sends the replies of a turn, records its counts and keeps its session.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.core.deidentification.anonymizer import Redacted
from bot.core.dialogue.alarm_course import NO_DETAILS, AlarmCourse
from bot.core.dialogue.content_type import ContentType
from bot.core.dialogue.conversations import Conversations
from bot.core.dialogue.faq_snapshot import FaqSnapshot, ServedFaq
from bot.core.dialogue.feelings import feeling
from bot.core.dialogue.interpreter import Interpretation, InterpretationKind
from bot.core.dialogue.language_wish import wished_language
from bot.core.dialogue.offers import opened, settled
from bot.core.dialogue.picks import picked, points_at_a_choice, rejects
from bot.core.dialogue.pieces import kept, put_together
from bot.core.dialogue.pleas import pleading
from bot.core.dialogue.replies import Action, Reply, Turn, Verb
from bot.core.dialogue.screened_message import ScreenedMessage, in_a_wished_language, interpreted
from bot.core.dialogue.sessions import Session
from bot.core.dialogue.small_talk import small_talk
from bot.core.dialogue.wishes import mere_wish
from bot.core.faq.messages import Messages
from bot.core.languages.language import SmallTalk
from bot.core.matching.similarity import MessageVectors
from bot.core.records import CountedEvent
from bot.core.text.language_id import SURE_OF_LANGUAGE
from bot.core.text.markup import fill
from bot.core.text.normalization import normalize


class Dialogue:
    """The dialogue with any number of patients. Keeps nothing of them; safe to use from several threads.

    The arguments are those of `Conversations`.
    """

    def __init__(
        self, redact: Callable[[str], Redacted], *, today: Callable[[], date], keep_days: int, writing: bool = False
    ) -> None:
        self._writing = writing
        self._conversations = Conversations(redact, today=today, keep_days=keep_days, writing=writing)
        self._alarms = AlarmCourse(self._conversations)

    def screen(self, text: str, snapshot: FaqSnapshot, beside: str = "") -> ScreenedMessage:
        """Screens a message for red flags, the first step with each. Uses the encoder if `snapshot.detector` does.

        What stands `beside` the text, such as a quotation or what follows a command, is screened by itself; its alarm
        counts if it is more urgent."""
        screened = self._screened(text, snapshot)
        return screened.with_alarm_of(self._screened(beside, snapshot)) if beside and not screened.urgent else screened

    def _screened(self, text: str, snapshot: FaqSnapshot) -> ScreenedMessage:
        """What is found in a text; nothing in a mere wish about data or a visit, which may sound like a sign."""
        try:
            if mere_wish(text) is not None:
                return ScreenedMessage(text, None, snapshot)
            detector = snapshot.detector
            vectors = MessageVectors() if detector.encodes else None
            alarm = (detector if vectors is None else detector.encoding_with(vectors.of)).detect(text)
            return ScreenedMessage(text, alarm, snapshot, vectors=vectors)
        except Exception as error:
            return ScreenedMessage(text, None, snapshot, failure=error)

    def message(
        self,
        screened: ScreenedMessage,
        session: Session,
        *,
        content: ContentType | None = None,
        album: str = "",
        late: bool = False,
    ) -> Turn:
        """The turn for a message. May use the encoder.

        `content` is what came with the text, `album` the id of its group of photos; a `late` message is so old that the
        reply begins with an apology.
        """
        if session.private:
            screened = put_together(screened, session)
            session = kept(screened, session)
            screened = pleading(screened, session)
        if self._alarms.goes_on(screened, session):
            return self._alarms.followed(screened, session, album, late)
        if self._alarms.comes_back(screened, session):
            return self._alarms.taken_up_again(screened, session, album, late)
        if self._alarms.happens_now(screened, session):
            return self._alarms.raised_after_all(screened, session)
        turn = self._guarded(screened, session, lambda: self._message(screened, session, content, album, late))
        return self._alarms.remembering(screened, turn)

    def is_quick(self, screened: ScreenedMessage) -> bool:
        """Whether the turn for a message takes only milliseconds, because no encoder is needed for it."""
        if screened.urgent:
            return True
        interpreters = map(screened.snapshot.interpreter, screened.snapshot.by_language)
        return all(interpreter.is_quick(screened.text) for interpreter in interpreters)

    def search(self, screened: ScreenedMessage, session: Session, most: int) -> Turn:
        """At most `most` answers to the text typed so far, one reply each; for an emergency its message alone. May use
        the encoder."""
        return self._guarded(screened, session, lambda: self._search(screened, session, most), each=True)

    def command(
        self,
        screened: ScreenedMessage,
        name: str,
        argument: str,
        session: Session,
        *,
        sender: int = 0,
        addressed: bool = True,
    ) -> Turn:
        """The turn for a command. `sender` is the id that /whoami shows. An unknown command gets no reply with
        `addressed` off, since it may be meant for another bot."""
        return self._guarded(
            screened, session, lambda: self._command(screened, name, argument, session, sender, addressed)
        )

    def content(self, content: ContentType, session: Session, snapshot: FaqSnapshot, album: str = "") -> Turn:
        """The turn for a message without text; the photos of an album get one reply together."""
        if album and session.album == album:
            return Turn(session=session)
        turn = self._conversations.of(snapshot, self._usual(snapshot, session), session).content(content)
        if session.alarm is not None:
            turn = replace(self._alarms.again(session, snapshot), counts=turn.counts)
        return replace(turn, session=replace(session, album=album or session.album))

    def tap(self, action: Action, session: Session, snapshot: FaqSnapshot, question: str = "") -> Turn:
        """The turn for a button. `question` is the message that the tapped one answers, "" if unknown. Uses the encoder
        for `Verb.NOT_HELPFUL` only."""
        served, session = self._tapped(action, session, snapshot), replace(session, noticed=None)
        if session.private:
            chosen = served.language if _asks_for(action) in snapshot.by_language else session.language
            session = replace(session, language=chosen, writing=action.verb is Verb.HANDOFF and self._writing)
        question = _asked_before(question, served.language, session)
        others: Sequence[str] = ()
        if action.verb is Verb.NOT_HELPFUL and question:
            interpretation = snapshot.interpreter(served.language).interpret(question)
            others = [match.entry_id for match in interpretation.matches]
        turn = self._conversations.of(snapshot, served, session).tapped(action, question or None, others)
        offers, counted = settled(session.offers, question, turn.counts)
        turn, session = replace(turn, counts=(*turn.counts, *counted)), replace(session, offers=offers)
        if action.verb is Verb.NOT_EMERGENCY:
            session = self._alarms.dismissed(action.target, session, snapshot, served.language)
        if action.verb is Verb.NONE_OF_THESE:
            session = replace(session, entry_id="", again=0)
        return _remembered(self._alarms.reminded(turn, session, snapshot), session)

    def language_of(self, action: Action, session: Session, snapshot: FaqSnapshot) -> str:
        """Code of the language in which a tap is answered."""
        return self._tapped(action, session, snapshot).language

    def passed_on(self, action: Action, session: Session, snapshot: FaqSnapshot, *, delivered: bool) -> Turn:
        """Tells whether a message reached the clinic, in place of the tapped offer."""
        served = self._tapped(action, session, snapshot)
        turn = self._conversations.of(snapshot, served, session).handoff.sent(passed_on=delivered)
        return replace(self._alarms.reminded(turn, session, snapshot), session=replace(session, writing=False))

    def clinic_answered(self, text: str, language: str, snapshot: FaqSnapshot) -> Turn:
        """The clinic's reply to a message, verbatim."""
        return self._conversations.of(snapshot, snapshot.localized(language), Session()).handoff.answered(text)

    def slow_down(self, session: Session, snapshot: FaqSnapshot) -> Turn:
        """The notice to a chat that sends too many messages."""
        if session.alarm is not None:
            return self._alarms.again(session, snapshot)
        return self._conversations.of(snapshot, self._usual(snapshot, session), session).slow_down()

    def _trouble(self, screened: ScreenedMessage, session: Session) -> Turn:
        """The apology for a failure, with the emergency number. Never raises."""
        try:
            turn = self._conversations.of(screened.snapshot, self._usual(screened.snapshot, session), session).trouble()
        except Exception:  # the first failure is logged; this one comes from the same fault
            words = Messages()
            said = Reply(fill(words.trouble, NO_DETAILS), closing=fill(words.emergency_line, NO_DETAILS))
            turn = Turn((said,))
        return replace(turn, session=session)

    def _guarded(
        self, screened: ScreenedMessage, session: Session, reply: Callable[[], Turn], *, each: bool = False
    ) -> Turn:
        """The reply; the emergency message for an emergency, and for every red flag if anything fails.

        The message of a sign that must be seen the same day stands above the reply, or above `each` message of it. A
        failure is part of the turn, for the channel to log."""
        try:
            if screened.failure is not None:
                raise screened.failure
            if screened.urgent:
                return self._alarms.raised(screened, session)
            return self._alarms.raised_beside(screened, reply(), session, each=each)
        except Exception as error:  # a patient must not be left without a reply
            if screened.alarm is not None:
                return replace(self._alarms.raised(screened, session), failure=error)
            return replace(self._trouble(screened, session), failure=error)

    def _message(
        self, screened: ScreenedMessage, session: Session, content: ContentType | None, album: str, late: bool
    ) -> Turn:
        served, session = self._written(screened, session)
        if session.writing and session.private and content is None:
            turn = self._conversations.of(screened.snapshot, served, session).handoff.offered(screened.text)
            return replace(turn, session=replace(session, writing=not turn.replies[0].buttons))
        before = Turn(session=session)
        if content is not None:
            before = self.content(content, session, screened.snapshot, album)
        if content is None and screened.alarm is None and (action := _tapped_in_words(screened, served, session)):
            return self.tap(action, session, screened.snapshot, session.question)
        served, interpretation = interpreted(screened, served, session)
        if (asked := in_a_wished_language(screened, served, interpretation)) is not None:
            served, interpretation = asked
            session = replace(session, language=served.language) if session.private else session
            before = before if content is not None else Turn(session=session)
        conversation = self._conversations.of(screened.snapshot, served, session)
        card, read = conversation.card(interpretation), session.entry_id
        repeated = interpretation.small_talk == SmallTalk.MORE or (card is not None and card.id == read)
        again = session.again + 1 if read and repeated else 0
        misunderstood = interpretation.small_talk == SmallTalk.MISUNDERSTOOD
        likely = self._else_likely(served, session, screened.snapshot) if misunderstood else ()
        turn = conversation.asked(
            interpretation,
            screened.text,
            read=read,
            again=again,
            anew=normalize(screened.text) != normalize(session.question),
            offered=session.offered,
            likely=likely,
            app_language=session.app_language[:2],
        )
        felt = feeling(screened.text, served.language) if _may_comfort(screened, interpretation, session) else None
        if felt is not None:
            turn = conversation.comforting(felt, turn)
        after = replace(
            before.session,
            question=session.question if misunderstood else screened.text,
            entry_id="" if misunderstood else session.entry_id,
            again=again,
            comforted=session.comforted or felt is not None,
        )
        after = replace(after, offers=opened(session.offers, after.question, turn.counts))
        turn = _remembered(turn, after)
        return before.then(conversation.late(turn) if late else turn)

    def _else_likely(self, served: ServedFaq, session: Session, snapshot: FaqSnapshot) -> tuple[str, ...]:
        """The ids of entries that the last question may have meant, without those shown or offered for it."""
        if not session.question:
            return ()
        before = snapshot.interpreter(served.language).interpret(session.question)
        if before.kind not in (InterpretationKind.ANSWER, InterpretationKind.SUGGEST):
            return ()
        likely = (match.entry_id for match in before.matches)
        return tuple(one for one in likely if one not in (session.entry_id, *session.offered))

    def _search(self, screened: ScreenedMessage, session: Session, most: int) -> Turn:
        served, session = self._written(screened, session)
        if not screened.text:
            return self._conversations.of(screened.snapshot, served, session).search.first_of_topics(most)
        served, interpretation = interpreted(screened, served, session)
        return self._conversations.of(screened.snapshot, served, session).search.found(interpretation, most)

    def _command(
        self, screened: ScreenedMessage, name: str, argument: str, session: Session, sender: int, addressed: bool
    ) -> Turn:
        conversation = self._conversations.of(screened.snapshot, self._usual(screened.snapshot, session), session)
        turn = conversation.command(name, argument, sender)
        if turn is None and not addressed:
            return Turn(session=session)
        turn = self._alarms.reminded(turn or conversation.unknown_command(), session, screened.snapshot)
        return _remembered(turn, replace(session, writing=False))

    def _written(self, screened: ScreenedMessage, session: Session) -> tuple[ServedFaq, Session]:
        """The FAQ in the language of the message, else the usual one; and the session with that language."""
        snapshot = screened.snapshot
        written = snapshot.languages.detect(screened.text) if screened.text and len(snapshot.by_language) > 1 else None
        if written is None or written not in snapshot.by_language:
            return self._usual(snapshot, session), session
        if session.private and len(screened.text.split()) >= SURE_OF_LANGUAGE:
            session = replace(session, language=written)
        return snapshot.localized(written), session

    def _tapped(self, action: Action, session: Session, snapshot: FaqSnapshot) -> ServedFaq:
        """The FAQ in the language of the button's message, or in the one that the button chooses."""
        language = _asks_for(action)
        return snapshot.localized(language) if language in snapshot.by_language else self._usual(snapshot, session)

    def _usual(self, snapshot: FaqSnapshot, session: Session) -> ServedFaq:
        """The FAQ in the language chosen or used before, else in that of the app."""
        return snapshot.localized((session.language if session.private else "") or session.app_language[:2])


def _asks_for(action: Action) -> str:
    return action.target if action.verb is Verb.LANGUAGE else action.language


def _asked_before(text: str, language: str, session: Session) -> str:
    """The question that a tapped reply is about: what calls an answer wrong, or picks from no choice, is none."""
    if small_talk(text, language) is SmallTalk.MISUNDERSTOOD:
        return session.question
    return "" if points_at_a_choice(text, language) else text


def _may_comfort(screened: ScreenedMessage, interpretation: Interpretation, session: Session) -> bool:
    """Whether a kind line may stand above the reply: once, above no emergency and no small talk."""
    alarmed = screened.alarm is not None and screened.alarm.present
    return not (session.comforted or alarmed) and bool(interpretation.parts)


def _remembered(turn: Turn, session: Session) -> Turn:
    """The turn with this session, which remembers the entry that was shown."""
    answered = next((reply.entry_id for reply in turn.shown if reply.entry_id), session.entry_id)
    again = session.again if answered == session.entry_id else 0
    offered = tuple(one.entry_id for one in turn.counts if one.event is CountedEvent.SUGGESTED and one.entry_id)
    return replace(turn, session=replace(session, entry_id=answered, again=again, offered=offered))


def _tapped_in_words(screened: ScreenedMessage, served: ServedFaq, session: Session) -> Action | None:
    """The button that a message names: another language, or one below the last choice."""
    wished = wished_language(screened.text, screened.snapshot.by_language)
    if wished is not None:
        return Action(Verb.LANGUAGE, wished)
    if not session.private or not session.offered:
        return None
    if (place := picked(screened.text, served.language, len(session.offered))) is not None:
        return Action(Verb.CHOOSE, session.offered[place], language=served.language)
    rejected = rejects(screened.text, served.language)
    return Action(Verb.NONE_OF_THESE, session.offered[0], language=served.language) if rejected else None
