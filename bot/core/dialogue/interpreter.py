"""Interprets a message as a red flag, small talk, a foreign language, or a question with ranked entries.

Owns the order of these checks, red flags first. Knows nothing of replies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core import languages
from bot.core.dialogue.going_on import goes_on, offered_after
from bot.core.dialogue.picks import points_at_a_choice
from bot.core.dialogue.refusals import ranked_without, refusal
from bot.core.dialogue.small_talk import small_talk, without_manners
from bot.core.dialogue.sounded_words import as_meant
from bot.core.dialogue.wishes import Wish, mere_wish, wish
from bot.core.faq.model import Entry
from bot.core.languages import language
from bot.core.languages.language import OPENING, SmallTalk
from bot.core.matching.follow_ups import may_follow, points_back, rank_after
from bot.core.matching.matcher import Matcher
from bot.core.matching.ranking import Band, Match, Ranking
from bot.core.matching.segmentation import OpenQuestion, RankedQuestions, rank_questions
from bot.core.matching.similarity import Encode
from bot.core.red_flags.alarm import Alarm
from bot.core.text.normalization import normalize

NAMING_WORDS = 2
"""A message of more words than "make up" asks something; it does not just name a topic."""
BARE_WORDS = 3
"""A message of more words that has an answer by itself is no follow-up, unless it points back."""
POINTING_WORDS = 9
"""A message of more words is no follow-up of an entry about something of its own, though it points back."""
_LITTLE_WORDS = languages.words(
    lambda one: " ".join(
        (one.question_words, one.asking_verbs, one.joining_words, one.pointing_words, one.unfinished_words)
    )
)
QUICK = 200
"""Characters that are interpreted without an encoder within about four milliseconds."""


def _nothing(_text: str) -> tuple[Match, ...]:
    return ()


class InterpretationKind(StrEnum):
    """The outcome of an interpretation; the first three are the bands of a ranking."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    NONE = "none"
    URGENT = "urgent"
    SMALL_TALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The interpretation of a message, with its evidence.

    `parts` are the rankings of the questions in the message, several only if each has an answer. `alarm` is also set
    for a red flag that is only asked about, or that must be seen the same day; the kind is not urgent then.
    """

    kind: InterpretationKind
    parts: tuple[Ranking, ...] = ()
    alarm: Alarm | None = None
    small_talk: str | None = None
    """The name of the reply in `messages`."""
    foreign: str | None = None
    """The language of the message if it is not that of the FAQ. `parts` then suggest entries, if any are known."""
    or_else: tuple[str, ...] = ()
    """Other languages that it is as likely in."""
    left: tuple[OpenQuestion, ...] = ()
    """The questions that the answers, or the choice, leave out."""

    @property
    def matches(self) -> tuple[Match, ...]:
        """The ranked entries of the first question."""
        return self.parts[0].matches if self.parts else ()

    @property
    def best(self) -> Match | None:
        """The nearest entry."""
        return self.matches[0] if self.matches else None

    @property
    def answers(self) -> tuple[str, ...]:
        """The ids of the entries that answer the message."""
        answered = self.parts if self.kind is InterpretationKind.ANSWER else ()
        return tuple(part.best.entry_id for part in answered if part.best is not None)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Interprets messages for the FAQ in `language`, whose words are `own_words`; `detect` finds red flags, `likely`
    tells the languages that a message may be in, `across` ranks the entries for a message in any language, and
    `untranslated` are the entries that the main FAQ lends to this one."""

    language: str
    matcher: Matcher
    detect: Callable[[str], Alarm | None]
    own_words: frozenset[str]
    likely: Callable[[str], tuple[str, ...]]
    across: Callable[[str], tuple[Match, ...]] = _nothing
    untranslated: frozenset[str] = frozenset()

    def encoding_with(self, exchange: Callable[[Encode], Encode]) -> Interpreter:
        """A copy with another encoder for messages, which returns the same vectors."""
        return replace(self, matcher=self.matcher.encoding_with(exchange))

    def is_quick(self, text: str) -> bool:
        """Whether interpreting the text is fast enough for the event loop."""
        return not self.matcher.encodes and len(text) <= QUICK and self.across is _nothing

    def interpret(self, text: str) -> Interpretation:
        """The interpretation of a message by itself. May use the encoder: call it off the event loop unless
        `is_quick`."""
        alarm = self.detect(text) if mere_wish(text) is None else None
        if alarm is not None and alarm.present and not alarm.same_day:
            return Interpretation(InterpretationKind.URGENT, (self.matcher.rank(text),), alarm)
        return self.interpret_non_emergency(text, alarm)

    def interpret_non_emergency(self, text: str, alarm: Alarm | None) -> Interpretation:
        """The interpretation of a message that is no emergency. `alarm` is a red flag that is only asked about, or that
        must be seen the same day. Call it off the event loop unless `is_quick`."""
        text = as_meant(text, self.language)
        early = self._without_matching(text) if alarm is None else self._beside(text, alarm)
        if early is not None:
            return early
        questions = rank_questions(without_manners(text), self.matcher)
        refused = refusal(text, self.language)
        if refused is not None and len(questions.parts) == 1:
            questions = RankedQuestions((ranked_without(questions.parts[0], refused, self.matcher),))
        found = _wishing(text, self._naming_a_topic(text, _of(questions, alarm)))
        return self._agreed(text, found) if self.untranslated else found

    def interpret_early(self, text: str, alarm: Alarm | None) -> Interpretation | None:
        """The interpretation if it needs no encoder (small talk, exact and clear matches), else None."""
        text = as_meant(text, self.language)
        early = self._without_matching(text) if alarm is None else None
        ranking = self.matcher.rank_early(without_manners(text)) if early is None else None
        return _of(RankedQuestions((ranking,)), alarm) if ranking is not None else early

    def interpret_after(self, text: str, read: Entry, entries: Iterable[Entry], alarm: Alarm | None) -> Interpretation:
        """The interpretation of a message right after `read`, one of `entries`, was shown: a fragment is a follow-up, a
        complete question stands by itself. Call it off the event loop unless `is_quick`."""
        text = as_meant(text, self.language)
        alone = self.interpret_non_emergency(text, alarm)
        answered, pointing = alone.kind is InterpretationKind.ANSWER, points_back(text)
        apart = read.distinct and pointing and len(normalize(text).split()) <= POINTING_WORDS
        if answered and not pointing and (offered := self._going_on(text, alone, read, tuple(entries))) is not None:
            return _of(RankedQuestions((offered,)), alarm)
        if not alone.parts or _names_a_topic(text) or not (apart or may_follow(text, self.own_words)):
            return alone
        if answered and not pointing and len(normalize(text).split()) > BARE_WORDS:
            return alone
        return _of(
            RankedQuestions((rank_after(text, read, entries, self.matcher, leaving=answered and not pointing),)), alarm
        )

    def _going_on(self, text: str, alone: Interpretation, read: Entry, entries: tuple[Entry, ...]) -> Ranking | None:
        """A choice for a message that is answered by itself, but may go on from what was read."""
        answer = next((entry for entry in entries if entry.id in alone.answers), None)
        if answer is None or alone.best is None or len(alone.parts) > 1 or alone.left or _names_a_topic(text):
            return None
        if not goes_on(text, read, answer, entries, self.matcher):
            return None
        return offered_after(text, read, alone.best, entries, self.matcher)

    def _naming_a_topic(self, text: str, found: Interpretation) -> Interpretation:
        """A choice of the entries with the word that is the whole message: "driving", "make-up"."""
        telling = set(normalize(text).split()) - _LITTLE_WORDS
        if found.kind is not InterpretationKind.NONE or not _is_short(text) or not telling:
            return found
        naming = tuple(match for match in found.matches if telling <= set(map(normalize, match.words)))
        return (
            replace(found, kind=InterpretationKind.SUGGEST, parts=(Ranking(naming, Band.SUGGEST),)) if naming else found
        )

    def _agreed(self, text: str, found: Interpretation) -> Interpretation:
        """The interpretation where entries lack a translation, so that the matcher cannot know them. If one of them is
        among the first in the ranking across languages, there is an answer only if both have the same entry first, else
        a choice from that ranking."""
        matches = self.across(text)
        same = found.best is not None and bool(matches) and found.best.entry_id == matches[0].entry_id
        if same or self.untranslated.isdisjoint(match.entry_id for match in matches):
            return found
        return replace(found, kind=InterpretationKind.SUGGEST, parts=(Ranking(matches, Band.SUGGEST),), left=())

    def _beside(self, text: str, alarm: Alarm) -> Interpretation | None:
        """The interpretation of a message that names a part of the bot, calls an answer wrong, or is in another
        language, whatever else it sounds like."""
        kind = small_talk(text, self.language)
        if kind is not None and (kind in OPENING or kind is SmallTalk.MISUNDERSTOOD):
            return Interpretation(InterpretationKind.SMALL_TALK, alarm=alarm, small_talk=kind.value)
        return _wishing_for_data(text, alarm) or self._foreign(text, alarm)

    def _without_matching(self, text: str) -> Interpretation | None:
        if not any(letter.isalpha() for letter in text):
            # digits alone are no question
            return Interpretation(InterpretationKind.SMALL_TALK, small_talk=SmallTalk.NO_WORDS.value)
        kind = small_talk(text, self.language) or (SmallTalk.PICK if points_at_a_choice(text, self.language) else None)
        if kind is not None:
            return Interpretation(InterpretationKind.SMALL_TALK, small_talk=kind.value)
        wished = _wishing_for_data(text, None)
        if wished is not None:
            return wished
        return self._foreign(text, None)

    def _foreign(self, text: str, alarm: Alarm | None) -> Interpretation | None:
        """The interpretation of a message in another language."""
        likely = self.likely(text)
        if not likely or likely[0] == self.language:
            return None
        matches = self.across(text) if language(likely[0]).sentence_model else ()
        parts = (Ranking(matches, Band.SUGGEST),) if matches else ()
        return Interpretation(InterpretationKind.NONE, parts, alarm, foreign=likely[0], or_else=likely[1:])


