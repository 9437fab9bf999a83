"""What follows an emergency message: the bot stays with the patient for an hour."""

from __future__ import annotations

import pytest

from bot.bootstrap import Bootstrap
from tests.journeys.conftest import Harness, Open
from tests.support import updates
from tests.support.clock import Clock
from tests.support.patient import Patient
from tests.support.updates import Json

BREATHING, STROKE, CRISIS = "i cannot breathe", "one side of my face has just dropped", "i want to die"
RESPIRAR, MORIR = "no puedo respirar", "quiero morirme"
NUMBER, NUMERO = "your local emergency number", "número de emergencias de su país"
LINE, LINEA = "a crisis line in your country", "una línea de ayuda en crisis de su país"
BUTTON = "It is not an emergency"
SIDE_EFFECTS = "What are the side effects of Botox?"
UNKNOWN = "do you sell parrots and garden furniture"


async def told(harness: Harness, alarm: str, *replies: str) -> Patient:
    """A patient who wrote these messages one after the other."""
    patient = harness.patient()
    for words in (alarm, *replies):
        await patient.ask(words)
    return patient


REPLIES = (
    ("nobody is answering", "Hang up and call again"),
    ("ok but it's getting worse", "do not wait any longer"),
    ("im by myself", "On your own?"),
    ("can it wait till monday", "don't put it off"),
    ("are you sure", "don't put it off"),
    ("its just anxiety", "nobody can be sure"),
    ("it already went away", "nobody can be sure"),
    ("what do i say to them", "Say where you are first"),
    ("should I drive", "Do not drive yourself"),
    ("can you call for me", "I can't call for you"),
    ("no it hasn't gone away", "do not wait any longer"),
    ("still there", "do not wait any longer"),
    ("phone is dead", "No phone, credit or signal?"),
    ("I don't have a phone", "No phone, credit or signal?"),
    ("am i going to die", "do not wait any longer"),
    ("I won't do it", "don't put it off"),
    ("it's my mum, she refuses", "even if they don't want it"),
    ("about 20", "I can't judge that"),
    ("hello", "needs a person"),
    (UNKNOWN, "needs a person"),
    ("something about needles and units of the stuff maybe", "needs a person"),
    ("how do i book an appointment", "needs a person"),
    ("Combien de temps dure la synkinésie faciale ?", "needs a person"),
    ("??", "needs a person"),
)


@pytest.mark.parametrize("alarm", [BREATHING, STROKE])
@pytest.mark.parametrize(("words", "said"), REPLIES)
async def test_whatever_is_replied_the_call_to_act_stays(harness: Harness, alarm: str, words: str, said: str) -> None:
    patient = await told(harness, alarm, words)
    assert said in patient.text
    assert NUMBER in patient.text
    assert BUTTON in patient.buttons
    await harness.settled()
    assert harness.questions() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("no", "you should not be alone"),
        ("not really", "you should not be alone"),
        ("I don't know", "you should not be alone"),
        ("nobody picks up", "you should not be alone"),
        ("yes I'm safe", "glad you are safe"),
        ("tomorrow", "talk to a person now"),
        ("i didn't mean it", "can come back"),
        ("I'm not really going to do it", "can come back"),
        ("I won't do it", "can come back"),
        ("just kidding", "can come back"),
        ("ok", "you deserve a person"),
        ("thanks", "you deserve a person"),
        ("bye", "you should not be alone"),
        ("goodbye", "you should not be alone"),
        ("thanks for everything", "you should not be alone"),
        ("im going to sleep", "you should not be alone"),
        ("my sister is here with me now", "glad you are safe"),
        ("yes", "you deserve a person"),
        ("what do I say", "I don't feel safe"),
        ("it's my friend", "take this seriously"),
        ("you're a machine", "you deserve a person"),
        ("hello", "you deserve a person"),
    ],
)
async def test_in_a_crisis_every_answer_is_understood_gently(harness: Harness, words: str, said: str) -> None:
    patient = await told(harness, CRISIS, words)
    assert said in patient.text
    assert NUMBER in patient.text
    assert LINE in patient.text


