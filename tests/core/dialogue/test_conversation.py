"""The conversation over any course of events: it never fails, everything fits, every button leads somewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot import words
from bot.channels.telegram.sending.render import keyboard, message
from bot.core.deidentification.anonymizer import Anonymizer
from bot.core.dialogue.content_type import ContentType
from bot.core.dialogue.conversation import Conversation
from bot.core.dialogue.interpreter import Interpretation, InterpretationKind
from bot.core.dialogue.replies import Action, Button, Reply, Turn, Verb
from bot.core.faq.model import Entry, Faq
from bot.core.faq.yaml_reader import read_faq
from bot.core.languages.language import SmallTalk
from bot.core.matching.ranking import Band, Match, Ranking
from bot.core.matching.segmentation import OpenQuestion
from bot.core.records import CountedEvent, QuestionKind
from bot.core.red_flags.alarm import Alarm
from bot.core.text.markup import length, split_verbatim, verbatim_length
from tests.support import paths
from tests.support.entities import parse_text

FAQ = read_faq(paths.FAQ.read_bytes(), "faq.yaml").faq
IDS = [entry.id for entry in FAQ.published]
SIGNS = FAQ.urgent.signs if FAQ.urgent is not None else ()
REDACT = Anonymizer(words.load(), ()).redact
AWKWARD = ["<b>&", "**", "[x](https://x)", "\u202e", "{clinic.phone}", "a" * 4096]
TEXTS = st.text(max_size=200) | st.sampled_from(AWKWARD)
TARGETS = st.sampled_from(["", "gone", "botox", *IDS[:3]])
OTHERS = st.lists(st.sampled_from([*IDS, "gone"]), max_size=5)
COMMANDS = ("start", "help", "topics", "contact", "privacy", "language", "whoami")
LANGUAGES = {"en": "English", "es": "Español"}


def talk(faq: Faq = FAQ, *, noting: bool = True, writing: bool = True, several: bool = True) -> Conversation:
    languages = LANGUAGES if several else {"en": "English"}
    return Conversation(
        faq,
        REDACT,
        today=date(2026, 11, 22),
        keep_days=90,
        digest="abc",
        noting=noting,
        languages=languages,
        writing=writing,
    )


def ranking(*ids: str, band: Band = Band.ANSWER, confidence: float = 0.9) -> Ranking:
    return Ranking(tuple(Match(one, confidence / (n + 1), "x", ()) for n, one in enumerate(ids)), band)


def fits(reply: Reply) -> None:
    """Telegram would take this message."""
    text, _ = parse_text(message(reply), "HTML")
    assert 1 <= verbatim_length(text) <= 4096
    rows = keyboard(reply.buttons)
    for row in rows.inline_keyboard if rows else ():
        for button in row:
            assert button.text.strip()
            assert any(letter.isalpha() for letter in button.text)
            assert 1 <= len(str(button.callback_data).encode()) <= 64
            assert Action.parse(str(button.callback_data)) is not None


class Course(RuleBasedStateMachine):
    """A patient who does anything in any order, in private or in a group, while entries come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.faq = FAQ
        self.buttons: list[Button] = []
        self.turn = Turn()
        self.talk = talk()

    @initialize(noting=st.booleans(), writing=st.booleans(), several=st.booleans())
    def begin(self, noting: bool, writing: bool, several: bool) -> None:
        self.how = {"noting": noting, "writing": writing, "several": several}
        self.talk = talk(self.faq, **self.how)

    def said(self, turn: Turn) -> None:
        self.turn = turn
        replies = [*turn.replies, *([turn.replace] if turn.replace is not None else [])]
        self.buttons += [button for reply in replies for row in reply.buttons for button in row]
        self.buttons += [button for row in turn.buttons or () for button in row] + list(turn.row or ())
        self.buttons = self.buttons[-60:]

    @rule(
        text=TEXTS,
        ids=st.lists(st.sampled_from(IDS), min_size=1, max_size=8),
        kind=st.sampled_from(InterpretationKind),
    )
    def asks(self, text: str, ids: list[str], kind: InterpretationKind) -> None:
        if kind in (InterpretationKind.URGENT, InterpretationKind.SMALL_TALK):
            return
        band = Band(kind.value)
        parts = (
            tuple(ranking(one) for one in ids[:3]) if kind is InterpretationKind.ANSWER else (ranking(*ids, band=band),)
        )
        alarm = Alarm(SIGNS[0], "en", present=False) if len(text) % 2 and SIGNS else None
        self.said(self.talk.asked(Interpretation(kind, parts, alarm), text))

    @rule(kind=st.sampled_from(SmallTalk), foreign=st.sampled_from(["fr", None]))
    def chats(self, kind: SmallTalk, foreign: str | None) -> None:
        small = None if foreign else kind.value
        self.said(self.talk.asked(Interpretation(InterpretationKind.NONE, small_talk=small, foreign=foreign), "hello"))

    @rule(at=st.integers(0, 59), question=TEXTS | st.none(), others=OTHERS)
    def taps(self, at: int, question: str | None, others: list[str]) -> None:
        if self.buttons:
            pressed = self.buttons[at % len(self.buttons)].action
            carried = Action.parse(pressed.data)
            assert carried == pressed
            self.said(self.talk.tapped(pressed, question, others))
            if pressed.verb not in (Verb.HANDOFF_SEND,) and not _said_already(pressed):
                assert self.turn.replies or self.turn.replace or self.turn.row

    @rule(verb=st.sampled_from(Verb), place=TARGETS, number=st.integers(0, 999))
    def forges(self, verb: Verb, place: str, number: int) -> None:
        self.said(self.talk.tapped(Action(verb, place, number), "question"))

    @rule(content=st.sampled_from(ContentType), payload=st.sampled_from(["", "gone", *IDS[:5]]))
    def sends(self, content: ContentType, payload: str) -> None:
        for turn in (
            self.talk.content(content),
            *(self.talk.command(name, payload, 7_654_321) for name in COMMANDS),
            self.talk.unknown_command(),
            self.talk.trouble(),
            self.talk.slow_down(),
        ):
            assert turn is not None
            self.said(turn)
            self.everything_fits()

    @rule(text=TEXTS.filter(str.strip))
    def writes_to_the_clinic(self, text: str) -> None:
        self.said(self.talk.handoff.offered(text))
        self.everything_fits()
        self.said(self.talk.handoff.answered(text))

    @rule(sign=st.sampled_from(SIGNS))
    def is_in_danger(self, sign: object) -> None:
        (found,) = (one for one in SIGNS if one is sign)
        self.said(self.talk.alarms.raised(found, "en"))
        assert self.turn.replies[0].text

    @rule(gone=st.sampled_from(IDS))
    def faq_loses_an_entry(self, gone: str) -> None:
        kept = tuple(entry for entry in FAQ.entries if entry.id != gone)
        self.faq = FAQ.model_copy(update={"entries": kept})
        self.talk = talk(self.faq, **self.how)

    @invariant()
    def everything_fits(self) -> None:
        for reply in (*self.turn.replies, *([self.turn.replace] if self.turn.replace is not None else [])):
            fits(reply)
        if not self.talk._noting:
            assert self.turn.note is None


