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
        (
            changed(PRICE, answer="It depends.", follow_ups=("pain-id",)),
            ("“What does it cost?”: answer and follow-ups changed",),
        ),
        (
            changed(PRICE, phrasings=("a price", "money", "cash")),
            ("“What does it cost?”: 2 wordings added: “money” and “cash”; 1 wording removed: “how expensive”",),
        ),
        (
            changed(PRICE, answer="A lot.", phrasings=tuple(f"wording {n}" for n in range(8))),
            (
                "“What does it cost?”: answer changed; 8 wordings added: “wording 0”, “wording 1” and 6 more; "
                "2 wordings removed: “how expensive” and “a price”",
            ),
        ),
        (
            changed(PRICE, phrasings=("a price", "how expensive")),
            ("“What does it cost?”: order of the wordings changed",),
        ),
        (changed(PRICE, question="How much?"), ("“How much?” in place of “What does it cost?”",)),
        (changed(PRICE, status="draft"), ("a draft again: “What does it cost?”",)),
        (changed(PAIN, reviewed=SIGNED), ("signed by clinicians: “Does it hurt?”",)),
        (
            changed(PAIN, reviewed=SIGNED, answer="No."),
            ("“Does it hurt?”: answer changed", "signed by clinicians: “Does it hurt?”"),
        ),
        (with_(entries=(PRICE,)), ("1 entry removed: “Does it hurt?”",)),
        (
            with_(entries=(*FAQ.entries, PAIN.model_copy(update={"id": "new-id", "question": "Why?"}))),
            ("1 entry added: “Why?”",),
        ),
        (with_(clinic=Clinic(phone="1", email="a@b.example")), ("the clinic’s details: phone, email",)),
        (with_(messages=FAQ.messages.model_copy(update={"no_match": "No."})), ("texts: no match",)),
        (
            with_(off_topic=("the weather",), topics=(Topic(id="t", title="T"),)),
            ("topics", "1 off-topic message added: “the weather”"),
        ),
        (
            with_(urgent=Urgent(signs=(STROKE.model_copy(update={"alarm": ("my face hangs",)}),))),
            ("emergency “Signs of a stroke”: 1 example of an alarm added: “my face hangs”",),
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


def test_without_quotes_wordings_are_counted_alone() -> None:
    after = changed(PRICE, phrasings=("a price", "money"), answer="So.")
    said = ("“What does it cost?”: answer; 1 wording added; 1 wording removed",)
    assert differences(FAQ, after, quoting=0) == said


def test_of_many_entries_two_are_named() -> None:
    more = tuple(Entry(id=f"n{n}", question=f"Why {n}?", answer="So.") for n in range(5))
    drafts = (Entry(id="d", question="And this?", answer="So.", status="draft"),)
    assert differences(FAQ, with_(entries=(*FAQ.entries, *more, *drafts))) == (
        "5 entries added: “Why 0?”, “Why 1?” and 3 more",
        "1 draft added: “And this?”",
    )


def test_in_brief_whole_changes_are_kept_and_the_others_counted() -> None:
    lines = ("“Does it hurt?”: answer", "“What does it cost?”: answer", "topics")
    assert in_brief(lines, 100) == "; ".join(lines)
    assert in_brief(lines, 35) == "“Does it hurt?”: answer and 2 more"
    assert in_brief(lines, 20) == "“Does it… and 2 more"
    assert in_brief((), 20) == ""
