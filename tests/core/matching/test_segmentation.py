"""Several questions, single questions with "and" in them, and questions inside stories."""

from __future__ import annotations

import pytest

from bot.core.faq.model import Entry, Matching
from bot.core.matching.matcher import Matcher
from bot.core.matching.ranking import Band
from bot.core.matching.segmentation import rank_questions, split_questions
from tests.core.matching.test_matcher import PLANTS, entry


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("does it hurt and how long does it last?", ("does it hurt", "how long does it last?")),
        ("does it hurt? how much is it?", ("does it hurt?", "how much is it?")),
        ("is it safe, does it hurt and what does it cost", ("is it safe", "does it hurt", "what does it cost")),
        ("¿es seguro y cuánto dura?", ("¿es seguro", "cuánto dura?")),
        ("1) can I swim 2) where can I park?", ("can I swim", "where can I park?")),
        ("1) cost 2) pain 3) can I fly", ("cost", "pain", "can I fly")),
        ("- how long does it last\n- how much", ("how long does it last", "how much")),
        ("¿duele? ¿cuánto cuesta?", ("¿duele?", "¿cuánto cuesta?")),
        ("why and how long?", ()),
        ("pain and swelling after botox?", ()),
        ("can I eat and drink afterwards?", ()),
        ("my eye and my mouth move together, is that normal?", ()),
        ("what should I do and not do afterwards", ()),
        ("Hello. How long does it last?", ()),
        ("", ()),
    ],
)
def test_message_is_cut_only_where_another_question_follows(text: str, expected: tuple[str, ...]) -> None:
    assert split_questions(text) == expected


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    entries: list[Entry] = [entry(entry_id, phrasings) for entry_id, phrasings in PLANTS.items()]
    return Matcher.fit(entries, matching=Matching(wrong_answers=0.3))


def answered(matcher: Matcher, text: str) -> list[str]:
    return [ranking.matches[0].entry_id for ranking in rank_questions(text, matcher).parts]


def test_two_questions_get_two_answers(matcher: Matcher) -> None:
    assert answered(matcher, "how much water for a fern and can the fern stand in the sun?") == ["water", "light"]


def test_at_most_three_questions_are_answered(matcher: Matcher) -> None:
    text = (
        "how much water for a fern? can the fern stand in the sun? do I need a bigger pot for the fern? "
        "how often to fertilise ferns?"
    )
    assert answered(matcher, text) == ["water", "light", "repot"]


def test_same_question_asked_twice_gets_one_answer(matcher: Matcher) -> None:
    assert answered(matcher, "how much water for a fern? when does the fern need water?") == ["water"]


def test_single_question_with_and_gets_one_answer(matcher: Matcher) -> None:
    assert answered(matcher, "leaves are brown and crisp") == ["brown"]


def test_phrasing_that_holds_two_questions_is_one_question() -> None:
    both = entry("both", ("How much water and how much light?", "can I ask about water and is sun ok"))
    entries = [both, *(entry(entry_id, phrasings) for entry_id, phrasings in PLANTS.items())]
    assert answered(Matcher.fit(entries), "how much water and how much light?") == ["both"]


def test_question_in_a_long_story_is_found(matcher: Matcher) -> None:
    story = (
        "Hello and good evening to all of you. My grandmother gave me this plant two years ago when she moved to the "
        "seaside, and since then it has been on the shelf next to our old piano, where my daughter practises every "
        "day after school. We went on holidays in June and a neighbour came round. She is lovely but a bit forgetful. "
        "When we came home everything looked all right at first, and we were glad. I have never had such a thing "
        "before, only cactuses in my student days. do I need a bigger pot for the fern? Many thanks for your time and "
        "best wishes from all of us here."
    )
    assert answered(matcher, story) == ["repot"]
    assert rank_questions(story, matcher).parts[0].band is Band.ANSWER


def test_a_bare_question_is_read_with_its_story() -> None:
    entries = [entry(entry_id, phrasings) for entry_id, phrasings in PLANTS.items()]
    entries.append(
        entry("forever", ("Is it forever?", "will it be permanent", "does this ever end", "is that for good"))
    )
    matcher = Matcher.fit(entries, matching=Matching(wrong_answers=0.3))
    story = "The leaves of my fern are brown and crisp, and the tips are dead and brown. Will it be permanent?"
    assert answered(matcher, "Will it be permanent?") == ["forever"]
    assert answered(matcher, story) == ["brown"]


@pytest.mark.parametrize("text", ["", "👍", "?!", ".", "a. b. c.", "? ? ?", "and and and", "\n\n"])
def test_odd_messages_have_exactly_one_ranking(matcher: Matcher, text: str) -> None:
    assert len(rank_questions(text, matcher).parts) == 1


def test_number_of_encoded_texts_is_bounded() -> None:
    batches: list[int] = []

    class Counting(Matcher):
        def rank_all(self, texts, lean=None, *, story=""):  # type: ignore[no-untyped-def]
            batches.append(len(texts) + bool(story))
            return super().rank_all(texts, lean, story=story)

    counting = Counting.fit([entry(entry_id, phrasings) for entry_id, phrasings in PLANTS.items()])
    rank_questions("how is it? " * 200, counting)
    rank_questions("why " * 2000, counting)
    rank_questions(" and ".join(f"how is number {at}" for at in range(100)), counting)
    assert len(batches) == 2 * 3
    assert all(first + second <= 9 for first, second in zip(batches[::2], batches[1::2], strict=True))


def test_short_question_is_ranked_once() -> None:
    class Counting(Matcher):
        seen: tuple[str, ...] = ()

        def rank_all(self, texts, lean=None, *, story=""):  # type: ignore[no-untyped-def]
            Counting.seen += tuple(texts)
            return super().rank_all(texts, lean, story=story)

    counting = Counting.fit([entry(entry_id, phrasings) for entry_id, phrasings in PLANTS.items()])
    rank_questions("is it ok in full sun?", counting)
    assert Counting.seen == ("is it ok in full sun?",)


def test_lean_reaches_the_matcher(matcher: Matcher) -> None:
    best = matcher.rank("how often", {"feed": 3.0}).best
    assert best is not None
    assert best.entry_id == "feed"


def test_a_question_that_stays_unanswered_is_told(matcher: Matcher) -> None:
    text = "How much water for a fern? Who won the football world cup? Can the fern stand in the sun?"
    (left,) = rank_questions(text, matcher).left
    assert (left.number, left.text) == (2, "Who won the football world cup?")


@pytest.mark.parametrize(
    "text",
    [
        "how much water for a fern?",
        "how much water for a fern and can the fern stand in the sun?",
        "how much water for a fern? And why?",
        "Who won the football world cup? Who sang at the final?",
    ],
)
def test_nothing_is_left_where_all_or_nothing_is_answered(matcher: Matcher, text: str) -> None:
    assert rank_questions(text, matcher).left == ()


def test_of_several_questions_that_are_not_clear_each_is_offered(matcher: Matcher) -> None:
    text = "what of the water? what about the sun? who won the football world cup?"
    ranked = rank_questions(text, matcher)
    assert {"water", "light"} <= {match.entry_id for part in ranked.parts for match in part.matches[:2]}
    assert [one.text for one in ranked.left] == ["who won the football world cup?"]


def test_a_short_question_is_not_dropped(matcher: Matcher) -> None:
    text = "how much water for a fern? who is Bob? can the fern stand in the sun?"
    (left,) = rank_questions(text, matcher).left
    assert (left.number, left.text) == (2, "who is Bob?")
