"""The examples of one language by their words, to honour to the letter what a person labelled.

An example decides a message that consists of it. A long one that raises an alarm also decides a part of a message that
says it among other words.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.red_flags.mentions import PhraseFinder
from bot.core.red_flags.message_parts import MessagePart
from bot.core.red_flags.section import RedFlagSection
from bot.core.red_flags.weighing import status
from bot.core.red_flags.weights import BRIEF

FIRST = 3
"""Words by which examples are looked up that a part may say among others; at most `LONG`."""
LONG = 5
"""Words of an example from which on it is also honoured among other words."""

Words = tuple[str, ...]


class ExampleIndex:
    """The examples of a section, and other `labelled` messages with their signs, "" for none, of which only those of at
    most `BRIEF` words count."""

    def __init__(self, section: RedFlagSection, finder: PhraseFinder, labelled: Sequence[tuple[str, str]]) -> None:
        self._signs = frozenset(sign.id for sign, _ in section.signs)
        self._brief = {finder.words(text): sign for text, sign in labelled if len(text.split()) <= BRIEF}
        self._alarms: dict[Words, str] = {}
        self._inside: dict[Words, list[Words]] = {}
        self._calm: set[Words] = set()
        for example in section.examples:
            words = finder.read(example.text).words
            if example.raises:
                self._alarms[words] = example.raises
                if len(words) >= LONG:
                    self._inside.setdefault(words[:FIRST], []).append(words)
            else:
                self._calm.add(words)

    def sign_of_message(self, words: Words) -> str | None:
        """The sign of the example that these words are to the letter, "" for a calm one; None if they are none."""
        if words in self._alarms:
            return self._alarms[words]
        sign = "" if words in self._calm else self._brief.get(words)
        return sign if sign is None or sign == "" or sign in self._signs else None

    def sign_in_part(self, part: MessagePart) -> str | None:
        """The sign of the example that a part is, or that it says among other words; None if it says none, or if a
        phrase shows it to be meant otherwise."""
        if part.words in self._alarms and part.whole:
            return self._alarms[part.words]
        if status(part.mentions) not in ("", "present"):
            return None
        rests = (part.words[at:] for at in range(len(part.words) - FIRST + 1))
        candidates = ((rest, words) for rest in rests for words in self._inside.get(rest[:FIRST], ()))
        return next((self._alarms[words] for rest, words in candidates if rest[: len(words)] == words), None)
