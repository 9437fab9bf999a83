"""What matching learnt is kept, found again for the very same FAQ only, and never in the way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.bootstrap import Bootstrap
from bot.core.faq.model import Faq
from bot.core.faq.yaml_reader import read_faq
from bot.core.matching.learning_key import learning_key
from bot.core.matching.matcher import Matcher
from bot.embeddings.kept_matching import MOST, KeptMatching
from bot.embeddings.learned import LEARNED
from bot.live_faq.faq_files import files_of
from bot.live_faq.live_faq import LiveFaq
from bot.settings import Settings
from tests.support.paths import FAQ

TOPICS = ("driving", "swelling", "price", "work", "exercise", "pain")
ENTRY = "  - {{id: {0}, question: What about {0}?, answer: A, phrasings: [tell me of {0} please, is {0} ok]}}\n"
TEXT = "entries:\n" + "".join(map(ENTRY.format, TOPICS))


def faq(text: str = TEXT) -> Faq:
    return read_faq(text.encode()).faq


def matcher(of: Faq, kept: KeptMatching | None = None) -> Matcher:
    learnt = kept.get(learning_key(of, "", ())) if kept is not None else None
    return Matcher.fit(of.published, matching=of.matching, learnt=learnt)


def test_what_was_learnt_ranks_as_before(tmp_path: Path) -> None:
    kept, first = KeptMatching(tmp_path), matcher(faq())
    kept.put(learning_key(faq(), "", ()), first.learnt)
    second = matcher(faq(), kept)
    assert second.held_out == first.held_out
    assert second.thresholds == first.thresholds
    assert np.array_equal(second.learnt.coefficients, first.learnt.coefficients)
    for text in ("is driving fine", "pain and price", "zzz"):
        assert second.rank(text) == first.rank(text)


@pytest.mark.parametrize("changed", [TEXT.replace("driving", "flying"), TEXT + "off_topic: [the weather]\n"])
def test_another_faq_has_another_key(changed: str) -> None:
    assert learning_key(faq(changed), "", ()) != learning_key(faq(), "", ())
    assert learning_key(faq(), "model", ()) != learning_key(faq(), "", ()) != learning_key(faq(), "", ("word",))


def test_a_file_that_cannot_be_read_is_as_good_as_none(tmp_path: Path) -> None:
    kept, key = KeptMatching(tmp_path), learning_key(faq(), "", ())
    assert kept.get(key) is None
    kept.put(key, matcher(faq()).learnt)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:100])
    assert kept.get(key) is None


def test_where_nothing_can_be_kept_the_bot_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    KeptMatching(tmp_path / "file").put("0" * 64, matcher(faq()).learnt)


def test_only_the_latest_files_are_kept(tmp_path: Path) -> None:
    kept = KeptMatching(tmp_path)
    for number in range(MOST + 3):
        kept.put(f"{number:064}"[::-1], matcher(faq()).learnt)
    assert len(list(tmp_path.iterdir())) == MOST


@pytest.mark.parametrize("model", ["", "off"])
def test_the_faq_that_comes_with_the_bot_is_learnt_already(tmp_path: Path, model: str) -> None:
    settings = Settings(
        _env_file=None, sentence_model=model, multilingual_model=model, database_path=tmp_path / "faqbot.db"
    )
    bootstrap, kept = Bootstrap(settings), KeptMatching(tmp_path)
    main = read_faq(FAQ.read_bytes()).faq
    for path in files_of(FAQ):
        edition = main if path == FAQ else read_faq(path.read_bytes(), path.name, main).faq
        edition = edition.model_copy(update={"matching": main.matching})
        encoders = bootstrap.encoders(edition.language)
        words = bootstrap.vocabulary.by_language[edition.language]
        key = learning_key(edition, encoders.key if encoders is not None else "", words)
        assert kept.get(key) is not None, "run `make learn`"


def test_a_second_start_learns_nothing_anew(tmp_path: Path) -> None:
    path, kept = tmp_path / "faq.yaml", KeptMatching(tmp_path / "cache")
    path.write_text(TEXT)
    first = LiveFaq.open(path, kept=kept).live.main.matcher
    files = {file: file.stat().st_mtime_ns for file in (tmp_path / "cache").iterdir()}
    second = LiveFaq.open(path, kept=kept).live.main.matcher
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "cache").iterdir()} == files
    assert second.rank("is driving fine") == first.rank("is driving fine")


@pytest.mark.parametrize("path", sorted(LEARNED.glob("matching-*.npz")), ids=lambda path: path.stem)
def test_what_comes_with_the_bot_has_learnt_something(path: Path) -> None:
    """A fit that went astray gives numbers as well: they must foresee what was left out of it."""
    with np.load(path, allow_pickle=False) as found:
        key = bytes(found["key"]).decode()
    learnt = KeptMatching(path.parent).get(key)
    assert learnt is not None
    assert sum(one.right for one in learnt.held_out) > len(learnt.held_out) / 2
    assert learnt.thresholds.coverage > 0.15
    assert learnt.thresholds.answer < 0.95
