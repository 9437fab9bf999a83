"""The review service: from logged questions to a published answer, once, over a real store and a real FAQ file."""

# ruff: noqa: ASYNC240 - a test looks into files, and nobody waits for it

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from bot.cli.review_tables import (
    figures_json,
    figures_table,
    grouped_json,
    plan_card,
    plan_json,
    theme_card,
    theme_json,
    theme_list,
)
from bot.core.deidentification.anonymizer import Anonymizer
from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.faq.rules import phrasing_digest
from bot.core.faq.yaml_reader import read_faq
from bot.core.records import CountedEvent, Handled, Question, QuestionKind, Role, Status, Tally, Verdict, Week
from bot.core.review.selection import Selection
from bot.core.review.themes import Theme
from bot.embeddings.kept_matching import KeptMatching
from bot.live_faq.live_faq import LiveFaq
from bot.review.changes import FileChanged, FileNotWritable, ReviewError
from bot.review.logged_questions import MOST_WAITING, KnownQuestionsReader
from bot.review.person_guard import OF_PERSONS, PersonGuard
from bot.review.plans import WouldTakeOver
from bot.review.queue import ReviewQueue
from bot.review.service import ReviewService, ThemeGone
from bot.storage.store import Store

TODAY = date(2026, 11, 22)
WEEK = Week.of(TODAY)
PARKING = ("is there parking", "where is parking for my car", "do i pay for parking")
FAQ = """\
# our FAQ
entries:
  - id: visit
    question: How do I find the clinic?
    phrasings:
      - address of the clinic
      - way to the clinic by train
    answer: By bus, or by car.
  - id: pain
    question: Does it hurt?
    phrasings:
      - is it painful
      - pain of the needle
    answer: A little.
    checks: [is it painfully]
  - id: price
    question: What does it cost?
    phrasings:
      - how expensive is it
      - price of a session
    answer: It depends.
  - id: holiday
    question: Can I fly on holiday?
    phrasings:
      - is air travel safe
    answer: Yes.
  - id: later
    question: Not yet
    answer: Soon.
    status: draft
"""
WORDS = frozenset(
    word
    for text in (*PARKING, FAQ.lower(), "wifi password scarf lost what painfully has ivy got any")
    for word in text.split()
)
NONE: frozenset[str] = frozenset()
VOCABULARY = Vocabulary(WORDS, WORDS, NONE, frozenset({"ivy"}), NONE, NONE, frozenset({"pieter"}), NONE)
ANONYMISER = Anonymizer(VOCABULARY, ())
GUARD = PersonGuard(ANONYMISER.redact, VOCABULARY)


class Clinic:
    """A store and a FAQ in a folder, and a review service before them."""

    def __init__(self, folder: Path, kept: KeptMatching | None = None) -> None:
        self.path = folder / "faq.yaml"
        self.path.write_text(FAQ, encoding="utf-8")
        self.store = Store(folder / "bot.db", keep_days=90, today=lambda: TODAY)
        self.live_faq = LiveFaq.open(
            self.path, versions=folder / "versions", kept=kept, now=lambda: datetime(2026, 11, 22, tzinfo=UTC)
        )
        self.reviews = self.another_desk()
        self._updates = 0

    def another_desk(self) -> ReviewService:
        return ReviewService(self.store, self.live_faq, ReviewQueue(self.store, GUARD), GUARD, lambda: TODAY)

    async def ask(
        self,
        *texts: str,
        kind: QuestionKind = QuestionKind.UNMATCHED,
        nearest: str | None = None,
        language: str = "en",
    ) -> None:
        for text in texts:
            self._updates += 1
            question = Question(WEEK, language, ANONYMISER.redact(text), kind, nearest, None, "digest")
            counts = (Tally(CountedEvent.ASKED), Tally(CountedEvent.UNMATCHED))
            await self.store.record([Handled(self._updates, WEEK, counts, (question,))])

    async def key(self) -> str:
        return (await self.reviews.grouped()).themes[0].key

    async def theme(self) -> Theme:
        return (await self.reviews.grouped()).themes[0]

    def first(self, text: str) -> str | None:
        best = self.live_faq.live.interpreter().interpret(text).best
        return best.entry_id if best else None


@pytest.fixture
async def clinic(tmp_path: Path) -> AsyncIterator[Clinic]:
    clinic = Clinic(tmp_path)
    async with clinic.store:
        yield clinic


def shown(what: RenderableType) -> str:
    console = Console(width=200, highlight=False)
    with console.capture() as captured:
        console.print(what)
    return captured.get()


