"""The review loop: a theme's card -> preview -> publish, or a draft, or a dismissal; each once, whoever taps first.

Owns the order of things: one at a time, first the file, then the log, so that what a kill leaves in between is offered
again and publishing it once more changes nothing. Knows nothing of Telegram and leaves the words to the core.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bot.core import notices, review, staff_words
from bot.core.edits import AddEntry, AddPhrasings, EditError
from bot.core.faq import Entry
from bot.core.faq_yaml import FaqProblems
from bot.core.records import Decision, Resolution, Role, Verdict
from bot.core.review import Prompt, Review
from bot.core.sheets import Attachment, Move, Reaction, Sheet, Step, literal
from bot.core.themes import Grouped, Theme
from bot.editions import Edition, Snapshot
from bot.effects import Effect
from bot.handlers.announcements import change_of
from bot.inbox import Inbox
from bot.knowledge import Broken, Conflict, Knowledge, NotWritable, Proposal
from bot.store import Store

HELD = 8
"""Previews kept at hand, so that publishing what was just shown does not compute it again."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One tap or message: who, on which FAQ, and the themes as they are now."""

    role: Role
    live: Snapshot
    grouped: Grouped

    def theme(self, move: Move) -> Theme | None:
        """The theme a tap is about, while it is open."""
        return next((one for one in self.grouped.all if one.key == move.theme), None)


