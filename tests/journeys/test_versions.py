"""Versions of the FAQ say who, when and what; going back says what it changes, and can be undone."""

from __future__ import annotations

import re
import sqlite3
import stat
from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap
from bot.core.review.screen import phone_lines
from bot.settings import Settings
from tests.journeys.conftest import ADMIN, STAFF_CHAT, Harness, Open
from tests.journeys.test_admin import SPANISH, sends_file, sent_files
from tests.journeys.test_review import FAQ, admin, asked_in_vain, content, save, staff
from tests.support.patient import Patient

IDS = ("swelling", "driving", "holiday", "needle", "how-long", "surgery", "exercise", "doctor", "massage")
SAVED = FAQ.replace("It depends.", "Ask us.")
UPLOADED = SAVED.replace("A bit.", "Hardly.").replace("is it painful", "is it painful, is it sore")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "faq.yaml"
    save(path, FAQ)
    return path


async def opened(open_harness: Open, path: Path) -> Harness:
    given = {"sentence_model": "off", "personal_data_model": "off", "multilingual_model": "off"}
    files = {"faq_path": path, "database_path": path.with_name("faqbot.db")}
    settings = Settings.model_validate(given | files)
    return await open_harness(Bootstrap(settings, publishing=True), faq_path=path, staff_chat_id=STAFF_CHAT)


@pytest.fixture
async def harness(open_harness: Open, path: Path) -> Harness:
    return await opened(open_harness, path)


@pytest.fixture
async def boss(harness: Harness) -> Patient:
    boss = admin(harness)
    await boss.ask("/start")
    return boss


def rows(boss: Patient) -> list[str]:
    """What is said of each version on the screen."""
    assert phone_lines(boss.text) <= 10
    return [line.removeprefix("• ") for line in boss.text.split("\n")[1:]]


async def uploads(boss: Patient, harness: Harness, text: str) -> None:
    await sends_file(boss, text.encode())
    await harness.settled()
    await boss.tap("Publish")


async def saves(harness: Harness, path: Path, boss: Patient, text: str) -> None:
    heard = len(boss.messages)
    save(path, text)
    await harness.telegram.until(lambda: len(boss.messages) > heard)


async def test_versions_say_who_when_and_what_and_one_is_live(harness: Harness, path: Path, boss: Patient) -> None:
    await saves(harness, path, boss, SAVED)
    await uploads(boss, harness, UPLOADED)
    await boss.ask("/versions")
    assert boss.text.startswith("Versions of the FAQ 1–3 of 3")
    shown = rows(boss)
    assert re.fullmatch(
        r"1 · \d+ \w{3} \d\d:\d\d · an admin · live: “Does the needle hurt\?”: answer changed; 1 wording added: "
        r"“is it sore”",
        shown[0],
    )
    assert shown[1].endswith(" · somebody saved the file: “What does it cost?”: answer changed")
    assert shown[2].endswith(" · as the bot found it: the oldest that is kept")
    assert boss.text.count("live") == 1
    assert boss.buttons == ["Back to 2", "Back to 3"]
    assert not any(re.search(rf"\b{one}\b", boss.text) for one in IDS if one != "needle")
    folder = path.with_name("versions")
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in folder.iterdir())
    assert {content(one) for one in folder.iterdir()} == {FAQ, SAVED, UPLOADED}


async def test_going_back_is_shown_in_words_done_and_undone(harness: Harness, path: Path, boss: Patient) -> None:
    await saves(harness, path, boss, SAVED)
    await uploads(boss, harness, UPLOADED)
    await boss.ask("/rollback")
    await harness.settled()
    assert "Going back to the version of" in boss.text
    assert "• “Does the needle hurt?”: answer changed; 1 wording removed: “is it sore”\n" in boss.text
    assert "• checks: no check that passed before fails now (7 tried)" in boss.text
    assert b"+" in sent_files(harness)[-1][1]
    assert content(path) == UPLOADED
    await boss.tap("Go back")
    assert boss.text.startswith("Done: the FAQ is that of")
    assert content(path) == SAVED
    await boss.ask("/versions")
    assert "1 · " in rows(boss)[0]
    assert " · an admin, going back · live: “Does the needle hurt?”: answer; 1 wording removed" in rows(boss)[0]
    assert boss.text.count("live") == 1
    done = boss.messages[-2]
    await boss.tap("Undo", done)
    assert "• “Does the needle hurt?”: answer changed; 1 wording added: “is it sore”" in boss.text
    await boss.tap("Go forward")
    assert content(path) == UPLOADED
    await boss.ask("/versions")
    assert " · undone · live: “Does the needle hurt?”: answer changed; 1 wording added: “is it sore”" in rows(boss)[0]
    verdicts = [one.verdict for one in await harness.app.recorder.store.reviews.decisions()]
    assert verdicts == ["rolled_back", "rolled_back", "published", "published"]


