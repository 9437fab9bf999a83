"""The loop closes: what patients asked in vain is answered a few taps later, in other words too."""

from __future__ import annotations

import asyncio
import difflib
from pathlib import Path

import pytest

from tests.journeys.conftest import ADMIN, STAFF, STAFF_CHAT, Harness, Open
from tests.support import updates
from tests.support.patient import Patient

FAQ = """\
# our FAQ; comments stay
clinic: {phone: 123}
topics:
  - {id: daily-life, title: Daily life}
entries:
  - id: swelling
    question: Will my face swell?
    topic: daily-life
    phrasings:
      - is a puffy face normal
      - swollen cheeks since the injection
    answer: A little swelling is normal.
    checks: [is a puffy face normal]
  - id: driving
    question: May I drive home?
    phrasings:
      - can I take the car home
      - is driving allowed
    answer: Yes, you may drive.   # says who?
    checks: [may I drive the car, is driving okay]
  - id: price
    question: What does it cost?
    phrasings: [how expensive is it, price of a session]
    answer: It depends.
  - id: holiday
    question: Can I fly on holiday?
    phrasings:
    - is air travel safe
    answer: Yes, you can fly.
  - {id: needle, question: Does the needle hurt?, phrasings: [is it painful], answer: A bit., checks: [painful needle]}
  - {id: how-long, question: How long does it last?, phrasings: [when does it wear off], answer: Three months.}
  - {id: eye, question: Why does my eye close when I smile?, phrasings: [eye shuts while smiling], answer: Nerves.}
  - {id: surgery, question: Is there an operation?, phrasings: [can surgeons operate], answer: "Yes, sometimes."}
  - {id: exercise, question: Which exercises help?, phrasings: [training at the mirror], answer: Slow ones.}
  - {id: doctor, question: Which doctor do I need?, phrasings: [who treats this], answer: Ask us.}
  - {id: tears, question: Why do I cry while eating?, phrasings: [tears at meals], answer: Crocodile tears.}
  - {id: massage, question: Should I massage my cheek?, phrasings: [is rubbing good], answer: Gently.}
off_topic: [what is the weather, tell me a joke, who won the match]
"""
ASKED = (
    "is my trombone lesson ruined",
    "trombone lesson on thursday",
    "may the trombone lesson wait",
)
"""What patients ask in vain; none of it is in the FAQ."""
STEALABLE = "is my trombone lesson on thursday an operation"
"""A message that goes elsewhere once those above belong to an entry."""
OTHERS = ("saxophone reed squeaks now", "squeaks from the saxophone reed")
OTHERWISE = "playing trombone, a lesson"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "faq.yaml"
    save(path, FAQ)
    return path


@pytest.fixture
async def harness(open_harness: Open, path: Path) -> Harness:
    return await open_harness(faq_path=path, staff_chat_id=STAFF_CHAT)


