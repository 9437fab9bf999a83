"""Patients' updates: takes the words and the kind of chat, asks the core, sends what it decided.

Decides nothing about content. Red flags go out before anything that could fail; a database that fails never keeps a
patient from an answer. In groups nothing is recorded or remembered.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from telegram import CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatType

from bot.channels.telegram.incoming import IncomingMessage, incoming_message
from bot.channels.telegram.patient_services import PatientServices
from bot.channels.telegram.sending.sender import Destination
from bot.core.dialogue.conversation import Conversation
from bot.core.dialogue.interpreter import Interpretation
from bot.core.dialogue.language_id import detect
from bot.core.dialogue.replies import Action, StaffVerb, Turn, Verb
from bot.core.faq.model import Entry
from bot.core.records import Handled, Question, Tally, Week
from bot.core.red_flags.detector import Alarm
from bot.live_faq.snapshot import LocalizedFaq, Snapshot
from bot.logs import failure

log = logging.getLogger(__name__)

LATE_AFTER = timedelta(hours=1)
SURE_OF_LANGUAGE = 3
"""From so many words on, the language of a message is taken for the patient's."""
_ONCE = (Verb.HELPFUL, Verb.NOT_HELPFUL, Verb.NONE_OF_THESE, Verb.HANDOFF_SEND)
"""Buttons that count only once however fast they are tapped."""
_ON_THE_QUESTION = (Verb.CHOOSE, Verb.NOT_HELPFUL, Verb.NONE_OF_THESE)
"""Buttons whose reply goes on with the question that the tapped message answers."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One update and what it is answered with."""

    update_id: int
    snapshot: Snapshot
    localized: LocalizedFaq
    private: bool
    destination: Destination