class Reviewing:
    """Reviews for any number of staff at the same time. Every method may raise StoreError."""

    def __init__(self, knowledge: Knowledge, store: Store, inbox: Inbox) -> None:
        self._knowledge = knowledge
        self._store = store
        self._reviews = store.reviews
        self._inbox = inbox
        self._held: OrderedDict[str, Proposal] = OrderedDict()
        self._settling = asyncio.Lock()
        self._tasks: set[asyncio.Task[Reaction]] = set()
        self._warming: asyncio.Task[object] | None = None

    async def open_count(self) -> int:
        """How many cards there are."""
        return len((await self._inbox.themes(self._knowledge.live)).all)

    async def first(self) -> Sheet:
        """The first card."""
        if self._warming is None or self._warming.done():
            # what the running FAQ is compared with takes seconds the first time; nobody should wait for it later
            self._warming = asyncio.create_task(self._knowledge.examinations())
        return self._card_at((await self._scene(Role.STAFF)), 0) or Sheet(staff_words.EMPTY)

    async def tap(self, move: Move, role: Role, drafted: tuple[str, str | None] = ("", None)) -> Reaction:
        """What a button of a review does. `drafted` are the question and answer, where the tap ends a draft."""
        scene = await self._scene(role)
        if move.step is Step.UNDO:
            return await self._undo(move)
        theme = scene.theme(move)
        if theme is None:
            return await self._gone(move, scene)
        talk = self._talk(scene, theme)
        match move.step:
            case Step.CARD:
                return Reaction(self._card_at(scene, scene.grouped.all.index(theme)))
            case Step.SKIP:
                return Reaction(self._card_at(scene, scene.grouped.all.index(theme) + 1) or Sheet(staff_words.LAST))
            case Step.BELONGS:
                entry = talk.entry(move.entry)
                return Reaction(await self._preview(scene, theme, entry)) if entry else self._outdated(scene, theme)
            case Step.PUBLISH | Step.FORCE:
                return await self._whole(self._publish(move, role))
            case Step.DISMISS:
                return await self._whole(self._dismiss(move, role))
            case Step.SEARCH:
                return Reaction(then=(talk.search_prompt(theme.key),))
            case Step.NEW:
                return Reaction(then=(talk.new_entry(theme),))
            case Step.WRITE:
                return Reaction(then=(talk.question_prompt(theme.key),))
            case Step.TAKE:
                question = review.proposed_question(theme)
                prompt = talk.answer_prompt(theme.key, question) if question else talk.question_prompt(theme.key)
                return Reaction(then=(prompt,))
            case Step.TOPIC:
                question, answer = drafted
                if not question or not answer:
                    return Reaction(then=(Sheet(staff_words.LOST),))
                return await self._whole(self._draft(move, role, question, answer))
            case _:
                return Reaction()

    async def hear(self, prompt: Prompt, text: str, role: Role) -> Reaction:
        """What follows from words written in reply to a prompt."""
        scene = await self._scene(role)
        theme = scene.theme(Move(Step.CARD, prompt.theme))
        if theme is None:
            found = await self._gone(Move(Step.CARD, prompt.theme), scene)
            return Reaction(then=tuple(filter(None, (found.replace, *found.then))))
        ranked: list[str] = []
        if prompt.asked == "search":
            matcher = self._edition(scene.live, theme).matcher
            ranking = await asyncio.to_thread(matcher.rank, text)
            ranked = [match.entry_id for match in ranking.matches]
        return self._talk(scene, theme).hear(prompt, text, ranked)

    # Cards

    async def _scene(self, role: Role) -> Scene:
        live = self._knowledge.live
        return Scene(role, live, await self._inbox.themes(live))

    def _card_at(self, scene: Scene, at: int) -> Sheet | None:
        themes = scene.grouped.all
        if not at < len(themes):
            return None
        rest = []
        if at == 0 and scene.grouped.withheld:
            rest.append(staff_words.WITHHELD.format(count=scene.grouped.withheld))
        if at == 0 and scene.grouped.waiting:
            rest.append(staff_words.WAITING.format(count=scene.grouped.waiting))
        return self._talk(scene, themes[at]).card(themes[at], at, len(themes), rest)

    async def _next(self, at: int, role: Role) -> tuple[Sheet, ...]:
        """The card that took the place of a settled one."""
        scene = await self._scene(role)
        card = self._card_at(scene, at)
        return (card or Sheet(staff_words.LAST if scene.grouped.all else staff_words.EMPTY),)

    async def _gone(self, move: Move, scene: Scene) -> Reaction:
        """The theme is settled or its questions are too old: says which, and by which decision."""
        decisions = [one for one in await self._reviews.decisions(theme=move.theme, limit=5) if not one.withdrawn]
        if move.step is Step.SKIP:
            at = int(move.mark) if move.mark.isdigit() else 0
            return Reaction(self._card_at(scene, at) or Sheet(staff_words.LAST))
        if not decisions:
            return Reaction(Sheet(staff_words.OUT_OF_DATE))
        return Reaction(Review(scene.live.main.faq).already(decisions[0]))

    def _outdated(self, scene: Scene, theme: Theme) -> Reaction:
        """The entry of a button is no longer there: the card as it is now."""
        card = self._card_at(scene, scene.grouped.all.index(theme))
        return Reaction(Sheet(staff_words.OUT_OF_DATE), (card,) if card else ())

    # Adding to an entry

    async def _preview(self, scene: Scene, theme: Theme, entry: Entry, note: str = "") -> Sheet:
        talk = self._talk(scene, theme)
        if not review.wordings(theme):
            return talk.nothing_to_add(theme)
        try:
            proposal = await self._proposal(theme, entry)
        except (FaqProblems, EditError) as error:
            return _impossible(error)
        broken, checks = proposal.effect.broken, proposal.effect.checks
        unchanged = not proposal.diff
        return talk.preview(theme, entry, proposal.preview, broken, checks, unchanged=unchanged, note=note)

    async def _proposal(self, theme: Theme, entry: Entry) -> Proposal:
        added = review.wordings(theme)
        change = AddPhrasings(entry.id, added)
        proposal = await self._knowledge.propose(change, questions=theme.asked, language=theme.language)
        self._held[review.mark(entry.id, added)] = proposal
        while len(self._held) > HELD:
            self._held.popitem(last=False)
        return proposal

    async def _publish(self, move: Move, role: Role) -> Reaction:
        async with self._settling:
            scene = await self._scene(role)
            theme = scene.theme(move)
            if theme is None:
                return await self._gone(move, scene)
            talk = self._talk(scene, theme)
            entry = talk.entry(move.entry)
            if entry is None:
                return self._outdated(scene, theme)
            added = review.wordings(theme)
            if review.mark(entry.id, added) != move.mark:
                return Reaction(await self._preview(scene, theme, entry, staff_words.CHANGED_SINCE))
            force = move.step is Step.FORCE and role is Role.ADMIN
            try:
                held = self._held.pop(move.mark, None)
                current = held is not None and held.before is self._knowledge.live
                proposal = held if held is not None and current else await self._proposal(theme, entry)
                effect = await self._written(proposal, force=force)
            except Broken as refusal:
                return Reaction(talk.refused(theme, entry, refusal.effect.broken, may_force=role is Role.ADMIN))
            except Conflict:
                return Reaction(await self._preview(scene, theme, entry, staff_words.CONFLICT))
            except NotWritable as refusal:
                return Reaction(then=(_diff(refusal, staff_words.NOT_WRITABLE),))
            except (FaqProblems, EditError) as error:
                return Reaction(_impossible(error))
            resolution = Resolution(Verdict.ADDED, entry.id)
            settled = await self._settle(theme, resolution, role, forced=bool(effect and effect.broken))
            if settled is None:
                return await self._gone(move, scene)
            lines = notices.change_lines(change_of(effect)) if effect else []
            done = talk.added(entry, added, settled.questions, lines)
        return Reaction(done, await self._next(scene.grouped.all.index(theme), role))

    async def _written(self, proposal: Proposal, *, force: bool = False) -> Effect | None:
        """Publishes a change; None where the file says it already. Not begun while the log can't be written."""
        await self._store.probe()
        return await self._knowledge.publish(proposal, force=force) if proposal.diff else None

    async def _settle(
        self, theme: Theme, resolution: Resolution, role: Role, *, forced: bool = False
    ) -> Decision | None:
        """Settles a theme's questions. None where somebody else did, elsewhere."""
        keys = [question.key for question in theme.questions]
        settled = await self._reviews.resolve(keys, resolution, role=role, theme=theme.key, forced=forced)
        return settled.decision if settled.changed else None

    # Other decisions

    async def _dismiss(self, move: Move, role: Role) -> Reaction:
        async with self._settling:
            scene = await self._scene(role)
            theme = scene.theme(move)
            settled = await self._settle(theme, Resolution(Verdict.DISMISSED), role) if theme else None
        if theme is None or settled is None:
            return await self._gone(move, scene)
        done = self._talk(scene, theme).dismissed(theme, settled)
        return Reaction(done, await self._next(scene.grouped.all.index(theme), role))

    async def _undo(self, move: Move) -> Reaction:
        decisions = await self._reviews.decisions(theme=move.theme, limit=5)
        number = int(move.mark) if move.mark.isdigit() else 0
        wanted = next((one for one in decisions if one.number == number), None)
        if wanted is None or wanted.verdict is not Verdict.DISMISSED or wanted.withdrawn:
            return Reaction(Sheet(staff_words.OUT_OF_DATE))
        await self._reviews.reopen(wanted.number)
        return Reaction(Sheet(staff_words.UNDONE))

    async def _draft(self, move: Move, role: Role, question: str, answer: str) -> Reaction:
        async with self._settling:
            scene = await self._scene(role)
            theme = scene.theme(move)
            if theme is None:
                return await self._gone(move, scene)
            talk = self._talk(scene, theme)
            try:
                entry = talk.draft(theme, question, answer, talk.topic(move.entry) if move.entry else None)
                if not talk.holds(entry):  # it does where a kill came between the file and the log
                    await self._written(await self._knowledge.propose(AddEntry(entry), language=theme.language))
            except NotWritable as refusal:
                return Reaction(then=(_diff(refusal, staff_words.NOT_WRITABLE_PLAIN),))
            except (Broken, Conflict):
                return Reaction(then=(Sheet(staff_words.CONFLICT),))
            except ValidationError as error:
                return Reaction(then=(_unfit(error),))
            except (FaqProblems, EditError) as error:
                return Reaction(then=(_impossible(error),))
            if await self._settle(theme, Resolution(Verdict.DRAFTED, entry.id), role) is None:
                return await self._gone(move, scene)
        done = Sheet(staff_words.DRAFTED.format(question=literal(question)))
        return Reaction(done, await self._next(scene.grouped.all.index(theme), role))

    async def _whole(self, work: Coroutine[Any, Any, Reaction]) -> Reaction:
        """Sees it through to its end, even when whoever waits for it gives up."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    def _edition(self, live: Snapshot, theme: Theme) -> Edition:
        return live.edition(theme.language)

    def _talk(self, scene: Scene, theme: Theme) -> Review:
        return Review(self._edition(scene.live, theme).faq)


def _impossible(error: FaqProblems | EditError) -> Sheet:
    if isinstance(error, EditError):
        return Sheet(literal(f"{error.reason}. {error.hint}" if error.hint else error.reason))
    head = staff_words.PROBLEMS.format(name="This", count=notices.count_of(len(error.problems)))
    return notices.problems(head, error.problems)[0]


def _unfit(error: ValidationError) -> Sheet:
    """Which part of a draft breaks which limit; not the words themselves."""
    found = error.errors(include_input=False, include_url=False)[0]
    return Sheet(literal(f"{found['loc'][0] if found['loc'] else 'entry'}: {found['msg']}"))


def _diff(refusal: NotWritable, wording: str) -> Sheet:
    text = wording.format(reason=refusal.reason)
    return Sheet(text, attachment=Attachment("faq.diff", refusal.diff.encode()))
