"""The live FAQ is swapped whole, after it was checked, or not at all."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from bot.core.dialogue.interpreter import InterpretationKind
from bot.core.faq.edits import AddEntry, AddPhrasings, SetStatus
from bot.core.faq.model import Entry
from bot.core.faq.yaml_document import EditError
from bot.core.matching.arrays import Floats
from bot.core.matching.similarity import Encoders
from bot.core.positions import FaqProblems
from bot.embeddings.caching import CachingEncoder
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.matching_resources import MatchingResources
from bot.live_faq.proposal import ChecksBroken
from bot.live_faq.publishing import Conflict, NotWritable, Publisher
from bot.live_faq.reload_events import RefusalOver, Reloaded, ReloadEvent, ReloadRefused, ReloadSlow

FAQ = """\
# our FAQ
clinic: {phone: 123}
entries:
  - id: swelling
    question: Will my face swell?
    phrasings:
      - is a puffy face normal
      - swollen cheeks since the injection
    answer: A little.
    follow_ups: [driving]
    checks: [is a puffy face normal]
  - id: driving
    question: May I drive home?
    phrasings:
      - can I take the car home
      - is driving allowed
    answer: Yes.
  - id: price
    question: What does it cost?
    phrasings:
      - how expensive is it
      - price of a session
    answer: It depends.
  - id: holiday
    question: Can I fly on holiday?
    phrasings:
      - is air travel safe
    answer: Yes.
"""
RED_FLAGS = """\
urgent:
  signs:
    - id: breathing
      title: Breathing trouble
      message: Call an ambulance.
"""
"""Detecting emergencies takes most of the time that it takes to build a FAQ, so only tests about them have these."""
SPANISH = """\
language: es
entries:
  - id: swelling
    question: ¿Se me hinchará la cara?
    answer: Un poco.
    follow_ups: [driving]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "faq.yaml"
    save(path, FAQ)
    return path


def opened(path: Path) -> LiveFaq:
    return LiveFaq.open(path, versions=path.parent / "versions", now=lambda: datetime(2026, 11, 22, tzinfo=UTC))


def save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def remove(path: Path) -> None:
    path.unlink()


def first(live_faq: LiveFaq, text: str) -> str:
    best = live_faq.live.interpreter().interpret(text).best
    return best.entry_id if best else ""


def test_a_missing_file_is_a_problem_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(FaqProblems, match="set FAQ_PATH"):
        opened(tmp_path / "gone.yaml")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(FaqProblems, match="folder"):
        opened(tmp_path / "folder.yaml")


def test_a_faq_of_drafts_only_is_a_problem(path: Path) -> None:
    save(path, "entries:\n  - {id: a, question: Q, answer: A, status: draft}\n")
    with pytest.raises(FaqProblems, match=r"faq.yaml:2:3: every entry is a draft"):
        opened(path)


def test_translations_stand_beside_the_main_file(path: Path) -> None:
    path.with_name("faq.es.yaml").write_text(SPANISH, encoding="utf-8")
    live = opened(path).live
    assert list(live.by_language) == ["en", "es"]
    assert live.main.language == live.localized("fr").language == live.localized(None).language == "en"
    assert live.localized("es").faq.clinic.phone == "123"
    swelling, driving = live.localized("es").shown.entry("swelling"), live.main.faq.entry("driving")
    assert swelling is not None
    assert swelling.answer == "Un poco."
    assert driving is not None
    assert driving.question == "May I drive home?"
    assert live.localized("es").shown.entry("driving") == driving
    assert live.localized("es").faq.entry("driving") is None
    assert {"hinchara", "puffy"} <= live.own_words


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("language: es\nentries: nonsense\n", "must be a list"),
        (SPANISH.replace("[driving]", "[drivin]"), "did you mean 'driving'"),
        (SPANISH.replace("language: es", "language: de"), "name says 'es'"),
    ],
)
def test_a_spoilt_translation_leaves_the_main_edition_serving(path: Path, text: str, message: str) -> None:
    path.with_name("faq.es.yaml").write_text(text, encoding="utf-8")
    live = opened(path).live
    assert list(live.by_language) == ["en"]
    assert [problem.place.file for problem in live.problems] == ["faq.es.yaml"]
    assert message in str(live.problems[0])