def _said_already(pressed: Action) -> bool:
    return pressed.verb in (Verb.HELPFUL, Verb.NOT_HELPFUL) and pressed.number == 2


TestCourse = Course.TestCase
TestCourse.settings = settings(max_examples=50, stateful_step_count=30, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("entry_id", IDS)
def test_every_entry_fits_as_answer_and_as_details(entry_id: str) -> None:
    turn = talk().command("start", entry_id)
    assert turn is not None
    for reply in (*turn.replies, *talk().tapped(Action(Verb.MORE, entry_id), None).replies):
        fits(reply)


def test_feedback_changed_takes_the_first_back() -> None:
    turn = talk().tapped(Action(Verb.NOT_HELPFUL, "side-effects", 1), "a question", ["aftercare"])
    assert {(count.event, count.by) for count in turn.counts} == {
        (CountedEvent.NOT_HELPFUL, 1),
        (CountedEvent.HELPFUL, -1),
    }
    assert turn.note is not None
    assert turn.note().kind is QuestionKind.NOT_HELPFUL
    assert [button.action.target for row in turn.replies[0].buttons for button in row] == ["aftercare"]


def test_what_is_not_noted_is_not_said_to_be_noted() -> None:
    for turn in (
        talk(noting=False).tapped(Action(Verb.NOT_HELPFUL, "side-effects"), "a question"),
        talk().tapped(Action(Verb.NOT_HELPFUL, "side-effects"), None),
        talk(noting=False).tapped(Action(Verb.NONE_OF_THESE, "side-effects", 30), "a question"),
        talk(noting=False).asked(
            Interpretation(InterpretationKind.NONE, (ranking("side-effects", band=Band.NONE),)), "a question"
        ),
    ):
        assert turn.note is None
        assert "noted" not in turn.replies[0].text


def test_a_red_flag_asked_about_puts_its_line_above_any_reply() -> None:
    alarm = Alarm(SIGNS[0], "en", present=False)
    for kind, band in (
        (InterpretationKind.ANSWER, Band.ANSWER),
        (InterpretationKind.SUGGEST, Band.SUGGEST),
        (InterpretationKind.NONE, Band.NONE),
    ):
        turn = talk().asked(Interpretation(kind, (ranking("side-effects", band=band),), alarm), "a question")
        assert turn.replies[0].text.startswith("**If this is happening to you now")
        assert "****" not in turn.replies[0].text


@pytest.mark.parametrize("text", ["a" * 9_000, "word " * 2_000, "😀" * 4_000, "line\n" * 2_000, "x"])
def test_long_words_of_staff_are_cut_without_loss(text: str) -> None:
    pieces = split_verbatim(text, 3_000)
    assert all(verbatim_length(piece) <= 3_000 for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_the_same_words_are_never_mark_up_when_they_are_somebody_s_own() -> None:
    (reply,) = talk().handoff.offered("**not bold** <b> [x](https://x) {clinic.phone}").replies
    assert "&lt;b&gt; [x](https://x) {clinic.phone}" in message(reply)
    assert length(replace(reply, quoted="").text) < 400


def likely(*ids: str, confidence: float = 0.8) -> Interpretation:
    return Interpretation(InterpretationKind.SUGGEST, (ranking(*ids, band=Band.SUGGEST, confidence=confidence),), None)


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


def test_what_is_likely_meant_is_shown_with_its_short_answer() -> None:
    turn = talk().asked(likely("mime-therapy", "side-effects", "eye-care"), "mime")
    (reply,) = turn.replies
    entry = FAQ.entry("mime-therapy")
    assert entry is not None
    assert reply.text.startswith(f"{FAQ.messages.likely}\n\n**{entry.question}**")
    assert reply.folded == ""
    assert labels(reply)[-1] == FAQ.messages.something_else_button
    assert len(labels(reply)) == 3
    assert reply.closing
    assert Counter(one.event for one in turn.counts) == {
        CountedEvent.ASKED: 1,
        CountedEvent.OFFERED: 1,
        CountedEvent.SUGGESTED: 3,
    }


@pytest.mark.parametrize(
    "interpretation", [likely("mime-therapy", confidence=0.74), likely("pregnancy-breastfeeding", confidence=0.8)]
)
def test_what_is_less_likely_or_needs_caution_is_only_offered(interpretation: Interpretation) -> None:
    (reply,) = talk().asked(interpretation, "hm").replies
    assert reply.text == FAQ.messages.did_you_mean
    assert labels(reply)[-1] == FAQ.messages.none_of_these_button


def test_something_else_notes_the_question() -> None:
    (reply,) = talk().asked(likely("mime-therapy"), "mime").replies
    turn = talk().tapped(reply.buttons[-1][-1].action, "mime")
    assert turn.note is not None
    assert turn.note().kind is QuestionKind.SUGGESTION_REJECTED


@pytest.mark.parametrize("again", [2, 3, 9])
def test_an_answer_shown_twice_gives_way_to_others_and_the_clinic(again: int) -> None:
    once = Interpretation(InterpretationKind.ANSWER, (ranking("mime-therapy"),))
    (reply,) = talk().asked(once, "x", read="mime-therapy", again=again).replies
    entry = FAQ.entry("mime-therapy")
    assert entry is not None
    assert entry.question not in labels(reply)
    assert labels(reply)[-2:] == [FAQ.messages.none_of_these_button, FAQ.messages.contact_button]
    assert len(labels(reply)) == 5


@pytest.mark.parametrize("anew", [True, False])
def test_an_answer_beside_which_there_is_nothing_else_is_given_again(anew: bool) -> None:
    entry = Entry(id="only", question="Only this?", answer="Yes.")
    alone = talk(Faq(entries=(entry,)))
    once = Interpretation(InterpretationKind.ANSWER, (ranking("only"),))
    (reply,) = alone.asked(once, "x", read="only", again=3, anew=anew).replies
    assert "Yes." in reply.text
    guess = likely("only", confidence=0.5)
    (reply,) = alone.asked(guess, "x", offered=("only",), anew=anew).replies
    assert labels(reply)[0] == "Only this?"


def test_a_guess_is_not_explained_at_length_the_second_time() -> None:
    (reply,) = talk().asked(likely("mime-therapy"), "x", read="mime-therapy", again=1).replies
    assert FAQ.messages.contact_button in labels(reply)


@pytest.mark.parametrize("noting", [True, False])
def test_an_unanswered_question_is_named_and_noted(noting: bool) -> None:
    left = tuple(OpenQuestion(n, f"question {n}", ranking("eye-care", band=Band.NONE)) for n in (1, 3))
    interpretation = Interpretation(InterpretationKind.ANSWER, (ranking("mime-therapy"),), left=left)
    turn = talk(noting=noting).asked(interpretation, "all")
    assert "your first and third question" in turn.replies[-1].text
    assert (turn.note is not None) is noting
    if turn.note is not None:
        assert turn.note().kind is QuestionKind.UNMATCHED
        assert "question" in str(turn.note().redacted)
    assert ("noted" in turn.replies[-1].text) is noting


def test_suggested_entries_stand_above_the_other_buttons_in_another_language() -> None:
    found = Interpretation(InterpretationKind.NONE, (ranking(*IDS[:5]),), foreign="de")
    turn = talk().asked(found, "was ist das und wie lange")
    (reply,) = turn.replies
    assert reply.text == "Ich verstehe nur Englisch und Spanisch.\n\nVielleicht suchen Sie das:"
    actions = [button.action for row in reply.buttons for button in row]
    assert [(one.verb, one.target) for one in actions[:3]] == [(Verb.CHOOSE, entry_id) for entry_id in IDS[:3]]
    assert [one.verb for one in actions[3:]] == [Verb.LANGUAGE, Verb.LANGUAGE, Verb.TOPICS, Verb.CONTACT]
    assert turn.note is not None
    assert (turn.note().language, turn.note().nearest) == ("de", IDS[0])


def test_nothing_is_noted_of_another_language_in_a_group() -> None:
    turn = talk(noting=False, several=False).asked(Interpretation(InterpretationKind.NONE, foreign="ar"), "كم السعر")
    assert turn.note is None
    assert turn.replies[0].text == "أفهم الإنجليزية فقط."
