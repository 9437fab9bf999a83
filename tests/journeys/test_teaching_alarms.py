"""An emergency that was missed, or a false alarm, is taught from the phone; patients are met otherwise from then on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap
from bot.settings import Settings
from tests.journeys import test_review
from tests.journeys.conftest import STAFF_CHAT, Harness, Open
from tests.journeys.test_review import added_lines, admin, content, in_staff_chat, save, staff
from tests.support.patient import Patient

FAQ = f"""\
{test_review.FAQ}
urgent:
  signs:
    - id: breathing
      title: Trouble breathing
      message: "**Call 999 now.** Trouble breathing is an emergency."
      alarm:
        - I cannot breathe properly   # the most frequent
    - id: swallowing
      title: Trouble swallowing
      message: "**Call 999 now.** Trouble swallowing is an emergency."
      no_alarm: [the price is hard to swallow]
"""
MISSED = "do you sell umbrellas with green handles"
"""A message in which no emergency is found, by far: what raises an alarm only just may change with what is learnt."""
FALSE = "soup keeps coming out of my nose in my favourite cartoon"
"""A message in which one is found, though not so surely that only an admin may teach it to be none."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "faq.yaml"
    save(path, FAQ)
    return path


@pytest.fixture
async def harness(open_harness: Open, path: Path) -> Harness:
    settings = Settings.model_validate(
        {
            "sentence_model": "off",
            "multilingual_model": "off",
            "personal_data_model": "off",
            "faq_path": path,
            "database_path": path.with_name("faqbot.db"),
        }
    )
    return await open_harness(Bootstrap(settings, publishing=True), faq_path=path, staff_chat_id=STAFF_CHAT)


@pytest.fixture
async def boss(harness: Harness) -> Patient:
    boss = admin(harness)
    await boss.ask("/start")
    return boss


async def decisions(harness: Harness) -> list[tuple[str, str | None, str, bool]]:
    await harness.settled()
    found = await harness.app.recorder.store.reviews.decisions()
    return [(one.verdict.value, one.entry_id, one.role.value, one.forced) for one in found]


async def test_a_missed_emergency_is_taught_and_a_patient_gets_its_message(
    harness: Harness, path: Path, boss: Patient
) -> None:
    reviewer, patient = staff(harness), harness.patient()
    await patient.ask(MISSED)
    assert "Call 999" not in patient.text
    await harness.settled()

    await reviewer.ask(f"/why {MISSED}")
    assert "• No alarm\n" in reviewer.text
    assert "sure that it is an emergency" in reviewer.text
    assert reviewer.buttons == ["🚨 Should raise an alarm", "Should not"]
    await reviewer.tap("Should raise")
    assert reviewer.buttons == ["Trouble breathing", "Trouble swallowing", "Cancel"]
    await reviewer.tap("Trouble breathing")
    assert reviewer.text.startswith("This should raise the alarm “Trouble breathing”:")
    assert f"“{MISSED}”" in reviewer.text
    assert "this message: no alarm → alarm 'breathing'" in reviewer.text
    assert "breaks 0 of " in reviewer.text
    assert content(path) == FAQ

    await reviewer.tap("Publish")
    assert reviewer.text.startswith("Published.")
    assert "from now on: alarm 'breathing'" in reviewer.text
    assert added_lines(FAQ, content(path)) == [f"        - {MISSED}\n"]
    await patient.ask(MISSED.upper())
    assert patient.text.startswith("Call 999 now.")
    assert "A red flag was taught." in boss.text
    assert await decisions(harness) == [("published", "breathing", "staff", False)]

    await reviewer.tap("Undo")
    assert reviewer.text.startswith("Taken back.")
    assert content(path) == FAQ
    assert "was taken back" in boss.text
    another = harness.patient(2_002)
    await another.ask(MISSED)
    assert "Call 999" not in another.text
    assert (await decisions(harness))[0] == ("rolled_back", "breathing", "staff", False)


