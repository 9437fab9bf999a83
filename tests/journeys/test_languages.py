"""The patient's language: by the words first, then by what was chosen, then by the app's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap
from tests.journeys.conftest import Harness, Open
from tests.support import updates
from tests.support.patient import Patient

ENGLISH = "What are the side effects of Botox?"
SPANISH = "¿Qué efectos secundarios tiene el bótox?"


async def test_words_decide_over_the_app_s_language(harness: Harness) -> None:
    patient = harness.patient(language="en")
    await patient.ask(SPANISH)
    assert "bótox" in patient.text
    assert any("Me sirve" in label for label in patient.buttons)
    other = harness.patient(1_002, language="es")
    await other.ask(ENGLISH)
    assert other.text.startswith(ENGLISH)


async def test_without_words_the_app_s_language_decides(harness: Harness) -> None:
    patient = harness.patient(language="es-419")
    await patient.ask("/start")
    assert patient.text.startswith("Hola")


@pytest.mark.parametrize("code", ["de", "", "zh-hans"])
async def test_a_language_without_a_file_gets_the_main_one(harness: Harness, code: str) -> None:
    await (patient := harness.patient(language=code)).ask("/start")
    assert patient.text.startswith("Hello")


async def test_a_language_can_be_chosen_by_its_own_name(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("/language")
    assert patient.buttons == ["English", "Español"]
    await patient.tap("Español")
    assert "español" in patient.text
    await patient.ask("/help")
    assert "Escriba" in patient.text
    await patient.ask(ENGLISH)
    assert patient.text.startswith(ENGLISH)


async def test_buttons_bring_their_language_along_after_a_restart(
    harness: Harness, open_harness: Open, patients_bootstrap: Bootstrap
) -> None:
    patient = harness.patient()
    await patient.ask("/language")
    await patient.tap("Español")
    await harness.settled()
    await harness.app.stop()
    await open_harness(patients_bootstrap, harness.telegram)
    await patient.ask("/help")
    assert "Write your question" in patient.text
    await patient.tap_data("T::0:es", patient.messages[1])
    assert "Contacto" in str(patient.messages[1]["reply_markup"])
    await patient.ask("/help")
    assert "Escriba" in patient.text


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("Wie lange hält Botox im Gesicht?", "de", ("Ich verstehe nur Englisch und Spanisch.", "Notrufnummer")),
        ("هل حقن البوتوكس مؤلمة؟", "ar", ("أفهم الإنجليزية والإسبانية فقط", "رقم الطوارئ المحلي")),
        ("Botox dói?", "pt", ("Só entendo inglês e espanhol.", "o número de emergência local")),
    ],
)
async def test_another_language_is_answered_in_it_counted_and_noted(
    harness: Harness, text: str, code: str, said: tuple[str, str]
) -> None:
    patient = harness.patient(language="en")
    await patient.ask(text)
    assert all(part in patient.text for part in said)
    assert patient.buttons[-4:] == ["English", "Español", "All topics", "Contact the clinic"]
    await harness.settled()
    assert harness.rows("SELECT language, kind = 'unmatched' FROM questions") == [(code, 1)]
    assert harness.rows("SELECT entry, count FROM counters WHERE outcome = 'other_language'") == [(code, 1)]


async def test_a_language_without_fixed_texts_is_told_so_in_the_main_one(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("hvor længe varer det og hvor meget koster det")
    assert "I only understand English, Español" in patient.text
    assert "emergency" in patient.text


async def test_the_app_s_language_decides_between_languages_that_a_message_may_be_in(harness: Harness) -> None:
    await (italian := harness.patient(language="it")).ask("quanto dura")
    assert italian.text.startswith("Capisco solo")
    await (brazilian := harness.patient(1_002, language="pt-br")).ask("quanto dura")
    assert brazilian.text.startswith("Só entendo")


async def test_an_emergency_in_another_language_is_answered_in_it_until_it_is_over(harness: Harness) -> None:
    patient = harness.patient(language="it")
    await patient.ask("aiuto, mia madre non riesce a respirare")
    assert patient.text.startswith("È un'emergenza? Chiami subito: ")
    assert "il numero di emergenza locale" in patient.text
    assert patient.buttons == ["Non è un'emergenza"]
    await patient.ask("cosa devo fare adesso?")
    assert patient.text.startswith("È un'emergenza? Chiami subito: ")
    await patient.tap("Non è un'emergenza")
    await patient.ask("quanto costa il trattamento?")
    assert patient.text.startswith("Capisco solo")


async def test_an_emergency_in_another_language_is_answered_in_a_group_too(harness: Harness) -> None:
    member = Patient(harness.telegram, 1_003, chat=updates.group(-1_000_777))
    await member.ask(f"@{harness.app.bot.bot.username} ich bekomme keine Luft")
    assert member.text.startswith("Ist das ein Notfall?")
    assert member.buttons == []


@pytest.mark.parametrize("text", ["botox dolor", "cara tensa", "precio del botox"])
async def test_a_short_spanish_message_is_answered_in_spanish_whatever_the_app_s_language(
    harness: Harness, text: str
) -> None:
    patient = harness.patient(language="en")
    await patient.ask(text)
    assert {"Contacto", "Ninguna de estas", "Otra cosa", "👍 Me sirve"} & set(patient.buttons)


async def test_an_entry_that_is_not_translated_is_shown_in_the_main_language(
    open_harness: Open, tmp_path: Path
) -> None:
    def entry(name: str) -> str:
        return f"{{id: {name}, question: What is {name}?, phrasings: [tell me of {name}], answer: It.}}"

    (tmp_path / "faq.yaml").write_text(f"language: en\nentries:\n  - {entry('botox')}\n  - {entry('mime')}\n")
    (tmp_path / "faq.es.yaml").write_text(
        f"language: es\nmessages: {{helpful_button: Me sirve}}\nentries:\n  - {entry('botox')}\n"
    )
    harness = await open_harness(faq_path=tmp_path / "faq.yaml")
    patient = harness.patient(language="es")
    await patient.ask("/start mime")
    assert patient.text.startswith("What is mime?")
    assert any("Me sirve" in label for label in patient.buttons)


async def test_red_flags_of_all_languages_alarm_everybody(harness: Harness) -> None:
    patient = harness.patient(language="en")
    await patient.ask("no puedo respirar")
    assert "Llame" in patient.text
    await harness.patient(1_002, language="es").ask("i can't breathe")
    assert harness.patient(1_002).text.startswith("Call ")


async def test_telegram_is_told_commands_in_every_language(harness: Harness) -> None:
    await harness.telegram.until(lambda: len(harness.telegram.of("setMyShortDescription")) == 2)
    english, spanish = (call.sent for call in harness.telegram.of("setMyCommands")[:2])
    assert "language" in [command["command"] for command in english["commands"]]
    assert spanish["language_code"] == "es"
    assert spanish["commands"][0]["description"] != english["commands"][0]["description"]


async def test_a_single_language_offers_no_choice(open_harness: Open, tmp_path_factory: pytest.TempPathFactory) -> None:
    faq = tmp_path_factory.mktemp("one") / "faq.yaml"
    faq.write_text(
        "version: 1\nlanguage: en\nentries:\n  - {id: one, question: What is it?, phrasings: [tell me], answer: It.}\n"
    )
    harness = await open_harness(faq_path=faq)
    assert "language" not in str(harness.telegram.of("setMyCommands")[0].sent)
    patient = harness.patient()
    await patient.ask("/language")
    assert "don't know that command" in patient.text
    await patient.ask("Combien de temps dure la paralysie faciale chez les adultes ?")
    assert patient.text.startswith("Je ne comprends que l'anglais.")
    assert "urgence" in patient.text


async def test_a_language_without_red_flags_is_told_at_the_start(
    open_harness: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name, code in (("faq.yaml", "en"), ("faq.fr.yaml", "fr")):
        entry = "{id: one, question: What is it?, phrasings: [tell me], answer: It.}"
        (tmp_path / name).write_text(f"language: {code}\nentries:\n  - {entry}\n")
    await open_harness(faq_path=tmp_path / "faq.yaml")
    told = [record for record in caplog.records if "emergencies are not recognised" in record.message]
    assert [(one.levelname, "in French" in one.message, "in English" in one.message) for one in told] == [
        ("WARNING", True, False)
    ]


async def test_a_sign_that_the_faq_lacks_is_told_at_the_start(
    open_harness: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shipped = (Path(__file__).parents[2] / "faq.yaml").read_text(encoding="utf-8")
    (tmp_path / "faq.yaml").write_text(shipped.replace("- id: breathing\n", "- id: breathng\n"), encoding="utf-8")
    await open_harness(faq_path=tmp_path / "faq.yaml")
    (told,) = (record for record in caplog.records if "nobody will notice" in record.message)
    assert told.levelname == "ERROR"
    assert told.message.startswith("faq.yaml lacks")
    assert told.message.endswith(": breathing")
