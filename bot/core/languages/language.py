"""The record of a language: everything the bot does differently in one language than in another.

Owns the shape only. Words are in normal form, without accents and apostrophes, unless a field says otherwise. The bot
does without whatever a record leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from re import Pattern
from typing import Literal

from bot.core.languages.cues import AfterAlarmCues, ContextCues, FeelingCues, RefusalCues, WishCues


class SmallTalk(StrEnum):
    """The kinds of message without a question. The values name the replies."""

    GREETING = "greeting"
    THANKS = "thanks"
    OKAY = "okay"
    GOODBYE = "goodbye"
    ABUSE = "abuse"
    ABOUT_BOT = "about_bot"
    NO_WORDS = "no_words"
    HELP = "help"
    TOPICS = "topics"
    START = "start"
    STOP = "stop"
    MORE = "more"
    """Asks for more, or for the same in simpler words."""
    MISUNDERSTOOD = "misunderstood"
    """Says that the last answer was the wrong one."""
    PICK = "pick"
    """Picks by its place: "the second one"."""
    CONTACT = "contact"
    PRIVACY = "privacy"


OPENING = frozenset(
    {
        SmallTalk.HELP,
        SmallTalk.TOPICS,
        SmallTalk.START,
        SmallTalk.STOP,
        SmallTalk.MORE,
        SmallTalk.CONTACT,
        SmallTalk.PRIVACY,
    }
)
"""The kinds that name a part of the bot."""


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
    closing: str
    """Regular expression of thanks or "please" after a question, over the text as written."""
    addressed: str = ""
    """Regular expression of who may be named after the greeting."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language. Only `code` and `name` are always known."""

    code: str
    """ISO 639-1; with "-latn" for a language in Latin letters that has others."""
    name: str
    """In English."""
    stemmer: str = ""
    """Name of the Snowball algorithm; without one, whole words are compared."""
    script: str = ""
    """Regular expression of a letter that tells the language: of its script, or within the script of `variant_of`."""
    variant_of: str = ""
    """Code of the commonest language of its script, if that is another one."""
    letters: tuple[tuple[str, float], ...] = ()
    """Regular expressions of letters that speak for the language, with their weights."""
    function_words: str = ""
    """Little words that tell the language of a message."""
    telling_words: str = ""
    """Words that tell it even when they are the only word of a message."""
    subject_words: str = ""
    """Further words of patients' messages that tell it: pain, price, eye. A * stands for any ending."""
    question_words: str = ""
    """Words that open a question."""
    asking_verbs: str = ""
    """Verbs that open a question as well as a statement."""
    joining_words: str = ""
    """Words that join two questions, as written."""
    pointing_words: str = ""
    """Pronouns that stand for what was spoken of before."""
    measuring_words: str = ""
    """Words that a question word makes a question of, whatever it is about: how *long*."""
    calling_words: str = ""
    """Words as written in a sentence that tells somebody to phone for help; each may be a regular expression."""
    unfinished_words: str = ""
    """Words after which a sentence goes on."""
    small_talk: SmallTalkWords | None = None
    cues: ContextCues | None = None
    """Tell an emergency from one that is denied, past or only asked about. Without them none is looked for."""
    feelings: FeelingCues | None = None
    """Tell fear, anger and disclosure. Without them no kind line stands above a reply."""
    wishes: WishCues | None = None
    """Tell wishes about data and visits. Without them they are questions like any other."""
    refusals: RefusalCues | None = None
    """Tell which treatment is refused. Without them the words for it count as if it was asked for."""
    after_alarm: AfterAlarmCues | None = None
    """Tell what a patient replies to an emergency message."""
    ordinals: str = ""
    """First, second … as they stand before "question"."""
    pointing_ends: str = ""
    """Words that point back to what was spoken of at the end of a message: "can I drive *afterwards*"."""
    last: str = ""
    """The last of several, as it stands before "question"."""
    picking_words: str = ""
    """Words that may stand beside an ordinal or a number to pick from a choice: "the", "one", "please"."""
    own_names: str = ""
    """What the language is called, in the languages that the bot converses in, and …"""
    wishing_words: str = ""
    """… what may stand beside it in this language: "do you speak"."""
    affirming_words: str = ""
    """Words that say yes."""
    rejecting_words: str = ""
    """Words that say that none of a choice is meant, and …"""
    pointing_at_all: str = ""
    """… those that may stand beside them: "of these"."""
    months: str = ""
    month_and_year: str = "{month} {year}"
    reading_measure: str = ""
    """Name of the formula that tells how easy a text is to read, "" if none is made for it: see `readability`."""
    sounded: tuple[tuple[Pattern[str], str], ...] = ()
    """Words that are written as they sound, as regular expressions, and the words that are meant. They are other words
    of the language, or too short to be told from a slip: "wen", "ware off"."""
    longest_answer: int = 60
    """Most words of a short answer; Spanish needs more for the same."""
    sentence_model: Literal["", "english", "multilingual"] = ""
    """The sentence model that is known to help with it; for other languages the held-out figures decide whether the
    multilingual one does."""

    def inflections(self, word: str) -> Iterator[str]:
        """Regular forms of a word that the stemmer does not find. None outside English."""
        if self.code != "en" or len(word) < 3 or not word.isascii():
            return
        yield word + "s"
        if word.endswith("e"):
            yield from (word + "d", word[:-1] + "ing")
        elif word.endswith("y"):
            yield from (word[:-1] + "ies", word[:-1] + "ied", word + "ing")
        else:
            yield from (word + "ed", word + "ing")
            if word[-1] in "bdgmnprt" and word[-2] in "aeiou":
                yield from (word + word[-1] + "ed", word + word[-1] + "ing")
