"""Words: what is the same word, and what isn't."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.spelling import SpellingCorrector
from bot.core.text.normalization import Normalizer, normalize, split_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Does IT hurt?! ", "does it hurt"),
        ("don't / don’t", "dont dont"),
        ("Crème brûlée – naïve", "creme brulee naive"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("STRASSE Straße", "strasse strasse"),
        ("a_b-c", "a b c"),
        ("面部 ok", "面 部 ok"),
        ("👍 ... !", ""),
    ],
)
def test_case_accents_and_punctuation_do_not_matter(text: str, expected: str) -> None:
    assert normalize(text) == expected


@given(st.text(max_size=80))
def test_normal_form_stays_as_it_is(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(st.text(max_size=80))
def test_every_word_has_a_surface_and_a_normal_form(text: str) -> None:
    assert all(surface and plain for surface, plain in split_words(text))


def stems(wording: Normalizer, text: str) -> list[str]:
    return [word.stem for word in wording.words(split_words(text))]


def test_endings_do_not_matter_in_the_language_of_the_faq() -> None:
    assert stems(Normalizer("en"), "injections injected injecting") == ["inject"] * 3
    assert stems(Normalizer("es"), "inyecciones")[0] == stems(Normalizer("es"), "inyección")[0]


def test_language_without_stemmer_compares_whole_words() -> None:
    assert stems(Normalizer("xx"), "injections") == ["injections"]


def test_synonyms_become_the_first_of_their_group_and_longer_ones_win() -> None:
    wording = Normalizer("en", [("botox", "botulinum toxin", "toxin"), ("price", "how much")])
    words = wording.words(split_words("How much is Botulinum toxins, and toxin?"))
    assert [word.plain for word in words] == ["price", "is", "botox", "and", "botox"]
    assert [word.surface for word in words] == ["How much", "is", "Botulinum toxins", "and", "toxin"]


def test_empty_synonyms_do_no_harm() -> None:
    wording = Normalizer("en", [(), ("",), ("!!", "?"), ("a", "")])
    assert [word.plain for word in wording.words(split_words("a b"))] == ["a", "b"]


def test_several_threads_stem_alike() -> None:
    wording = Normalizer("en")
    texts = [f"injections{chr(97 + at % 26)}ing relaxing stiffness happily" for at in range(200)]
    alone = [stems(Normalizer("en"), text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: stems(wording, text), texts)) == alone


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("injecton", "injection"),
        ("ijnection", "injection"),
        ("swolen", "swollen"),
        ("hrut", "hurt"),
        ("hurt", "hurt"),
        ("eye", "eye"),
        ("eys", "eys"),
        ("banana", "banana"),
        ("x" * 500, "x" * 500),
        ("1234", "1234"),
    ],
)
def test_only_typing_mistakes_of_longer_words_are_repaired(typed: str, meant: str) -> None:
    assert SpellingCorrector(["injection", "swollen", "hurt", "eye"]).repair(typed) == meant


def test_known_words_of_the_language_are_no_mistakes() -> None:
    assert SpellingCorrector(["swollen"]).repair("swolled") == "swollen"
    assert SpellingCorrector(["swollen"], {"swolled"}).repair("swolled") == "swolled"


def test_same_first_letter_wins_between_equally_close_words() -> None:
    assert SpellingCorrector(["hurting", "burning"]).repair("hurning") == "hurting"
