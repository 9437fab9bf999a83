"""The sign-off in the chat: /signoff -> a card -> signed, skipped, or a change that admins are told of.

Owns which reply follows which tap, and under which name a person signs, in memory only: it comes from what they wrote
or from the file, never from Telegram. The sign-off service carries it out; the texts are in the core.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.channels.telegram.notifications import Notifications, change_by_hand, refusal
from bot.core import languages
from bot.core.dialogue.replies import Action, Reply, StaffVerb, Turn, code
from bot.core.faq.sign_offs import Signable, SignOffCount
from bot.core.review import sign_off_messages as words
from bot.core.review import staff_messages
from bot.core.review.sign_off_cards import (
    USUAL,
    SignOffCards,
    SignOffPrompt,
    Terms,
    another_name,
    ask_name,
    choose_name,
    other_languages,
)
from bot.core.text.markup import literal
from bot.live_faq.snapshot import Snapshot
from bot.logs import failure
from bot.review.changes import FileChanged, FileNotWritable, ReviewError
from bot.review.sign_off import NAME_LIMIT, SignedAlready, SignOffService, TextChanged, TextGone, clinicians_name

log = logging.getLogger(__name__)

REMEMBERED = 200
"""Names that are remembered."""
NOTE_LIMIT = 3000
"""Characters of a note that are passed on."""


class ClinicianSignOff:
    """Signing by any number of clinicians at the same time; `person` tells one from another."""

    def __init__(self, service: SignOffService, notifications: Notifications) -> None:
        self._service = service
        self._notifications = notifications
        self._names: OrderedDict[int, str] = OrderedDict()

    @property
    def live(self) -> Snapshot:
        """The live FAQ."""
        return self._service.live

    async def begin(self, person: int, wanted: str) -> Turn:
        """The turn for /signoff with a language by its code or name, "" for that of the main FAQ."""
        return await self._safely(lambda: self._begin(person, self._language(wanted)))

    async def hear(self, person: int, prompt: SignOffPrompt, text: str) -> Turn:
        """The turn for what a clinician wrote: a name, or a note."""
        return await self._safely(lambda: self._hear(person, prompt, text))

    async def tap(self, person: int, action: Action) -> Turn:
        """The turn for a tap."""
        return await self._safely(lambda: self._turn(person, action))

    async def _begin(self, person: int, language: str) -> Turn:
        """The first text that waits, once it is known under which name is signed."""
        if person in self._names:
            return Turn(self._next(person, language, first=True))
        names = self._service.names
        return Turn((choose_name(language, names) if names else ask_name(language),))

    async def _hear(self, person: int, prompt: SignOffPrompt, text: str) -> Turn:
        if prompt.asked == "name":
            name = clinicians_name(text)
            if name is None:
                return Turn((ask_name(prompt.language, words.BAD_NAME.format(most=NAME_LIMIT)),))
            return self._named(person, prompt.language, name)
        return await self._want(person, prompt.language, prompt.target, text[:NOTE_LIMIT])

    def _named(self, person: int, language: str, name: str) -> Turn:
        self._names[person] = name
        while len(self._names) > REMEMBERED:
            self._names.popitem(last=False)
        return Turn(self._next(person, language, first=True))

    async def _turn(self, person: int, action: Action) -> Turn:
        language = self._language(action.language)
        if language != action.language:  # the translation is gone
            return Turn((Reply(words.GONE),))
        match action.verb:
            case StaffVerb.SIGN_NAME:
                return Turn((ask_name(language),))
            case StaffVerb.SIGN_AS:
                name = next((one for one in self._service.names if code(one) == action.target), None)
                return self._named(person, language, name) if name is not None else Turn((ask_name(language),))
            case StaffVerb.SIGN_SHOW:
                return await self._begin(person, language)
        if person not in self._names:
            return await self._begin(person, language)
        item = self._item(language, action.target)
        if item is None:
            return Turn(self._next(person, language), replace=Reply(words.GONE))
        match action.verb:
            case StaffVerb.SIGN:
                return await self._sign(person, language, item, action.mark)
            case StaffVerb.SIGN_SKIP:
                terms = Terms.parse(action.mark)
                first, *rest = self._next(person, language, item, terms.months if terms else USUAL)
                return Turn(tuple(rest), replace=first)
            case StaffVerb.SIGN_CHANGE:
                begun, prompt = self._cards(language).ask_note(item)
                return Turn((prompt,), replace=begun)
            case StaffVerb.SIGN_NO_NOTE:
                return await self._want(person, language, action.target)
            case _:
                return await self._take_back(language, item, action.mark)

    async def _sign(self, person: int, language: str, item: Signable, mark: str) -> Turn:
        terms = Terms.parse(mark)
        if terms is None:
            return Turn(self._card(person, language, item))
        try:
            review = await self._service.approve(language, item, terms.digest, self._names[person], terms.months)
        except TextChanged as error:
            return Turn(self._card(person, language, error.now), replace=Reply(words.CHANGED))
        except TextGone:
            return Turn(self._next(person, language), replace=Reply(words.GONE))
        except SignedAlready as error:
            if error.review.by == self._names[person]:  # tapped twice: the next one was shown the first time
                return Turn(replace=self._cards(language).signed(item, error.review))
            told = self._cards(language).already(item, error.review)
            return Turn(self._next(person, language, item, terms.months), replace=told)
        told = self._cards(language).signed(item, review)
        return Turn(self._next(person, language, item, terms.months), replace=told)

    async def _take_back(self, language: str, item: Signable, digest: str) -> Turn:
        try:
            await self._service.withdraw(language, item, digest)
        except (TextChanged, TextGone):
            return Turn(replace=Reply(words.GONE))
        return Turn(replace=Reply(words.TAKEN_BACK.format(title=literal(item.title))))

    async def _want(self, person: int, language: str, target: str, note: str = "") -> Turn:
        """Tells admins that a text needs a change; then the next one."""
        item = self._item(language, target)
        if item is None:
            return Turn(self._next(person, language), replace=Reply(words.GONE))
        served = self._service.live.localized(language)
        where = f"{served.path.name}, line {served.places.of(item.path[:-1]).line}"
        by = self._names.get(person, "")
        told = await self._notifications.tell_admins(self._cards(language).wanted(item, by, note, literal(where)))
        text = words.CHANGE_SENT if told else words.CHANGE_UNSENT
        done = Reply(text.format(title=literal(item.title)))
        if person not in self._names:
            return (await self._begin(person, language)).then(Turn(replace=done))
        return Turn(self._next(person, language, item), replace=done)

    async def _safely(self, work: Callable[[], Awaitable[Turn]]) -> Turn:
        """The work's turn, or one that tells what failed. Errors of Telegram are raised."""
        try:
            return await work()
        except FileChanged:
            return Turn((Reply(words.NOT_YET),))
        except FileNotWritable as error:
            return Turn((change_by_hand(words.NOT_WRITABLE.format(reason=literal(error.why)), error.diff),))
        except ReviewError as error:
            return Turn((refusal(error),))
        except TelegramError:
            raise
        except Exception as error:
            log.error("a step of the sign-off failed: %s", failure(error))
            return Turn((Reply(staff_messages.FAILED.format(where=failure(error))),))

    # Cards

    def _cards(self, language: str) -> SignOffCards:
        return SignOffCards(self._service.live.localized(language).faq, self._service.today())

    def _item(self, language: str, target: str) -> Signable | None:
        return self._service.item(language, lambda one: code(one.key) == target)

    def _card(self, person: int, language: str, item: Signable) -> tuple[Reply, ...]:
        return self._cards(language).card(item, self._names[person])

    def _next(
        self, person: int, language: str, after: Signable | None = None, usual: int = USUAL, *, first: bool = False
    ) -> tuple[Reply, ...]:
        """The next text that waits behind another. The `first` one offers the other languages and another name."""
        others = tuple(
            SignOffCount.of(served.faq, self._service.today())
            for one, served in self._service.live.by_language.items()
            if one != language
        )
        item = self._service.waiting(language, after)
        if item is not None:
            more = (*other_languages(others), another_name(language)) if first else ()
            return self._cards(language).card(item, self._names[person], usual, more=more)
        done = words.LAST if self._service.waiting(language) is not None else words.ALL_SIGNED
        return (Reply(done, buttons=other_languages(others)),)

    def _language(self, wanted: str) -> str:
        """The code of a language of the FAQ by its code or name; that of the main FAQ for anything else."""
        live = self._service.live
        named = {languages.language(one).name.casefold(): one for one in live.by_language}
        wanted = named.get(wanted.casefold(), wanted.casefold())
        return wanted if wanted in live.by_language else live.main.language
