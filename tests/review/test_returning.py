"""Questions go back into the review with what answered them, and are settled again when it returns."""

# ruff: noqa: ASYNC240 - a test looks into files, and nobody waits for it

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.faq.rules import phrasing_digest
from bot.core.records import Resolution, Role, Status, Verdict
from bot.core.review.moved_questions import QuestionsMoved
from bot.core.review.selection import Selection
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.proposal import Proposal
from bot.live_faq.reload_events import Reloaded
from bot.review.returning import ReturningQuestions
from tests.review.test_service import FAQ, PARKING, Clinic


@pytest.fixture
async def clinic(tmp_path: Path) -> AsyncIterator[Clinic]:
    clinic = Clinic(tmp_path)
    async with clinic.store:
        yield clinic


async def added(clinic: Clinic, entry: str, *questions: str, own: str = "") -> None:
    await clinic.ask(*questions)
    selection = Selection(await clinic.theme())
    await clinic.reviews.carry_out(await clinic.reviews.plan(selection, entry, own), Role.STAFF)


async def replaced(clinic: Clinic, text: str) -> Proposal:
    proposal = await clinic.live_faq.propose(text.encode())
    await clinic.live_faq.publish(proposal, force=True)
    return proposal


def text_of(clinic: Clinic) -> str:
    return clinic.path.read_text(encoding="utf-8")


async def test_what_an_earlier_version_does_not_answer_is_open_again_and_settled_when_it_returns(
    clinic: Clinic,
) -> None:
    returning = ReturningQuestions(clinic.store)
    await added(clinic, "visit", *PARKING)
    later = text_of(clinic)
    back = await clinic.live_faq.propose(FAQ.encode())
    assert await returning.foreseen(back) == QuestionsMoved(back=3)
    assert len(await clinic.store.reviews.questions(Status.RESOLVED)) == 3
    assert await returning.move(await replaced(clinic, FAQ)) == QuestionsMoved(back=3)
    assert len(await clinic.store.reviews.questions(Status.OPEN)) == 3
    forth = await replaced(clinic, later)
    assert await returning.foreseen(forth) == QuestionsMoved(settled=3)
    assert await returning.move(forth) == QuestionsMoved(settled=3)
    assert [one.withdrawn for one in await clinic.store.reviews.decisions()] == [False]
    assert (await clinic.reviews.grouped()).themes == ()


async def test_questions_stay_settled_as_long_as_one_of_the_wordings_is_there(clinic: Clinic) -> None:
    await added(clinic, "visit", *PARKING, own="parking at the clinic")
    assert "parking at the clinic" in text_of(clinic)
    own = "".join(line for line in text_of(clinic).splitlines(True) if line.strip("- \n").lower() not in PARKING)
    assert await ReturningQuestions(clinic.store).move(await replaced(clinic, own)) == QuestionsMoved()
    assert await ReturningQuestions(clinic.store).move(await replaced(clinic, FAQ)) == QuestionsMoved(back=3)


async def test_a_version_that_takes_out_something_else_leaves_the_questions_settled(clinic: Clinic) -> None:
    await added(clinic, "visit", *PARKING)
    proposal = await replaced(clinic, text_of(clinic).replace("      - price of a session\n", ""))
    assert await ReturningQuestions(clinic.store).foreseen(proposal) == QuestionsMoved()


async def test_a_decision_of_before_it_said_what_it_added_is_known_by_its_questions(clinic: Clinic) -> None:
    await added(clinic, "visit", *PARKING)
    taken = (await clinic.store.reviews.taken())["en"]
    await clinic.store.reviews.forget_taken("en", taken)  # as in a database of before
    assert [one.wordings for one in await clinic.store.reviews.decisions()] == [frozenset()]
    assert await ReturningQuestions(clinic.store).move(await replaced(clinic, FAQ)) == QuestionsMoved(back=3)


async def test_a_file_that_somebody_saves_does_to_the_questions_what_a_version_does(clinic: Clinic) -> None:
    returning = ReturningQuestions(clinic.store)
    await added(clinic, "visit", *PARKING)
    later = text_of(clinic)
    for text, moved in ((FAQ, QuestionsMoved(back=3)), (later, QuestionsMoved(settled=3))):
        clinic.path.write_text(text, encoding="utf-8")
        event = await clinic.live_faq.reload(force=True)
        assert isinstance(event, Reloaded)
        assert await returning.move(event) == moved
        assert await returning.move(event) == QuestionsMoved()


async def test_a_file_replaced_while_no_bot_runs_brings_questions_back(clinic: Clinic) -> None:
    returning = ReturningQuestions(clinic.store)
    await added(clinic, "visit", *PARKING)
    assert await returning.catch_up(clinic.live_faq.live) == 0
    clinic.path.write_text(FAQ, encoding="utf-8")
    assert await returning.catch_up(LiveFaq.open(clinic.path).live) == 3
    assert await returning.catch_up(LiveFaq.open(clinic.path).live) == 0
    assert len(await clinic.store.reviews.questions(Status.OPEN)) == 3


async def test_a_translation_that_is_broken_at_the_start_brings_no_questions_back(clinic: Clinic) -> None:
    await added(clinic, "visit", *PARKING)
    clinic.path.write_text(FAQ, encoding="utf-8")
    clinic.path.with_name("faq.es.yaml").write_text("language: es\nentries: [", encoding="utf-8")
    assert await ReturningQuestions(clinic.store).catch_up(LiveFaq.open(clinic.path).live) == 0
    assert len(await clinic.store.reviews.questions(Status.RESOLVED)) == 3


async def test_what_the_bot_publishes_itself_is_no_change_that_somebody_saved(clinic: Clinic) -> None:
    await added(clinic, "visit", *PARKING)
    assert await clinic.live_faq.reload() is None


async def test_a_change_of_several_languages_at_once_counts_the_questions_of_all(clinic: Clinic) -> None:
    spanish = clinic.path.with_name("faq.es.yaml")
    with_it = (
        "language: es\nentries:\n  - {id: visit, question: ¿Dónde está?, phrasings: [aparcar aquí], answer: Ahí.}\n"
    )
    spanish.write_text(with_it, encoding="utf-8")
    await clinic.live_faq.reload(force=True)
    await added(clinic, "visit", *PARKING)
    await clinic.store.reviews.resolve(
        [await asked_once_more(clinic)],
        Resolution(Verdict.ADDED, "visit"),
        role=Role.STAFF,
        wordings=[phrasing_digest("aparcar aquí")],
    )
    clinic.path.write_text(FAQ, encoding="utf-8")
    spanish.write_text(with_it.replace("aparcar aquí", "en coche"), encoding="utf-8")
    event = await clinic.live_faq.reload(force=True)
    assert isinstance(event, Reloaded)
    assert await ReturningQuestions(clinic.store).move(event) == QuestionsMoved(back=4)


async def asked_once_more(clinic: Clinic) -> str:
    """The key of one more open question."""
    await clinic.ask("parking")
    (question,) = await clinic.store.reviews.questions(Status.OPEN)
    return question.key


async def test_what_the_bot_publishes_in_another_process_is_told_from_what_somebody_saves(
    clinic: Clinic, tmp_path: Path
) -> None:
    running = LiveFaq.open(clinic.path, versions=tmp_path / "versions")
    await added(clinic, "visit", *PARKING)
    event = await running.reload()
    assert isinstance(event, Reloaded)
    assert event.published
    clinic.path.write_text(FAQ, encoding="utf-8")
    event = await running.reload(force=True)
    assert isinstance(event, Reloaded)
    assert not event.published
