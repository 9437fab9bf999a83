"""The red-flag patterns of each language: the schema of `en.yaml`, `es.yaml` …, and their reader.

Knows nothing of the search for a phrase in a message (see `patterns`) and of the texts for patients (see the FAQ).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

from bot.core.faq.model import Id, Lines, Model
from bot.core.faq.spelling import closest
from bot.core.faq.yaml_reader import read_model
from bot.core.positions import FaqProblems, Path, Places, Problem
from bot.core.red_flags.weights import Weights

_GROUP = re.compile(r"\{([^{}]*)\}")


class SignPatterns(Model):
    """The patterns of one sign. `alarm` are messages that must raise it, `no_alarm` those that must raise no alarm."""

    id: Id
    level: Literal["emergency", "same_day"] = "emergency"
    """The least urgent that a FAQ should make it."""
    wishing: bool = False
    """Whether "maybe" and "what if" raise the alarm too, as for distress."""
    words: Lines = ()
    """If there are any, one of them or a phrase must be in a message to tell it this sign's message."""
    phrases: Lines
    specific: Lines = ()
    """Further phrases, which hardly anybody means otherwise: each weighs in a message of any length as much as in a few
    plain words, names the sign against the classifier, and is heard in an idiom too."""
    includes: tuple[Id, ...] = ()
    """Other signs that often come with this one: said beside a specific phrase, they leave it the name."""
    alarm: Lines = ()
    no_alarm: Lines = ()


class RedFlagPatterns(Model):
    """The patterns of one language."""

    groups: dict[Id, Lines] = {}
    """Wordings that phrases refer to as {group}."""
    idioms: Lines = ()
    """Phrases that look like a sign but are none: "dying to know"."""
    harmless: Lines = ()
    """Phrases by which a short message in which no sign is said is an ordinary one: "I take warfarin"."""
    lookalikes: Lines = ()
    """Words that are never a misspelt word of a phrase: "bread" is not "breath"."""
    signs: tuple[SignPatterns, ...] = ()
    no_alarm: Lines = ()
    """Messages that must raise no alarm of any sign."""

    @property
    def by_id(self) -> dict[str, SignPatterns]:
        """The signs by id."""
        return {sign.id: sign for sign in self.signs}


class LanguageWeights(Model):
    """How the evidence is weighed in one language, by words alone and with sentence vectors."""

    words: Weights
    vectors: Weights | None = None


class AllWeights(Model):
    """`weights.yaml`, which `scripts/learn_red_flags.py` writes."""

    languages: dict[str, LanguageWeights]


@cache
def weights(language: str, *, vectors: bool) -> Weights:
    """The weights of a language; those that let phrases decide for a language without any."""
    file = files(__name__) / "weights.yaml"
    known = read_model(file.read_bytes(), "red_flags/data/weights.yaml", AllWeights)[0].languages.get(language)
    return ((known.vectors if vectors else None) or known.words) if known is not None else Weights()


@cache
def examples(language: str) -> tuple[tuple[str, str], ...]:
    """Messages that are learnt in addition to those of the patterns, each with its sign, "" for none."""
    file = files(__name__) / f"examples.{language}.tsv"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    pairs = (line.split("\t", 1) for line in lines if "\t" in line)
    return tuple((text, "" if sign == "-" else sign) for sign, text in pairs)


@cache
def framings(language: str) -> tuple[str, ...]:
    """Everyday framings of a message, each with {} for it."""
    file = files(__name__) / f"framings.{language}.txt"
    return tuple(file.read_text(encoding="utf-8").splitlines()) if file.is_file() else ()


@cache
def load(language: str) -> RedFlagPatterns | None:
    """The patterns of a language, read once; None for a language without patterns.

    Raises:
        FaqProblems: the file is faulty.
    """
    file = files(__name__) / f"{language}.yaml"
    return read(file.read_bytes(), f"red_flags/data/{language}.yaml") if file.is_file() else None


def read(data: bytes, name: str) -> RedFlagPatterns:
    """The patterns in `data` (UTF-8 YAML).

    Raises:
        FaqProblems: every problem, each with `name`, line, column and a hint.
    """
    patterns, places = read_model(data, name, RedFlagPatterns)
    if problems := [*_unknown_groups(patterns, places), *_repeated(patterns, places)]:
        raise FaqProblems(tuple(problems))
    return patterns


def _unknown_groups(patterns: RedFlagPatterns, places: Places) -> Iterator[Problem]:
    """Phrases that refer to a group that does not exist: they would never be found."""
    texts: list[tuple[Path, Lines]] = [(("groups", name), wordings) for name, wordings in patterns.groups.items()]
    texts += [(("signs", number, "phrases"), sign.phrases) for number, sign in enumerate(patterns.signs)]
    texts += [(("signs", number, "specific"), sign.specific) for number, sign in enumerate(patterns.signs)]
    for path, lines in (*texts, (("idioms",), patterns.idioms), (("harmless",), patterns.harmless)):
        for nth, text in enumerate(lines):
            for name in _GROUP.findall(text):
                if name not in patterns.groups:
                    message = f"'{text}' refers to the group {{{name}}}, which does not exist"
                    yield Problem(places.of((*path, nth)), message, closest(name, patterns.groups))


def _repeated(patterns: RedFlagPatterns, places: Places) -> Iterator[Problem]:
    """Signs defined twice, and messages that must raise both an alarm and none."""
    seen: dict[str, int] = {}
    for number, sign in enumerate(patterns.signs):
        if seen.setdefault(sign.id, number) != number:
            yield Problem(places.of(("signs", number, "id")), f"sign '{sign.id}' is defined twice", "join the two")
    calm = {text for sign in patterns.signs for text in sign.no_alarm} | set(patterns.no_alarm)
    for number, sign in enumerate(patterns.signs):
        for nth, text in enumerate(sign.alarm):
            if text in calm:
                message = f"'{text}' is in `alarm` and in `no_alarm`"
                yield Problem(places.of(("signs", number, "alarm", nth)), message, "keep it in one of the two")
