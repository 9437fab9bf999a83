"""Specific phrases raise their sign in a message of any length; idioms and old stories raise none."""

from __future__ import annotations

import pytest

from bot.bootstrap import Bootstrap


def raised(bootstrap: Bootstrap, text: str) -> str:
    """The sign of an alarm that is present, "" without one."""
    alarm = bootstrap.live_faq.live.detector.detect(text)
    return alarm.sign.id if alarm is not None and alarm.present else ""


@pytest.mark.parametrize(
    "text",
    [
        "one pupil is bigger than the other since today",
        "one of my pupils is huge and the other is tiny",
        "my pupils are different sizes",
        "left pupil is dilated and won't shrink",
        "my pupils are uneven since this morning",
        "I'm pregnant and one of my pupils is much larger than the other",
        "tengo una pupila más grande que la otra",
        "una de mis pupilas está enorme y la otra pequeña",
        "mis pupilas son de distinto tamaño desde hoy",
    ],
)
def test_unequal_pupils_are_a_possible_stroke(patients_bootstrap: Bootstrap, text: str) -> None:
    assert raised(patients_bootstrap, text) == "stroke"


@pytest.mark.parametrize(
    "text",
    [
        "my pupils are asking why I look different",
        "one of my pupils in class is bigger than the others",
        "the eye doctor gave me drops to make my pupils big, is that a problem with botox",
    ],
)
def test_pupils_at_school_and_drops_are_none(patients_bootstrap: Bootstrap, text: str) -> None:
    assert not raised(patients_bootstrap, text)


@pytest.mark.parametrize(
    "text",
    [
        "my sight is blurred and my eye hurts a lot",
        "blurry vision and severe eye pain",
        "my eye is killing me and everything is blurry",
        "I can't see clearly and my eye is really painful",
        "se me nubla la vista y me duele muchísimo el ojo",
        "me duele el ojo y veo borroso",
        "tengo la vista borrosa y dolor en el ojo",
    ],
)
def test_blurred_sight_with_eye_pain_is_the_eye_emergency(patients_bootstrap: Bootstrap, text: str) -> None:
    assert raised(patients_bootstrap, text) == "eye"


def test_a_specific_phrase_hides_no_other_emergency(patients_bootstrap: Bootstrap) -> None:
    said = "my sight is blurred, my eye hurts a lot and I can't breathe"
    assert raised(patients_bootstrap, said) == "breathing"


@pytest.mark.parametrize(
    "text",
    [
        "My face dropped when I got the bill",
        "my face dropped when they told me the price",
        "feels like a lump in my throat when I think about my wedding",
        "my mouth went dry and I couldn't speak, I was so nervous",
        "I bit my tongue since the numbing",
        "the waiting list is suffocating me",
        "my job is suffocating me",
        "i choked up when i saw my wedding photos",
        "I cut myself shaving",
        "me corté afeitándome",
        "la lista de espera me está asfixiando",
        "se me hizo un nudo en la garganta cuando vi las fotos de mi boda",
        "se me secó la boca y no podía hablar de los nervios",
        "me mordí la lengua con la anestesia",
        "me corto el pelo mañana, puedo después del botox",
        "quiero desaparecer las arrugas de la frente",
    ],
)
def test_a_figure_of_speech_raises_no_alarm(patients_bootstrap: Bootstrap, text: str) -> None:
    assert not raised(patients_bootstrap, text)


@pytest.mark.parametrize(
    "text",
    [
        "My tongue was swollen after my last botox two years ago, is it safe to have it again",
        "My tongue was swollen after my last botox two months ago, should I tell the clinic",
        "I was allergic to botox once, throat swelled up, can I try dysport",
        "hace dos años se me hinchó la lengua después del botox, puedo ponérmelo otra vez",
        "fui alérgica al botox una vez, se me hinchó la garganta, puedo probar dysport",
        "I don't want to die, I just want to know if botox is safe",
        "no quiero morirme, solo quiero saber si el botox es seguro",
    ],
)
def test_a_reaction_of_long_ago_and_a_denied_wish_raise_no_alarm(patients_bootstrap: Bootstrap, text: str) -> None:
    assert not raised(patients_bootstrap, text)


@pytest.mark.parametrize(
    "text",
    [
        "I feel weak",
        "I feel weak after a bad night's sleep",
        "I feel so weak and tired today",
        "me siento débil",
        "estoy débil porque dormí mal",
    ],
)
def test_weakness_alone_raises_no_alarm(patients_bootstrap: Bootstrap, text: str) -> None:
    assert not raised(patients_bootstrap, text)


@pytest.mark.parametrize(
    "text",
    [
        "I feel weak since the botox",
        "I had botox on Monday. I feel weak",
        "I feel weak all over and can't swallow",
        "me siento débil desde la inyección",
        "me puse botox el lunes y me siento débil",
        "me siento débil y no puedo tragar",
        "My face dropped this morning",
        "feels like a lump in my throat since the injection",
        "I couldn't speak and my mouth went numb",
        "I bit my tongue and it won't stop bleeding",
        "I am suffocating",
        "my husband is suffocating me",
        "I cut myself on purpose",
        "my tongue was swollen this morning and it is still getting bigger",
        "had botox two months ago and now my throat is swelling up",
        "I don't want to die, I can't breathe",
        "I don't want to die but I can't go on",
        "I don't want to die, help me",
        "no quiero morir, no puedo respirar",
        "no quiero morir pero no puedo más",
        "quiero desaparecer",
        "quisiera desaparecer",
    ],
)
def test_what_is_meant_raises_its_alarm_all_the_same(patients_bootstrap: Bootstrap, text: str) -> None:
    assert raised(patients_bootstrap, text)
