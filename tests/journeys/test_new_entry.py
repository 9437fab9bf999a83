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
    if "the question" not in reviewer.text.partition("\n")[0]:
        await reviewer.tap("Another question")
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
    await reviewer.tap("Save as a draft")
    entry = next(one for one in read_faq(content(path).encode()).faq.entries if one.status == "draft")
    assert (entry.question, entry.answer, entry.details) == ("May I play the trombone?", "Yes, after a day.", details)
    assert [(one.title, one.url) for one in entry.sources] == [("Brass band", "https://brass.example/play?a=1")]
    assert entry.topic == "daily-life"
    assert "It settles 3 questions" in reviewer.messages[-2]["text"]


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
    for words in ("/cancel", "cancel"):
        await reviewer.ask(words)
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
    await reviewer.tap("Save as a draft")
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
    await reviewer.ask("bring your own mouthpiece")
    assert "Were you writing a new entry? Reply to my last question: swipe it." in reviewer.text
    await reviewer.ask("skip", reply_to_message=prompt)
    assert "Answer: Yes,\nafter a day." in reviewer.text
    await reviewer.ask("skip")
    await reviewer.tap("Daily life")
    await reviewer.tap("Save as a draft")
    assert "Saved as a draft" in reviewer.messages[-2]["text"]


async def test_questions_of_a_discarded_draft_come_back(harness: Harness, path: Path) -> None:
    reviewer = await begun(harness, "May I play the trombone?", "Yes.", "skip", "skip")
    await reviewer.tap("Daily life")
    await reviewer.tap("Save as a draft")
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
    assert reviewer.buttons[:2] == ["✏️ Another question", "Cancel"]
    return reviewer


async def test_what_staff_write_below_a_proposed_question_is_its_answer(harness: Harness) -> None:
    reviewer = await proposed(harness)
    assert reviewer.text.startswith("New entry: the answer")
    question = reviewer.text.partition("Question: ")[2]
    assert question
    await reviewer.ask("Yes, after a day.")
    assert reviewer.text.startswith("New entry: details")
    assert f"Question: {question}\nAnswer: Yes, after a day." in reviewer.text


async def test_another_question_takes_the_place_of_a_proposed_one(harness: Harness) -> None:
    reviewer = await proposed(harness)
    await reviewer.tap("Another question")
    await reviewer.ask("May a trombonist have it?")
    assert "Question: May a trombonist have it?" in reviewer.text
    assert reviewer.text.startswith("New entry: the answer")


async def test_a_new_entry_takes_three_taps(harness: Harness) -> None:
    reviewer = await proposed(harness)
    for words in ("Yes, after a day.", "skip", "skip"):
        await reviewer.ask(words)
    await reviewer.tap("Daily life")
    await reviewer.tap("Save as a draft")
    assert "Saved as a draft" in reviewer.messages[-2]["text"]


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
    await reviewer.ask("daily life")
    assert "Topic: Daily life" in reviewer.text
    await reviewer.tap("Topic")
    await reviewer.ask("/stats")
    await reviewer.next_message()
    assert "Your new entry is still here" in reviewer.text
    await reviewer.tap("Daily life")
    await reviewer.tap("Save as a draft")
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
    await reviewer.tap("Save as a draft")
    boss = admin(harness)
    await boss.ask("/drafts")
    await boss.tap("Trombone?")
    assert "The answer has 62 words." in boss.text


@pytest.mark.parametrize(
    ("written", "bad", "said", "good", "then"),
    [
        ((), "does the needle hurt", "“Does the needle hurt?” has this wording already", "Tuba?", "the answer"),
        ((), "Is it painful", "“Does the needle hurt?” has this wording already", "Tuba?", "the answer"),
        (
            (),
            "May I play " + "long " * 12,
            "It has 70 characters, and a button shows at most 60",
            "Tuba?",
            "the answer",
        ),
        (("Tuba?",), "Call {clinic phone}.", "Did you mean {clinic.phone}?", "Call {clinic.phone}.", "details"),
        (("Tuba?",), "So " * 600, "at most 1500 fit. Please write it shorter; the rest", "So.", "details"),
        (("Tuba?", "Yes."), "See {leaflet}.", "{leaflet} is not a known placeholder", "skip", "the source"),
        (("Tuba?", "Yes.", "skip"), "NHS https://n", "no web address that can be opened", "NHS", "the topic"),
    ],
)
async def test_a_fault_is_told_at_its_own_step_and_the_part_asked_for_again(
    harness: Harness, path: Path, written: tuple[str, ...], bad: str, said: str, good: str, then: str
) -> None:
    reviewer = await begun(harness, *written)
    await reviewer.ask(bad)
    step = reviewer.text.split("\n")[0]
    assert said in reviewer.text
    await reviewer.ask(bad)
    assert reviewer.text.startswith(step)
    await reviewer.ask(good)
    assert reviewer.text.startswith(f"New entry: {then}")
    assert content(path) == FAQ


