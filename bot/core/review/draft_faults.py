"""What keeps the parts of a new entry from being saved, told where the part is written and with what to do instead.

Tries the part in the FAQ as it is, by the same rules as any other entry. Knows nothing of prompts and of how a draft
gets into the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import ValidationError

from bot.core.faq.model import Entry, Faq
from bot.core.faq.rules import phrasing_key, rules
from bot.core.review import prompt_messages
from bot.core.review.draft_texts import DraftTexts, entry_of, saved_already
from bot.core.text.lost_marks import braces
from bot.core.text.markup import escaped, literal

_ADDRESS = re.compile(r"https?:", re.IGNORECASE)
PARTS = ("question", "answer", "details", "source")


def fault(faq: Faq, texts: DraftTexts, part: str) -> str:
    """What is wrong with one part of what was written, and the remedy; "" if it can be saved."""
    if not getattr(texts, part):
        return ""
    return next(_faults(faq, texts, part), "")


def all_faults(faq: Faq, texts: DraftTexts) -> tuple[str, ...]:
    """What is wrong with all parts, each with its name."""
    found = ((part, fault(faq, texts, part)) for part in PARTS)
    return tuple(f"{part.capitalize()}: {one}" for part, one in found if one)


def _faults(faq: Faq, texts: DraftTexts, part: str) -> Iterator[str]:
    text = str(getattr(texts, part))
    if part in {"question", "source"} and "{" in text:
        yield prompt_messages.NOT_FILLED
    if part == "question" and (owner := _owner(faq, texts)) is not None:
        told = prompt_messages.TAKEN_QUESTION if owner.status == "published" else prompt_messages.TAKEN_BY_DRAFT
        yield told.format(title=literal(owner.question, 60))
    others = {name: "" for name in PARTS if name not in {part, "question", "answer"}}
    alone = {"question": texts.question or "…", "answer": texts.answer or "…", part: text}
    try:
        entry = entry_of(DraftTexts(**(others | alone)), "new-entry", None)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)[0]
        yield (
            prompt_messages.BAD_ADDRESS
            if "url" in found["loc"]
            else prompt_messages.UNFIT.format(problem=_sentence(literal(found["msg"])))
        )
        return
    if part == "source" and any(_ADDRESS.search(one.title) for one in entry.sources):
        yield prompt_messages.BAD_ADDRESS
    if part == "question":  # which rules only want to be different, as it is by now
        return
    number = len(faq.entries)
    for one in rules(faq.model_copy(update={"entries": (*faq.entries, entry)})):
        if one.path[:3] == ("entries", number, part):
            yield prompt_messages.UNFIT.format(
                problem=escaped(_sentence(f"{one.message}. {one.hint[:1].upper()}{one.hint[1:]}"))
            )
    for braced in braces(text):
        yield prompt_messages.AS_IT_STANDS.format(braced=literal(braced))


def _owner(faq: Faq, texts: DraftTexts) -> Entry | None:
    """Another entry that has the question already."""
    key = phrasing_key(texts.question)
    found = (one for one in faq.entries if key in map(phrasing_key, one.all_phrasings))
    return next((one for one in found if not saved_already(one, texts)), None)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
