"""Fear, anger and disclosure are heard, in English and Spanish, and not where they are denied."""

from __future__ import annotations

import pytest

from bot.core.dialogue.feelings import Feeling, feeling


@pytest.mark.parametrize(
    ("kind", "code", "texts"),
    [
        (Feeling.FEAR, "en", "I'm so scared|terrified of needles|i am really afraid it stays like this|it scares me"),
        (Feeling.FEAR, "es", "Tengo mucho miedo|estoy muy asustada|me asusta la aguja"),
        (Feeling.ANGER, "en", "nobody takes me seriously|my doctor doesn't listen to me|I was fobbed off again"),
        (Feeling.ANGER, "es", "nadie me toma en serio|estoy harta de todo|no me escuchan"),
        (
            Feeling.ANGER,
            "en",
            "nobody picks up the phone|I've waited 7 months, absolutely disgusted|i am so frustrated",
        ),
        (Feeling.ANGER, "es", "me tienen harta, nadie contesta el teléfono|llevo un año esperando y nadie me llama"),
        (Feeling.ANGER, "en", "i give up, nothing works|nothing helps any more"),
        (Feeling.ANGER, "es", "me rindo, nada funciona|ya me doy por vencida"),
        (Feeling.DISCLOSURE, "en", "I was assaulted last year and my face was broken|my ex hit me, I am scared"),
        (Feeling.DISCLOSURE, "es", "me agredieron el año pasado|fui golpeada|mi marido me pega"),
    ],
)
def test_feelings_are_heard(kind: Feeling, code: str, texts: str) -> None:
    for text in texts.split("|"):
        assert feeling(text, code) is kind, text


@pytest.mark.parametrize(
    "text",
    [
        "I am not scared",
        "does it hurt?",
        "people stare",
        "the GP cares for my mum",
        "pain",
        "nobody has told me how long it lasts",
    ],
)
def test_other_messages_have_none(text: str) -> None:
    assert feeling(text, "en") is None


def test_without_cues_none_is_heard() -> None:
    assert feeling("I'm so scared", "xx") is None


@pytest.mark.parametrize("text", ["tell me a joke", "do you know a joke?", "I gave up smoking, can I have botox"])
def test_a_joke_is_no_anger(text: str) -> None:
    assert feeling(text, "en") is None
