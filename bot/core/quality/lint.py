"""Lints the texts of a FAQ: no source, too long, hard to read, not filled in, not translated.

How well a FAQ is matched is the business of `measurement`, and who has signed it that of `signatures`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from bot.core.faq.clinic_faults import clinic_fault
from bot.core.faq.joined_lists import joined_lists
from bot.core.faq.messages import RETIRED
from bot.core.faq.model import Clinic, Entry, Faq, TranslatedText, Urgent
from bot.core.faq.placeholder_rules import texts_as_written
from bot.core.faq.rules import BUTTON_LIMIT, is_unset, texts
from bot.core.faq.spelling import closest
from bot.core.languages import language, supported
from bot.core.positions import Path, Place, Places
from bot.core.quality.readability import hard, word_count
from bot.core.red_flags.section import RedFlagSection
from bot.core.text.lost_marks import braces, unmarked_list
from bot.core.text.markup import placeholders
from bot.core.text.normalization import normalize

FEW = 3
"""Least number of phrasings to learn from."""
FAMILIAR_FROM = 3
"""Patients know a word that the phrasings of this many entries use."""
NUMBERS = ("emergency_number", "crisis_line")
"""The details of a clinic that may be needed most."""
_CALLED = frozenset({"clinic.emergency_number", "clinic.crisis_line", "clinic.phone"})
_NUMBER = re.compile(r"\d{3}")
_HOLE = re.compile(r"\[[^\]\n]*\](?!\()|\b(?:TODO|TBD|FIXME|XXX)\b")
"""What somebody left to be filled in; a link is [words](address)."""
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,80}>")
_NO_LINK = re.compile(r"\[[^\[\]\n]+\]\((?!https?://[^\s()<>\"]+\))[^()\n]*\)")
_BARE = re.compile(rf"(?<![\w{{.@/-])clinic\.(?:{'|'.join(Clinic.model_fields)})(?![\w.@/-]*[\w@/-])")
"""The name of a detail of the clinic without its braces."""
_QUOTED = re.compile(r"[“”„«‟‘’].*[“”‟»‘’]", re.DOTALL)
"""A whole text in typographic quotes, which YAML takes for a part of it."""


class Level(StrEnum):
    """The severity of a finding."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    """What may be made better: no fault, and expected in any FAQ of some size."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to correct in a FAQ."""

    level: Level
    place: Place
    kind: str
    """One word for programs, such as "check", "collision" or "source"."""
    message: str
    remedy: str
    entry_id: str = ""
    weight: float = 0.0
    """Among findings of the same kind and level the largest is the worst."""

    def __str__(self) -> str:
        return f"{self.place}: {self.level.value}: {self.message} ({self.remedy})"


def upkeep(faq: Faq, places: Places, red_flags: RedFlagSection, main: Faq | None = None) -> Iterator[Finding]:
    """All findings about the texts of one language, in no particular order. `main` is the main FAQ of a translation;
    what is not translated is found by `missing_translations`."""
    if main is not None and main.urgent is not None and faq.urgent is None and red_flags.patterns is not None:
        yield _borrowing(faq, places, main)
    else:
        yield from _signs(red_flags, places, main)
    yield from _placeholders(faq, places, main)
    yield from text_findings(faq, places)
    for name in RETIRED:
        if ("messages", name) in places.keys:
            place = places.of(("messages", name), key=True)
            yield _warning(place, "retired", f"'{name}' is shown nowhere any more", "remove it")
    familiar = familiar_words(faq)
    for number, entry in enumerate(faq.entries):
        if entry.status == "published":
            yield from _entry(faq, places, number, entry, familiar)


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
            yield _warning(places.of(path), "text", f"{subject} {what}", how, entry_id)
        if path in joined:
            yield _warning(joined[path].place, "text", joined[path].message, joined[path].remedy, entry_id)
    for path, text in texts_as_written(faq):
        if text not in known and (braced := next(chain(braces(text), placeholders(text)), None)) is not None:
            message = f"this text shows patients '{braced}', for nothing is filled in here"
            yield _warning(places.of(path), "text", message, "write the words themselves")


def missing_translations(main: Faq, faq: Faq, places: Places) -> Iterator[Finding]:
    """The entries and signs of the main FAQ that a translation lacks, and those that only the translation has."""
    place = places.of(("entries",), key=True)
    known = {entry.id: number for number, entry in enumerate(faq.entries)}
    for entry in main.published:
        if entry.id not in known:
            message = f"entry '{entry.id}' is not translated into '{faq.language}'"
            yield _warning(place, "translation", message, "until it is, patients see it in the main language", entry.id)
    originals = {entry.id: entry for entry in main.entries}
    for entry_id, number in known.items():
        here = places.of(("entries", number, "id"))
        if entry_id not in originals:
            message = f"entry '{entry_id}' is in this translation only"
            yield _warning(here, "translation", message, "use the id of the entry in the main FAQ", entry_id)
            continue
        for message, remedy in _behind(originals[entry_id], faq.entries[number], main.language):
            yield _warning(here, "translation", f"entry '{entry_id}' {message}", remedy, entry_id)
    # without `urgent` the translation borrows the signs of the main FAQ, which `upkeep` reports
    if main.urgent and faq.urgent and language(faq.language).cues:
        yield from _emergency_texts(main.urgent, faq.urgent, places, main.language, faq.language)


