"""Themes: what belongs together, keys that stay, what comes back, and words that may go into a FAQ."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.deidentification.listed_names import ListedNames
from bot.core.faq.model import Entry, Faq
from bot.core.faq.yaml_reader import read_faq
from bot.core.matching.matcher import Matcher
from bot.core.matching.similarity import Encoders
from bot.core.records import LoggedQuestion, QuestionKind, Status, Week, demand_theme
from bot.core.review import clustering
from bot.core.review.question_similarity import QuestionSimilarity
from bot.core.review.theme_finder import MOST, ThemeFinder
from bot.core.review.themes import AddedQuestion, OpenQuestions, Theme
from bot.embeddings.model_files import ModelError
from bot.embeddings.sentence_encoder import default_encoder
from bot.words import load
from tests.support.paths import FAQ, SUPPORT

WEEK = Week(2026, 47)
PARKING = (
    "is there parking at the clinic",
    "where is parking for the clinic",
    "do i have to pay for parking at the clinic",
)
BLOOD = ("can i donate blood after botox", "blood donation and botox", "may i donate blood")
WIFI = "what is the wifi password"
NAMES = ListedNames(replace(load(), given=frozenset({"ivy", "mark"})), ())


def question(
    text: str | None, key: str = "", *, kind: QuestionKind = QuestionKind.UNMATCHED, week: Week = WEEK
) -> LoggedQuestion:
    length = "short" if text else "long"
    return LoggedQuestion(key or f"{sum(map(ord, text or '')):x}", week, "en", text, length, kind, None, None, "digest")


def logged(texts: Iterable[str]) -> list[LoggedQuestion]:
    return [question(text, f"{number:04x}{sum(map(ord, text)):04x}") for number, text in enumerate(texts)]


@cache
def faq() -> Faq:
    def entry(entry_id: str, *phrasings: str) -> Entry:
        return Entry(id=entry_id, question=phrasings[0], phrasings=phrasings[1:], answer="See **Botox**, ask Dr Bell.")

    return Faq(
        entries=(
            entry("hurt", "Does Botox hurt?", "is botox painful", "do the injections hurt", "how bad is the needle"),
            entry("cost", "What does Botox cost?", "price of botox", "is it covered", "do i have to pay for botox"),
            entry("cause", "What causes synkinesis?", "why do i have synkinesis", "where does it come from"),
            entry("eye", "Why does my eye close when I eat?", "my eye shuts when i chew", "eye closes at dinner"),
            entry("clinic", "Where is the clinic?", "how do i find the clinic", "address of the clinic"),
        )
    )


@cache
def themes() -> ThemeFinder:
    return ThemeFinder(faq(), Matcher.fit(faq().published), NAMES)


def group(*texts: str) -> OpenQuestions:
    return themes().group(logged(texts))


def texts_of(theme: Theme) -> set[str]:
    return {question.text or "" for question in theme.questions}


def test_questions_about_the_same_thing_make_a_theme_and_others_stay_single() -> None:
    grouped = group(*PARKING, *BLOOD, WIFI)
    assert [texts_of(theme) for theme in grouped.themes] == [set(PARKING), set(BLOOD)] or [
        texts_of(theme) for theme in grouped.themes
    ] == [set(BLOOD), set(PARKING)]
    assert [theme.label for theme in grouped.singles] == [WIFI]


def test_themes_come_largest_first_with_the_week_of_the_first_question() -> None:
    old = question("where can i find parking at the clinic", "aaaa", week=WEEK.back(3))
    grouped = themes().group([*logged((*BLOOD, *PARKING)), old])
    assert [theme.size for theme in grouped.themes] == [4, 3]
    assert grouped.themes[0].since == WEEK.back(3)


def test_two_questions_in_the_same_words_are_a_theme() -> None:
    grouped = themes().group([question(WIFI, "a1"), question(WIFI, "b2")])
    assert [theme.size for theme in grouped.themes] == [2]
    assert grouped.themes[0].samples() == (WIFI,)


@settings(max_examples=20)
@given(st.permutations((*PARKING, *BLOOD, WIFI, "lost my scarf", "scarf")))
def test_the_order_of_questions_changes_nothing(texts: Sequence[str]) -> None:
    questions = logged(sorted(texts))
    shuffled = [questions[sorted(texts).index(text)] for text in texts]
    assert themes().group(shuffled) == themes().group(questions)


def test_a_new_question_joins_its_theme_and_the_key_stays() -> None:
    before = themes().group(logged(PARKING))
    kept = [replace(one, theme=before.keys[one.key]) for one in before.themes[0].questions]
    newcomer = question("which parking is near the clinic", "0000", week=WEEK.back(5))
    after = themes().group([newcomer, *kept])
    assert [theme.key for theme in after.themes] == [before.themes[0].key]
    assert after.keys == {"0000": before.themes[0].key}


def test_a_single_question_keeps_its_key_when_it_becomes_a_theme() -> None:
    single = themes().group([question(WIFI, "ff")]).singles[0]
    kept = replace(single.questions[0], theme=single.key)
    grown = themes().group([kept, question("the wifi password please", "00")])
    assert [theme.key for theme in grown.themes] == [single.key]


def test_one_key_carried_by_two_themes_goes_to_the_one_that_carries_it_more() -> None:
    carried = [replace(one, theme="abcd1234") for one in logged((*PARKING, BLOOD[0]))]
    grouped = themes().group([*carried, *(question(text, text[:3] + "9") for text in BLOOD[1:])])
    by_key = {theme.key: texts_of(theme) for theme in grouped.themes}
    assert by_key["abcd1234"] == set(PARKING)
    assert len(by_key) == 2


def test_every_key_is_one_the_log_accepts_and_is_used_once() -> None:
    grouped = group(*PARKING, *BLOOD, WIFI, "lost scarf", "newsletter")
    keys = [theme.key for theme in grouped.all]
    assert len(set(keys)) == len(keys)
    for key in keys:
        demand_theme(key)


def test_a_theme_is_found_by_the_beginning_of_its_key() -> None:
    grouped = group(*PARKING, WIFI)
    key = grouped.themes[0].key
    assert grouped.theme(key) == grouped.theme(key[:6]) == grouped.themes[0]
    assert grouped.theme("") is None
    assert grouped.theme("zzzz") is None


def test_withheld_questions_and_those_without_words_are_counted_apart() -> None:
    grouped = themes().group([question(None, "a"), question("?!", "b"), question(WIFI, "c")])
    assert (len(grouped.singles), grouped.withheld) == (1, 2)


def test_nothing_makes_no_themes() -> None:
    assert themes().group([]) == OpenQuestions()
    assert themes().group([question(None, "a")]) == OpenQuestions(withheld=1)


def test_the_nearest_entries_come_with_their_mean_confidence() -> None:
    theme = group("do i pay for the injections", "what do i pay for injections").themes[0]
    assert 1 <= len(theme.nearest) <= 3
    assert {"cost", "hurt"} & {match.entry_id for match in theme.nearest[:2]}
    assert all(0 <= later.confidence <= match.confidence <= 1 for match, later in pairwise(theme.nearest))


def test_the_kinds_of_a_theme_are_counted() -> None:
    questions = logged(PARKING)
    questions[0] = replace(questions[0], kind=QuestionKind.NOT_HELPFUL)
    assert themes().group(questions).themes[0].kinds == {QuestionKind.NOT_HELPFUL: 1, QuestionKind.UNMATCHED: 2}


def settled(text: str, entry_id: str) -> AddedQuestion:
    return AddedQuestion(
        replace(question(text, "5e771ed0"), status=Status.RESOLVED, theme="feed1234", decision=1), entry_id
    )


def test_a_resolved_theme_comes_back_when_the_answer_still_does_not_help() -> None:
    unhelped = replace(question(PARKING[0], "a1", kind=QuestionKind.NOT_HELPFUL), nearest="clinic")
    grouped = themes().group([unhelped], [settled(PARKING[1], "clinic")])
    assert [(theme.key, theme.failed) for theme in grouped.themes] == [("feed1234", "clinic")]


@pytest.mark.parametrize(
    ("nearest", "kind", "text"),
    [
        ("cost", QuestionKind.NOT_HELPFUL, PARKING[0]),
        ("clinic", QuestionKind.UNMATCHED, PARKING[0]),
        ("clinic", QuestionKind.NOT_HELPFUL, "eye closes"),
    ],
    ids=["another entry", "another reason", "another question"],
)
def test_other_questions_do_not_bring_a_theme_back(nearest: str, kind: QuestionKind, text: str) -> None:
    asked = replace(question(text, "a1", kind=kind), nearest=nearest)
    grouped = themes().group([asked], [settled(PARKING[1], "clinic")])
    assert grouped.themes == ()
    assert grouped.singles[0].failed is None


def test_only_so_many_texts_are_grouped_at_a_time_the_latest_and_the_rest_is_counted() -> None:
    many = [question(f"word{number}", f"{number:05x}") for number in range(MOST)]
    old = [question(text, text[:4], week=WEEK.back(2)) for text in (WIFI, "lost my scarf")]
    grouped = themes().group([*old, *many])
    assert (grouped.waiting, len(grouped.singles)) == (2, MOST)
    assert all(theme.since == WEEK for theme in grouped.singles)


# Words for the FAQ


def test_proposed_words_hold_nothing_masked_and_read_like_written_by_a_person() -> None:
    theme = group("is there parking at the clinic in [place]", "i need parking at the clinic", *PARKING).themes[0]
    assert theme.suggestion == "Is there parking at the clinic?"
    assert all("[" not in text and text[0].isupper() for text in theme.phrasings)
    assert "I need parking at the clinic" in theme.phrasings
    assert len({text.lower() for text in theme.phrasings}) == len(theme.phrasings)
    assert theme.left_out == 1


@pytest.mark.parametrize(
    "told",
    [
        "strong is my married name, is there parking at the clinic",
        "boots where i work is far, is there parking at the clinic",
        "woman, sixty two, is there parking at the clinic",
        "dr head said there is parking at the clinic",
    ],
)
def test_a_wording_that_tells_of_somebody_is_not_offered_although_it_may_be_kept(told: str) -> None:
    theme = group(told, *PARKING).themes[0]
    assert theme.left_out == 1
    assert told not in "".join(theme.phrasings).lower()


def test_no_wording_that_may_name_a_person_is_proposed() -> None:
    theme = group("has ivy got parking at the clinic", "is there parking for [name] at the clinic", *PARKING).themes[0]
    assert theme.left_out == 2
    proposed = " ".join((theme.suggestion, *theme.phrasings)).lower()
    assert "ivy" not in proposed
    assert "parking for at" not in proposed
    assert len(theme.phrasings) == len(PARKING)


def test_a_single_question_that_may_name_a_person_proposes_nothing() -> None:
    (theme,) = group("can mark do my cheek").singles
    assert (theme.suggestion, theme.phrasings, theme.left_out) == ("", (), 1)


# Measured


def labelled(name: str) -> tuple[list[str], list[str]]:
    """Theme names and questions; a question that belongs to no theme has a name of its own."""
    names, texts = [], []
    for line in (SUPPORT / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            theme, text = line.split(": ", 1)
            names.append(theme if theme != "-" else text)
            texts.append(text)
    return names, texts


def figures(truth: Sequence[str], found: Mapping[str, str], texts: Sequence[str]) -> tuple[float, float]:
    """Adjusted Rand index (Hubert & Arabie 1985) and F1 over pairs."""
    both = Counter((name, found[text]) for name, text in zip(truth, texts, strict=True))
    pairs = sum(comb(count, 2) for count in both.values())
    right = sum(comb(count, 2) for count in Counter(truth).values())
    given_pairs = sum(comb(count, 2) for count in Counter(found[text] for text in texts).values())
    expected = right * given_pairs / comb(len(texts), 2)
    return (pairs - expected) / ((right + given_pairs) / 2 - expected), 2 * pairs / (right + given_pairs)


@cache
def encoders() -> Encoders | None:
    try:
        encoder = default_encoder()
    except ModelError:
        return None
    return Encoders(encoder, encoder)


@pytest.mark.parametrize(
    ("name", "vectors", "least"),
    [
        ("unmatched_tuned.txt", True, 0.75),
        ("unmatched_unseen.txt", True, 0.68),
        ("unmatched_tuned.txt", False, 0.5),
        ("unmatched_unseen.txt", False, 0.33),
    ],
)
def test_themes_are_those_a_person_would_make(name: str, vectors: bool, least: float) -> None:
    chosen = encoders() if vectors else None
    if vectors and chosen is None:
        pytest.skip("no sentence model")
    product = read_faq(FAQ.read_bytes(), "faq.yaml").faq
    similarity = QuestionSimilarity(product, chosen)
    truth, texts = labelled(name)
    order = list(range(len(texts)))
    random.Random(7).shuffle(order)
    shuffled = [texts[at] for at in order]
    found = {
        shuffled[at]: str(number)
        for number, members in enumerate(clustering.groups(similarity.matrix(shuffled), similarity.enough))
        for at in members
    }
    rand, pairs = figures(truth, found, texts)
    assert min(rand, pairs) >= least, (rand, pairs)


def test_what_another_entry_is_likely_for_may_ask_something_else_on_a_card() -> None:
    texts = ("is botox painful please", "do the injections hurt a lot", "price of botox please")
    together = [replace(question(text), part="one card") for text in texts]
    (theme,) = themes().group(together).themes
    assert theme.doubtful == {"price of botox please"}


def test_a_question_that_gave_a_card_its_key_and_is_split_off_gets_another() -> None:
    first, *others = logged(PARKING)
    key = themes().group([first, *others]).keys[first.key]
    parted = [replace(first, part="a1"), *(replace(one, theme=key, part="b2") for one in others)]
    for order in (parted, parted[::-1]):
        keys = [theme.key for theme in themes().group(order).all]
        assert len(keys) == len(set(keys)) == 2
        assert key in keys
