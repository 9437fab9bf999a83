"""The FAQ in admins' hands: reloads, uploads, versions, figures, the weekly digest, and who sees which commands."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.bootstrap import Bootstrap
from bot.channels.telegram.notifications import Notifications, WeeklyDigest, seconds_until_monday
from bot.channels.telegram.sending.sender import Destination, Sender
from bot.channels.telegram.staff_chat import StaffChat
from bot.core.records import ProcessMemo
from bot.settings import Settings
from tests.journeys.conftest import ADMIN, STAFF, STAFF_CHAT, Harness, Open
from tests.journeys.test_review import FAQ, admin, content, in_staff_chat, save, staff
from tests.support import updates
from tests.support.patient import Patient

EDITED = FAQ.replace("It depends.", "It depends on the dose.")
BROKEN = FAQ.replace("answer: A bit.,", "anser: A bit.,").replace("- id: price", "- id: Price!")
LONDON = ZoneInfo("Europe/London")


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


async def sends_file(boss: Patient, data: bytes, name: str = "faq.yaml") -> dict[str, Any]:
    return await boss.show(updates.document(boss.file(data), name))


def sent_files(harness: Harness) -> list[tuple[str, bytes]]:
    return [file for call in harness.telegram.of("sendDocument") for file in call.files.values()]


# Reloads


async def test_a_saved_file_goes_live_and_admins_hear_of_it(harness: Harness, path: Path, boss: Patient) -> None:
    save(path, EDITED)
    await harness.telegram.until(lambda: boss.text.startswith("The FAQ was reloaded."))
    assert "“What does it cost?”: answer changed" in boss.text
    assert "it concerns no check" in boss.text
    patient = harness.patient()
    await patient.ask("What does it cost?")
    assert "It depends on the dose." in patient.text
    assert [one.verdict for one in await harness.app.recorder.store.reviews.decisions()] == ["published"]


async def test_later_edits_of_the_same_entry_are_announced_logged_and_noted_too(
    harness: Harness, path: Path, boss: Patient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for number, answer in enumerate(("Ask us.", "A lot.", "Ask us."), 1):
        save(path, FAQ.replace("It depends.", answer))
        await harness.telegram.until(lambda number=number: boss_heard(boss) == number)  # type: ignore[misc]
        assert "“What does it cost?”: answer changed" in boss.text
    assert caplog.text.count("a change of the FAQ is live: 1 entry changed: price (answer)") == 3
    assert [one.verdict for one in await harness.app.recorder.store.reviews.decisions()] == ["published"] * 3


def boss_heard(boss: Patient) -> int:
    """How many reloads an admin was told of."""
    return sum("The FAQ was reloaded." in message["text"] for message in boss.messages)


async def test_a_main_file_in_another_language_is_refused_and_the_corrected_one_is_taken(
    harness: Harness, path: Path, boss: Patient
) -> None:
    save(path, f"language: fr\n{FAQ}")
    await harness.telegram.until(lambda: "was not loaded" in boss.text)
    assert "the FAQ is in English" in boss.text
    save(path, EDITED)
    await harness.telegram.until(lambda: boss_heard(boss) == 1)
    assert not harness.app.supervisor.failing


def replaced_by_pipe(path: Path) -> None:
    remove(path)
    os.mkfifo(path)


def remove(path: Path) -> None:
    path.unlink()


async def test_a_pipe_in_place_of_the_file_is_told_and_the_file_is_taken_when_it_is_back(
    harness: Harness, path: Path, boss: Patient
) -> None:
    replaced_by_pipe(path)
    await harness.telegram.until(lambda: "named pipe" in boss.text)
    patient = harness.patient()
    await patient.ask("Does the needle hurt?")
    assert "A bit." in patient.text
    remove(path)
    save(path, EDITED)
    await harness.telegram.until(lambda: boss_heard(boss) == 1)


async def test_a_broken_file_is_refused_with_the_lines_and_the_old_one_serves(
    harness: Harness, path: Path, boss: Patient
) -> None:
    save(path, BROKEN)
    await harness.telegram.until(lambda: "was not loaded" in boss.text)
    assert "faq.yaml:30:79" in boss.text
    assert "anser" in boss.text
    patient = harness.patient()
    await patient.ask("Does the needle hurt?")
    assert "A bit." in patient.text


async def test_many_problems_come_as_a_file(harness: Harness, boss: Patient) -> None:
    await sends_file(boss, FAQ.replace("answer:", "anser:").encode())
    assert "other" in boss.messages[-2]["text"] or "other" in boss.text
    await harness.settled()
    name, listed = sent_files(harness)[-1]
    assert name == "faq.yaml.problems.txt"
    assert len(listed.splitlines()) >= 12


async def test_reload_says_that_nothing_changed(harness: Harness, boss: Patient) -> None:
    assert harness.app.delivery is not None
    await boss.ask("/reload")
    assert boss.text == "The FAQ file has not changed since it was last read."


async def test_an_admin_who_never_wrote_or_blocked_the_bot_holds_up_nobody(open_harness: Open, path: Path) -> None:
    harness = await open_harness(faq_path=path, admin_ids=frozenset({ADMIN, 601}))
    other = harness.patient(601, "Old admin")
    await other.ask("/start")
    other.block()
    boss = admin(harness)
    await boss.ask("/start")
    save(path, EDITED)
    await harness.telegram.until(lambda: boss.text.startswith("The FAQ was reloaded."))


async def test_an_alert_reaches_admins_with_nothing_in_it_taken_for_markup(harness: Harness, boss: Patient) -> None:
    await boss.ask("/start")
    notifications = Notifications(Sender(harness.app.bot), frozenset({ADMIN}), StaffChat(None))
    assert await notifications.alert("**These** <fail> [here](https://x.example):\n- one\n- two")
    assert boss.text == "∗∗These∗∗ <fail> [here] (https://x.example):\n• one\n• two"


async def test_telling_admins_is_done_with_where_none_can_be_reached(harness: Harness) -> None:
    other = harness.patient(601, "Old admin")
    await other.ask("/start")
    other.block()
    sender = Sender(harness.app.bot)
    assert await Notifications(sender, frozenset({601}), StaffChat(None)).alert("It fails.")
    assert await Notifications(sender, frozenset(), StaffChat(None)).alert("It fails.")


async def test_typing_is_shown_as_long_as_work_takes(harness: Harness) -> None:
    pauses: list[float] = []
    done = asyncio.Event()

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        done.set() if len(pauses) == 4 else None
        await asyncio.Event().wait() if done.is_set() else None

    before = len(harness.telegram.of("sendChatAction"))
    async with Sender(harness.app.bot, pause=pause).typing(Destination(ADMIN)):
        await done.wait()
    assert len(harness.telegram.of("sendChatAction")) - before == 3
    assert max(pauses) < 5  # Telegram shows it for five seconds


# Files


async def test_an_uploaded_file_is_shown_before_it_is_published(harness: Harness, path: Path, boss: Patient) -> None:
    await sends_file(boss, EDITED.encode())
    await harness.settled()
    name, diff = sent_files(harness)[-1]
    assert name == "faq.diff"
    assert b"+    answer: It depends on the dose.\n" in diff
    assert "This is what faq.yaml would change." in boss.text
    assert "“What does it cost?”: answer changed" in boss.text
    assert content(path) == FAQ
    await boss.tap("Publish")
    assert boss.text.startswith("Published.")
    assert content(path) == EDITED
    assert [one.verdict for one in await harness.app.recorder.store.reviews.decisions()] == ["published"]


SPANISH = """\
language: es
entries:
  - {id: price, question: ¿Cuánto cuesta?, phrasings: [qué precio tiene], answer: Depende.}
