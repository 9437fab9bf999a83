"""Clinicians sign what patients read, a tap a text; what was changed since, or has expired, is signed no more."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap
from bot.core.faq.model import ClinicalReview
from bot.core.faq.sign_offs import expiry
from bot.core.faq.yaml_reader import read_faq
from bot.settings import Settings
from tests.journeys import test_review
from tests.journeys.conftest import ADMIN, Harness, Open
from tests.journeys.test_review import added_lines, admin, content, save, staff
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
"""
SPANISH = """\
language: es
entries:
  - id: swelling
    question: ¿Se me hinchará la cara?
    answer: Un poco.
"""
ANSWERS = 12
LEE, ROY = 601, 602
TODAY = date.today()  # noqa: DTZ011 - the bot's own day, in UTC as the tests' settings say


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "faq.yaml"
    save(path, FAQ)
    return path


@pytest.fixture
async def harness(open_harness: Open, path: Path) -> Harness:
    return await opened(open_harness, path)


async def opened(open_harness: Open, path: Path, **given: object) -> Harness:
    settings = {
        "sentence_model": "off",
        "multilingual_model": "off",
        "personal_data_model": "off",
        "faq_path": path,
        "database_path": path.with_name("faqbot.db"),
    }
    bootstrap = Bootstrap(Settings.model_validate(settings), publishing=True)
    return await open_harness(bootstrap, **{"faq_path": path, "clinician_ids": frozenset({LEE, ROY}), **given})


async def clinician(harness: Harness, number: int = LEE, by: str = "Dr Lee, ENT") -> Patient:
    """A clinician who has said under which name they sign; the first card is shown."""
    person = harness.patient(number, "Telegram Name")
    await person.ask("/signoff")
    if "Sign under another name" in person.buttons:
        await person.tap("Sign under another name")
    await person.ask(by)
    return person


def reviews(path: Path) -> dict[str, ClinicalReview]:
    """The signatures of answers in the file, by the id of their entry."""
    entries = read_faq(path.read_bytes()).faq.entries
    return {one.id: one.reviewed for one in entries if one.reviewed is not None}


async def saved(harness: Harness, path: Path, text: str) -> None:
    """Saves the file and waits until the bot answers from it."""
    boss = admin(harness)
    told = len(boss.messages)
    save(path, text)
    await harness.telegram.until(lambda: len(boss.messages) > told, 20)
    assert boss.text.startswith("The FAQ was reloaded.")


def above(person: Patient) -> str:
    """The text of the message before the last one."""
    return str(person.messages[-2]["text"])


async def test_ten_answers_are_signed_with_ten_taps_and_patients_read_by_whom(harness: Harness, path: Path) -> None:
    lee = await clinician(harness)
    for number in range(10):
        assert lee.text.startswith(f"{number} of {ANSWERS} answers signed")
        assert "Below it patients will read: Checked by Dr Lee, ENT," in lee.text
        await lee.tap("Approve for 12 months")
        assert above(lee).startswith("✅ Signed until ")
        assert f"{number + 1} of {ANSWERS}" in above(lee)
    signed = reviews(path)
    assert len(signed) == 10
    until = expiry(TODAY, 12)
    assert {(one.by, one.on, one.expires) for one in signed.values()} == {("Dr Lee, ENT", TODAY, until)}
    assert "Telegram Name" not in content(path)
    patient = harness.patient()
    await patient.ask("What does it cost?")
    assert f"Checked by Dr Lee, ENT, {TODAY:%B %Y}." in patient.text
    await patient.ask("Should I massage my cheek?")
    assert "Checked by" not in patient.text


