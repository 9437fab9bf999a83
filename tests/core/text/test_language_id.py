"""Other languages are recognised; poor English is not one of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.language_id import LanguageIdentifier
from tests.support import paths

ENGLISH_WORDS = (
    "the a an is are was were be been i im you he she it we they my your his her its our this that these those "
    "there and or but if so not no do does did dont can could will would should may have has had what when "
    "where why how which who of in on at to for from with without about after before up down by as than then "
    "just very much many more some any all get botox face eye smile mouth injection injections synkinesis last "
    "long hurt doctor die war muscle muscles treatment treated help helps palsy pain me car home"
)
ENGLISH = frozenset(ENGLISH_WORDS.split())
SPANISH_WORDS = (
    "el la los las un una de del al y o que en por para con sin se es son esta este esto yo tu mi su me te le "
    "lo como cuando cuanto donde cual porque pero si no mas muy ya hay tengo tiene puedo puede quiero soy "
    "estoy fue ha he hace hacer despues antes sobre cara duele tambien desde hasta botox sincinesia dura "
    "musculos ojo boca"
)
SPANISH = frozenset(SPANISH_WORDS.split())
IN_ENGLISH = LanguageIdentifier({"en": ENGLISH})
IN_BOTH = LanguageIdentifier({"en": ENGLISH, "es": SPANISH})
SHORT = [line.split("\t") for line in paths.SHORT_MESSAGES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Combien de temps dure l'effet ?", "fr"),
        ("j'ai mal au visage", "fr"),
        ("Ich möchte bitte einen Termin", "de"),
        ("Wie lange dauert das?", "de"),
        ("¿Cuánto dura el botox?", "es"),
        ("me duele la cara desde ayer", "es"),
        ("quanto tempo dura o efeito?", "pt"),
        ("quanto costa il trattamento?", "it"),
        ("hoe lang duurt het", "nl"),
        ("jak długo to trwa", "pl"),
        ("yüz felci sonrası ne yapmalıyım", "tr"),
        ("hur länge varar det", "sv"),
        ("berapa lama efek botox", "id"),
        ("сколько это длится", "ru"),
        ("скільки це триває і чи боляче", "uk"),
        ("هل العلاج مؤلم", "ar"),
        ("درمان چقدر طول می‌کشد", "fa"),
        ("面部联动症可以治好吗", "zh"),
        ("どのくらい続きますか", "ja"),
        ("얼마나 오래 지속되나요", "ko"),
        ("क्या यह दर्द करता है", "hi"),
        ("πόσο διαρκεί", "el"),
        ("merci", "fr"),
        ("danke", "de"),
    ],
)
def test_other_languages_are_recognised(text: str, language: str) -> None:
    assert IN_ENGLISH.detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "does it hurt",
        "die smile",
        "botox",
        "price",
        "how long wil it las",
        "wat is sinkinesis",
        "i no can close de eye, is normal?",
        "doctor say me is palsy, what mean dis",
        "plz tel me da cost of de botox",
        "my face es not moving",
        "can i has botox wen pregnent",
        "El Paso clinic address",
        "café near you",
        "is Dr. García in on Monday",
        "ptosis diplopia levator",
        "xzxzx vvbv",
        "ok",
        "",
        "👍",
        "12 34",
    ],
)
def test_poor_or_short_english_is_not_taken_for_another_language(text: str) -> None:
    assert IN_ENGLISH.detect(text) in (None, "en")


def test_english_is_recognised_by_a_spanish_faq() -> None:
    only_spanish = LanguageIdentifier({"es": SPANISH})
    assert only_spanish.detect("how long does it last and what does it cost") == "en"
    assert only_spanish.detect("cuánto dura el botox en la cara") == "es"


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("¿cuánto dura el botox en la cara?", "es"),
        ("how long does it last and is it safe for me", "en"),
        ("botox dolor", "es"),
        ("precio", "es"),
        ("price", "en"),
        ("cara tensa", "es"),
        ("me tiembla el ojo", "es"),
        ("botox", None),
        ("normal?", None),
    ],
)
def test_an_edition_is_told_by_the_words_that_only_it_knows(text: str, edition: str | None) -> None:
    assert IN_BOTH.detect(text) == edition


@pytest.mark.parametrize("half", ["tune", "measure"])
def test_short_messages_are_told_in_ten_languages(half: str) -> None:
    languages = sorted({code for code, _, _ in SHORT})
    for language in languages:
        texts = [text for code, which, text in SHORT if (code, which) == (language, half)]
        assert sum(language in IN_BOTH.likely(text) for text in texts) >= 0.85 * len(texts), language
        assert sum(IN_BOTH.detect(text) == "en" for text in texts) <= 1, language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("боляче?", "uk"),
        ("درد دارد؟", "fa"),
        ("og'riydimi?", "uz"),
        ("có đau không", "vi"),
        ("cât costă", "ro"),
        ("fa mal?", "ca"),
        ("כמה זה עולה", "he"),
        ("dard hoga?", "hi-latn"),
        ("ana 3ayez maw3ed", "ar-latn"),
        ("gheymat chande", "fa-latn"),
    ],
)
def test_further_languages_are_recognised(text: str, language: str) -> None:
    assert IN_BOTH.detect(text) == language


def test_equally_likely_languages_are_all_named() -> None:
    assert set(IN_BOTH.likely("quanto dura")) == {"it", "pt"}


def test_words_of_a_dictionary_speak_against_other_languages() -> None:
    assert IN_ENGLISH.detect("prendre") == "fr"
    assert LanguageIdentifier({"en": ENGLISH}, {"en": {"prendre"}}).detect("prendre") is None


def test_language_of_a_long_message_is_found() -> None:
    assert IN_ENGLISH.detect("ich möchte wissen ob das weh tut und wie lange es hält " * 70) == "de"


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    assert IN_ENGLISH.detect(text) is None or IN_ENGLISH.detect(text)
