"""The checks of a FAQ: messages that stand in it or come with the bot, and what each must lead to.

Knows nothing of what they do lead to (see `check_results`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.core.positions import Path, Place
from bot.core.quality.checked_faq import CheckedFaq


class CheckKind(StrEnum):
    """What a check expects."""

    ANSWER = "answer"
    ALARM = "alarm"
    NO_ALARM = "no_alarm"
    OFF_TOPIC = "off_topic"


ASKED = frozenset({CheckKind.ANSWER, CheckKind.OFF_TOPIC})
"""Checks of what is answered, not of what is an emergency."""


@dataclass(frozen=True, slots=True)
class Check:
    """A message of the FAQ and what it must lead to."""

    kind: CheckKind
    owner: str
    """The id of the entry or urgent sign; "" for a line that belongs to none."""
    text: str
    place: Place
    built_in: bool = False
    """Whether it is part of the bot; its place is that of the sign."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Identifies the check in all versions of the file."""
        return (self.kind.value, self.owner, self.text)


def all_checks(subject: CheckedFaq) -> Iterator[Check]:
    """The checks of a FAQ, its own and the built-in ones; those of signs that the FAQ lacks come last."""
    yield from _answer_checks(subject)
    yield from urgent_checks(subject)
    yield from _built_in_checks(subject)
    place = subject.places.of(("urgent",))
    for sign in subject.red_flags.lacking:
        yield from (Check(CheckKind.ALARM, sign.id, text, place, built_in=True) for text in sign.alarm)


def urgent_checks(subject: CheckedFaq) -> Iterator[Check]:
    """The FAQ's own examples of messages that raise an alarm, and of those that raise none."""
    urgent, places = subject.red_flags.urgent, subject.places
    if subject.red_flags.patterns is None:
        return  # no emergency is recognised at all: `red_flag_lint` reports it once
    for number, sign in enumerate(urgent.signs):
        at: Path = ("urgent", "signs", number)
        for nth, text in enumerate(sign.alarm):
            yield Check(CheckKind.ALARM, sign.id, text, places.of((*at, "alarm", nth)))
        for nth, text in enumerate(sign.no_alarm):
            yield Check(CheckKind.NO_ALARM, sign.id, text, places.of((*at, "no_alarm", nth)))
    for nth, text in enumerate(urgent.no_alarm):
        yield Check(CheckKind.NO_ALARM, "", text, places.of(("urgent", "no_alarm", nth)))


def _answer_checks(subject: CheckedFaq) -> Iterator[Check]:
    places = subject.places
    for number, entry in enumerate(subject.faq.entries):
        for nth, text in enumerate(entry.checks if entry.status == "published" else ()):
            yield Check(CheckKind.ANSWER, entry.id, text, places.of(("entries", number, "checks", nth)))
    for nth, text in enumerate(subject.faq.off_topic):
        yield Check(CheckKind.OFF_TOPIC, "", text, places.of(("off_topic", nth)))


def _built_in_checks(subject: CheckedFaq) -> Iterator[Check]:
    section, places = subject.red_flags, subject.places
    where = {sign.id: places.of(("urgent", "signs", nth, "id")) for nth, sign in enumerate(section.urgent.signs)}
    for one in section.examples:
        if one.built_in:
            kind = CheckKind.ALARM if one.raises else CheckKind.NO_ALARM
            yield Check(kind, one.raises, one.text, where.get(one.raises, places.of(("urgent",))), built_in=True)
