"""Over the wire: what is likely meant, the same answer again, words that open something, kind words, what is left."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Harness

SIDE_EFFECTS = "What are the side effects of Botox?"


async def test_a_likely_question_is_shown_with_a_way_out(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("swimming")
    assert patient.text.startswith("I think you are asking:")
    assert "If this may be an emergency" in patient.text
    assert len(patient.buttons) == 3
    await patient.tap("Something else")
    await harness.settled()
    assert len(harness.questions()) == 1
    assert (harness.counts()["suggested"], harness.counts()["rejected"]) == (3, 1)


async def test_a_cautious_answer_is_offered_only(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("kids")
    assert "Is it one of these?" in patient.text
    assert "None of these" in patient.buttons


async def test_the_same_card_is_not_sent_three_times(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(SIDE_EFFECTS)
    card = patient.text
    await patient.ask(SIDE_EFFECTS)
    assert patient.text != card
    assert patient.text.startswith(SIDE_EFFECTS)
    await patient.ask(SIDE_EFFECTS)
    assert "one of these" in patient.text
    assert {"None of these", "Contact the clinic"} <= set(patient.buttons)
    assert SIDE_EFFECTS not in patient.buttons
    await patient.ask("What is mime therapy?")
    await patient.ask(SIDE_EFFECTS)
    assert patient.text == card


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("help", "One question at a time"),
        ("menu", "What would you like to know about?"),
        ("back", "What would you like to know about?"),
        ("start", "Hello. I answer questions"),
        ("stop", "nothing more will come"),
        ("more", "What would you like to know about?"),
        ("doctor", "Phone:"),
        ("appointment", "Phone:"),
        ("is this confidential?", "What I keep."),
        ("delete my data", "What I keep."),
        ("who reads this", "What I keep."),
        ("are you storing this?", "What I keep."),
        ("enfermera", "Teléfono:"),
        ("ayuda", "Escriba su pregunta"),
    ],
)
async def test_words_open_what_they_name_and_are_not_logged(harness: Harness, words: str, shown: str) -> None:
    patient = harness.patient()
    await patient.ask(words)
    assert shown in patient.text
    await harness.settled()
    assert harness.questions() == []
    assert harness.counts()["unmatched"] == 0


@pytest.mark.parametrize("word", ["driving", "make-up", "makeup", "pain", "ejercicios", "operación"])
async def test_a_topic_in_one_word_is_met(harness: Harness, word: str) -> None:
    patient = harness.patient(language="es" if word in ("ejercicios", "operación") else "en")
    await patient.ask(word)
    await harness.settled()
    assert harness.counts()["unmatched"] == 0
    assert harness.questions() == []


async def test_a_topic_in_one_word_is_not_about_the_answer_before(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("/start everyday-activities")
    await patient.ask("pain")
    assert any("sore" in shown for shown in (patient.text, *patient.buttons))


async def test_more_shows_the_details_of_the_last_answer(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("/start mime-therapy")
    await patient.ask("more")
    assert patient.text.startswith("What is mime therapy?")
    assert "Where it comes from" in patient.text


async def test_more_of_the_same_ends_in_a_choice(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("/start mime-therapy")
    await patient.ask("more")
    details = patient.text
    await patient.ask("more")
    assert patient.text != details
    assert {"None of these", "Contact the clinic"} <= set(patient.buttons)


async def test_a_choice_can_be_made_in_words(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("kids")
    offered = patient.buttons
    await patient.ask("the second one")
    assert patient.text.startswith(offered[1])
    await harness.settled()
    assert harness.counts()["chosen"] == 1
    await patient.ask("the second one")
    assert not patient.text.startswith(offered[1])


async def test_the_same_choice_is_not_offered_twice_in_a_row(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("kids")
    offered = set(patient.buttons) - {"None of these"}
    await patient.ask("kids")
    assert offered.isdisjoint(patient.buttons)
    assert "Contact the clinic" in patient.buttons


async def test_fear_is_met_with_one_kind_line_once(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("I'm so scared. What is mime therapy?")
    assert patient.text.startswith("That sounds frightening.")
    assert "What is mime therapy?" in patient.text
    await patient.ask("I'm so scared. What are the side effects of Botox?")
    assert "frightening" not in patient.text


async def test_a_disclosure_is_met_before_anything_else(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("I was assaulted last year and my face was broken")
    assert patient.text.startswith("I am sorry that this happened to you.")
    assert "If this may be an emergency" in patient.text


async def test_a_question_that_stays_unanswered_is_said_and_noted_without_names(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(
        "What is mime therapy? What are the side effects of Botox? Who is Zebediah from the football club?"
    )
    while "could not answer your third question" not in patient.text:
        await patient.next_message()
    await harness.settled()
    (question,) = harness.questions()
    assert "football" in question
    assert "Zebediah" not in question
    assert "mime" not in question
    assert harness.counts()["answered"] == 2
    assert harness.counts()["unmatched"] == 1


@pytest.mark.parametrize("words", ["wrong answer", "that's not what I asked", "I did not mean that"])
async def test_a_wrong_answer_is_apologised_for_with_other_entries(harness: Harness, words: str) -> None:
    patient = harness.patient()
    await patient.ask(SIDE_EFFECTS)
    await patient.ask(words)
    assert patient.text.startswith("I am sorry, that was not what you wanted to know.")
    assert "None of these" in patient.buttons
    assert SIDE_EFFECTS not in patient.buttons
    await harness.settled()
    assert harness.questions() == []
    assert harness.counts()["not_helpful"] == 1
    await patient.tap("None of these")
    await harness.settled()
    assert [question.lower() for question in harness.questions()] == [SIDE_EFFECTS.lower()]


async def test_nothing_is_wrong_before_there_was_an_answer(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("wrong answer")
    assert "What would you like to know about?" in patient.text
    await harness.settled()
    assert harness.questions() == []


async def test_a_pick_without_a_choice_gets_one(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask(SIDE_EFFECTS)
    await patient.ask("the second one")
    assert "Is it one of these?" in patient.text
    second = patient.buttons[1]
    await patient.ask("the second one")
    assert patient.text.startswith(second)
    await harness.settled()
    assert harness.questions() == []


async def test_a_question_is_answered_in_the_language_that_it_asks_for(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("do you speak spanish how much is it")
    assert "¿Cuánto cuesta el bótox?" in " ".join((patient.text, *patient.buttons))
    await patient.ask("en inglés por favor, ¿cuánto dura el bótox?")
    assert "How fast does Botox work" in " ".join((patient.text, *patient.buttons))