@pytest.mark.parametrize(
    ("alarm", "words", "said"),
    [
        (RESPIRAR, "llamé y no contestan", "vuelva a llamar"),
        (RESPIRAR, "¿puedo esperar a mañana?", "no lo deje para después"),
        (RESPIRAR, "serán los nervios", "Desde aquí nadie puede saberlo"),
        (RESPIRAR, "qué les digo", "Diga primero dónde está"),
        (RESPIRAR, "es mi madre y no quiere ir", "aunque esa persona no quiera"),
        (RESPIRAR, "hola", "necesita una persona"),
        (RESPIRAR, "no se me ha quitado", "no espere más"),
        (RESPIRAR, "sin saldo", "¿Sin teléfono, sin saldo o sin señal?"),
        (RESPIRAR, "quién eres", "necesita una persona"),
        (MORIR, "adiós", "Usted importa"),
        (MORIR, "gracias por todo", "Usted importa"),
        (MORIR, "vale", "usted merece hablar con una persona"),
        (MORIR, "era broma", "Esas ideas pueden volver"),
        (MORIR, "no", "Usted importa"),
        (MORIR, "no sé", "Usted importa"),
        (MORIR, "sí, estoy a salvo", "Me alegro de que ahora esté a salvo"),
    ],
)
async def test_in_spanish(harness: Harness, alarm: str, words: str, said: str) -> None:
    patient = await told(harness, alarm, words)
    assert said in patient.text
    assert NUMERO in patient.text
    assert (LINEA in patient.text) is (alarm == MORIR)
    assert "No es una urgencia" in patient.buttons


@pytest.mark.parametrize(
    ("alarm", "words", "number"),
    [
        (BREATHING, "I called them", NUMBER),
        (BREATHING, "ok", NUMBER),
        (STROKE, "the ambulance is here", NUMBER),
        (STROKE, "it was a mistake", NUMBER),
        (CRISIS, "thanks, calling now", LINE),
        (RESPIRAR, "ya viene la ambulancia", NUMERO),
        (MORIR, "mi hermana viene en camino, ya llamé a la línea", LINEA),
        (BREATHING, "just kidding", NUMBER),
        (RESPIRAR, "era broma", NUMERO),
    ],
)
async def test_a_closing_names_the_number_once_more_and_ends_it(
    harness: Harness, alarm: str, words: str, number: str
) -> None:
    patient = await told(harness, alarm, words)
    assert number in patient.text
    assert patient.buttons == []
    await patient.ask("What are the side effects of Botox?")
    assert patient.text.startswith(SIDE_EFFECTS)


async def test_a_tap_says_that_it_is_no_emergency(harness: Harness) -> None:
    patient = await told(harness, BREATHING)
    await patient.tap(BUTTON)
    assert "If it comes back" in patient.text
    assert NUMBER in patient.text
    await patient.ask(SIDE_EFFECTS)
    assert patient.text.startswith(SIDE_EFFECTS)


@pytest.mark.parametrize(
    ("alarm", "closing", "words", "said"),
    [
        (BREATHING, "", "it is worse", "Trouble breathing is an emergency"),
        (BREATHING, "", "no it hasn't gone away", "Trouble breathing is an emergency"),
        (BREATHING, "ok thanks", "nobody picks up", "Trouble breathing is an emergency"),
        (CRISIS, "", "im on my own", "Are you safe right now?"),
        (RESPIRAR, "ya viene la ambulancia", "no llegan", NUMERO),
    ],
)
async def test_what_gets_worse_after_the_closing_brings_the_message_again(
    harness: Harness, alarm: str, closing: str, words: str, said: str
) -> None:
    patient = await told(harness, alarm)
    await (patient.ask(closing) if closing else patient.tap(BUTTON))
    assert patient.buttons == []
    await patient.ask(words)
    assert said in patient.text
    await patient.ask("hello" if alarm != RESPIRAR else "hola")
    assert (NUMERO if alarm == RESPIRAR else NUMBER) in patient.text


