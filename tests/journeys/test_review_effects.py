"""A review cannot publish nonsense: what would be met otherwise is named, and what must not be is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap
from bot.core.review.screen import LINES, phone_lines
from bot.settings import Settings
from tests.journeys.conftest import STAFF_CHAT, Harness, Open
from tests.journeys.test_review import added_lines, admin, asked_in_vain, content, save, staff
from tests.support.patient import Patient

FAQ = """\
topics:
  - {id: visit, title: Your visit}
entries:
  - id: price
    question: What does it cost?
    phrasings: [how expensive is it, price of a session, how much do I pay]
    answer: It depends on the dose.
  - id: needle
    question: Does the needle hurt?
    phrasings: [is the injection painful, does it hurt to get the needle, how much does the needle hurt]
    answer: A bit, for a second.
    checks: [painful needle]
  - id: surgery
    question: Does the operation hurt?
    phrasings: [does it hurt after the operation, pain after surgery]
    answer: You get painkillers.
  - id: effect
    question: What does botox do against tightness?
    phrasings:
      - does botox loosen a tight cheek
      - can botox stop the cramps in my face
    answer: It relaxes the muscles that pull.
  - id: driving
    question: May I drive home?
    phrasings:
      - can I take the car home
      - is driving allowed
    answer: Yes, you may drive.
  - {id: how-long, question: How long does it last?, phrasings: [when does it wear off], answer: Three months.}
  - {id: eye, question: Why does my eye close when I smile?, phrasings: [eye shuts while smiling], answer: Nerves.}
  - {id: exercise, question: Which exercises help?, phrasings: [training at the mirror], answer: Slow ones.}
  - {id: tears, question: Why do I cry while eating?, phrasings: [tears at meals], answer: Crocodile tears.}
  - {id: massage, question: Should I massage my cheek?, phrasings: [is rubbing good], answer: Gently.}
off_topic:
  - what is the weather
  - tell me a joke
  - who won the match
  - does botox help against migraine
  - botox for chronic migraine headaches
"""
MIXED = (
    "is there a bicycle rack at the clinic",
    "bicycle rack for the clinic please",
    "bicycle rack outside the clinic",
    "may my sister wait at the clinic",
    "may my sister and my brother come",
)
"""Two questions on one card: about bicycles, and about company."""
MANY = (*MIXED[:3], "a bicycle rack near the clinic", "is the bicycle rack at the clinic locked", *MIXED[3:])
"""More than are added as wordings."""
MIGRAINE = ("botox for migraine attacks", "botox for migraine attacks every week")
"""Whoever asks like this must stay without an answer."""
CLEANING = (*MIXED[:3], "how do I clean the bicycle rack at the clinic")
"""Three questions on one card, and one that asks something else with nearly the same words."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "faq.yaml"
    save(path, FAQ)
    return path


@pytest.fixture
async def harness(open_harness: Open, path: Path) -> Harness:
    return await open_harness(faq_path=path, staff_chat_id=STAFF_CHAT)


async def searched(harness: Harness, words: str, entry: str) -> None:
    """The preview of adding the first card to an entry that is searched for."""
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("Search")
    await reviewer.ask(words)
    await reviewer.tap(entry)


async def untick(reviewer: Patient, words: str) -> None:
    """Unticks the question with these words, where it has a number."""
    line = next(line for line in reviewer.text.split("\n") if words in line.lower())
    await reviewer.tap(f"☑ {re.sub('[^0-9]', '', line.split('“')[0])}")


async def test_a_mixed_card_says_so_and_can_be_split_before_anything_is_published(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness, MIXED)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    assert "Asked 5 times" in reviewer.text
    assert "⚠ may ask something else: “may my sister" in reviewer.text
    await reviewer.tap("Two questions?")
    assert all(text in reviewer.text for text in MIXED)
    await reviewer.tap("Split: 3 here, 2 on a card of their own")
    assert "Asked 3 times" in reviewer.text
    assert "sister" not in reviewer.text
    await reviewer.tap("Skip") if "Card 1" in reviewer.text else await reviewer.ask("/review")
    assert "Asked 2 times" in reviewer.text
    assert "rack" not in reviewer.text
    assert content(path) == FAQ
    await reviewer.tap("New entry")
    for words in ("Yes, bring somebody.", "skip", "skip"):
        await reviewer.ask(words)
    await reviewer.tap("Your visit")
    await reviewer.tap("Save as a draft")
    assert "rack" not in "".join(added_lines(FAQ, content(path)))


