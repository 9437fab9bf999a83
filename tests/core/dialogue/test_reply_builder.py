"""How entries become messages: what they say about their review, how long ones are split, where buttons lead."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.dialogue.replies import Action, Button, Reply, Verb
from bot.core.dialogue.reply_builder import PAGE, ReplyBuilder, side_by_side
from bot.core.faq.model import ClinicalReview, Entry, Faq, Topic
from bot.core.text.markup import length, plain

TODAY = date(2026, 11, 22)
LIMIT = 4096


def entry(**given: object) -> Entry:
    return Entry.model_validate(
        {"id": "one", "question": "What is it?", "phrasings": ["tell me"], "answer": "It is that."} | given
    )


def pages(*entries: Entry, language: str = "en", asking: bool = True) -> ReplyBuilder:
    topics = (Topic(id="botox", title="Botox"),)
    return ReplyBuilder(
        Faq(version=1, language=language, entries=entries or (entry(),), topics=topics), TODAY, asking=asking
    )


def whole(reply: Reply) -> str:
    return plain("\n\n".join(filter(None, (reply.text, reply.quoted, reply.folded, reply.closing))))


def reviewed(**given: object) -> ClinicalReview:
    return ClinicalReview.model_validate({"by": "Dr X", "on": "2026-05-03", "text": entry().review_digest} | given)


def test_an_answer_says_who_checked_it_and_when() -> None:
    assert pages().answer(entry(reviewed=reviewed())).closing == "*Checked by Dr X, May 2026.*"
    spanish = pages(language="es").answer(entry(reviewed=reviewed())).closing
    assert "mayo de 2026" in spanish
    assert "2026-05" in pages(language="fr").answer(entry(reviewed=reviewed())).closing


def test_a_review_holds_to_its_last_day_and_no_longer() -> None:
    assert pages().answer(entry(reviewed=reviewed(expires="2026-11-22"))).closing
    assert pages().answer(entry(reviewed=reviewed(expires="2026-11-21"))).closing == ""
    assert pages().answer(entry()).closing == ""


def test_a_review_of_other_words_or_of_words_not_noted_is_not_shown() -> None:
    assert pages().answer(entry(reviewed=reviewed(), answer="It is another.")).closing == ""
    assert pages().answer(entry(reviewed=reviewed(text=None))).closing == ""


def test_details_that_fit_are_folded_into_the_answer() -> None:
    reply = pages().answer(entry(details="More of it."))
    assert reply.folded == "More of it."
    assert Verb.MORE not in [button.action.verb for row in reply.buttons for button in row]


@pytest.mark.parametrize("size", [3_500, 8_000, 16_000])
def test_details_that_do_not_fit_are_read_on_request_cut_at_paragraph_ends(size: int) -> None:
    paragraphs = [f"Paragraph {n} " + "word " * 80 for n in range(size // 400)]
    long = entry(details="\n\n".join(paragraphs))
    reply = pages().answer(long)
    if not reply.folded:
        assert reply.buttons[0][0].action.verb is Verb.MORE
        assert reply.buttons[0][0].label == "Read more"
    pieces = pages().details(long)
    assert all(length(whole(piece)) <= LIMIT for piece in pieces)
    assert all(whole(piece).split("\n\n")[-1].startswith("Paragraph") for piece in pieces)
    shown = "\n\n".join(whole(piece) for piece in pieces)
    assert all(f"Paragraph {n} " in shown for n in range(len(paragraphs)))
    assert [bool(piece.buttons) for piece in pieces] == [False] * (len(pieces) - 1) + [True]


def test_a_long_topic_is_turned_page_by_page_and_every_question_is_there() -> None:
    entries = [entry(id=f"e{n}", question=f"Question {n}?", topic="botox") for n in range(2 * PAGE + 3)]
    all_pages, number, found = pages(*entries), 0, []
    while True:
        page = all_pages.topic("botox", number)
        assert page is not None
        found += [row[0].action.target for row in page.buttons if row[0].action.verb is Verb.BROWSE]
        onward = [row[0].action for row in page.buttons if row[0].label == "More questions"]
        if not onward:
            break
        number = onward[0].number
    assert found == [one.id for one in entries]
    beyond = all_pages.topic("botox", 99)
    assert beyond is not None
    assert beyond.buttons[0][0].action.target == "e0"
    assert all_pages.topic("gone", 0) is None


def test_where_nothing_is_kept_nobody_is_asked_whether_it_helped() -> None:
    asked = {Verb.HELPFUL, Verb.NOT_HELPFUL}
    for asking in (True, False):
        buttons = pages(asking=asking).answer(entry()).buttons
        assert bool(asked & {button.action.verb for row in buttons for button in row}) is asking


def test_button_texts_are_words() -> None:
    feedback = pages().feedback("one")
    assert all(any(letter.isalpha() for letter in button.label) for button in feedback)


def test_two_buttons_stand_side_by_side_only_if_both_fit() -> None:
    labels = ["Botox safety", "Operations", "Eye, pain, feelings and children", "Daily life", "Bell's palsy", "Contact"]
    rows = side_by_side(*(Button(label, Action(Verb.TOPICS)) for label in labels))
    assert [[button.label for button in row] for row in rows] == [labels[:2], labels[2:3], labels[3:5], labels[5:]]
