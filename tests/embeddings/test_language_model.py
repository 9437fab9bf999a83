"""The model of languages: a verified file; short and long messages are told, English and Spanish are left alone."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap
from bot.core.text.language_id import LanguageIdentifier
from bot.embeddings.language_model import DEFAULT, LONGEST, NgramModel, language_model
from bot.embeddings.model_files import ModelError
from bot.settings import Settings

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("onnxruntime") is None, reason="where there is no ONNX Runtime no model is built"
)


@pytest.fixture(scope="module")
def model() -> NgramModel:
    return language_model()


@pytest.fixture(scope="module")
def languages(patients_bootstrap: Bootstrap) -> LanguageIdentifier:
    return patients_bootstrap.live_faq.live.languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("posso ir à praia amanhã", "pt"),
        ("Meu sorriso ficou torto depois do acidente, tem jeito de melhorar?", "pt"),
        ("darf ich danach in die Sauna", "de"),
        ("Seit der Grippe hängt mein Mundwinkel", "de"),
        ("j'ai rendez-vous mardi, faut-il venir à jeun ?", "fr"),
        ("posso prendere l'aereo domani?", "it"),
        ("Ho la bocca che si muove quando chiudo gli occhi, è grave?", "it"),
        ("mag ik morgen weer naar de sauna", "nl"),
        ("czy mogę jutro iść do sauny", "pl"),
        ("yarın uçağa binebilir miyim", "tr"),
        ("bolehkah saya naik pesawat besok", "id"),
        ("puc anar a la platja demà amb els nens?", "ca"),
        ("pot să merg mâine la plajă?", "ro"),
        ("ngày mai tôi có thể đi bơi không", "vi"),
        ("får jag bada bastu i morgon", "sv"),
        ("رياضة بعد البوتوكس", "ar"),
        ("هل يمكنني السفر بعد غد", "ar"),
        ("فردا می‌توانم شنا کنم", "fa"),
        ("کیا میں کل تیر سکتا ہوں", "ur"),
        ("можно ли завтра в баню", "ru"),
        ("чи можна завтра в лазню", "uk"),
        ("明天可以游泳吗", "zh"),
    ],
)
def test_languages_are_told_in_short_and_long_messages(languages: LanguageIdentifier, text: str, language: str) -> None:
    assert languages.likely(text)[:1] == (language,)


@pytest.mark.parametrize("faq", ["en", "es"])
def test_phrasings_are_in_no_other_language_though_their_words_are_unknown(
    patients_bootstrap: Bootstrap, model: NgramModel, faq: str
) -> None:
    live = patients_bootstrap.live_faq.live
    phrasings = [text for entry in live.by_language[faq].faq.published for text in entry.all_phrasings]
    assert len(phrasings) > 500
    unread = LanguageIdentifier({"en": (), "es": ()}, model=model)
    taken = [text for text in phrasings if unread.detect(text) not in (None, *live.by_language)]
    assert len(taken) <= 0.005 * len(phrasings), taken
    assert [text for text in taken if live.languages.detect(text) != faq] == []


@pytest.mark.parametrize(
    "text",
    [
        "orbicularis oculi, zygomaticus major, depressor anguli oris",
        "paresis nervi facialis sinistra",
        "herpes zoster oticus",
        "levator labii superioris alaeque nasi",
        "Dysport Xeomin Jeuveau Daxxify Letybo",
        "São Paulo",
        "Rio de Janeiro",
        "João Pereira",
        "is Dr João Pereira there",
        "Anna Maria Kowalska Nowak",
        "Hospital São João Porto",
        "kuanto kuesta",
        "ola kiero saver kuanto kuesta el botos",
        "aser ejersisio dspues dl botox c puede",
        "me kedó xueca la kara wey",
        "mi ojo is closing cuando yo smile",
        "puedo take ibuprofen before la cita",
        "wat can i do 4 my fase",
        "plis i ned halp wit mi fais",
        "me no understand doctor say sinkinesis",
        "ola",
        "hi hi",
        "https://example.org/watch?v=dQw4w9WgXcQ",
        "lkjsdf oiwe nmcx qpow eirut",
    ],
)
def test_names_latin_and_poor_spelling_are_no_language(languages: LanguageIdentifier, text: str) -> None:
    assert languages.detect(text) in (None, "en", "es")


def test_probabilities_add_up(model: NgramModel) -> None:
    probable = model("quanto tempo demora")
    assert sum(probable.values()) == pytest.approx(1)
    assert max(probable, key=lambda code: probable[code]) == "pt"
    assert model("QUANTO TEMPO DEMORA") == probable


@pytest.mark.parametrize("text", ["", "12 34", "👍", "\ud800"])
def test_what_has_no_letters_tells_nothing(model: NgramModel, text: str) -> None:
    assert model(text) == {}


def test_only_the_beginning_of_an_endless_text_is_read(model: NgramModel) -> None:
    beginning = ("wie lange dauert das " * LONGEST)[:LONGEST]
    assert model(beginning + "quanto tempo demora isso " * 1000) == model(beginning)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model.npz cannot be read.*make"):
        language_model(tmp_path / "model.npz")


@pytest.mark.parametrize("kept", [0, 1000, DEFAULT.stat().st_size - 1 if DEFAULT.exists() else 0])
def test_a_damaged_file_is_refused(tmp_path: Path, kept: int) -> None:
    (tmp_path / "model.npz").write_bytes(DEFAULT.read_bytes()[:kept])
    with pytest.raises(ModelError, match=r"model.npz is not the file it should be.*make"):
        language_model(tmp_path / "model.npz")


def test_without_the_file_words_decide_and_the_log_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    faq = tmp_path / "faq.yaml"
    faq.write_text("entries: [{id: a, question: When does it wear off?, answer: After a while.}]\n", encoding="utf-8")
    settings = Settings(
        _env_file=None, sentence_model="off", multilingual_model="off", faq_path=faq, database_path=tmp_path / "bot.db"
    )
    languages = Bootstrap(settings, languages=tmp_path / "nowhere").live_faq.live.languages
    (said,) = [record.getMessage() for record in caplog.records if "model of languages" in record.getMessage()]
    assert said.startswith("no model of languages, they are told by words only: ")
    assert languages.detect("Wie lange dauert das?") == "de"
    assert languages.detect("how long does it last") == "en"
