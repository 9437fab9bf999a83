"""Cards of a review: which wordings a theme gives, what staff read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.dialogue.replies import StaffVerb, code
from bot.core.faq.edits import RemoveEntry, edited
from bot.core.faq.yaml_document import EditError
from bot.core.faq.yaml_reader import read_faq
from bot.core.matching.matcher import Match
from bot.core.records import Decision, LoggedQuestion, QuestionKind, Role, Verdict, Week
from bot.core.review.cards import (
    ANSWER_LIMIT,
    QUESTION_LIMIT,
    Prompt,
    ReviewCards,
    additions,
    left_out,
    slug,
    wordings,
)
from bot.core.review.themes import Theme
from bot.core.review.typed_text import TextLook
from bot.core.text.markup import bullets, literal, plain

FAQ = """\
topics:
  - {id: daily-life, title: Daily life}
entries:
  - id: swelling
    question: Will my face swell?
    phrasings: [is a puffy face normal]
    answer: A little.
  # why this one exists
  - id: driving
    question: May I drive home?
    answer: Yes.

  - id: harp
    question: May I play the harp?
    answer: |
      Yes.

      Gently.
    status: draft

  - id: price
    question: What does it cost?
    answer: It depends.
"""
LOADED = read_faq(FAQ.encode()).faq


def logged(*texts: str | None, kind: QuestionKind = QuestionKind.UNMATCHED) -> tuple[LoggedQuestion, ...]:
    return tuple(
        LoggedQuestion(f"key{n}", Week(2026, 47), "en", text, "1-5", kind, None, None, "digest")
        for n, text in enumerate(texts)
    )


def theme(*texts: str | None, phrasings: tuple[str, ...] | None = None, suggestion: str = "") -> Theme:
    questions = logged(*texts)
    return Theme(
        "3fa2c1b0d9e8",
        questions,
        texts[0] or "",
        (Match("driving", 0.31, "May I drive home?", ()), Match("gone", 0.2, "?", ())),
        Week(2026, 47),
        {QuestionKind.UNMATCHED: len(questions)},
        suggestion,
        phrasings if phrasings is not None else tuple(text for text in texts if text and "[" not in text),
    )


def test_a_card_tells_how_many_since_when_samples_and_nearest_entries() -> None:
    card = ReviewCards(LOADED).card(theme("can i cycle", "is *cycling* fine [name]"), 1, 7)
    shown = plain(card.text)
    assert shown.startswith("Asked 2 times since the week of 16 November")
    assert "“can i cycle”" in shown
    assert "“is ∗cycling∗ fine [name]”" in shown
    assert "May I drive home? (31%)" in shown
    assert "Card 2 of 7" in shown
    verbs = [button.action.verb for row in card.buttons for button in row]
    assert verbs == [StaffVerb.BELONGS, StaffVerb.SEARCH, StaffVerb.NEW, StaffVerb.DISMISS, StaffVerb.SKIP]


def test_samples_stand_in_an_order_that_does_not_depend_on_when_they_were_asked() -> None:
    texts = ("a one", "b two", "c three", "d four")
    card, again = (ReviewCards(LOADED).card(theme(*some), 0, 1).text for some in (texts, texts[::-1]))
    assert card == again


def test_five_wordings_at_most_are_added_beside_one_of_staffs_own() -> None:
    five = ("a b", "c d", "e f", "g h", "i j")
    assert wordings(theme(*five, "k l")) == five
    assert additions(theme(*five, "k l"), "own") == ("own", *five)
    assert additions(theme("with [name] here"), "own") == ("own",)
    assert additions(theme("with [name] here")) == ()


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, ""),
        (1, "1 wording is left out: it may name a person."),
        (2, "2 wordings are left out: they may name a person."),
    ],
)
def test_staff_are_told_in_one_sentence_that_wordings_are_left_out(count: int, told: str) -> None:
    talk, one = ReviewCards(LOADED), replace(theme("may i cycle"), left_out=count)
    entry = LOADED.entries[0]
    shown = plain(talk.preview(one, entry, None, (), 0).text)
    assert left_out(one) == told
    assert told in shown
    assert ("left out" in shown) is bool(count)


def test_a_theme_without_a_wording_to_offer_can_be_given_one() -> None:
    talk, one = ReviewCards(LOADED), replace(theme("with [name] here"), left_out=1)
    reply = talk.nothing_to_add(one, LOADED.entries[0])
    assert "1 wording is left out" in reply.text
    assert [button.action.verb for row in reply.buttons for button in row] == [
        StaffVerb.WORDING,
        StaffVerb.NEW,
        StaffVerb.CARD,
    ]


def test_words_that_may_name_a_person_are_asked_for_once_more_and_names_always() -> None:
    talk, text = ReviewCards(LOADED), "Has ivy got it?"
    doubt, name = TextLook((), ("ivy",), "has ivy got it?"), TextLook(("Pieter",), (), "[name]", True)
    prompt = Prompt("3fa2", "question", "New entry")
    (again,) = talk.hear(prompt, text, look=doubt).replies
    assert "“ivy” can be a name" in again.text
    confirming = Prompt.parse(plain(again.text))
    assert confirming is not None
    (answer,) = talk.hear(confirming, text, look=doubt).replies
    assert Prompt.parse(plain(answer.text)) == Prompt("3fa2", "answer", text)
    (other,) = talk.hear(confirming, "Has rose got it?", look=TextLook((), ("rose",))).replies
    assert "“rose” can be a name" in other.text
    (told,) = talk.hear(confirming, "is it safe at sixty two", look=TextLook(telling=True)).replies
    assert "tell of somebody" in told.text
    (refused,) = talk.hear(confirming, text, look=name).replies
    assert "“Pieter” is in the list of names" in refused.text
    assert Prompt.parse(plain(refused.text)) == prompt


def test_what_was_decided_before_is_told_with_day_and_role() -> None:
    decision = Decision(3, date(2026, 11, 22), Role.ADMIN, Verdict.ADDED, "driving", "3fa2c1b0d9e8", 4)
    shown = plain(ReviewCards(LOADED).already(decision).text)
    assert shown == "Already added to “May I drive home?” on 22 November, by an admin. Nothing was done twice."


def test_prompts_carry_theme_and_question_in_their_text() -> None:
    talk = ReviewCards(LOADED)
    for reply, asked, question in (
        (talk.search_prompt("3fa2"), "search", None),
        (talk.question_prompt("3fa2"), "question", None),
        (talk.answer_prompt("3fa2", "Is 2*3 fine?"), "answer", "Is 2*3 fine?"),
        (talk.topic_prompt("3fa2", "Is it fine?"), "topic", "Is it fine?"),
    ):
        prompt = Prompt.parse(plain(reply.text))
        assert prompt is not None
        assert (prompt.theme, prompt.asked) == ("3fa2", asked)
        assert question is None or prompt.question == question
    assert Prompt.parse("Card 3fa2 · search and more") is None
    assert Prompt.parse(None) is None


def test_words_that_are_too_long_are_asked_for_again() -> None:
    talk = ReviewCards(LOADED)
    for asked, limit in (("question", QUESTION_LIMIT), ("answer", ANSWER_LIMIT)):
        prompt = Prompt("3fa2", asked, "Is it fine?")
        (again,) = talk.hear(prompt, "x" * (limit + 1)).replies
        assert "too long" in again.text
        assert again.asks
        assert Prompt.parse(plain(again.text)) == (prompt if asked == "answer" else Prompt("3fa2", asked, "New entry"))


def test_a_search_finds_by_words_by_id_and_by_likeness() -> None:
    talk = ReviewCards(LOADED)
    assert talk.search("DRIVE", ["price"]) == ("driving", "price")
    assert talk.search("price", [])[0] == "price"
    assert talk.search("harp", []) == ()


def test_a_draft_takes_the_other_wordings_along_and_an_id_of_its_own() -> None:
    talk = ReviewCards(LOADED)
    draft = talk.draft(
        theme("may i drive home", "driving?"), "May I drive home?", "Yes.", talk.topic(code("daily-life"))
    )
    assert (draft.id, draft.topic, draft.status) == ("may-i-drive-home", "daily-life", "draft")
    assert draft.phrasings == ("driving?",)
    assert slug("Ça va? Drive!", ["ca-va-drive"]) == "ca-va-drive-2"
    assert slug("???", []) == "entry"
    assert len(slug("word " * 40, [])) <= 48


def test_a_draft_is_taken_out_and_nothing_else() -> None:
    rest = edited(FAQ.encode(), RemoveEntry("harp")).decode()
    assert [line for line in FAQ.splitlines() if line not in rest.splitlines()] == [
        "  - id: harp",
        "    question: May I play the harp?",
        "    answer: |",
        "      Yes.",
        "      Gently.",
        "    status: draft",
    ]
    assert "harp" not in rest
    with pytest.raises(EditError):
        edited(FAQ.encode(), RemoveEntry("driving"))


def test_words_of_others_cannot_become_markup() -> None:
    assert plain(literal("**a** [b](https://c.d) *e*")) == "∗∗a∗∗ [b] (https://c.d) ∗e∗"
    assert bullets([str(n) for n in range(12)]).endswith("- 9\n- and 2 more")