def _is_short(text: str) -> bool:
    return len(normalize(text).split()) <= NAMING_WORDS


def _names_a_topic(text: str) -> bool:
    """Whether a message is a topic and no follow-up: "pain", unlike "and why"."""
    return _is_short(text) and _LITTLE_WORDS.isdisjoint(normalize(text).split())


def _of(questions: RankedQuestions, alarm: Alarm | None) -> Interpretation:
    parts = questions.parts
    return Interpretation(InterpretationKind(parts[0].band.value), parts, alarm, left=questions.left)


def _wishing_for_data(text: str, alarm: Alarm | None) -> Interpretation | None:
    """The interpretation of a message that asks for its data to be deleted, or what becomes of them. Whatever else it
    says is not noted."""
    if wish(text) is not Wish.DATA:
        return None
    return Interpretation(InterpretationKind.SMALL_TALK, alarm=alarm, small_talk=Wish.DATA.value)


def _wishing(text: str, found: Interpretation) -> Interpretation:
    """The clinic's details for a message about a visit to cancel or to move, unless an entry answers it."""
    if found.kind is InterpretationKind.ANSWER:
        return found
    wished = wish(text) if found.kind is InterpretationKind.NONE else mere_wish(text)
    if wished is not Wish.APPOINTMENT:
        return found
    return Interpretation(InterpretationKind.SMALL_TALK, alarm=found.alarm, small_talk=wished.value)