async def test_every_part_can_be_changed_at_the_last_look(harness: Harness, path: Path) -> None:
    reviewer = await begun(harness, "May I play the tuba?", "Yes.", "Loudly.", "A leaflet")
    await reviewer.tap("Daily life")
    assert reviewer.text.startswith("New entry: the last look")
    assert "Topic: Daily life" in reviewer.text
    assert reviewer.buttons == [
        "✅ Save as a draft", "✏️ Question", "✏️ Answer", "✏️ Details", "✏️ Source", "✏️ Topic", "Cancel",
    ]  # fmt: skip
    for part, words in (
        ("Question", "May I play the horn?"),
        ("Answer", "Never."),
        ("Details", "skip"),
        ("Source", "NHS"),
    ):
        await reviewer.tap(part)
        assert "back leaves it as it is" in reviewer.text
        await reviewer.ask(words)
        assert reviewer.text.startswith("New entry: the last look")
    await reviewer.tap("Answer")
    await reviewer.ask("Never, call {clinic phone}.")
    assert "Did you mean {clinic.phone}?" in reviewer.text
    await reviewer.ask("back")
    assert "Answer: Never." in reviewer.text
    await reviewer.tap("✏️ Topic")
    await reviewer.tap("No topic")
    assert "It stands under no topic." in reviewer.text
    await reviewer.ask("ok")
    assert "Please tap Save as a draft" in reviewer.text
    assert content(path) == FAQ
    await reviewer.tap("Save as a draft")
    entry = next(one for one in read_faq(content(path).encode()).faq.entries if one.status == "draft")
    assert (entry.question, entry.answer, entry.details) == ("May I play the horn?", "Never.", None)
    assert ([one.title for one in entry.sources], entry.topic) == (["NHS"], None)


async def test_what_the_faq_takes_meanwhile_is_told_at_the_last_look_and_can_be_changed(
    harness: Harness, path: Path
) -> None:
    reviewer = await begun(harness, "May I play the tuba?", "Yes.", "skip", "skip")
    await reviewer.tap("Daily life")
    save(path, FAQ.replace("is it painful", "is it painful, may I play the tuba"))
    await admin(harness).ask("/reload")
    await reviewer.tap("Save as a draft")
    assert "⛔ Question: Not taken: “Does the needle hurt?” has this wording already" in reviewer.text
    assert "Save as a draft" not in " ".join(reviewer.buttons)
    await reviewer.tap("Question")
    await reviewer.ask("May I play the horn?")
    await reviewer.tap("Save as a draft")
    assert "Saved as a draft: May I play the horn?" in reviewer.messages[-2]["text"]


async def test_staff_and_admins_are_warned_of_a_question_that_is_answered_today_or_unlike_the_card(
    harness: Harness,
) -> None:
    reviewer = await begun(harness, "the needle hurt, does it")
    assert "⚠ “Does the needle hurt?” answers this question today" in reviewer.text
    assert "⚠ This asks something else than the questions of the card" in reviewer.text
    for words in ("A bit.", "skip", "skip"):
        await reviewer.ask(words)
    await reviewer.tap("Daily life")
    await reviewer.tap("Save as a draft")
    boss = admin(harness)
    await boss.ask("/drafts")
    await boss.tap("the needle hurt")
    assert "⚠ “Does the needle hurt?” answers this question today" in boss.text


async def test_nothing_is_said_against_a_question_like_those_of_the_card(harness: Harness) -> None:
    reviewer = await begun(harness, "Is a trombone lesson ruined by it?")
    assert "⚠" not in reviewer.text


async def test_what_staff_are_warned_of_stands_at_every_last_look(harness: Harness) -> None:
    reviewer = await begun(harness, "the needle hurt, does it", "Yes, take 50 units of Botox.")
    dose = "⚠ It names a dose (“50 units”)."
    assert dose in reviewer.text
    for words in ("skip", "skip"):
        await reviewer.ask(words)
    await reviewer.tap("Daily life")
    assert dose in reviewer.text
    assert "answers this question today" in reviewer.text
    await reviewer.tap("✏️ Topic")
    await reviewer.tap("No topic")
    assert dose in reviewer.text
    await reviewer.tap("✏️ Answer")
    await reviewer.ask("Yes, after a day.")
    assert dose not in reviewer.text
    assert "answers this question today" in reviewer.text


async def test_the_last_look_names_the_wordings_that_go_with_the_entry(harness: Harness) -> None:
    reviewer = await begun(harness, "May I play the trombone?", "Yes.", "skip", "skip")
    await reviewer.tap("Daily life")
    assert "Patients' wordings that go with it: " in reviewer.text
    assert all(f"“{one[:1].upper()}{one[1:]}”" in reviewer.text for one in ASKED)
