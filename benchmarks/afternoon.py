"""A scripted afternoon: `python -m benchmarks.afternoon [--themes 12] [--kills 4] [--seed 1] [--words-only]`.

With `--log FOLDER` the folder of the run is kept, with all that staff read and tapped in `staff.txt`.

The bot runs as a process of its own against the fake Telegram over HTTP. Patients ask what the FAQ has no words for,
a member of staff clears the log, the same is asked in other words. Meanwhile the process is killed at random moments
and an admin saves a broken file. Prints figures; exit code 1 where something was lost, broken or not answered.
"""

from __future__ import annotations

import argparse
import asyncio
import difflib
import os
import random
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.afternoon_figures import Figures, table
from benchmarks.afternoon_themes import NAMES, SUBJECTS, Subject
from bot.core.faq.yaml_reader import read_faq
from bot.core.text.markup import plain
from tests.support import updates
from tests.support.patient import Patient
from tests.support.server import Server
from tests.support.telegram import Telegram
from tests.support.updates import Json

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "bot", "run")
STAFF, ADMIN = 501, 502
PATIENCE = 300.0
MOST_CARDS = 80
_WRONG = re.compile(r"(\d+) known messages? would be met wrongly")
_TICKED = re.compile(r"✓ \d+ “([^”]+?)…?”")
_APART = "may ask something else"
_KEPT = re.compile(r"\w+")


