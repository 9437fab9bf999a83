"""What staff wrote for a new entry, and the entry that becomes of it. Knows nothing of who wrote it, and how."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from bot.core.faq.model import Entry, Source

_URL = re.compile(r"https?://([^\s<>\"/]+)[^\s<>\"]*[^\s<>\".,;)]")


@dataclass(frozen=True, slots=True)
class DraftTexts:
    """What staff wrote for a new entry so far."""

    question: str = ""
    answer: str = ""
    details: str = ""
    source: str = ""

    @property
    def shown(self) -> str:
        """The texts below each other, each with its name."""
        return "\n".join(f"{name.capitalize()}: {text}" for name, text in self._named if text)

    @property
    def lengths(self) -> str:
        """The number of characters of each."""
        return ".".join(str(len(text)) for _, text in self._named)

    @classmethod
    def read(cls, shown: str, lengths: str) -> DraftTexts | None:
        """The texts at the end of a message; None if they don't stand there."""
        found: dict[str, str] = {}
        for one, length in reversed(list(zip(fields(cls), map(int, lengths.split(".")), strict=True))):
            if not length:
                continue
            label = f"{one.name.capitalize()}: "
            text, rest = shown[-length:], shown[:-length]
            if not rest.endswith(label):
                return None
            found[one.name], shown = text, rest.removesuffix(label).removesuffix("\n")
        return cls(**found)

    def having(self, part: str, text: str) -> DraftTexts:
        """The texts with another one in place of a part."""
        return replace(self, **{part: text})

    @property
    def _named(self) -> list[tuple[str, str]]:
        return [(one.name, getattr(self, one.name)) for one in fields(self)]


def entry_of(texts: DraftTexts, entry_id: str, topic: str | None, phrasings: Sequence[str] = ()) -> Entry:
    """The draft with these texts.

    Raises:
        ValueError: a text exceeds the limits of an entry.
    """
    return Entry(
        id=entry_id,
        topic=topic,
        question=texts.question,
        phrasings=tuple(phrasings),
        answer=texts.answer,
        details=texts.details or None,
        sources=(source_of(texts.source),) if texts.source else (),
        status="draft",
    )


def saved_already(entry: Entry, texts: DraftTexts) -> bool:
    """Whether an entry is the draft with these texts, whatever its topic."""
    if entry.status != "draft" or (entry.question, entry.answer) != (texts.question, texts.answer):
        return False
    return (entry.details or "") == texts.details and bool(entry.sources) == bool(texts.source)


def source_of(text: str) -> Source:
    """A source from one line: its title and, somewhere in it, its address."""
    found = _URL.search(text)
    if found is None:
        return Source(title=text)
    title = " ".join(text.replace(found[0], " ").split()).strip(" ,;:–-()")
    return Source(title=title or found[1], url=found[0])
