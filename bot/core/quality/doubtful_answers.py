"""Answers that are hardly meant: next to no letters, or another language than the file's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.faq.model import Faq
from bot.core.faq.rules import texts
from bot.core.languages import language
from bot.core.positions import Places
from bot.core.quality.findings import Finding, warning
from bot.core.text.language_id import LanguageIdentifier
from bot.core.text.markup import plain

FEWEST_LETTERS = 3
"""Of an answer or a message for an emergency."""
FEWEST_WORDS = 10
"""From which on a text tells its language for certain."""
_BRACED = re.compile(r"\{[^{}]*\}")
_LETTER = re.compile(r"[^\W\d_]")


def doubtful_answers(faq: Faq, places: Places) -> Iterator[Finding]:
    """The findings about the texts of one language; what is in a draft is not finished yet."""
    identifier = LanguageIdentifier({faq.language: ()})
    for path, text in texts(faq):
        entry = faq.entries[path[1]] if path[0] == "entries" and isinstance(path[1], int) else None
        if entry is not None and entry.status == "draft":
            continue
        subject, entry_id = (f"entry '{entry.id}'", entry.id) if entry is not None else ("this text", "")
        words = _BRACED.sub(" ", plain(text))
        if path[-1] in ("answer", "message") and len(_LETTER.findall(text)) < FEWEST_LETTERS:
            message = f"{subject} has '{text}' as the whole of its {path[-1]}"
            yield warning(places.of(path), "text", message, "write what patients should read", entry_id)
        elif len(words.split()) >= FEWEST_WORDS:
            found = identifier.detect(words)
            if found not in (None, faq.language):
                message = (
                    f"{subject} is in {language(found or '').name}, and this file in {language(faq.language).name}"
                )
                remedy = f"write it in {language(faq.language).name}, or move it to the file of its language"
                yield warning(places.of(path), "text", message, remedy, entry_id)
