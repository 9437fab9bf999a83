"""The red flags of one language: what the FAQ says of each sign, joined by its id with how the bot recognises it.

Owns which messages count as examples of a sign where the FAQ and the bot both bring some. The FAQ's word is the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.faq.model import Faq, Urgent, UrgentSign
from bot.core.red_flags.data import RedFlagPatterns, SignPatterns, load


@dataclass(frozen=True, slots=True)
class Example:
    """A message and what it must raise."""

    text: str
    raises: str
    """Id of a sign; empty for no alarm."""
    built_in: bool
    """The bot brings it, and the FAQ does not repeat it."""


@dataclass(frozen=True, slots=True)
class RedFlagSection:
    """`urgent` of a FAQ with the patterns of its language."""

    language: str
    urgent: Urgent
    patterns: RedFlagPatterns | None
    """None: emergencies are not recognised in this language."""

    @classmethod
    def of(cls, faq: Faq) -> RedFlagSection:
        """The section of a FAQ. One without `urgent` has no signs."""
        return cls(faq.language, faq.urgent or Urgent(), load(faq.language))

    @property
    def signs(self) -> Iterator[tuple[UrgentSign, SignPatterns]]:
        """The FAQ's signs in its order, each with its patterns: without phrases for one that the bot does not know."""
        known = self.patterns.by_id if self.patterns is not None else {}
        for sign in self.urgent.signs:
            yield sign, known.get(sign.id) or SignPatterns(id=sign.id, phrases=())

    @property
    def lacking(self) -> tuple[SignPatterns, ...]:
        """Signs that the bot recognises and the FAQ says nothing of, so that they are never raised."""
        told = {sign.id for sign in self.urgent.signs}
        return tuple(sign for sign in self.patterns.signs if sign.id not in told) if self.patterns is not None else ()

    @property
    def examples(self) -> tuple[Example, ...]:
        """Those of the bot and then the FAQ's own, sign by sign. Of the bot's, those are left out of which the FAQ says
        something else: a message that it gives to another sign, for one."""
        told: dict[str, set[str]] = {}
        for raises, texts in self._told():
            for text in texts:
                told.setdefault(text, set()).add(raises)

        def joined(known: Sequence[str], own: Sequence[str], raises: str) -> Iterator[Example]:
            for text in known:
                if text not in told or raises in told[text]:
                    yield Example(text, raises, text not in told)
            known_ones = set(known)
            yield from (Example(text, raises, False) for text in own if text not in known_ones)

        found: list[Example] = []
        for sign, patterns in self.signs:
            found += joined(patterns.alarm, sign.alarm, sign.id)
            found += joined(patterns.no_alarm, sign.no_alarm, "")
        quiet = self.patterns.no_alarm if self.patterns is not None else ()
        return (*found, *joined(quiet, self.urgent.no_alarm, ""))

    def _told(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The FAQ's own examples by what they raise."""
        for sign in self.urgent.signs:
            yield sign.id, sign.alarm
            yield "", sign.no_alarm
        yield "", self.urgent.no_alarm