class Bot:
    """The bot's process."""

    def __init__(self, folder: Path, server: Server, *, model: str) -> None:
        self._telegram = server.telegram
        self._errors = (folder / "bot.log").open("ab")
        self._variables = {
            **os.environ,
            "TELEGRAM_BOT_TOKEN": server.telegram.token,
            "TELEGRAM_API_BASE_URL": server.base_url,
            "FAQ_PATH": str(folder / "faq.yaml"),
            "DATABASE_PATH": str(folder / "data" / "bot.db"),
            "STAFF_IDS": str(STAFF),
            "ADMIN_IDS": str(ADMIN),
            "SENTENCE_MODEL": model,
            "MULTILINGUAL_MODEL": model,
            "PERSONAL_DATA_MODEL": model,
            "OPENBLAS_NUM_THREADS": "1",
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        polls = self._telegram.queue.polls
        self._process = await asyncio.create_subprocess_exec(
            *COMMAND, cwd=ROOT, env=self._variables, stderr=self._errors
        )
        await self._telegram.queue.polled(polls + 1, PATIENCE)

    async def kill(self, how: int = signal.SIGKILL) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            await self._process.wait()

    async def end(self) -> None:
        await self.kill(signal.SIGTERM)
        self._errors.close()


class Noting(Patient):
    """A member of staff; what they read, write and tap is noted in a file."""

    def __init__(self, *given: Any, notes: Path, **named: Any) -> None:
        super().__init__(*given, **named)
        self._notes = notes

    async def ask(self, words: str, **extra: Any) -> Json:
        """Writes a message."""
        self._note(f">>> {words}")
        shown = await super().ask(words, **extra)
        self._note(_shown(shown))
        return shown

    async def tap(self, label: str, under: Json | None = None) -> Json:
        """Taps a button."""
        tapped = under or self.last
        self._note(f">>> [{label}]")
        shown = await super().tap(label, under)
        if shown["message_id"] != tapped["message_id"]:  # the tapped message was changed, and another one came
            self._note(_shown(next(one for one in self.messages if one["message_id"] == tapped["message_id"])))
        self._note(_shown(shown))
        return shown

    def _note(self, text: str) -> None:
        with self._notes.open("a", encoding="utf-8") as file:
            file.write(f"{text}\n\n")


def _shown(message: Json) -> str:
    """A message with its buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    return "\n".join([str(message.get("text", message.get("caption", ""))), *buttons])


class Afternoon:
    """The participants."""

    def __init__(self, folder: Path, telegram: Telegram, bot: Bot, subjects: tuple[Subject, ...], seed: int) -> None:
        self.path = folder / "faq.yaml"
        self.database = folder / "data" / "bot.db"
        self.telegram = telegram
        self.bot = bot
        self.subjects = subjects
        self.dice = random.Random(seed)
        self.figures = Figures()
        self.staff = Noting(telegram, STAFF, name="Sam", seconds=PATIENCE, notes=folder / "staff.txt")
        self.admin = Noting(telegram, ADMIN, name="Ada", seconds=PATIENCE, notes=folder / "admin.txt")
        self._people = iter(range(10_000, 99_999))
        self._killing: asyncio.Task[None] | None = None

    def person(self) -> Patient:
        return Patient(self.telegram, next(self._people), seconds=PATIENCE)

    # -- kills -----------------------------------------------------------------------------------------------------

    def kill_soon(self, within: float) -> None:
        """Kills the process at a random time during the body, and starts it again."""

        async def kill() -> None:
            await asyncio.sleep(self.dice.random() * within)
            await self.bot.kill()
            await self.bot.start()

        self.figures.kills += 1
        self._killing = asyncio.create_task(kill())

    async def risen(self) -> None:
        if self._killing is not None:
            await self._killing
            self._killing = None

    # -- patients --------------------------------------------------------------------------------------------------

    def answer_of(self, subject: Subject) -> str:
        """How the right answer begins."""
        faq = read_faq(self.path.read_bytes()).faq
        entry = faq.entry(subject.entry)
        return plain(entry.answer)[:40] if entry is not None else subject.answer

    def met(self, patient: Patient, answer: str, question: str) -> str:
        if answer in patient.text:
            return "answered"
        return "offered first" if patient.buttons[:1] == [question] else "missed"

    async def ask(self, subject: Subject, text: str, *, reject: bool) -> str:
        """One patient asks and, if `reject`, says so where the answer is not the one wanted."""
        patient, answer = self.person(), self.answer_of(subject)
        self.figures.asked += 1
        try:
            await patient.ask(text)
        except TimeoutError:
            self.figures.unanswered += 1
            return "missed"
        met = self.met(patient, answer, self.question_of(subject))
        if reject and met != "answered":
            await self.risen()
            label = next((one for one in ("None of these", "👎") if any(one in each for each in patient.buttons)), None)
            if label is not None:
                await patient.tap(label)
        return met

    def question_of(self, subject: Subject) -> str:
        faq = read_faq(self.path.read_bytes()).faq
        entry = faq.entry(subject.entry)
        found = entry or next((one for one in faq.published if plain(one.answer) == subject.answer), None)
        return found.question if found is not None else ""

    async def all_ask(self, *, kills: int) -> None:
        wordings = [(subject, text) for subject in self.subjects for text in subject.asked]
        self.dice.shuffle(wordings)
        moments = set(self.dice.sample(range(1, len(wordings)), kills))
        for start in range(0, len(wordings), 6):
            if moments & set(range(start, start + 6)):
                self.kill_soon(2.0)
            some = wordings[start : start + 6]
            met = await asyncio.gather(*(self.ask(subject, text, reject=True) for subject, text in some))
            self.figures.before.update(met)
            await self.risen()
        await self.telegram.queue.empty(PATIENCE)

    # -- staff -----------------------------------------------------------------------------------------------------

    def subject_of(self, card: str) -> Subject:
        """The theme a card is about, by the words of its samples."""
        shown = set(_KEPT.findall(card.lower()))
        return max(
            self.subjects,
            key=lambda one: (
                sum(len(shown & set(_KEPT.findall(text.lower()))) / len(text.split()) for text in one.asked)
                + 3 * (one.name in shown)
            ),
        )

    async def review(self, *, kills: int) -> None:
        moments = set(self.dice.sample(range(len(self.subjects)), kills))
        drafted: dict[str, str] = {}
        await self.settle_cards(drafted, moments)
        await self.publish_drafts()
        await self.settle_cards(drafted, set())  # what a draft does not answer has come back
        self.figures.left = self.open()

    async def settle_cards(self, drafted: dict[str, str], moments: set[int]) -> None:
        """Goes through all cards. `drafted` are the themes with a new entry; at these `moments` the bot is killed."""
        await self.staff.ask("/review")
        while self.figures.cards < MOST_CARDS:
            if "Nothing to review" in self.staff.text:
                break
            if "Card " not in self.staff.text:
                await self.staff.ask("/review")
                continue
            if _APART in self.staff.text and await self.split():
                continue
            killed = self.figures.cards in moments
            self.figures.cards += 1
            subject = self.subject_of(self.staff.text)
            if not subject.entry and subject.name not in drafted:
                drafted[subject.name] = await self.draft(subject, killed=killed)
            else:
                await self.assign(subject, drafted.get(subject.name, ""), killed=killed)
            await self.risen()

    async def split(self) -> bool:
        """Splits a card of which the bot says that it may be two questions; False if there is nothing to split."""
        await self.staff.tap("Two questions?")
        label = next((one for one in self.staff.buttons if "Split" in one), None)
        await self.staff.tap(label or "Back to the card")
        self.figures.split += label is not None
        return label is not None

    def subjects_in(self, preview: str) -> set[str]:
        """The themes that the ticked wordings of a preview were asked about."""
        found = set()
        for wording in _TICKED.findall(preview):
            words = set(_KEPT.findall(wording.lower()))
            shared = {
                one.name: max(len(words & set(_KEPT.findall(text.lower()))) / len(words) for text in one.asked)
                for one in self.subjects
            }
            best = max(shared, key=lambda name: shared[name])
            found |= {best} if shared[best] > 0.8 else set()
        return found

    async def assign(self, subject: Subject, drafted: str, *, killed: bool) -> None:
        """Assigns a theme to its entry, or a second card of a drafted theme to the entry offered first."""
        question, taps = self.question_of(subject)[:24], 2  # labels are cut
        if drafted:  # the draft answers these as soon as it is published; nothing is to be added to another entry
            await self.staff.tap("Not for us")
            self.figures.taps[subject.name] = max(self.figures.taps[subject.name], 1)
            return
        began = time.monotonic()
        if not any(question in label for label in self.staff.buttons):
            await self.staff.tap("Search")
            await self.staff.ask(question)
            taps = 3
            began = time.monotonic()
        if not any(question in label for label in self.staff.buttons):  # the search did not find the entry's own title
            await self.staff.tap("Back to the card")
            await self.staff.tap("Not for us")
            return
        await self.staff.tap(question)
        while any("and look again" in label for label in self.staff.buttons):
            self.figures.refused += 1
            await self.staff.tap("and look again")
        if not any("Publish" in label for label in self.staff.buttons):  # too little is left of it to be learnt
            await self.staff.tap("Cancel" if "Cancel" in self.staff.buttons else "Back")
            await self.staff.tap("Not for us")
            return
        mixed = len(self.subjects_in(self.staff.text)) > 1
        self.figures.mixed += mixed
        self.figures.unwarned += mixed and "⚠" not in self.staff.text
        self.figures.previews.append(time.monotonic() - began)
        found = _WRONG.search(self.staff.text)
        self.figures.broken += int(found[1]) if found else 0
        self.figures.taps[subject.name] = max(self.figures.taps[subject.name], taps)
        await self.publish(subject, killed=killed)

    async def publish(self, subject: Subject, *, killed: bool) -> None:
        preview = self.staff.last
        if killed:
            self.kill_soon(1.5)
            await self.staff.tap("Publish", under=preview)
            await self.risen()
            return
        began = time.monotonic()
        tapping = asyncio.create_task(self.staff.tap("Publish", under=preview))
        added = sorted(_TICKED.findall(preview["text"]), key=len)
        while time.monotonic() - began < PATIENCE / 10:
            if await self.ask(subject, added[0], reject=False) == "answered":
                self.figures.changed.append(time.monotonic() - began)
                break
        await tapping
        self.figures.publishes.append(time.monotonic() - began)

    async def draft(self, subject: Subject, *, killed: bool) -> str:
        before = self.staff.taps
        await self.staff.tap("New entry")
        if "the answer" not in self.staff.text.partition("\n")[0]:
            await self.staff.ask(subject.asked[0][:60])
        for words in (subject.answer, "skip", "skip"):
            await self.staff.ask(words)
        await self.staff.tap(self.staff.buttons[0])
        if killed:
            self.kill_soon(1.0)
        await self.staff.tap("Save as a draft")
        self.figures.taps_of_drafts[subject.name] = self.staff.taps - before
        return subject.name

    async def publish_drafts(self) -> None:
        await self.admin.ask("/drafts")
        while "There are no drafts" not in self.admin.text:
            await self.admin.tap(self.admin.buttons[0])
            # other news may come below it
            draft = next(one for one in reversed(self.admin.messages) if "Publish" in _shown(one))
            refused = "Publish anyway" in _shown(draft)
            self.figures.refused += refused
            await self.admin.tap("Publish anyway" if refused else "Publish", draft)  # the answer was read, and is right
            await self.admin.ask("/drafts")

    # -- the admin's mistake ---------------------------------------------------------------------------------------

    async def break_the_file(self) -> None:
        good, heard = self.path.read_bytes(), len(self.admin.messages)
        self.path.write_bytes(good.replace(b"entries:", b"entries:\n  - id: [oops", 1))
        patient = self.person()
        await self.telegram.until(lambda: len(self.admin.messages) > heard, PATIENCE)
        self.figures.told = "was not loaded" in self.admin.text
        await patient.ask("what is synkinesis?")
        subject = Subject("", "what-is-synkinesis", (), ())
        self.path.write_bytes(good)
        self.figures.served_through = self.answer_of(subject) in patient.text

    # -- what is left behind ---------------------------------------------------------------------------------------

    def open(self) -> int:
        """Open questions that have words; those of others are withheld and never shown."""
        return len(self._rows("SELECT text FROM questions WHERE status = 'open' AND text IS NOT NULL"))

    def names(self) -> list[str]:
        """Patients' names that were found in stored data."""
        log = " ".join(str(row[0]) for row in self._rows("SELECT text FROM questions"))
        return [name for name in NAMES if name in log or name in self.path.read_text(encoding="utf-8")]

    def _rows(self, query: str) -> list[tuple[str]]:
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    async def run(self, *, kills: int) -> Figures:
        figures, before = self.figures, self.path.read_text(encoding="utf-8")
        await self.admin.ask("/start")
        await self.all_ask(kills=kills // 2)
        figures.open = self.open()
        await self.break_the_file()
        await self.review(kills=kills - kills // 2)
        for subject in self.subjects:
            for text in subject.later:
                met = await self.ask(subject, text, reject=False)
                figures.after[met] += 1
                figures.missed += [f"{subject.name}: {text}"] if met == "missed" else []
        after = self.path.read_text(encoding="utf-8")
        changes = list(difflib.ndiff(before.splitlines(), after.splitlines()))
        figures.added = sum(line.startswith("+ ") for line in changes)
        figures.removed = [line[2:] for line in changes if line.startswith("- ")]
        figures.kept = self.names()
        return figures


async def afternoon(
    folder: Path, *, themes: int = 12, kills: int = 4, seed: int = 1, model: str = "", faq: Path = ROOT / "faq.yaml"
) -> Figures:
    """Runs one afternoon in an empty folder."""
    for path in (faq, *faq.parent.glob("faq.??.yaml")):
        shutil.copy(path, folder / path.name)
    telegram = Telegram()
    telegram.chats[ADMIN] = updates.private(updates.user(ADMIN))
    # of both kinds as many as there are in all
    order = sorted(SUBJECTS, key=lambda one: (SUBJECTS.index(one) % 8, not one.entry))
    async with Server(telegram) as server:
        bot = Bot(folder, server, model=model)
        await bot.start()
        try:
            return await Afternoon(folder, telegram, bot, tuple(order[:themes]), seed).run(kills=kills)
        finally:
            await bot.end()


def main() -> int:
    parser = argparse.ArgumentParser(description="A scripted afternoon of patients, staff, kills and a broken file.")
    parser.add_argument("--themes", type=int, default=12)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words-only", action="store_true", help="without sentence vectors")
    parser.add_argument("--log", type=Path, help="keep the folder of the run here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.log or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        model = "off" if given.words_only else ""
        figures = asyncio.run(afternoon(folder, themes=given.themes, kills=given.kills, seed=given.seed, model=model))
    sys.stdout.write(table(figures) + "\n")
    return 0 if figures.good else 1


if __name__ == "__main__":
    sys.exit(main())
