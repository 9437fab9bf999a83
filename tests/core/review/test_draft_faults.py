"""What keeps a part of a new entry from being saved is said of that part, with the remedy."""

from __future__ import annotations

import pytest

from bot.core.faq.model import Entry, Faq
from bot.core.review import drafts
from bot.core.review.draft_faults import all_faults, fault
from bot.core.review.draft_texts import DraftTexts
from tests.core.review.test_cards import theme

FAQ = Faq(
    entries=(
        Entry(id="drive", question="May I drive home?", phrasings=("can I take the car",), answer="Yes."),
        Entry(id="harp", question="May I play the harp?", answer="Softly.", status="draft"),
    )
)
GOOD = DraftTexts("May I swim?", "Yes, call {clinic.phone}.", "Wait a day.", "A leaflet, https://leaflet.example/a")


def test_good_parts_have_no_fault() -> None:
    assert all_faults(FAQ, GOOD) == ()


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        ("question", "may I drive home", "“May I drive home?” has this wording already. If its answer fits, go back"),
        ("question", "Can I take the car?", "“May I drive home?” has this wording already"),
        ("question", "May I play the harp", "the draft “May I play the harp?”, which waits for an admin"),
        ("question", "May I call {clinic.phone}?", "nothing is filled in here"),
        ("answer", "Call {clinic phone}.", "would read it as it is. Did you mean {clinic.phone}?"),
        ("answer", "Call {phone number}.", "patients would read “{phone number}” as it stands"),
        ("details", "{clinic.fax}", "{clinic.fax} is not a known placeholder"),
        ("answer", "word " * 900, "too long for a Telegram message"),
        ("source", "A leaflet, https://ab", "no web address that can be opened"),
        ("source", "NHS https://a.example/b and https://b.example", "or more than one"),
        ("source", "x" * 301, "at most 300 characters"),
        ("source", "{clinic.booking_url}", "nothing is filled in here"),
    ],
)
def test_a_fault_is_said_with_its_remedy_and_of_its_part_alone(part: str, text: str, said: str) -> None:
    texts = GOOD.having(part, text)
    assert said in fault(FAQ, texts, part)
    assert fault(FAQ, texts, part).startswith("**Not taken:**")
    assert [one.split(":")[0] for one in all_faults(FAQ, texts)] == [part.capitalize()]


def test_a_draft_that_was_saved_already_is_no_other_entry() -> None:
    assert all_faults(FAQ, DraftTexts("May I play the harp?", "Softly.")) == ()


def test_wordings_that_another_entry_has_are_left_to_it() -> None:
    asked = theme("can I take the car", "may I take the boat")
    assert drafts.draft(FAQ, asked, GOOD, None).phrasings == ("may I take the boat",)


def test_a_question_that_another_entry_has_is_not_proposed() -> None:
    assert drafts.proposed_question(FAQ, theme("may I drive home", "may I drive home soon")) == ""
