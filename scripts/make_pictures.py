"""Makes the pictures of the README and the guides from real conversations: `python -m scripts.make_pictures`.

The bot runs as a process of its own against the fake Telegram of the tests, with the FAQ of this folder and a made-up
clinic. What it sends is drawn like a chat on a phone and photographed by Chromium, light and dark:
docs/pictures/NAME-light.png and -dark.png, each with a palette of its own and under 200 KB. The report's figures are
made up. Needs Debian's packages `chromium`, `fonts-noto-color-emoji` and `pngquant`.
"""

from __future__ import annotations

import asyncio
import html
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from telegram import Chat, Message, MessageEntity

from benchmarks.afternoon import ADMIN, PATIENCE, ROOT, STAFF, Bot
from bot.core.faq.yaml_reader import read_faq
from bot.core.matching.calibration import Thresholds
from bot.core.quality.matching_quality import Quality
from bot.core.records import CountedEvent, Week
from bot.core.review.statistics import WEEKS, statistics
from bot.core.review.themes import OpenQuestions
from bot.reports.html import render_report
from tests.support.patient import Patient
from tests.support.server import Server
from tests.support.telegram import Telegram

PICTURES = ROOT / "docs" / "pictures"
WIDTH = 390
"""Pixels of a phone's screen."""
REPORT_WIDTH, REPORT_HEIGHT = 900, 1_000
"""Pixels of the top of the report."""
SCALE = 1.25
MOST = 200_000
"""Bytes of a picture."""
CLINIC = {
    "[clinic name]": "Riverside Face Clinic",
    "[clinic phone]": "020 7946 0000",
    "[clinic e-mail]": "faces@riverside.example",
    "[opening hours]": "Monday to Friday, 9 to 5",
    "[booking address]": "https://riverside.example/book",
    "[emergency number]": "999",
    "[crisis line]": "116 123",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a phone shows it; `tapped` is the label of the button that is tapped next."""

    text: Markup
    mine: bool = False
    buttons: tuple[tuple[str, ...], ...] = ()
    tapped: str = ""


class Phone:
    """One person's chat with the bot, which is kept as it was shown."""

    def __init__(self, telegram: Telegram, person: int) -> None:
        self.patient = Patient(telegram, person, seconds=PATIENCE)
        self.chat = list[Shown]()

    async def write(self, words: str) -> None:
        """Writes and waits for the reply."""
        self.chat.append(Shown(Markup(html.escape(words)), mine=True))
        before = len(self.patient.messages)
        await self.patient.ask(words)
        self.chat += map(shown, self.patient.messages[before:])

    async def tap(self, label: str, *, keep: bool = True) -> None:
        """Taps the button whose label contains `label`; without `keep` only what follows it is shown."""
        last = self.chat.pop()
        tapped = next(one for line in last.buttons for one in line if label in one)
        before = len(self.patient.messages)
        await self.patient.tap(label)
        after = self.patient.messages
        if keep and len(after) > before:
            self.chat.append(Shown(last.text, buttons=last.buttons, tapped=tapped))
        self.chat += map(shown, after[max(min(before, len(after) - 1), 0) :])


def shown(message: Mapping[str, Any]) -> Shown:
    """A message of the bot as it was sent."""
    entities = [MessageEntity.de_json(one) for one in message.get("entities", ())]
    sent = Message(1, datetime.now(UTC), Chat(1, "private"), text=message["text"], entities=entities)
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    text = re.sub(r"\n*(</?blockquote[^>]*>)\n*", r"\1", sent.text_html)
    return Shown(Markup(text), buttons=tuple(tuple(button["text"] for button in row) for row in rows))


async def conversation(telegram: Telegram) -> list[Shown]:
    """A question in a patient's own words, and one that follows it."""
    phone = Phone(telegram, 11_001)
    await phone.write("can the jabs help my face? it pulls so tight when i smile")
    await phone.write("do the injections hurt")
    return phone.chat


async def emergency(telegram: Telegram) -> list[Shown]:
    """A red flag inside an ordinary question, and what the patient answers."""
    phone = Phone(telegram, 11_002)
    await phone.write("when is my next appointment? also since the jabs my tea keeps going down the wrong way")
    await phone.write("its probably nothing, ill see tomorrow")
    return phone.chat


async def review(telegram: Telegram) -> list[Shown]:
    """What patients asked in vain becomes an answer."""
    for number, words in enumerate(
        (
            "is there wifi in the waiting room",
            "can i use the wifi while i wait",
            "does the clinic have free wifi",
        )
    ):
        patient = Patient(telegram, 12_000 + number, seconds=PATIENCE)
        await patient.ask(words)
        for label in {"None of these", "Something else"} & {*patient.buttons}:
            await patient.tap(label)
    await telegram.queue.empty(PATIENCE)
    phone = Phone(telegram, STAFF)
    await phone.write("/review")
    return phone.chat


async def sign_off(telegram: Telegram) -> list[Shown]:
    """A clinician's first text."""
    phone = Phone(telegram, ADMIN)
    await phone.write("/signoff")
    await phone.write("Dr Lee, ENT")
    return phone.chat[-1:]


SCENES: Mapping[str, Callable[[Telegram], Awaitable[list[Shown]]]] = {
    "conversation": conversation,
    "emergency": emergency,
    "review": review,
    "sign-off": sign_off,
}


async def played() -> dict[str, list[Shown]]:
    """Every scene by its name."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        text = (ROOT / "faq.yaml").read_text(encoding="utf-8")
        for placeholder, value in CLINIC.items():
            text = text.replace(f'"{placeholder}"', f'"{value}"')
        (folder / "faq.yaml").write_text(text, encoding="utf-8")
        async with Server() as server:
            bot = Bot(folder, server, model="")
            try:
                await bot.start()
                return {name: await scene(server.telegram) for name, scene in SCENES.items()}
            finally:
                await bot.end()


def report_page(today: date) -> str:
    """The report with the figures of a made-up quarter."""
    faq, dice = read_faq((ROOT / "faq.yaml").read_bytes()).faq, random.Random(3)
    by_week = dict[Week, Mapping[CountedEvent, int]]()
    for number, week in enumerate(Week.of(today).last(WEEKS)):
        asked = dice.randint(110, 150) + 6 * number
        at_once, offered = asked * (58 + number) // 100, asked // 4
        by_week[week] = {
            CountedEvent.ASKED: asked,
            CountedEvent.ANSWERED_AT_ONCE: at_once,
            CountedEvent.OFFERED: offered,
            CountedEvent.ACCEPTED: offered * 3 // 5,
            CountedEvent.DECLINED: offered // 6,
            CountedEvent.NOTHING_FOUND: asked - at_once - offered,
            CountedEvent.HELPFUL: asked // 6,
            CountedEvent.NOT_HELPFUL: asked // 30,
        }
    by_entry: Mapping[str | None, Mapping[CountedEvent, int]] = {
        entry.id: {CountedEvent.ANSWERED: dice.randint(1, 60), CountedEvent.HELPFUL: dice.randint(0, 9)}
        for entry in faq.published
    }
    return render_report(
        statistics(by_week, by_entry, faq, today),
        OpenQuestions((), (), 0, 0),
        Quality(Thresholds(0.84, 0.18, 0.47, 0.06, 0.1, 0.85, 5_810), ()),
        titles={entry.id: entry.question for entry in faq.published},
        generated_on=today,
        clinic=CLINIC["[clinic name]"],
    )


def photograph(chromium: str, pngquant: str, page: Path, target: Path, *, dark: bool, width: int, highest: int) -> None:
    """A page as high as what is on it, or `highest`."""
    options = (
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
        "--disable-background-networking", f"--force-device-scale-factor={SCALE}",
        *(("--blink-settings=preferredColorScheme=0",) if dark else ()),
    )  # fmt: skip
    dom = subprocess.run(
        [chromium, *options, f"--window-size={width},800", "--dump-dom", page.as_uri()],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    height = re.search(r'data-height="(\d+)"', dom)
    size = f"--window-size={width},{int(height[1]) + 4 if height else highest}"
    subprocess.run([chromium, *options, size, f"--screenshot={target}", page.as_uri()], check=True, capture_output=True)
    subprocess.run([pngquant, "--force", "--strip", "--output", target, "256", target], check=True)


def main() -> None:
    chromium, pngquant = shutil.which("chromium"), shutil.which("pngquant")
    if chromium is None or pngquant is None:
        sys.exit("Chromium and pngquant are needed: apt-get install chromium pngquant")
    template = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True).get_template("chat.html.j2")
    PICTURES.mkdir(exist_ok=True)
    pages = {"report": report_page(datetime.now(UTC).date())}
    pages |= {name: template.render(chat=chat, width=WIDTH) for name, chat in asyncio.run(played()).items()}
    for name, text in pages.items():
        with tempfile.TemporaryDirectory() as temporary:
            page = Path(temporary) / "page.html"
            page.write_text(text, encoding="utf-8")
            for theme in ("light", "dark"):
                target = PICTURES / f"{name}-{theme}.png"
                width = REPORT_WIDTH if name == "report" else WIDTH
                dark = theme == "dark"
                photograph(chromium, pngquant, page, target, dark=dark, width=width, highest=REPORT_HEIGHT)
                size = target.stat().st_size
                sys.stdout.write(f"{target.relative_to(ROOT)}: {size // 1000} KB\n")
                if size > MOST:
                    sys.exit(f"{target.relative_to(ROOT)} has more than {MOST // 1000} KB")


if __name__ == "__main__":
    main()