@pytest.mark.usefixtures("boss")
async def test_a_false_alarm_is_taught_for_the_sign_that_was_raised(harness: Harness, path: Path) -> None:
    reviewer, patient = in_staff_chat(harness, 501), harness.patient()
    await patient.ask(FALSE)
    assert patient.text.startswith("Call 999 now. Trouble swallowing")
    await reviewer.ask(f"/why@clinic_faq_bot {FALSE}")
    assert "Alarm: Trouble swallowing (swallowing)" in reviewer.text
    assert "Says swallowing (as happening now)" in reviewer.text
    await reviewer.tap("Should not")
    assert reviewer.text.startswith("This should not raise the alarm “Trouble swallowing”, or any other:")
    assert "this message: alarm 'swallowing' → no alarm" in reviewer.text
    await reviewer.tap("Cancel")
    assert "Alarm: Trouble swallowing" in reviewer.text
    await reviewer.tap("Should not")
    await reviewer.tap("Publish")
    assert reviewer.text.startswith("Published.")
    assert f"no_alarm: [the price is hard to swallow, {FALSE}]" in content(path)
    another = harness.patient(2_002)
    await another.ask(FALSE)
    assert "Call 999 now. Trouble swallowing" not in another.text
    await reviewer.tap("Undo")
    assert content(path) == FAQ


async def test_an_emergency_told_plainly_is_silenced_by_an_admin_only(
    harness: Harness, path: Path, boss: Patient
) -> None:
    reviewer = staff(harness)
    await reviewer.ask("/why I cannot breathe properly")
    await reviewer.tap("Should not")
    assert "⛔ This tells of an emergency: Trouble breathing." in reviewer.text
    assert "An admin can publish it anyway." in reviewer.text
    assert reviewer.buttons == ["Cancel"]
    assert content(path) == FAQ
    await boss.ask("/why I cannot breathe properly")
    await boss.tap("Should not")
    assert "It is now among the messages that raise “Trouble breathing”, and moves." in boss.text
    await boss.tap("⚠ Publish")
    await boss.tap("Publish anyway")
    assert await decisions(harness) == [("published", "breathing", "admin", True)]


async def test_an_example_of_the_opposite_list_moves_and_an_undo_puts_it_back(path: Path, boss: Patient) -> None:
    await boss.ask("/why I cannot breathe properly")
    await boss.tap("Should not")
    await boss.tap("⚠ Publish")
    before = content(path)
    await boss.tap("Publish anyway")
    taught, done = content(path), boss.last
    assert "    no_alarm:\n        - I cannot breathe properly\n" in taught
    assert "the most frequent" not in taught
    save(path, before)
    await boss.ask("/reload")
    await boss.tap("Undo", done)  # there is nothing to take back now, so the button stays
    assert boss.text == "This was taken back already."
    save(path, taught)
    await boss.ask("/reload")
    await boss.tap("Undo", done)
    assert "      alarm:\n        - I cannot breathe properly\n" in content(path)
    assert "properly\n    - id: swallowing" in content(path)


async def test_what_breaks_checks_is_refused_unless_an_admin_forces_it(
    harness: Harness, path: Path, boss: Patient
) -> None:
    reviewer = staff(harness)
    await reviewer.ask("/why painful needle")
    await reviewer.tap("Should raise")
    await reviewer.tap("Trouble breathing")
    assert "⚠ Today “Does the needle hurt?” answers it." in reviewer.text
    assert "breaks 1 of " in reviewer.text
    assert "“painful needle” (needle, line " in reviewer.text
    await reviewer.tap("Publish")
    assert reviewer.text.startswith("Not published: it would break checks that pass now.")
    assert reviewer.buttons == ["Cancel"]
    assert content(path) == FAQ
    await boss.ask("/why painful needle")
    await boss.tap("Should raise")
    await boss.tap("Trouble breathing")
    await boss.tap("Publish")
    await boss.tap("Publish anyway")
    assert boss.text.startswith("Published.")
    assert added_lines(FAQ, content(path)) == ["        - painful needle\n"]
    assert await decisions(harness) == [("published", "breathing", "admin", True)]


async def test_the_preview_names_every_known_message_that_changes(harness: Harness) -> None:
    patient, reviewer = harness.patient(), staff(harness)
    await patient.ask(MISSED + " again")
    await harness.settled()
    await reviewer.ask(f"/why {MISSED}")
    await reviewer.tap("Should raise")
    await reviewer.tap("Trouble swallowing")
    assert "changes 1 other known message:" in reviewer.text
    assert "⚠ Would raise an alarm: “" in reviewer.text
    assert "green handles again”: no alarm → " in reviewer.text
    assert "(a patient asked it)" in reviewer.text


