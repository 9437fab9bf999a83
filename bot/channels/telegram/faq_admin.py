"""Administration of the FAQ file: reload, upload, export, drafts. Every change is shown before it is made.

Versions are shown by `faq_versions`; going back to one is published here, like any change that was shown. Knows nothing
of Telegram; callers check that the user is an admin.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo

from bot.channels.telegram.faq_versions import FaqVersions
from bot.channels.telegram.notifications import change_by_hand, mark_of, refused_file, reloading, with_effect
from bot.channels.telegram.pending_changes import PendingChange, PendingChanges, effect_of_file
from bot.core.dialogue.replies import Action, Attachment, Button, Buttons, Reply, StaffVerb, Turn, code
from bot.core.faq.edits import Edit, RemoveEntry, SetStatus
from bot.core.faq.model import Entry, Faq
from bot.core.faq.origin import Origin
from bot.core.faq.rules import MESSAGE_LIMIT
from bot.core.faq.yaml_document import EditError
from bot.core.positions import FaqProblems
from bot.core.records import Role, Status, Verdict
from bot.core.review import staff_messages
from bot.core.review.cards import ReviewCards
from bot.core.review.draft_card import draft_texts
from bot.core.review.effects import EditEffect, all_lines, broken_list, effect_lines
from bot.core.strict_yaml import MAX_BYTES, parse
from bot.core.text.markup import bullets, joined, literal, split_text
from bot.live_faq.impact import Impact
from bot.live_faq.live_faq import ChecksBroken, LiveFaq, Proposal, Reloaded, ReloadRefused
from bot.live_faq.publishing import Conflict, NotWritable
from bot.live_faq.snapshot import LocalizedFaq
from bot.review.queue import DECISIONS
from bot.storage.errors import StoreError
from bot.storage.store import Store

_NEARLY_YAML = re.compile(r"\.ya?ml\.\w+$|^faq\b.*\.(?:txt|yaml_?|yml_?|json|docx?|rtf)$", re.IGNORECASE)
_TRANSLATION = re.compile(r"\.([a-z]{2})\.ya?ml$")


class FaqAdmin:
    """Changes of the whole FAQ. `clock` is a monotonic clock in seconds, `zone` the clinic's time zone."""

    def __init__(self, live_faq: LiveFaq, store: Store, *, clock: Callable[[], float], zone: tzinfo) -> None:
        self._live_faq = live_faq
        self._reviews = store.reviews
        self._pending = PendingChanges(clock)
        self.versions = FaqVersions(live_faq, self._pending, zone)

    async def tap(self, action: Action) -> Turn:
        """The result of tapping a button."""
        match action.verb:
            case StaffVerb.RELOAD:
                return await self._reload_anyway(action.mark)
            case StaffVerb.VERSION:
                return Turn(await self.versions.preview(action.target, action.mark))
            case StaffVerb.VERSIONS:
                return Turn(replace=await self.versions.page(action.target, action.mark))
            case StaffVerb.PUT | StaffVerb.PUT_FORCE:
                return await self._put(action.mark, force=action.verb is StaffVerb.PUT_FORCE)
            case StaffVerb.DROP:
                self._pending.take(action.mark)
                return Turn(replace=Reply(staff_messages.DROPPED))
            case StaffVerb.DRAFTS:
                return Turn(replace=self.drafts())
        localized = self._live_faq.live.localized(action.language)
        draft = ReviewCards(localized.faq).entry(action.target, drafts=True)
        if draft is None:
            return Turn(replace=Reply(staff_messages.DRAFT_GONE))
        match action.verb:
            case StaffVerb.DRAFT:
                return await self._draft(localized, draft)
            case StaffVerb.DRAFT_PUBLISH | StaffVerb.DRAFT_FORCE if action.mark != draft.review_digest:
                return await self._draft(localized, draft, staff_messages.DRAFT_CHANGED)
            case StaffVerb.DRAFT_PUBLISH | StaffVerb.DRAFT_FORCE:
                return await self._publish_draft(localized, draft, force=action.verb is StaffVerb.DRAFT_FORCE)
            case StaffVerb.DISCARD:
                sure = Button(staff_messages.DISCARD_YES, replace(action, verb=StaffVerb.DISCARD_SURE))
                back = Button(staff_messages.CANCEL, replace(action, verb=StaffVerb.DRAFT))
                text = staff_messages.DISCARD_SURE.format(question=literal(draft.question))
                return Turn(replace=Reply(text, buttons=((sure, back),)))
            case StaffVerb.DISCARD_SURE:
                return await self._discard(localized, draft)
            case _:
                return Turn()

    async def reload(self) -> tuple[Reloaded | ReloadRefused | None, tuple[Reply, ...]]:
        """Reloads a changed file now; returns the event and the replies that report it."""
        event = await self._live_faq.reload()
        replies = reloading(event)
        if isinstance(event, Reloaded):
            replies = (*replies, *await self.record())
        return event, replies

    async def record(self, verdict: Verdict = Verdict.PUBLISHED, entry_id: str | None = None) -> tuple[Reply, ...]:
        """Logs a change that has been made. Returns a reply if the database fails."""
        try:
            await self._reviews.note(verdict, role=Role.ADMIN, entry_id=entry_id)
        except StoreError as error:
            return (Reply(staff_messages.NOT_RECORDED.format(problem=literal(str(error)))),)
        return ()

    def export(self) -> tuple[Reply, ...]:
        """The live files."""
        by_language = self._live_faq.live.by_language.values()
        return tuple(Reply("", attachment=Attachment(one.path.name, one.data)) for one in by_language)

    async def _reload_anyway(self, mark: str) -> Turn:
        event = await self._live_faq.reload()
        if isinstance(event, ReloadRefused) and event.broken and mark_of(event) == mark:
            event = await self._live_faq.reload(force=True)
        replies = reloading(event)
        recorded = await self.record() if isinstance(event, Reloaded) else ()
        return Turn((*replies[1:], *recorded), replace=replies[0])

    # A whole new file

    def too_big(self, size: int | None) -> Reply | None:
        """The refusal of a file that is too big or of unknown size, before it is downloaded; None otherwise."""
        if size is not None and size <= MAX_BYTES:
            return None
        shown = f"{size / 1e6:.1f} MB" if size is not None else "unknown"
        return Reply(staff_messages.TOO_BIG.format(size=shown, most=f"{MAX_BYTES / 1e6:.0f} MB"))

    async def upload(self, content: bytes, name: str) -> tuple[Reply, ...]:
        """What a file would change. Its `language` says which file it replaces; its name may not say another one."""
        live, shown = self._live_faq.live, literal(name, 60)
        main, named = live.main.path, _TRANSLATION.search(name.lower())
        try:
            written = await asyncio.to_thread(_language_of, content, main.name)
            language = written or live.main.language  # what is no code is named among the problems
            if named is not None and named[1] != language:
                return (Reply(staff_messages.NAMED_OTHERWISE.format(name=shown, named=named[1], code=language)),)
            if language not in live.by_language:
                file = literal(f"{main.stem}.{language}{main.suffix}", 60)
                return (Reply(staff_messages.NO_SUCH_LANGUAGE.format(name=shown, code=language, file=file)),)
            proposal = await self._live_faq.propose(content, language=language)
        except FaqProblems as error:
            return refused_file(shown, error.problems)
        file = proposal.path.name
        text = staff_messages.UPLOADED if file == name else staff_messages.UPLOADED_AS
        return self._shown(proposal, text.format(name=shown, file=literal(file, 60)))

    def not_yaml(self, name: str) -> Reply | None:
        """The reply to a file that is a FAQ by its name, but for the end; None for any other."""
        if not _NEARLY_YAML.search(name):
            return None
        return Reply(staff_messages.NOT_YAML.format(name=literal(name, 60)))

    def _shown(self, proposal: Proposal, head: str) -> tuple[Reply, ...]:
        """The diff and the effect of a new file, with buttons to publish or cancel."""
        return self._pending.preview(PendingChange(proposal), f"{head}\n\n{effect_of_file(proposal)}")

    async def _put(self, mark: str, *, force: bool) -> Turn:
        held = self._pending.take(mark)
        if held is None:
            return Turn(replace=Reply(staff_messages.HELD_NO_LONGER))
        try:
            effect = await self._live_faq.publish(held.proposal, force=force, origin=held.origin)
        except ChecksBroken as refusal:
            self._pending.hold(held)
            anyway, drop = Action(StaffVerb.PUT_FORCE, mark=mark), Action(StaffVerb.DROP, mark=mark)
            return Turn(replace=_refused(refusal.effect, anyway, drop))
        except Conflict:
            by_language = self._live_faq.live.by_language.values()
            language = next((one.language for one in by_language if one.path == held.proposal.path), None)
            again = await self._live_faq.propose(held.proposal.data, language=language)
            replies = self._pending.again(held, again)
            return Turn(replies, replace=Reply(staff_messages.CONFLICT))
        except NotWritable as refusal:
            return Turn(
                (change_by_hand(staff_messages.NOT_WRITABLE_PLAIN.format(reason=refusal.reason), refusal.diff),)
            )
        done = held.done or Reply(with_effect(staff_messages.PUT, effect))
        return Turn(await self.record(held.verdict), replace=done)

    # Drafts

    def drafts(self) -> Reply:
        """The drafts in all languages."""
        rows = tuple(
            (Button(entry.question, _on(entry, localized, StaffVerb.DRAFT)),)
            for localized in self._live_faq.live.by_language.values()
            for entry in localized.faq.entries
            if entry.status == "draft"
        )
        return Reply(staff_messages.DRAFTS, buttons=rows[:90]) if rows else Reply(staff_messages.NO_DRAFTS)

    async def _draft(self, localized: LocalizedFaq, draft: Entry, note: str = "") -> Turn:
        """All that patients will read of a draft, and what publishing it would do; the buttons are below all of it."""
        text, buttons = await self._draft_card(localized, draft)
        *before, last = map(Reply, split_text(joined(note, text), MESSAGE_LIMIT))
        first, *rest = (*before, replace(last, buttons=buttons))
        return Turn(tuple(rest), replace=first)

    async def _draft_card(self, localized: LocalizedFaq, draft: Entry) -> tuple[str, Buttons]:
        texts = await self._questions(draft)
        last = (
            Button(staff_messages.DISCARD, _on(draft, localized, StaffVerb.DISCARD)),
            Button(staff_messages.BACK_TO_DRAFTS, Action(StaffVerb.DRAFTS)),
        )
        parts = [draft_texts(localized.faq, draft)]
        if draft.phrasings:
            parts.append("Other wordings:\n" + bullets([f"“{literal(one)}”" for one in draft.phrasings]))
        try:
            proposal = await self._live_faq.propose(
                SetStatus(draft.id, "published"), questions=texts, language=localized.language
            )
        except (FaqProblems, EditError) as error:
            return joined(*parts, literal(str(error))), (last,)
        effect = proposal.effect
        seen = EditEffect(proposal.preview, effect.broken, effect.checks, proposal.diff, proposal.path.name)
        parts.append("*Publishing it:*\n" + bullets([*effect_lines(seen), *all_lines(seen, localized.faq)]))
        label, verb = staff_messages.PUBLISH, StaffVerb.DRAFT_PUBLISH
        if seen.blocked:
            label, verb = staff_messages.FORCE, StaffVerb.DRAFT_FORCE
        go = Button(label, replace(_on(draft, localized, verb), mark=draft.review_digest))
        return joined(*parts), ((go,), last)

    async def _questions(self, draft: Entry) -> list[str]:
        """The questions that led to a draft, except those deleted since."""
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

    async def _publish_draft(self, localized: LocalizedFaq, draft: Entry, *, force: bool) -> Turn:
        effect = await self._change(SetStatus(draft.id, "published"), localized, force=force)
        if effect is None:  # since it was shown, or shown to be so: the button to force it is below the draft
            return await self._draft(localized, draft)
        if isinstance(effect, Reply):
            return Turn((effect,))
        text = staff_messages.DRAFT_PUBLISHED.format(question=literal(draft.question))
        return Turn(await self.record(Verdict.PUBLISHED, draft.id), replace=Reply(with_effect(text, effect)))

    async def _discard(self, localized: LocalizedFaq, draft: Entry) -> Turn:
        effect = await self._change(RemoveEntry(draft.id), localized)
        if isinstance(effect, Reply):
            return Turn((effect,))
        text = staff_messages.DISCARDED.format(question=literal(draft.question))
        back = await self._reopened(draft)
        return Turn((self.drafts(),), replace=Reply(f"{text} {back}".strip()))

    async def _reopened(self, draft: Entry) -> str:
        """Puts the questions that a draft settled back into the review; says how many."""
        try:
            decisions = [
                one
                for one in await self._reviews.decisions(limit=DECISIONS)
                if one.verdict is Verdict.DRAFTED and one.entry_id == draft.id and not one.withdrawn
            ]
            count = sum([await self._reviews.reopen(one.number) for one in decisions])
        except StoreError as error:
            return staff_messages.NOT_RECORDED.format(problem=literal(str(error)))
        questions = "1 question is" if count == 1 else f"{count} questions are"
        return staff_messages.BACK_IN_REVIEW.format(questions=questions) if count else ""

    async def _change(self, change: Edit, localized: LocalizedFaq, *, force: bool = False) -> Reply | Impact | None:
        """Publishes a change of one file; returns its effect, or a reply that says why it was not made. None if only
        `force` would publish it."""
        try:
            proposal = await self._live_faq.propose(change, language=localized.language)
            if proposal.preview is not None and proposal.preview.blocking and not force:
                return None
            return await self._live_faq.publish(proposal, force=force, origin=Origin.ADMIN)
        except ChecksBroken:
            return None
        except Conflict:
            return Reply(staff_messages.CONFLICT)
        except NotWritable as refusal:
            return change_by_hand(staff_messages.NOT_WRITABLE_PLAIN.format(reason=refusal.reason), refusal.diff)
        except (FaqProblems, EditError) as error:
            return Reply(literal(str(error)))


def _on(draft: Entry, localized: LocalizedFaq, verb: StaffVerb) -> Action:
    return Action(verb, code(draft.id), language=localized.language)


def _refused(effect: Impact, force: Action, drop: Action) -> Reply:
    text = f"{staff_messages.REFUSED}\n\n{broken_list(effect.broken)}"
    return Reply(text, buttons=((Button(staff_messages.FORCE, force), Button(staff_messages.CANCEL, drop)),))


def _language_of(content: bytes, name: str) -> str | None:
    """The code of the language that a file says it is in, None if it is no code. Raises FaqProblems for no YAML."""
    written = parse(content, name).value.get("language", Faq.model_fields["language"].default)
    return written if isinstance(written, str) and re.fullmatch("[a-z]{2}", written) else None
