"""The FAQ file in admins' hands: reload, upload, export, versions, drafts. Everything is shown before it is done.

What was shown is held in memory only, a few at a time and for a quarter of an hour. Knows nothing of Telegram; that
the person is an admin was seen to by whoever calls.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

from bot.channels.telegram.notifications import change_of, mark_of, reloading
from bot.core.faq.edits import Edit, EditError, RemoveEntry, SetStatus
from bot.core.faq.model import Entry
from bot.core.faq.rules import clinic_values
from bot.core.faq.yaml_reader import MAX_BYTES, FaqProblems
from bot.core.records import Role, Status, Verdict
from bot.core.review import notices, staff_messages
from bot.core.review.cards import ReviewCards, broken_list, effect_lines
from bot.core.review.staff_replies import Attachment, Choice, Move, Reaction, Sheet, Step, bullets, code, literal
from bot.core.text.markup import fill
from bot.live_faq.impact import Impact
from bot.live_faq.live_faq import ChecksBroken, Conflict, LiveFaq, NotWritable, Proposal, Reloaded, ReloadRefused
from bot.live_faq.publishing import Version, digest_of
from bot.live_faq.snapshot import LocalizedFaq
from bot.storage.errors import StoreError
from bot.storage.store import Store

HELD = 4
HELD_SECONDS = 900.0
LISTED = 10
_TRANSLATION = re.compile(r"\.([a-z]{2})\.ya?ml$")


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A change that was shown, and as what it goes into the log of decisions."""

    proposal: Proposal
    verdict: Verdict
    until: float


