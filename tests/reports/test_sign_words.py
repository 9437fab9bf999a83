"""By which words the site's search finds the red flags of the shipped files: told by what patients type, in a browser's
own search, run by node."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from datetime import date
from functools import cache

import pytest

from bot.core.faq.yaml_reader import read_faq
from bot.core.red_flags.section import RedFlagSection
from bot.reports.sign_words import sign_words
from bot.reports.site import site_pages
from tests.reports.test_search import RUN, SEARCH
from tests.support.paths import FAQ

NODE = shutil.which("node")
with_node = pytest.mark.skipif(NODE is None, reason="the search is JavaScript, and there is no node")
_SIGN = re.compile(
    r'<li data-alone="([^"]*)" data-core="([^"]*)" data-titled="([^"]*)" data-sayings="([^"]*)" data-pairs="([^"]*)">'
    r"<details>\s*<summary>(.*?)</summary>"
)


@cache
def pages() -> dict[str, str]:
    main = read_faq(FAQ.read_bytes(), FAQ.name).faq
    spanish = read_faq(FAQ.with_name("faq.es.yaml").read_bytes(), "faq.es.yaml", main).faq
    return site_pages({"en": main, "es": spanish}, today=date(2026, 11, 29))


@cache
def signs(page: str) -> tuple[list[dict[str, object]], list[str]]:
    """The red flags of a page as its script reads them, and the little words."""
    text = pages()[page]
    found = [[html.unescape(one) for one in parts] for parts in _SIGN.findall(text)]
    common = re.search(r'data-common="([^"]*)"', text)
    assert common is not None
    keys = ("alone", "core", "titled", "sayings", "pairs", "title")
    read = [dict(zip(keys, one, strict=True)) for one in found]
    return [one | {key: json.loads(one[key]) for key in ("sayings", "pairs")} for one in read], common[1].split()


def found(page: str, asked: str) -> list[str]:
    """The titles of the red flags that are found, the best first."""
    flags, common = signs(page)
    told = {"entries": [], "synonyms": [], "common": common, "signs": flags, "asked": asked}
    assert NODE is not None
    done = subprocess.run(
        [NODE, "-e", RUN, str(SEARCH)], input=json.dumps(told), capture_output=True, text=True, check=True, timeout=20
    )
    return [str(flags[at]["title"]) for at in json.loads(done.stdout)["signs"]]


@with_node
@pytest.mark.parametrize(
    ("page", "asked", "title"),
    [
        ("index.html", "suicide", "Thoughts of suicide or self-harm"),
        ("index.html", "kill myself", "Thoughts of suicide or self-harm"),
        ("index.html", "can't breathe", "Trouble breathing"),
        ("index.html", "stroke", "Possible stroke or new face droop"),
        ("index.html", "heart attack", "Chest pain, fit or unconscious"),
        ("index.html", "cannot swallow", "Trouble swallowing or choking"),
        ("index.html", "overdose", "Too much medicine or poison swallowed"),
        ("index.html", "double vision", "Double vision or weakness after an injection"),
        ("index.html", "anaphylaxis", "Severe allergic reaction"),
        ("es.html", "suicidio", "Ideas de suicidio o de hacerse daño"),
        ("es.html", "quiero morir", "Ideas de suicidio o de hacerse daño"),
        ("es.html", "no puedo respirar", "Dificultad para respirar"),
        ("es.html", "ictus", "Posible derrame cerebral (ictus) o cara caída de golpe"),
        ("es.html", "no puedo tragar", "Dificultad para tragar o atragantamiento"),
    ],
)
def test_an_emergency_is_found_on_the_page(page: str, asked: str, title: str) -> None:
    assert found(page, asked)[:1] == [title]


@with_node
@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("index.html", "does botox hurt"),
        ("index.html", "my face"),
        ("index.html", "how do I massage my face"),
        ("index.html", "self massage"),
        ("index.html", "can I drink alcohol"),
        ("index.html", "signs of synkinesis"),
        ("es.html", "cuánto dura el bótox"),
        ("es.html", "parálisis facial"),
    ],
)
def test_an_ordinary_search_raises_no_alarm(page: str, asked: str) -> None:
    assert found(page, asked) == []


def test_a_word_that_entries_use_too_tells_of_no_sign_by_itself() -> None:
    faq = read_faq(FAQ.read_bytes(), FAQ.name).faq
    words = sign_words(RedFlagSection.of(faq), faq)
    assert {"suicide", "suicidal"} <= words["crisis"].alone
    alone = frozenset[str]().union(*(one.alone for one in words.values()))
    assert not {"face", "pain", "weak", "injection", "eye", "hurt", "the", "new"} & alone


def test_the_number_is_found_by_the_word_for_an_emergency() -> None:
    for page, word in (("index.html", "emergency"), ("es.html", "emergencia")):
        numbers = re.search(r'<div data-alone="([^"]*)"', pages()[page])
        assert numbers is not None
        assert word in numbers[1].split()
