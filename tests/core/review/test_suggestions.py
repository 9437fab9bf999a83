"""What is proposed for the FAQ from the words of patients: tidied, with its capitals, and nothing too long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.faq.model import Entry, Faq
from bot.core.review import suggestions

FAQ = Faq(entries=(Entry(id="hurt", question="What if Botox hurts?", answer="See **Botox**, ask Dr Bell."),))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("hi is it ok to see dr bell when i had botox", "Is it ok to see dr Bell when I had Botox?"),
        ("my cheek twitches", "My cheek twitches"),
        ("i'm tired, what now", "I'm tired, what now"),
    ],
)
def test_a_suggested_question_is_tidied(text: str, written: str) -> None:
    assert suggestions.suggested_question([text], {"botox": "Botox", "bell": "Bell"}) == written


def test_capitals_are_learnt_from_the_sentences_of_the_faq() -> None:
    assert suggestions.proper_words(FAQ)["botox"] == "Botox"
    assert "what" not in suggestions.proper_words(FAQ)


def test_a_long_story_is_no_phrasing_and_its_label_is_cut() -> None:
    story = "since last week my face has been very stiff and " * 5
    assert suggestions.phrasings([story], {}) == ()
    assert len(suggestions.shortened(story)) <= suggestions.LABEL + 1


@given(st.text(alphabet="ab i.,?![]namedt'", max_size=80))
def test_no_text_breaks_the_proposals(text: str) -> None:
    suggestions.suggested_question([text], {})
    assert all(
        not suggestions.phrasings([phrasing.lower()], {}) or phrasing for phrasing in suggestions.phrasings([text], {})
    )
