"""What was taken over from the log goes again: from the FAQ, from its kept versions, and nothing else."""

# ruff: noqa: ASYNC240 - a test looks into files, and nobody waits for it

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.records import Role
from bot.core.review import drafts
from bot.core.review.draft_texts import DraftTexts
from bot.core.review.selection import Selection
from bot.embeddings.kept_matching import KeptMatching
from tests.review.test_service import FAQ, PARKING, Clinic


@pytest.fixture
async def clinic(tmp_path: Path) -> AsyncIterator[Clinic]:
    clinic = Clinic(tmp_path)
    async with clinic.store:
        yield clinic


async def taken_over(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    plan = await clinic.reviews.plan(Selection(await clinic.theme()), "visit", "parking")
    await clinic.reviews.carry_out(plan, Role.STAFF)


def files(clinic: Clinic) -> str:
    """The FAQ and all its versions."""
    versions = sorted(clinic.path.parent.glob("versions/*faq.yaml"))
    return "".join(one.read_text(encoding="utf-8") for one in (clinic.path, *versions)).lower()


async def test_nothing_is_found_where_nothing_was_taken_over(clinic: Clinic) -> None:
    removal = await clinic.reviews.taken_wordings.plan()
    assert removal.nothing
    assert removal.wordings == ()


async def test_the_wordings_are_listed_and_removed_from_the_faq_and_its_versions(clinic: Clinic) -> None:
    await taken_over(clinic)
    assert all(text in files(clinic) for text in PARKING)
    service = clinic.reviews.taken_wordings
    removal = await service.plan()
    assert {one.text.lower() for one in removal.wordings} == set(PARKING)
    assert {one.entry_id for one in removal.wordings} == {"visit"}
    assert len(removal.rewrites) == 1
    assert all(text in files(clinic) for text in PARKING)
    await service.carry_out(removal)
    assert not any(text in files(clinic) for text in PARKING)
    own = FAQ.replace("      - way to the clinic by train\n", "      - way to the clinic by train\n      - parking\n")
    assert clinic.path.read_text(encoding="utf-8") == own
    assert await clinic.store.reviews.taken() == {}
    assert (await service.plan()).nothing


async def test_what_only_a_version_holds_is_removed_there(clinic: Clinic) -> None:
    await taken_over(clinic)
    clinic.path.write_text(FAQ, encoding="utf-8")
    await clinic.live_faq.reload()
    removal = await clinic.reviews.taken_wordings.plan()
    assert (removal.wordings, removal.proposals, len(removal.rewrites)) == ((), (), 1)
    await clinic.reviews.taken_wordings.carry_out(removal)
    assert not any(text in files(clinic) for text in PARKING)


async def test_what_was_learnt_of_the_phrasings_is_forgotten(tmp_path: Path) -> None:
    kept = KeptMatching(tmp_path / "cache", tmp_path / "none")
    clinic = Clinic(tmp_path, kept)
    async with clinic.store:
        await taken_over(clinic)
        assert list((tmp_path / "cache").glob("matching-*.npz"))
        service = clinic.reviews.taken_wordings
        await service.carry_out(await service.plan())
        assert not list((tmp_path / "cache").glob("matching-*.npz"))


async def test_a_version_that_cannot_be_read_is_removed(clinic: Clinic) -> None:
    await taken_over(clinic)
    odd = clinic.path.parent / "versions" / "20260101T000000000000Z-0123456789ab-faq.yaml"
    odd.write_text("entries: [", encoding="utf-8")
    removal = await clinic.reviews.taken_wordings.plan()
    assert sum(one.data is None for one in removal.rewrites) == 1
    await clinic.reviews.taken_wordings.carry_out(removal)
    assert not odd.exists()


async def test_a_reworded_phrasing_and_a_typed_question_stay(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    theme = await clinic.theme()

    await clinic.reviews.draft(
        theme, Role.STAFF, lambda faq: drafts.draft(faq, theme, DraftTexts("Where can I park?", "Here."), None)
    )
    text = clinic.path.read_text(encoding="utf-8").replace("Is there parking", "Is there room for a car")
    clinic.path.write_text(text, encoding="utf-8")
    await clinic.live_faq.reload()
    removal = await clinic.reviews.taken_wordings.plan()
    assert len(removal.wordings) == 2
    await clinic.reviews.taken_wordings.carry_out(removal)
    left = clinic.path.read_text(encoding="utf-8")
    assert "Where can I park?" in left
    assert "Is there room for a car" in left
    assert "parking" not in left.partition("Where can I park?")[2]


async def test_a_question_taken_over_is_told_and_stays(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    theme = await clinic.theme()
    await clinic.reviews.draft(
        theme, Role.STAFF, lambda faq: drafts.draft(faq, theme, DraftTexts(theme.suggestion, "Here."), None)
    )
    removal = await clinic.reviews.taken_wordings.plan()
    assert [one.text for one in removal.questions] == [theme.suggestion]
    await clinic.reviews.taken_wordings.carry_out(removal)
    assert theme.suggestion in clinic.path.read_text(encoding="utf-8")
    again = await clinic.reviews.taken_wordings.plan()
    assert [one.text for one in again.questions] == [theme.suggestion]
