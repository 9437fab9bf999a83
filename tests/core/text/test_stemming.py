"""Stems, and that nothing of a message stays in a stemmer."""

from __future__ import annotations

import gc
import sys

from bot.core.text.stemming import Stemmer


def test_words_with_the_same_beginning_have_the_same_stem() -> None:
    stem = Stemmer("en")
    assert stem("injections") == stem("injected") == stem("injecting")
    assert Stemmer("es")("inyecciones") == Stemmer("es")("inyección".replace("ó", "o"))


def test_in_a_language_without_a_stemmer_words_stay_as_they_are() -> None:
    assert Stemmer("xx")("injections") == "injections"


def test_a_stemmer_keeps_no_words() -> None:
    stem = Stemmer("en")
    stem("warm")
    word = "".join(["bartholo", "mewing"])
    before = sys.getrefcount(word)
    stem(word)
    gc.collect()
    assert sys.getrefcount(word) == before