async def test_an_old_button_says_nothing_of_another_alarm(harness: Harness) -> None:
    patient = await told(harness, BREATHING)
    old = patient.messages[-1]
    await patient.ask(STROKE)
    await patient.tap(BUTTON, old)
    assert patient.text.startswith(f"Call {NUMBER} now.")
    await patient.ask("can i wait")
    assert "don't put it off" in patient.text


async def test_in_spanish_a_new_sign_and_a_price_are_understood(harness: Harness) -> None:
    patient = await told(harness, RESPIRAR, "ahora me duele el pecho")
    assert "dolor" in patient.text
    await patient.ask("cuánto cuesta")
    assert "Llame ahora" in patient.text
    assert "Diga primero dónde está" not in patient.text


async def test_a_new_red_flag_gets_its_own_message(harness: Harness) -> None:
    patient = await told(harness, BREATHING, CRISIS)
    assert "Are you safe right now?" in patient.text
    await patient.ask("no")
    assert LINE in patient.text
    await patient.ask(STROKE)
    assert "can be a stroke" in patient.text


async def test_the_same_red_flag_gets_its_message_again_even_beside_thanks(harness: Harness) -> None:
    patient = await told(harness, BREATHING, "ok thanks, short of breath since the jabs")
    assert "Trouble breathing is an emergency" in patient.text


async def test_an_ordinary_question_is_answered_below_what_to_do(harness: Harness) -> None:
    patient = await told(harness, STROKE, SIDE_EFFECTS)
    assert patient.text.startswith(f"Call {NUMBER} now.")
    assert SIDE_EFFECTS in patient.text
    await patient.ask("/topics")
    assert patient.text.startswith(f"Call {NUMBER} now.")
    await patient.tap("Botox safety")
    assert patient.text.startswith(f"Call {NUMBER} now.")


@pytest.mark.parametrize(("words", "shown"), [("is this private?", "90 days"), ("menu", "know about")])
async def test_a_part_of_the_bot_that_is_named_opens_below_what_to_do(harness: Harness, words: str, shown: str) -> None:
    patient = await told(harness, BREATHING, words)
    assert patient.text.startswith(f"Call {NUMBER} now.")
    assert shown in patient.text


@pytest.mark.parametrize("alarm", [BREATHING, CRISIS])
async def test_what_is_not_text_gets_what_to_do_again(harness: Harness, alarm: str) -> None:
    patient = await told(harness, alarm)
    contents: tuple[Json, ...] = (updates.photo(patient.file()), updates.voice(patient.file()), updates.location())
    for content in contents:
        await patient.show(content)
        assert NUMBER in patient.text
        assert BUTTON in patient.buttons
    await patient.show(updates.photo(patient.file(), "nobody picks up"))
    assert "call again" in patient.text.lower()


async def test_a_restart_forgets_it(harness: Harness, open_harness: Open, patients_bootstrap: Bootstrap) -> None:
    patient = await told(harness, BREATHING)
    await harness.settled()
    await harness.app.stop()
    await open_harness(patients_bootstrap, harness.telegram)
    await patient.ask(UNKNOWN)
    assert "I don't have an answer" in patient.text
    assert f"If this may be an emergency: {NUMBER}." in patient.text
    await patient.tap(BUTTON, patient.messages[0])
    assert "If it comes back" in patient.text


async def test_in_a_group_it_is_not_remembered_and_has_no_button(harness: Harness) -> None:
    group = updates.group(-1_000_991)
    harness.telegram.chats[-1_000_991] = group
    member = harness.patient()
    member.chat = group
    name = harness.app.bot.bot.username
    await member.ask(f"@{name} {BREATHING}")
    assert BUTTON not in member.buttons
    before = len(member.messages)
    await member.tap_data("o:breathing:0:en")
    assert len(member.messages) == before
    await member.ask(f"@{name} {SIDE_EFFECTS}")
    assert member.text.startswith(SIDE_EFFECTS)