async def test_a_card_shows_all_that_is_signed_as_patients_see_it(harness: Harness, path: Path) -> None:
    more = 'answer: "**It** depends: {clinic.phone}."\n    details: |-\n      One.\n\n      - two\n'
    more += "    sources: [{title: A book, url: 'https://example.org/a'}]\n    video: https://example.org/film"
    await saved(harness, path, FAQ.replace("answer: It depends.", more))
    lee = await clinician(harness)
    await lee.tap("Skip")
    await lee.tap("Skip")
    assert "What does it cost?\nIt depends: 123." in lee.text.replace("\n\n", "\n")
    assert "One.\n\n• two" in lee.text
    assert "Sources" in lee.text
    assert "A book" in lee.text
    links = [one["url"] for one in lee.last["entities"] if one["type"] == "text_link"]
    assert links == ["https://example.org/a", "https://example.org/film"]


async def test_messages_for_emergencies_and_other_texts_follow_the_answers(harness: Harness, path: Path) -> None:
    lee = await clinician(harness)
    for _ in range(ANSWERS):
        await lee.tap("Skip")
    assert lee.text.startswith("0 of 5 other texts signed")
    assert "Emergency message: Trouble breathing" in lee.text
    assert "Call 999 now. Trouble breathing is an emergency." in lee.text
    for title in ("Words around an emergency", "First words", "After an emergency message", "about suicide"):
        await lee.tap("Approve for 12 months")
        assert title in lee.text
    await lee.tap("Approve for 12 months")
    assert lee.text.startswith("That was the last one.")
    written = read_faq(content(path).encode()).faq
    assert written.urgent is not None
    signed = [written.urgent.reviewed, written.urgent.signs[0].reviewed, *dict(written.reviewed_texts).values()]
    assert [one.by for one in signed if one is not None] == ["Dr Lee, ENT"] * 5
    assert len([line for line in added_lines(FAQ, content(path)) if "Dr Lee" in line]) == 5


async def test_the_term_that_was_chosen_last_is_offered_first(harness: Harness, path: Path) -> None:
    lee = await clinician(harness)
    assert lee.buttons[:5] == ["✅ Approve for 12 months", "6 months", "24 months", "✏️ Needs a change", "Skip"]
    await lee.tap("24 months")
    assert lee.buttons[0] == "✅ Approve for 24 months"
    await lee.tap("Skip")
    assert lee.buttons[0] == "✅ Approve for 24 months"
    await lee.tap("6 months")
    assert [one.expires for one in reviews(path).values()] == [expiry(TODAY, 24), expiry(TODAY, 6)]


async def test_another_word_in_the_answer_voids_the_signature_at_once(harness: Harness, path: Path) -> None:
    lee = await clinician(harness)
    await lee.tap("Approve for 12 months")
    patient = harness.patient()
    await patient.ask("Will my face swell?")
    assert "Checked by Dr Lee" in patient.text
    await saved(harness, path, content(path).replace("A little swelling is normal.", "Swelling is normal."))
    await patient.ask("Will my face swell?")
    assert "Checked by" not in patient.text
    await lee.ask("/signoff")
    assert f"Changed since it was signed: Dr Lee, ENT, {TODAY.day} {TODAY:%B %Y}" in lee.text
    assert "Swelling is normal." in lee.text
    await lee.tap("Approve for 12 months")
    assert content(path).count("reviewed:") == 1
    another = harness.patient(2_002)
    await another.ask("Will my face swell?")
    assert "Checked by Dr Lee" in another.text


async def test_a_text_that_was_changed_after_it_was_shown_is_not_signed(harness: Harness, path: Path) -> None:
    lee = await clinician(harness)
    edited = FAQ.replace("A little swelling is normal.", "Swelling is rare.")
    await saved(harness, path, edited)
    await lee.tap("Approve for 12 months")
    assert above(lee).startswith("Not signed: the text was changed after you were shown it.")
    assert "Swelling is rare." in lee.text
    assert content(path) == edited
    await lee.tap("Approve for 12 months")
    assert list(reviews(path)) == ["swelling"]


