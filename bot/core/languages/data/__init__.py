"""Reads the records of the languages: `en.yaml`, `es.yaml`, and `others.yaml` for those only recognised or stemmed.

A file maps codes to records; a new file is a new language. `language` and `cues` define the fields. Regular
expressions may go over several lines, which are joined without a blank. In `cues`, `after_alarm`, `feelings`,
`refusals` and `wishes`, a list is a choice between alternatives and `{name}` stands for one of the `fragments`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from re import Pattern
from typing import Any

from bot.core.languages.cues import AfterAlarmCues, ClauseCues, ContextCues, FeelingCues, RefusalCues, WishCues
from bot.core.languages.language import Language, SmallTalk, SmallTalkWords
from bot.core.positions import FaqProblems, Problem
from bot.core.strict_yaml import parse

_FRAGMENT = re.compile(r"\{([a-z]+)\}")


def load() -> tuple[Language, ...]:
    """The records of all files, in the order of the files' names.

    Raises:
        FaqProblems: a file is faulty.
    """
    paths = sorted(
        (path for path in files(__name__).iterdir() if path.name.endswith(".yaml")), key=lambda one: one.name
    )
    return tuple(one for path in paths for one in read(path.read_bytes(), f"languages/data/{path.name}"))


def read(data: bytes, name: str) -> tuple[Language, ...]:
    """The records written in `data` (UTF-8 YAML).

    Raises:
        FaqProblems: every faulty record, with `name`, line and column.
    """
    document = parse(data, name)
    problems, records = list(document.problems), list[Language]()
    for code, fields in document.value.items():
        try:
            records.append(Language(code, **{key: _CONVERTERS.get(key, _text)(value) for key, value in fields.items()}))
        except (AttributeError, KeyError, TypeError, ValueError, re.error) as error:
            message = f"the record of '{code}' cannot be used: {error}"
            problems.append(Problem(document.places.of((code,), key=True), message, "compare it with the one of 'en'"))
    if problems:
        raise FaqProblems(tuple(problems))
    return tuple(records)


def _text(value: str) -> str:
    return value.replace("\n", "")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _letters(weights: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    return tuple((letters, float(weight)) for letters, weight in weights.items())


def _sounded(words: Mapping[str, str]) -> tuple[tuple[Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b(?:{sounded})\b", re.IGNORECASE), meant) for sounded, meant in words.items())


def _small_talk(fields: Mapping[str, Any]) -> SmallTalkWords:
    def by_kind(name: str) -> dict[SmallTalk, str]:
        return {SmallTalk(kind): _text(text) for kind, text in fields[name].items()}

    rest = {name: _text(text) for name, text in fields.items() if name not in {"core", "phrases"}}
    return SmallTalkWords(core=by_kind("core"), phrases=by_kind("phrases"), **rest)


def _cues(fields: Mapping[str, Any]) -> ContextCues:
    return ContextCues(
        joints=ClauseCues(**{name: _words(text) for name, text in fields["joints"].items()}),
        negative=_words(fields["negative"]),
        **_patterns(fields, without=("joints", "negative")),
    )


def _after_alarm(fields: Mapping[str, Any]) -> AfterAlarmCues:
    return AfterAlarmCues(**_patterns(fields))


def _feelings(fields: Mapping[str, Any]) -> FeelingCues:
    return FeelingCues(**_patterns(fields))


def _wishes(fields: Mapping[str, Any]) -> WishCues:
    return WishCues(beside=_words(fields["beside"]), **_patterns(fields, without=("beside",)))


def _refusals(fields: Mapping[str, Any]) -> RefusalCues:
    patterns = _patterns(fields, without=("needle_words", "knife_words", "otherwise"))
    return RefusalCues(
        needle=patterns["needle"],
        needle_words=fields["needle_words"],
        knife=patterns["knife"],
        knife_words=fields["knife_words"],
        otherwise=fields["otherwise"],
    )


def _patterns(fields: Mapping[str, Any], without: Sequence[str] = ()) -> dict[str, Pattern[str]]:
    fragments = {name: _source(value, "(?:", ")") for name, value in fields["fragments"].items()}

    def pattern(value: str | list[str]) -> Pattern[str]:
        return re.compile(_FRAGMENT.sub(lambda found: fragments[found[1]], _source(value, r"\b(?:", r")\b")))

    return {name: pattern(value) for name, value in fields.items() if name not in {"fragments", *without}}


def _source(value: str | list[str], before: str, after: str) -> str:
    """The source of a regular expression; a list becomes a choice between `before` and `after`."""
    return _text(value) if isinstance(value, str) else before + "|".join(map(_text, value)) + after


_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "letters": _letters,
    "sounded": _sounded,
    "small_talk": _small_talk,
    "cues": _cues,
    "after_alarm": _after_alarm,
    "feelings": _feelings,
    "wishes": _wishes,
    "refusals": _refusals,
    "longest_answer": int,
}
"""How a field becomes a value. The other fields are text."""
