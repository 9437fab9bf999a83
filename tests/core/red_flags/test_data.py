"""The patterns that the bot brings along: every message in them holds, and a faulty file is refused with its place."""

from __future__ import annotations

import pytest

from bot import words
from bot.core.faq.model import Faq, Urgent, UrgentSign
from bot.core.faq.yaml_reader import read_faq
from bot.core.languages import known, supported
from bot.core.positions import FaqProblems
from bot.core.red_flags.data import load, read
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.red_flags.section import UNCLEAR, RedFlagSection
from tests.support.paths import FAQ

MAIN = read_faq(FAQ.read_bytes()).faq
FAQS = (MAIN, read_faq(FAQ.with_name("faq.es.yaml").read_bytes(), "faq.es.yaml", MAIN).faq)


def built_in(language: str) -> RedFlagSection:
    """The section of a FAQ that has every sign and no example."""
    patterns = load(language)
    assert patterns is not None
    signs = tuple(UrgentSign(id=one.id, title=one.id, message="X") for one in patterns.signs if one.id != UNCLEAR)
    return RedFlagSection(language, Urgent(signs=signs), patterns)


def test_every_built_in_message_raises_what_it_must_by_phrases_alone() -> None:
    sections = [built_in(record.code) for record in supported()]
    detector = RedFlagDetector(sections, dictionaries={"en": words.load().words})
    wrong: list[str] = []
    for section in sections:
        for example in section.examples:
            alarm = detector.detect(example.text)
            raised = alarm.sign.id if alarm and alarm.present else ""
            wrong += [f"{example.text}: {raised}"] if raised != example.raises else []
    assert wrong == []
    assert sum(len(section.examples) for section in sections) > 1500


@pytest.mark.parametrize("faq", FAQS, ids=lambda faq: faq.language)
def test_the_shipped_faq_has_every_sign_and_repeats_a_few_of_the_built_in_messages(faq: Faq) -> None:
    section = RedFlagSection.of(faq)
    assert section.lacking == ()
    assert section.examples == tuple(
        one if one.text not in own(faq) else type(one)(one.text, one.raises, built_in=False)
        for one in built_in(faq.language).examples
    )
    assert all(len(sign.alarm) <= 15 and len(sign.no_alarm) <= 15 for sign in section.urgent.signs)


def own(faq: Faq) -> set[str]:
    signs = faq.urgent.signs if faq.urgent else ()
    found = {text for sign in signs for text in (*sign.alarm, *sign.no_alarm)}
    return found | set(faq.urgent.no_alarm if faq.urgent else ())


def test_languages_with_cues_have_patterns_and_no_others() -> None:
    assert [record.code for record in known() if load(record.code) is not None] == [one.code for one in supported()]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("signs:\n  - id: x\n    phrases: [a, '{cannt} b']\n", "3:18: '{cannt} b' refers to the group {cannt}, which"),
        ("groups:\n  cannot: [can't]\nidioms: ['{canot} do']\n", "3:10: '{canot} do' refers to the group {canot}"),
        ("groups:\n  one: ['{two} a']\n", "2:9: '{two} a' refers to the group {two}"),
        ("signs:\n  - id: x\n    phrase: [a]\n", "3:5: unknown key 'phrase' in sign 'x' (did you mean 'phrases'?)"),
        ("signs:\n  - id: x\n    phrases: [a]\n  - id: x\n    phrases: [b]\n", "4:9: sign 'x' is defined twice"),
        (
            "signs:\n  - id: x\n    phrases: [a]\n    alarm: [b]\nno_alarm: [b]\n",
            "4:13: 'b' is in `alarm` and in `no_alarm`",
        ),
        ("groups:\n  one: a\n", "2:8: 'one' must be a list"),
        ("groups: [\n", "1:9: a list or group in [ ] or { } is not closed"),
        ("just words", "1:1: this file is a group of `key: value` lines (begin with `groups:`)"),
        ("groups: {}\ngroups: {}\n", "2:1: key 'groups' is given twice"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(FaqProblems) as refused:
        read(text.encode(), "xx.yaml")
    assert any(str(one).startswith(f"xx.yaml:{problem}") for one in refused.value.problems), str(refused.value)


def test_the_closest_group_is_suggested() -> None:
    with pytest.raises(FaqProblems, match="did you mean 'cannot'"):
        read(b"groups:\n  cannot: [can't]\nidioms: ['{canot} do']\n", "xx.yaml")


def test_a_crisis_is_guessed_only_beside_words_of_its_own() -> None:
    for language in supported():
        patterns = load(language.code)
        assert patterns is not None
        assert patterns.by_id["crisis"].words
