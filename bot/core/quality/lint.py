"""Lints the texts of a FAQ: no source, too long, hard to read, not filled in.

What a translation lacks is found by `translation_lint`, and what `urgent` lacks by `red_flag_lint`. How well a FAQ is
matched is the business of `measurement`, and who has signed it that of `signatures`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import chain

from bot.core.faq.clinic_faults import clinic_fault
from bot.core.faq.joined_lists import joined_lists
from bot.core.faq.messages import RETIRED, Messages
from bot.core.faq.model import Clinic, Entry, Faq
from bot.core.faq.placeholder_rules import texts_as_written
from bot.core.faq.rules import BUTTON_LIMIT, is_unset, texts
from bot.core.languages import language
from bot.core.positions import Place, Places
from bot.core.quality.doubtful_answers import doubtful_answers
from bot.core.quality.emergency_number import unknown_emergency_number
from bot.core.quality.findings import Finding, Level, warning
from bot.core.quality.readability import hard, word_count
from bot.core.quality.red_flag_lint import lint_red_flags
from bot.core.quality.swapped_signs import swapped_signs
from bot.core.red_flags.section import RedFlagSection
from bot.core.text.lost_marks import braces, unmarked_list
from bot.core.text.markup import placeholders
from bot.core.text.normalization import normalize

MIN_PHRASINGS = 3
"""Least number of phrasings to learn from."""
MIN_FAMILIAR_ENTRIES = 3
"""Patients know a word that the phrasings of this many entries use."""
_MOST_NAMED = 5
EMERGENCY_NUMBERS = ("emergency_number", "crisis_line")
"""The details of a clinic that may be needed most."""
_UNFILLED = re.compile(r"\[[^\]\n]*\](?!\()|\b(?:TODO|TBD|FIXME|XXX)\b")
"""What somebody left to be filled in; a link is [words](address)."""
_HTML_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,80}>")
_BROKEN_LINK = re.compile(r"\[[^\[\]\n]+\]\((?!https?://[^\s()<>\"]+\))[^()\n]*\)")
_BARE_PLACEHOLDER = re.compile(rf"(?<![\w{{.@/-])clinic\.(?:{'|'.join(Clinic.model_fields)})(?![\w.@/-]*[\w@/-])")
"""The name of a detail of the clinic without its braces."""
_QUOTED = re.compile(r"[“”„«‟‘’].*[“”‟»‘’]", re.DOTALL)
"""A whole text in typographic quotes, which YAML takes for a part of it."""


def lint_faq(faq: Faq, places: Places, red_flags: RedFlagSection, main: Faq | None = None) -> Iterator[Finding]:
    """All findings about the texts of one language, in no particular order. `main` is the main FAQ of a translation;
    what is not translated is found by `missing_translations`."""
    yield from lint_red_flags(faq, places, red_flags, main)
    if faq.urgent is not None:
        yield from swapped_signs(red_flags, places)
    yield from _clinic_findings(faq, places, main)
    yield from text_findings(faq, places)
    yield from doubtful_answers(faq, places)
    yield from _built_in_texts(faq, places)
    for name in RETIRED:
        if ("messages", name) in places.keys:
            place = places.of(("messages", name), key=True)
            yield warning(place, "retired", f"'{name}' is shown nowhere any more", "remove it")
    familiar = familiar_words(faq)
    for number, entry in enumerate(faq.entries):
        if entry.status == "published":
            yield from _entry_findings(faq, places, number, entry, familiar)


def _built_in_texts(faq: Faq, places: Places) -> Iterator[Finding]:
    """Texts of `messages` that are not in the file: patients read the bot's own, which are English."""
    lacking = [name for name in Messages.model_fields if ("messages", name) not in places.keys]
    english = faq.language == "en"
    if not lacking or (english and ("messages",) not in places.keys):
        return
    some = ", ".join(lacking[:_MOST_NAMED]) + (
        f" and {len(lacking) - _MOST_NAMED} more" if lacking[_MOST_NAMED:] else ""
    )
    which = "the bot's own" if english else "English"
    message = f"patients read {which} words for what is not in `messages`: {some}"
    place = places.of(("messages",), key=True)
    remedy = "add the key if you want words of your own" if english else "add the keys with a translation"
    yield Finding(Level.NOTE if english else Level.WARNING, place, "messages", message, remedy)


def text_findings(faq: Faq, places: Places, known: Collection[str] = ()) -> Iterator[Finding]:
    """What patients would read of the texts as it is written, though it is meant as mark-up or to be filled in. Texts
    that are `known` and drafts are left out."""
    joined = {one.path: one for one in joined_lists(faq, places)}
    for path, text in texts(faq):
        entry = faq.entries[path[1]] if path[0] == "entries" and isinstance(path[1], int) else None
        if text in known or (entry is not None and entry.status == "draft"):
            continue
        subject, entry_id = (f"entry '{entry.id}'", entry.id) if entry is not None else ("this text", "")
        for what, how in unfinished(text):
            yield warning(places.of(path), "text", f"{subject} {what}", how, entry_id)
        if path in joined:
            yield warning(joined[path].place, "text", joined[path].message, joined[path].remedy, entry_id)
    for path, text in texts_as_written(faq):
        if text not in known and (braced := next(chain(braces(text), placeholders(text)), None)) is not None:
            message = f"this text shows patients '{braced}', for nothing is filled in here"
            yield warning(places.of(path), "text", message, "write the words themselves")


