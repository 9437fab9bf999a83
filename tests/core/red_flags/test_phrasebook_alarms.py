"""Clear emergencies in languages without a FAQ raise the neutral alarm in their language; denied, past and general ones
don't, and neither does what is English or Spanish."""

from __future__ import annotations

import pytest

from bot.bootstrap import Bootstrap
from bot.core.faq.model import Clinic, UrgentSign
from bot.core.phrasebook import load
from bot.core.red_flags.data import examples
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.red_flags.phrasebook_alarms import PhrasebookAlarms
from bot.core.red_flags.section import UNCLEAR

BOOK = load().languages


@pytest.fixture(scope="module")
def phrases(patients_bootstrap: Bootstrap) -> PhrasebookAlarms:
    return PhrasebookAlarms(patients_bootstrap.live_faq.live.languages, Clinic())


@pytest.fixture(scope="module")
def detector(patients_bootstrap: Bootstrap) -> RedFlagDetector:
    return patients_bootstrap.live_faq.live.detector


def found_in(text: str, phrases: PhrasebookAlarms) -> tuple[UrgentSign, str] | None:
    return phrases.find(text, phrases.likely(text))


@pytest.mark.parametrize("code", BOOK)
def test_emergencies_are_told_in_their_language(phrases: PhrasebookAlarms, code: str) -> None:
    for text in BOOK[code].alarm:
        found = found_in(text, phrases)
        assert found is not None, text
        sign, language = found
        assert (sign.id, language) == (UNCLEAR, code), text
        assert sign.message.split("\n")[0] == BOOK[code].emergency.split("\n")[0].replace(
            "{clinic.emergency_number}", BOOK[code].local_emergency_number
        )


@pytest.mark.parametrize("code", BOOK)
def test_calm_messages_raise_nothing(phrases: PhrasebookAlarms, code: str) -> None:
    assert [text for text in BOOK[code].no_alarm if found_in(text, phrases) is not None] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_english_and_spanish_are_left_to_their_own_red_flags(phrases: PhrasebookAlarms, language: str) -> None:
    assert [text for text, _ in examples(language)[::10] if found_in(text, phrases) is not None] == []


@pytest.mark.parametrize(
    "text",
    [
        "Nefes alamiyorum",  # without the letters of Turkish
        "NON RIESCO A RESPIRARE!!!",
        "Hallo, meine Mutter, sie bekommt plötzlich keine Luft. Was soll ich tun?",
        "не могу, дышать не могу",
        "ich habe keine Brustschmerzen, aber ich bekomme keine Luft",
    ],
)
def test_capitals_marks_and_other_sentences_hide_nothing(phrases: PhrasebookAlarms, text: str) -> None:
    assert found_in(text, phrases) is not None


@pytest.mark.parametrize("text", ["ich sehe nicht doppelt", "вижу я не двоится", "je ne vois pas double"])
def test_a_phrase_is_denied_by_a_word_between_its_parts(phrases: PhrasebookAlarms, text: str) -> None:
    assert found_in(text, phrases) is None


@pytest.mark.parametrize(("text", "code"), [("imdat", "tr"), ("Bachao!!", "hi-latn"), ("ratunku", "pl")])
def test_a_cry_of_one_word_that_tells_no_language_is_heard(phrases: PhrasebookAlarms, text: str, code: str) -> None:
    assert phrases.likely(text) == ()
    found = found_in(text, phrases)
    assert found is not None
    assert found[1] == code


@pytest.mark.parametrize(
    "text",
    [
        "j'ai eu un AVC il y a cinq ans",
        "ich bringe mich um acht zur Praxis",
        "não consigo engolir esse preço",
        "j'ai envie d'en finir avec ces rides",
    ],
)
def test_what_is_long_past_or_a_manner_of_speaking_raises_nothing(phrases: PhrasebookAlarms, text: str) -> None:
    assert found_in(text, phrases) is None


@pytest.mark.parametrize(
    "text",
    [
        "mon fils de 8 ans ne respire plus",
        "il y a une heure mon père a perdu connaissance",
        "час назад упал без сознания",
    ],
)
def test_an_age_or_an_hour_ago_does_not_make_it_past(phrases: PhrasebookAlarms, text: str) -> None:
    assert found_in(text, phrases) is not None