async def test_unticked_questions_stay_open_on_a_card_of_their_own(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness, MIXED)
    await searched(harness, "drive home", "May I drive home?")
    reviewer = staff(harness)
    assert "⚠ may ask something else" in reviewer.text
    await reviewer.tap("☑ 1")
    assert "answers 4 of 4 of these questions" in reviewer.text
    await reviewer.tap("☐ 1")
    await reviewer.tap("Without what may ask something else (2)")
    assert "answers 3 of 3 of these questions" in reviewer.text
    assert "something else" not in reviewer.text
    await reviewer.tap("Publish")
    assert "3 questions settled" in reviewer.messages[-2]["text"]
    assert "Asked 2 times" in reviewer.text
    assert "ister" not in "".join(added_lines(FAQ, content(path)))


async def test_questions_that_the_added_wordings_do_not_answer_stay_open(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness, MANY)
    await searched(harness, "drive home", "May I drive home?")
    reviewer = staff(harness)
    assert "answers 6 of 7 of these questions; the other one stays open" in reviewer.text
    await reviewer.tap("Publish")
    assert "6 questions settled" in reviewer.messages[-2]["text"]
    assert "1 of the card not answered by this: open in /review" in reviewer.messages[-2]["text"]
    assert "sister" in reviewer.text
    assert "sister" not in "".join(added_lines(FAQ, content(path)))


async def test_questions_that_a_published_draft_does_not_answer_come_back(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness, MANY)
    reviewer, boss = staff(harness), admin(harness)
    await reviewer.ask("/review")
    await reviewer.tap("New entry")
    for words in ("Yes, behind the house.", "skip", "skip"):
        await reviewer.ask(words)
    await reviewer.tap("Your visit")
    await reviewer.tap("Save as a draft")
    assert reviewer.text.startswith("Nothing to review.")
    assert "ister" not in "".join(added_lines(FAQ, content(path)))
    await boss.ask("/drafts")
    await boss.tap("icycle rack")
    assert "of 7 of these questions; the other one stays open" in boss.text
    await boss.tap("Publish")
    assert "1 question is back in /review." in boss.text
    await reviewer.ask("/review")
    assert "sister" in reviewer.text
    assert "rack" not in reviewer.text


async def test_staff_are_told_in_words_that_a_broken_file_keeps_a_wording_from_being_published(
    harness: Harness, path: Path
) -> None:
    await asked_in_vain(harness, MIXED[:3])
    await searched(harness, "drive home", "May I drive home?")
    reviewer = staff(harness)
    save(path, content(path).replace("phrasings:", "phrasings: [", 1))
    await reviewer.tap("Publish")
    assert reviewer.text.startswith("Nothing was published: the FAQ file has 1 problem. An admin has to mend it first.")
    await reviewer.ask("/review")
    assert "Asked 3 times" in reviewer.text


async def test_a_draft_is_tried_with_open_questions_and_with_what_staff_decided(harness: Harness) -> None:
    await asked_in_vain(harness, MANY)
    reviewer, boss = staff(harness), admin(harness)
    await reviewer.ask("/review")
    await reviewer.tap("New entry")
    for words in ("Yes, behind the house.", "skip", "skip"):
        await reviewer.ask(words)
    await reviewer.tap("Your visit")
    await reviewer.tap("Save as a draft")
    await asked_in_vain(harness, ("is there a bicycle rack for two",))
    await boss.ask("/drafts")
    await boss.tap("icycle rack")
    assert "⚠ “is there a bicycle rack for two” on another card would get this answer too" in boss.text
    await reviewer.ask("/review")
    await reviewer.tap("Not for us")
    await boss.ask("/drafts")
    await boss.tap("icycle rack")
    assert "⚠ “is there a bicycle rack for two” was “not for us” and would be answered" in boss.text


async def test_what_is_like_an_off_topic_line_is_refused_with_a_way_out(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness, MIGRAINE)
    await searched(harness, "tightness", "What does botox do against tightness?")
    reviewer = staff(harness)
    assert "⛔ Wording" in reviewer.text
    assert "is like “botox for chronic migraine head…”, which must stay without an answer" in reviewer.text
    preview = reviewer.last
    while "⛔" in reviewer.text:
        assert not any("Publish" in label for label in reviewer.buttons)
        await reviewer.tap("and look again")
    assert "Nothing is ticked" in reviewer.text
    assert not any("Publish" in label for label in reviewer.buttons)
    card, entry = (preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[at] for at in (1, 2))
    await reviewer.tap_data(f"rf:{card}:{entry}:0123456789-0")
    assert content(path) == FAQ


