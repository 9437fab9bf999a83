"""Staff in a hurry: they tap twice, two are at the same card, they paste too much, they correct themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.core.faq.yaml_reader import read_faq
from tests.journeys.conftest import ADMIN, STAFF, Harness, Open
from tests.journeys.test_new_entry import begun
from tests.journeys.test_review import FAQ, admin, asked_in_vain, content, in_staff_chat, save, staff
from tests.journeys.test_versions import opened
from tests.support.patient import Patient


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "faq.yaml"
    save(path, FAQ)
    return path


@pytest.fixture
async def harness(open_harness: Open, path: Path) -> Harness:
    return await opened(open_harness, path)


@pytest.fixture
async def boss(harness: Harness) -> Patient:
    boss = admin(harness)
    await boss.ask("/start")
    return boss


async def taps_twice(person: Patient, label: str) -> None:
    """Two taps before the phone has shown what came of the first."""
    tapped = next(one for one in reversed(person.messages) if label in _labels(one))
    data = next(one["callback_data"] for one in _buttons(tapped) if label in one["text"])
    for _ in range(2):
        await person.tap_data(data, tapped)


def _buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for row in message.get("reply_markup", {}).get("inline_keyboard", []) for one in row]


def _labels(message: dict[str, Any]) -> str:
    return " ".join(one["text"] for one in _buttons(message))


def said(person: Patient, beginning: str) -> list[dict[str, Any]]:
    return [one for one in person.messages if one.get("text", "").startswith(beginning)]


async def test_a_second_tap_leaves_what_came_of_the_first_with_its_undo(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("May I drive home?")
    await taps_twice(reviewer, "Publish")
    (added,) = said(reviewer, "Added to “May I drive home?”")
    assert reviewer.text.startswith("Already added to “May I drive home?”")
    await reviewer.tap("Undo", under=added)
    assert content(path) == FAQ
    await reviewer.ask("/review")
    await taps_twice(reviewer, "Not for us")
    (dismissed,) = said(reviewer, "Dismissed:")
    assert reviewer.text.startswith("Already dismissed")
    await reviewer.tap("Undo", under=dismissed)
    await reviewer.ask("/review")
    assert "Asked 3 times" in reviewer.text


async def test_going_back_with_two_taps_can_still_be_undone(harness: Harness, path: Path, boss: Patient) -> None:
    later = FAQ.replace("It depends.", "Ask us.")
    save(path, later)
    await boss.ask("/reload")
    await boss.ask("/rollback")
    await harness.settled()
    await taps_twice(boss, "Go back")
    (done,) = said(boss, "Done: the FAQ is that of")
    assert content(path) == FAQ
    await boss.tap("Undo", under=done)
    await harness.settled()
    await boss.tap("Go forward")
    assert content(path) == later


async def test_a_draft_that_is_saved_and_published_with_two_taps_is_there_once_and_announced_once(
    harness: Harness, path: Path, boss: Patient
) -> None:
    reviewer = await begun(harness, "May I play the tuba?", "Yes.", "skip", "skip")
    await reviewer.tap("Daily life")
    await taps_twice(reviewer, "Save as a draft")
    assert len(said(reviewer, "Saved as a draft: May I play the tuba?")) == 1
    assert reviewer.text.startswith("Already drafted as “May I play the tuba?”")
    assert len(said(boss, "A new draft is waiting for you")) == 1
    await boss.ask("/drafts")
    await boss.tap("May I play the tuba?")
    await taps_twice(boss, "Publish")
    assert len(said(boss, "Published: May I play the tuba?")) == 1
    assert content(path).count("tuba") == 2


async def test_who_was_slower_at_the_same_card_keeps_what_they_wrote(harness: Harness, boss: Patient) -> None:
    reviewer = await begun(harness, "May I play the tuba?", "Yes, and this took me a while.", "skip", "skip")
    await reviewer.tap("Daily life")
    await boss.ask("/review")
    await boss.tap("Not for us")
    await reviewer.tap("Save as a draft")
    assert reviewer.text.startswith("Already dismissed")
    assert "this took me a while" in reviewer.messages[-2]["text"]


async def test_what_a_colleague_saved_is_not_asked_for_any_more(harness: Harness) -> None:
    await asked_in_vain(harness)
    writer, colleague = in_staff_chat(harness, STAFF), in_staff_chat(harness, ADMIN)
    await writer.ask("/review")
    await writer.tap("New entry")
    if "the question" not in writer.text.partition("\n")[0]:
        await writer.tap("Another question")
    for words in ("May I play the tuba?", "Yes.", "skip", "skip"):
        await writer.ask(words, reply_to_message=writer.last)
    await colleague.tap("Daily life")
    await colleague.tap("Save as a draft")
    await writer.ask("/stats")
    await harness.settled()
    assert "still here" not in writer.text


async def test_the_rest_of_a_text_that_telegram_cut_is_not_taken_for_the_answer(harness: Harness) -> None:
    reviewer = await begun(harness, "May I play the tuba?")
    long = " ".join(f"Wait {n} days." for n in range(400))
    await reviewer.ask(long[:4096])
    assert "Not taken: too long." in reviewer.text
    await reviewer.ask(long[4096:])
    assert reviewer.text.startswith("This is the rest of the long text and not taken either.")
    await reviewer.ask("Wait a day.")
    assert "Answer: Wait a day." in reviewer.text


async def test_bold_words_and_links_of_an_answer_reach_patients(harness: Harness, path: Path) -> None:
    reviewer = await begun(harness, "May I play the tuba?")
    link = {"type": "text_link", "offset": 9, "length": 11, "url": "https://clinic.example/tuba"}
    bold = {"type": "bold", "offset": 0, "length": 3}
    await reviewer.ask("Yes, see our leaflet.", entities=[bold, link])
    for words in ("skip", "skip"):
        await reviewer.ask(words)
    await reviewer.tap("Daily life")
    await reviewer.tap("Save as a draft")
    entry = next(one for one in read_faq(content(path).encode()).faq.entries if one.status == "draft")
    assert entry.answer == "**Yes**, see [our leaflet](https://clinic.example/tuba)."


async def test_an_edit_of_what_was_taken_is_told_to_be_too_late(harness: Harness) -> None:
    reviewer = await begun(harness, "May I play the tuba?")
    reviewer.push(message_id=9_001, text="Yes, after a dya.")
    await harness.settled()
    assert "Answer: Yes, after a dya." in reviewer.text
    reviewer.edit(9_001, "Yes, after a day.")
    await harness.settled()
    assert reviewer.text.startswith("An edit comes too late")
    await reviewer.ask("skip")
    assert "New entry: the source" in reviewer.text


async def test_the_longest_texts_are_shown_whole_at_the_last_look_and_after_a_command(harness: Harness) -> None:
    texts = ("Softly. " * 180, "Slowly. " * 180, "a leaflet " * 29)
    reviewer = await begun(harness, "May I play the tuba?", *texts)
    await reviewer.tap("Daily life")
    for text in map(str.strip, texts):
        assert text in reviewer.text
    await reviewer.ask("/stats")
    await reviewer.next_message()
    assert "Your new entry is still here" in reviewer.text
    await reviewer.tap("Answer")
    await reviewer.ask("cancel")
    assert reviewer.text.startswith("Cancelled.")