def test_the_detector_raises_it_as_present_and_keeps_what_it_knows_of_the_faq(detector: RedFlagDetector) -> None:
    alarm = detector.detect("mio padre è svenuto e non respira")
    assert alarm is not None
    assert (alarm.sign.id, alarm.language, alarm.present, alarm.guessed) == (UNCLEAR, "it", True, False)
    english = detector.detect("i took an overdose")
    assert english is not None
    assert english.language == "en"


@pytest.mark.parametrize(
    ("now", "calm"),
    [
        # gone
        ("у меня болит в груди", "боль в груди прошла, кардиолог отпустил"),
        ("göğüs ağrım var, sol koluma vuruyor", "göğüs ağrım geçti"),
        ("dada saya sakit", "sakit dada saya sudah sembuh"),
        # a relative who died
        ("penso che nonno abbia un infarto", "nonno è morto di infarto"),
        ("할아버지가 뇌졸중인 것 같아요", "할아버지가 뇌졸중으로 돌아가셨어요"),
        # anaesthesia
        ("mein Mann ist bewusstlos", "ist man bei der Vollnarkose bewusstlos?"),
        ("meri maa behosh ho gayi", "injection se pehle behosh karte hain kya"),
        # a manner of speaking
        ("mijn vrouw is flauwgevallen", "ik viel bijna flauw toen ik de prijs zag, was bijna flauwgevallen"),
        ("nafasim qisilib qoldi", "natijani ko'rib nafasim qisilib qoldi"),
        # tablets that are too large
        ("薬が飲み込めない、水もだめ", "錠剤が大きすぎて飲み込めない"),
        # a year
        ("mio padre ha avuto un infarto e adesso non respira", "nel 2014 ho avuto un infarto"),
    ],
)
def test_what_happens_now_is_told_from_what_is_past_or_meant_otherwise(
    phrases: PhrasebookAlarms, now: str, calm: str
) -> None:
    assert found_in(now, phrases) is not None
    assert found_in(calm, phrases) is None


@pytest.mark.parametrize(
    "text",
    ["quando criança tive convulsões", "da bambina avevo le convulsioni", "em 2014 tive um infarto"],
)
def test_what_is_calm_in_the_language_of_a_message_is_so_in_those_that_share_a_word(
    phrases: PhrasebookAlarms, text: str
) -> None:
    assert phrases.likely(text) != ()
    assert found_in(text, phrases) is None


@pytest.mark.parametrize(
    "text",
    [
        "две недели назад сделали ботокс и теперь не могу глотать",
        "il y a deux semaines on m'a piqué et maintenant je n'arrive plus à avaler",
        "два тижні тому зробили ботокс і тепер не можу ковтати",
    ],
)
def test_an_injection_of_weeks_ago_does_not_make_it_past(phrases: PhrasebookAlarms, text: str) -> None:
    assert found_in(text, phrases) is not None


@pytest.mark.parametrize(
    "text",
    [
        "нафас ололмаяпман",
        "مش عارفة ابلع ريقي",
        "gk bs napas",
        "saans ni aa rhi",
        "nafasam bala nemiad",
        "ko tho dc",
        "krieg nix runter, kein Schluck geht",
        "死んでしまいたい、もう生きていけない",
    ],
)
def test_dialects_other_scripts_and_what_is_typed_in_haste_are_heard(phrases: PhrasebookAlarms, text: str) -> None:
    assert found_in(text, phrases) is not None


@pytest.mark.parametrize(
    ("text", "language"),
    [("em vull matar aquesta nit, no puc més", "ca"), ("mio padre ha avuto un infarto adesso", "it")],
)
def test_what_only_resembles_spanish_is_answered_in_its_own_language(
    detector: RedFlagDetector, text: str, language: str
) -> None:
    alarm = detector.detect(text)
    assert alarm is not None
    assert (alarm.sign.id, alarm.language, alarm.present) == (UNCLEAR, language, True)


@pytest.mark.parametrize("text", ["no puedo respirar since my appointment", "veo doble since the injection"])
def test_a_spanish_phrase_is_heard_among_english_words(detector: RedFlagDetector, text: str) -> None:
    alarm = detector.detect(text)
    assert alarm is not None
    assert alarm.present
