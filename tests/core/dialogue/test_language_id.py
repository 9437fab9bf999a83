"""Other languages are recognised; poor English is not one of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.dialogue.language_id import detect

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
    assert detect(text, ENGLISH) == language


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
    assert detect(text, ENGLISH) in (None, "en")


def test_english_is_recognised_by_a_spanish_faq() -> None:
    assert detect("how long does it last and what does it cost", SPANISH) == "en"
    assert detect("cuánto dura el botox en la cara", SPANISH) in (None, "es")


def test_faq_in_two_languages_tells_them_apart() -> None:
    both = ENGLISH | SPANISH
    assert detect("¿cuánto dura el botox en la cara?", both) == "es"
    assert detect("how long does it last and is it safe for me", both) in (None, "en")


def test_language_of_a_long_message_is_found_in_a_blink() -> None:
    begin = time.perf_counter()
    assert detect("ich möchte wissen ob das weh tut und wie lange es hält " * 70, ENGLISH) == "de"
    assert time.perf_counter() - begin < 1


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    assert detect(text, ENGLISH) is None or detect(text, ENGLISH)