async def test_while_the_file_has_a_change_that_is_not_live_nothing_is_signed(harness: Harness, path: Path) -> None:
    lee = await clinician(harness)
    card = dict(lee.last)
    refused = FAQ.replace("answer: A bit.,", "anser: A bit.,")
    save(path, refused)
    await lee.tap("Approve for 12 months")
    assert lee.text.startswith("Not signed. The FAQ file was changed a moment ago")
    assert content(path) == refused
    save(path, FAQ)
    await lee.tap("Approve for 12 months", card)
    assert list(reviews(path)) == ["swelling"]


async def test_of_two_at_once_the_first_one_signs_and_the_other_goes_on(harness: Harness, path: Path) -> None:
    lee, roy = await clinician(harness), await clinician(harness, ROY, "Dr Roy")
    await lee.tap("Approve for 12 months")
    await roy.tap("Approve for 12 months")
    assert above(roy).startswith("Signed already by Dr Lee, ENT")
    assert "May I drive home?" in roy.text
    await roy.tap("6 months")
    assert {entry: one.by for entry, one in reviews(path).items()} == {"swelling": "Dr Lee, ENT", "driving": "Dr Roy"}


async def test_a_signature_is_one_line_given_once_and_can_be_taken_back(harness: Harness, path: Path) -> None:
    lee = await clinician(harness)
    data = lee.last["reply_markup"]["inline_keyboard"][1][1]["callback_data"]
    await lee.tap("Approve for 12 months")
    (line,) = added_lines(FAQ, content(path))
    assert line.startswith('    reviewed: {by: "Dr Lee, ENT", on: ')
    signed = lee.messages[-2]
    await lee.tap_data(data, signed)  # tapped once more, before the card was replaced
    assert added_lines(FAQ, content(path)) == [line]
    assert lee.messages[-2] == signed
    await lee.tap("Take it back", signed)
    assert any(one["text"].startswith("Taken back: Will my face swell?") for one in lee.messages)
    assert content(path) == FAQ


async def test_admins_read_what_should_change(harness: Harness, path: Path) -> None:
    boss = admin(harness)
    await boss.ask("/start")
    lee = await clinician(harness)
    await lee.tap("Needs a change")
    assert "Nothing has been sent yet." in above(lee)
    assert lee.text.startswith("What should change?")
    await lee.ask("Swelling lasts two days, please say so.\nSee the leaflet.")
    assert "A clinician wants a change (Dr Lee, ENT, English)" in boss.text
    assert "Will my face swell?" in boss.text
    assert "faq.yaml, line 6" in boss.text
    assert "Swelling lasts two days, please say so.\nSee the leaflet." in boss.text
    assert "The admins were told" in above(lee)
    assert "May I drive home?" in lee.text
    await lee.tap("Needs a change")
    await lee.tap("Send without a note", lee.messages[-2])
    assert "Without a note" in boss.text
    assert "May I drive home?" in boss.text
    assert content(path) == FAQ
    await lee.ask("is a puffy face normal")
    assert "A little swelling is normal." in lee.text, "the prompt is over"


async def test_only_clinicians_and_admins_may_sign(harness: Harness, path: Path) -> None:
    lee, patient, reviewer = await clinician(harness), harness.patient(), staff(harness)
    data = lee.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    for other in (patient, reviewer):
        await other.ask("/signoff")
        assert "answers signed" not in other.text
        assert "name" not in other.text
        await other.tap_data(data)
    assert content(path) == FAQ
    boss = await clinician(harness, ADMIN, "The clinic")
    await boss.tap("Approve for 12 months")
    assert reviews(path)["swelling"].by == "The clinic"


async def test_a_name_that_cannot_be_printed_is_asked_for_again(harness: Harness, path: Path) -> None:
    lee = await clinician(harness, by="**Dr Lee**")
    assert "Please write it in letters" in lee.text
    await lee.ask("Dr Lee")
    await lee.tap("Approve for 12 months")
    assert reviews(path)["swelling"].by == "Dr Lee"


