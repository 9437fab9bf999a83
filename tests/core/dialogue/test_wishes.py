"""Wishes about data and visits are heard in many words, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from bot.core.dialogue.wishes import Wish, mere_wish, wish


@pytest.mark.parametrize(
    "text",
    [
        "can you forget what i told you",
        "please erase everything I wrote, thanks",
        "how do i get my messages deleted?",
        "i dont want you to keep my messages",
        "who can see my questions",
        "i want you to delete all of my personal information from your database",
        "borren mis datos",
        "quiero que eliminen mi información",
        "no guarden lo que escribí",
        "se guarda lo que escribo?",
    ],
)
def test_a_wish_about_data_is_heard_and_needs_no_look_for_anything_else(text: str) -> None:
    assert mere_wish(text) is Wish.DATA


@pytest.mark.parametrize(
    "text",
    [
        "cancel please",
        "need to cancel tmrw",
        "can't make it on thursday, sorry",
        "i have to move my appointment",
        "I missed my appointment",
        "quiero cancelar la cita del lunes",
        "no voy a poder ir el jueves",
        "se me pasó la cita",
    ],
)
def test_a_visit_to_cancel_or_to_move_is_heard(text: str) -> None:
    assert mere_wish(text) is Wish.APPOINTMENT


@pytest.mark.parametrize(
    "text",
    [
        "delete my data, my vision is suddenly blurred",
        "borren mis datos, no puedo respirar",
        "i want to cancel all my appointments, I won't need them any more",
        "quisiera cancelar todas mis citas, no las voy a necesitar",
    ],
)
def test_what_says_more_than_a_wish_is_looked_at_like_any_other_message(text: str) -> None:
    assert wish(text) is not None
    assert mere_wish(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "veo borroso",
        "can you remove my wrinkles",
        "can botox be removed",
        "what do you know about synkinesis",
        "I want to be forgotten",
        "i can't make it to tomorrow",
        "i cant make my mouth move since my appointment",
        "cancel out the pulling with botox on the other side",
        "no puedo ir al baño",
        "stop",
        "",
    ],
)
def test_other_messages_are_no_wish(text: str) -> None:
    assert wish(text) is None
