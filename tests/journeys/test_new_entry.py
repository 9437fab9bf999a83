"""A new entry is written in one flow: question, answer, details, source, topic; nothing of it is lost or misheard."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.faq.yaml_reader import read_faq
from tests.journeys.conftest import STAFF_CHAT, Harness, Open
from tests.journeys.test_review import ASKED, FAQ, added_lines, admin, asked_in_vain, content, save, staff
from tests.support.patient import Patient


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "faq.yaml"
    save(path, FAQ)
    return path


@pytest.fixture
async def harness(open_harness: Open, path: Path) -> Harness:
    return await open_harness(faq_path=path, staff_chat_id=STAFF_CHAT)


async def begun(harness: Harness, *written: str) -> Patient:
    """A member of staff who has begun a new entry for what was asked in vain."""
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("New entry")
    if "Write another" in reviewer.buttons:
        await reviewer.tap("Write another")
    for words in written:
        await reviewer.ask(words)
    return reviewer


async def test_a_draft_has_all_that_was_written_for_it(harness: Harness, path: Path) -> None:
    details = "After a day:\n\n- play **softly**\n- rest\n\nSource: me. Answer: yes."
    reviewer = await begun(
        harness, "May I play the trombone?", "Yes, after a day.", details, "Brass band, https://brass.example/play?a=1"
    )
    assert "Details: After a day:" in reviewer.text
    await reviewer.tap("Daily life")
    entry = next(one for one in read_faq(content(path).encode()).faq.entries if one.status == "draft")
    assert (entry.question, entry.answer, entry.details) == ("May I play the trombone?", "Yes, after a day.", details)
    assert [(one.title, one.url) for one in entry.sources] == [("Brass band", "https://brass.example/play?a=1")]
    assert entry.topic == "daily-life"
    assert "It settles 3 questions" in reviewer.messages[-2]["text"]


async def test_a_text_that_is_too_long_is_asked_for_again_with_the_limit(harness: Harness) -> None:
    reviewer = await begun(harness, "May I play the trombone? " * 10)
    assert "That is too long: at most 60 characters." in reviewer.text
    await reviewer.ask("May I play the trombone?")
    assert reviewer.text.startswith("New entry: the answer")


async def test_no_number_of_a_card_is_seen_in_the_chat(harness: Harness) -> None:
    reviewer = await begun(harness, "May I play the trombone?", "Yes.", "skip", "skip")
    themes = [question.theme for question in await harness.app.recorder.store.reviews.questions()]
    assert not any(theme and theme in message["text"] for theme in themes for message in reviewer.messages)


@pytest.mark.parametrize("written", [(), ("Trombone?",), ("Trombone?", "Yes."), ("Trombone?", "Yes.", "skip")])
@pytest.mark.parametrize("word", ["cancel", "Cancel.", "/cancel"])
async def test_cancel_cancels_everywhere(harness: Harness, path: Path, written: tuple[str, ...], word: str) -> None:
    reviewer = await begun(harness, *written)
    await reviewer.ask(word)
    assert reviewer.text.startswith("Cancelled.")
    await reviewer.tap("Back to the card")
    assert "Asked 3 times" in reviewer.text
    await reviewer.ask("Does the needle hurt?")
    assert "A bit." in reviewer.text
    assert content(path) == FAQ


async def test_cancel_also_ends_a_search_and_a_wording_and_the_choice_of_a_topic(harness: Harness, path: Path) -> None:
    reviewer = await begun(harness, "Trombone?", "Yes.", "skip", "skip")
    await reviewer.tap("Cancel")
    assert "Asked 3 times" in reviewer.text
    await reviewer.tap("Search")
    await reviewer.ask("cancel")
    assert reviewer.text.startswith("Cancelled.")
    await reviewer.ask("/cancel")
    assert reviewer.text == "There is nothing to cancel."
    assert content(path) == FAQ


async def test_a_command_in_between_drops_no_draft(harness: Harness, path: Path) -> None:
    reviewer = await begun(harness, "May I play the trombone?")
    await reviewer.ask("/stats")
    await reviewer.next_message()
    assert "Your new entry is still here" in reviewer.text
    await reviewer.ask("/topics")
    await reviewer.ask("Does the needle hurt? No, it does not.")
    assert "Answer: Does the needle hurt? No, it does not." in reviewer.text
    for words in ("skip", "skip"):
        await reviewer.ask(words)
    await reviewer.tap("No topic")
    assert any("No, it does not." in line for line in added_lines(FAQ, content(path)))


async def test_a_tap_on_another_card_drops_no_draft(harness: Harness) -> None:
    reviewer = await begun(harness, "May I play the trombone?")
    card = next(one for one in reviewer.messages if one["text"].startswith("Asked 3 times"))
    await reviewer.tap("May I drive home?", under=card)
    await reviewer.ask("Yes, after a day.")
    assert "Answer: Yes, after a day." in reviewer.text


async def test_a_draft_goes_on_after_a_restart(open_harness: Open, path: Path) -> None:
    harness = await open_harness(faq_path=path)
    reviewer = await begun(harness, "May I play the trombone?", "Yes,\nafter a day.")
    prompt = reviewer.last
    await harness.app.stop()
    harness = await open_harness(faq_path=path, telegram=harness.telegram)
    await reviewer.ask("skip", reply_to_message=prompt)
    assert "Answer: Yes,\nafter a day." in reviewer.text
    await reviewer.ask("skip")
    await reviewer.tap("Daily life")
    assert "Saved as a draft" in reviewer.messages[-2]["text"]


async def test_questions_of_a_discarded_draft_come_back(harness: Harness, path: Path) -> None:
    reviewer = await begun(harness, "May I play the trombone?", "Yes.", "skip", "skip")
    await reviewer.tap("Daily life")
    assert reviewer.text.startswith("Nothing to review.")
    boss = admin(harness)
    await boss.ask("/drafts")
    await boss.tap("May I play the trombone?")
    await boss.tap("Discard")
    await boss.tap("Yes, remove it")
    assert "3 questions are back in /review." in boss.messages[-2]["text"]
    assert content(path) == FAQ
    await reviewer.ask("/review")
    assert "Asked 3 times" in reviewer.text
    assert all(text in reviewer.text for text in ASKED)


async def test_a_colleague_may_settle_the_card_meanwhile(harness: Harness) -> None:
    reviewer, boss = await begun(harness, "May I play the trombone?"), admin(harness)
    await boss.ask("/review")
    await boss.tap("May I drive home?")
    await boss.tap("Publish")
    await reviewer.ask("Yes, after a day.")
    assert reviewer.text.startswith("Already added to “May I drive home?”")


async def test_an_admin_reads_every_word_and_address_of_a_draft_before_publishing_it(
    harness: Harness, path: Path
) -> None:
    draft = """\
  - id: harp
    question: May I play the harp?
    answer: Yes, **softly.
    details: Play <i>at home</i>, see [this page](https://harp.example/a).
    sources:
      - {title: Harp week, url: "http://week.example/7"}
      - {title: A leaflet}
    status: draft
"""
    save(path, FAQ.replace("off_topic:", draft + "off_topic:"))
    boss = admin(harness)
    await boss.ask("/reload")
    await boss.ask("/drafts")
    await boss.tap("May I play the harp?")
    shown = (
        "Yes, ∗∗softly.", "Play <i>at home</i>, see this page.", "https://harp.example/a",
        "Harp week: http://week.example/7", "A leaflet: no address", "has a '∗∗' without a second one",
        "shows patients '<i>'", "“http://week.example/7” does not begin with https://",
    )  # fmt: skip
    text = boss.text.replace("**", "∗∗")
    assert [one for one in shown if one not in text] == []
    old = boss.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    save(path, FAQ.replace("off_topic:", draft.replace("Yes, **softly.", "Never.") + "off_topic:"))
    await boss.ask("/reload")
    card = next(one for one in boss.messages if "Harp week" in one["text"])
    await boss.tap_data(old, card)
    await harness.settled()
    assert any("Please read it again" in one["text"] and "Never." in one["text"] for one in boss.messages)
    assert "status: draft" in content(path)


async def proposed(harness: Harness) -> Patient:
    """A member of staff to whom a question for a new entry is proposed."""
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("New entry")
    assert "Use this question" in reviewer.buttons
    return reviewer


async def test_what_staff_write_below_a_proposed_question_is_the_question(harness: Harness) -> None:
    reviewer = await proposed(harness)
    await reviewer.ask("Does the needle hurt a trombonist?")
    assert "Question: Does the needle hurt a trombonist?" in reviewer.text
    assert "New entry: the answer" in reviewer.text


@pytest.mark.parametrize("word", ["cancel", "/cancel"])
async def test_a_proposed_question_can_be_cancelled_in_words(harness: Harness, word: str) -> None:
    reviewer = await proposed(harness)
    await reviewer.ask(word)
    assert reviewer.text.startswith("Cancelled.")


async def test_a_tap_on_the_card_puts_a_proposed_question_aside(harness: Harness) -> None:
    reviewer = await proposed(harness)
    card = next(one for one in reviewer.messages if one["text"].startswith("Asked 3 times"))
    await reviewer.tap("May I drive home?", under=card)
    await reviewer.ask("Does the needle hurt?")
    assert "A bit." in reviewer.text


async def test_a_topic_is_tapped_and_words_get_the_topics_again(harness: Harness, path: Path) -> None:
    reviewer = await begun(harness, "Trombone?", "Yes.", "skip", "skip")
    for words in (".", "skip"):
        await reviewer.ask(words)
        assert "Please tap a topic" in reviewer.text
    await reviewer.ask("/stats")
    await reviewer.next_message()
    assert "Your new entry is still here" in reviewer.text
    await reviewer.tap("Daily life")
    assert any("Trombone?" in line for line in added_lines(FAQ, content(path)))
    await reviewer.ask("Does the needle hurt?")
    assert "A bit." in reviewer.text


async def test_staff_are_told_of_a_long_answer_and_of_what_patients_would_misread(harness: Harness) -> None:
    reviewer = await begun(harness, "Trombone?", "Yes, **softly. " + "very " * 60)
    assert "The answer has 62 words. At most 60 are wanted" in reviewer.text
    assert "without a second one" in reviewer.text
    await reviewer.ask("skip")
    await reviewer.ask("Brass band, http://brass.example")
    assert "“http://brass.example” does not begin with https://" in reviewer.text
    await reviewer.tap("Daily life")
    boss = admin(harness)
    await boss.ask("/drafts")
    await boss.tap("Trombone?")
    assert "The answer has 62 words." in boss.text