async def test_after_a_restart_the_names_in_the_file_are_offered(open_harness: Open, path: Path) -> None:
    signed = FAQ.replace("answer: A little", 'reviewed: {by: "Dr Lee, ENT", on: 2024-01-01}\n    answer: A little')
    save(path, signed)
    harness = await opened(open_harness, path)
    lee = harness.patient(LEE)
    await lee.ask("/signoff")
    assert lee.buttons == ["Sign as Dr Lee, ENT", "Sign under another name"]
    await lee.tap("Sign as Dr Lee, ENT")
    assert "Signed, but for which words is not noted: Dr Lee, ENT, 1 January 2024" in lee.text
    await lee.tap("Approve for 12 months")
    assert reviews(path)["swelling"].on == TODAY


async def test_a_signature_that_has_expired_is_not_shown_and_comes_again(open_harness: Open, path: Path) -> None:
    digest = read_faq(FAQ.encode()).faq.entries[0].review_digest
    lines = (
        "reviewed:", "  by: Dr Old   # retired", "  on: 2020-01-01", f"  expires: {TODAY - timedelta(days=1)}",
        f"  text: '{digest}'", "answer: A little",
    )  # fmt: skip
    save(path, FAQ.replace("answer: A little", "\n    ".join(lines)))
    harness = await opened(open_harness, path)
    patient = harness.patient()
    await patient.ask("Will my face swell?")
    assert "Checked by" not in patient.text
    lee = await clinician(harness)
    assert "Signed, but that has expired: Dr Old, 1 January 2020" in lee.text
    await lee.tap("Approve for 12 months")
    assert "# retired" in content(path)
    until = expiry(TODAY, 12)
    assert reviews(path)["swelling"] == ClinicalReview(by="Dr Lee, ENT", on=TODAY, expires=until, text=digest)


async def test_each_language_is_signed_for_itself(open_harness: Open, path: Path) -> None:
    save(path.with_name("faq.es.yaml"), SPANISH)
    harness = await opened(open_harness, path)
    lee = await clinician(harness)
    assert "Spanish: 0 of 1" in lee.buttons
    await lee.tap("Spanish: 0 of 1")
    assert "¿Se me hinchará la cara?" in lee.text
    assert "Dr Lee, ENT" in lee.text
    await lee.tap("Approve for 12 months")
    assert "reviewed:" in content(path.with_name("faq.es.yaml"))
    assert content(path) == FAQ
    await lee.ask("/signoff")
    await lee.tap("Approve for 12 months")
    await lee.tap("Approve for 12 months")
    patient = harness.patient(language="es")
    await patient.ask("¿Se me hinchará la cara?")
    assert "Dr Lee, ENT" in patient.text


async def test_stats_say_how_much_is_signed_and_what_expires_soon(harness: Harness) -> None:
    boss = admin(harness)
    lee = await clinician(harness)
    await lee.tap("Approve for 12 months")
    await boss.ask("/stats")
    assert f"1 of {ANSWERS} answers, 0 of 5 other texts" in boss.text
    assert "expire within" not in boss.text


async def test_signing_keeps_the_versions_that_one_can_go_back_to(harness: Harness, path: Path) -> None:
    lee = await clinician(harness)
    for _ in range(3):
        await lee.tap("Approve for 12 months")
    (version,) = (path.parent / "versions").iterdir()
    assert content(version) == content(path)
    await admin(harness).ask("/reload")
    assert admin(harness).text.startswith("The FAQ file has not changed")


async def test_a_prompt_shows_no_code_and_is_known_after_a_restart(open_harness: Open, path: Path) -> None:
    harness = await opened(open_harness, path)
    lee, boss = await clinician(harness), admin(harness)
    await boss.ask("/start")
    await lee.tap("Needs a change")
    prompt = lee.last
    assert not any("Sign-off en" in one["text"] or "telegram.org" in one["text"] for one in lee.messages)
    await harness.app.stop()
    await opened(open_harness, path, telegram=harness.telegram)
    await lee.ask("Please say two days.", reply_to_message=prompt)
    assert "Please say two days." in boss.text