async def test_what_clinicians_signed_is_said_of_the_version_that_they_signed(harness: Harness, boss: Patient) -> None:
    await uploads(boss, harness, SAVED)
    await boss.ask("/signoff")
    await boss.ask("Dr Lee")
    await boss.tap("Approve for 12 months")
    await boss.ask("/versions")
    assert rows(boss)[0].endswith(
        " · an admin · live: “What does it cost?”: answer; signed by clinicians: “Will my face swell?”"
    )
    await boss.ask("/rollback")
    await harness.settled()
    assert "• signature gone: “Will my face swell?”" in boss.text


async def test_what_is_known_of_versions_survives_a_restart_and_a_lost_database(
    open_harness: Open, harness: Harness, path: Path, boss: Patient
) -> None:
    await uploads(boss, harness, UPLOADED)
    await boss.ask("/versions")
    shown = rows(boss)
    await harness.app.stop()
    path.with_name("faqbot.db").unlink()
    again = await opened(open_harness, path)
    boss = admin(again)
    await boss.ask("/versions")
    assert rows(boss) == shown
    await boss.ask("/rollback 2")
    await again.settled()
    await boss.tap("Go back")
    assert content(path) == FAQ


async def test_a_version_that_breaks_checks_is_gone_back_to_only_by_force(
    harness: Harness, path: Path, boss: Patient
) -> None:
    spoilt = FAQ.replace("phrasings: [is it painful]", "phrasings: [zzz]").replace("Does the needle hurt?", "Yyy?")
    spoilt = spoilt.replace("when does it wear off", "painful needle")
    save(path.with_name("versions") / "20260101T000000000000Z-0123456789ab-faq.yaml", spoilt)
    await boss.ask("/rollback 2")
    await harness.settled()
    assert "checks that passed before and fail now: 1 (7 tried)" in boss.text
    assert "painful needle" in boss.text
    await boss.tap("Cancel")
    assert content(path) == FAQ
    await boss.ask("/rollback 2")
    await harness.settled()
    await boss.tap("Go back anyway")
    assert content(path) == spoilt


async def test_a_version_that_cannot_be_read_or_is_not_there_is_said_to_be_so(path: Path, boss: Patient) -> None:
    await boss.ask("/rollback")
    assert boss.text == "There is no earlier version to go back to."
    save(path.with_name("versions") / "20260101T000000000000Z-0123456789ab.admin-faq.yaml", "entries: [")
    await boss.ask("/versions")
    assert "can’t be compared" in rows(boss)[0]
    assert " · an admin: the oldest that is kept" in rows(boss)[1]
    await boss.tap("Back to 2")
    assert "That version was not loaded. It has 1 problem" in boss.text
    for number in ("99", "0", "x", "-1", "2 2"):
        await boss.ask(f"/rollback {number}")
        assert "There is no version" in boss.text
    await boss.tap_data("rh:xx:zzz")
    assert boss.text.startswith("Versions of the FAQ 1–2 of 2")
    await boss.tap_data("rv::ffff")
    assert "There is no version" in boss.text


async def test_many_versions_are_paged_and_translations_have_their_own(
    harness: Harness, path: Path, boss: Patient
) -> None:
    for number in range(7):
        await uploads(boss, harness, FAQ.replace("It depends.", f"{number} a session."))
    await boss.ask("/versions")
    assert boss.text.startswith("Versions of the FAQ 1–3 of 8")
    await boss.tap("Older")
    assert [row[0] for row in rows(boss)] == ["4", "5", "6"]
    await boss.tap("Older")
    assert boss.text.startswith("Versions of the FAQ 7–8 of 8")
    assert "live" not in boss.text
    assert boss.buttons == ["Back to 7", "Back to 8", "◀ Newer"]
    spanish = path.with_name("faq.es.yaml")
    await saves(harness, spanish, boss, SPANISH)
    await saves(harness, spanish, boss, SPANISH.replace("Depende.", "Pregunte."))
    await boss.ask("/versions")
    await boss.tap("Spanish")
    assert boss.text.startswith("Spanish, versions 1–2 of 2")
    assert rows(boss)[0].endswith(" · live: “¿Cuánto cuesta?”: answer changed")
    await boss.ask("/rollback es")
    await harness.settled()
    await boss.tap("Go back")
    assert content(spanish) == SPANISH
    await boss.ask("/rollback spanish 99")
    assert "There is no version 99" in boss.text


async def answered(harness: Harness) -> Patient:
    """A member of staff who has added what was asked in vain to an entry."""
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("Search")
    await reviewer.ask("drive home")
    await reviewer.tap("May I drive home?")
    await reviewer.tap("Publish")
    assert reviewer.text.startswith("Nothing to review.")
    return reviewer


