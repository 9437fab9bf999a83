"""The versions of the FAQ for admins: /versions, and /rollback with a preview of what going back changes.

Owns which version is meant. What is shown waits for a tap with the other changes of whole files. Knows nothing of
Telegram; callers check that the user is an admin.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.channels.telegram.notifications import refused_file
from bot.channels.telegram.pending_changes import PendingChange, PendingChanges
from bot.channels.telegram.returned_questions import foreseen
from bot.core import languages
from bot.core.dialogue.replies import Reply
from bot.core.faq.differences import differences, in_brief
from bot.core.faq.origin import Origin
from bot.core.positions import FaqProblems
from bot.core.records import Verdict
from bot.core.review import faq_file_messages
from bot.core.review.version_list import PAGE, ListedVersion, VersionPage, undo_button
from bot.core.text.markup import bullets, literal
from bot.live_faq.history import VersionHistory
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.proposal import Proposal
from bot.live_faq.publishing import Version
from bot.review.returning import ReturningQuestions

LISTED = 10
"""Changes that a preview lists."""
CHANGE = 80
"""Characters of what tells a version from others of the same minute."""


@dataclass(frozen=True, slots=True)
class _Way:
    """The texts of going one way through the versions."""

    head: str
    go: str
    force: str
    done: str


_BACK = _Way(
    faq_file_messages.ROLL_BACK,
    faq_file_messages.GO_BACK,
    faq_file_messages.GO_BACK_ANYWAY,
    faq_file_messages.GONE_BACK,
)
_FORWARD = _Way(
    faq_file_messages.ROLL_FORWARD,
    faq_file_messages.GO_FORWARD,
    faq_file_messages.GO_FORWARD_ANYWAY,
    faq_file_messages.GONE_FORWARD,
)


class FaqVersions:
    """The kept versions of the live FAQ's files. `zone` is the clinic's time zone."""

    def __init__(self, live_faq: LiveFaq, pending: PendingChanges, returning: ReturningQuestions, zone: tzinfo) -> None:
        self._live_faq = live_faq
        self._pending = pending
        self._returning = returning
        self._zone = zone
        self._history = VersionHistory(live_faq)

    async def listed(self, argument: str) -> Reply:
        """The latest versions: of the main FAQ, or of the language that the argument names by code or name. With a
        number, the screen with that one."""
        language, number = self._language(argument)
        return await self.page(language, str((int(number) - 1) // PAGE) if number.isdecimal() and int(number) else "")

    async def page(self, language: str, number: str = "") -> Reply:
        """A screen of the versions in a language, "" for the main one, or of the first page if there is no such."""
        live = self._live_faq.live
        code = live.localized(language).language
        total = len(self._live_faq.versions(code))
        first = int(number) * PAGE if number.isdecimal() else 0
        first = first if first < total else 0
        changes = await self._history.page(code, first, PAGE)
        if not changes:
            return Reply(faq_file_messages.NO_VERSIONS)
        versions = [
            ListedVersion(
                one.version.number,
                one.version.at.astimezone(self._zone),
                one.version.origin,
                one.lines,
                one.live,
                one.version.digest,
                one.brief,
            )
            for one in changes
        ]
        named = "" if code == live.main.language else languages.language(code).name
        others = [(one, languages.language(one).name) for one in live.by_language if one != code]
        return VersionPage(versions, first, total, code, named, others).reply(datetime.now(self._zone))

    async def roll_back(self, argument: str) -> tuple[Reply, ...]:
        """What going back to the version with a number would change, or without one to the version before the live
        one. The number may stand behind the code or name of a language."""
        language, number = self._language(argument)
        versions = self._live_faq.versions(language)
        if number:
            version = next((one for one in versions if str(one.number) == number), None)
        else:
            digest = self._live_faq.live.localized(language).digest
            version = next((one for one in versions if not digest.startswith(one.digest)), None)
        if version is None:
            text = faq_file_messages.NO_VERSION if number else faq_file_messages.NO_EARLIER
            return (Reply(text.format(number=literal(number, 20))),)
        return await self._preview(language, version)

    async def preview(self, language: str, digest: str) -> tuple[Reply, ...]:
        """What going back to the version with this digest would change."""
        code = self._live_faq.live.localized(language).language
        version = next((one for one in self._live_faq.versions(code) if one.digest == digest), None)
        if version is None:
            return (Reply(faq_file_messages.NO_VERSION.format(number="of that button any more")),)
        return await self._preview(code, version)

    async def _preview(self, language: str, version: Version) -> tuple[Reply, ...]:
        try:
            content = await asyncio.to_thread(version.path.read_bytes)
            proposal = await self._live_faq.propose(content, language=language)
        except OSError:
            return (Reply(faq_file_messages.NO_VERSION.format(number=version.number)),)
        except FaqProblems as error:
            return refused_file("That version", error.problems)
        before, after = (one.localized(language).faq for one in (proposal.before, proposal.after))
        changes = bullets([literal(line, 120) for line in differences(before, after)], LISTED)
        date, origin = await self._told_apart(language, version), self._origin(language, version)
        way = _FORWARD if origin is Origin.UNDO else _BACK
        done = Reply(
            f"{way.done.format(date=date)}\n\n{changes}",
            buttons=undo_button(language, proposal.base[: len(version.digest)]),
        )
        change = PendingChange(proposal, Verdict.ROLLED_BACK, origin, way.go, way.force, done)
        head = way.head.format(date=date)
        lines = [*_checks(proposal), *await foreseen(self._returning, proposal)]
        return self._pending.preview(change, f"{head}\n\n{changes}\n{bullets(lines)}")

    async def _told_apart(self, language: str, version: Version) -> str:
        """When a version went live, and what it changed where another one did in the same minute."""
        versions = self._live_faq.versions(language)
        date = self._minute(version)
        if not any(one.digest != version.digest and self._minute(one) == date for one in versions):
            return date
        (change,) = await self._history.page(language, versions.index(version), 1)
        return f"{date} ({literal(in_brief(change.brief, CHANGE))})"

    def _minute(self, version: Version) -> str:
        return f"{version.at.astimezone(self._zone):%d %B %Y, %H:%M}"

    def _origin(self, language: str, version: Version) -> Origin:
        """Going back from a rollback to what was live right before it undoes it."""
        live = self._history.live_version(language)
        undoes = live is not None and live.origin is Origin.ROLLBACK and version.number == live.number + 1
        return Origin.UNDO if undoes else Origin.ROLLBACK

    def _language(self, argument: str) -> tuple[str, str]:
        """The language that the first word names, else the main one; and what is left of the argument."""
        live, words = self._live_faq.live, argument.split()
        named = {languages.language(one).name.casefold(): one for one in live.by_language}
        wanted = words[0].casefold() if words else ""
        found = named.get(wanted, wanted)
        if found in live.by_language:
            return found, " ".join(words[1:])
        return live.main.language, " ".join(words)


def _checks(proposal: Proposal) -> list[str]:
    """What happens to the checks."""
    effect = proposal.effect
    text = faq_file_messages.CHECKS_BROKEN if effect.broken else faq_file_messages.CHECKS_KEPT
    text = text if effect.checks else faq_file_messages.CHECKS_NONE
    lines = [text.format(broken=len(effect.broken), checks=effect.checks)]
    if effect.checks_gone:
        lines.append(faq_file_messages.CHECKS_GONE.format(gone=effect.checks_gone))
    return lines
