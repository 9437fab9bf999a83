"""Administration of the FAQ file: reload, upload, export. Every change is shown before it is made.

Versions are shown by `faq_versions`; going back to one is published here, like any change that was shown. Drafts are
the business of `faq_drafts`. Knows nothing of Telegram; callers check that the user is an admin.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo

from bot.channels.telegram.faq_drafts import FaqDrafts
from bot.channels.telegram.faq_versions import FaqVersions
from bot.channels.telegram.notifications import change_by_hand, mark_of, refused_file, reloading, with_effect
from bot.channels.telegram.pending_changes import PendingChange, PendingChanges, effect_of_file
from bot.channels.telegram.returned_questions import caught_up, foreseen, moved
from bot.core.dialogue.replies import Action, Attachment, Button, Reply, StaffVerb, Turn
from bot.core.faq.model import Faq
from bot.core.positions import FaqProblems
from bot.core.records import Role, Verdict
from bot.core.review import faq_file_messages, staff_messages
from bot.core.review.effects import broken_list
from bot.core.strict_yaml import MAX_BYTES, parse
from bot.core.text.markup import joined, literal
from bot.live_faq.impact import Impact
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.proposal import ChecksBroken, Proposal
from bot.live_faq.publishing import Conflict, NotWritable
from bot.live_faq.reload_events import Reloaded, ReloadRefused
from bot.review.returning import ReturningQuestions
from bot.storage.errors import StoreError
from bot.storage.store import Store

_NEARLY_YAML = re.compile(r"\.ya?ml\.\w+$|^faq\b.*\.(?:txt|yaml_?|yml_?|json|docx?|rtf)$", re.IGNORECASE)
_TRANSLATION = re.compile(r"\.([a-z]{2})\.ya?ml$")


class FaqAdmin:
    """Changes of the whole FAQ. `clock` is a monotonic clock in seconds, `zone` the clinic's time zone."""

    def __init__(self, live_faq: LiveFaq, store: Store, *, clock: Callable[[], float], zone: tzinfo) -> None:
        self._live_faq = live_faq
        self._reviews = store.reviews
        self._returning = ReturningQuestions(store)
        self._pending = PendingChanges(clock)
        self.versions = FaqVersions(live_faq, self._pending, self._returning, zone)
        self.drafts = FaqDrafts(live_faq, store)

    async def tap(self, action: Action) -> tuple[Turn, Reply | None]:
        """The result of tapping a button, and what the other admins hear of it if that is more than what changed."""
        match action.verb:
            case StaffVerb.RELOAD:
                return await self._reload_anyway(action.mark)
            case StaffVerb.VERSION:
                return Turn(await self.versions.preview(action.target, action.mark)), None
            case StaffVerb.VERSIONS:
                return Turn(replace=await self.versions.page(action.target, action.mark)), None
            case StaffVerb.PUT | StaffVerb.PUT_FORCE:
                return await self._put(action.mark, force=action.verb is StaffVerb.PUT_FORCE)
            case StaffVerb.DROP:
                self._pending.take(action.mark)
                return Turn(replace=Reply(faq_file_messages.DROPPED)), None
        return await self.drafts.tap(action), None

    async def reload(self) -> tuple[Reloaded | ReloadRefused | None, tuple[Reply, ...]]:
        """Reloads a changed file now; returns the event and the replies that report it."""
        event = await self._live_faq.reload()
        return event, await self.taken_up(event) if isinstance(event, Reloaded) else reloading(event)

    async def taken_up(self, event: Reloaded) -> tuple[Reply, ...]:
        """The replies that report a file that somebody saved and that is live now. What it means for questions is done,
        and the change is logged."""
        first, *others = reloading(event)
        said, failed = ("", ()) if event.published else await moved(self._returning, event)
        first = replace(first, text=joined(first.text, said))
        return (first, *others, *(failed or await self.record()))

    async def caught_up(self) -> tuple[Reply, ...]:
        """The reply that reports which questions a file put in place while no bot ran brings back, if any."""
        return await caught_up(self._returning, self._live_faq.live)

    async def record(self, verdict: Verdict = Verdict.PUBLISHED) -> tuple[Reply, ...]:
        """Logs a change that has been made. Returns a reply if the database fails."""
        try:
            await self._reviews.note(verdict, role=Role.ADMIN)
        except StoreError as error:
            return (Reply(faq_file_messages.NOT_RECORDED.format(problem=literal(str(error)))),)
        return ()

    def export(self) -> tuple[Reply, ...]:
        """The live files."""
        by_language = self._live_faq.live.by_language.values()
        return tuple(Reply("", attachment=Attachment(one.path.name, one.data)) for one in by_language)

    async def _reload_anyway(self, mark: str) -> tuple[Turn, Reply | None]:
        event = await self._live_faq.reload()
        if isinstance(event, ReloadRefused) and event.broken and mark_of(event) == mark:
            event = await self._live_faq.reload(force=True)
        first, *others = await self.taken_up(event) if isinstance(event, Reloaded) else reloading(event)
        return Turn(tuple(others), replace=first), first if isinstance(event, Reloaded) else None

    # A whole new file

    def too_big(self, size: int | None) -> Reply | None:
        """The refusal of a file that is too big or of unknown size, before it is downloaded; None otherwise."""
        if size is not None and size <= MAX_BYTES:
            return None
        shown = f"{size / 1e6:.1f} MB" if size is not None else "unknown"
        return Reply(faq_file_messages.TOO_BIG.format(size=shown, most=f"{MAX_BYTES / 1e6:.0f} MB"))

    async def upload(self, content: bytes, name: str) -> tuple[Reply, ...]:
        """What a file would change. Its `language` says which file it replaces; its name may not say another one."""
        live, shown = self._live_faq.live, literal(name, 60)
        main, named = live.main.path, _TRANSLATION.search(name.lower())
        try:
            written = await asyncio.to_thread(_language_of, content, main.name)
            language = written or live.main.language  # what is no code is named among the problems
            if named is not None and named[1] != language:
                return (Reply(faq_file_messages.NAMED_OTHERWISE.format(name=shown, named=named[1], code=language)),)
            if language not in live.by_language:
                file = literal(f"{main.stem}.{language}{main.suffix}", 60)
                return (Reply(faq_file_messages.NO_SUCH_LANGUAGE.format(name=shown, code=language, file=file)),)
            proposal = await self._live_faq.propose(content, language=language)
        except FaqProblems as error:
            return refused_file(shown, error.problems)
        file = proposal.path.name
        text = faq_file_messages.UPLOADED if file == name else faq_file_messages.UPLOADED_AS
        return await self._shown(proposal, text.format(name=shown, file=literal(file, 60)))

    def not_yaml(self, name: str) -> Reply | None:
        """The reply to a file that is a FAQ by its name, but for the end; None for any other."""
        if not _NEARLY_YAML.search(name):
            return None
        return Reply(faq_file_messages.NOT_YAML.format(name=literal(name, 60)))

    async def _shown(self, proposal: Proposal, head: str) -> tuple[Reply, ...]:
        """The diff and the effect of a new file, with buttons to publish or cancel."""
        effect = effect_of_file(proposal, await foreseen(self._returning, proposal))
        return self._pending.preview(PendingChange(proposal), f"{head}\n\n{effect}")

    async def _put(self, mark: str, *, force: bool) -> tuple[Turn, Reply | None]:
        held = self._pending.take(mark)
        if held is None:
            return Turn(replace=Reply(faq_file_messages.HELD_NO_LONGER)), None
        try:
            effect = await self._live_faq.publish(held.proposal, force=force, origin=held.origin)
        except ChecksBroken as refusal:
            self._pending.hold(held)
            anyway, drop = Action(StaffVerb.PUT_FORCE, mark=mark), Action(StaffVerb.DROP, mark=mark)
            return Turn(replace=_refused(refusal.effect, anyway, drop)), None
        except Conflict:
            by_language = self._live_faq.live.by_language.values()
            language = next((one.language for one in by_language if one.path == held.proposal.path), None)
            again = await self._live_faq.propose(held.proposal.data, language=language)
            replies = self._pending.again(held, again, await foreseen(self._returning, again))
            return Turn(replies, replace=Reply(staff_messages.CONFLICT)), None
        except NotWritable as refusal:
            by_hand = staff_messages.NOT_WRITABLE_PLAIN.format(reason=refusal.reason)
            return Turn((change_by_hand(by_hand, refusal.diff),)), None
        done = held.done or Reply(with_effect(faq_file_messages.PUT, effect))
        said, failed = await moved(self._returning, held.proposal)
        turn = Turn(failed or await self.record(held.verdict), replace=replace(done, text=joined(done.text, said)))
        return turn, Reply(joined(with_effect(faq_file_messages.WENT_LIVE, effect), said)) if said else None


def _refused(effect: Impact, force: Action, drop: Action) -> Reply:
    text = f"{staff_messages.REFUSED}\n\n{broken_list(effect.broken)}"
    return Reply(text, buttons=((Button(staff_messages.FORCE, force), Button(staff_messages.CANCEL, drop)),))


def _language_of(content: bytes, name: str) -> str | None:
    """The code of the language that a file says it is in, None if it is no code. Raises FaqProblems for no YAML."""
    written = parse(content, name).value.get("language", Faq.model_fields["language"].default)
    return written if isinstance(written, str) and re.fullmatch("[a-z]{2}", written) else None