"""


async def test_the_language_of_an_uploaded_file_says_which_file_it_replaces(
    harness: Harness, path: Path, boss: Patient
) -> None:
    spanish = path.with_name("faq.es.yaml")
    save(spanish, SPANISH)
    await harness.telegram.until(lambda: "language added: Spanish" in boss.text)
    await sends_file(boss, EDITED.encode(), "faq (1).yaml")
    await harness.settled()
    assert "This is what faq (1).yaml would change. It would replace faq.yaml." in boss.text
    await sends_file(boss, SPANISH.replace("Depende.", "Pregunte.").encode(), "faq.yaml")
    await harness.settled()
    assert "It would replace faq.es.yaml." in boss.text
    await boss.tap("Publish")
    assert (content(path), content(spanish)) == (FAQ, SPANISH.replace("Depende.", "Pregunte."))


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("faq.fr.yaml", "fr", "has no FAQ in that language that it could replace"),
        ("faq.yaml", "fr", "put beside the FAQ on the machine of the bot, as faq.fr.yaml"),
        ("faq.fr.yaml", "en", "Its name says “fr”, and the file says “language: en”"),
        ("faq.yaml", "[a]", "faq.yaml:1:11"),
        ("faq.yaml.txt", "en", "faq.yaml.txt was not loaded. The name of a FAQ ends in .yaml."),
        ("faq.txt", "en", "please rename the file"),
    ],
)
async def test_a_file_that_replaces_nothing_is_refused_with_the_reason(
    harness: Harness, path: Path, boss: Patient, name: str, language: str, said: str
) -> None:
    await sends_file(boss, f"language: {language}\n{FAQ}".encode(), name)
    await harness.settled()
    assert said in boss.text
    assert boss.buttons == []
    assert content(path) == FAQ


async def test_the_other_admins_hear_what_went_live_by_a_tap(open_harness: Open, path: Path) -> None:
    harness = await open_harness(faq_path=path, admin_ids=frozenset({ADMIN, 601}))
    other, boss = harness.patient(601, "Another admin"), admin(harness)
    await other.ask("/start")
    await boss.ask("/start")
    await sends_file(boss, EDITED.encode())
    await harness.settled()
    heard = len(other.messages)
    await boss.tap("Publish")
    assert boss.text.startswith("Published.")
    assert len(other.messages) == heard + 1
    assert other.text.startswith("The FAQ was changed, and the bot answers from it now.")
    assert "“What does it cost?”: answer changed" in other.text


async def test_an_upload_can_be_cancelled_and_its_button_does_nothing_twice(
    harness: Harness, path: Path, boss: Patient
) -> None:
    await sends_file(boss, EDITED.encode())
    await harness.settled()
    shown = boss.last
    publish = shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await boss.tap("Cancel")
    assert boss.text == "Nothing was changed."
    await boss.tap_data(publish, shown)
    assert boss.text.startswith("I no longer have that file")
    assert content(path) == FAQ


async def test_an_uploaded_file_with_problems_is_refused_with_the_lines(
    harness: Harness, path: Path, boss: Patient
) -> None:
    await sends_file(boss, BROKEN.encode())
    assert "faq.yaml was not loaded. It has" in boss.text
    assert "faq.yaml:30:79" in boss.text
    save(path, FAQ)
    assert harness.telegram.texts(ADMIN)[-1] == boss.text


async def test_a_list_or_placeholder_that_patients_would_read_as_written_is_told(path: Path, boss: Patient) -> None:
    nonsense = FAQ.replace("answer: It depends.", "answer: >-\n      Call {clinic phone}.\n      - one\n      - two")
    await sends_file(boss, nonsense.encode())
    assert "{clinic phone} is no placeholder, so patients would read it as it is" in boss.text
    assert "did you mean {clinic.phone}?" in boss.text
    assert "this line becomes one with the line above it" in boss.text
    save(path, nonsense)
    await boss.ask("/reload")
    assert "did you mean {clinic.phone}?" in boss.text
    assert "for a list, write | in place of >" in boss.text
    doubtful = FAQ.replace("answer: It depends.", "answer: 'It depends on {what you need}.'")
    await sends_file(boss, doubtful.encode())
    assert "warning: entry 'price' shows patients '{what you need}'" in boss.text
    save(path, doubtful)
    await boss.ask("/reload")
    assert "The FAQ was reloaded." in boss.text
    assert "warning: entry 'price' shows patients '{what you need}'" in boss.text
    save(path, doubtful.replace("A bit.", "A bit more."))
    await boss.ask("/reload")
    assert "{what you need}" not in boss.text  # it was there before


async def test_a_file_that_is_too_big_is_never_downloaded(harness: Harness, boss: Patient) -> None:
    await sends_file(boss, b"#" * 5_000_001)
    assert boss.text.startswith("This file is too big (5.0 MB)")
    assert harness.telegram.of("getFile") == []


async def test_other_files_and_files_of_others_are_met_as_patients_files_are(harness: Harness, boss: Patient) -> None:
    patient = harness.patient()
    await sends_file(patient, EDITED.encode())
    usual = patient.text
    await sends_file(boss, b"%PDF", "letter.pdf")
    assert boss.text == usual
    reviewer = staff(harness)
    await sends_file(reviewer, EDITED.encode())
    assert reviewer.text == usual
    assert harness.telegram.of("getFile") == []


async def test_the_live_file_can_be_had(harness: Harness, boss: Patient) -> None:
    await boss.ask("/export_faq")
    assert sent_files(harness) == [("faq.yaml", FAQ.encode())]
    assert boss.text == ""


# Figures


async def test_staff_see_the_figures(harness: Harness) -> None:
    await harness.patient().ask("Does the needle hurt?")
    await harness.settled()
    reviewer = staff(harness)
    await reviewer.ask("/stats")
    assert "1 (0) question" in reviewer.text
    assert "1 (0) answered at once" in reviewer.text
    assert "Does the needle hurt?" in reviewer.text


async def test_staff_see_which_languages_are_asked_in(harness: Harness) -> None:
    await harness.patient().ask("Wie lange hält Botox im Gesicht und was kostet es?")
    await harness.settled()
    reviewer = staff(harness)
    await reviewer.ask("/stats")
    assert "Other languages in 12 weeks: German 1" in reviewer.text
    await reviewer.ask("/review")
    assert "German" in reviewer.text


async def test_why_tells_decision_runner_up_words_and_cut_offs(harness: Harness) -> None:
    reviewer = staff(harness)
    await reviewer.ask("/why is that needle painful")
    assert reviewer.text.startswith("Answered at once") or reviewer.text.startswith("A choice is offered")
    assert "• No alarm\n" in reviewer.text
    assert "• needle " in reviewer.text
    assert "words in common: " in reviewer.text
    assert "runner-up: " in reviewer.text
    assert "Cut-offs: answered from " in reviewer.text
    await reviewer.ask("/why")
    assert "/why does it hurt?" in reviewer.text
    await harness.settled()
    assert await harness.app.recorder.store.reviews.questions() == ()


# Menus


async def test_menus_hold_staff_commands_in_staff_chats_only(harness: Harness, boss: Patient) -> None:
    await staff(harness).ask("/review")
    await in_staff_chat(harness, STAFF).ask("/review")
    await harness.patient().ask("/start")
    menus = {
        json.loads(key)[0].get("chat_id", "default"): {one["command"] for one in commands}
        for (kind, key), commands in harness.telegram.profile.items()
        if kind == "MyCommands"
    }
    assert set(menus) == {"default", boss.id, STAFF, STAFF_CHAT}
    assert menus["default"] == {"topics", "contact", "privacy", "help"}
    assert menus[STAFF] == menus[STAFF_CHAT] == menus["default"] | {"review", "stats", "why", "cancel"}
    assert menus[boss.id] > menus[STAFF]


# The digest


async def digest_at(harness: Harness, moment: datetime) -> bool:
    """Whether a digest is sent at that moment, by a process that has just started."""
    app = harness.app
    notifications = Notifications(Sender(app.bot), frozenset(), StaffChat(STAFF_CHAT))

    async def waiting() -> int:
        return 3

    digest = WeeklyDigest(notifications, app._bootstrap.live_faq, app.recorder.store, waiting, now=lambda: moment)
    return await digest.send_if_due()


async def test_the_digest_comes_on_monday_morning_and_once(harness: Harness) -> None:
    chat = in_staff_chat(harness, STAFF)
    await chat.ask("/review")
    monday = datetime(2026, 11, 23, 8, 0, tzinfo=LONDON)
    assert not await digest_at(harness, datetime(2026, 11, 22, 12, 0, tzinfo=LONDON))
    assert not await digest_at(harness, monday.replace(hour=7, minute=59))
    assert await digest_at(harness, monday)
    assert chat.text.startswith("Last week")
    assert "Week 47" in chat.text
    assert "Questions without an answer: 3" in chat.text
    assert not await digest_at(harness, monday.replace(hour=9))
    assert not await digest_at(harness, monday.replace(day=29))
    assert await digest_at(harness, monday.replace(day=30, hour=11))
    assert await harness.app.recorder.store.recall(ProcessMemo.DIGEST_SENT) == "2026-W49"


async def test_a_digest_missed_on_monday_comes_late(harness: Harness) -> None:
    await in_staff_chat(harness, STAFF).ask("/review")
    await harness.app.recorder.store.remember(ProcessMemo.DIGEST_SENT, "2026-W47")
    assert await digest_at(harness, datetime(2026, 11, 24, 6, 0, tzinfo=LONDON))


def test_the_next_monday_morning_is_found_across_a_change_of_clocks() -> None:
    assert seconds_until_monday(datetime(2026, 11, 23, 8, 0, tzinfo=LONDON)) == 7 * 86_400
    assert seconds_until_monday(datetime(2026, 11, 23, 7, 0, tzinfo=LONDON)) == 3_600
    assert seconds_until_monday(datetime(2026, 10, 24, 8, 0, tzinfo=LONDON)) == 2 * 86_400 + 3_600
