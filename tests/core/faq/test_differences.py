"""What changed between two versions is said with titles, never with ids."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.faq.differences import UNSEEN, differences, in_brief
from bot.core.faq.model import Clinic, ClinicalReview, Entry, Faq, Topic, Urgent, UrgentSign

PRICE = Entry(id="price-id", question="What does it cost?", phrasings=("how expensive", "a price"), answer="Ask.")
PAIN = Entry(id="pain-id", question="Does it hurt?", answer="A bit.")
STROKE = UrgentSign(id="stroke-id", title="Signs of a stroke", message="Call now.")
SIGNED = ClinicalReview(by="Dr A", on=date(2026, 11, 1), text=PAIN.review_digest)
FAQ = Faq(entries=(PRICE, PAIN), urgent=Urgent(signs=(STROKE,)))


def changed(entry: Entry, **fields: object) -> Faq:
    """The FAQ with another value in one entry."""
    entries = tuple(one.model_copy(update=fields) if one is entry else one for one in FAQ.entries)
    return FAQ.model_copy(update={"entries": entries})


def with_(**fields: object) -> Faq:
    return FAQ.model_copy(update=fields)


@pytest.mark.parametrize(
    ("after", "lines"),
    [
        (FAQ, (UNSEEN,)),
        (changed(PRICE, answer="It depends.", follow_ups=("pain-id",)), ("“What does it cost?”: answer, follow-ups",)),
        (changed(PRICE, phrasings=("a price", "money", "cash")), ("“What does it cost?”: +2 wordings, −1 wording",)),
        (changed(PRICE, phrasings=("a price", "how expensive")), ("“What does it cost?”: phrasings",)),
        (changed(PRICE, question="How much?"), ("“How much?” in place of “What does it cost?”",)),
        (changed(PRICE, status="draft"), ("a draft again: “What does it cost?”",)),
        (changed(PAIN, reviewed=SIGNED), ("signed by clinicians: “Does it hurt?”",)),
        (
            changed(PAIN, reviewed=SIGNED, answer="No."),
            ("“Does it hurt?”: answer", "signed by clinicians: “Does it hurt?”"),
        ),
        (with_(entries=(PRICE,)), ("removed: “Does it hurt?”",)),
        (
            with_(entries=(*FAQ.entries, PAIN.model_copy(update={"id": "new-id", "question": "Why?"}))),
            ("new: “Why?”",),
        ),
        (with_(clinic=Clinic(phone="1", email="a@b.example")), ("the clinic’s details: phone, email",)),
        (with_(messages=FAQ.messages.model_copy(update={"no_match": "No."})), ("texts: no match",)),
        (with_(off_topic=("the weather",), topics=(Topic(id="t", title="T"),)), ("topics", "+1 off-topic message")),
        (
            with_(urgent=Urgent(signs=(STROKE.model_copy(update={"alarm": ("my face hangs",)}),))),
            ("emergency “Signs of a stroke”: +1 example of an alarm",),
        ),
        (with_(urgent=None), ("emergency removed: “Signs of a stroke”",)),
    ],
)
def test_every_change_has_words_and_its_reverse_too(after: Faq, lines: tuple[str, ...]) -> None:
    assert differences(FAQ, after) == lines
    back = differences(after, FAQ)
    assert ("signature gone: “Does it hurt?”" in back) == any("signed by" in line for line in lines)
    assert back
    assert not any("-id" in line for line in (*lines, *back))


def test_in_brief_whole_changes_are_kept_and_the_others_counted() -> None:
    lines = ("“Does it hurt?”: answer", "“What does it cost?”: answer", "topics")
    assert in_brief(lines, 100) == "; ".join(lines)
    assert in_brief(lines, 35) == "“Does it hurt?”: answer and 2 more"
    assert in_brief(lines, 20) == "“Does it… and 2 more"
    assert in_brief((), 20) == ""
