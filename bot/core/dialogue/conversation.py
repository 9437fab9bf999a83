"""The bot's side of a conversation in one language: an event in, a `Turn` out.

Messages come with their interpretation. Knows nothing of Telegram, of who the patient is, of files, and of time beyond
`today`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from bot.core.deidentification.anonymizer import Redacted
from bot.core.dialogue.alarm_replies import AlarmReplies, action
from bot.core.dialogue.answers import ReplyBuilder
from bot.core.dialogue.feelings import Feeling
from bot.core.dialogue.interpreter import Interpretation, InterpretationKind
from bot.core.dialogue.replies import Action, Buttons, Reply, Turn, Verb, above, below
from bot.core.faq.model import Entry, Faq
from bot.core.languages import language
from bot.core.languages.language import SmallTalk
from bot.core.matching.segmentation import OpenQuestion
from bot.core.phrasebook import texts as fixed_texts
from bot.core.records import Outcome, Question, QuestionKind, Tally, Week
from bot.core.red_flags.section import UNCLEAR
from bot.core.text.markup import split_verbatim, verbatim_length

SUGGESTIONS = 3
"""Guesses offered when unsure."""
WORTH_OFFERING = 0.02
"""Least confidence in a guess that is offered before the follow-ups of the first."""
LIKELY = 0.75
"""Least confidence in a guess that is shown with its short answer."""
NOT_OF_A_PATIENT = "*Not noted or counted: you are staff.*"
"""Told to staff where a patient's question would have been noted; in English, as all texts for staff."""
HANDOFF_LIMIT = 3000
"""UTF-16 units of a message to or from the clinic; with the text around it, it fits into one Telegram message."""