async def test_an_off_topic_line_that_would_only_be_offered_the_entry_warns(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness, ("migraine attacks every week", "I get migraine attacks every week, help"))
    await searched(harness, "tightness", "What does botox do against tightness?")
    reviewer = staff(harness)
    assert reviewer.text.startswith("⚠ These questions are unlike this entry (at most ")
    assert "⚠ Messages like “botox for chronic migraine head…”, which must stay without an answer, may be offered" in (
        reviewer.text
    )
    assert "⛔" not in reviewer.text
    await reviewer.tap("Publish")
    assert len(added_lines(FAQ, content(path))) == 2
    patient = harness.patient(3_004)
    await patient.ask("botox for chronic migraine headache")
    assert "It relaxes the muscles" not in patient.text


async def test_an_admin_takes_a_wording_out_of_a_draft_that_does_harm(harness: Harness, path: Path) -> None:
    draft = """\
  - id: harp
    question: Is there a harp in the lobby?
    phrasings:
      - a harp to listen to
      - tell me a good joke
    answer: Yes, a small one.
    status: draft
"""
    save(path, FAQ.replace("off_topic:", draft + "off_topic:"))
    boss = admin(harness)
    await boss.ask("/reload")
    await boss.ask("/drafts")
    await boss.tap("Is there a harp")
    await harness.settled()
    shown = next(one for one in reversed(boss.messages) if "Publish anyway" in str(one.get("reply_markup")))
    assert "⛔" in shown["text"]
    await boss.tap("Without “", under=shown)
    await harness.settled()
    done = next(one["text"] for one in boss.messages if one["text"].startswith("Taken out of the draft: “"))
    taken = done.split("“")[1].split("”")[0]
    assert taken == "tell me a good joke"
    assert f"      - {taken}\n" not in content(path)
    assert "      - a harp to listen to\n" in content(path)
    assert f"• “{taken}”" not in done


async def test_an_admin_may_publish_what_is_refused_to_staff(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness, MIGRAINE)
    boss = admin(harness)
    await boss.ask("/review")
    await boss.tap("Search")
    await boss.ask("tightness")
    await boss.tap("What does botox do against tightness?")
    await boss.tap("Publish anyway")
    assert len(added_lines(FAQ, content(path))) == 2
    decisions = await harness.app.recorder.store.reviews.decisions()
    assert [(one.role, one.forced) for one in decisions] == [("admin", True)]


async def test_a_wording_that_belongs_to_another_entry_is_refused(harness: Harness, path: Path) -> None:
    reviewer = staff(harness)
    await asked_in_vain(harness, ("is there a bicycle rack",))
    await searched(harness, "drive home", "May I drive home?")
    await reviewer.tap("No, back to the card")
    taken = FAQ.replace("painful, does it", "painful, is there a bicycle rack, does it")
    save(path, taken)
    await admin(harness).ask("/reload")
    await searched(harness, "drive home", "May I drive home?")
    assert "⛔ Wording 1 stands under “Does the needle hurt?” already" in reviewer.text
    assert not any("Publish" in label for label in reviewer.buttons)


async def test_a_short_wording_names_the_entries_that_it_is_asked_about(harness: Harness) -> None:
    patient = harness.patient(3_002)
    await patient.ask("does it hurt")
    await patient.tap("None of these")
    await harness.settled()
    await searched(harness, "drive home", "May I drive home?")
    reviewer = staff(harness)
    assert "⚠ Wording 1 is short and asked about “Does the needle hurt?” and “Does the operation hurt?” too" in (
        reviewer.text
    )
    await reviewer.tap("All effects")
    assert "may take questions from “How long does it last?”, like “when does it wear off”" in reviewer.text
    assert "In faq.yaml: 1 line is added, nothing else changes." in reviewer.text
    await reviewer.tap("Back to the preview")
    assert "Add to “May I drive home?”" in reviewer.text


async def test_wordings_with_holes_are_not_offered(harness: Harness, path: Path) -> None:
    asked = ("My name is Ms Quillfeather, I come on 3 May, is there a bicycle rack", "is there a bicycle rack nearby")
    await asked_in_vain(harness, asked)
    await searched(harness, "drive home", "May I drive home?")
    reviewer = staff(harness)
    await reviewer.tap("Publish")
    added = "".join(added_lines(FAQ, content(path)))
    assert "name is" not in added
    assert "[" not in added


