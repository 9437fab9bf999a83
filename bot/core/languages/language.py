"""The record of a language: everything the bot does differently in one language than in another.

Owns the shape only. Words are in normal form, without accents and apostrophes, unless a field says otherwise. What a
record leaves out, the bot does without in that language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.languages.cues import ContextCues


class SmallTalk(StrEnum):
    """What a message without a question is. The values name the replies."""

    GREETING = "greeting"
    THANKS = "thanks"
    OKAY = "okay"
    GOODBYE = "goodbye"
    ABUSE = "abuse"
    ABOUT_BOT = "about_bot"
    NO_WORDS = "no_words"


@dataclass(frozen=True, slots=True)
class SmallTalkWords:
    """How people greet, thank and take leave."""

    core: dict[SmallTalk, str]
    """Words that make a kind of small talk."""
    beside: str
    """Words that may stand beside them."""
    phrases: dict[SmallTalk, str]
    """Regular expressions over a whole message in normal form."""
    greeting: str
    """Regular expression of a greeting before a question, over the text as written."""
    addressed: str
    """Who may be named after it, as a regular expression."""
    closing: str
    """Regular expression of thanks or "please" after a question, over the text as written."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language. Only `code` and `name` are known of every one."""

    code: str
    """ISO 639-1."""
    name: str
    """In English."""
    stemmer: str = ""
    """Name of the Snowball algorithm; without one, whole words are compared."""
    inflections: Callable[[str], Iterable[str]] = lambda _: ()
    """Regular forms of a word, beyond what the stemmer finds."""
    script: str = ""
    """Regular expression of a letter that tells the language: of its script, or within the script of `variant_of`."""
    variant_of: str = ""
    """Code of the commonest language of its script, if it is another one."""
    letters: tuple[tuple[str, float], ...] = ()
    """Regular expressions of letters that speak for the language, and how much."""
    function_words: str = ""
    """Little words that tell the language of a message."""
    telling_words: str = ""
    """Words that tell it even when they are the only word of a message."""
    question_words: str = ""
    """Words that open a question."""
    asking_verbs: str = ""
    """Verbs that open a question as well as a statement."""
    joining_words: str = ""
    """Words that join two questions, as written."""
    unfinished_words: str = ""
    """Words after which a sentence goes on."""
    small_talk: SmallTalkWords | None = None
    cues: ContextCues | None = None
    """What tells an emergency from one that is denied, past or only asked about. Without them none is looked for."""
    months: str = ""
    month_and_year: str = "{month} {year}"
    has_reading_grade: bool = False
    """Whether the Flesch-Kincaid formula holds for it."""
    has_sentence_model: bool = False
    """Whether the sentence model is made for it. In others it is used where the held-out figures say that it helps."""