async def test_a_saved_file_goes_live_with_a_summary(path: Path) -> None:
    live_faq = opened(path)
    before = live_faq.live
    assert await live_faq.reload() is None
    text = FAQ.replace("- id: price", "- id: cost").replace("answer: A little.", "answer: Some.")
    save(path, text)
    event = await live_faq.reload()
    assert isinstance(event, Reloaded)
    assert (event.effect.added, event.effect.changed, event.effect.removed) == (("cost",), ("swelling",), ("price",))
    assert "no check that passed before fails now" in event.effect.lines
    assert live_faq.live is not before
    assert before.main.faq.entry("price") is not None
    assert [version.path.read_bytes() for version in live_faq.versions()] == [text.encode(), FAQ.encode()]


async def test_a_file_with_problems_is_refused_and_the_old_one_serves(path: Path) -> None:
    live_faq = opened(path)
    before = live_faq.live
    for text, line in (("entries: [", "1"), ("", "1"), (FAQ.replace("answer: Yes.", "anser: Yes."), "12")):
        save(path, text)
        event = await live_faq.reload()
        assert isinstance(event, ReloadRefused)
        assert f"faq.yaml:{line}:" in str(event.problems[0])
    remove(path)
    assert isinstance(await live_faq.reload(force=True), ReloadRefused)
    assert live_faq.live is before


async def test_a_file_that_breaks_its_checks_is_refused_unless_forced(path: Path) -> None:
    live_faq = opened(path)
    stolen = FAQ.replace("      - is a puffy face normal\n", "").replace(
        "      - is air travel safe\n", "      - is air travel safe\n      - is a puffy face normal\n"
    )
    save(path, stolen)
    event = await live_faq.reload()
    assert isinstance(event, ReloadRefused)
    assert [(one.check.owner, one.check.text) for one in event.broken] == [("swelling", "is a puffy face normal")]
    assert first(live_faq, "is a puffy face normal") == "swelling"
    assert isinstance(await live_faq.reload(force=True), Reloaded)
    assert first(live_faq, "is a puffy face normal") == "holiday"


@pytest.mark.parametrize("red_flags", ["", RED_FLAGS.replace("breathing", "breathin")])
async def test_a_file_that_lost_a_sign_is_refused_unless_forced(path: Path, red_flags: str) -> None:
    save(path, FAQ + RED_FLAGS)
    live_faq = opened(path)
    save(path, FAQ + red_flags)
    event = await live_faq.reload()
    assert isinstance(event, ReloadRefused)
    (broken,) = event.broken
    assert broken.check.owner == "breathing"
    assert "more built-in messages" in broken.check.text
    assert live_faq.live.detector.detect("I cannot breathe") is not None
    assert isinstance(await live_faq.reload(force=True), Reloaded)


async def test_a_translation_spoilt_later_stays_as_it_was(path: Path) -> None:
    spanish = path.with_name("faq.es.yaml")
    save(spanish, SPANISH)
    live_faq = opened(path)
    save(spanish, "entries: [")
    save(path, FAQ.replace("It depends.", "Ask us."))
    event = await live_faq.reload()
    assert isinstance(event, Reloaded)
    assert event.effect.problems[0].place.file == "faq.es.yaml"
    assert list(live_faq.live.by_language) == ["en", "es"]
    remove(spanish)
    await live_faq.reload()
    assert list(live_faq.live.by_language) == ["en"]


async def test_a_phrasing_is_previewed_published_and_answered(path: Path) -> None:
    live_faq = opened(path)
    phrasing = "may I sit behind the wheel"
    proposal = await live_faq.propose(AddPhrasings("driving", (phrasing,)), questions=(phrasing, "zxcv"))
    assert proposal.preview is not None
    assert (proposal.preview.answered, proposal.preview.questions) == (1, 2)
    assert proposal.effect.changed == ("driving",)
    assert [line for line in proposal.diff.splitlines()[2:] if line[0] in "+-"] == [f"+      - {phrasing}"]
    assert text_of(path) == FAQ
    await live_faq.publish(proposal)
    assert live_faq.live.interpreter().interpret(phrasing).kind is InterpretationKind.ANSWER
    assert phrasing in text_of(path)
    assert await live_faq.reload() is None


async def test_an_admin_s_edit_in_between_is_a_conflict(path: Path) -> None:
    live_faq = opened(path)
    proposal = await live_faq.propose(AddPhrasings("driving", ("behind the wheel",)))
    save(path, FAQ + "# an admin was here\n")
    with pytest.raises(Conflict):
        await live_faq.publish(proposal)
    again = await live_faq.propose(AddPhrasings("driving", ("behind the wheel",)))
    await live_faq.publish(again)
    text = text_of(path)
    assert text.endswith("# an admin was here\n")
    assert "behind the wheel" in text


