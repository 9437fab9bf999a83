"""The multilingual encoder: verified files, the vectors of the model as published, one meaning in many languages."""

from __future__ import annotations

import importlib.util
import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.bootstrap import Bootstrap
from bot.embeddings.caching import MANY
from bot.embeddings.model_files import ModelError
from bot.embeddings.multilingual_encoder import DEFAULT, PIECES, multilingual_encoder
from bot.embeddings.sentence_encoder import LONGEST, MODEL, SentenceEncoder
from bot.settings import Settings

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("onnxruntime") is None, reason="there is no ONNX Runtime for this system"
)


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return multilingual_encoder()


REFERENCE_TEXTS = (
    "does botox hurt",
    "¿Duele el bótox?",
    "se me cierra el ojo cuando sonrío, ¿es normal?",
    "Wie lange hält die Wirkung der Spritze an?",
    "Não consigo respirar direito",
    "mon œil se ferme quand je souris",
    "Posso allattare dopo il trattamento?",
    "كم يدوم تأثير الحقنة",
    "мой глаз закрывается, когда я улыбаюсь",
    "gülümsediğimde gözüm kapanıyor",
    "治疗后可以运动吗？",
    "ボトックスは痛いですか？",
)
REFERENCE = Path(__file__).with_name("multilingual_reference_vectors.npy")
"""What the package that carries the weights computes itself: (texts, 512) float16."""


def test_vectors_are_those_of_the_model_as_published(encoder: SentenceEncoder) -> None:
    reference = np.load(REFERENCE).astype(np.float32)
    assert (encoder(REFERENCE_TEXTS) * reference).sum(axis=1).min() >= 0.999


def test_every_text_has_a_row_of_length_one(encoder: SentenceEncoder) -> None:
    vectors = encoder([*REFERENCE_TEXTS, "", "🤷", "\n", "pain " * 5000])
    assert vectors.shape == (len(REFERENCE_TEXTS) + 4, encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert encoder([]).shape == (0, encoder.dimensions)


@pytest.mark.parametrize("text", ["bótox duele", "tut Botox weh?", "O botox dói?", "le botox fait mal?", "больно ли?"])
def test_the_same_meaning_in_another_language_is_nearer_than_another_meaning(
    encoder: SentenceEncoder, text: str
) -> None:
    question, hurts, hours = encoder([text, "does Botox hurt", "opening hours"])
    assert question @ hurts > question @ hours + 0.2


def test_a_vector_does_not_depend_on_the_other_texts_of_the_batch(encoder: SentenceEncoder) -> None:
    texts = [*REFERENCE_TEXTS, "palabra " * 300, *("otro texto de cinco palabras" for _ in range(99))]
    for text, vector in zip(texts, encoder(texts), strict=True):
        assert np.allclose(encoder([text])[0], vector, atol=1e-5)


def test_threads_get_the_vectors_that_one_would_get(encoder: SentenceEncoder) -> None:
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(lambda text: encoder([text])[0], REFERENCE_TEXTS * 5))
    assert np.allclose(vectors, np.tile(encoder(REFERENCE_TEXTS), (5, 1)), atol=1e-5)


def test_an_endless_text_is_cut_off(encoder: SentenceEncoder) -> None:
    read = encoder(["dolor " * LONGEST])
    assert np.allclose(encoder(["dolor " * 5000]), read, atol=1e-5)
    assert not np.allclose(encoder(["dolor " * (LONGEST // 2)]), read, atol=1e-5)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=rf"{MODEL} cannot be read.*make"):
        multilingual_encoder(tmp_path / "nowhere")


@pytest.mark.parametrize("name", [MODEL, PIECES])
def test_a_changed_file_is_refused(tmp_path: Path, name: str) -> None:
    for file in DEFAULT.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(ModelError, match=rf"{name} is not the file it should be.*make"):
        multilingual_encoder(tmp_path)


@pytest.mark.parametrize("setting", ["", str(DEFAULT), "off", "OFF", "nowhere"])
def test_the_setting_is_a_folder_or_off_or_empty(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, encoder: SentenceEncoder, setting: str
) -> None:
    caplog.set_level(logging.INFO)
    settings = Settings(_env_file=None, multilingual_model=setting, database_path=tmp_path / "faqbot.db")
    encoders = Bootstrap(settings).encoders("es")
    if setting in ("", str(DEFAULT)):
        assert encoders is not None
        assert np.array_equal(encoders.for_messages(REFERENCE_TEXTS), encoder(REFERENCE_TEXTS))
        assert np.array_equal(encoders.for_faq(REFERENCE_TEXTS), encoder(REFERENCE_TEXTS))
    else:
        assert encoders is None
        (record,) = caplog.records
        assert record.levelno == (logging.INFO if setting.lower() == "off" else logging.WARNING)
        assert "other languages are matched by words only" in record.message


def test_both_models_keep_their_vectors_apart(tmp_path: Path) -> None:
    bootstrap = Bootstrap(Settings(_env_file=None, database_path=tmp_path / "faqbot.db"))
    for encoders in (bootstrap.encoders("en"), bootstrap.encoders("es")):
        assert encoders is not None
        encoders.for_faq([f"does it hurt {number}" for number in range(MANY)])
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_without_sentencepiece_the_other_encoder_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentencepiece", None)
    bootstrap = Bootstrap(Settings(_env_file=None, database_path=tmp_path / "faqbot.db"))
    assert bootstrap.encoders("es") is None
    assert bootstrap.encoders("en") is not None
    (record,) = caplog.records
    assert "sentencepiece is not installed" in record.message
