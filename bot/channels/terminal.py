"""The terminal: the same dialogue as on Telegram, with numbered buttons, or as JSON lines for programs.

Owns how a reply looks in a terminal. Nothing is stored.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import count

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.core.dialogue.commands import Command
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.faq_snapshot import FaqSnapshot
from bot.core.dialogue.replies import Button, Reply, Turn
from bot.core.dialogue.sessions import Session
from bot.core.text.markup import plain, spans

HOW_TO_GO_LIVE = "This is a preview. To go live on Telegram: `python -m bot init`, in a clone `make init`."

UNFOLD = "0"
"""Shows what is folded, as a tap on it does on a phone."""
FOLDED = "▸ details and sources"

NOT_NOTED = "(This is a preview, so nothing was noted. On Telegram the question would be, without personal details.)"


class TerminalChat:
    """One patient at the terminal."""

    def __init__(self, dialogue: Dialogue, snapshot: FaqSnapshot) -> None:
        self._dialogue = dialogue
        self._snapshot = snapshot
        self._session = Session()
        self._shown: tuple[Reply, ...] = ()

    def welcome(self) -> Turn:
        """The turn for /start."""
        return self.respond("/start")

    def respond(self, line: str) -> Turn:
        """The turn for a line: a command, a question, or the number of a button.

        Buttons are numbered across all messages shown, or, after `/tap`, within the last one. `/new` is a new patient.
        """
        line = line.strip()
        if line == "/new":
            self._session = Session()
            return self.welcome()
        button = self._button(line)
        if button is not None:
            turn = self._dialogue.tap(button.action, self._session, self._snapshot, self._session.question)
        else:
            command = Command.parse(line)
            if command is not None:
                screened = self._dialogue.screen(command.words, self._snapshot, command.argument)
                turn = self._dialogue.command(screened, command.name, command.argument, self._session)
            else:
                turn = self._dialogue.message(self._dialogue.screen(line, self._snapshot), self._session)
        self._session = turn.session
        self._shown = turn.shown or self._shown
        return turn

    def show(self, turn: Turn, console: Console) -> None:
        """Prints the replies of a turn with numbered buttons."""
        number = 1
        for reply in turn.shown:
            console.print(_panel(_lines(reply, number), console))
            number += sum(len(row) for row in reply.buttons)
        if turn.note is not None:
            console.print(NOT_NOTED, style="dim")

    def unfold(self, console: Console) -> bool:
        """Prints what is folded in the messages shown; whether there is anything."""
        folded = [reply.folded for reply in self._shown if reply.folded]
        for text in folded:
            console.print(_panel([_text(text)], console))
        return bool(folded)

    def _button(self, line: str) -> Button | None:
        number = line.removeprefix("/tap ").strip()
        shown = self._shown[-1:] if line.startswith("/tap ") else self._shown
        buttons = [button for reply in shown for row in reply.buttons for button in row]
        known = number.isascii() and number.isdigit() and 0 < int(number) <= len(buttons)
        return buttons[int(number) - 1] if known else None


def run(chat: TerminalChat, lines: Iterable[str] | None = None) -> None:
    """Chats until the input ends: with a greeting and a prompt at a terminal, otherwise one message a line."""
    console = Console(highlight=False, soft_wrap=False)
    if lines is None and sys.stdin.isatty():
        console.print(HOW_TO_GO_LIVE, style="yellow")
        console.print("Write a question, or the number of a button. Ctrl-D ends.\n", style="dim")
        chat.show(chat.welcome(), console)
        lines = _prompt(console)
    elif lines is None:
        lines = sys.stdin
    for line in lines:
        if line.strip() and not (line.strip() == UNFOLD and chat.unfold(console)):
            chat.show(chat.respond(line), console)
    if not sys.stdin.isatty():
        Console(stderr=True).print(HOW_TO_GO_LIVE, style="yellow")


def run_json(chat: TerminalChat, lines: Iterable[str]) -> Iterator[str]:
    """Yields a JSON line for each line of text: the text and the replies to it."""
    for line in lines:
        if text := line.strip():
            replies = [_as_json(reply) for reply in chat.respond(text).shown]
            yield json.dumps({"text": text, "replies": replies}, ensure_ascii=False)


def _as_json(reply: Reply) -> dict[str, object]:
    parts = (plain(reply.text), reply.quoted, plain(reply.folded), plain(reply.closing))
    return {
        "text": "\n\n".join(filter(None, parts)),
        "buttons": [button.label for row in reply.buttons for button in row],
    }


def _lines(reply: Reply, number: int) -> Iterator[Text | Padding]:
    yield _text(reply.text)
    if reply.folded:
        yield Padding(Text(f"[{UNFOLD}] ", style="bold green").append(FOLDED, style="default"), (1, 0, 0, 2))
    if reply.closing:
        yield Padding(_text(reply.closing), (1, 0, 0, 2), style="dim")
    numbers = count(number)
    for nth, row in enumerate(reply.buttons):
        line = Text()
        for button in row:
            line.append(f"  [{next(numbers)}] ", style="bold green").append(button.label, style="default")
        yield Padding(line, (0 if nth else 1, 0, 0, 0))


def _panel(lines: Iterable[Text | Padding], console: Console) -> Panel:
    return Panel(Group(*lines), border_style="cyan", width=min(console.width, 84))


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