async def test_two_proposals_for_the_same_text_do_not_undo_each_other(path: Path) -> None:
    live_faq = opened(path)
    one = await live_faq.propose(AddPhrasings("driving", ("behind the wheel",)))
    other = await live_faq.propose(AddPhrasings("price", ("is it dear",)))
    await live_faq.publish(one)
    with pytest.raises(Conflict):
        await live_faq.publish(other)
    assert first(live_faq, "behind the wheel") == "driving"


async def test_a_publish_that_breaks_a_check_has_to_be_forced(path: Path) -> None:
    live_faq = opened(path)
    stolen = FAQ.replace("      - is a puffy face normal\n", "").replace(
        "- is air travel", "- is a puffy face normal #"
    )
    proposal = await live_faq.propose(stolen.encode())
    with pytest.raises(ChecksBroken) as refused:
        await live_faq.publish(proposal)
    assert [one.check.owner for one in refused.value.effect.broken] == ["swelling"]
    assert text_of(path) == FAQ
    await live_faq.publish(proposal, force=True)
    assert text_of(path) == stolen


async def test_an_uploaded_file_with_problems_is_refused(path: Path) -> None:
    live_faq = opened(path)
    with pytest.raises(FaqProblems, match="faq.yaml:1:"):
        await live_faq.propose(b"entries: []")
    with pytest.raises(EditError):
        await live_faq.propose(AddPhrasings("gone", ("x",)))


async def test_where_the_file_can_t_be_written_the_change_comes_back_as_a_diff(path: Path) -> None:
    def mounted(step: str) -> None:
        if step == "write aside":
            raise OSError(errno.EROFS, "Read-only file system")

    today = datetime(2026, 11, 22, tzinfo=UTC)
    publisher = Publisher(None, now=lambda: today, step=mounted)
    live_faq = LiveFaq(path, opened(path).live, MatchingResources(), publisher, today.date)
    proposal = await live_faq.propose(AddPhrasings("driving", ("behind the wheel",)))
    with pytest.raises(NotWritable, match="Read-only") as refused:
        await live_faq.publish(proposal)
    assert "+      - behind the wheel\n" in refused.value.diff
    assert first(live_faq, "behind the wheel") != "driving"


async def test_a_draft_is_invisible_until_it_is_published(path: Path) -> None:
    live_faq = opened(path)
    entry = Entry(id="sauna", question="May I go to the sauna?", answer="Not for a day.", status="draft")
    proposal = await live_faq.propose(AddEntry(entry), questions=("sauna tonight",))
    assert proposal.effect.added == ()
    await live_faq.publish(proposal)
    assert live_faq.live.main.faq.entry("sauna") is None
    proposal = await live_faq.propose(SetStatus("sauna", "published"), questions=("may I go to the sauna",))
    assert proposal.effect.added == ("sauna",)
    assert proposal.preview is not None
    assert proposal.preview.answered == 1
    await live_faq.publish(proposal)
    assert first(live_faq, "may I go to the sauna") == "sauna"


async def test_an_older_version_comes_back_as_a_proposal(path: Path) -> None:
    live_faq = opened(path)
    await live_faq.publish(await live_faq.propose(AddPhrasings("driving", ("behind the wheel",))))
    old = live_faq.versions()[1]
    await live_faq.publish(await live_faq.propose(text_of(old.path).encode()))
    assert text_of(path) == FAQ
    assert len(live_faq.versions()) == 3


@pytest.mark.parametrize(
    ("main", "spanish"),
    [
        (FAQ, "language: es\nnonsense: [\n"),
        (FAQ, None),
        (f"language: fr\n{FAQ}", None),
    ],
    ids=["spoilt translation", "no translation", "main language without patterns"],
)
def test_emergencies_are_recognised_in_every_supported_language_whatever_the_files_say(
    path: Path, main: str, spanish: str | None
) -> None:
    save(path, main + RED_FLAGS)
    if spanish is not None:
        save(path.with_name("faq.es.yaml"), spanish)
    detector = opened(path).live.detector
    for words in ("i cannot breathe", "no puedo respirar"):
        alarm = detector.detect(words)
        assert alarm is not None
        assert (alarm.sign.id, alarm.present) == ("breathing", True)


