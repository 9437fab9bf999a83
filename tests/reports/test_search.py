"""The search of the site's pages, run by node: what patients type finds the entry, slips and all."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.reports import site

NODE = shutil.which("node")
SEARCH = Path(site.__file__).with_name("search.js")
RUN = """
const read = (file) => require("node:fs").readFileSync(file, "utf8");
require("node:vm").runInThisContext(read(process.argv[1]));
const { entries, synonyms, common, signs, asked } = JSON.parse(read(0));
console.log(JSON.stringify(searchOf(entries, synonyms, common, signs)(asked)));
"""
ENTRIES = (
    ("Does it hurt?", "A little: the needle is thin."),
    ("What is synkinesis?", "Movements of the face that go together."),
    ("How long does Botox last?", "Three months, both in the face and in the neck."),
    ("¿Qué es la parálisis facial?", "Músculos de la cara que no se mueven."),
    ("Can you swallow after it?", "Yes. A weak throat is rare."),
)
SYNONYMS = (("injection", "needle", "jab"), ("synkinesis", "synkinetic"))
SIGNS = (
    {"title": "Trouble breathing", "alone": "breathing wheezing", "core": "", "titled": "trouble breathing"}
    | {"sayings": [], "pairs": ["no air"]},
    {"title": "Trouble swallowing", "alone": "choking", "core": "swallowing", "titled": "trouble swallowing"}
    | {"sayings": ["can i not swallow t water"], "pairs": []},
    {"title": "Possible stroke or new face droop", "alone": "stroke", "core": "", "titled": "droop stroke"}
    | {"sayings": [], "pairs": ["worst headache"]},
    {"title": "Thoughts of suicide", "alone": "suicide suicidal kill", "core": "", "titled": "suicide"}
    | {"sayings": [], "pairs": ["want die"]},
)
COMMON = "does it what is how the a can you after i"

pytestmark = pytest.mark.skipif(NODE is None, reason="the search is JavaScript, and there is no node")


def found(asked: str, kind: str = "entries") -> list[str]:
    """The questions that are found, or with "signs" the red flags, the best first."""
    told = {
        "entries": [(question, answer, f"{question} {answer}") for question, answer in ENTRIES],
        "synonyms": SYNONYMS,
        "common": COMMON.split(),
        "signs": SIGNS,
        "asked": asked,
    }
    assert NODE is not None
    done = subprocess.run(
        [NODE, "-e", RUN, str(SEARCH)], input=json.dumps(told), capture_output=True, text=True, check=True, timeout=20
    )
    names = [one[0] for one in ENTRIES] if kind == "entries" else [str(one["title"]) for one in SIGNS]
    return [names[at] for at in json.loads(done.stdout)[kind]]


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("hurt", "Does it hurt?"),
        ("hurting", "Does it hurt?"),
        ("hrut", "Does it hurt?"),
        ("needles", "Does it hurt?"),
        ("injections", "Does it hurt?"),
        ("what is sinkinesis", "What is synkinesis?"),
        ("synk", "What is synkinesis?"),
        ("synkinetik", "What is synkinesis?"),
        ("botx", "How long does Botox last?"),
        ("BOTOX!", "How long does Botox last?"),
        ("bótox", "How long does Botox last?"),
        ("parálisis", "¿Qué es la parálisis facial?"),
        ("paralisis", "¿Qué es la parálisis facial?"),
        ("paralysis", "¿Qué es la parálisis facial?"),
        ("swallowing", "Can you swallow after it?"),
        ("swalow", "Can you swallow after it?"),
    ],
)
def test_the_first_found_is_meant(asked: str, question: str) -> None:
    assert found(asked)[:1] == [question]


@pytest.mark.parametrize("asked", ["", "???", "qqqq", "parking", "hxxt"])
def test_what_no_entry_says_finds_nothing(asked: str) -> None:
    assert found(asked) == []


def test_a_word_that_is_there_is_not_taken_for_another() -> None:
    assert found("neck") == ["How long does Botox last?"]
    assert found("facial") == ["¿Qué es la parálisis facial?"]


def test_little_words_count_only_where_there_are_no_others() -> None:
    assert found("does it last") == ["How long does Botox last?"]
    assert found("does it")[0] == "Does it hurt?"


@pytest.mark.parametrize(
    ("asked", "sign"),
    [
        ("suicide", "Thoughts of suicide"),
        ("sucide", "Thoughts of suicide"),
        ("I want to die", "Thoughts of suicide"),
        ("can't breathe", "Trouble breathing"),
        ("there is no air", "Trouble breathing"),
        ("strokes", "Possible stroke or new face droop"),
        ("droopy face", "Possible stroke or new face droop"),
        ("can't swallow", "Trouble swallowing"),
        ("trouble swallowing", "Trouble swallowing"),
    ],
)
def test_a_red_flag_is_found_by_what_patients_call_it(asked: str, sign: str) -> None:
    assert found(asked, "signs")[:1] == [sign]


@pytest.mark.parametrize(
    "asked", ["", "swallow", "face", "does it hurt", "how long does botox last", "headache", "qqqq"]
)
def test_an_ordinary_question_finds_no_red_flag(asked: str) -> None:
    assert found(asked, "signs") == []
