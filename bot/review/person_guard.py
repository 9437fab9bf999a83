"""Guards the FAQ against words that may identify a person: those of the log, and those that staff type.

Owns what is looked for. What is done about it is the business of those who ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from bot.core.deidentification.anonymizer import Redacted
from bot.core.deidentification.listed_names import ListedNames
from bot.core.deidentification.personal_cues import tells_of_person
from bot.core.deidentification.tokens import KINDS
from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.faq.model import Faq
from bot.core.review.typed_text import TextLook
from bot.core.text.markup import plain
from bot.review.changes import ReviewError

OF_PERSONS = ("name", "handle")
"""The masks that count in an answer, which has the clinic's own numbers, days and addresses."""
_WEB_ADDRESS = re.compile(r"(?i)\bhttps?://\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class Identifying(ReviewError):
    """The message may identify a person. `kept` is the message with that masked, None if nothing of it may be kept."""

    def __init__(self, kept: str | None) -> None:
        self.kept = kept
        super().__init__("the message may tell who it is about", "write it again without that")


class PersonGuard:
    """`redact` de-identifies a text. Looking takes some milliseconds, at first a second: do it off the event loop."""

    def __init__(self, redact: Callable[[str], Redacted], vocabulary: Vocabulary) -> None:
        self._redact = redact
        self._vocabulary = vocabulary
        self._made: dict[str, tuple[Faq, ListedNames]] = {}

    def names(self, faq: Faq) -> ListedNames:
        """The names in the language of a FAQ. A word that it writes in small letters is none."""
        known = self._made.get(faq.language)
        if known is None or known[0] is not faq:
            texts = (text for one in faq.published for text in (*one.all_phrasings, plain(one.answer)))
            usual = {word for text in texts for word in _WORD.findall(text) if word.islower()}
            known = (faq, ListedNames(self._vocabulary, usual, language=faq.language))
            self._made[faq.language] = known
        return known[1]

    def look(self, text: str, faq: Faq, masks: Collection[str] = KINDS) -> TextLook:
        """What may identify a person in a text typed for a FAQ; of what is masked, these kinds.

        An answer, of which only some kinds are asked for, may tell the titles and ages that the clinic wants in it, and
        web addresses: "org" and "de" are also names.
        """
        if masks is not KINDS:
            text = _WEB_ADDRESS.sub(" ", text)
        names, kept = self.names(faq), self._redact(text).text
        masked = kept is None or any(f"[{kind}]" in kept for kind in masks)
        telling = masks is KINDS and tells_of_person(text)
        return TextLook(names.certain(text), names.possible(text), kept, masked, telling)

    def demand_anonymous(self, text: str) -> None:
        """Raises Identifying if anything in a text is masked."""
        kept = self._redact(text).text
        if kept is None or "[" in kept:
            raise Identifying(kept)
