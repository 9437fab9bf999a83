"""What a patient replies to an emergency message is understood; in doubt nothing is closed."""

from __future__ import annotations

import pytest

from bot.core.dialogue.reply_kinds import OVER, ReplyKind, fears_death, reply_kind

KINDS = {
    ReplyKind.WORSE: (
        "it's getting worse", "ok but it's getting worse", "nobody picks up", "no one is answering", "im by myself",
        "they hung up on me", "I'm not safe", "no im not safe", "i called but they said 4 hours wait",
        "line is engaged", "no it hasn't gone away", "it's not better", "still there", "not gone", "same",
        "nothing helps", "I don't have a phone", "no signal", "no credit", "phone is dead", "my phone died",
        "waiting 2 hours", "on hold", "they told me to go home", "HELP!!!", "im so scared", "am i dying",
        "tell my mum i love her", "ok i took them", "no se me ha quitado", "sigue igual", "no está mejor",
        "sin saldo", "no tengo teléfono", "ayuda", "tengo miedo", "llevo 2 horas esperando",
        "me dijeron que me vaya a casa", "dejó de respirar", "mi ex está aquí", "empeora", "llamé y no contestan",
        "estoy sola", "no estoy a salvo", "nadie me coge el teléfono",
    ),
    ReplyKind.THIRD: (
        "it's my mum, she refuses", "it's not me, it's my husband", "he won't go", "I'm asking for a friend",
        "es mi madre y no quiere ir", "pregunto por un amigo", "no es para mí, es mi hijo",
    ),
    ReplyKind.HOW: (
        "wat shud i tell the operator", "what would i even say to them",
        "what do i say to them", "what happens if I call", "should I drive", "what's the number", "number?",
        "can you call for me", "i am deaf", "soy sordo", "puedes llamar por mí", "cuánto cuesta la ambulancia",
        "qué les digo", "qué pasa si llamo", "¿a qué hospital voy?", "a dónde voy",
    ),
    ReplyKind.INTAKE: (
        "can he have water", "can i drink something", "should i give her some water", "¿puede beber agua?",
    ),
    ReplyKind.DELAY: (
        "can i wait", "can it wait till monday", "thanks, can I wait", "tomorrow?", "is it serious", "are you sure?",
        "I won't do it", "i dont want to", "im not calling", "leave me alone", "i dont want to die",
        "no voy a llamar", "I'll see how it goes", "¿puedo esperar a mañana?", "es grave?", "a ver si se me pasa",
        "seguro?",
    ),
    ReplyKind.BETTER: (
        "it's a bit better now", "it already went away", "the swelling is going down", "ya estoy mejor",
        "se me está pasando",
    ),
    ReplyKind.DENIAL: (
        "its just panic", "it's probably anxiety", "im fine", "it's nothing", "serán los nervios", "no es nada",
        "estoy bien",
    ),
    ReplyKind.SAFE: (
        "yes I'm safe", "im safe for tonight", "my mum is on her way", "mi amiga está aquí", "sí, estoy a salvo",
        "estoy a salvo",
    ),
    ReplyKind.ANSWER: (
        "no", "not really", "I don't know", "dunno", "about 20", "no sé", "desde ayer",
    ),
    ReplyKind.CLOSED: (
        "ok", "k", "thanks", "just called them", "already called", "ya vienen", "ok thank you so much",
        "I called them", "i've called 999", "the ambulance is here", "calling now", "im at the hospital", "gracias",
        "all good, called", "paramedics checked me all ok", "at the hospital now", "im in a&e right now",
        "ya los llamé, vienen", "me revisaron los paramédicos, todo bien", "acabo de llamar al 112",
        "vale", "ya llamé al 112", "ya viene la ambulancia", "estoy en urgencias",
    ),
    ReplyKind.MISTAKEN: (
        "just kidding", "that was a joke", "era broma", "persona equivocada", "wrong person", "false alarm lol",
        "it was a mistake", "false alarm", "it is not an emergency", "fue un error", "no es una urgencia",
        "no emergency", "no emergency, password only", "not an emergency thanks", "its just my password", "nevermind",
        "that message was a mistake", "sorry, my mistake, please ignore", "era una equivocación", "fue sin querer",
        "no es emergencia, solo quería el horario",
        "I called them by mistake, wrong chat",
    ),
    ReplyKind.OTHER: (
        "why", "are you a bot", "who is this", "wtf", "how much does it cost", "cuánto cuesta", "quién eres",
        "my appointment", "cuándo es mi cita", "ya no importan los lentes", "??", "💔", "asdf",
        "what are the side effects", "hola", "😭", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("words", "kind"), [(one, kind) for kind, every in KINDS.items() for one in every])
def test_a_reply_is_understood(words: str, kind: ReplyKind) -> None:
    assert reply_kind(words) is kind


@pytest.mark.parametrize(
    "words",
    [
        "ok but i can't feel my arm",
        "thanks but nobody answers",
        "I called them, they don't answer",
        "should I have called them?",
        "if I called 999",
        "I called my mum",
        "I have not called them",
        "the ambulance is not coming",
        "the ambulance is on its way but I still can't swallow",
        "no thanks",
        "ok?",
        "fine",
        "not ok",
        "was it a mistake?",
        "gracias pero sigo igual",
        "no llamé",
        "no viene la ambulancia",
        "vale, mañana voy",
        "got an appointment today at 4",
        "I took 20 of them by mistake",
        "me confundí de pastillas",
        "me las tomé por error",
        "got antibiotics last week",
        "I was discharged yesterday",
        "should i just ignore it",
        "tengo que ir al hospital?",
        "it was a mistake getting the botox",
        "my mistake was to eat that",
        "everything was a mistake",
        "getting botox it was a mistake",
        "it was no mistake",
        "he said it was a mistake",
        "fue un error ponerme botox",
        "todo fue un error",
        "no fue un error",
        "es una emergencia",
        "solo quiero una cita",
        "i wish i had called them",
        "i thought i called them",
        "i nearly called 999",
        "i was told the ambulance is here in an hour",
        "going to hospital is too far",
        "calling them is pointless",
        "the ambulance came and went",
        "they were here and then they left",
        "the ambulance left without me",
        "ojalá los hubiera llamado",
        "pensaba que los había llamado",
        "me dijeron que la ambulancia llega en dos horas",
        "vinieron y se fueron",
        "bye",
        "adiós",
    ],
)
def test_in_doubt_nothing_is_closed(words: str) -> None:
    assert reply_kind(words) not in OVER


@pytest.mark.parametrize("words", ["got an appointment today at 4", "ya tengo cita para hoy a las 5"])
def test_an_appointment_today_is_enough_for_what_must_be_seen_today(words: str) -> None:
    assert reply_kind(words, same_day=True) is ReplyKind.CLOSED
    assert reply_kind(words) is ReplyKind.DELAY


@pytest.mark.parametrize("words", ["it was a mistake", "by mistake", "fue sin querer", "fue un error"])
def test_after_something_that_was_done_a_mistake_may_be_that(words: str) -> None:
    assert reply_kind(words, deed=True) not in OVER


@pytest.mark.parametrize("words", ["sorry it was a mistake, please ignore", "that message was a mistake", "wrong chat"])
def test_a_mistake_in_the_message_closes_even_then(words: str) -> None:
    assert reply_kind(words, deed=True) is ReplyKind.MISTAKEN


@pytest.mark.parametrize("piece", ["ok ", "it was ", "sorry ", "just ", "vale ", "perdon "])
def test_a_very_long_reply_takes_no_time(piece: str) -> None:
    assert reply_kind(piece * 800 + "x") is not None


CRISIS = {
    ReplyKind.WORSE: (
        "goodbye", "bye", "ok thanks bye", "good night", "im going to sleep", "thanks for everything", "done",
        "it doesn't matter", "it was a mistake to be born", "my whole life was a mistake", "everything was a mistake",
        "they are here in my head", "fue un error nacer", "mi vida fue un error", "todo fue un error",
        "adiós", "buenas noches", "gracias por todo", "me voy a dormir", "ya lo hice",
    ),
    ReplyKind.DENIAL: (
        "I'm not really going to do it", "I won't do it", "I don't mean it", "i promise", "i was joking",
        "I don't want to die", "not an emergency", "era broma", "no lo voy a hacer", "ya no quiero morir",
        "it was a mistake", "sorry wrong chat", "false alarm", "typo", "fue un error", "me equivoqué de chat",
    ),
    ReplyKind.OTHER: (
        "ok", "thanks", "will do", "got it", "gracias", "vale",
    ),
    ReplyKind.CLOSED: ("I called the crisis line", "the police are here", "hablé con el teléfono de la esperanza"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "kind"), [(one, kind) for kind, every in CRISIS.items() for one in every])
def test_in_a_crisis_a_farewell_is_a_warning_and_only_help_closes(words: str, kind: ReplyKind) -> None:
    assert reply_kind(words, crisis=True) is kind


@pytest.mark.parametrize(
    "words", ["sorry, wrong chat", "typo: 2 tablets, not 20", "only took 3 not 30 typo", "me equivoqué de chat"]
)
def test_after_an_overdose_a_mistake_in_the_writing_closes(words: str) -> None:
    assert reply_kind(words, overdose=True) is ReplyKind.MISTAKEN


@pytest.mark.parametrize(
    "words",
    [
        "it was a mistake",
        "it was a mistake i thought they were vitamins",
        "my mistake i left the bottle open",
        "i misread the label",
        "the wrong person took them",
        "they were meant for my dad",
        "sorry wrong chat, i took 20 tablets",
        "false alarm, only ten",
        "fue un error",
        "me equivoqué",
        "fue sin querer",
        "me equivoqué de caja",
    ],
)
def test_after_an_overdose_any_other_mistake_may_be_the_one_that_was_made(words: str) -> None:
    assert reply_kind(words, overdose=True) not in OVER


@pytest.mark.parametrize("words", ["am i going to die", "omg am i dying", "me voy a morir", "¿me estoy muriendo?"])
def test_fear_of_death_is_no_wish_to_die(words: str) -> None:
    assert fears_death(words)


@pytest.mark.parametrize("words", ["i want to die", "i will die tonight by my own hand", "quiero morir", "let me die"])
def test_a_wish_to_die_is_no_fear(words: str) -> None:
    assert not fears_death(words)


@pytest.mark.parametrize(
    "text",
    ["is there wifi in the waiting room", "there's no wifi in the waiting room", "are the paramedics here to stay"],
)
def test_a_question_about_a_place_of_help_does_not_say_that_somebody_is_there(text: str) -> None:
    assert reply_kind(text) not in OVER


def test_we_re_is_no_question() -> None:
    assert reply_kind("We're at the hospital with her now") in OVER


OLD_DROOPS = (
    "sorry, this is from a palsy six years back", "no it's my old bell's palsy from 2018", "that was four years ago",
    "I've had this droop for years since my palsy", "my face has been like that for six years",
    "I meant my palsy from four years ago", "that's just my synkinesis from two years ago",
    "not new, I have had this face since my palsy", "ah no, es de mi parálisis de hace tres años",
    "la tengo así desde hace años", "eso es viejo, de la parálisis", "es de antes, llevo así tres años",
)  # fmt: skip


@pytest.mark.parametrize("words", OLD_DROOPS)
def test_a_droop_that_is_a_palsy_of_years_ago_ends_its_alarm_and_no_other(words: str) -> None:
    assert reply_kind(words, droop=True) is ReplyKind.MISTAKEN
    assert reply_kind(words) not in OVER


@pytest.mark.parametrize(
    "words",
    [
        "my palsy was three years ago but today it dropped again",
        "I had a palsy 3 years ago",
        "I had a palsy years ago and this is new",
        "my old palsy was on the other side",
        "is it my old palsy?",
        "maybe it is my old palsy",
        "it's from my palsy",
        "two hours ago",
        "la parálisis fue hace años, esto es de hoy",
        "¿y si es mi parálisis de hace años?",
        "es del otro lado que la parálisis de hace años",
    ],
)
def test_a_palsy_of_years_ago_beside_something_new_ends_nothing(words: str) -> None:
    assert reply_kind(words, droop=True) not in OVER
