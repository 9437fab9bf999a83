"""Changes of the FAQ by reviewers: proposes and publishes them, and says why one is refused.

Serves the review of questions and the teaching of red flags. Knows nothing of themes, examples and who reviews.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.core.faq.edits import Edit
from bot.core.faq.origin import Origin
from bot.core.faq.yaml_document import EditError
from bot.core.positions import FaqProblems
from bot.core.quality.known_questions import NO_QUESTIONS, KnownQuestions
from bot.live_faq.impact import Impact
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.proposal import ChecksBroken, Proposal
from bot.live_faq.publishing import Conflict, NotWritable
from bot.storage.store import Store


class ReviewError(Exception):
    """A refusal: the reason, and a hint what to do instead. Of patients' words it holds only those in the log."""

    def __init__(self, reason: str, hint: str = "") -> None:
        self.reason = reason
        self.hint = hint
        super().__init__(reason)


class EditRefused(ReviewError):
    """The FAQ can't be changed like this, because of `cause`."""

    def __init__(self, cause: FaqProblems | EditError) -> None:
        self.cause = cause
        if isinstance(cause, EditError):
            super().__init__(cause.reason, cause.hint)
        else:
            super().__init__("the FAQ has problems", "\n".join(map(str, cause.problems)))


class WouldBreakChecks(ReviewError):
    """The change would break checks; it may be forced."""

    def __init__(self, effect: Impact) -> None:
        self.effect = effect
        broken = "\n".join(f"{one.check.place}: '{one.check.text}' gets {one.got}" for one in effect.broken)
        super().__init__(f"this would break what works now ({len(effect.broken)} checks)", broken)


class FileChanged(ReviewError):
    """Someone else changed the FAQ file meanwhile. Nothing was written."""

    def __init__(self) -> None:
        super().__init__("the FAQ file was changed meanwhile; nothing was written", "try again")


class FileNotWritable(ReviewError):
    """The FAQ file can't be written. `why` is the system's message, `diff` the change to make by hand."""

    def __init__(self, refusal: NotWritable) -> None:
        self.why = refusal.reason
        self.diff = refusal.diff
        hint = "put this change into the file by hand, then assign again"
        super().__init__(f"the FAQ file can't be written: {refusal.reason}", hint)


class FaqChanges:
    """Changes of the live FAQ, for any number of reviewers at the same time."""

    def __init__(self, store: Store, live_faq: LiveFaq) -> None:
        self._store = store
        self._live_faq = live_faq

    async def propose(
        self,
        change: Edit,
        language: str | None,
        questions: Collection[str] = (),
        known: KnownQuestions = NO_QUESTIONS,
    ) -> Proposal:
        """The change and its effect. Raises EditRefused."""
        try:
            return await self._live_faq.propose(change, questions=questions, language=language, known=known)
        except (EditError, FaqProblems) as error:
            raise EditRefused(error) from None

    async def publish(self, proposal: Proposal, *, origin: Origin, force: bool = False) -> Impact | None:
        """Publishes the change, unless the database can't be written, since then the decision could not be noted.
        Returns None if the file says this already.

        Raises:
            ReviewError: it is refused.
            StoreError: the database can't be written.
        """
        await self._store.probe()
        if not proposal.diff:
            return None
        try:
            return await self._live_faq.publish(proposal, force=force, origin=origin)
        except ChecksBroken as error:
            raise WouldBreakChecks(error.effect) from None
        except Conflict:
            raise FileChanged from None
        except NotWritable as error:
            raise FileNotWritable(error) from None
        except FaqProblems as error:
            raise EditRefused(error) from None
