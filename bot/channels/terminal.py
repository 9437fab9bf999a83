"""The terminal preview: the conversation as on Telegram, rendered with rich, with numbered buttons.

Owns how a reply looks in a terminal. What is said comes from the same core as on Telegram; nothing is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.core.deidentification.anonymizer import Redacted
from bot.core.dialogue.conversation import Conversation
from bot.core.dialogue.interpreter import Interpretation
from bot.core.dialogue.language_id import detect
from bot.core.dialogue.replies import Action, Button, Reply, Turn, Verb
from bot.core.text.markup import spans
from bot.live_faq.snapshot import Snapshot

HOW_TO_GO_LIVE = "To go live on Telegram: get a token from @BotFather, put TELEGRAM_BOT_TOKEN=… into .env, `make run`."


class TerminalChat:
    """One patient at the terminal."""

    def __init__(self, snapshot: Snapshot, redact: Callable[[str], Redacted], *, today: date, keep_days: int) -> None:
        self._snapshot = snapshot
        self._redact = redact
        self._today = today
        self._keep_days = keep_days
        self._localized = snapshot.main
        self._buttons: list[Button] = []
        self._question = ""
        self._entry_id = ""

    def welcome(self) -> Turn:
        """What /start says."""
        return self._talk.started()

    def hear(self, line: str) -> Turn:
        """What the bot does with a line: a command, the number of a button, or a question."""
        line = line.strip()
        if line.isdigit() and 0 < int(line) <= len(self._buttons):
            return self._tap(self._buttons[int(line) - 1].action)
        alarm = self._snapshot.detector.detect(line)
        if alarm and alarm.certain and not self._snapshot.interpreter(alarm.language).overrules(alarm, line):
            self._localized = self._snapshot.localized(alarm.language)
            return self._talk.alarm(alarm.sign)
        if line.startswith("/"):
            return self._command(*line[1:].partition(" ")[::2])
        written = detect(line, self._snapshot.own_words)
        self._localized = self._snapshot.by_language.get(written or "", self._localized)
        interpretation = self._interpret(line)
        if interpretation.foreign in self._snapshot.by_language:
            self._localized = self._snapshot.localized(interpretation.foreign)
            interpretation = self._interpret(line)
        self._question = line
        return self._talk.asked(interpretation, line)

    def show(self, turn: Turn, console: Console) -> None:
        """Prints what a turn says and remembers its buttons by number."""
        replies = (*((turn.replace,) if turn.replace else ()), *turn.replies)
        if replies:
            self._buttons = []
        for reply in replies:
            self._entry_id = reply.entry_id or self._entry_id
            console.print(Panel(Group(*self._lines(reply)), border_style="cyan", width=min(console.width, 84)))

    def _lines(self, reply: Reply) -> Iterator[Text | Padding]:
        yield _text(reply.text)
        for part in (reply.folded, reply.closing):
            if part:
                yield Padding(_text(part), (1, 0, 0, 2), style="dim")
        for nth, button in enumerate((one for row in reply.buttons for one in row), len(self._buttons) + 1):
            line = Text(f"  [{nth}] ", style="bold green").append(button.label, style="default")
            yield Padding(line, (1, 0, 0, 0)) if button is reply.buttons[0][0] else line
        self._buttons += [one for row in reply.buttons for one in row]

    @property
    def _talk(self) -> Conversation:
        names = {code: localized.shown.messages.language_name for code, localized in self._snapshot.by_language.items()}
        return Conversation(
            self._localized.shown, self._redact, today=self._today, keep_days=self._keep_days, languages=names
        )

    def _interpret(self, line: str) -> Interpretation:
        interpreter = self._snapshot.interpreter(self._localized.language)
        read = self._localized.shown.entry(self._entry_id)
        return (
            interpreter.interpret_after(line, read, self._localized.faq.published)
            if read
            else interpreter.interpret(line)
        )

    def _tap(self, action: Action) -> Turn:
        if action.verb is Verb.LANGUAGE:
            self._localized = self._snapshot.localized(action.target)
        others: list[str] = []
        if action.verb is Verb.NOT_HELPFUL and self._question:
            interpretation = self._snapshot.interpreter(self._localized.language).interpret(self._question)
            others = [match.entry_id for match in interpretation.matches]
        return self._talk.tapped(action, self._question or None, others)

    def _command(self, name: str, argument: str) -> Turn:
        commands: dict[str, Callable[[], Turn]] = {
            "start": lambda: self._talk.started(argument.strip()),
            "help": self._talk.help,
            "topics": self._talk.topics,
            "contact": self._talk.contact,
            "privacy": self._talk.privacy,
            "language": self._talk.languages,
            "whoami": lambda: self._talk.whoami(0),
        }
        return commands.get(name.lower(), self._talk.unknown_command)()


def run(preview: TerminalChat, lines: Iterable[str] | None = None) -> None:
    """Talks until the input ends. At a terminal it greets and prompts; otherwise it reads one message a line."""
    console = Console(highlight=False, soft_wrap=False)
    if lines is None and sys.stdin.isatty():
        console.print(HOW_TO_GO_LIVE, style="yellow")
        console.print("Write a question, or the number of a button. Ctrl-D ends.\n", style="dim")
        preview.show(preview.welcome(), console)
        lines = _prompt(console)
    elif lines is None:
        lines = sys.stdin
    for line in lines:
        if line.strip():
            preview.show(preview.hear(line), console)
    if not sys.stdin.isatty():
        Console(stderr=True).print(HOW_TO_GO_LIVE, style="yellow")


def _prompt(console: Console) -> Iterator[str]:
    while True:
        try:
            yield console.input("[bold]You:[/bold] ")
        except (EOFError, KeyboardInterrupt):
            console.print()
            return


def _text(text: str) -> Text:
    shown = Text()
    for span in spans(text):
        style = " ".join(filter(None, ("bold" if span.bold else "", "italic" if span.italic else "")))
        shown.append(span.text, style=f"{style} underline" if span.url else style)
        if span.url:
            shown.append(f" <{span.url}>", style="blue")
    return shown
