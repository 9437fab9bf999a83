"""`@bot question` in any chat: the best answers as articles, nothing kept."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Harness
from tests.support import updates
from tests.support.updates import Json

SIDE_EFFECTS = "What are the side effects of Botox?"


def text_of(article: Json) -> str:
    return str(article["input_message_content"]["message_text"])


async def test_the_answer_comes_first_as_an_article_to_send(harness: Harness) -> None:
    articles = await harness.patient().inline(SIDE_EFFECTS)
    assert articles[0]["title"] == SIDE_EFFECTS
    assert 0 < len(articles[0]["description"]) <= 120
    assert "<b>What are the side effects" in text_of(articles[0])
    (button,) = articles[0]["reply_markup"]["inline_keyboard"][0]
    assert button["url"].endswith("?start=side-effects")
    sent = harness.telegram.of("answerInlineQuery")[-1].sent
    assert sent["cache_time"] <= 60
    assert articles[0]["input_message_content"]["link_preview_options"] == {"is_disabled": True}


async def test_nothing_typed_yet_shows_one_question_of_each_topic(harness: Harness) -> None:
    articles = await harness.patient().inline(" ")
    assert len(articles) >= 4
    assert len({article["id"] for article in articles}) == len(articles)


async def test_a_red_flag_is_the_only_article(harness: Harness) -> None:
    articles = await harness.patient().inline("i cant breathe since the botox")
    assert len(articles) == 1
    assert text_of(articles[0]).startswith("<b>Call ")


@pytest.mark.parametrize("words", ["parrots and garden furniture", "thanks", "12", "x" * 256, "<b>&", "\u202e"])
async def test_what_nothing_fits_shows_nothing_wrong(harness: Harness, words: str) -> None:
    assert len(await harness.patient().inline(words)) <= 5


async def test_nothing_is_recorded(harness: Harness) -> None:
    for words in (SIDE_EFFECTS, "parrots and garden furniture", "i cant breathe"):
        await harness.patient().inline(words)
    await harness.settled()
    assert harness.questions() == []
    assert harness.counts() == {}


async def test_our_own_article_sent_in_the_chat_with_the_bot_is_no_question(harness: Harness) -> None:
    patient = harness.patient()
    bot = updates.user(harness.app.bot.bot.id, "Clinic", username=harness.app.bot.bot.username or "")
    patient.send(SIDE_EFFECTS, via_bot={**bot, "is_bot": True})
    await harness.settled()
    assert patient.messages == []
