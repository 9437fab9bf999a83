"""Words that may be meant by a misspelt one: none that is near enough is missed, and their order stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.core.matching.near_words import NearWords

WORDS = st.text(alphabet="abcdñé19", min_size=1, max_size=10)


@given(st.lists(WORDS, unique=True, max_size=30), WORDS, st.integers(0, 3))
def test_every_word_within_so_many_edits_is_found(words: list[str], word: str, edits: int) -> None:
    near = [each for each in words if OSA.distance(each, word) <= edits]
    assert [each for each in NearWords(words).within(word, edits) if each in near] == near


@given(st.lists(WORDS, unique=True, max_size=30), WORDS, st.sampled_from([0.5, 0.7, 0.75]))
def test_every_word_that_is_similar_enough_is_found(words: list[str], word: str, least: float) -> None:
    similar = [each for each in words if OSA.normalized_similarity(each, word) >= least]
    assert [each for each in NearWords(words).similar(word, least) if each in similar] == similar


def test_words_with_other_letters_are_not_looked_at() -> None:
    words = NearWords(["swallow", "breathing", "follow", "pain"])
    assert words.within("swalow", 1) == ["swallow"]
    assert words.similar("brething", 0.7) == ["breathing"]