async def test_assigning_a_theme_adds_its_phrasings_and_settles_its_questions(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    plan = await clinic.reviews.plan(Selection(await clinic.theme()), "visit")
    decision = (await clinic.reviews.carry_out(plan, Role.STAFF)).decision
    assert decision.questions == 3
    assert (decision.verdict, decision.entry_id, decision.role) == (Verdict.ADDED, "visit", Role.STAFF)
    assert clinic.first("is there any parking") == "visit"
    assert (await clinic.reviews.grouped()).all == ()
    before, after = FAQ.splitlines(), clinic.path.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line in before] == before
    assert len(after) == len(before) + 3


async def test_the_plan_says_what_it_would_do_and_does_nothing_yet(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    plan = await clinic.reviews.plan(Selection(await clinic.theme()), "visit")
    text = shown(plan_card(plan))
    assert "Adds to “How do I find the clinic?”" in text
    assert "of 3 of these questions" in text
    assert "Breaks 0 of 1 checks." in text
    described = plan_json(plan)
    assert (described["entry"], described["questions"], described["broken"]) == ("visit", 3, [])
    assert clinic.path.read_text(encoding="utf-8") == FAQ
    assert len(await clinic.store.reviews.questions(Status.OPEN)) == 3


async def test_a_plan_tries_the_open_questions_of_its_language_that_are_not_ticked(clinic: Clinic) -> None:
    await clinic.ask(*PARKING, "wifi password")
    await clinic.ask("where is parking by train", language="es")
    theme = await clinic.theme()
    selection = Selection(theme).without(1)
    known = await KnownQuestionsReader(clinic.store).beside_selection(selection)
    assert known.settled == ()
    assert [(one.text, one.put_aside) for one in known.waiting] == [
        (theme.samples()[1], True),
        ("wifi password", False),
    ]
    plan = await clinic.reviews.plan(selection, "visit")
    assert [(one.kind.value, one.text) for one in plan.effect.warnings][:1] == [("put_aside", theme.samples()[1])]
    assert not plan.effect.blocked


async def test_so_many_open_questions_are_tried_and_those_put_aside_first(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    harmless = sorted(word for word in WORDS - {"parking", "ivy"} if word.isalpha())
    questions = [
        Question(WEEK, "en", ANONYMISER.redact(f"{one} {other} wifi"), QuestionKind.UNMATCHED, None, None, "digest")
        for one, other in product(harmless[:25], repeat=2)
    ]
    await clinic.store.record([Handled(999, WEEK, (), tuple(questions))])
    theme = next(one for one in (await clinic.reviews.grouped()).all if PARKING[0] in one.samples(99))
    known = await KnownQuestionsReader(clinic.store).beside_selection(Selection(theme).without(0))
    assert len(known.waiting) == MOST_WAITING
    assert [one.put_aside for one in known.waiting[:2]] == [True, False]


async def test_a_wording_that_may_name_a_person_is_replaced_by_one_of_staffs_own(clinic: Clinic) -> None:
    await clinic.ask("has ivy got any parking")
    (theme,) = (await clinic.reviews.grouped()).all
    with pytest.raises(ReviewError, match="1 wording is left out: it may name a person"):
        await clinic.reviews.plan(Selection(theme), "visit")
    plan = await clinic.reviews.plan(Selection(theme), "visit", "Is there any parking")
    assert "1 wording is left out" in shown(plan_card(plan))
    await clinic.reviews.carry_out(plan, Role.STAFF)
    text = clinic.path.read_text(encoding="utf-8")
    assert "- Is there any parking" in text
    assert "ivy" not in text.lower()
    assert await clinic.store.reviews.taken() == {}


async def test_a_typed_text_is_looked_at_for_names(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    theme = await clinic.theme()
    assert not (await clinic.reviews.look("where is parking for my car", theme)).doubtful
    assert (await clinic.reviews.look("where is Pieter's car", theme)).names == ("Pieter",)
    assert (await clinic.reviews.look("has ivy got parking", theme)).possible == ("ivy",)
    unknown = await clinic.reviews.look("where is gwendolyn", theme)
    assert (unknown.names, unknown.doubtful, unknown.masked) == ((), True, True)


async def test_it_is_noted_which_phrasings_come_from_the_log_without_their_words(clinic: Clinic) -> None:
    await clinic.ask(*PARKING, "way to the clinic by train")
    plan = await clinic.reviews.plan(Selection(await clinic.theme()), "visit", "parking")
    await clinic.reviews.carry_out(plan, Role.STAFF)
    taken = await clinic.store.reviews.taken()
    assert taken == {"en": frozenset(map(phrasing_digest, PARKING))}


async def test_the_second_of_two_reviewers_sees_what_the_first_decided(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    key = await clinic.key()
    theme = await clinic.theme()
    first, second = (
        await clinic.reviews.plan(Selection(theme), "visit"),
        await clinic.reviews.plan(Selection(theme), "price"),
    )
    outcomes = await asyncio.gather(
        clinic.reviews.carry_out(first, Role.STAFF),
        clinic.reviews.carry_out(second, Role.STAFF),
        return_exceptions=True,
    )
    assert "added to “How do I find the clinic?” on 2026-11-22" in str(outcomes[1])
    with pytest.raises(ThemeGone, match="was settled already: added to “How do I find the clinic"):
        await clinic.reviews.theme(key)
    assert [one.entry_id for one in await clinic.store.reviews.decisions()] == ["visit"]


async def test_a_kill_between_publishing_and_noting_loses_nothing(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    plan = await clinic.reviews.plan(Selection(await clinic.theme()), "visit")
    await clinic.live_faq.publish(plan.proposal)
    again = await clinic.another_desk().plan(plan.selection, "visit")
    assert again.proposal.diff == ""
    assert (await clinic.reviews.carry_out(again, Role.ADMIN)).decision.questions == 3


async def test_dismissing_a_theme_changes_no_file(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    done = await clinic.reviews.dismiss(await clinic.theme(), Role.STAFF)
    assert done.decision.verdict is Verdict.DISMISSED
    assert (await clinic.reviews.grouped()).all == ()
    assert clinic.path.read_text(encoding="utf-8") == FAQ


async def test_what_breaks_a_check_is_refused_and_may_be_forced(clinic: Clinic) -> None:
    await clinic.ask("is it painfully", "is it painfully")
    plan = await clinic.reviews.plan(Selection(await clinic.theme()), "price")
    assert "Breaks 1 of 1 checks." in shown(plan_card(plan))
    with pytest.raises(WouldTakeOver, match="known messages would be answered wrongly") as refused:
        await clinic.reviews.carry_out(plan, Role.ADMIN)
    assert "'is it painfully' (pain)" in refused.value.hint
    assert clinic.path.read_text(encoding="utf-8") == FAQ
    done = await clinic.reviews.carry_out(plan, Role.ADMIN, force=True)
    assert done.decision.forced


async def test_a_phrasing_of_another_entry_is_refused(clinic: Clinic) -> None:
    await clinic.ask("is it painful", "is it painful")
    plan = await clinic.reviews.plan(Selection(await clinic.theme()), "price")
    assert "“Is it painful” stands under “Does it hurt?” already" in shown(plan_card(plan))
    with pytest.raises(WouldTakeOver, match="known messages would be answered wrongly") as refused:
        await clinic.reviews.carry_out(plan, Role.STAFF)
    assert refused.value.hint == "'Is it painful' (pain)"
    assert clinic.path.read_text(encoding="utf-8") == FAQ


async def test_an_edit_made_meanwhile_is_not_overwritten(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    plan = await clinic.reviews.plan(Selection(await clinic.theme()), "visit")
    edited = FAQ.replace("A little.", "Hardly.")
    clinic.path.write_text(edited, encoding="utf-8")
    with pytest.raises(FileChanged, match="changed meanwhile"):
        await clinic.reviews.carry_out(plan, Role.ADMIN)
    assert clinic.path.read_text(encoding="utf-8") == edited
    assert len(await clinic.store.reviews.questions(Status.OPEN)) == 3


async def test_plans_made_at_the_same_time_are_all_carried_out(clinic: Clinic) -> None:
    await clinic.ask(*PARKING, "what wifi password", "wifi password")
    plans = [await clinic.reviews.plan(Selection(theme), "visit") for theme in (await clinic.reviews.grouped()).themes]
    assert len(plans) == 2
    done = await asyncio.gather(*(clinic.reviews.carry_out(plan, Role.STAFF) for plan in plans))
    assert [one.decision.questions for one in done] == [plan.theme.size for plan in plans]
    text = clinic.path.read_text(encoding="utf-8")
    assert all(wording in text for plan in plans for wording in plan.wordings)


async def test_where_the_file_cannot_be_written_the_error_holds_the_change(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    queue = ReviewQueue(clinic.store, GUARD)
    reviews = ReviewService(clinic.store, LiveFaq.open(clinic.path), queue, GUARD, lambda: TODAY)
    plan = await reviews.plan(Selection(await clinic.theme()), "visit")
    clinic.path.with_name(f".{clinic.path.name}.new").mkdir()
    with pytest.raises(FileNotWritable, match="can't be written") as refused:
        await reviews.carry_out(plan, Role.STAFF)
    assert refused.value.diff == plan.proposal.diff
    assert len(await clinic.store.reviews.questions(Status.OPEN)) == 3


@pytest.mark.parametrize(("entry", "hint"), [("vist", "did you mean 'visit'?"), ("later", "")])
async def test_unknown_entries_and_drafts_are_refused_with_a_hint(clinic: Clinic, entry: str, hint: str) -> None:
    await clinic.ask(*PARKING)
    with pytest.raises(ReviewError, match="no published entry") as refused:
        await clinic.reviews.plan(Selection(await clinic.theme()), entry)
    assert hint in refused.value.hint


async def test_an_unknown_theme_is_refused(clinic: Clinic) -> None:
    with pytest.raises(ReviewError, match="there is no theme abcd"):
        await clinic.reviews.theme("abcd")


async def test_themes_keep_their_keys_over_a_restart_and_with_more_questions(clinic: Clinic) -> None:
    await clinic.ask(PARKING[0])
    single = (await clinic.reviews.grouped()).singles[0]
    await clinic.ask(*PARKING[1:], "lost scarf")
    grouped = await clinic.another_desk().grouped()
    assert [theme.key for theme in grouped.themes] == [single.key]
    assert {one.theme for one in await clinic.store.reviews.questions()} == {theme.key for theme in grouped.all}


async def test_a_theme_whose_answer_still_does_not_help_comes_back_under_its_key(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    key = await clinic.key()
    await clinic.reviews.carry_out(
        await clinic.reviews.plan(Selection(await clinic.reviews.theme(key)), "visit"), Role.STAFF
    )
    await clinic.ask("parking for my car", kind=QuestionKind.NOT_HELPFUL, nearest="visit")
    theme = (await clinic.reviews.grouped()).themes[0]
    assert (theme.key, theme.failed) == (key, "visit")
    assert "Came back" in shown(theme_card(theme, clinic.reviews.titles))


async def test_unchanged_questions_are_not_grouped_again(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    first = await clinic.reviews.grouped()
    assert await clinic.reviews.grouped() is first
    await clinic.ask("lost scarf")
    assert await clinic.reviews.grouped() is not first


async def test_themes_are_shown_to_people_and_programs_alike(clinic: Clinic) -> None:
    await clinic.ask(*PARKING, "what wifi password", "xyzzy qwert plugh")
    grouped = await clinic.reviews.grouped()
    text = shown(theme_list(grouped, clinic.reviews.titles))
    assert grouped.themes[0].key[:6] in text
    assert "what wifi password" in text
    assert "1 withheld by the anonymiser" in text
    card = shown(theme_card(grouped.themes[0], clinic.reviews.titles))
    assert all(text in card for text in PARKING)
    described = json.loads(json.dumps(grouped_json(grouped)))
    assert described["themes"][0] == theme_json(grouped.themes[0])
    assert sorted(described["themes"][0]["questions"]) == sorted(PARKING)
    assert described["withheld"] == 1


async def test_an_empty_log_says_so(clinic: Clinic) -> None:
    assert "No open questions." in shown(theme_list(await clinic.reviews.grouped(), {}))


async def test_figures_are_shown_to_people_and_programs_alike(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    figures = await clinic.reviews.figures()
    assert "2026-W47" in shown(figures_table(figures))
    described = json.loads(json.dumps(figures_json(figures)))
    assert (described["this"]["week"], described["this"]["questions"]) == ("2026-W47", 3)
    assert [entry["entry_id"] for entry in described["entries"]] == ["visit", "pain", "price", "holiday"]


async def test_the_report_holds_themes_and_figures(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    html = await clinic.reviews.report()
    assert (await clinic.key())[:6] in html
    assert "3 questions since 2026-W47" in html


def test_a_web_address_in_an_answer_is_no_name() -> None:
    faq = read_faq(FAQ.encode()).faq
    guard = PersonGuard(ANONYMISER.redact, replace(VOCABULARY, names=frozenset({"pieter", "org"})))
    assert not guard.look("Charity https://www.charity.org/support", faq, OF_PERSONS).names
    assert guard.look("see Pieter https://www.charity.org/support", faq, OF_PERSONS).names == ("Pieter",)


async def test_a_theme_is_overtaken_by_what_settles_it_or_took_the_question_and_by_nothing_else(clinic: Clinic) -> None:
    await clinic.ask(*PARKING)
    theme = await clinic.theme()
    assert await clinic.reviews.overtaken(theme, PARKING[0]) is None
    others = Selection(theme, frozenset({Selection(theme).texts.index(PARKING[1])}))
    await clinic.reviews.carry_out(await clinic.reviews.plan(others, "visit"), Role.STAFF)
    overtaken = await clinic.reviews.overtaken(theme, "something else")
    assert overtaken is not None
    (left,) = (await clinic.reviews.grouped()).all
    assert left.key == theme.key
    assert await clinic.reviews.overtaken(left, PARKING[1]) is None
    assert await clinic.reviews.overtaken(left, PARKING[0]) == overtaken
    await clinic.store.reviews.reopen(overtaken.number)
    assert await clinic.reviews.overtaken(left, PARKING[0]) is None