async def test_it_lasts_for_an_hour(open_harness: Open, patients_bootstrap: Bootstrap) -> None:
    clock = Clock()
    harness = await open_harness(patients_bootstrap, clock=clock)
    patient = await told(harness, BREATHING)
    clock.now += 59 * 60
    await patient.ask("can i wait")
    assert "don't put it off" in patient.text
    clock.now += 2 * 60
    await patient.ask(UNKNOWN)
    assert "I don't have an answer" in patient.text


async def test_what_is_closed_can_come_back_for_an_hour(open_harness: Open, patients_bootstrap: Bootstrap) -> None:
    clock = Clock()
    harness = await open_harness(patients_bootstrap, clock=clock)
    patient = await told(harness, BREATHING)
    clock.now += 30 * 60
    await patient.tap(BUTTON)
    clock.now += 59 * 60
    await patient.ask("it is worse")
    assert "Trouble breathing is an emergency" in patient.text
    await patient.tap(BUTTON)
    clock.now += 61 * 60
    await patient.ask("it is worse")
    assert "Trouble breathing" not in patient.text


@pytest.mark.parametrize(
    ("closing", "words"),
    [
        ("ok thanks i'll call", "what do I say to them"),
        ("alright", "who should I call"),
        ("got it", "can I drink something"),
        ("thanks", "what should I do until they come"),
        ("calling now", "it's still the same"),
    ],
)
async def test_what_is_asked_while_help_is_on_its_way_is_no_ordinary_question(
    harness: Harness, closing: str, words: str
) -> None:
    patient = await told(harness, BREATHING, closing)
    assert "Trouble breathing" not in patient.text
    await patient.ask(words)
    assert "Trouble breathing is an emergency" in patient.text


async def test_after_a_mistake_questions_are_ordinary_ones(harness: Harness) -> None:
    patient = await told(harness, BREATHING, "sorry, that was a mistake")
    await patient.ask("can I drink something")
    assert "Trouble breathing" not in patient.text


async def test_what_gets_worse_is_remembered_for_another_hour(
    open_harness: Open, patients_bootstrap: Bootstrap
) -> None:
    clock = Clock()
    harness = await open_harness(patients_bootstrap, clock=clock)
    patient = await told(harness, BREATHING)
    clock.now += 59 * 60
    await patient.ask("it's getting worse")
    clock.now += 59 * 60
    await patient.ask(UNKNOWN)
    assert NUMBER in patient.text
    assert "checked answer" not in patient.text


@pytest.mark.parametrize(
    ("alarm", "words"),
    [
        (CRISIS, "yes i took pills"),
        (CRISIS, "yes, my wrists"),
        (CRISIS, "yes with a rope"),
        (CRISIS, "yes tonight"),
        (CRISIS, "I am safe but I took something"),
        (MORIR, "sí, tomé pastillas"),
        (MORIR, "sí, me corté"),
    ],
)
async def test_what_was_done_is_never_taken_for_being_safe(harness: Harness, alarm: str, words: str) -> None:
    patient = await told(harness, alarm, words)
    assert "glad" not in patient.text
    assert "Me alegro" not in patient.text
    assert NUMBER in patient.text or "Llame" in patient.text


async def test_another_sign_does_not_make_a_crisis_end_with_goodbye(harness: Harness) -> None:
    patient = await told(harness, CRISIS, "I can't breathe")
    for words in ("thanks", "ok", "goodbye"):
        await patient.ask(words)
        assert NUMBER in patient.text


@pytest.mark.parametrize("words", ["yes", "it is happening now", "I have that", "yes since yesterday", "yes it is"])
async def test_who_says_that_what_was_asked_about_is_happening_gets_its_message(harness: Harness, words: str) -> None:
    patient = await told(harness, "can botox cause trouble swallowing?")
    assert "happening to you now" in patient.text
    await patient.ask(words)
    assert patient.text.startswith(f"Call {NUMBER} now.")
    await patient.ask("Oh, and who may come with me to the clinic?")
    assert NUMBER in patient.text


