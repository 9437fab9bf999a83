"""Small talk is recognised when it is alone, and only then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.dialogue.small_talk import small_talk, without_manners
from bot.core.languages.language import SmallTalk


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (SmallTalk.GREETING, "hi|Hello!|hey there|Good morning|heeeey|helo|hi doctor 😊|how are you?|anyone there?"),
        (SmallTalk.THANKS, "thanks|Thank you so much!!|thx|ta|thnaks|that's very helpful, thank you|ok thanks|tysm ❤️"),
        (
            SmallTalk.THANKS,
            "thx that helped loads x|that's just what I needed to know|thanks for your time|you're a star",
        ),
        (SmallTalk.OKAY, "ok|OK.|okkk|great|got it|I see|yes|no|alright then|sounds good|never mind"),
        (SmallTalk.GOODBYE, "bye|goodbye!|thanks, bye|see you later|good night|have a nice day"),
        (SmallTalk.GREETING, "hiya love|oi|ciao"),
        (SmallTalk.GOODBYE, "bye for now|tchau"),
        (
            SmallTalk.ABUSE,
            "you never answer my question|this bot is rubbish, it never understands me|thanks for nothing",
        ),
        (
            SmallTalk.ABUSE,
            "you are useless, stupid bot|you are stupid|stupid bot, you don't understand anything|what a useless robot",
        ),
        (SmallTalk.MORE, "can you explain that simpler|please explain it in simple words|say that in plain English"),
        (
            SmallTalk.MORE,
            "I don't understand|what does that mean?|explain it easier please|simpler please|too complicated",
        ),
        (
            SmallTalk.MISUNDERSTOOD,
            "that's not what I asked|Wrong answer|no, that's wrong|you misunderstood me|I asked about something else",
        ),
        (SmallTalk.MISUNDERSTOOD, "that wasn't my question|you got it wrong|that doesn't answer my question|not that"),
        (SmallTalk.THANKS, "thanks darling|ta love|thank you sweetheart"),
        (SmallTalk.OKAY, "ok whatever|forget it|never mind, drop it"),
        (SmallTalk.ABUSE, "I give up on this bot"),
        (SmallTalk.CONTACT, "where are you?|where r u located|what's your address|how do I get to you"),
        (SmallTalk.ABUSE, "you stupid bot|shut up|this is useless|f" + "uck you|you suck|go to hell"),
        (
            SmallTalk.ABOUT_BOT,
            "are you a bot?|are you human|am I talking to a real person?|who are you|is this a real doctor",
        ),
        (SmallTalk.NO_WORDS, "|👍|...|?!|   |😀😀😀"),
        (SmallTalk.HELP, "help|Help me!|how does this work?|what can you do"),
        (SmallTalk.TOPICS, "menu|topics|back|show me the menu"),
        (SmallTalk.START, "start|restart"),
        (SmallTalk.STOP, "STOP|unsubscribe|please stop"),
        (SmallTalk.MORE, "more|tell me more|more details please"),
        (SmallTalk.CONTACT, "doctor|nurse|human|appointment|can I speak to a real person?|book an appointment"),
        (
            SmallTalk.PRIVACY,
            "is this confidential?|who reads this|delete my data|are you storing this?|what do you keep",
        ),
    ],
)
def test_small_talk_is_recognised(kind: SmallTalk, texts: str) -> None:
    for text in texts.split("|"):
        assert small_talk(text, "en") is kind, text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("¡Hola!", SmallTalk.GREETING),
        ("buenos días", SmallTalk.GREETING),
        ("muchas gracias por todo", SmallTalk.THANKS),
        ("me sirvió mucho, gracias", SmallTalk.THANKS),
        ("no sirve para nada este bot", SmallTalk.ABUSE),
        ("darme de baja", SmallTalk.STOP),
        ("vale, perfecto", SmallTalk.OKAY),
        ("adiós", SmallTalk.GOODBYE),
        ("ayuda", SmallTalk.HELP),
        ("menú", SmallTalk.TOPICS),
        ("más información", SmallTalk.MORE),
        ("¿me lo puedes explicar más fácil?", SmallTalk.MORE),
        ("explícamelo con palabras sencillas", SmallTalk.MORE),
        ("quiero una cita", SmallTalk.CONTACT),
        ("¿dónde están ubicados?", SmallTalk.CONTACT),
        ("gracias, guapa", SmallTalk.THANKS),
        ("da igual", SmallTalk.OKAY),
        ("no entiendo nada", SmallTalk.MORE),
        ("eso no es lo que pregunté", SmallTalk.MISUNDERSTOOD),
        ("respuesta equivocada", SmallTalk.MISUNDERSTOOD),
        ("no me refería a eso", SmallTalk.MISUNDERSTOOD),
        ("¿dónde me inyectan?", None),
        ("¿quién lee esto?", SmallTalk.PRIVACY),
        ("borra mis datos", SmallTalk.PRIVACY),
        ("¿eres un robot?", SmallTalk.ABOUT_BOT),
        ("eres un idiota", SmallTalk.ABUSE),
        ("eres inútil, bot estúpido", SmallTalk.ABUSE),
        ("bot estúpido, no entiendes nada", SmallTalk.ABUSE),
        ("cállate", SmallTalk.ABUSE),
        ("🙏", SmallTalk.NO_WORDS),
        ("hola, ¿duele?", None),
        ("gracias, ¿cuánto dura?", None),
    ],
)
def test_spanish_small_talk_is_recognised_in_a_spanish_faq(text: str, kind: SmallTalk | None) -> None:
    assert small_talk(text, "es") is kind


@pytest.mark.parametrize(
    "text",
    [
        "hi, does it hurt?",
        "thanks but how long does it last",
        "that helped loads but how long does it last",
        "helped by massage",
        "it helps with the pain",
        "ok and what about swimming",
        "you're a useless robot, let me speak to a nurse",
        "I am useless",
        "I feel so stupid with this face",
        "my stupid face",
        "is this normal",
        "cheeks",
        "no pain",
        "good side",
        "how does it work?",
        "stop botox",
        "more botox",
        "can i stop",
        "cancel my appointment",
        "do you keep the eye closed",
        "hate my face",
        "can a doctor help",
        "hello my eye closes when I smile",
        "goodbye world I can't go on",
        "I don't understand why my eye closes",
        "what does synkinesis mean",
        "something is wrong",
        "the wrong side moves",
        "that's wrong, I asked about the eye",
        "where are you going to inject",
        "my love life",
        "12",
        "synkinesis",
    ],
)
def test_anything_with_content_is_no_small_talk(text: str) -> None:
    assert small_talk(text, "en") is None


def test_language_without_a_list_falls_back_to_english() -> None:
    assert small_talk("hello", "fr") is SmallTalk.GREETING


@given(st.text(max_size=200), st.sampled_from(["en", "es", "xx"]))
def test_any_text_is_survived(text: str, language: str) -> None:
    assert small_talk(text, language) in (None, *SmallTalk)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("hello does botox hurt", "does botox hurt"),
        ("Hi there, good morning! How long does it last? Thanks", "How long does it last?"),
        ("Dear doctor, is it permanent please", "is it permanent"),
        ("buenos días, ¿cuánto dura?", "¿cuánto dura?"),
        ("hi thanks", "hi thanks"),
        ("hello", "hello"),
        ("hi price", "hi price"),
        ("evening primrose oil with botox", "evening primrose oil with botox"),
        ("history of synkinesis", "history of synkinesis"),
    ],
)
def test_manners_are_put_aside_where_a_question_is_left(text: str, bare: str) -> None:
    assert without_manners(text) == bare
