"""Red flags: what raises an alarm, what does not, and that no text can break the detector."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.faq.model import Urgent, UrgentSign
from bot.core.red_flags.classifier import TrainingSet
from bot.core.red_flags.data import RedFlagPatterns, SignPatterns
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.red_flags.section import UNCLEAR, RedFlagSection
from bot.core.red_flags.weights import Weights

ENGLISH = RedFlagPatterns(
    groups={
        "cannot": (
            "can't",
            "cannot",
            "not able to",
            "unable",
            "hardly",
            "trouble",
            "difficulty",
            "hard to",
            "no longer",
        ),
        "food": ("water", "food", "saliva"),
        "side": ("face", "cheek"),
        "half": ("half my {side}", "one side of my {side}"),
        "breathe": ("breathe", "breath"),
    },
    idioms=("hard to swallow the price", "dying to"),
    lookalikes=("bread", "shallow", "follow"),
    signs=(
        SignPatterns(
            id="breathing",
            phrases=("{cannot} {breathe}", "{breathe} + problem", "short of breath", "not breathing well"),
        ),
        SignPatterns(
            id="swallowing",
            phrases=("{cannot} swallow", "choking", "{food} wrong way", "throat closing"),
        ),
        SignPatterns(
            id="stroke",
            phrases=("{side} =dropped", "{half} gone", "having stroke", "{cannot} speak", "this stroke"),
        ),
        SignPatterns(id="spread", phrases=("lid droop & voice weak", "double vision")),
        SignPatterns(id="eye", phrases=("eye won't close - fully", "eye pain", "eye red")),
        SignPatterns(
            id="crisis",
            wishing=True,
            words=("goodbye",),
            phrases=("want die", "end it all", "hurt myself", "suicidal"),
        ),
    ),
)
SPANISH = RedFlagPatterns(
    signs=(
        SignPatterns(id="swallowing", phrases=("no puedo tragar", "tragar + dificultad")),
        SignPatterns(id="crisis", wishing=True, phrases=("quiero morir", "suicida")),
    )
)


def section(language: str, patterns: RedFlagPatterns, signs: Sequence[UrgentSign] = ()) -> RedFlagSection:
    """The red flags of a FAQ with the signs of the patterns, or with others."""
    named = [UrgentSign(id=one.id, title=one.id, message="**Call now.**") for one in patterns.signs]
    return RedFlagSection(language, Urgent(signs=tuple(signs) or tuple(named)), patterns)


def detector(language: str, patterns: RedFlagPatterns) -> RedFlagDetector:
    return RedFlagDetector([section(language, patterns)])


SECTIONS = [section("en", ENGLISH), section("es", SPANISH)]
GATE = RedFlagDetector(SECTIONS)


def sign(text: str) -> str | None:
    """The sign of an alarm that is present."""
    alarm = GATE.detect(text)
    return alarm.sign.id if alarm and alarm.present else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i can't swallow", "swallowing"),
        ("I CANT SWALLOW HELP", "swallowing"),
        ("I can’t even properly swallow", "swallowing"),
        ("cant swalow", "swallowing"),
        ("dificulty breahting", "breathing"),
        ("my wife she have very problem for breath", "breathing"),
        ("I. Can't. Breathe.", "breathing"),
        ("i can't... breathe", "breathing"),
        ("icantbreathe cantbreathe", "breathing"),
        ("c\u200ban't bre\u0301athe \U0001f62d", "breathing"),
        ("my throat, it's closing", "swallowing"),
        ("one side of my cheek is gone", "stroke"),
        ("my voice is weak. Both lids droop", "spread"),
    ],
)
def test_a_sign_is_found_however_it_is_written(text: str, expected: str) -> None:
    assert sign(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I am not able to swallow",
        "can't stop choking",
        "no, I can't breathe",
        "no i cant breathe",
        "not breathing well",
        "no pain but I can't swallow",
        "no pain cant swallow",
        "no better, still can't swallow",
        "I don't know why I can't swallow",
        "not sure what this is, choking on tea",
        "swallowing is fine but it is hard to breathe",
    ],
)
def test_a_no_that_denies_nothing_keeps_the_alarm(text: str) -> None:
    assert sign(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "no trouble swallowing",
        "I have never had any difficulty swallowing",
        "it isn't hard to breathe",
        "not short of breath",
        "no pain, rash or trouble swallowing",
        "neither double vision nor trouble breathing",
        "denies choking",
        "without any eye pain",
        "my eye isn't red",
        "I don't think I'm having a stroke",
        "double vision? No.",
        "I would never hurt myself",
        "not suicidal, just fed up",
    ],
)
def test_a_denied_sign_raises_no_alarm(text: str) -> None:
    assert GATE.detect(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "my face dropped three years ago",
        "woke up with half my face gone back in 2016, all better since",
        "in 2019 my face dropped and I had trouble swallowing, now it only pulls",
        "My cheek dropped. That was in 2012.",
        "my face dropped in 1999 and never again",
        "after the tumour was removed I had double vision",
        "when I was a child I had trouble breathing",
        "had double vision last time but it went away",
    ],
)
def test_what_is_past_and_over_raises_no_alarm(text: str) -> None:
    assert GATE.detect(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "my face dropped this morning, I had Bell's in 2016",
        "I had a palsy five years ago and now I can't swallow",
        "my mum can hardly speak",
        "last time it was fine. Today I am choking.",
        "I am choking after my synkinesis injections",
    ],
)
def test_what_happens_now_is_urgent_whatever_was_before(text: str) -> None:
    assert sign(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "can botox cause trouble breathing?",
        "what if I can't swallow afterwards",
        "how common is double vision",
        "how would I know if I'm having a stroke",
        "I read about people who can't swallow",
        "will I have trouble swallowing",
        "if I can't breathe, who do I call?",
        "is double vision a side effect",
        "I've had trouble swallowing for years",
        "Double vision: how common is it after the injections? I have not had mine yet",
        "I saw on the news that some women can't swallow after it",
        "a woman on the news could hardly breathe after a fake jab",
    ],
)
def test_a_general_question_is_no_certain_alarm(text: str) -> None:
    alarm = GATE.detect(text)
    assert alarm is not None
    assert not alarm.present


@pytest.mark.parametrize(
    "text",
    [
        "can someone help I can't breathe",
        "could this be a stroke",
        "is it normal that I can't swallow",
        "could botox be why I can't swallow",
        "if I lie down I can't breathe",
        "it's as if my throat is closing",
        "what should I do, I'm choking",
        "how long does it last, btw I can't swallow since Tuesday",
        "what if I just end it all",
        "and I cant focus, double vision",
        "I see everything twice, double vision. how long does botox last",
    ],
)
def test_a_question_about_oneself_now_is_urgent(text: str) -> None:
    assert sign(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "dying to know",
        "hard to swallow the price",
        "which bread is hard to slice",
        "trouble with shallow wrinkles",
        "",
        "👍",
        "?",
    ],
)
def test_idioms_lookalikes_and_nothing_raise_no_alarm(text: str) -> None:
    assert GATE.detect(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i cnat braethe", "breathing"),
        ("chocking on my tea", "swallowing"),
        ("dubble vishun", "spread"),
        ("i wanna kil mysef, sucidal", "crisis"),
    ],
)
def test_words_written_by_ear_are_guessed(text: str, expected: str) -> None:
    assert sign(text) == expected


def test_a_real_word_is_no_misspelt_one() -> None:
    assert sign("hard to slice bread") is None
    text = "chalking on the board"
    assert sign(text) == "swallowing"
    assert RedFlagDetector(SECTIONS[:1], dictionaries={"en": {"chalking"}}).detect(text) is None


def test_a_real_word_may_be_one_letter_away() -> None:
    assert RedFlagDetector(SECTIONS[:1], dictionaries={"en": {"chocking"}}).detect("chocking on my tea") is not None


ALARMS = tuple(
    f"{who} {what}"
    for who in ("my", "his", "her", "a", "the")
    for what in (
        "lights went out inside",
        "fingers turned to wood",
        "tongue turned to wood",
        "legs turned to wood",
        "head turned to stone",
        "arms turned to stone",
        "jaw turned to stone",
        "chest turned to stone",
        "heart stopped dead",
        "world went dark inside",
        "eyes turned to stone",
        "ears turned to stone",
        "back turned to stone",
        "feet turned to stone",
        "neck turned to stone",
        "face turned to stone",
        "skin turned to stone",
        "arm turned to wood",
        "leg turned to wood",
        "hand turned to wood",
    )
)
CALM = tuple(
    f"{what} {when}"
    for what in (
        "opening hours",
        "the price",
        "a new appointment",
        "parking",
        "the leaflet",
        "a wooden table",
        "stone floors",
        "which exercises",
        "how many units",
        "the waiting list",
    )
    for when in (
        "today",
        "tomorrow",
        "on monday",
        "please",
        "next week",
        "in june",
        "for my son",
        "at the clinic",
        "again",
        "by phone",
        "this year",
    )
)
WEIGHTS = Weights(bias=-0.1, score=4.0, present=4.0, asked=-0.5, denied=-0.5, line=-1.0)
EXAMPLES = dict.fromkeys(ALARMS, "eye") | dict.fromkeys(CALM, "")


def learning(examples: Mapping[str, str], section: RedFlagSection) -> RedFlagDetector:
    """A detector that has learnt these examples, and corrects them by those of the section."""
    own = {one.text: one.raises for one in section.examples}
    learnt = TrainingSet(examples, "en").learn().corrected(list(own), list(own.values()))
    return RedFlagDetector([section], {"en": learnt}, weights={"en": WEIGHTS})


LEARNT = learning(EXAMPLES, section("en", ENGLISH))


def test_a_message_much_like_the_examples_raises_their_alarm() -> None:
    alarm = LEARNT.detect("my shoulders turned to stone")
    assert alarm is not None
    assert (alarm.sign.id, alarm.present, alarm.guessed) == ("eye", True, True)
    assert GATE.detect("my shoulders turned to stone") is None


@pytest.mark.parametrize("text", ["the price today", "opening hours in may", ""])
def test_a_message_like_the_calm_examples_raises_none(text: str) -> None:
    assert LEARNT.detect(text) is None


HELP = SignPatterns(id=UNCLEAR, phrases=("call an ambulance",), alarm=("sos",))


def test_a_call_for_help_without_a_sign_gets_the_neutral_message() -> None:
    patterns = ENGLISH.model_copy(update={"signs": (*ENGLISH.signs, HELP)})
    calling = RedFlagDetector([section("en", patterns)])
    for text in ("please somebody call an ambulance", "SOS"):
        alarm = calling.detect(text)
        assert alarm is not None
        assert (alarm.sign.id, alarm.sign.message, alarm.present) == (UNCLEAR, Urgent().unclear, True)
    without_signs = RedFlagSection("en", Urgent(), patterns)
    assert RedFlagDetector([without_signs]).detect("please somebody call an ambulance") is None


def test_short_messages_that_are_known_are_honoured_to_the_word() -> None:
    labelled = {"en": [("my shoulders turned to stone", ""), ("the price today", "eye")]}
    own = learning(EXAMPLES, section("en", ENGLISH))
    assert own.detect("my shoulders turned to stone") is not None
    learnt = TrainingSet(EXAMPLES, "en").learn()
    knowing = RedFlagDetector([section("en", ENGLISH)], {"en": learnt}, weights={"en": WEIGHTS}, labelled=labelled)
    assert knowing.detect("My shoulders turned to STONE!") is None
    raised = knowing.detect("the price today?")
    assert raised is not None
    assert (raised.sign.id, raised.present) == ("eye", True)


def test_letters_of_another_style_are_read() -> None:
    assert sign("𝐈 𝐜𝐚𝐧'𝐭 𝐛𝐫𝐞𝐚𝐭𝐡𝐞") == sign("Ｉ ｃａｎ＇ｔ ｂｒｅａｔｈｅ") == "breathing"


def test_a_guess_without_words_of_its_own_never_gets_the_message_for_a_crisis() -> None:
    learnt = learning(dict.fromkeys(ALARMS, "crisis") | dict.fromkeys(CALM, ""), section("en", ENGLISH))
    guessed = learnt.detect("my shoulders turned to stone")
    assert guessed is not None
    assert (guessed.sign.id, guessed.present) == (UNCLEAR, True)
    for words in ("my shoulders turned to stone, i want to die", "goodbye, my shoulders turned to stone"):
        said = learnt.detect(words)
        assert said is not None
        assert said.sign.id == "crisis"


@pytest.mark.parametrize("story", ["the price next week please. opening hours and parking on monday. ", "thanks. "])
def test_one_alarming_sentence_is_heard_in_any_story(story: str) -> None:
    alarming = "my shoulders turned to stone"
    for text in (f"{story * 4}{alarming}", f"{alarming}. {story * 4}", f"{story}{alarming}. {story}"):
        alarm = LEARNT.detect(text)
        assert alarm is not None
        assert alarm.present


def test_a_denied_sign_silences_nothing_but_itself() -> None:
    alarm = LEARNT.detect("no trouble swallowing, but my shoulders turned to stone")
    assert alarm is not None
    assert alarm.present


@pytest.mark.parametrize("text", ["my legs turned to wood", "Opening hours today", "hello. my legs turned to wood"])
def test_an_example_of_the_faq_is_honoured_whatever_else_speaks_against_it(text: str) -> None:
    own = (
        UrgentSign(id="eye", title="X", message="X", no_alarm=("my legs turned to wood",)),
        UrgentSign(id="breathing", title="X", message="X", alarm=("opening hours today",)),
    )
    alarm = learning(EXAMPLES, section("en", ENGLISH, own)).detect(text)
    if text.startswith("Opening"):
        assert alarm is not None
        assert (alarm.sign.id, alarm.present) == ("breathing", True)
    else:
        assert alarm is None or not alarm.present


def test_the_evidence_says_what_spoke_for_an_alarm_and_how_sure_it_is() -> None:
    strongest, *_ = LEARNT.evidence("thank you. my throat is closing. bye")
    assert "throat is closing" in strongest.text
    assert [mention.sign.id for mention in strongest.mentions] == ["swallowing"]
    assert strongest.probability > 0.5
    assert LEARNT.evidence("the price today")[0].probability < 0.5


@given(st.text(max_size=200))
@settings(max_examples=50)
def test_no_text_breaks_the_second_look(text: str) -> None:
    LEARNT.detect(text)


def test_words_after_a_minus_take_the_alarm_back() -> None:
    assert sign("my eye won't close") == "eye"
    assert sign("my eye won't close fully") is None


def test_the_first_sign_of_the_file_wins() -> None:
    assert sign("I want to die and I can't breathe") == "breathing"


def test_one_form_of_a_word_is_that_form_only() -> None:
    assert sign("my face dropped") == "stroke"
    assert sign("eye drops on my face") is None


def test_a_symptom_in_the_last_line_of_a_long_story_is_found() -> None:
    story = "I had my injections last week and all went well. The nurse was kind. " * 20
    assert sign(story + "But since this morning water goes down the wrong way") == "swallowing"


def test_signs_of_every_language_are_active() -> None:
    alarm = GATE.detect("no puedo tragar desde ayer")
    assert alarm is not None
    assert (alarm.language, alarm.present) == ("es", True)


def test_a_word_of_one_language_is_not_a_misspelt_word_of_another() -> None:
    assert GATE.detect("never felt suicidal") is None


def test_a_language_without_cues_is_not_judged_by_those_of_another() -> None:
    german = RedFlagPatterns(signs=(SignPatterns(id="x", phrases=("kann nicht schlucken",)),))
    both = RedFlagDetector([section("de", german), *SECTIONS[:1]])
    assert both.detect("Ich kann leider nicht mehr schlucken") is None
    alarm = both.detect("i can't breathe")
    assert alarm is not None
    assert (alarm.language, alarm.present) == ("en", True)


def test_a_sign_of_the_clinic_s_own_learns_from_its_examples() -> None:
    known = tuple(UrgentSign(id=one.id, title="X", message="X") for one in ENGLISH.signs)
    burn = ("steam", "tea", "soup", "oil", "wax", "fat", "coffee", "milk")
    own = UrgentSign(
        id="burn", title="X", message="X", alarm=tuple(f"scalded my forehead with hot {it}" for it in burn)
    )
    alarm = learning(EXAMPLES, section("en", ENGLISH, (*known, own))).detect("scalded my forehead with hot jam")
    assert alarm is not None
    assert alarm.sign is own


def test_a_faq_without_signs_raises_no_alarm() -> None:
    assert RedFlagDetector([]).detect("I can't breathe") is None
    assert RedFlagDetector([RedFlagSection("en", Urgent(), ENGLISH)]).detect("I can't breathe") is None


def test_a_group_that_names_itself_finds_nothing() -> None:
    loop = RedFlagPatterns(
        groups={"a": ("{a}", "{b}"), "b": ("{a} x",)}, signs=(SignPatterns(id="x", phrases=("{a}",)),)
    )
    assert detector("en", loop).detect("a b x") is None


@given(st.text(max_size=400))
@example("\ufdfa" * 300)
@example("e\u0301" * 300)
@example("\x00\ud7ff\u202e{cannot} & + - =")
def test_no_text_breaks_the_gate(text: str) -> None:
    GATE.detect(text)


WORDS = re.findall(
    r"\S+",
    "no not never I my can can't cannot if what could eye pain red breath swallow trouble in 2016 ago years and or but "
    ", . ? had face dropped fine gone choking double vision botox cause side effect no puedo tragar",
)
PIECES = st.lists(
    st.sampled_from(WORDS),
    max_size=30,
).map(" ".join)


@given(PIECES | st.text(max_size=200))
@settings(max_examples=300)
def test_an_alarm_stays_when_anything_is_written_before_it(before: str) -> None:
    assert sign(f"{before}\nI can't breathe.") is not None


@pytest.mark.parametrize("number", ["07700900123", "+44 7700 900123", "(077) 009-001 23"])
def test_a_telephone_number_says_nothing(number: str) -> None:
    assert GATE.evidence(f"my gran can't swallow {number}") == GATE.evidence("my gran can't swallow  ")


@given(PIECES)
@settings(max_examples=25)
def test_the_same_message_always_gives_the_same_answer(text: str) -> None:
    assert GATE.detect(text) == RedFlagDetector(SECTIONS).detect(text)


@pytest.mark.parametrize(
    "piece",
    ["if eye pain ", "cant swallow ", "no eye pain ", "abcde fghij ", "can botox cause eye pain or ", "a", ". "],
)
def test_the_time_for_a_message_grows_no_faster_than_its_length(piece: str) -> None:
    longest, part = (min(_seconds((piece * 4096)[:length]) for _ in range(3)) for length in (4096, 512))
    # Eight times the length: what takes the square of it would take 64 times as long.
    assert longest < 24 * part + 0.02


def _seconds(text: str) -> float:
    start = time.thread_time()  # of the processor, which may be busy with other tests
    GATE.detect(text)
    return time.thread_time() - start