def placed_phrasings(faq: Faq, places: Places) -> Iterator[tuple[str, str, Place]]:
    """Every phrasing of the published entries: the entry's id, the phrasing and its place."""
    for number, entry in enumerate(faq.entries):
        if entry.status == "published":
            yield entry.id, entry.question, places.of(("entries", number, "question"))
            for nth, phrasing in enumerate(entry.phrasings):
                yield entry.id, phrasing, places.of(("entries", number, "phrasings", nth))


def familiar_words(faq: Faq) -> frozenset[str]:
    """Words that patients know although they may be long: those of the synonyms, and those in the question or phrasings
    of at least `MIN_FAMILIAR_ENTRIES` entries."""
    users = Counter[str]()
    for entry in faq.published:
        users.update({word for text in entry.all_phrasings for word in normalize(text).split()})
    named = {word for group in faq.synonyms for text in group for word in normalize(text).split()}
    return frozenset(named | {word for word, count in users.items() if count >= MIN_FAMILIAR_ENTRIES})


def _clinic_findings(faq: Faq, places: Places, main: Faq | None) -> Iterator[Finding]:
    """Details that the clinic has yet to fill in: values in square brackets, such as "[clinic phone]", and numbers for
    an emergency that are left out, which come first. What a translation takes from the main FAQ is reported there."""
    for name in sorted(Clinic.model_fields, key=lambda name: name not in EMERGENCY_NUMBERS):
        value = str(getattr(faq.clinic, name))
        if _QUOTED.fullmatch(value):
            message = f"clinic {name} is in typographic quotes, which patients read too"
            yield warning(places.of(("clinic", name)), "text", message, 'put it in plain quotes (") or in none')
        if main is not None and value == getattr(main.clinic, name):
            continue
        place = places.of(("clinic", name))
        if re.search(r"\[.*\]", value):
            yield warning(place, "clinic", f"clinic {name} is still '{value}'", "write the value of your clinic")
        elif name in EMERGENCY_NUMBERS and is_unset(name, value):
            message = f"clinic {name} is not there, so patients read '{value}'"
            yield warning(place, "clinic", message, "write the number that your patients should call")
        elif not is_unset(name, value) and (fault := clinic_fault(name, value)):
            problem, _, remedy = fault.partition("; ")
            yield warning(place, "clinic", f"clinic {name} '{value}' {problem}", remedy)
        elif name == "emergency_number" and not is_unset(name, value):
            yield from unknown_emergency_number(faq, places)


def _entry_findings(faq: Faq, places: Places, number: int, entry: Entry, familiar: frozenset[str]) -> Iterator[Finding]:
    def found(key: str, kind: str, message: str, remedy: str) -> Finding:
        return warning(places.of(("entries", number, key)), kind, f"entry '{entry.id}' {message}", remedy, entry.id)

    if len(entry.phrasings) < MIN_PHRASINGS:
        count = len(entry.phrasings)
        yield found("phrasings", "phrasings", f"has {count} phrasings", f"add at least {MIN_PHRASINGS - count} more")
    if not entry.sources:
        yield found("sources", "source", "names no source", "say where its facts come from")
    words, most = word_count(entry.answer), language(faq.language).longest_answer
    if words > most:
        remedy = f"shorten it to {most}; the rest can go to `details`"
        yield found("answer", "length", f"has a short answer of {words} words", remedy)
    if (reading := hard(entry.answer, faq.language, familiar)) is not None:
        yield found("answer", "reading", f"has a short answer {reading[0]}", reading[1])
    if len(entry.question) > BUTTON_LIMIT:
        message = f"entry '{entry.id}' has a question of {len(entry.question)} characters, which buttons cut off"
        remedy = f"at most {BUTTON_LIMIT} are shown; put the words that matter first"
        yield Finding(Level.NOTE, places.of(("entries", number, "question")), "button", message, remedy, entry.id)


def unfinished(text: str) -> Iterator[tuple[str, str]]:
    """What patients read of a text as it is written, though it is meant as mark-up or to be filled in: what is wrong,
    and the remedy."""
    if (link := _BROKEN_LINK.search(text)) is not None:
        yield f"shows patients '{link.group()}', which is no link", "write the whole address, starting with https://"
    elif (hole := _UNFILLED.search(text)) is not None:
        yield f"shows patients '{hole.group()}'", "write what belongs there"
    if text.count("**") % 2:
        yield "has a '**' without a second one", "put ** before and after the bold words"
    if (tag := _HTML_TAG.search(text)) is not None:
        yield f"shows patients '{tag.group()}'", "write **bold**, *italic* or [words](https://address)"
    if (braced := next(braces(text), None)) is not None:
        yield f"shows patients '{braced}'", "write {clinic.phone}, another name of such a detail, or no braces"
    elif (bare := _BARE_PLACEHOLDER.search(text)) is not None:
        yield f"shows patients '{bare.group()}'", f"write {{{bare.group()}}} for the clinic's own"
    if mark := unmarked_list(text):
        yield f"shows patients the lines that begin with '{mark}' as one", "begin each line of a list with '- '"
    if _QUOTED.fullmatch(text.strip()):
        yield "is in typographic quotes, which patients read too", 'put it in plain quotes (") or in none'