async def test_every_screen_of_a_card_fits_on_a_phone(harness: Harness) -> None:
    long = "because I travel with an old bicycle and a heavy bag full of books"
    await asked_in_vain(harness, tuple(f"{text} {long} number {n}" for n, text in enumerate((*MIXED, *MIXED))))
    reviewer = staff(harness)
    await reviewer.ask("/review")
    screens = [reviewer.text]
    await reviewer.tap("questions" if any("questions" in one for one in reviewer.buttons) else "Two questions")
    screens.append(reviewer.text)
    await searched(harness, "drive home", "May I drive home?")
    screens.append(reviewer.text)
    assert [phone_lines(screen) <= LINES for screen in screens] == [True] * 3, screens


async def test_the_last_publication_can_be_taken_back(open_harness: Open, path: Path, tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {
            "telegram_bot_token": "123456:" + "x" * 30,
            "sentence_model": "off",
            "multilingual_model": "off",
            "personal_data_model": "off",
            "faq_path": path,
            "database_path": tmp_path / "faqbot.db",
        }
    )
    harness = await open_harness(Bootstrap(settings, publishing=True), faq_path=path)
    await asked_in_vain(harness, MIXED[:3])
    await searched(harness, "drive home", "May I drive home?")
    reviewer = staff(harness)
    await reviewer.tap("Publish")
    published = reviewer.messages[-2]
    assert "Undo takes the 3 wordings out again and puts the questions back into /review." in published["text"]
    later = content(path).replace("It depends on the dose.", "It depends on the number of needles.")
    save(path, later)
    await admin(harness).ask("/reload")
    await reviewer.tap("Undo", under=published)
    assert content(path) == FAQ.replace("It depends on the dose.", "It depends on the number of needles.")
    await reviewer.ask("/review")
    assert "Asked 3 times" in reviewer.text
    await reviewer.tap("Undo", under=published)
    said = next(one["text"] for one in reviewer.messages if one["message_id"] == published["message_id"])
    assert said.startswith("Taken back.")
    assert reviewer.text == "This was taken back already."


async def test_help_for_staff_lists_what_they_can_do(harness: Harness) -> None:
    reviewer, boss = staff(harness), admin(harness)
    await reviewer.ask("/help")
    assert reviewer.text.startswith("What you can do here")
    assert "/review" in reviewer.text
    assert "/drafts" not in reviewer.text
    await boss.ask("/help")
    assert "/drafts" in boss.text
    patient = harness.patient(3_003)
    await patient.ask("/help")
    assert "/review" not in patient.text


async def test_the_preview_of_a_draft_tells_facts_from_what_blocks_and_what_warns(harness: Harness, path: Path) -> None:
    draft = """\
  - id: cramps
    question: Does botox loosen a cramped cheek?
    phrasings: [botox for chronic migraine, how much do I have to pay]
    answer: It relaxes the muscles.
    status: draft
"""
    save(path, FAQ.replace("off_topic:", f"{draft}off_topic:"))
    boss = admin(harness)
    await boss.ask("/reload")
    await boss.ask("/drafts")
    await boss.tap("Does botox loosen a cramped cheek?")
    *_, heading, facts, marked = boss.text.split("\n\n")
    assert heading == "Publishing it:"
    assert all(line.startswith("• ") and "⛔" not in line and "⚠" not in line for line in facts.split("\n"))
    marks = [line[2] for line in marked.split("\n")]
    assert set(marks) == {"⛔", "⚠"}
    assert marks == sorted(marks, key="⛔⚠".index)
    assert "Publish anyway (admins)" in boss.buttons


async def test_an_unticked_question_that_would_get_the_answer_too_is_named(harness: Harness) -> None:
    await asked_in_vain(harness, CLEANING)
    await searched(harness, "drive home", "May I drive home?")
    reviewer = staff(harness)
    assert "put aside" not in reviewer.text
    await untick(reviewer, "clean the bicycle")
    assert "⚠ “how do i clean" in reviewer.text
    assert "which you put aside, would get this answer too (wording " in reviewer.text
    assert "⛔" not in reviewer.text
    await reviewer.tap("All effects")
    assert (
        "⚠ “how do i clean the bicycle rack at the clinic”, which you put aside, would get this answer too (wording "
        in reviewer.text
    )
    await reviewer.tap("Back to the preview")
    await reviewer.tap("Publish")
    patient = harness.patient(3_005)
    await patient.ask(CLEANING[-1])
    assert "Yes, you may drive." in patient.text  # as the preview said