def _emergency_texts(
    main: Urgent, urgent: Urgent, places: Places, main_language: str, language_code: str
) -> Iterator[Finding]:
    """Texts for emergencies that a translation lacks, or that have changed in the main FAQ since."""
    for message, remedy in _changed(main.text_digest, urgent.translated, main_language):
        yield _warning(places.of(("urgent",), key=True), "translation", f"`if_now` or `unclear` {message}", remedy)
    numbers = {sign.id: number for number, sign in enumerate(urgent.signs)}
    for sign in main.signs:
        if sign.id not in numbers:
            message = f"urgent sign '{sign.id}' is not translated into '{language_code}'"
            yield Finding(Level.ERROR, places.of(("urgent",)), "urgent", message, "add it with title and message")
            continue
        here = places.of(("urgent", "signs", numbers[sign.id], "id"))
        for message, remedy in _changed(sign.text_digest, urgent.signs[numbers[sign.id]].translated, main_language):
            yield _warning(here, "translation", f"urgent sign '{sign.id}' {message}", remedy)


def _behind(original: Entry, translation: Entry, main_language: str) -> Iterator[tuple[str, str]]:
    """What a translated entry lacks or what has changed in the original since, and the remedy."""
    for key in ("details", "sources", "video", "cautious"):
        if getattr(original, key) and not getattr(translation, key):
            yield f"has no `{key}`, which it has in '{main_language}'", "translate it, or copy it"
    yield from _changed(original.text_digest, translation.translated, main_language)


def _changed(digest: str, written: TranslatedText | None, main_language: str) -> Iterator[tuple[str, str]]:
    """That a text with this digest has changed since it was translated, and the remedy."""
    if written is not None and written.of != digest:
        remedy = f'compare the two, then write `of: "{digest}"` and the day under `translated`'
        yield f"was translated on {written.on}, and its text in '{main_language}' has changed since", remedy


def placed_phrasings(faq: Faq, places: Places) -> Iterator[tuple[str, str, Place]]:
    """Every phrasing of the published entries: the entry's id, the phrasing and its place."""
    for number, entry in enumerate(faq.entries):
        if entry.status == "published":
            yield entry.id, entry.question, places.of(("entries", number, "question"))
            for nth, phrasing in enumerate(entry.phrasings):
                yield entry.id, phrasing, places.of(("entries", number, "phrasings", nth))


def familiar_words(faq: Faq) -> frozenset[str]:
    """Words that patients know although they may be long: those of the synonyms, and those in the question or phrasings
    of at least `FAMILIAR_FROM` entries."""
    users = Counter[str]()
    for entry in faq.published:
        users.update({word for text in entry.all_phrasings for word in normalize(text).split()})
    named = {word for group in faq.synonyms for text in group for word in normalize(text).split()}
    return frozenset(named | {word for word, count in users.items() if count >= FAMILIAR_FROM})


def _signs(red_flags: RedFlagSection, places: Places, main: Faq | None) -> Iterator[Finding]:
    """Signs that only the FAQ or only the bot knows."""
    signs, record = red_flags.urgent.signs, language(red_flags.language)
    if red_flags.patterns is None:
        message = f"emergencies are not recognised in {record.name}: NO EMERGENCY TOLD IN IT WILL BE NOTICED"
        served = " or ".join(one.name for one in supported())
        remedy = f"write it in {served}, or have cues and patterns for {record.name} added to the bot"
        yield Finding(Level.ERROR, places.of(("language",)), "urgent", message, remedy)
    elif not signs and ("urgent",) in places.keys:
        message = "`urgent` has no signs: NO EMERGENCY IN A MESSAGE WILL BE NOTICED"
        remedy = "add `signs:` with the signs and messages of the shipped file"
        yield Finding(Level.ERROR, places.of(("urgent",), key=True), "urgent", message, remedy)
    elif not signs:
        message = "there is no `urgent` section: NO EMERGENCY IN A MESSAGE WILL BE NOTICED"
        yield Finding(Level.ERROR, places.of(("urgent",)), "urgent", message, "add `urgent:` with signs and messages")
    else:
        translated = {sign.id for sign in main.urgent.signs} if main is not None and main.urgent else set()
        lacking = [sign.id for sign in red_flags.lacking]
        for sign_id in lacking:
            if sign_id not in translated:
                message = f"there is no sign '{sign_id}': THIS EMERGENCY WILL NOT BE NOTICED"
                place = places.of(("urgent", "signs"), key=True)
                yield Finding(Level.ERROR, place, "urgent", message, "add it with title and message")
        known = red_flags.patterns.by_id
        for number, sign in enumerate(signs):
            if sign.id not in known:
                message = f"the bot has no patterns for sign '{sign.id}': it notices only messages like its examples"
                remedy = closest(sign.id, lacking) if lacking else "fill `alarm` with the words that patients use"
                yield _warning(places.of(("urgent", "signs", number, "id")), "urgent", message, remedy)
            elif sign.level == "same_day" and known[sign.id].level == "emergency":
                message = f"'{sign.id}' is an emergency, and PATIENTS WHO WRITE OF IT ARE ONLY TOLD TO BE SEEN TODAY"
                remedy = "remove the line, unless a clinician wants it so"
                yield _warning(places.of(("urgent", "signs", number, "level")), "urgent", message, remedy)
        yield from _numbers(red_flags.urgent, places)