class PatientHandler:
    """Serves everyone who writes to the bot."""

    def __init__(self, services: PatientServices, bot: User) -> None:
        self._services = services
        self._bot = bot

    async def message(self, update: Update) -> None:
        """A new or edited message of any kind, in a private chat or a group."""
        letter = incoming_message(update, self._bot)
        if letter is None or letter.command is None:
            return
        snapshot = self._services.live_faq.live
        destination = Destination.of(letter.message, quote=not letter.private)
        alarm = snapshot.detector.detect(letter.words)
        if alarm is not None and alarm.certain and not await self._overruled(snapshot, alarm, letter.words):
            await self._raise_alarm(update, snapshot, letter, alarm)
            return
        localized = self._localized(snapshot, destination.chat_id, letter.sender, letter.words)
        scene = Scene(update.update_id, snapshot, localized, letter.private, destination)
        above = ""
        if letter.command[0]:
            turn = self._command(scene, letter)
        elif letter.content is None and letter.private and self._services.sessions.of(destination.chat_id).writing:
            scene = replace(scene, destination=replace(destination, reply_to=letter.message.message_id))
            turn = self._talk(scene).handoff_offered(letter.words)
            self._services.sessions.remember(destination.chat_id, writing=not turn.replies[0].buttons)
        elif letter.has_words:
            scene = replace(scene, destination=replace(destination, reply_to=letter.message.message_id))
            scene, turn = await self._question(scene, letter)
            above = self._talk(scene).late() if self._is_late(letter.message) else ""
        else:
            turn = self._content(scene, letter)
        await self._carry_out(scene, turn, above=above)

    async def tap(self, update: Update) -> None:
        """A tapped button. What can't be put in place of a message that is out of reach is sent below it."""
        query = update.callback_query
        if query is None:
            return
        await self._services.sender.acknowledge(query)
        asked = Action.parse(query.data)
        if asked is None or isinstance(asked.verb, StaffVerb) or query.message is None:
            return
        chat = query.message.chat
        message = query.message if isinstance(query.message, Message) and query.message.is_accessible else None
        memory = self._services.sessions.of(chat.id)
        tapped = (query.message.message_id, query.data or "")
        if asked.verb in _ONCE:
            if memory.tapped == tapped:
                return
            self._services.sessions.remember(chat.id, tapped=tapped)
        private = chat.type == ChatType.PRIVATE
        scene = self._scene_of_tap(update, query, asked, message, private=private)
        if private:
            self._services.sessions.remember(
                chat.id, writing=asked.verb is Verb.HANDOFF and self._services.handoff is not None
            )
        if asked.verb is Verb.HANDOFF_SEND:
            turn = await self._pass_on(scene, message)
        else:
            question = self._question_of(message) if message is not None and private else None
            others: Sequence[str] = ()
            if asked.verb is Verb.NOT_HELPFUL and question:
                interpretation = await self._interpret(question, scene)
                others = [match.entry_id for match in interpretation.matches]
            turn = self._talk(scene).tapped(asked, question, others)
            self._remember_answer(scene, turn)
        await self._carry_out(scene, turn, query if message is not None else None)

    async def _overruled(self, snapshot: Snapshot, alarm: Alarm, words: str) -> bool:
        """Whether a guessed alarm gives way to a plain answer. Whatever goes wrong, the alarm is raised."""
        if not alarm.guessed:
            return False
        try:
            return await asyncio.to_thread(snapshot.interpreter(alarm.language).overrules, alarm, words)
        except Exception as error:
            log.error("an alarm could not be weighed: %s", failure(error))
            return False

    async def _raise_alarm(self, update: Update, snapshot: Snapshot, letter: IncomingMessage, alarm: Alarm) -> None:
        """The emergency message, in the language of the words that raised it."""
        destination = Destination.of(letter.message)
        scene = Scene(update.update_id, snapshot, snapshot.localized(alarm.language), letter.private, destination)
        if letter.private:
            self._services.sessions.remember(destination.chat_id, writing=False)
        await self._carry_out(scene, self._talk(scene).alarm(alarm.sign), urgent=True)

    async def _question(self, scene: Scene, letter: IncomingMessage) -> tuple[Scene, Turn]:
        """What a patient's words are answered with, and in which language."""
        text = letter.words
        try:
            interpretation = await self._interpret(text, scene, self._read_before(scene))
            if interpretation.foreign in scene.snapshot.by_language:  # told only after a closer look
                scene = replace(scene, localized=scene.snapshot.localized(interpretation.foreign))
                interpretation = await self._interpret(text, scene)
            turn = self._talk(scene).asked(interpretation, text)
        except Exception as error:  # the patient must not be left without a word
            log.error("a question could not be answered: %s", failure(error))
            turn = self._talk(scene).trouble()
        if scene.private:
            self._services.sessions.remember(scene.destination.chat_id, question=text)
            self._remember_answer(scene, turn)
        if letter.content is not None:
            turn = self._content(scene, letter).then(turn)
        return scene, turn

    def _content(self, scene: Scene, letter: IncomingMessage) -> Turn:
        """A reply to what is not text; one for all photos of an album."""
        album = letter.message.media_group_id or ""
        if album and self._services.sessions.of(scene.destination.chat_id).album == album:
            return Turn()
        if album:
            self._services.sessions.remember(scene.destination.chat_id, album=album)
        return self._talk(scene).content(letter.content) if letter.content is not None else Turn()

    def _command(self, scene: Scene, letter: IncomingMessage) -> Turn:
        name, argument = letter.command or ("", "")
        talk = self._talk(scene)
        commands: dict[str, Callable[[], Turn]] = {
            "start": lambda: talk.started(argument),
            "help": talk.help,
            "topics": talk.topics,
            "contact": talk.contact,
            "privacy": talk.privacy,
            "language": talk.languages,
            "whoami": lambda: talk.whoami(letter.sender.id),
        }
        known = commands.get(name)
        if known is None and not scene.private and "@" not in (letter.message.text or "").split()[0]:
            return Turn()  # in a group it may be another bot's
        if scene.private:
            self._services.sessions.remember(scene.destination.chat_id, writing=False)
        turn = known() if known else talk.unknown_command()
        self._remember_answer(scene, turn)
        return turn

    async def _pass_on(self, scene: Scene, offer: Message | None) -> Turn:
        """Passes on what an offer shows, to the letter."""
        handoff = self._services.handoff
        kinds: list[str | None] = [MessageEntity.BLOCKQUOTE]
        shown = list(offer.parse_entities(kinds).values()) if offer is not None else []
        talk = self._talk(scene)
        if handoff is None or offer is None or not shown:
            return talk.handed_over(passed_on=False)
        asked = offer.reply_to_message.message_id if offer.reply_to_message else offer.message_id
        passed_on = await handoff.relay(shown[0], scene.destination.chat_id, asked, scene.localized.language)
        return talk.handed_over(passed_on=passed_on)

    async def _carry_out(
        self, scene: Scene, turn: Turn, query: CallbackQuery | None = None, above: str = "", urgent: bool = False
    ) -> None:
        await self._services.sender.show(scene.destination, turn, query, above=above, urgent=urgent)
        if scene.private and (turn.counts or turn.note):
            await self._services.recorder.record(self._handled(scene, turn), chat_id=scene.destination.chat_id)

    def _handled(self, scene: Scene, turn: Turn) -> Handled:
        week = Week.of(self._services.today())
        tallies = tuple(Tally(count.outcome, count.subject or None, count.by) for count in turn.counts)
        note = turn.note
        if note is None:
            return Handled(scene.update_id, week, tallies)
        question = Question(
            week=week,
            language=scene.localized.language,
            redacted=note.redacted,
            kind=note.kind,
            nearest=note.nearest or None,
            confidence=min(max(note.confidence, 0.0), 1.0) if note.nearest else None,
            faq_digest=scene.localized.digest,
        )
        return Handled(scene.update_id, week, tallies, (question,))

    async def _interpret(self, text: str, scene: Scene, read: Entry | None = None) -> Interpretation:
        interpreter = scene.snapshot.interpreter(scene.localized.language)
        if read is not None:
            interpret = partial(interpreter.interpret_after, text, read, scene.localized.faq.published)
        elif (early := None if interpreter.is_quick(text) else interpreter.interpret_early(text)) is not None:
            return early
        else:
            interpret = partial(interpreter.interpret, text)
        if interpreter.is_quick(text):
            return interpret()
        async with self._services.sender.typing(scene.destination):
            return await asyncio.to_thread(interpret)

    def _talk(self, scene: Scene) -> Conversation:
        return self._services.talk(scene.snapshot, scene.localized, private=scene.private)

    def _scene_of_tap(
        self, update: Update, query: CallbackQuery, asked: Action, message: Message | None, *, private: bool
    ) -> Scene:
        chat_id = query.message.chat.id if query.message is not None else 0
        destination = Destination(chat_id) if message is None else Destination.of(message, quote=False)
        question = message.reply_to_message if message is not None else None
        if asked.verb in _ON_THE_QUESTION and question is not None:
            destination = replace(destination, reply_to=question.message_id)
        snapshot = self._services.live_faq.live
        language = asked.target if asked.verb is Verb.LANGUAGE else asked.language
        if language in snapshot.by_language and private:
            self._services.sessions.remember(chat_id, language=language)
        localized = (
            snapshot.localized(language)
            if language in snapshot.by_language
            else self._localized(snapshot, chat_id, query.from_user, "")
        )
        return Scene(update.update_id, snapshot, localized, private, destination)

    def _localized(self, snapshot: Snapshot, chat_id: int, sender: User, text: str) -> LocalizedFaq:
        """The edition to answer in: by the words, by what was chosen or used before, by the app's language."""
        if len(snapshot.by_language) == 1:
            return snapshot.main
        written = detect(text, snapshot.own_words) if text else None
        private = chat_id > 0
        if written in snapshot.by_language:
            if private and written and len(text.split()) >= SURE_OF_LANGUAGE:
                self._services.sessions.remember(chat_id, language=written)
            return snapshot.localized(written)
        remembered = self._services.sessions.of(chat_id).language if private else ""
        return snapshot.localized(remembered or (sender.language_code or "")[:2])

    def _read_before(self, scene: Scene) -> Entry | None:
        """The entry that the patient was just reading."""
        memory = self._services.sessions.of(scene.destination.chat_id)
        return scene.localized.shown.entry(memory.entry_id) if scene.private else None

    def _remember_answer(self, scene: Scene, turn: Turn) -> None:
        shown = (turn.replace, *turn.replies)
        answered = next((reply.entry_id for reply in shown if reply is not None and reply.entry_id), None)
        if scene.private and answered is not None:
            self._services.sessions.remember(scene.destination.chat_id, entry_id=answered)

    def _question_of(self, message: Message) -> str | None:
        """The patient's words that a message of ours answers. Telegram brings them along; nothing is looked up."""
        asked = message.reply_to_message
        words = asked.text or asked.caption if asked is not None else None
        remembered = self._services.sessions.of(message.chat_id).question
        # a thought in several messages: the one that was quoted is only its end
        return remembered if words and remembered.endswith(words) else words

    def _is_late(self, message: Message) -> bool:
        return self._services.now() - (message.edit_date or message.date) > LATE_AFTER
