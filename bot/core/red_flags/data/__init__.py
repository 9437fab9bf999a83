"""How each language's red flags are recognised: the shape of `en.yaml`, `es.yaml` …, and reading them.

Owns these files. Knows nothing of how a phrase is found in a message (`patterns`), nor of what patients read, which the
FAQ says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from bot.core.faq.model import Id, Lines, Model
from bot.core.faq.rules import closest
from bot.core.faq.yaml_reader import read_model
from bot.core.positions import FaqProblems, Path, Places, Problem

_GROUP = re.compile(r"\{([^{}]*)\}")


class SignPatterns(Model):
    """How one sign is recognised. `alarm` and `no_alarm` are messages that must raise it, and must raise no alarm."""

    id: Id
    wishing: bool = False
    """Alarm also at "maybe" and "what if": for distress, where people speak that way."""
    phrases: Lines
    alarm: Lines = ()
    no_alarm: Lines = ()


class RedFlagPatterns(Model):
    """How the signs of one language are recognised."""

    groups: dict[Id, Lines] = {}
    """Wordings that phrases name as {group}."""
    idioms: Lines = ()
    """What looks like a sign and never is: "dying to know"."""
    lookalikes: Lines = ()
    """Real words that are never taken for a misspelt word of a phrase: "bread" is not "breath"."""
    signs: tuple[SignPatterns, ...] = ()
    no_alarm: Lines = ()
    """Messages that must raise no alarm of any sign."""

    @property
    def by_id(self) -> dict[str, SignPatterns]:
        """The signs by their ids."""
        return {sign.id: sign for sign in self.signs}


@cache
def load(language: str) -> RedFlagPatterns | None:
    """The patterns of a language, which are read once; None for a language that has none.

    Raises:
        FaqProblems: the file is not as it must be.
    """
    file = files(__name__) / f"{language}.yaml"
    return read(file.read_bytes(), f"red_flags/data/{language}.yaml") if file.is_file() else None


def read(data: bytes, name: str) -> RedFlagPatterns:
    """The patterns written in `data` (UTF-8 YAML).

    Raises:
        FaqProblems: every problem found, each with `name`, line, column and a hint.
    """
    patterns, places = read_model(data, name, RedFlagPatterns)
    if problems := [*_unknown_groups(patterns, places), *_repeated(patterns, places)]:
        raise FaqProblems(tuple(problems))
    return patterns


def _unknown_groups(patterns: RedFlagPatterns, places: Places) -> Iterator[Problem]:
    """A phrase with a group that is not there would never be found, and nobody would notice."""
    texts: list[tuple[Path, Lines]] = [(("groups", name), wordings) for name, wordings in patterns.groups.items()]
    texts += [(("signs", number, "phrases"), sign.phrases) for number, sign in enumerate(patterns.signs)]
    for path, lines in (*texts, (("idioms",), patterns.idioms)):
        for nth, text in enumerate(lines):
            for name in _GROUP.findall(text):
                if name not in patterns.groups:
                    message = f"'{text}' names the group {{{name}}}, which does not exist"
                    yield Problem(places.of((*path, nth)), message, closest(name, patterns.groups))


def _repeated(patterns: RedFlagPatterns, places: Places) -> Iterator[Problem]:
    """A sign that stands twice, and a message that must raise an alarm and must raise none."""
    seen: dict[str, int] = {}
    for number, sign in enumerate(patterns.signs):
        if seen.setdefault(sign.id, number) != number:
            yield Problem(places.of(("signs", number, "id")), f"sign '{sign.id}' stands twice", "join the two")
    calm = {text for sign in patterns.signs for text in sign.no_alarm} | set(patterns.no_alarm)
    for number, sign in enumerate(patterns.signs):
        for nth, text in enumerate(sign.alarm):
            if text in calm:
                message = f"'{text}' must raise the alarm and must raise none"
                yield Problem(places.of(("signs", number, "alarm", nth)), message, "keep it in one of the two")
