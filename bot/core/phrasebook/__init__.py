"""Fixed texts in languages without a FAQ, and phrases that tell clear emergencies in them: the schema of
`phrasebook.yaml` and its reader. Besides, how people ask in some of them, from `questions.tsv`.

Knows nothing of how a phrase is found in a message, and of when a text is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import StringConstraints

from bot.core.faq.model import Clinic, Line, Lines, Model, Text
from bot.core.faq.rules import is_unset
from bot.core.faq.yaml_reader import read_model
from bot.core.positions import FaqProblems, Places, Problem
from bot.core.text.markup import placeholders

NUMBER = "clinic.emergency_number"
FILE, QUESTIONS = "phrasebook.yaml", "questions.tsv"
_Code = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-latn)?$")]
_PLACEHOLDERS = {"understand": {"languages"}, "emergency_line": {NUMBER}, "emergency": {NUMBER}}


class FixedTexts(Model):
    """One language. Texts address the patient politely and need no grammar for what is filled in."""

    understand: Text
    """"I only understand {languages}." """
    names: dict[_Code, Line]
    """What the languages of FAQs are called, as they stand in `understand`."""
    joining: Annotated[str, StringConstraints(min_length=1, max_length=12)]
    """Stands between two of them."""
    suggestions: Line
    """Heading above buttons, whose titles are in the main language."""
    emergency_line: Text
    local_emergency_number: Line
    """Stands for the clinic's emergency number until that is filled in."""
    not_emergency_button: Line
    emergency: Text
    """The message for an emergency. First paragraph: what to do now."""
    spaced: bool = True
    """Whether words are separated by blanks."""
    phrases: Lines
    """What is said in clear emergencies."""
    own_wishes: Lines = ()
    """Said of oneself: to want to die, to kill or hurt oneself, to have taken too much for it. `calm` does not hold for
    them: who wants to die and asks whether it comes from the injection wants to die. Only in the first person; that a
    medicine causes such thoughts is one of the `phrases`."""
    not_wished: Lines = ()
    """In the same clause, show that one of `own_wishes` is none: denied where `not_before` doesn't tell it, a manner of
    speaking ("to die *of laughing*"), or long past in a language whose verbs don't tell."""
    not_before: Lines = ()
    """Denies a phrase that follows: "no", "without"."""
    not_within: Lines = ()
    """Words that deny a phrase between its parts: "I see *not* double". Only in languages with blanks."""
    not_after: Lines = ()
    """Denies a phrase before it."""
    calm: Lines = ()
    """In the same sentence, show that a phrase is only asked about, past, of somebody who died, or meant otherwise."""
    alarm: Lines
    """Messages that must raise an alarm."""
    no_alarm: Lines
    """Messages that must raise none."""

    def named(self, languages: Mapping[str, str]) -> str:
        """The languages of FAQs, by code and own name, in this language."""
        *first, last = (self.names.get(code, own) for code, own in languages.items())
        return self.joining.join((", ".join(first), last)) if first else last

    def with_number(self, text: str, clinic: Clinic) -> str:
        """A text with a placeholder for the emergency number, or with words for it if the clinic left it out."""
        unset = is_unset("emergency_number", clinic.emergency_number)
        return text.replace(f"{{{NUMBER}}}", self.local_emergency_number) if unset else text


class Phrasebook(Model):
    """All languages by code."""

    reviewed: bool
    """Whether a clinician checked the texts."""
    languages: dict[_Code, FixedTexts]


def texts(language: str) -> FixedTexts | None:
    """The texts in a language, for one in Latin letters else those in its own; None in a language without any."""
    languages = load().languages
    return languages.get(language) or languages.get(language.partition("-")[0])


def questions() -> Iterator[tuple[str, str]]:
    """The id of an entry of the shipped FAQ and a way to ask for it, in the languages that the multilingual model knows
    least. They teach the choice of entries and are shown to nobody. As little reviewed as the texts."""
    for line in (files(__name__) / QUESTIONS).read_text(encoding="utf-8").splitlines():
        _language, entry_id, text = line.split("\t")
        yield entry_id, text


@cache
def load() -> Phrasebook:
    """The phrasebook, read once.

    Raises:
        FaqProblems: the file is faulty.
    """
    return read((files(__name__) / FILE).read_bytes(), FILE)


def read(data: bytes, name: str) -> Phrasebook:
    """The phrasebook in `data` (UTF-8 YAML).

    Raises:
        FaqProblems: every problem, each with `name`, line, column and a hint.
    """
    book, places = read_model(data, name, Phrasebook)
    if problems := tuple(_problems(book, places)):
        raise FaqProblems(problems)
    return book


def _problems(book: Phrasebook, places: Places) -> Iterator[Problem]:
    for code, one in book.languages.items():
        for field, wanted in _PLACEHOLDERS.items():
            if set(placeholders(getattr(one, field))) != wanted:
                message = f"'{field}' of '{code}' needs {' and '.join(f'{{{name}}}' for name in sorted(wanted))}"
                yield Problem(places.of(("languages", code, field)), message, "and no other placeholder")