async def test_a_translation_is_edited_in_its_own_file(path: Path) -> None:
    spanish = path.with_name("faq.es.yaml")
    save(spanish, SPANISH)
    live_faq = opened(path)
    edit = AddPhrasings("swelling", ("mejillas hinchadas",))
    await live_faq.publish(await live_faq.propose(edit, language="es"))
    assert "      - mejillas hinchadas\n" in text_of(spanish)
    assert text_of(path) == FAQ
    assert "hinchadas" in live_faq.live.localized("es").own_words


async def test_what_changes_is_said_with_wordings_in_the_chat_and_without_in_the_log(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    live_faq = opened(path)
    wordings = "      - is driving allowed\n" + "".join(f"      - secret wording {n}\n" for n in range(3))
    save(path, FAQ.replace("      - is driving allowed\n", wordings) + "off_topic: [secret joke]\n")
    event = await live_faq.reload(force=True)
    assert isinstance(event, Reloaded)
    said = "\n".join(event.effect.titled_lines)
    assert "3 wordings added: “secret wording 0”, “secret wording 1” and 1 more" in said
    assert "1 off-topic message added: “secret joke”" in said
    assert "also changed: 1 off-topic message added\n" in "\n".join(event.effect.lines)
    assert "1 entry changed: driving (phrasings)" in caplog.text
    assert "secret" not in caplog.text


async def test_what_changes_is_said_in_words(path: Path) -> None:
    save(path.with_name("faq.es.yaml"), SPANISH)
    live_faq = opened(path)
    changed = FAQ.replace("phone: 123", "phone: 456, emergency_number: 112").replace("It depends.", "Ask.")
    save(path, changed.replace("    checks: [is a puffy face normal]\n", ""))
    event = await live_faq.reload()
    assert isinstance(event, Reloaded)
    lines = "\n".join(event.effect.lines)
    assert "2 entries changed: swelling (checks) and price (answer)" in lines
    assert "also changed: the emergency number: “your local emergency number” → “112”\n" in lines
    assert "also changed: the clinic’s details: phone\n" in lines
    assert "it concerns no check; 1 check of before is gone" in lines
    remove(path.with_name("faq.es.yaml"))
    event = await live_faq.reload()
    assert isinstance(event, Reloaded)
    assert event.effect.lines[0] == "language removed: Spanish"


@pytest.mark.parametrize("how", ["saved", "proposed"])
async def test_the_main_file_stays_in_its_language_while_the_bot_runs(path: Path, how: str) -> None:
    live_faq = opened(path)
    before = live_faq.live
    french = f"language: fr\n{FAQ}"
    if how == "saved":
        save(path, french)
        event = await live_faq.reload()
        assert isinstance(event, ReloadRefused)
        problems = event.problems
    else:
        with pytest.raises(FaqProblems) as refused:
            await live_faq.propose(french.encode())
        problems = refused.value.problems
    assert str(problems[0]).startswith("faq.yaml:1:11: the FAQ is in English, and this file says `language: fr`")
    assert "faq.fr.yaml" in problems[0].hint
    assert live_faq.live is before
    save(path, FAQ.replace("It depends.", "Ask us."))
    assert isinstance(await live_faq.reload(), Reloaded)


def test_a_pipe_in_place_of_the_faq_is_a_problem_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "faq.yaml")
    with pytest.raises(FaqProblems, match="named pipe"):
        opened(tmp_path / "faq.yaml")
    with pytest.raises(FaqProblems, match="device"):
        LiveFaq.open(Path("/dev/zero"))


async def test_a_translation_that_becomes_a_pipe_stays_as_it_was(path: Path) -> None:
    spanish = path.with_name("faq.es.yaml")
    save(spanish, SPANISH)
    live_faq = opened(path)
    remove(spanish)
    os.mkfifo(spanish)
    event = await live_faq.reload()
    assert isinstance(event, Reloaded)
    assert [str(one) for one in event.effect.problems] == [
        "faq.es.yaml:1:1: this file can't be read: it is a named pipe, a device or the like, not a file"
    ]
    assert "es" in live_faq.live.by_language
    with pytest.raises(FaqProblems, match="named pipe"):
        await live_faq.propose(SPANISH.encode(), language="es")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("faq.pt-br.yaml", "rename it to faq.pt.yaml"),
        ("faq.ES.yaml", "rename it to faq.es.yaml"),
        ("faq.es.yml", "rename it to faq.es.yaml"),
        ("faq.es.yaml.txt", "rename it to faq.es.yaml"),
        ("faq.yaml.txt", "move it away"),
        ("faq.yml", "move it away"),
        ("faq.old.yaml", ""),
        ("faq.yaml.bak", ""),
        ("faq.schema.json", ""),
        ("other.es.yaml", ""),
    ],
)
def test_a_file_that_is_named_nearly_like_a_translation_is_not_passed_over(path: Path, name: str, remedy: str) -> None:
    save(path.with_name(name), SPANISH)
    live = opened(path).live
    assert list(live.by_language) == ["en"]
    assert [problem.place.file for problem in live.problems] == ([name] if remedy else [])
    assert all(remedy in problem.hint for problem in live.problems)


