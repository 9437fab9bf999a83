"""The matcher's promises: the right entry first, honest confidence, no surprises at the edges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bot.core.faq.model import Entry, Matching
from bot.core.matching.arrays import Floats
from bot.core.matching.matcher import Matcher
from bot.core.matching.ranking import Band
from bot.core.matching.similarity import Encoders

PLANTS = {
    "water": (
        "How often should I water the fern?",
        "when does the fern need water",
        "how much water for a fern",
        "watering schedule of ferns",
        "is my fern too dry",
    ),
    "light": (
        "How much light does the fern need?",
        "can the fern stand in the sun",
        "is a dark corner ok for the fern",
        "sun or shade for ferns",
        "does it like a bright window",
    ),
    "repot": (
        "When should I repot the fern?",
        "do I need a bigger pot for the fern",
        "which soil when I change the pot",
        "roots grow out of the pot",
        "repotting in spring or autumn",
    ),
    "pests": (
        "What helps against insects on the fern?",
        "there are lice on my fern",
        "small black bugs on the leaves",
        "how do I get rid of spider mites",
        "sticky leaves and insects",
    ),
    "brown": (
        "Why do the leaves turn brown?",
        "brown tips on the fern",
        "leaves are brown and crisp",
        "my fern looks brown and dead",
        "fern leaf edges get brown",
    ),
    "feed": (
        "Should I use fertiliser?",
        "does the fern need plant food",
        "how often to fertilise ferns",
        "feeding a fern in winter",
        "what fertiliser is best",
    ),
}


def entry(entry_id: str, phrasings: Sequence[str]) -> Entry:
    return Entry(id=entry_id, question=phrasings[0], phrasings=tuple(phrasings[1:]), answer="An answer.")


def entries() -> list[Entry]:
    return [entry(entry_id, phrasings) for entry_id, phrasings in PLANTS.items()]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.fit(entries(), off_topic=["what is the capital of france", "play some music"])


def letters(texts: Sequence[str]) -> Floats:
    """A tiny stand-in for an encoder: counts of letters."""
    rows = np.array([[text.lower().count(chr(97 + at)) + 0.01 for at in range(26)] for text in texts], dtype=np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how often do I have to water it", "water"),
        ("is it ok in full sun", "light"),
        ("i think it needs a bigger pot", "repot"),
        ("bugs everywhere on the leaves", "pests"),
        ("brown crispy leaves", "brown"),
        ("best fertiliser for it", "feed"),
    ],
)
def test_new_words_find_the_right_entry(matcher: Matcher, text: str, expected: str) -> None:
    best = matcher.rank(text).best
    assert best is not None
    assert best.entry_id == expected


def test_typing_mistakes_are_repaired(matcher: Matcher) -> None:
    best = matcher.rank("wich fertilizr is bset").best
    assert best is not None
    assert best.entry_id == "feed"


def test_exact_phrasing_is_certain_in_any_case_and_punctuation(matcher: Matcher) -> None:
    for ranking in (matcher.rank("  brown TIPS, on the fern?!"), matcher.rank_early("Brown tips on the fern")):
        assert ranking is not None
        assert ranking.band is Band.ANSWER
        assert ranking.matches[0].entry_id == "brown"
        assert ranking.matches[0].confidence == 1.0
        assert ranking.matches[0].phrasing == "brown tips on the fern"


def test_same_words_with_a_typing_mistake_need_no_encoder(matcher: Matcher) -> None:
    ranking = matcher.rank_early("brwon tip on the ferns")
    assert ranking is not None
    assert ranking.matches[0].entry_id == "brown"
    assert ranking.band is Band.ANSWER


def test_anything_else_is_left_to_the_full_ranking(matcher: Matcher) -> None:
    assert matcher.rank_early("water for my brown fern in a pot") is None


def test_phrasing_of_two_entries_is_not_certain() -> None:
    twice = [*entries(), entry("again", ("brown tips on the fern", "something else entirely"))]
    ranking = Matcher.fit(twice).rank("brown tips on the fern")
    assert ranking.confidence < 1.0
    assert Matcher.fit(twice).rank_early("brown tips on the fern") is None


def test_off_topic_message_is_not_answered(matcher: Matcher) -> None:
    for text in ("who won the football game", "what is the capital of spain", "xyzzy plugh", "play some jazz music"):
        assert matcher.rank(text).band is not Band.ANSWER, text


def test_text_without_words_has_no_matches(matcher: Matcher) -> None:
    for text in ("", "  ", "?!", "👍👍"):
        assert matcher.rank(text).matches == ()
        assert matcher.rank(text).band is Band.NONE
        assert matcher.rank_early(text) is None


def test_ranking_explains_itself(matcher: Matcher) -> None:
    best = matcher.rank("Are SPIDER mites dangerous?").best
    assert best is not None
    assert best.phrasing == "how do I get rid of spider mites"
    assert set(best.words) == {"SPIDER", "mites"}


def test_ranking_holds_at_least_five_matches_in_falling_order_that_sum_to_at_most_one(matcher: Matcher) -> None:
    for text in ("water", "brown leaves in the sun", "how do I get rid of spider mites"):
        confidences = [match.confidence for match in matcher.rank(text).matches]
        assert len(confidences) >= 5
        assert confidences == sorted(confidences, reverse=True)
        assert sum(confidences) <= 1 + 1e-9


def test_lean_of_the_conversation_decides_a_close_call(matcher: Matcher) -> None:
    for wanted in ("water", "feed"):
        best = matcher.rank("how often", {wanted: 2.0, "no-such-entry": 9.0}).best
        assert best is not None
        assert best.entry_id == wanted


def test_synonyms_apply_to_both_sides_and_to_several_words() -> None:
    synonyms = [("fertiliser", "plant food", "dung"), ("insects", "creepy crawlies")]
    matcher = Matcher.fit(entries(), synonyms=synonyms)
    for text, expected in (("is dung good", "feed"), ("creepy crawlies", "pests")):
        best = matcher.rank(text).best
        assert best is not None
        assert best.entry_id == expected


def test_same_faq_gives_the_same_figures(matcher: Matcher) -> None:
    again = Matcher.fit(entries(), off_topic=["what is the capital of france", "play some music"])
    assert again.rank("sun and water") == matcher.rank("sun and water")
    assert again.thresholds == matcher.thresholds


def test_every_entry_has_held_out_predictions(matcher: Matcher) -> None:
    assert {held.entry_id for held in matcher.held_out} == set(PLANTS)
    assert len(matcher.held_out) == 30
    assert all(0 <= held.confidence <= 1 for held in matcher.held_out)
    assert all(held.closest in PLANTS[held.predicted_id] for held in matcher.held_out)


def test_stricter_target_never_lowers_the_cut_off() -> None:
    cut_offs = [
        Matcher.fit(entries(), matching=Matching(wrong_answers=target)).thresholds.answer
        for target in (0.4, 0.2, 0.05, 0.01)
    ]
    assert cut_offs == sorted(cut_offs)


def test_cut_off_for_suggestions_is_not_above_that_for_answers(matcher: Matcher) -> None:
    assert 0 < matcher.thresholds.suggest <= matcher.thresholds.answer <= 1


@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("phrasings", [1, 2, 5])
def test_small_faqs_answer_their_own_words_and_nothing_strange(count: int, phrasings: int) -> None:
    small = [entry(entry_id, own[:phrasings]) for entry_id, own in list(PLANTS.items())[:count]]
    matcher = Matcher.fit(small)
    ranking = matcher.rank(small[0].question)
    assert ranking.band is Band.ANSWER
    assert ranking.matches[0].entry_id == small[0].id
    assert len(ranking.matches) == count
    assert matcher.rank("who won the football game last night").band is not Band.ANSWER


def test_no_entries_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one entry"):
        Matcher.fit([])


def test_entry_whose_phrasings_have_no_words_does_no_harm() -> None:
    matcher = Matcher.fit([*entries(), entry("signs", ("???", "!!"))])
    best = matcher.rank("brown tips").best
    assert best is not None
    assert best.entry_id == "brown"


def test_encoder_takes_part_in_one_batch_per_call() -> None:
    calls: list[int] = []

    def encode(texts: Sequence[str]) -> Floats:
        calls.append(len(texts))
        return letters(texts)

    matcher = Matcher.fit(entries(), encoders=Encoders(encode, encode))
    assert calls == [30]
    rankings = matcher.rank_all(["brown tips on leaves", "👍", "more water", "bigger pot"])
    assert calls == [30, 3]
    assert [ranking.best.entry_id if ranking.best else None for ranking in rankings] == [
        "brown",
        None,
        "water",
        "repot",
    ]


def test_encoder_reads_the_repaired_text() -> None:
    seen: list[str] = []

    def encode(texts: Sequence[str]) -> Floats:
        seen.extend(texts)
        return letters(texts)

    matcher = Matcher.fit(entries(), encoders=Encoders(encode, encode), known_words={"really"})
    matcher.rank("Is the fertilisr really, REALLY needed?")
    assert seen[-1] == "Is the fertiliser really, REALLY needed?"


def test_large_faq_stays_within_bounds() -> None:
    many = [
        entry(f"entry-{number}", tuple(f"{word} number{number} thing{number % 7}" for word in ("what", "how", "why")))
        for number in range(300)
    ]
    matcher = Matcher.fit(many)
    best = matcher.rank("tell me how number77").best
    assert best is not None
    assert best.entry_id == "entry-77"


def test_encoder_reads_synonyms_replaced_on_both_sides() -> None:
    seen: list[str] = []

    def encode(texts: Sequence[str]) -> Floats:
        seen.extend(texts)
        return letters(texts)

    matcher = Matcher.fit(entries(), encoders=Encoders(encode, encode), synonyms=[("fertiliser", "plant food")])
    assert "does the fern need fertiliser" in seen
    matcher.rank("Is  plant   food ok, really?")
    assert seen[-1] == "Is  fertiliser ok, really?"


def test_texts_of_the_faq_are_encoded_apart_from_messages_and_at_once() -> None:
    own: list[list[str]] = []
    messages: list[str] = []

    def encode_own(texts: Sequence[str]) -> Floats:
        own.append(list(texts))
        return letters(texts)

    def encode(texts: Sequence[str]) -> Floats:
        messages.extend(texts)
        return letters(texts)

    checked = [one.model_copy(update={"checks": (f"check of {one.id}",)}) for one in entries()]
    matcher = Matcher.fit(checked, off_topic=["play some music"], encoders=Encoders(encode, encode_own))
    matcher.rank("brown spots everywhere")
    assert messages == ["brown spots everywhere"]
    assert len(own) == 1
    assert len(own[0]) == 30 + 1 + 6


def test_checks_count_for_calibration_but_are_not_learned() -> None:
    plain = Matcher.fit(entries())
    checked = [one.model_copy(update={"checks": (f"{one.id} of a fern",)}) for one in entries()]
    matcher = Matcher.fit(checked)
    assert matcher.thresholds.predictions == plain.thresholds.predictions + len(checked)
    assert matcher.rank_early("pests of a fern") is None
    assert [match.entry_id for match in matcher.rank("water and sun").matches] == [
        match.entry_id for match in plain.rank("water and sun").matches
    ]


def test_a_check_is_ranked_like_any_message_without_another_vector() -> None:
    """Its similarity to all phrasings is known from the fit."""
    checked = entries()
    checked[0] = checked[0].model_copy(update={"checks": ("is the ferns soil to dry for watter", "drowning")})
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> Floats:
        asked.extend(texts)
        return letters(texts)

    with_checks = Matcher.fit(checked, encoders=Encoders(encode, letters))
    learnt = with_checks.learnt
    anew = Matcher.fit(checked, encoders=Encoders(encode, letters), learnt=learnt)
    for check in checked[0].checks:
        known, found = with_checks.rank(check), anew.rank(check)
        assert [one.entry_id for one in known.matches] == [one.entry_id for one in found.matches]
        assert known.confidence == pytest.approx(found.confidence, abs=1e-5)
        assert known.band is found.band
    assert len(asked) == len(checked[0].checks)
