"""Changes of a whole file that were shown to an admin and wait for a tap, in memory and for a quarter of an hour.

Owns the buttons below them. Knows nothing of how a change came about, and publishes none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.core.dialogue.replies import Action, Attachment, Button, Reply, StaffVerb, code
from bot.core.faq.origin import Origin
from bot.core.records import Verdict
from bot.core.review import faq_file_messages, staff_messages
from bot.core.review.effects import broken_list
from bot.core.text.markup import bullets
from bot.live_faq.proposal import Proposal
from bot.live_faq.publishing import digest_of

HELD = 4
HELD_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A change that was shown: the verdict under which it is logged, where it comes from, the labels of its buttons,
    and what is said when it is `done` (None: its effect)."""

    proposal: Proposal
    verdict: Verdict = Verdict.PUBLISHED
    origin: Origin = Origin.ADMIN
    go: str = staff_messages.PUBLISH
    force: str = staff_messages.FORCE
    done: Reply | None = None

    @property
    def mark(self) -> str:
        """Identifies the change."""
        return code(f"{self.verdict} {self.proposal.base} {digest_of(self.proposal.data)}")


class PendingChanges:
    """The latest changes. `clock` is a monotonic clock in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._held: dict[str, tuple[PendingChange, float]] = {}

    def hold(self, change: PendingChange) -> None:
        """Keeps a change until it is taken."""
        now = self._clock()
        self._held.pop(change.mark, None)
        self._held[change.mark] = change, now + HELD_SECONDS
        latest = [(mark, held) for mark, held in self._held.items() if held[1] >= now]
        self._held = dict(latest[-HELD:])

    def take(self, mark: str) -> PendingChange | None:
        """The change with this mark, which is forgotten; None if it was shown too long ago."""
        change, until = self._held.pop(mark, (None, 0.0))
        return change if until >= self._clock() else None

    def preview(self, change: PendingChange, text: str) -> tuple[Reply, ...]:
        """The difference as a file and the text, with the checks that break and buttons to go on or cancel."""
        proposal, broken = change.proposal, change.proposal.effect.broken
        if not proposal.diff:
            return (Reply(faq_file_messages.SAME),)
        self.hold(change)
        go = Button(change.go, Action(StaffVerb.PUT, mark=change.mark))
        if broken:
            text += f"\n\n{broken_list(broken)}"
            go = Button(change.force, Action(StaffVerb.PUT_FORCE, mark=change.mark))
        diff = Reply("The change", attachment=Attachment(f"{proposal.path.stem}.diff", proposal.diff.encode()))
        cancel = Button(staff_messages.CANCEL, Action(StaffVerb.DROP, mark=change.mark))
        return diff, Reply(text, buttons=((go, cancel),))

    def again(self, change: PendingChange, proposal: Proposal, moves: Sequence[str]) -> tuple[Reply, ...]:
        """The preview of the same change of a file that somebody else changed meanwhile. `moves` is what it would do to
        questions."""
        text = f"{staff_messages.CHANGED_SINCE}\n\n{effect_of_file(proposal, moves)}"
        return self.preview(replace(change, proposal=proposal, done=None), text)


def effect_of_file(proposal: Proposal, moves: Sequence[str]) -> str:
    """What a whole new file would change, how many checks fail with it, and what it would do to questions."""
    return bullets([*proposal.effect.titled_lines, *moves])