def content(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def staff(harness: Harness) -> Patient:
    return harness.patient(STAFF, "Sam")


def admin(harness: Harness) -> Patient:
    return harness.patient(ADMIN, "Ada")


def in_staff_chat(harness: Harness, user_id: int) -> Patient:
    return Patient(harness.telegram, user_id, chat=updates.group(STAFF_CHAT, "Staff"), name="Sam")


async def asked_in_vain(harness: Harness, words: tuple[str, ...] = ASKED) -> None:
    for number, text in enumerate(words):
        await harness.patient(2_000 + number).ask(text)
    await harness.settled()


def added_lines(before: str, after: str) -> list[str]:
    """Lines that are new; AssertionError if any old one is another or gone."""
    changes = [line for line in difflib.ndiff(before.splitlines(True), after.splitlines(True)) if line[0] in "+-"]
    assert not [line for line in changes if line[0] == "-"]
    return [line[2:] for line in changes]


async def test_what_was_asked_in_vain_is_answered_in_other_words_after_two_taps(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    assert reviewer.text.startswith("Asked 3 times since the week of ")
    assert all(text in reviewer.text for text in ASKED)
    await reviewer.tap("May I drive home?")
    assert "Add to “May I drive home?”" in reviewer.text
    assert "answers 3 of 3 of these questions" in reviewer.text
    assert "which answers: Yes, you may drive." in reviewer.text
    assert "no known message is met otherwise (7 tried)" in reviewer.text
    await reviewer.tap("Publish")
    assert "Added to “May I drive home?”" in reviewer.messages[-2]["text"]
    assert "3 questions settled" in reviewer.messages[-2]["text"]
    assert reviewer.text.startswith("Nothing to review.")
    patient = harness.patient(3_001)
    await patient.ask(OTHERWISE)
    assert "Yes, you may drive." in patient.text
    assert len(added_lines(FAQ, content(path))) == 3


async def test_the_next_card_follows_a_settled_one(harness: Harness) -> None:
    await asked_in_vain(harness)
    await asked_in_vain(harness, OTHERS)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    assert "Card 1 of 2" in reviewer.text
    await reviewer.tap("May I drive home?" if "trombone" in reviewer.text else "Belongs to")
    await reviewer.tap("Publish")
    assert "Card 1 of 1" in reviewer.text
    await reviewer.tap("Not for us")
    assert reviewer.text.startswith("Nothing to review.")


async def test_skipping_leads_through_the_cards_to_an_end(harness: Harness) -> None:
    await asked_in_vain(harness)
    await asked_in_vain(harness, OTHERS)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    first = reviewer.text
    await reviewer.tap("Skip")
    assert "Card 2 of 2" in reviewer.text
    await reviewer.tap("Skip")
    assert "That was the last card" in reviewer.text
    await reviewer.ask("/review")
    assert reviewer.text == first


async def test_the_second_of_two_reviewers_sees_what_was_decided(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness)
    one, other = staff(harness), admin(harness)
    await one.ask("/review")
    await other.ask("/review")
    await one.tap("May I drive home?")
    await other.tap("May I drive home?")
    preview = other.last
    await one.tap("Publish")
    published = content(path)
    await other.tap("Publish", under=preview)
    said = next(message["text"] for message in other.messages if message["message_id"] == preview["message_id"])
    assert said.startswith("Already added to “May I drive home?” on ")
    assert said.endswith("by staff. Nothing was done twice.")
    assert content(path) == published
    decisions = await harness.app.recorder.store.reviews.decisions()
    assert [(one.verdict, one.role, one.questions) for one in decisions] == [("added", "staff", 3)]


async def test_two_taps_at_the_same_time_publish_once(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness)
    one, other = staff(harness), admin(harness)
    for reviewer in (one, other):
        await reviewer.ask("/review")
        await reviewer.tap("May I drive home?")
    await asyncio.gather(one.tap("Publish"), other.tap("Publish"))
    assert len(added_lines(FAQ, content(path))) == 3
    assert len(await harness.app.recorder.store.reviews.decisions()) == 1


async def test_buttons_work_after_a_restart(open_harness: Open, path: Path) -> None:
    harness = await open_harness(faq_path=path)
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await harness.app.stop()
    harness = await open_harness(faq_path=path, telegram=harness.telegram)
    await reviewer.tap("May I drive home?")
    await harness.app.stop()
    harness = await open_harness(faq_path=path, telegram=harness.telegram)
    await reviewer.tap("Publish")
    assert "Added to “May I drive home?”" in reviewer.messages[-2]["text"]
    assert len(added_lines(FAQ, content(path))) == 3


async def test_a_preview_that_is_out_of_date_is_shown_again_before_anything_is_published(
    harness: Harness, path: Path
) -> None:
    await asked_in_vain(harness, ASKED[:1])
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("Search")
    await reviewer.ask("driving")
    await reviewer.tap("May I drive home?")
    preview = reviewer.last
    await asked_in_vain(harness, ASKED[1:])
    await reviewer.tap("Publish", under=preview)
    assert reviewer.text.startswith("Please look again")
    assert content(path) == FAQ
    await reviewer.tap("Publish")
    assert len(added_lines(FAQ, content(path))) == 3


async def test_an_edit_made_meanwhile_is_never_overwritten(harness: Harness, path: Path) -> None:
    await admin(harness).ask("/start")  # is told of the edit, if it is noticed before the end
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("May I drive home?")
    edited = FAQ.replace("It depends.", "It depends on the dose.")
    save(path, edited)
    await reviewer.tap("Publish")
    if content(path) == edited:
        assert reviewer.text.startswith("Please look again")
        await reviewer.tap("Publish")
    assert len(added_lines(edited, content(path))) == 3


async def test_breaking_a_check_is_refused_and_only_an_admin_may_force_it(open_harness: Open, path: Path) -> None:
    checked = FAQ.replace('"Yes, sometimes."}', f'"Yes, sometimes.", checks: [{STEALABLE}]}}')
    save(path, checked)
    harness = await open_harness(faq_path=path, staff_chat_id=STAFF_CHAT)
    await asked_in_vain(harness)
    reviewer, boss = staff(harness), admin(harness)
    await reviewer.ask("/review")
    await reviewer.tap("May I drive home?")
    assert "1 known message would be met wrongly:" in reviewer.text
    assert f"“{STEALABLE[:20]}" in reviewer.text
    assert "belongs to “Is there an operation?”" in reviewer.text
    assert not any("Publish" in label for label in reviewer.buttons)
    assert content(path) == checked
    await boss.ask("/review")
    await boss.tap("May I drive home?")
    force = next(
        button["callback_data"]
        for row in boss.last["reply_markup"]["inline_keyboard"]
        for button in row
        if "anyway" in button["text"]
    )
    await reviewer.tap_data(force)
    assert content(path) == checked
    await boss.tap("Publish anyway")
    assert len(added_lines(checked, content(path))) == 3
    decisions = await harness.app.recorder.store.reviews.decisions()
    assert [(one.role, one.forced) for one in decisions] == [("admin", True)]


async def test_dismissing_takes_one_tap_and_can_be_taken_back(harness: Harness) -> None:
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("Not for us")
    dismissed = reviewer.messages[-2]
    await reviewer.ask("/review")
    assert reviewer.text.startswith("Nothing to review.")
    await reviewer.tap("Undo", under=dismissed)
    await reviewer.ask("/review")
    assert reviewer.text.startswith("Asked 3 times")


@pytest.mark.parametrize("replying", [True, False])
async def test_an_entry_is_found_by_typing(harness: Harness, path: Path, replying: bool) -> None:
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("Search")
    prompt = reviewer.last
    assert "Reply with a few words" in reviewer.text
    await reviewer.ask("mirror training", **({"reply_to_message": prompt} if replying else {}))
    await reviewer.tap("Which exercises help?")
    await reviewer.tap("Publish")
    assert "Trombone" in content(path).partition("id: exercise")[2].partition("\n")[0]


async def test_a_reply_to_a_prompt_is_understood_after_a_restart(open_harness: Open, path: Path) -> None:
    harness = await open_harness(faq_path=path)
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("Search")
    prompt = reviewer.last
    await harness.app.stop()
    harness = await open_harness(faq_path=path, telegram=harness.telegram)
    await reviewer.ask("exercise", reply_to_message=prompt)
    assert "Belongs to “Which exercises help?”" in reviewer.buttons


async def test_staff_ask_questions_like_anybody_else(harness: Harness) -> None:
    reviewer = staff(harness)
    await reviewer.ask("Does the needle hurt?")
    assert "A bit." in reviewer.text
    await reviewer.ask("/review")
    await reviewer.ask("Does the needle hurt?")
    assert "A bit." in reviewer.text


async def test_a_draft_stays_invisible_until_an_admin_publishes_it(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness)
    reviewer, boss, patient = staff(harness), admin(harness), harness.patient(3_001)
    await boss.ask("/drafts")
    assert boss.text == "There are no drafts."
    await reviewer.ask("/review")
    await reviewer.tap("New entry")
    await reviewer.tap("Another question")
    await reviewer.ask("May I play the trombone?")
    assert "at most 60 words" in reviewer.text
    await reviewer.ask("Yes, after **two** days.")
    await reviewer.ask("skip")
    await reviewer.ask("skip")
    await reviewer.tap("Daily life")
    await reviewer.tap("Save as a draft")
    assert "Saved as a draft: May I play the trombone?" in reviewer.messages[-2]["text"]
    added = added_lines(FAQ, content(path))
    assert "  - id: may-i-play-the-trombone\n" in added
    assert "    status: draft\n" in added
    await patient.ask("May I play the trombone?")
    assert "two" not in patient.text
    assert "A new draft is waiting for you: May I play the trombone?" in boss.text
    await boss.ask("/drafts")
    await boss.tap("May I play the trombone?")
    assert "Yes, after two days." in boss.text
    assert "answers 3 of 3 of these questions" in boss.text
    await boss.tap("Publish")
    assert boss.text.startswith("Published: May I play the trombone?")
    await patient.ask(OTHERWISE)
    assert "Yes, after two days." in patient.text
    verdicts = [one.verdict for one in await harness.app.recorder.store.reviews.decisions()]
    assert verdicts == ["published", "drafted"]


async def test_a_draft_can_be_discarded(harness: Harness, path: Path) -> None:
    draft = "  - id: harp\n    question: May I play the harp?\n    answer: Yes.\n    status: draft\n"
    with_draft = FAQ.replace("off_topic:", draft + "off_topic:")
    save(path, with_draft)
    boss = admin(harness)
    await boss.ask("/reload")
    await boss.ask("/drafts")
    await boss.tap("May I play the harp?")
    await boss.tap("Discard")
    await boss.tap("Yes, remove it")
    assert "Removed: May I play the harp?" in boss.messages[-2]["text"]
    assert content(path) == FAQ


async def test_what_was_masked_never_becomes_a_wording(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness, ("dr. Smithers ruined my trombone lesson on 3 May 2024", *ASKED[:1]))
    reviewer = staff(harness)
    await reviewer.ask("/review")
    assert "Smithers" not in reviewer.text
    await reviewer.tap("Search")
    await reviewer.ask("driving")
    await reviewer.tap("May I drive home?")
    await reviewer.tap("Publish")
    assert "[" not in "".join(added_lines(FAQ, content(path)))
    assert "Smithers" not in content(path)


async def test_reviewing_works_in_the_staff_chat_and_in_no_other_group(harness: Harness) -> None:
    await asked_in_vain(harness)
    reviewer = in_staff_chat(harness, STAFF)
    await reviewer.ask("/review")
    assert reviewer.text.startswith("Asked 3 times")
    elsewhere = Patient(harness.telegram, STAFF, chat=updates.group(-1_000_777))
    elsewhere.send("/review")
    await harness.settled()
    assert elsewhere.messages == []


@pytest.mark.parametrize("command", ["/review", "/stats", "/why a", "/reload", "/export_faq", "/versions", "/drafts"])
async def test_patients_get_the_reply_for_an_unknown_command(harness: Harness, command: str) -> None:
    patient = harness.patient()
    await patient.ask("/nonsense")
    unknown = patient.text
    await patient.ask(command)
    assert patient.text == unknown


@pytest.mark.parametrize("command", ["/reload", "/export_faq", "/versions", "/rollback 1", "/drafts"])
async def test_staff_who_are_no_admins_get_it_too(harness: Harness, command: str) -> None:
    reviewer = staff(harness)
    await reviewer.ask("/nonsense")
    unknown = reviewer.text
    await reviewer.ask(command)
    assert reviewer.text == unknown


async def test_forged_taps_do_nothing(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness)
    reviewer, patient = staff(harness), harness.patient(3_001)
    await reviewer.ask("/review")
    await reviewer.tap("May I drive home?")
    await patient.ask("Does the needle hurt?")
    count = len(patient.messages)
    buttons = [button for row in reviewer.last["reply_markup"]["inline_keyboard"] for button in row]
    for data in (
        buttons[0]["callback_data"],
        "rx:::abc",
        "rl",
        "ry:en:0123456789",
        "r",
        "rp",
        "rp:::::",
        "rp:" + "f" * 60,
    ):
        await patient.tap_data(data)
    await harness.settled()
    assert len(patient.messages) == count
    assert content(path) == FAQ
    for data in ("rp:ffffffffffff:0123456789:0123456789", "rq:../..", "rt", "ru:ffffffffffff::99", "rb::"):
        await reviewer.tap_data(data)
    for data in ("rx:::abc", "rl:::0123456789", "ry:en:0123456789"):
        await reviewer.tap_data(data)
    await harness.settled()
    assert content(path) == FAQ
    assert await harness.app.recorder.store.reviews.decisions() == ()


async def test_staff_are_told_what_is_wrong_with_the_database(open_harness: Open, path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    harness = await open_harness(faq_path=path, database_path=tmp_path / "file" / "faqbot.db")
    reviewer, patient = staff(harness), harness.patient()
    await reviewer.ask("/review")
    assert "The database does not work" in reviewer.text
    assert "DATABASE_PATH" in reviewer.text
    await patient.ask("Does the needle hurt?")
    assert "A bit." in patient.text


async def test_where_the_file_cannot_be_written_the_change_comes_as_a_diff(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("May I drive home?")
    preview = reviewer.last
    path.with_name(f".{path.name}.new").mkdir()
    await reviewer.tap("Publish")
    assert "can't be written here" in reviewer.text
    assert content(path) == FAQ
    (_, diff) = harness.telegram.of("sendDocument")[-1].files["document"]
    added = [line[1:] for line in diff.decode().splitlines() if line.startswith("+  ")]
    assert len(added) == 3
    by_hand = FAQ.replace("      - is driving allowed\n", "\n".join(["      - is driving allowed", *added, ""]))
    save(path, by_hand)
    boss = admin(harness)
    await boss.ask("/reload")
    await reviewer.tap("Publish", under=preview)
    assert any(text.startswith("Settled.") for text in harness.telegram.texts(STAFF))
    assert content(path) == by_hand


async def test_a_wording_that_may_name_a_person_is_left_out_and_staff_are_told(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness, ("may ivy play the trombone on thursday", *ASKED))
    reviewer = staff(harness)
    await reviewer.ask("/review")
    assert reviewer.text.startswith("Asked 4 times")
    await reviewer.tap("May I drive home?")
    assert "1 wording is left out: it may name a person." in reviewer.text
    await reviewer.tap("Publish")
    added = added_lines(FAQ, content(path))
    assert len(added) == 3
    assert "ivy" not in "".join(added).lower()


async def test_where_nothing_may_be_published_as_it_stands_staff_write_their_own(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness, ("has ivy got any trombone vouchers",))
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("Search")
    await reviewer.ask("driving")
    await reviewer.tap("May I drive home?")
    assert "1 wording is left out: it may name a person." in reviewer.text
    assert not any("Publish" in label for label in reviewer.buttons)
    await reviewer.tap("Write a wording")
    await reviewer.ask("Are there trombone vouchers for Gwendolyn?")
    assert "“Gwendolyn” is in the list of names" in reviewer.text
    await reviewer.ask("Are there trombone vouchers?")
    assert "Add to “May I drive home?”" in reviewer.text
    assert content(path) == FAQ
    await reviewer.tap("Publish")
    assert "Added to “May I drive home?”" in reviewer.messages[-2]["text"]
    assert added_lines(FAQ, content(path)) == ["      - Are there trombone vouchers?\n"]


async def test_a_wording_by_which_no_question_is_answered_is_for_admins_only(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness, ("has ivy got any trombone vouchers",))
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("Search")
    await reviewer.ask("driving")
    await reviewer.tap("May I drive home?")
    await reviewer.tap("Write a wording")
    await reviewer.ask("Where does the bus stop?")
    assert "⛔ None of these questions would get this answer." in reviewer.text
    assert not any("Publish" in label for label in reviewer.buttons)
    assert content(path) == FAQ


async def test_what_staff_type_is_asked_for_once_more_where_it_may_name_a_person(harness: Harness, path: Path) -> None:
    await admin(harness).ask("/start")
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("New entry")
    await reviewer.tap("Another question")
    await reviewer.ask("Has ivy got a trombone?")
    assert "Please look once more: this may name a person." in reviewer.text
    await reviewer.ask("Has ivy got a trombone?")
    assert "Question: Has ivy got a trombone?" in reviewer.text
    assert "at most 60 words" in reviewer.text
    await reviewer.ask("Yes, ask Gwendolyn.")
    assert "“Gwendolyn” is in the list of names" in reviewer.text
    await reviewer.ask("Yes, after a day.")
    await reviewer.ask("skip")
    await reviewer.ask("skip")
    await reviewer.tap("Daily life")
    await reviewer.tap("Save as a draft")
    assert "Saved as a draft" in reviewer.messages[-2]["text"]
    assert "Gwendolyn" not in content(path)


async def test_a_wording_that_is_edited_after_the_preview_is_looked_at_again(harness: Harness, path: Path) -> None:
    await asked_in_vain(harness, ("has ivy got any trombone vouchers",))
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("Search")
    await reviewer.ask("driving")
    await reviewer.tap("May I drive home?")
    await reviewer.tap("Write a wording")
    await reviewer.ask("Are there trombone vouchers?")
    preview = reviewer.last
    edited = preview["reply_to_message"] | {"text": "Has Ivy got trombone vouchers?"}
    await reviewer.tap("Publish", under=preview | {"reply_to_message": edited})
    assert "Please look once more: this may name a person." in reviewer.text
    assert content(path) == FAQ