async def test_questions_that_a_version_answered_come_back_with_the_one_before(
    harness: Harness, path: Path, boss: Patient
) -> None:
    reviewer = await answered(harness)
    assert "Somebody saved a change" not in "".join(one.get("text", "") for one in boss.messages)
    await uploads(boss, harness, content(path).replace("It depends.", "Ask us."))
    await boss.ask("/rollback 3")
    await harness.settled()
    assert "• 3 questions come back into /review: the wordings that settled them go" in boss.text
    await boss.tap("Go back")
    assert "3 questions are back in /review." in boss.text
    done = boss.last
    assert content(path) == FAQ
    await reviewer.ask("/review")
    assert "Asked 3 times" in reviewer.text
    await boss.tap("Undo", done)
    await harness.settled()
    assert "• 3 questions are settled again, which had come back into /review" in boss.text
    await boss.tap("Go forward")
    assert "3 questions are settled again." in boss.text
    await reviewer.ask("/review")
    assert reviewer.text.startswith("Nothing to review.")


async def test_what_was_settled_otherwise_meanwhile_stays_so(harness: Harness, boss: Patient) -> None:
    reviewer = await answered(harness)
    await boss.ask("/rollback")
    await harness.settled()
    await boss.tap("Go back")
    done = boss.last
    await reviewer.ask("/review")
    await reviewer.tap("Not for us")
    await boss.tap("Undo", done)
    await harness.settled()
    assert "question" not in boss.text
    await boss.tap("Go forward")
    decisions = await harness.app.recorder.store.reviews.decisions()
    assert [(one.verdict, one.withdrawn) for one in decisions if one.theme] == [("dismissed", False), ("added", True)]


async def test_an_undo_below_what_was_added_works_after_a_signature_too(
    harness: Harness, path: Path, boss: Patient
) -> None:
    reviewer = await answered(harness)
    published = next(one for one in reviewer.messages if one["text"].startswith("Added to"))
    await boss.ask("/signoff")
    await boss.ask("Dr Lee")
    await boss.tap("Approve for 12 months")
    await reviewer.tap("Undo", under=published)
    said = next(one["text"] for one in reviewer.messages if one["message_id"] == published["message_id"])
    assert said.startswith("Taken back. The wordings are out of “May I drive home?” again, and 3 questions are back")
    assert "trombone" not in content(path)


async def test_the_questions_of_a_draft_come_back_with_a_version_from_before_it(
    harness: Harness, boss: Patient
) -> None:
    await asked_in_vain(harness)
    reviewer = staff(harness)
    await reviewer.ask("/review")
    await reviewer.tap("New entry")
    for words in ("May I play the tuba?", "Yes.", "skip", "skip"):
        await reviewer.ask(words)
    await reviewer.tap("Daily life")
    await reviewer.tap("Save as a draft")
    await boss.ask("/rollback")
    await harness.settled()
    assert "• checks: it concerns none\n• 3 questions come back into /review" in boss.text
    await boss.tap("Go back")
    await reviewer.ask("/review")
    assert "Asked 3 times" in reviewer.text


async def test_questions_come_back_with_an_older_file_that_somebody_saves_and_are_settled_when_it_is_put_back(
    harness: Harness, path: Path, boss: Patient
) -> None:
    reviewer = await answered(harness)
    later = content(path)
    await saves(harness, path, boss, FAQ)
    assert boss.text.startswith("The FAQ was reloaded.")
    assert "3 questions are back in /review." in boss.text
    await reviewer.ask("/review")
    assert "Asked 3 times" in reviewer.text
    await saves(harness, path, boss, later)
    assert "3 questions are settled again." in boss.text
    await reviewer.ask("/review")
    assert reviewer.text.startswith("Nothing to review.")


async def test_reload_and_load_it_anyway_bring_questions_back_too(harness: Harness, path: Path, boss: Patient) -> None:
    await answered(harness)
    later = content(path)
    save(path, FAQ)
    await boss.ask("/reload")
    await harness.settled()
    assert "3 questions are back in /review." in boss.text
    spoilt = later.replace("phrasings: [is it painful]", "phrasings: [zzz]").replace("Does the needle hurt?", "Yyy?")
    await saves(harness, path, boss, spoilt)
    await boss.tap("Load it anyway")
    assert "3 questions are settled again." in boss.text


