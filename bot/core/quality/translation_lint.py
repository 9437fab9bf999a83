"""Lints a translation of the FAQ: what it lacks, and what has changed in the main FAQ since it was translated."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.faq.model import Entry, Faq, TranslatedText, Urgent
from bot.core.languages import language
from bot.core.positions import Places
from bot.core.quality.findings import Finding, Level, warning


def missing_translations(main: Faq, faq: Faq, places: Places) -> Iterator[Finding]:
    """The entries and signs of the main FAQ that a translation lacks, and those that only the translation has."""
    place = places.of(("entries",), key=True)
    known = {entry.id: number for number, entry in enumerate(faq.entries)}
    for entry in main.published:
        if entry.id not in known:
            message = f"entry '{entry.id}' is not translated into '{faq.language}'"
            yield warning(place, "translation", message, "until it is, patients see it in the main language", entry.id)
    originals = {entry.id: entry for entry in main.entries}
    for entry_id, number in known.items():
        here = places.of(("entries", number, "id"))
        if entry_id not in originals:
            message = f"entry '{entry_id}' is in this translation only"
            yield warning(here, "translation", message, "use the id of the entry in the main FAQ", entry_id)
            continue
        for message, remedy in _outdated(originals[entry_id], faq.entries[number], main.language):
            yield warning(here, "translation", f"entry '{entry_id}' {message}", remedy, entry_id)
    # without `urgent` the translation borrows the signs of the main FAQ, which `red_flag_lint` reports
    if main.urgent and faq.urgent and language(faq.language).cues:
        yield from _emergency_texts(main.urgent, faq.urgent, places, main.language, faq.language)


def _emergency_texts(
    main: Urgent, urgent: Urgent, places: Places, main_language: str, language_code: str
) -> Iterator[Finding]:
    """Texts for emergencies that a translation lacks, or that have changed in the main FAQ since."""
    for message, remedy in _changed(main.text_digest, urgent.translated, main_language):
        yield warning(places.of(("urgent",), key=True), "translation", f"`if_now` or `unclear` {message}", remedy)
    numbers = {sign.id: number for number, sign in enumerate(urgent.signs)}
    for sign in main.signs:
        if sign.id not in numbers:
            message = f"urgent sign '{sign.id}' is not translated into '{language_code}'"
            yield Finding(Level.ERROR, places.of(("urgent",)), "urgent", message, "add it with title and message")
            continue
        here = places.of(("urgent", "signs", numbers[sign.id], "id"))
        for message, remedy in _changed(sign.text_digest, urgent.signs[numbers[sign.id]].translated, main_language):
            yield warning(here, "translation", f"urgent sign '{sign.id}' {message}", remedy)


def _outdated(original: Entry, translation: Entry, main_language: str) -> Iterator[tuple[str, str]]:
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
