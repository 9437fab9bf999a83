"""Clinicians' sign-off: which text waits, and signing what was shown.

A signature is given to the words that were shown, by their digest, and to no others. Serves any number of clinicians
at once. Knows nothing of Telegram, and of a clinician only the name that stands in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from bot.core.faq.model import ClinicalReview
from bot.core.faq.sign_offs import Signable, expiry, signables
from bot.core.faq.yaml_document import EditError
from bot.core.positions import FaqProblems
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.publishing import Conflict, NotWritable
from bot.live_faq.snapshot import Snapshot
from bot.review.changes import EditRefused, FileChanged, FileNotWritable, ReviewError

NAME_LIMIT = 60
_NAME = re.compile(r"[^\W\d_][^*_\[\]{}<>`\\/@#?!\n]*")


class TextGone(ReviewError):
    """The text is no longer in the FAQ."""

    def __init__(self) -> None:
        super().__init__("this text is no longer in the FAQ", "/signoff shows what is there now")


class TextChanged(ReviewError):
    """The text is another one than what was shown. `now` is what the FAQ says."""

    def __init__(self, now: Signable) -> None:
        self.now = now
        super().__init__("the text was changed after it was shown; nothing was signed", "look at it again")


class SignedAlready(ReviewError):
    """Somebody has signed this very text before, and that holds."""

    def __init__(self, signed: Signable, review: ClinicalReview) -> None:
        self.signed = signed
        self.review = review
        super().__init__(f"signed already by {review.by} on {review.on}")


class SignOffService:
    """The sign-off in the live FAQ. `today` is the date at the clinic."""

    def __init__(self, live_faq: LiveFaq, today: Callable[[], date]) -> None:
        self._live_faq = live_faq
        self.today = today

    @property
    def live(self) -> Snapshot:
        """The live FAQ."""
        return self._live_faq.live

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which texts are signed, those that sign most first."""
        every = (one.review for served in self.live.by_language.values() for one in signables(served.faq))
        by = [review.by for review in every if review is not None]
        return tuple(sorted(dict.fromkeys(by), key=lambda name: -by.count(name)))

    def item(self, language: str, matches: Callable[[Signable], bool]) -> Signable | None:
        """The first text in a language that matches."""
        return next((one for one in signables(self.live.localized(language).faq) if matches(one)), None)

    def waiting(self, language: str, after: Signable | None = None) -> Signable | None:
        """The first text without a signature that holds; the first one behind `after`."""
        every, today = signables(self.live.localized(language).faq), self.today()
        begin = next((at + 1 for at, one in enumerate(every) if after is not None and one.key == after.key), 0)
        return next((one for one in every[begin:] if not one.holds(today)), None)

    async def approve(self, language: str, shown: Signable, digest: str, by: str, months: int) -> ClinicalReview:
        """Signs a text that was shown with this digest, for so many months. Raises ReviewError if that is refused."""
        today = self.today()
        review = ClinicalReview(by=by, on=today, expires=expiry(today, months), text=digest)

        def refuse(now: Signable) -> None:
            if now.digest != digest:
                raise TextChanged(now)
            if now.review is not None and now.holds(today):
                raise SignedAlready(now, now.review)

        await self._sign(language, shown.key, review, refuse)
        return review

    async def withdraw(self, language: str, shown: Signable, digest: str) -> None:
        """Takes the signature of a text with this digest back. Raises ReviewError if that is refused."""

        def refuse(now: Signable) -> None:
            if now.review is None or now.review.text != digest:
                raise TextChanged(now)

        await self._sign(language, shown.key, None, refuse)

    async def _sign(
        self, language: str, key: str, review: ClinicalReview | None, refuse: Callable[[Signable], None]
    ) -> None:
        """Signs unless `refuse` raises; again from the beginning as often as another change is faster."""
        while True:
            seen = self.live
            now = next((one for one in signables(seen.localized(language).faq) if one.key == key), None)
            if now is None:
                raise TextGone
            refuse(now)
            try:
                return await self._live_faq.sign(seen, language, key, review)
            except Conflict:
                if self.live is seen:
                    raise FileChanged from None
            except NotWritable as error:
                raise FileNotWritable(error) from None
            except (EditError, FaqProblems) as error:
                raise EditRefused(error) from None


def clinicians_name(written: str) -> str | None:
    """A name as it may stand in the file and be read by patients; None if it may not: mark-up, or far too long."""
    name = " ".join(written.split())
    return name if len(name) <= NAME_LIMIT and _NAME.fullmatch(name) else None