class FaqAdmin:
    """Changes of the FAQ as a whole. `clock` is any steady clock in seconds, `zone` the clinic's."""

    def __init__(self, live_faq: LiveFaq, store: Store, *, clock: Callable[[], float], zone: tzinfo) -> None:
        self._live_faq = live_faq
        self._zone = zone
        self._reviews = store.reviews
        self._clock = clock
        self._held: OrderedDict[str, PendingChange] = OrderedDict()

    async def tap(self, move: Move) -> Reaction:
        """What a button does."""
        match move.step:
            case Step.RELOAD:
                return await self._reload_anyway(move.mark)
            case Step.VERSION:
                return Reaction(then=await self._roll_back(move.mark))
            case Step.PUT | Step.PUT_FORCE:
                return await self._put(move.mark, force=move.step is Step.PUT_FORCE)
            case Step.DROP:
                self._held.pop(move.mark, None)
                return Reaction(Sheet(staff_messages.DROPPED))
            case Step.DRAFTS:
                return Reaction(self.drafts())
        localized = self._live_faq.live.localized(move.theme)
        draft = ReviewCards(localized.faq).entry(move.entry, drafts=True)
        if draft is None:
            return Reaction(Sheet(staff_messages.DRAFT_GONE))
        match move.step:
            case Step.DRAFT:
                return Reaction(await self._draft(localized, draft))
            case Step.DRAFT_PUBLISH | Step.DRAFT_FORCE:
                return await self._publish_draft(localized, draft, force=move.step is Step.DRAFT_FORCE)
            case Step.DISCARD:
                sure = Choice(staff_messages.DISCARD_YES, Move(Step.DISCARD_SURE, move.theme, move.entry))
                back = Choice(staff_messages.CANCEL, Move(Step.DRAFT, move.theme, move.entry))
                return Reaction(
                    Sheet(staff_messages.DISCARD_SURE.format(question=literal(draft.question)), ((sure, back),))
                )
            case Step.DISCARD_SURE:
                return await self._discard(localized, draft)
            case _:
                return Reaction()

    # The file as it stands

    async def reload(self) -> tuple[Reloaded | ReloadRefused | None, tuple[Sheet, ...]]:
        """Takes a changed file now; what happened, and the sheets that say so."""
        event = await self._live_faq.reload()
        sheets = reloading(event)
        if isinstance(event, Reloaded):
            sheets = (*sheets, *await self.record())
        return event, sheets

    async def record(self, verdict: Verdict = Verdict.PUBLISHED, entry_id: str | None = None) -> tuple[Sheet, ...]:
        """Writes a change into the log of decisions. What is done is done: a failing database is only told."""
        try:
            await self._reviews.note(verdict, role=Role.ADMIN, entry_id=entry_id)
        except StoreError as error:
            return (Sheet(staff_messages.NOT_RECORDED.format(problem=literal(str(error)))),)
        return ()

    def export(self) -> tuple[Sheet, ...]:
        """The live files."""
        by_language = self._live_faq.live.by_language.values()
        return tuple(Sheet("", attachment=Attachment(one.path.name, one.data)) for one in by_language)

    async def _reload_anyway(self, mark: str) -> Reaction:
        event = await self._live_faq.reload()
        if isinstance(event, ReloadRefused) and event.broken and mark_of(event) == mark:
            event = await self._live_faq.reload(force=True)
        sheets = reloading(event)
        recorded = await self.record() if isinstance(event, Reloaded) else ()
        return Reaction(sheets[0], (*sheets[1:], *recorded))

    # A whole new file

    def too_big(self, size: int | None) -> Sheet | None:
        """Refuses a file before anything of it is downloaded. A size that is not known is refused too."""
        if size is not None and size <= MAX_BYTES:
            return None
        shown = f"{size / 1e6:.1f} MB" if size is not None else "unknown"
        return Sheet(staff_messages.TOO_BIG.format(size=shown, most=f"{MAX_BYTES / 1e6:.0f} MB"))

    async def upload(self, content: bytes, name: str) -> tuple[Sheet, ...]:
        """What a file would change; a name such as faq.es.yaml is that of a translation."""
        found = _TRANSLATION.search(name.lower())
        language = found[1] if found and found[1] in self._live_faq.live.by_language else None
        shown = literal(name, 60)
        try:
            proposal = await self._live_faq.propose(content, language=language)
        except FaqProblems as error:
            head = staff_messages.PROBLEMS.format(name=shown, count=notices.count_of(len(error.problems)))
            return notices.problems(head, error.problems)
        return self._shown(proposal, staff_messages.UPLOADED.format(name=shown), Verdict.PUBLISHED)

    def versions(self) -> Sheet:
        """Versions to go back to."""
        versions = self._live_faq.versions()
        if not versions:
            return Sheet(staff_messages.NO_VERSIONS)
        now = self._live_faq.live.main.digest
        rows = []
        for one in versions[: 2 * LISTED]:
            live = " (live)" if now.startswith(one.digest) else ""
            rows.append((Choice(f"{one.number}. {self._moment(one)}{live}", Move(Step.VERSION, mark=one.digest)),))
        return Sheet(staff_messages.VERSIONS, tuple(rows))

    async def roll_back(self, number: str) -> tuple[Sheet, ...]:
        """What going back to the version of that number would change; all versions without a number."""
        if not number:
            return (self.versions(),)
        versions = {str(one.number): one for one in self._live_faq.versions()}
        if number not in versions:
            return (Sheet(staff_messages.NO_VERSION.format(number=literal(number, 20))),)
        return await self._roll_back(versions[number].digest)

    async def _roll_back(self, digest: str) -> tuple[Sheet, ...]:
        version = next((one for one in self._live_faq.versions() if one.digest == digest), None)
        if version is None:
            return (Sheet(staff_messages.NO_VERSION.format(number=digest)),)
        try:
            content = await asyncio.to_thread(version.path.read_bytes)
            proposal = await self._live_faq.propose(content)
        except OSError:
            return (Sheet(staff_messages.NO_VERSION.format(number=version.number)),)
        except FaqProblems as error:
            head = staff_messages.PROBLEMS.format(name="That version", count=notices.count_of(len(error.problems)))
            return notices.problems(head, error.problems)
        return self._shown(proposal, staff_messages.ROLL_BACK.format(date=self._moment(version)), Verdict.ROLLED_BACK)

    def _shown(self, proposal: Proposal, head: str, verdict: Verdict) -> tuple[Sheet, ...]:
        """The effect of a new file with its diff, and the way to publish it."""
        if not proposal.diff:
            return (Sheet(staff_messages.SAME),)
        mark = self._hold(proposal, verdict)
        effect = proposal.effect
        lines = [*notices.change_lines(change_of(effect)), f"breaks {len(effect.broken)} of {effect.checks} checks"]
        text = f"{head}\n\n{bullets(lines)}"
        if effect.broken:
            text += f"\n\n{broken_list(effect.broken)}"
        go = Choice(staff_messages.FORCE, Move(Step.PUT_FORCE, mark=mark))
        if not effect.broken:
            go = Choice(staff_messages.PUBLISH, Move(Step.PUT, mark=mark))
        diff = Sheet("The change", attachment=Attachment(f"{proposal.path.stem}.diff", proposal.diff.encode()))
        return diff, Sheet(text, ((go, Choice(staff_messages.CANCEL, Move(Step.DROP, mark=mark))),))

    def _moment(self, version: Version) -> str:
        return f"{version.at.astimezone(self._zone):%d %B %Y, %H:%M}"

    def _hold(self, proposal: Proposal, verdict: Verdict) -> str:
        mark = code(f"{verdict} {proposal.base} {digest_of(proposal.data)}")
        now = self._clock()
        for old in [key for key, held in self._held.items() if held.until < now]:
            del self._held[old]
        self._held[mark] = PendingChange(proposal, verdict, now + HELD_SECONDS)
        self._held.move_to_end(mark)
        while len(self._held) > HELD:
            self._held.popitem(last=False)
        return mark

    async def _put(self, mark: str, *, force: bool) -> Reaction:
        held = self._held.pop(mark, None)
        if held is None or held.until < self._clock():
            return Reaction(Sheet(staff_messages.HELD_NO_LONGER))
        done = Sheet(staff_messages.PUT)
        try:
            effect = await self._live_faq.publish(held.proposal, force=force)
        except ChecksBroken as refusal:
            self._held[mark] = held
            return Reaction(_refused(refusal.effect, Move(Step.PUT_FORCE, mark=mark), Move(Step.DROP, mark=mark)))
        except Conflict:
            by_language = self._live_faq.live.by_language.values()
            language = next((one.language for one in by_language if one.path == held.proposal.path), None)
            again = await self._live_faq.propose(held.proposal.data, language=language)
            return Reaction(
                Sheet(staff_messages.CONFLICT), self._shown(again, staff_messages.CHANGED_SINCE, held.verdict)
            )
        except NotWritable as refusal:
            return Reaction(then=(_by_hand(refusal),))
        done = Sheet(f"{staff_messages.PUT}\n\n{bullets(notices.change_lines(change_of(effect)))}")
        return Reaction(done, await self.record(held.verdict))

    # Drafts

    def drafts(self) -> Sheet:
        """The drafts of all languages."""
        found = [
            (localized, entry)
            for localized in self._live_faq.live.by_language.values()
            for entry in localized.faq.entries
            if entry.status == "draft"
        ]
        if not found:
            return Sheet(staff_messages.NO_DRAFTS)
        rows = tuple(
            (Choice(entry.question, Move(Step.DRAFT, localized.language, code(entry.id))),)
            for localized, entry in found
        )
        return Sheet(staff_messages.DRAFTS, rows[:90])

    async def _draft(self, localized: LocalizedFaq, draft: Entry) -> Sheet:
        texts = await self._questions(draft)
        move = (localized.language, code(draft.id))
        last = (
            Choice(staff_messages.DISCARD, Move(Step.DISCARD, *move)),
            Choice(staff_messages.BACK_TO_DRAFTS, Move(Step.DRAFTS)),
        )
        values = clinic_values(localized.faq.clinic)
        parts = [f"**{literal(draft.question)}**", fill(draft.answer, values)]
        if draft.phrasings:
            parts.append("Other wordings:\n" + bullets([f"“{literal(one)}”" for one in draft.phrasings]))
        try:
            proposal = await self._live_faq.propose(
                SetStatus(draft.id, "published"), questions=texts, language=localized.language
            )
        except (FaqProblems, EditError) as error:
            return Sheet("\n\n".join((*parts, literal(str(error)))), (last,))
        effect = proposal.effect
        parts.append("*Publishing it:*\n" + bullets(effect_lines(proposal.preview, effect.broken, effect.checks)))
        if effect.broken:
            parts.append(broken_list(effect.broken))
        step = Step.DRAFT_FORCE if effect.broken else Step.DRAFT_PUBLISH
        go = Choice(staff_messages.FORCE if effect.broken else staff_messages.PUBLISH, Move(step, *move))
        return Sheet("\n\n".join(parts), ((go,), last))

    async def _questions(self, draft: Entry) -> list[str]:
        """The questions that led to a draft, as far as they are still kept."""
        try:
            decisions = {
                one.number
                for one in await self._reviews.decisions()
                if one.verdict is Verdict.DRAFTED and one.entry_id == draft.id and not one.withdrawn
            }
            resolved = await self._reviews.questions(Status.RESOLVED) if decisions else ()
        except StoreError:
            return []
        return [one.text for one in resolved if one.decision in decisions and one.text]

    async def _publish_draft(self, localized: LocalizedFaq, draft: Entry, *, force: bool) -> Reaction:
        move = (localized.language, code(draft.id))
        effect = await self._change(SetStatus(draft.id, "published"), localized, force=force)
        if isinstance(effect, Sheet):
            return Reaction(then=(effect,))
        if effect.broken and not force:
            return Reaction(_refused(effect, Move(Step.DRAFT_FORCE, *move), Move(Step.DRAFTS)))
        text = staff_messages.DRAFT_PUBLISHED.format(question=literal(draft.question))
        done = Sheet(f"{text}\n\n{bullets(notices.change_lines(change_of(effect)))}")
        return Reaction(done, await self.record(Verdict.PUBLISHED, draft.id))

    async def _discard(self, localized: LocalizedFaq, draft: Entry) -> Reaction:
        effect = await self._change(RemoveEntry(draft.id), localized)
        if isinstance(effect, Sheet):
            return Reaction(then=(effect,))
        return Reaction(Sheet(staff_messages.DISCARDED.format(question=literal(draft.question))), (self.drafts(),))

    async def _change(self, change: Edit, localized: LocalizedFaq, *, force: bool = False) -> Sheet | Impact:
        """Makes a change of one file. A sheet says why not; an effect that breaks checks was not published unless
        forced."""
        try:
            proposal = await self._live_faq.propose(change, language=localized.language)
            return await self._live_faq.publish(proposal, force=force)
        except ChecksBroken as refusal:
            return refusal.effect
        except Conflict:
            return Sheet(staff_messages.CONFLICT)
        except NotWritable as refusal:
            return _by_hand(refusal)
        except (FaqProblems, EditError) as error:
            return Sheet(literal(str(error)))


def _refused(effect: Impact, force: Move, drop: Move) -> Sheet:
    text = f"{staff_messages.REFUSED}\n\n{broken_list(effect.broken)}"
    return Sheet(text, ((Choice(staff_messages.FORCE, force), Choice(staff_messages.CANCEL, drop)),))


def _by_hand(refusal: NotWritable) -> Sheet:
    text = staff_messages.NOT_WRITABLE_PLAIN.format(reason=refusal.reason)
    return Sheet(text, attachment=Attachment("faq.diff", refusal.diff.encode()))
