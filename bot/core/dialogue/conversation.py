"""The bot's side of a conversation in one language: an event in, a `Turn` out.

Opens the parts of the bot itself, and leaves questions, red flags, feedback and the clinic to the replies about each.
Messages come with their interpretation. Knows nothing of Telegram, of who the patient is, of files, and of time beyond
`today`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.core.deidentification.anonymizer import Redacted
from bot.core.dialogue.alarm_replies import AlarmReplies
from bot.core.dialogue.content_type import ContentType
from bot.core.dialogue.feedback_replies import FeedbackReplies
from bot.core.dialogue.feelings import Feeling
from bot.core.dialogue.handoff_replies import HandoffReplies
from bot.core.dialogue.interpreter import Interpretation
from bot.core.dialogue.other_language_replies import OtherLanguageReplies
from bot.core.dialogue.question_notes import QuestionNotes
from bot.core.dialogue.question_replies import QuestionReplies
from bot.core.dialogue.replies import Action, Buttons, Turn, Verb, above
from bot.core.dialogue.reply_builder import ReplyBuilder
from bot.core.dialogue.search_replies import SearchReplies
from bot.core.faq.model import Entry, Faq
from bot.core.languages.language import SmallTalk
from bot.core.records import CountedEvent, Tally


class Conversation:
    """The replies of one FAQ.

    `redact` de-identifies a question before it is kept, `keep_days` is the promise of /privacy, `digest` is the version
    of the FAQ, `languages` maps the codes of the bot's languages to their names. With `noting` off (groups) nothing is
    kept; in a `trial` by staff neither, which they are told. With `writing` on, patients may write to the clinic.
    """

    def __init__(
        self,
        faq: Faq,
        redact: Callable[[str], Redacted],
        *,
        today: date,
        keep_days: int,
        digest: str,
        noting: bool = True,
        trial: bool = False,
        languages: Mapping[str, str] | None = None,
        writing: bool = False,
    ) -> None:
        self._faq = faq
        self._words = faq.messages
        self._languages = languages if languages is not None and len(languages) > 1 else {}
        self._writing = writing
        self._keep_days = keep_days
        self._noting = noting
        self._replies = ReplyBuilder(faq, today, mark=faq.language if self._languages else "", asking=noting)
        self.alarms = AlarmReplies(faq, self._replies, closing=noting)
        """What is said about red flags."""
        self.search = SearchReplies(faq, self._replies, self.alarms)
        """What a search finds."""
        self.handoff = HandoffReplies(faq.messages, self._replies)
        """What is said about messages to the clinic."""
        notes = QuestionNotes(faq.language, redact, today, digest, noting=noting, trial=trial)
        self._questions = QuestionReplies(faq, self._replies, self.alarms, notes)
        self._foreign = OtherLanguageReplies(faq, self._replies, self.alarms, notes, self._languages)
        self._feedback = FeedbackReplies(faq, self._replies, notes)

    def card(self, interpretation: Interpretation) -> Entry | None:
        """The one entry whose answer a message gets, be it only likely."""
        return self._questions.card(interpretation)

    def asked(
        self,
        interpretation: Interpretation,
        text: str,
        *,
        read: str = "",
        again: int = 0,
        anew: bool = False,
        offered: Sequence[str] = (),
        likely: Sequence[str] = (),
        app_language: str = "",
    ) -> Turn:
        """The reply to a message: an answer, suggestions, or that the bot has none.

        `read` is the id of the entry shown last, `offered` are those that the last reply offered, `likely` those that
        the question before may have meant. `again` says how
        often in a row the answer, or more of it, was shown before, `anew` whether the message is another than the one
        before: then it is never said that all was shown. `app_language` decides between languages that a
        message may equally be in."""
        if interpretation.small_talk is not None:
            turn = self._talked(SmallTalk(interpretation.small_talk), self._faq.entry(read), again, likely)
            if line := self.alarms.if_now(interpretation):
                turn = above(line, turn)
            # what it offers is no answer to a question: only questions are counted as OFFERED
            counts = (one for one in turn.counts if one.event is not CountedEvent.OFFERED)
            return replace(turn, counts=(Tally(CountedEvent.SMALL_TALK), *counts))
        if interpretation.foreign:
            spoken = app_language if app_language in interpretation.or_else else interpretation.foreign
            return self._foreign.told(interpretation, spoken, text)
        return self._questions.asked(interpretation, text, again=again, anew=anew, offered=offered)

    def comforting(self, feeling: Feeling, turn: Turn) -> Turn:
        """The turn below a kind line."""
        return above(self._replies.text(getattr(self._words, feeling.value)), turn) if turn.shown else turn

    def tapped(self, action: Action, question: str | None, others: Sequence[str] = ()) -> Turn:
        """The effect of a button. `question` is the message that it belongs to, if known; `others` are the ids of
        entries that may answer it, the best first."""
        entry = self._faq.entry(action.target)
        match action.verb:
            case Verb.TOPICS:
                return Turn(replace=self._replies.topics())
            case Verb.TOPIC:
                page = self._replies.topic(action.target, action.number)
                return Turn(replace=page) if page else self._gone()
            case Verb.CONTACT:
                return self.contact()
            case Verb.LANGUAGE:
                return self._say(self._words.language_chosen, self._replies.topic_buttons())
            case Verb.HANDOFF if self._writing:
                return self._say(self._words.handoff_ask, self._replies.handoff_buttons()[1:])
            case Verb.HANDOFF:
                return self.contact()
            case Verb.HANDOFF_CANCEL:
                return Turn(replace=self._replies.say(self._words.handoff_cancelled))
            case Verb.NOT_EMERGENCY:
                return self.alarms.closed(action.target) if self._noting else Turn()
            case Verb.NONE_OF_THESE:
                return self._feedback.rejected(action, question)
            case Verb.ENTRY | Verb.CHOOSE | Verb.BROWSE | Verb.MORE | Verb.HELPFUL | Verb.NOT_HELPFUL:
                return self._on_entry(action, entry, question, others) if entry else self._gone()
            case _:
                return self._gone()

    def command(self, name: str, argument: str = "", sender: int = 0) -> Turn | None:
        """The reply to a command; None for an unknown name. `sender` is the id that /whoami shows."""
        words = self._words
        match name:
            case "start":
                entry = self._faq.entry(argument)  # a link to the bot may name an entry
                return self._read(entry) if entry else self._opened(SmallTalk.START)
            case "help" | "topics" | "contact" | "privacy":
                return self._opened(SmallTalk(name))
            case "language" if self._languages:
                return self._say(words.language_question, self._replies.language_buttons(self._languages))
            case "language":
                return self.unknown_command()
            case "whoami":
                return self._say(words.whoami, id=str(sender))
            case _:
                return None

    def unknown_command(self) -> Turn:
        """The reply to a command that does not exist, or is not for this person."""
        return self._say(self._words.unknown_command)

    def contact(self) -> Turn:
        """The clinic's details and, if patients may write to it, a button for that."""
        write = ((self._replies.button(self._words.handoff_button, Verb.HANDOFF),),) if self._writing else ()
        return self._say(self._words.contact, write)

    def content(self, content: ContentType) -> Turn:
        """The reply to something that is not text. Nothing of it is kept."""
        return self._no_answer(getattr(self._words, content.value), counts=(Tally(CountedEvent.NOT_TEXT),))

    def trouble(self) -> Turn:
        """The apology for an answer that could not be made."""
        return self._no_answer(self._words.trouble)

    def slow_down(self) -> Turn:
        """The notice to a chat that sends too many messages."""
        return self._no_answer(self._words.slow_down)

    def late(self, turn: Turn) -> Turn:
        """The turn with an apology for the delay above its first reply."""
        return above(self._replies.text(self._words.late), turn)

    def _talked(self, kind: SmallTalk, read: Entry | None, again: int, likely: Sequence[str]) -> Turn:
        """The reply to small talk. What it says of the last answer needs to know which that was."""
        match kind:
            case SmallTalk.MISUNDERSTOOD:
                return self._questions.misunderstood(read, likely)
            case SmallTalk.PICK if read is not None and read.follow_ups:
                return self._questions.something_else(read.follow_ups, read.id, 0, anew=True)
            case _:
                return self._opened(kind, read, again)

    def _opened(self, kind: SmallTalk, read: Entry | None = None, again: int = 0) -> Turn:
        """The part of the bot that a message or a command names, or the reply to other small talk."""
        match kind:
            case SmallTalk.HELP:
                return self._say(self._words.help, self._replies.ways_on())
            case SmallTalk.START:
                return self._say(self._words.welcome, self._replies.topic_buttons())
            case SmallTalk.CONTACT:
                return self.contact()
            case SmallTalk.PRIVACY:
                return self._say(self._words.privacy, days=str(self._keep_days))
            case SmallTalk.MORE if read is not None and read.follow_ups and again > 1:
                return self._questions.something_else(read.follow_ups, read.id, 0)
            case SmallTalk.MORE if read is not None:
                return Turn(self._replies.details(read))
            case SmallTalk.TOPICS | SmallTalk.MORE | SmallTalk.PICK:
                return Turn((self._replies.topics(),))
            case SmallTalk.NO_WORDS:
                return self._no_answer(self._words.no_words)
            case _:
                return self._say(getattr(self._words, kind.value))

    def _on_entry(self, action: Action, entry: Entry, question: str | None, others: Sequence[str]) -> Turn:
        match action.verb:
            case Verb.BROWSE:
                reply = self._replies.answer(entry, back_to=entry.topic or "")
                return Turn(replace=reply, counts=(Tally(CountedEvent.ANSWERED, entry.id),))
            case Verb.MORE:
                return Turn(self._replies.details(entry))
            case Verb.HELPFUL | Verb.NOT_HELPFUL:
                return self._feedback.voted(action, entry, question, others)
            case Verb.CHOOSE:
                return self._read(entry, Tally(CountedEvent.CHOSEN, entry.id))
            case _:
                return self._read(entry)

    def _read(self, entry: Entry, *more: Tally) -> Turn:
        return Turn((self._replies.answer(entry),), counts=(Tally(CountedEvent.ANSWERED, entry.id), *more))

    def _gone(self) -> Turn:
        return self._say(self._words.entry_gone, self._replies.topic_buttons())

    def _say(self, wording: str, buttons: Buttons = (), counts: tuple[Tally, ...] = (), **values: str) -> Turn:
        return Turn((self._replies.say(wording, buttons, **values),), counts=counts)

    def _no_answer(self, wording: str, buttons: Buttons = (), counts: tuple[Tally, ...] = (), **values: str) -> Turn:
        return Turn((self._replies.no_answer(wording, buttons, **values),), counts=counts)