async def test_a_question_split_off_the_card_or_on_another_card_that_would_get_the_answer_too_is_named(
    harness: Harness,
) -> None:
    await asked_in_vain(harness, CLEANING)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("questions" if any("questions" in one for one in reviewer.buttons) else "Two questions")
    await reviewer.tap("Tick all") if any("Tick all" in one for one in reviewer.buttons) else None
    await untick(reviewer, "clean the bicycle")
    await reviewer.tap("Split: 3 here, 1 on a card of their own")
    await reviewer.tap("Search")
    await reviewer.ask("drive home")
    await reviewer.tap("May I drive home?")
    assert "⚠ “how do i clean" in reviewer.text
    assert "which you put aside, would get this answer too (wording " in reviewer.text
    await reviewer.tap("back to the card")
    await reviewer.tap("Skip")
    assert "how do i clean" in reviewer.text
    await reviewer.tap("Search")
    await reviewer.ask("drive home")
    await reviewer.tap("May I drive home?")
    assert "on another card would get this answer too (wording 1)" in reviewer.text
    assert "put aside" not in reviewer.text


async def test_with_nothing_ticked_staff_can_write_a_wording_and_are_told_that_nothing_is_ticked(
    harness: Harness,
) -> None:
    await asked_in_vain(harness, MIGRAINE)
    await searched(harness, "tightness", "What does botox do against tightness?")
    reviewer = staff(harness)
    while "⛔" in reviewer.text:
        await reviewer.tap("and look again")
    assert "✏️ Write a wording" in reviewer.buttons
    await reviewer.tap("All effects")
    assert reviewer.text.endswith("Nothing is ticked, so there is nothing to publish.")
    await reviewer.tap("Back to the preview")
    await reviewer.tap("Write a wording")
    await reviewer.ask("botox for chronic migraine")
    while any("and look again" in one for one in reviewer.buttons):
        await reviewer.tap("and look again")
    assert "⛔ Your wording is like “" in reviewer.text
    assert "✏️ Write it otherwise" in reviewer.buttons
    assert not any("Publish" in one for one in reviewer.buttons)


async def test_what_a_count_announces_stands_right_below_it(harness: Harness) -> None:
    asked = (*MIGRAINE, "My name is Ms Quillfeather, botox for migraine attacks")
    await asked_in_vain(harness, asked)
    await searched(harness, "tightness", "What does botox do against tightness?")
    lines = [line for line in staff(harness).text.split("\n") if line]
    count = next(at for at, line in enumerate(lines) if "would be met wrongly:" in line)
    assert lines[count - 1].startswith("• 1 wording is left out")
    assert lines[count + 1].startswith("• ⛔")


@pytest.mark.parametrize("written", range(4))
async def test_who_writes_what_a_colleague_added_meanwhile_is_told_so_and_shown_what_is_left(
    harness: Harness, written: int
) -> None:
    await asked_in_vain(harness, MANY)
    writer = staff(harness)
    await writer.ask("/review")
    await writer.tap("New entry")
    if "the question" not in writer.text.partition("\n")[0]:
        await writer.tap("Another question")
    texts = ("Is there a bicycle rack at the clinic", "Yes, behind the house.", "skip", "skip")
    for text in texts[:written]:
        await writer.ask(text)
    boss = admin(harness)
    await boss.ask("/review")
    await boss.tap("Search")
    await boss.ask("drive home")
    await boss.tap("May I drive home?")
    await boss.tap("Publish")
    assert "1 of the card not answered by this" in boss.messages[-2]["text"]
    await writer.ask(texts[written])
    await writer.next_message() if not writer.text.startswith("Asked") else None
    told, left = writer.messages[-2:]
    assert told["text"].startswith("Already added to “May I drive home?”")
    assert left["text"].startswith("Asked")
    assert "sister" in left["text"]
    assert "Not taken" not in told["text"]


async def test_who_writes_something_else_about_what_a_colleague_left_goes_on(harness: Harness) -> None:
    await asked_in_vain(harness, MANY)
    writer, boss = staff(harness), admin(harness)
    await writer.ask("/review")
    await writer.tap("New entry")
    if "the question" not in writer.text.partition("\n")[0]:
        await writer.tap("Another question")
    await boss.ask("/review")
    await boss.tap("Search")
    await boss.ask("drive home")
    await boss.tap("May I drive home?")
    await boss.tap("Publish")
    await writer.ask("May my sister wait?")
    assert "New entry: the answer" in writer.text