async def test_the_preview_names_wordings_checks_and_settled_questions_that_would_be_alarmed(
    harness: Harness, path: Path, boss: Patient
) -> None:
    reviewer = staff(harness)
    await harness.patient().ask(MISSED + " again")
    await harness.settled()
    await reviewer.ask("/review")
    await reviewer.tap("Not for us")
    save(path, FAQ.replace("[is it painful]", "[is it painful, do you sell umbrellas with red handles]"))
    await boss.ask("/reload")
    await reviewer.ask(f"/why {MISSED}")
    await reviewer.tap("Should raise")
    await reviewer.tap("Trouble breathing")
    assert "red handles”: no alarm → alarm 'breathing' (a wording of “Does the needle hurt?”)" in reviewer.text
    assert "Would raise an alarm: “do you sell umbrellas with green" in reviewer.text
    assert "…”: no alarm → alarm 'breathing' (a patient asked it)" in reviewer.text


@pytest.mark.parametrize("text", ["Kowalczyk sells umbrellas with green handles", "call me on 020 7946 0018, no air"])
async def test_a_message_that_may_tell_who_it_is_about_is_refused(harness: Harness, path: Path, text: str) -> None:
    reviewer = staff(harness)
    await reviewer.ask(f"/why {text}")
    why = reviewer.last
    for label in ("Should raise", "Should not"):
        await reviewer.tap(label, why)
        assert reviewer.text.startswith("Not taken: this may tell who it is about.")
        assert "[" in reviewer.text
    assert content(path) == FAQ


async def test_a_message_in_words_that_are_not_known_is_refused(harness: Harness) -> None:
    reviewer = staff(harness)
    await reviewer.ask("/why iğneden sonra bir türlü nefes alamıyorum yardım edin")
    await reviewer.tap("Should raise")
    assert reviewer.text.startswith("Not taken: too few of its words are known here")


@pytest.mark.usefixtures("boss")
async def test_a_button_carries_no_words_and_publishes_once(harness: Harness, path: Path) -> None:
    reviewer = staff(harness)
    await reviewer.ask(f"/why {MISSED}")
    await reviewer.tap("Should raise")
    await reviewer.tap("Trouble breathing")
    preview = dict(reviewer.last)
    (publish, _), *_ = preview["reply_markup"]["inline_keyboard"]
    assert "umbrella" not in publish["callback_data"]
    await reviewer.tap("Publish")
    published = content(path)
    await reviewer.tap_data(publish["callback_data"], preview)
    assert reviewer.text.startswith("It is among the examples already.")
    assert content(path) == published


async def test_patients_are_offered_none_of_this(harness: Harness, path: Path) -> None:
    reviewer, patient = staff(harness), harness.patient()
    await reviewer.ask(f"/why {MISSED}")
    await reviewer.tap("Should raise")
    await reviewer.tap("Trouble breathing")
    publish = reviewer.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await patient.ask(f"/why {MISSED}")
    assert "sure that it is an emergency" not in patient.text
    assert not [label for label in patient.buttons if "Should" in label]
    await patient.tap_data(publish)
    assert content(path) == FAQ
    assert await decisions(harness) == []


async def test_where_the_message_is_gone_the_button_says_so(harness: Harness, path: Path) -> None:
    reviewer = staff(harness)
    await reviewer.ask(f"/why {MISSED}")
    orphan = {key: value for key, value in reviewer.last.items() if key != "reply_to_message"}
    await reviewer.tap("Should not", orphan)
    assert reviewer.text.startswith("I can no longer see the message")
    assert content(path) == FAQ


async def test_words_of_an_emergency_are_taken_for_no_entry(harness: Harness, path: Path) -> None:
    await harness.patient().ask(MISSED)
    await harness.settled()
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("New entry")
    await reviewer.ask("I cannot breathe properly")
    assert "Not taken: this tells of an emergency (Trouble breathing)." in reviewer.text
    await reviewer.ask("Do you sell umbrellas?")
    assert reviewer.text.startswith("New entry: the answer")
    assert content(path) == FAQ


async def test_who_writes_an_answer_that_tells_of_an_emergency_is_warned(harness: Harness) -> None:
    await test_review.asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("New entry")
    await reviewer.ask("I cannot breathe properly since yesterday, what now?")
    assert "⚠ The answer or its details read as if they told of an emergency (Trouble breathing)." in reviewer.text
    await reviewer.ask("I cannot breathe properly")
    assert "read as if they told of an emergency (Trouble breathing)." in reviewer.text