async def test_an_upload_says_which_questions_come_back_before_and_after_and_other_admins_hear_it(
    open_harness: Open, path: Path
) -> None:
    other = 504
    given = {"sentence_model": "off", "personal_data_model": "off", "multilingual_model": "off"}
    settings = Settings.model_validate(given | {"faq_path": path, "database_path": path.with_name("faqbot.db")})
    harness = await open_harness(
        Bootstrap(settings, publishing=True),
        faq_path=path,
        staff_chat_id=STAFF_CHAT,
        admin_ids=frozenset({ADMIN, other}),
    )
    boss, colleague = admin(harness), harness.patient(other, "Olu")
    for one in (boss, colleague):
        await one.ask("/start")
    reviewer = await answered(harness)
    later = content(path)
    await sends_file(boss, FAQ.encode())
    await harness.settled()
    assert "• 3 questions come back into /review: the wordings that settled them go" in boss.text
    await boss.tap("Publish")
    assert boss.text.startswith("Published.")
    assert "3 questions are back in /review." in boss.text
    await harness.telegram.until(lambda: "3 questions are back in /review." in colleague.text)
    await reviewer.ask("/review")
    assert "Asked 3 times" in reviewer.text
    await sends_file(boss, later.encode())
    await harness.settled()
    assert "• 3 questions are settled again" in boss.text
    await boss.tap("Publish")
    assert "3 questions are settled again." in boss.text


async def test_a_database_that_fails_is_told_and_logged_and_the_saved_file_stays_live(
    harness: Harness, path: Path, boss: Patient, caplog: pytest.LogCaptureFixture
) -> None:
    await answered(harness)
    later = content(path)
    connection = sqlite3.connect(path.with_name("faqbot.db"))
    connection.execute("ALTER TABLE decisions RENAME TO away")
    heard = len(boss.messages)
    save(path, FAQ)
    await harness.telegram.until(lambda: len(boss.messages) > heard + 1)
    assert "could not be put into /review" in boss.text
    assert boss.messages[-2]["text"].startswith("The FAQ was reloaded.")
    assert "could not be put into the review" in caplog.text
    await sends_file(boss, later.encode())
    await harness.settled()
    assert "• how many questions this brings back into /review is not known" in boss.text
    connection.execute("ALTER TABLE away RENAME TO decisions")
    connection.close()
    await boss.tap("Publish")
    await saves(harness, path, boss, FAQ)
    assert "3 questions are back in /review." in boss.text


async def test_a_file_replaced_while_the_bot_is_not_running_brings_questions_back(
    open_harness: Open, path: Path
) -> None:
    harness = await open_harness(faq_path=path)
    boss = admin(harness)
    await boss.ask("/start")
    reviewer = await answered(harness)
    await harness.app.stop()
    save(path, FAQ)
    harness = await open_harness(faq_path=path, telegram=harness.telegram)
    await harness.telegram.until(lambda: "3 questions are back in /review." in boss.text)
    assert boss.text.startswith("The FAQ lost wordings while the bot was not running.")
    await reviewer.ask("/review")
    assert "Asked 3 times" in reviewer.text


async def test_an_undo_that_finds_nothing_to_take_back_keeps_its_button_for_when_it_does(
    harness: Harness, path: Path, boss: Patient
) -> None:
    reviewer = await answered(harness)
    published = next(one for one in reviewer.messages if one["text"].startswith("Added to"))
    later = content(path)
    await boss.ask("/rollback")
    await harness.settled()
    await boss.tap("Go back")
    done = boss.last
    await reviewer.tap("Undo", under=published)
    assert reviewer.text == "This was taken back already."
    kept = next(one for one in reviewer.messages if one["message_id"] == published["message_id"])
    assert kept["text"] == published["text"]
    assert kept["reply_markup"] == published["reply_markup"]
    await boss.tap("Undo", done)
    await harness.settled()
    await boss.tap("Go forward")
    assert content(path) == later
    await reviewer.tap("Undo", under=kept)
    assert content(path) == FAQ
    said = next(one["text"] for one in reviewer.messages if one["message_id"] == published["message_id"])
    assert "3 questions are back in /review" in said


async def test_the_way_back_and_the_way_forward_are_told_apart_also_within_a_minute(
    harness: Harness, path: Path, boss: Patient
) -> None:
    await uploads(boss, harness, SAVED)
    for one in path.with_name("versions").iterdir():  # both of the same minute, whenever the test runs
        nth = int("It depends." not in content(one))
        one.rename(one.with_name(re.sub(r"^\w+Z", f"20260101T12000{nth}000000Z", one.name)))
    await boss.ask("/rollback")
    await harness.settled()
    assert boss.text.startswith(
        "Going back to the version of 01 January 2026, 12:00 (the oldest that is kept) would change this:"
    )
    await boss.tap("Go back")
    assert boss.text.startswith("Done: the FAQ is that of 01 January 2026, 12:00 (the oldest that is kept) again.")
    await boss.tap("Undo")
    await harness.settled()
    assert boss.text.startswith(
        "Going forward again, to the version of 01 January 2026, 12:00 (“What does it cost?”: answer) that was live "
        "before you went back, would change this:"
    )
    await boss.tap("Go forward")
    assert boss.text.startswith("Done: the FAQ is again the later one, of 01 January 2026, 12:00 (“What does it cost?”")
    assert content(path) == SAVED