def _borrowing(faq: Faq, places: Places, main: Faq) -> Finding:
    """A translation without `urgent`, which borrows that of the main FAQ."""
    here, there = language(faq.language).name, language(main.language).name
    message = f"there is no `urgent` section, so patients who tell of an emergency in {here} read about it in {there}"
    return _warning(places.of(("urgent",)), "urgent", message, "add `urgent:` with the signs, titles and messages")


def _numbers(urgent: Urgent, places: Places) -> Iterator[Finding]:
    """Texts for an emergency that name nobody to call."""
    texts: list[tuple[Path, str]] = [(("urgent", "if_now"), urgent.if_now), (("urgent", "unclear"), urgent.unclear)]
    texts += [(("urgent", "signs", number, "message"), sign.message) for number, sign in enumerate(urgent.signs)]
    for path, text in texts:
        if _CALLED.isdisjoint(placeholders(text)) and not _NUMBER.search(text):
            message = "this text for an emergency NAMES NO NUMBER TO CALL"
            yield _warning(
                places.of(path), "urgent", message, "write {clinic.emergency_number} where the number belongs"
            )


def _warning(place: Place, kind: str, message: str, remedy: str, entry_id: str = "") -> Finding:
    return Finding(Level.WARNING, place, kind, message, remedy, entry_id)


def _placeholders(faq: Faq, places: Places, main: Faq | None) -> Iterator[Finding]:
    """Details that the clinic has yet to fill in: values in square brackets, such as "[clinic phone]", and numbers for
    an emergency that are left out, which come first. What a translation takes from the main FAQ is reported there."""
    for name in sorted(Clinic.model_fields, key=lambda name: name not in NUMBERS):
        value = str(getattr(faq.clinic, name))
        if _QUOTED.fullmatch(value):
            message = f"clinic {name} is in typographic quotes, which patients read too"
            yield _warning(places.of(("clinic", name)), "text", message, 'put it in plain quotes (") or in none')
        if main is not None and value == getattr(main.clinic, name):
            continue
        place = places.of(("clinic", name))
        if re.search(r"\[.*\]", value):
            yield _warning(place, "clinic", f"clinic {name} is still '{value}'", "write the value of your clinic")
        elif name in NUMBERS and is_unset(name, value):
            message = f"clinic {name} is not there, so patients read '{value}'"
            yield _warning(place, "clinic", message, "write the number that your patients should call")
        elif not is_unset(name, value) and (fault := clinic_fault(name, value)):
            problem, _, remedy = fault.partition("; ")
            yield _warning(place, "clinic", f"clinic {name} '{value}' {problem}", remedy)


def _entry(faq: Faq, places: Places, number: int, entry: Entry, familiar: frozenset[str]) -> Iterator[Finding]:
    def found(key: str, kind: str, message: str, remedy: str) -> Finding:
        return _warning(places.of(("entries", number, key)), kind, f"entry '{entry.id}' {message}", remedy, entry.id)

    if len(entry.phrasings) < FEW:
        count = len(entry.phrasings)
        yield found("phrasings", "phrasings", f"has {count} phrasings", f"add at least {FEW - count} more")
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
    if (link := _NO_LINK.search(text)) is not None:
        yield f"shows patients '{link.group()}', which is no link", "write the whole address, starting with https://"
    elif (hole := _HOLE.search(text)) is not None:
        yield f"shows patients '{hole.group()}'", "write what belongs there"
    if text.count("**") % 2:
        yield "has a '**' without a second one", "put ** before and after the bold words"
    if (tag := _TAG.search(text)) is not None:
        yield f"shows patients '{tag.group()}'", "write **bold**, *italic* or [words](https://address)"
    if (braced := next(braces(text), None)) is not None:
        yield f"shows patients '{braced}'", "write {clinic.phone}, another name of such a detail, or no braces"
    elif (bare := _BARE.search(text)) is not None:
        yield f"shows patients '{bare.group()}'", f"write {{{bare.group()}}} for the clinic's own"
    if mark := unmarked_list(text):
        yield f"shows patients the lines that begin with '{mark}' as one", "begin each line of a list with '- '"
    if _QUOTED.fullmatch(text.strip()):
        yield "is in typographic quotes, which patients read too", 'put it in plain quotes (") or in none'
