"""The versions of the FAQ as staff see them: a screen of the latest first, and what going back to one changes.

Owns the screen, which has at most ten lines of 40 characters. Knows nothing of files and of how versions are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.dialogue.replies import Action, Button, Buttons, Reply, StaffVerb
from bot.core.faq.differences import in_brief
from bot.core.faq.origin import Origin
from bot.core.review import faq_file_messages, staff_messages
from bot.core.review.screen import WIDTH, phone_lines
from bot.core.text.markup import literal

PAGE = 3
"""Versions on a screen."""
LINES_EACH = 3
"""Lines of a version on a phone."""


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """A version: its number from 1, the latest first; when, in the clinic's time zone; what it changed; its mark; and
    what it changed without the wordings, for where these find no room."""

    number: int
    at: datetime
    origin: Origin
    lines: tuple[str, ...]
    live: bool
    mark: str
    brief: tuple[str, ...] = ()

    def item(self, now: datetime) -> str:
        """The version on three lines of a phone."""
        when = f"{self.at.day} {self.at:%b %H:%M}" if self.at.year == now.year else f"{self.at.day} {self.at:%b %Y}"
        head = f"{self.number} · {when} · {self.origin.words}"
        live = f" · **{faq_file_messages.LIVE}**" if self.live else ""
        sizes = range(LINES_EACH * WIDTH - len(head), WIDTH // 2, -2)
        whole = f"{head}{live}: {literal('; '.join(self.lines))}"
        texts = (f"{head}{live}: {literal(in_brief(self.brief or self.lines, size))}" for size in sizes)
        return next((text for text in (whole, *texts) if phone_lines(f"- {text}") <= LINES_EACH), head)


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One screen of the versions in a language, `first` being the place of the first, from 0. `named` is the name of
    the language, "" for that of the main FAQ; `others` are the codes and names of the others."""

    versions: Sequence[ListedVersion]
    first: int
    total: int
    language: str
    named: str = ""
    others: Sequence[tuple[str, str]] = ()

    def reply(self, now: datetime) -> Reply:
        """The screen, with a button for each version that one may go back to."""
        head = faq_file_messages.VERSIONS_IN if self.named else faq_file_messages.VERSIONS
        places = {"first": self.first + 1, "last": self.first + len(self.versions), "total": self.total}
        items = (f"- {one.item(now)}" for one in self.versions)
        text = "\n".join((head.format(language=self.named, **places), *items))
        return Reply(text, buttons=tuple(row for row in (self._back(), self._turn(), self._languages()) if row))

    def _back(self) -> tuple[Button, ...]:
        return tuple(
            Button(
                faq_file_messages.BACK_TO.format(number=one.number),
                Action(StaffVerb.VERSION, self.language, mark=one.mark),
            )
            for one in self.versions
            if not one.live
        )

    def _turn(self) -> tuple[Button, ...]:
        page, row = self.first // PAGE, list[Button]()
        if page:
            row.append(Button(faq_file_messages.NEWER, self._show(self.language, page - 1)))
        if self.first + PAGE < self.total:
            row.append(Button(faq_file_messages.OLDER, self._show(self.language, page + 1)))
        return tuple(row)

    def _languages(self) -> tuple[Button, ...]:
        return tuple(Button(name, self._show(code, 0)) for code, name in self.others[:3])

    @staticmethod
    def _show(language: str, page: int) -> Action:
        return Action(StaffVerb.VERSIONS, language, mark=str(page))


def undo_button(language: str, mark: str) -> Buttons:
    """The button below a rollback that shows what going back to the version before it would change."""
    return ((Button(staff_messages.UNDO, Action(StaffVerb.VERSION, language, mark=mark)),),)