class ContentType(StrEnum):
    """A kind of message other than text; the value names the reply in `messages`."""

    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video_message"
    STICKER = "sticker"
    DOCUMENT = "document"
    LOCATION = "location"
    CONTACT = "contact_card"
    POLL = "poll"
    OTHER = "other_content"


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
        self._replies = ReplyBuilder(faq, today, mark=faq.language if self._languages else "", asking=noting)
        self.alarms = AlarmReplies(faq, self._replies, closing=noting)
        """What is said about red flags."""
        self._redact = redact
        self._keep_days = keep_days
        self._today = today
        self._digest = digest
        self._noting = noting
        self._trial = trial

    def card(self, interpretation: Interpretation) -> Entry | None:
        """The one entry whose answer a message gets, be it only likely."""
        best = interpretation.best
        if best is None or len(interpretation.parts) > 1:
            return None
        entry = self._faq.entry(best.entry_id)
        if interpretation.kind is InterpretationKind.ANSWER:
            return entry
        likely = interpretation.kind is InterpretationKind.SUGGEST and best.confidence >= LIKELY
        return entry if likely and entry is not None and not entry.cautious else None

    def asked(
        self,
        interpretation: Interpretation,
        text: str,
        *,
        read: str = "",
        again: int = 0,
        anew: bool = False,
        offered: Sequence[str] = (),
        app_language: str = "",
    ) -> Turn:
        """The reply to a message: an answer, suggestions, or that the bot has none.

        `read` is the id of the entry shown last, `offered` are those that the last reply offered. `again` says how
        often in a row the answer, or more of it, was shown before, `anew` whether the message is another than the one
        before: then it is never said that all was shown. `app_language` decides between languages that a
        message may equally be in."""
        if interpretation.small_talk is not None:
            turn = self._opened(SmallTalk(interpretation.small_talk), self._faq.entry(read), again)
            if line := self._if_now(interpretation):
                turn = above(line, turn)
            return replace(turn, counts=(Tally(Outcome.SMALL_TALK),))
        if interpretation.foreign:
            spoken = app_language if app_language in interpretation.or_else else interpretation.foreign
            return self._in_another_language(interpretation, spoken, text)
        asked = Tally(Outcome.ASKED)
        card, best = self.card(interpretation), interpretation.best
        if card is not None and again:
            return self._shown_again(card, interpretation, asked, again, anew=anew)
        if interpretation.kind is InterpretationKind.ANSWER:
            return self._answers(interpretation, asked)
        if interpretation.kind is InterpretationKind.SUGGEST and best is not None:
            shown = tuple(match.entry_id for match in interpretation.matches[:SUGGESTIONS])
            if set(shown) == set(offered):
                return self._offered_again(interpretation, shown, asked, anew=anew)
            percent = round(100 * best.confidence)
            if card is not None:
                shown = (card.id, *_next_best(card, interpretation))[:SUGGESTIONS]
                reply = self._replies.likely(card, shown[1:], percent)
            else:
                reply = self._replies.suggestions(shown, best.entry_id, percent)
            turn = self._suggested(below(self._if_now(interpretation), reply), shown, asked)
            return turn.then(self._left_open(interpretation.left, shown))
        note = self._note(QuestionKind.UNMATCHED, text, best.entry_id if best else "", best.confidence if best else 0.0)
        wording = self._worded(note, text, self._words.no_match, self._words.no_match_not_noted)
        reply = below(self._if_now(interpretation), self._replies.no_answer(wording, self._replies.ways_on()))
        counts = (asked, self._of_language(Outcome.NOTHING_FOUND), Tally(Outcome.UNMATCHED))
        return Turn((reply,), counts=counts, note=note)

    def _in_another_language(self, interpretation: Interpretation, spoken: str, text: str) -> Turn:
        """Which languages the bot has, in the language of the message, and what may be looked for there."""
        fixed, names = fixed_texts(spoken), self._languages or {self._faq.language: self._words.language_name}
        best = interpretation.best
        nearest, confidence = (best.entry_id, best.confidence) if best else ("", 0.0)
        note = self._note(QuestionKind.UNMATCHED, text, nearest, confidence, spoken)
        suggested = self._replies.questions([one.entry_id for one in interpretation.matches[:SUGGESTIONS]], Verb.CHOOSE)
        if fixed is None:
            buttons = (*suggested, *self._language_buttons(), *self._replies.ways_on())
            other = self._replies.no_answer(self._words.other_language, buttons, languages=", ".join(names.values()))
            reply = below(self._if_now(interpretation), other)
        else:
            reply = self._replies.fixed(fixed, names, suggested, self._language_buttons())
        if untold := self._worded(note, text, "", ""):
            reply = replace(reply, text=f"{reply.text}{untold}")
        return Turn((reply,), counts=(Tally(Outcome.OTHER_LANGUAGE, spoken),), note=note)

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
                return self._rejected(action, question)
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
                return self._say(words.language_question, self._language_buttons())
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

    def handoff_offered(self, text: str) -> Turn:
        """The message to the clinic verbatim, with buttons to send it or not."""
        if verbatim_length(text) > HANDOFF_LIMIT:
            return self._say(self._words.handoff_too_long)
        offer = self._replies.say(self._words.handoff_offer, self._replies.handoff_buttons(), text="")
        return Turn((replace(offer, quoted=text),))

    def handed_over(self, *, passed_on: bool) -> Turn:
        """Whether the message reached the clinic, in place of the offer."""
        wording = self._words.handoff_sent if passed_on else self._words.handoff_failed
        counts = (Tally(Outcome.HANDED_OVER),) if passed_on else ()
        return Turn(replace=self._replies.say(wording), counts=counts)

    def handoff_answered(self, text: str) -> Turn:
        """The reply of the clinic's staff, verbatim."""
        first, *others = split_verbatim(text, HANDOFF_LIMIT)
        heading = self._replies.say(self._words.handoff_reply, text="")
        return Turn((replace(heading, quoted=first), *(Reply("", quoted=one) for one in others)))

    def content(self, content: ContentType) -> Turn:
        """The reply to something that is not text. Nothing of it is kept."""
        return self._no_answer(getattr(self._words, content.value), counts=(Tally(Outcome.NOT_TEXT),))

    def trouble(self) -> Turn:
        """The apology for an answer that could not be made."""
        return self._no_answer(self._words.trouble)

    def slow_down(self) -> Turn:
        """The notice to a chat that sends too many messages."""
        return self._no_answer(self._words.slow_down)

    def late(self, turn: Turn) -> Turn:
        """The turn with an apology for the delay above its first reply."""
        return above(self._replies.text(self._words.late), turn)

    def found(self, interpretation: Interpretation, most: int) -> Turn:
        """At most `most` answers to a search, one reply each, with a button that opens the entry.

        The best answer to each question in the text comes before all others."""
        if interpretation.kind in (InterpretationKind.NONE, InterpretationKind.SMALL_TALK):
            return Turn()
        firsts = [ranking.matches[0].entry_id for ranking in interpretation.parts if ranking.matches]
        ids = dict.fromkeys([*firsts, *(match.entry_id for match in interpretation.matches)])
        return self._listed(ids, most, self._if_now(interpretation))

    def first_of_topics(self, most: int) -> Turn:
        """The first answer of every topic, for an empty search."""
        seen: dict[str | None, str] = {}
        for entry in self._faq.published:
            seen.setdefault(entry.topic, entry.id)
        return self._listed(seen.values(), most)

    def _listed(self, entry_ids: Iterable[str], most: int, before: str = "") -> Turn:
        entries = [entry for entry_id in entry_ids if (entry := self._faq.entry(entry_id))]
        more = {one.id: self._replies.button(self._words.related_button, Verb.ENTRY, one.id) for one in entries[:most]}
        answers = (self._replies.answer(entry, before=before) for entry in entries[:most])
        return Turn(tuple(replace(answer, buttons=((more[answer.entry_id],),)) for answer in answers))

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
                return self._something_else(read.follow_ups, read.id, 0)
            case SmallTalk.MORE if read is not None:
                return Turn(self._replies.details(read))
            case SmallTalk.TOPICS | SmallTalk.MORE:
                return Turn((self._replies.topics(),))
            case SmallTalk.NO_WORDS:
                return self._no_answer(self._words.no_words)
            case _:
                return self._say(getattr(self._words, kind.value))

    def _shown_again(
        self, entry: Entry, interpretation: Interpretation, asked: Tally, again: int, *, anew: bool
    ) -> Turn:
        """What follows an answer instead of the same answer: its details, the answer once more if something else was
        asked, and then a choice without it."""
        before = self._if_now(interpretation)
        if again == 1 and interpretation.kind is InterpretationKind.ANSWER:
            first, *rest = self._replies.details(entry)
            counts = (asked, self._of_language(Outcome.ANSWERED_AT_ONCE), Tally(Outcome.ANSWERED, entry.id))
            return Turn((below(before, first), *rest), counts=counts)
        if again == 2 and anew and interpretation.kind is InterpretationKind.ANSWER:
            return self._answers(interpretation, asked)
        percent = round(100 * interpretation.matches[0].confidence)
        next_best = _next_best(entry, interpretation)
        return self._something_else(next_best, entry.id, percent, before, asked, anew=anew)

    def _offered_again(
        self, interpretation: Interpretation, offered: Sequence[str], asked: Tally, *, anew: bool
    ) -> Turn:
        """What follows a choice instead of the same choice: what else may be meant."""
        first = interpretation.matches[0]
        others = [one.entry_id for one in interpretation.matches if one.entry_id not in offered]
        percent = round(100 * first.confidence)
        return self._something_else(others, first.entry_id, percent, self._if_now(interpretation), asked, anew=anew)

    def _something_else(
        self, entry_ids: Sequence[str], nearest: str, percent: int, before: str = "", *counts: Tally, anew: bool = False
    ) -> Turn:
        """A choice after all that is known of a question was shown, and the clinic."""
        wording = self._words.did_you_mean if anew else self._words.asked_again
        shown = tuple(entry_ids[:SUGGESTIONS])
        choice = self._replies.suggestions(shown, nearest, percent, wording)
        contact = self._replies.button(self._words.contact_button, Verb.CONTACT)
        reply = below(before, replace(choice, buttons=(*choice.buttons, (contact,))))
        return self._suggested(reply, shown, *counts)

    def _suggested(self, reply: Reply, shown: Sequence[str], *counts: Tally) -> Turn:
        found = self._of_language(Outcome.OFFERED if shown else Outcome.NOTHING_FOUND)
        return Turn((reply,), counts=(*counts, found, *(Tally(Outcome.SUGGESTED, one) for one in shown)))

    def _answers(self, interpretation: Interpretation, asked: Tally) -> Turn:
        before = self._if_now(interpretation)
        entries = [entry for ranking in interpretation.parts if (entry := self._faq.entry(ranking.matches[0].entry_id))]
        replies = [self._replies.answer(entry, before="" if nth else before) for nth, entry in enumerate(entries)]
        if len(replies) > 1:
            replies.insert(0, self._replies.say(self._words.several))
        at_once = self._of_language(Outcome.ANSWERED_AT_ONCE)
        counts = (asked, at_once, *(Tally(Outcome.ANSWERED, entry.id) for entry in entries))
        return Turn(tuple(replies), counts=counts).then(
            self._left_open(interpretation.left, [entry.id for entry in entries])
        )

    def _left_open(self, questions: Sequence[OpenQuestion], shown: Sequence[str]) -> Turn:
        """Offers entries for the questions of a message that `shown` leave open, or says that they have no answer and
        notes them."""
        unknown = [one for one in questions if not one.offers]
        turn = self._offered_for([one for one in questions if one.offers], shown)
        if not unknown:
            return turn
        best, text = unknown[0].ranking.best, " ".join(one.text for one in unknown)
        note = self._note(QuestionKind.UNMATCHED, text, best.entry_id if best else "", best.confidence if best else 0.0)
        wording = self._worded(note, text, self._words.unanswered, self._words.unanswered_not_noted)
        reply = self._replies.no_answer(wording, which=self._which(unknown))
        return turn.then(Turn((reply,), counts=(Tally(Outcome.UNMATCHED),), note=note))

    def _offered_for(self, questions: Sequence[OpenQuestion], shown: Sequence[str]) -> Turn:
        """A choice of entries for the questions of a message that are not clear, the best of each first."""
        ranked = [
            ranking.matches[nth]
            for nth in range(SUGGESTIONS)
            for ranking in (one.ranking for one in questions)
            if nth < len(ranking.matches) and (nth == 0 or ranking.matches[nth].confidence >= WORTH_OFFERING)
        ]
        new = dict.fromkeys(match.entry_id for match in ranked if match.entry_id not in shown)
        ids = tuple(new)[: max(SUGGESTIONS, len(questions))]
        if not ids:
            return Turn()
        wording = self._replies.text(self._words.asked_too, which=self._which(questions))
        best = max(ranked, key=lambda match: match.confidence)
        choice = self._replies.suggestions(ids, best.entry_id, round(100 * best.confidence), wording)
        return Turn((choice,), counts=tuple(Tally(Outcome.SUGGESTED, one) for one in ids))

    def _which(self, questions: Sequence[OpenQuestion]) -> str:
        """Their places in words: "first and third"."""
        record = language(self._faq.language)
        ordinals = dict(enumerate(record.ordinals.split(), 1))
        joining = f" {record.joining_words.split()[0]} " if record.joining_words else ", "
        return joining.join(ordinals.get(one.number, f"{one.number}.") for one in questions)

    def _language_buttons(self) -> Buttons:
        return tuple((self._replies.button(name, Verb.LANGUAGE, code),) for code, name in self._languages.items())

    def _if_now(self, interpretation: Interpretation) -> str:
        """The line above the reply to a question about a red flag in general; "" for other messages."""
        if interpretation.alarm is None or interpretation.alarm.certain or self._faq.urgent is None:
            return ""
        cry = interpretation.alarm.sign.id == UNCLEAR and interpretation.small_talk == SmallTalk.HELP
        line = self._replies.text(action(interpretation.alarm.sign) if cry else self._faq.urgent.if_now)
        return line if "**" in line else f"**{line}**"

    def _say(self, wording: str, buttons: Buttons = (), counts: tuple[Tally, ...] = (), **values: str) -> Turn:
        return Turn((self._replies.say(wording, buttons, **values),), counts=counts)

    def _no_answer(self, wording: str, buttons: Buttons = (), counts: tuple[Tally, ...] = (), **values: str) -> Turn:
        return Turn((self._replies.no_answer(wording, buttons, **values),), counts=counts)

    def _read(self, entry: Entry, *more: Tally) -> Turn:
        return Turn((self._replies.answer(entry),), counts=(Tally(Outcome.ANSWERED, entry.id), *more))

    def _on_entry(self, action: Action, entry: Entry, question: str | None, others: Sequence[str]) -> Turn:
        match action.verb:
            case Verb.BROWSE:
                reply = self._replies.answer(entry, back_to=entry.topic or "")
                return Turn(replace=reply, counts=(Tally(Outcome.ANSWERED, entry.id),))
            case Verb.MORE:
                return Turn(self._replies.details(entry))
            case Verb.HELPFUL | Verb.NOT_HELPFUL:
                return self._feedback(action, entry, question, others)
            case Verb.CHOOSE:
                return self._read(entry, Tally(Outcome.CHOSEN, entry.id))
            case _:
                return self._read(entry)

    def _feedback(self, action: Action, entry: Entry, question: str | None, others: Sequence[str]) -> Turn:
        if action.number == 2:  # said already
            return Turn()
        good = action.verb is Verb.HELPFUL
        counts = [Tally(Outcome.HELPFUL if good else Outcome.NOT_HELPFUL, entry.id)]
        if action.number == 1:
            counts.append(Tally(Outcome.NOT_HELPFUL if good else Outcome.HELPFUL, entry.id, by=-1))
        row = self._replies.feedback(entry.id, helpful=good)
        if good:
            reply = self._replies.say(self._words.helpful_thanks)
            return Turn((reply,) if not action.number else (), row=row, counts=tuple(counts))
        offered = self._replies.questions([one for one in others if one != entry.id][:SUGGESTIONS], Verb.CHOOSE)
        note = self._note(QuestionKind.NOT_HELPFUL, question, entry.id)
        noted = self._words.not_helpful if offered else self._words.not_helpful_alone
        wording = self._worded(note, question, noted, self._words.not_helpful_not_noted)
        return Turn((self._replies.say(wording, offered),), row=row, counts=tuple(counts), note=note)

    def _rejected(self, action: Action, question: str | None) -> Turn:
        nearest = action.target if self._faq.entry(action.target) else ""
        confidence = min(action.number, 100) / 100
        note = self._note(QuestionKind.SUGGESTION_REJECTED, question, nearest, confidence)
        wording = self._worded(note, question, self._words.rejected, self._words.no_match_not_noted)
        reply = self._replies.no_answer(wording, self._replies.ways_on())
        return Turn((reply,), buttons=(), counts=(Tally(Outcome.REJECTED, nearest or None),), note=note)

    def _note(
        self, kind: QuestionKind, text: str | None, nearest: str = "", confidence: float = 0.0, spoken: str = ""
    ) -> Callable[[], Question] | None:
        if not self._noting or self._trial or not text:
            return None
        return lambda: Question(
            week=Week.of(self._today),
            language=spoken or self._faq.language,
            redacted=self._redact(text),
            kind=kind,
            nearest=nearest or None,
            confidence=min(max(confidence, 0.0), 1.0) if nearest else None,
            faq_digest=self._digest,
        )

    def _worded(self, note: Callable[[], Question] | None, text: str | None, noted: str, unnoted: str) -> str:
        """What is said of a question: that it is noted, or not. Staff are told if a patient's would have been."""
        if note is not None:
            return noted
        return f"{unnoted}\n\n{NOT_OF_A_PATIENT}" if self._trial and self._noting and text else unnoted

    def _of_language(self, outcome: Outcome) -> Tally:
        return Tally(outcome, self._faq.language)

    def _gone(self) -> Turn:
        return self._say(self._words.entry_gone, self._replies.topic_buttons())


def _next_best(entry: Entry, interpretation: Interpretation) -> tuple[str, ...]:
    """The ids of other entries to offer beside the first: what else may be meant, then its follow-ups."""
    others = (one.entry_id for one in interpretation.matches[1:] if one.confidence >= WORTH_OFFERING)
    return tuple(dict.fromkeys((*others, *entry.follow_ups)))