def test_a_link_that_leads_to_itself_is_a_problem_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "faq.yaml").symlink_to("faq.yaml")
    with pytest.raises(FaqProblems, match="leads back to itself.*mend the link"):
        opened(tmp_path / "faq.yaml")


def test_a_link_to_the_faq_is_no_second_one(path: Path) -> None:
    path.with_name("faq.yml").symlink_to(path)
    assert opened(path).live.problems == ()


class Watched:
    """Waits for what a watcher announces."""

    def __init__(self, live_faq: LiveFaq) -> None:
        self.events = asyncio.Queue[ReloadEvent]()
        self.task = asyncio.create_task(live_faq.watch(self.events.put, every=0.1, settle=0.02))

    async def next(self) -> ReloadEvent:
        event = asyncio.create_task(self.events.get())
        done, _ = await asyncio.wait({event, self.task}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        assert done == {event}, self.task
        return event.result()

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def test_saving_in_place_and_saving_by_replacement_are_noticed(path: Path) -> None:
    live_faq = opened(path)
    watched = Watched(live_faq)
    save(path, "entries: [")
    assert isinstance(await watched.next(), ReloadRefused)
    aside = path.with_name("4913~")
    save(aside, FAQ.replace("It depends.", "Ask us."))
    aside.replace(path)
    event = await watched.next()
    assert isinstance(event, Reloaded)
    assert event.effect.changed == ("price",)
    path.with_name("faq.es.yaml").write_text(SPANISH, encoding="utf-8")
    assert isinstance(await watched.next(), Reloaded)
    assert "es" in live_faq.live.by_language
    await watched.stop()


async def test_a_config_map_swapped_by_its_link_is_noticed(tmp_path: Path) -> None:
    for name, text in (("..1", FAQ), ("..2", FAQ.replace("It depends.", "Ask us."))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "faq.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "..data").symlink_to("..1")
    (tmp_path / "faq.yaml").symlink_to("..data/faq.yaml")
    live_faq = opened(tmp_path / "faq.yaml")
    watched = Watched(live_faq)
    (tmp_path / "..new").symlink_to("..2")
    (tmp_path / "..new").replace(tmp_path / "..data")
    event = await watched.next()
    assert isinstance(event, Reloaded)
    assert event.effect.changed == ("price",)
    await watched.stop()


async def test_the_bot_s_own_publishing_is_not_announced_again(path: Path) -> None:
    live_faq = opened(path)
    watched = Watched(live_faq)
    await live_faq.publish(await live_faq.propose(AddPhrasings("driving", ("behind the wheel",))))
    save(path, "entries: [")
    assert isinstance(await watched.next(), ReloadRefused)
    await watched.stop()


async def test_each_edit_of_the_same_entry_is_announced(path: Path) -> None:
    watched = Watched(opened(path))
    for answer in ("Ask us.", "A lot.", "Ask us."):
        save(path, FAQ.replace("It depends.", answer))
        event = await watched.next()
        assert isinstance(event, Reloaded)
        assert event.effect.changed == ("price",)
    for broken in ("entries: [", "entries: [ "):
        save(path, broken)
        assert isinstance(await watched.next(), ReloadRefused)
    await watched.stop()


async def test_that_a_refused_change_was_taken_back_is_announced_once(path: Path) -> None:
    watched = Watched(opened(path))
    for _ in range(2):
        save(path, "entries: [")
        assert isinstance(await watched.next(), ReloadRefused)
        save(path, FAQ)
        assert await watched.next() == RefusalOver()
    await watched.stop()


async def test_that_a_change_takes_long_is_announced_before_its_result(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    events = asyncio.Queue[ReloadEvent]()
    task = asyncio.create_task(opened(path).watch(events.put, every=0.1, settle=0.02, slow=0.0))
    save(path, FAQ.replace("It depends.", "Ask us."))
    found = list[ReloadEvent]()
    async with asyncio.timeout(10):
        while not found or isinstance(found[-1], ReloadSlow):
            found.append(await events.get())
    assert isinstance(found[0], ReloadSlow)
    assert isinstance(found[-1], Reloaded)
    logged = [record.getMessage() for record in caplog.records if record.name == "bot.live_faq.live_faq"]
    assert logged[0].startswith("reading a change of the FAQ")
    assert logged[1].startswith("a change of the FAQ is live")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_what_the_bot_publishes_itself_is_announced_as_nobody_s_change(path: Path) -> None:
    events = asyncio.Queue[ReloadEvent]()
    begun, go_on = Event(), Event()

    def encode(texts: Sequence[str]) -> Floats:
        if "behind the wheel" in texts:
            begun.set()
            go_on.wait(10)
        return Encoder()(texts)

    live_faq = LiveFaq.open(path, lambda _: Encoders(encode, CachingEncoder(encode)))
    task = asyncio.create_task(live_faq.watch(events.put, every=0.1, settle=0.02, slow=0.0))
    await live_faq.publish(await live_faq.propose(AddPhrasings("price", ("what is the fee",))))
    slow = asyncio.create_task(live_faq.propose(AddPhrasings("driving", ("behind the wheel",))))
    await asyncio.to_thread(begun.wait, 10)  # the watcher waits for this, and has seen what was published before it
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(events.get(), 0.5)
    go_on.set()
    await slow
    save(path, text_of(path).replace("It depends.", "Ask us."))
    async with asyncio.timeout(10):
        assert isinstance(await events.get(), ReloadSlow)
        assert isinstance(await events.get(), Reloaded)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_change_that_nobody_waits_for_any_more_is_not_taken(path: Path) -> None:
    begun, go_on = Event(), Event()

    def encode(texts: Sequence[str]) -> Floats:
        if "behind the wheel" in texts:
            begun.set()
            go_on.wait(10)
        return Encoder()(texts)

    live_faq = LiveFaq.open(path, lambda _: Encoders(encode, CachingEncoder(encode)))
    before = live_faq.live
    save(path, FAQ.replace("      - is driving allowed\n", "      - behind the wheel\n"))
    reload = asyncio.create_task(live_faq.reload())
    await asyncio.to_thread(begun.wait, 10)
    reload.cancel()
    await asyncio.gather(reload, return_exceptions=True)
    go_on.set()
    await asyncio.get_running_loop().shutdown_default_executor()  # as at the end of the process
    assert live_faq.live is before


async def test_what_could_not_be_announced_is_announced_by_the_next_watch(path: Path) -> None:
    live_faq = opened(path)

    async def fail(_: ReloadEvent) -> None:
        raise ZeroDivisionError

    failing = asyncio.create_task(live_faq.watch(fail, every=0.1, settle=0.02))
    save(path, FAQ.replace("It depends.", "Ask us."))
    with pytest.raises(ZeroDivisionError):
        await failing
    watched = Watched(live_faq)
    assert isinstance(await watched.next(), Reloaded)
    await watched.stop()


class Encoder:
    """Vectors of letter counts; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Floats:
        self.asked += texts
        rows = np.array([[1e-3 + text.count(chr(97 + n)) for n in range(26)] for text in texts], dtype=np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


async def test_only_what_is_new_is_encoded_and_no_message_is_remembered(path: Path) -> None:
    encoder, kept = Encoder(), Encoder()
    encoders = Encoders(encoder, CachingEncoder(kept))
    live_faq = LiveFaq.open(path, lambda _: encoders)
    assert "is driving allowed" in kept.asked
    assert not encoder.asked
    await live_faq.propose(AddPhrasings("driving", ("behind the wheel",)))
    kept.asked.clear()
    await live_faq.propose(AddPhrasings("driving", ("behind the wheel",)))
    assert not kept.asked
    assert set(encoder.asked) <= {"behind the wheel"}  # tried as a message that a patient writes
    encoder.asked.clear()
    for _ in range(2):
        live_faq.live.interpreter().interpret("something a patient writes")
    assert len(encoder.asked) == 2
    assert "something a patient writes" not in kept.asked


def test_phrasings_with_synonyms_are_encoded_where_vectors_are_kept(path: Path) -> None:
    save(path, f"synonyms: [[price, fee], [drive, driving, drives]]\n{FAQ}")
    encoder = Encoder()
    LiveFaq.open(path, lambda _: Encoders(encoder, Encoder()))
    assert not encoder.asked
