"""Lints the `urgent` section of a FAQ: emergencies that will not be noticed, and texts that name nobody to call."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.faq.model import Faq, Urgent
from bot.core.faq.spelling import closest
from bot.core.languages import language, supported
from bot.core.positions import Path, Places
from bot.core.quality.findings import Finding, Level, warning
from bot.core.red_flags.section import RedFlagSection
from bot.core.text.markup import placeholders

_PHONE_PLACEHOLDERS = frozenset({"clinic.emergency_number", "clinic.crisis_line", "clinic.phone"})
_PHONE_NUMBER = re.compile(r"\d{3}")


def lint_red_flags(faq: Faq, places: Places, red_flags: RedFlagSection, main: Faq | None = None) -> Iterator[Finding]:
    """The findings about the signs of one language. `main` is the main FAQ of a translation; what is not translated is
    found by `missing_translations`."""
    if main is not None and main.urgent is not None and faq.urgent is None and red_flags.patterns is not None:
        yield _borrowed_section(faq, places, main)
    else:
        yield from _sign_findings(red_flags, places, main)


def _sign_findings(red_flags: RedFlagSection, places: Places, main: Faq | None) -> Iterator[Finding]:
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
                yield warning(places.of(("urgent", "signs", number, "id")), "urgent", message, remedy)
            elif sign.level == "same_day" and known[sign.id].level == "emergency":
                message = f"'{sign.id}' is an emergency, and PATIENTS WHO WRITE OF IT ARE ONLY TOLD TO BE SEEN TODAY"
                remedy = "remove the line, unless a clinician wants it so"
                yield warning(places.of(("urgent", "signs", number, "level")), "urgent", message, remedy)
        yield from _texts_without_number(red_flags.urgent, places)


def _borrowed_section(faq: Faq, places: Places, main: Faq) -> Finding:
    """A translation without `urgent`, which borrows that of the main FAQ."""
    here, there = language(faq.language).name, language(main.language).name
    message = f"there is no `urgent` section, so patients who tell of an emergency in {here} read about it in {there}"
    return warning(places.of(("urgent",)), "urgent", message, "add `urgent:` with the signs, titles and messages")


def _texts_without_number(urgent: Urgent, places: Places) -> Iterator[Finding]:
    """Texts for an emergency that name nobody to call."""
    texts: list[tuple[Path, str]] = [(("urgent", "if_now"), urgent.if_now), (("urgent", "unclear"), urgent.unclear)]
    texts += [(("urgent", "signs", number, "message"), sign.message) for number, sign in enumerate(urgent.signs)]
    for path, text in texts:
        if _PHONE_PLACEHOLDERS.isdisjoint(placeholders(text)) and not _PHONE_NUMBER.search(text):
            message = "this text for an emergency NAMES NO NUMBER TO CALL"
            yield warning(
                places.of(path), "urgent", message, "write {clinic.emergency_number} where the number belongs"
            )
