"""Loads the files of a FAQ, the main one and its translations, or reports every problem.

Owns what a translation takes from the main file. Knows nothing of which files there are (`faq_files`), and of matching.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.core.faq.model import Faq
from bot.core.faq.yaml_reader import Loaded, read_faq
from bot.core.languages import language
from bot.core.positions import FaqProblems, Problem
from bot.live_faq.faq_files import Contents
from bot.live_faq.snapshot import LocalizedFaq, Snapshot


def load_faqs(contents: Contents, before: Snapshot | None = None) -> tuple[dict[Path, Loaded], tuple[Problem, ...]]:
    """The FAQs in these files, the main one first, and the problems of translations, which are left out.

    Raises:
        FaqProblems: the main file has problems, or another language than that of `before`.
    """
    (path, data), *others = readable(contents).items()
    problems = [content for content in contents.values() if isinstance(content, Problem)]
    main = _answering(read_faq(data, path.name))
    if before is not None and before.main.language != main.faq.language:
        raise FaqProblems((_other_language(main, before.main),))
    loaded = {path: main}
    for sibling, text in others:
        try:
            loaded[sibling] = _translation(sibling, text, main, loaded)
        except FaqProblems as found:
            problems += found.problems
    return loaded, tuple(problems)


def readable(contents: Contents) -> dict[Path, bytes]:
    """The contents of the files that could be read."""
    return {one: content for one, content in contents.items() if isinstance(content, bytes)}


def _answering(loaded: Loaded) -> Loaded:
    if not loaded.faq.published:
        message, hint = "every entry is a draft, so there is nothing to answer with", "publish at least one"
        raise FaqProblems((Problem(loaded.places.of(("entries",)), message, hint),))
    return loaded


def _other_language(loaded: Loaded, main: LocalizedFaq) -> Problem:
    """The problem of a main file in another language: all checks and red flags of the old one would be gone."""
    code = loaded.faq.language
    message = f"the FAQ is in {language(main.language).name}, and this file says `language: {code}`"
    translation = f"{main.path.stem}.{code}{main.path.suffix}"
    hint = (
        f"a translation is a file of its own, {translation}; to change the main language, start the bot again with it"
    )
    return Problem(loaded.places.of(("language",)), message, hint)


def _translation(path: Path, data: bytes, main: Loaded, loaded: Mapping[Path, Loaded]) -> Loaded:
    found = _answering(read_faq(data, path.name, main.faq))
    language, named = found.faq.language, path.stem.rpartition(".")[2]
    place = found.places.of(("language",))
    if language != named:
        message = f"the file's name says '{named}' and its `language` says '{language}'"
        raise FaqProblems((Problem(place, message, f"write `language: {named}`"),))
    for other, one in loaded.items():
        if one.faq.language == language:
            message = f"'{language}' is the language of {other.name} already"
            raise FaqProblems((Problem(place, message, "rename or remove one of the files"),))
    return replace(found, faq=_completed(found.faq, main.faq))


def _completed(faq: Faq, main: Faq) -> Faq:
    """A translation completed by values of the main FAQ."""
    clinic = faq.clinic.model_copy(
        update={name: value for name, value in main.clinic if name not in faq.clinic.model_fields_set}
    )
    titled = {topic.id for topic in faq.topics}
    return faq.model_copy(
        update={
            "clinic": clinic,
            "topics": (*faq.topics, *(topic for topic in main.topics if topic.id not in titled)),
            "matching": faq.matching if "matching" in faq.model_fields_set else main.matching,
        }
    )


def with_entries_of(main: Faq, faq: Faq) -> Faq:
    """A translation with the entries of the main FAQ that it lacks."""
    known = {entry.id for entry in faq.published}
    lent = tuple(entry for entry in main.published if entry.id not in known)
    return faq.model_copy(update={"entries": (*faq.published, *lent)}) if lent else faq
