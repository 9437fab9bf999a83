"""The second opinion on personal data: verified files, names found by their place, loaded late, never in the way."""

from __future__ import annotations

import importlib.util
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap, SecondOpinion
from bot.core.deidentification.anonymizer import Anonymizer
from bot.core.deidentification.identifiers import Identifier
from bot.core.deidentification.second_opinion import FindIdentifiers
from bot.embeddings.model_files import ModelError
from bot.embeddings.personal_data_finder import (
    DEFAULT,
    LONGEST,
    MODEL,
    TOKENIZER,
    PersonalDataFinder,
    personal_data_finder,
)
from bot.settings import Settings
from bot.words import load

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("onnxruntime") is None, reason="there is no ONNX Runtime for this system"
)
BY_PLACE = "ask whoever is on, not duke"
"""Its name is an everyday word, and no rule knows the place."""


@pytest.fixture(scope="module")
def finder() -> PersonalDataFinder:
    return personal_data_finder()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my friend arkady belov had dysport", {"arkady": "name", "belov": "name"}),
        ("i live in daisy close", {"daisy close": "address"}),
        ("does the injection hurt", {}),
        ("how long does it last? my eye closes when i smile", {}),
        ("", {}),
        ("🤷 \n", {}),
    ],
)
def test_personal_data_is_found_with_its_place_and_kind(
    finder: PersonalDataFinder, text: str, found: dict[str, str]
) -> None:
    covered = finder(text)
    assert {one.kind for one in covered} == set(found.values())
    for words, kind in found.items():
        first, last = text.index(words), text.index(words) + len(words)
        assert {one.kind for one in covered if one.start < last and first < one.end} == {kind}


def test_an_endless_text_is_read_up_to_a_limit(finder: PersonalDataFinder) -> None:
    assert finder("arkady belov is my surgeon. " + "does it hurt " * 5000)
    assert not finder("does it hurt " * LONGEST + "arkady belov is my surgeon")


def test_what_only_its_place_tells_is_masked(finder: PersonalDataFinder) -> None:
    assert Anonymizer(load(), (), finder).redact(BY_PLACE).text == "ask whoever is on, not [name]"
    assert Anonymizer(load(), ()).redact(BY_PLACE).text == BY_PLACE


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_a_changed_file_is_refused(tmp_path: Path, name: str) -> None:
    for file in DEFAULT.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(ModelError, match=rf"{name} is not the file it should be.*make"):
        personal_data_finder(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=rf"{MODEL} cannot be read.*make"):
        personal_data_finder(tmp_path / "nowhere")


def opinion(setting: str) -> SecondOpinion | None:
    return Bootstrap(Settings(_env_file=None, personal_data_model=setting)).second_opinion


@pytest.mark.parametrize("setting", ["", str(DEFAULT)])
def test_the_setting_is_a_folder_or_empty(setting: str) -> None:
    found = opinion(setting)
    assert found is not None
    assert "name" in {one.kind for one in found(BY_PLACE)}
    assert found.trouble == ""


@pytest.mark.parametrize("setting", ["off", "OFF"])
def test_off_is_said_and_loads_nothing(setting: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert opinion(setting) is None
    (record,) = caplog.records
    assert "the rules alone decide" in record.message


def test_without_its_files_the_rules_decide_and_that_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = opinion(str(tmp_path / "nowhere"))
    assert found is not None
    assert (found.trouble, caplog.records) == ("", [])
    rules, both = Anonymizer(load(), ()), Anonymizer(load(), (), found)
    for _ in range(3):
        assert both.redact(BY_PLACE) == rules.redact(BY_PLACE)
    (record,) = caplog.records
    assert "the rules alone decide" in record.message
    assert MODEL in found.trouble


def test_without_the_runtime_the_rules_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    found = opinion("")
    assert found is not None
    assert found(BY_PLACE) == ()
    assert "onnxruntime is not installed" in found.trouble


def test_a_failure_says_nothing_of_the_text_and_is_over_with_the_next_success(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing = True

    def find(text: str) -> Sequence[Identifier]:
        if failing:
            raise ValueError(text)
        return (Identifier(0, 4, "name"),)

    found = SecondOpinion(lambda: find)
    assert found(BY_PLACE) == ()
    assert "ValueError" in found.trouble
    assert "duke" not in found.trouble + caplog.text
    failing = False
    assert found(BY_PLACE) == (Identifier(0, 4, "name"),)
    assert found.trouble == ""


def test_the_model_is_loaded_once_and_not_before_it_is_needed() -> None:
    loads: list[None] = []

    def counted() -> FindIdentifiers:
        loads.append(None)
        return lambda _: ()

    found = SecondOpinion(counted)
    assert not loads
    for text in ("does it hurt", BY_PLACE):
        assert found(text) == ()
    assert len(loads) == 1
