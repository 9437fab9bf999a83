"""Names of persons in the entries of a FAQ, which `check` reports. Knows nothing of how names are recognised."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.deidentification.listed_names import ListedNames
from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.faq.model import Entry, Faq
from bot.core.positions import Path, Places
from bot.core.quality.findings import Finding, Level
from bot.core.text.markup import plain


def named_persons(faq: Faq, places: Places, vocabulary: Vocabulary) -> Iterator[Finding]:
    """The names in the texts of the entries, each once an entry. Sources name whoever has published them."""
    names = ListedNames(vocabulary, (), language=faq.language)
    for number, entry in enumerate(faq.entries):
        told = set[str]()
        for path, text in _texts(entry, ("entries", number)):
            for name in names.full_names(text):
                if name not in told:
                    told.add(name)
                    message = f"'{name}' looks like a person's name; it is kept out of the words that the log may keep"
                    remedy = "if patients need not read it, write what the person is or does"
                    yield Finding(Level.NOTE, places.of(path), "name", message, remedy, entry.id)


def _texts(entry: Entry, at: Path) -> Iterator[tuple[Path, str]]:
    yield (*at, "question"), entry.question
    yield (*at, "answer"), plain(entry.answer)
    yield (*at, "details"), plain(entry.details or "")
    for key, texts in (("phrasings", entry.phrasings), ("checks", entry.checks)):
        for nth, text in enumerate(texts):
            yield (*at, key, nth), text