async def test_a_yes_long_after_the_line_is_only_a_yes(harness: Harness) -> None:
    patient = await told(harness, "can botox cause trouble swallowing?", SIDE_EFFECTS, "yes")
    assert not patient.text.startswith(f"Call {NUMBER} now.")


async def test_what_comes_on_top_of_a_same_day_sign_is_told_when_to_call(harness: Harness) -> None:
    patient = await told(harness, "pus is coming out of the needle mark", "now I am shivering")
    assert "you shiver or get confused" in patient.text
    assert NUMBER in patient.text


@pytest.mark.parametrize(
    ("alarm", "words", "said"),
    [
        (CRISIS, "it was a mistake to be born", "you should not be alone"),
        (CRISIS, "my whole life was a mistake", "you should not be alone"),
        (CRISIS, "sorry wrong chat", "can come back"),
        (CRISIS, "it was a mistake", "can come back"),
        ("i took 20 tablets", "it was a mistake i thought they were vitamins", "I can't judge that"),
        ("i took 20 tablets", "it was a mistake", "nobody can be sure"),
        (BREATHING, "it was a mistake getting the botox", "I can't judge that"),
        (BREATHING, "i wish i had called them", "needs a person"),
        (BREATHING, "bye", "needs a person"),
        (RESPIRAR, "fue un error comer mariscos", "Gracias"),
        (MORIR, "mi vida fue un error", "Usted importa"),
    ],
)
async def test_only_a_mistake_in_the_message_ends_it(harness: Harness, alarm: str, words: str, said: str) -> None:
    patient = await told(harness, alarm, words)
    assert said in patient.text
    assert patient.buttons[-1] in {BUTTON, "No es una urgencia"}


@pytest.mark.parametrize(
    ("alarm", "words"),
    [
        ("i took 20 tablets", "typo: 2 tablets, not 20"),
        ("i took 20 tablets", "sorry, wrong chat"),
        (BREATHING, "no emergency, password only"),
        (BREATHING, "nevermind"),
        (STROKE, "paramedics checked me all ok"),
        (RESPIRAR, "ya los llamé, vienen"),
    ],
)
async def test_a_clear_end_ends_it(harness: Harness, alarm: str, words: str) -> None:
    patient = await told(harness, alarm, words)
    assert patient.buttons == []


@pytest.mark.parametrize("words", [SIDE_EFFECTS, "/start", "/help", "stop"])
async def test_below_whatever_is_shown_it_can_be_said_that_it_is_no_emergency(harness: Harness, words: str) -> None:
    patient = await told(harness, BREATHING, words)
    assert patient.buttons[-1] == BUTTON
    await patient.tap(BUTTON)
    assert "If it comes back" in patient.text


async def test_whether_one_may_drink_gets_the_whole_message_of_the_sign(harness: Harness) -> None:
    patient = await told(harness, STROKE, "can he have water")
    assert "Do not eat or drink" in patient.text


@pytest.mark.parametrize("cry", ["HELP", "help me", "HELP ME!!!"])
@pytest.mark.parametrize("words", ["yes", "im serious", "HELP"])
async def test_a_bare_cry_for_help_asks_whether_it_is_an_emergency(harness: Harness, cry: str, words: str) -> None:
    patient = await told(harness, cry)
    assert patient.text.startswith(f"Is this an emergency? Then call {NUMBER} now.")
    assert "One question at a time" in patient.text
    await patient.ask(words)
    assert "Do not wait for this bot" in patient.text
    assert BUTTON in patient.buttons


async def test_a_quiet_help_asks_how_to_use_the_bot_but_not_twice(harness: Harness) -> None:
    patient = await told(harness, "help")
    assert patient.text.startswith("Write your question")
    await patient.ask("help")
    assert patient.text.startswith("Is this an emergency?")


async def test_in_spanish_a_bare_cry_for_help_asks_too(harness: Harness) -> None:
    patient = await told(harness, "AYUDA!!!")
    assert patient.text.startswith("¿Es una emergencia?")
    await patient.ask("va en serio")
    assert "No es una urgencia" in patient.buttons
