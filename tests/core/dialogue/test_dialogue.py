"""One dialogue for every channel: red flags first, and once a message; whatever fails after that, the emergency message
is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from bot.bootstrap import Bootstrap
from bot.core.deidentification.anonymizer import Anonymizer, Redacted
from bot.core.dialogue.content_type import ContentType
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.faq_snapshot import FaqSnapshot, ServedFaq
from bot.core.dialogue.interpreter import Interpreter
from bot.core.dialogue.replies import Action, Reply, Turn, Verb, above
from bot.core.dialogue.screened_message import ScreenedMessage
from bot.core.dialogue.sessions import Session
from bot.core.records import CountedEvent
from bot.core.red_flags.alarm import Alarm
from bot.core.text.language_id import LanguageIdentifier
from bot.words import load
from tests.support.breaking import Breaking

SIDE_EFFECTS = "What are the side effects of Botox?"
CERTAIN, GUESSED = "i cannot breathe", "air is hardly getting in through my neck"
ASKED = "can botox cause trouble breathing?"
UNKNOWN = "parrots and garden furniture"
KEPT = Anonymizer(load(), ()).redact


@dataclass
class Counting:
    """A snapshot whose detector counts the looks."""

    whole: FaqSnapshot
    looks: list[str] = field(default_factory=list)

    @property
    def by_language(self) -> Mapping[str, ServedFaq]:
        return self.whole.by_language

    @property
    def languages(self) -> LanguageIdentifier:
        return self.whole.languages

    @property
    def detector(self) -> Any:
        return self

    @property
    def encodes(self) -> bool:
        return False

    def detect(self, text: str) -> Alarm | None:
        self.looks.append(text)
        return self.whole.detector.detect(text)

    def localized(self, language: str | None) -> ServedFaq:
        return self.whole.localized(language)

    def interpreter(self, language: str | None) -> Interpreter:
        return replace(self.whole.interpreter(language), detect=self.detect)


@pytest.fixture(scope="module")
def snapshot(patients_bootstrap: Bootstrap) -> FaqSnapshot:
    return patients_bootstrap.live_faq.live


@pytest.fixture
def dialogue() -> Dialogue:
    return talking(KEPT)


def talking(redact: Callable[[str], Redacted], today: Callable[[], date] = lambda: date(2026, 11, 28)) -> Dialogue:
    return Dialogue(redact, today=today, keep_days=90, writing=True)


def fails(*_: object) -> Any:
    raise RuntimeError("this part fails")


def text(turn: Turn) -> str:
    return turn.replies[0].text


def message(dialogue: Dialogue, screened: ScreenedMessage) -> Turn:
    return dialogue.message(screened, Session())


def command(dialogue: Dialogue, screened: ScreenedMessage) -> Turn:
    return dialogue.command(screened, "start", "", Session())


def group(dialogue: Dialogue, screened: ScreenedMessage) -> Turn:
    return dialogue.message(screened, Session(private=False))


def inline(dialogue: Dialogue, screened: ScreenedMessage) -> Turn:
    return dialogue.search(screened, Session(private=False, app_language="en"), 5)


def seen_today(screened: ScreenedMessage) -> ScreenedMessage:
    """The same message, its sign being one that must be seen the same day."""
    assert screened.alarm is not None
    sign = screened.alarm.sign.model_copy(update={"level": "same_day"})
    return replace(screened, alarm=replace(screened.alarm, sign=sign, present=True))


WAYS = (message, command, group, inline)
"""How the channels come to a turn: a chat, a command, a group, inline mode; the terminal does as a chat."""


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", [CERTAIN, GUESSED])
def test_a_red_flag_comes_before_anything_else(
    dialogue: Dialogue, snapshot: FaqSnapshot, way: Callable[[Dialogue, ScreenedMessage], Turn], words: str
) -> None:
    turn = way(dialogue, dialogue.screen(words, snapshot))
    assert turn.urgent
    assert "112" in text(turn) or "emergency" in text(turn).lower()
    assert [count.event for count in turn.counts] == [CountedEvent.URGENT]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", [CERTAIN, GUESSED, ASKED])
@pytest.mark.parametrize("part", ["interpreter", "localized", "by_language", "languages"])
def test_whatever_part_of_the_faq_fails_a_sign_that_was_found_ends_in_the_emergency_message(
    dialogue: Dialogue, snapshot: FaqSnapshot, way: Callable[[Dialogue, ScreenedMessage], Turn], words: str, part: str
) -> None:
    broken: Any = Breaking(snapshot, part)
    screened = replace(dialogue.screen(words, snapshot), snapshot=broken)
    turn = way(dialogue, screened)
    assert turn.urgent or turn.failure is None
    if turn.failure is None and not turn.urgent:
        assert words == ASKED  # this way does not need the part, so it answers
    else:
        assert "call" in text(turn).lower()
        assert "{" not in text(turn)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", [ASKED, GUESSED, UNKNOWN, SIDE_EFFECTS])
def test_a_sign_to_be_seen_the_same_day_stands_above_the_ordinary_reply(
    dialogue: Dialogue, snapshot: FaqSnapshot, way: Callable[[Dialogue, ScreenedMessage], Turn], words: str
) -> None:
    alarm = dialogue.screen(GUESSED, snapshot).alarm
    ordinary = way(dialogue, ScreenedMessage(words, None, snapshot))
    turn = way(dialogue, seen_today(ScreenedMessage(words, alarm, snapshot)))
    assert not turn.urgent
    assert turn.counts[0].event is CountedEvent.URGENT
    assert alarm is not None
    assert turn.counts[0].entry_id == alarm.sign.id
    assert all("Call " in reply.text for reply in (turn.replies if way is inline else turn.replies[:1]))
    assert len(turn.replies) == max(1, len(ordinary.replies))
    for reply, usual in zip(turn.replies, ordinary.replies, strict=False):
        assert reply.text.endswith(usual.text)
        assert reply.buttons == usual.buttons


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("part", ["interpreter", "localized", "by_language", "languages"])
def test_whatever_fails_below_a_sign_to_be_seen_the_same_day_its_message_is_said(
    dialogue: Dialogue, snapshot: FaqSnapshot, way: Callable[[Dialogue, ScreenedMessage], Turn], part: str
) -> None:
    broken: Any = Breaking(snapshot, part)
    turn = way(dialogue, replace(seen_today(dialogue.screen(GUESSED, snapshot)), snapshot=broken))
    assert "call" in text(turn).lower()
    assert CountedEvent.URGENT in [count.event for count in turn.counts]


def test_a_message_that_leaves_no_room_below_a_sign_is_a_message_of_its_own() -> None:
    long = "word " * 800
    one, other = above("See somebody today. " * 20, Turn((Reply(long),))).replies
    assert one.text.startswith("See")
    assert other.text == long


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("part", ["interpreter", "localized", "by_language", "languages"])
def test_whatever_part_fails_for_a_calm_message_there_is_a_reply(
    dialogue: Dialogue, snapshot: FaqSnapshot, way: Callable[[Dialogue, ScreenedMessage], Turn], part: str
) -> None:
    broken: Any = Breaking(snapshot, part)
    turn = way(dialogue, replace(dialogue.screen(SIDE_EFFECTS, snapshot), snapshot=broken))
    assert turn.replies
    assert "{" not in text(turn)
    if turn.failure is not None:
        assert "emergency number" in turn.replies[0].closing


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", [CERTAIN, GUESSED, ASKED])
def test_a_calendar_that_fails_hides_no_emergency(
    snapshot: FaqSnapshot, way: Callable[[Dialogue, ScreenedMessage], Turn], words: str
) -> None:
    dialogue = talking(KEPT, today=fails)
    turn = way(dialogue, dialogue.screen(words, snapshot))
    assert turn.urgent
    assert isinstance(turn.failure, RuntimeError)


def test_a_question_is_de_identified_only_when_it_is_noted_so_that_no_reply_waits_for_that(
    snapshot: FaqSnapshot,
) -> None:
    dialogue = talking(fails)
    turn = dialogue.message(dialogue.screen(UNKNOWN, snapshot), Session())
    assert turn.failure is None
    assert turn.replies
    assert turn.note is not None
    with pytest.raises(RuntimeError):
        turn.note()


def test_a_detector_that_fails_ends_in_an_apology_with_the_emergency_number(
    dialogue: Dialogue, snapshot: FaqSnapshot
) -> None:
    broken: Any = Breaking(snapshot, "detector")
    turn = dialogue.message(dialogue.screen(CERTAIN, broken), Session())
    assert isinstance(turn.failure, RuntimeError)
    assert "emergency number" in turn.replies[0].closing


def test_a_message_is_looked_at_once(dialogue: Dialogue, snapshot: FaqSnapshot) -> None:
    for words in (SIDE_EFFECTS, ASKED, GUESSED, CERTAIN, UNKNOWN, "how long?", "/start", "hola, duele el botox?"):
        counting = Counting(snapshot)
        screened = dialogue.screen(words, counting)
        dialogue.message(screened, Session(entry_id="can-botox-help"))
        dialogue.search(screened, Session(private=False), 5)
        dialogue.command(screened, "start", "", Session())
        assert counting.looks == [words]


@pytest.mark.parametrize("part", ["interpreter", "localized", "by_language", "languages", "detector"])
@pytest.mark.parametrize("words", ["no", "can i wait", "thanks", UNKNOWN, SIDE_EFFECTS])
def test_whatever_fails_after_an_alarm_what_to_do_is_said_again(
    dialogue: Dialogue, snapshot: FaqSnapshot, part: str, words: str
) -> None:
    session = dialogue.message(dialogue.screen(CERTAIN, snapshot), Session()).session
    assert session.alarm is not None
    broken: Any = Breaking(snapshot, part)
    turn = dialogue.message(dialogue.screen(words, broken), session)
    assert "emergency number" in text(turn)
    assert "{" not in text(turn)


def test_an_answer_is_remembered_by_the_session_that_the_turn_leaves(dialogue: Dialogue, snapshot: FaqSnapshot) -> None:
    turn = dialogue.message(dialogue.screen(SIDE_EFFECTS, snapshot), Session())
    assert (turn.session.question, turn.session.entry_id) == (SIDE_EFFECTS, "side-effects")
    assert dialogue.message(dialogue.screen(CERTAIN, snapshot), turn.session).urgent


def test_in_groups_nothing_is_kept(dialogue: Dialogue, snapshot: FaqSnapshot) -> None:
    turn = dialogue.message(dialogue.screen(UNKNOWN, snapshot), Session(private=False))
    assert turn.note is None


def test_while_a_patient_writes_to_the_clinic_a_red_flag_still_comes_first(
    dialogue: Dialogue, snapshot: FaqSnapshot
) -> None:
    writing = dialogue.tap(Action(Verb.HANDOFF), Session(), snapshot).session
    assert writing.writing
    offered = dialogue.message(dialogue.screen("please call me back", snapshot), writing)
    assert offered.replies[0].quoted == "please call me back"
    assert not offered.session.writing
    assert dialogue.message(dialogue.screen(CERTAIN, snapshot), writing).urgent


def test_an_album_gets_one_reply(dialogue: Dialogue, snapshot: FaqSnapshot) -> None:
    first = dialogue.content(ContentType.PHOTO, Session(), snapshot, "album-1")
    assert first.replies
    assert not dialogue.content(ContentType.PHOTO, first.session, snapshot, "album-1").replies


def test_words_in_another_language_are_answered_in_it_and_it_is_remembered(
    dialogue: Dialogue, snapshot: FaqSnapshot
) -> None:
    turn = dialogue.message(dialogue.screen("¿me puede ayudar el bótox con la sincinesia?", snapshot), Session())
    assert turn.session.language == "es"
    assert dialogue.command(dialogue.screen("/help", snapshot), "help", "", turn.session).replies[0].text != (
        dialogue.command(dialogue.screen("/help", snapshot), "help", "", Session()).replies[0].text
    )


def test_an_apology_stands_above_a_late_answer(dialogue: Dialogue, snapshot: FaqSnapshot) -> None:
    screened = dialogue.screen(SIDE_EFFECTS, snapshot)
    late, usual = dialogue.message(screened, Session(), late=True), dialogue.message(screened, Session())
    assert text(late).endswith(text(usual))
    assert len(text(late)) > len(text(usual))
