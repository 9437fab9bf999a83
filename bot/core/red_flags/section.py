"""The red flags of one language: the signs of the FAQ, joined by id with the patterns that recognise them.

Owns the merge of the bot's examples with those of the FAQ, which take precedence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.faq.model import Faq, Urgent, UrgentSign
from bot.core.red_flags.data import RedFlagPatterns, SignPatterns, load

UNCLEAR = "unclear"
"""The id of the sign of an emergency whose kind is unclear: a call for help, or what is only guessed."""


@dataclass(frozen=True, slots=True)
class Example:
    """A message with its expected result."""

    text: str
    raises: str
    """Id of a sign; empty for no alarm."""
    built_in: bool
    """Whether it comes from the bot only and not from the FAQ."""


@dataclass(frozen=True, slots=True)
class RedFlagSection:
    """`urgent` of a FAQ with the patterns of its language."""

    language: str
    urgent: Urgent
    patterns: RedFlagPatterns | None
    """None for a language in which emergencies are not recognised."""

    @classmethod
    def of(cls, faq: Faq) -> RedFlagSection:
        """The section of a FAQ; without signs if it has no `urgent`."""
        return cls(faq.language, faq.urgent or Urgent(), load(faq.language))

    @classmethod
    def borrowed(cls, urgent: Urgent, language: str) -> RedFlagSection:
        """The section of a language that the FAQ lacks, with the signs of `urgent`, whose examples are not in it."""
        signs = tuple(sign.model_copy(update={"alarm": (), "no_alarm": ()}) for sign in urgent.signs)
        return cls(language, urgent.model_copy(update={"signs": signs, "no_alarm": ()}), load(language))

    @property
    def signs(self) -> Iterator[tuple[UrgentSign, SignPatterns]]:
        """The FAQ's signs in order, then the one of unclear kind, each with its patterns; without phrases for a sign
        unknown to the bot. None for a FAQ without signs."""
        known = self.patterns.by_id if self.patterns is not None else {}
        for sign in (*self.urgent.signs, self.unclear) if self.urgent.signs else ():
            yield sign, known.get(sign.id) or SignPatterns(id=sign.id, phrases=())

    @property
    def unclear(self) -> UrgentSign:
        """The sign of an emergency whose kind is unclear."""
        return UrgentSign(id=UNCLEAR, title="An emergency of unclear kind", message=self.urgent.unclear)

    @property
    def lacking(self) -> tuple[SignPatterns, ...]:
        """Signs that the bot recognises but the FAQ lacks, so that they are never raised."""
        present = {UNCLEAR, *(sign.id for sign in self.urgent.signs)}
        return tuple(sign for sign in self.patterns.signs if sign.id not in present) if self.patterns else ()

    @property
    def examples(self) -> tuple[Example, ...]:
        """The bot's examples, then the FAQ's, sign by sign; without those of the bot that the FAQ contradicts."""
        by_faq: dict[str, set[str]] = {}
        for raises, texts in self._faq_examples():
            for text in texts:
                by_faq.setdefault(text, set()).add(raises)

        def joined(known: Sequence[str], own: Sequence[str], raises: str) -> Iterator[Example]:
            for text in known:
                if text not in by_faq or raises in by_faq[text]:
                    yield Example(text, raises, text not in by_faq)
            built_in = set(known)
            yield from (Example(text, raises, False) for text in own if text not in built_in)

        found: list[Example] = []
        for sign, patterns in self.signs:
            found += joined(patterns.alarm, sign.alarm, sign.id)
            found += joined(patterns.no_alarm, sign.no_alarm, "")
        quiet = self.patterns.no_alarm if self.patterns is not None else ()
        return (*found, *joined(quiet, self.urgent.no_alarm, ""))

    def _faq_examples(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The FAQ's examples by the id of the sign they raise."""
        for sign in self.urgent.signs:
            yield sign.id, sign.alarm
            yield "", sign.no_alarm
        yield "", self.urgent.no_alarm
