"""The replies of a sign-off: a text as patients see it with what can be decided about it, and what was decided.

A card carries the digest of the words that it shows, so that no others are signed. Knows nothing of Telegram, of who
signs, and of how a signature is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.dialogue.replies import Action, Button, Buttons, Reply, StaffVerb, code
from bot.core.dialogue.reply_builder import ReplyBuilder
from bot.core.faq.messages import Messages
from bot.core.faq.model import ClinicalReview, Faq
from bot.core.faq.rules import MESSAGE_LIMIT
from bot.core.faq.sign_offs import Signable, SignableKind, SignOffCount, SignOffState, texts_of
from bot.core.languages import language
from bot.core.review import sign_off_messages as words
from bot.core.text.markup import length, link, literal, split_text

USUAL = 12
TERMS = (6, 12, 24)
"""Months for which a text can be signed."""
_ROOM = 200
"""Characters of a message that are kept free."""
_LINK = re.compile(
    r"https://telegram\.org/#sign-off/([a-z]{2})/(name|note)/(?:([0-9a-f]{10})/([0-9a-f]{8}))?(?![0-9a-f/])"
)


@dataclass(frozen=True, slots=True)
class SignOffPrompt:
    """What the next message of a clinician is for: a name to sign under, or a note about a text.

    It is known after a restart too: a link in the prompt, which shows no more than its label, carries it.
    """

    language: str
    asked: str
    target: str = ""
    """The code of the text."""
    digest: str = ""

    def labelled(self, label: str) -> str:
        """A link that carries the prompt."""
        about = f"{self.target}/{self.digest}" if self.target else ""
        return link(label, f"https://telegram.org/#sign-off/{self.language}/{self.asked}/{about}")

    @classmethod
    def parse(cls, addresses: str) -> SignOffPrompt | None:
        """The prompt among whose links are these addresses; None for any other message."""
        found = _LINK.search(addresses)
        return cls(found[1], found[2], found[3] or "", found[4] or "") if found else None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a button to approve says: the digest of the words shown, and for how many months."""

    digest: str
    months: int

    @property
    def mark(self) -> str:
        """As a button carries it."""
        return f"{self.digest}-{self.months}"

    @classmethod
    def parse(cls, mark: str) -> Terms | None:
        """The terms of a button; None for any other mark."""
        digest, _, months = mark.partition("-")
        return cls(digest, int(months)) if months in map(str, TERMS) and len(digest) == 8 else None


class SignOffCards:
    """The replies about the texts of one language. `today` is the date at the clinic."""

    def __init__(self, faq: Faq, today: date) -> None:
        self._faq = faq
        self._today = today
        self._builder = ReplyBuilder(faq, today, asking=False)
        self.count = SignOffCount.of(faq, today)

    def card(self, item: Signable, by: str, usual: int = USUAL, *, more: Buttons = ()) -> tuple[Reply, ...]:
        """A text as patients see it, in as many messages as it needs; the last one has the buttons.

        `usual` is the term of the first button, and `more` are rows of buttons below.
        """
        signed_as = words.SIGNED_AS.format(by=literal(by))
        if item.kind is SignableKind.ANSWER:
            signed_as = words.PATIENTS_READ.format(line=self._builder.checked(literal(by), self._today))
        parts = (self._progress(item), self._state(item), *self._shown(item), signed_as)
        text = "\n\n".join(filter(None, parts))
        pieces = (text,) if length(text) <= MESSAGE_LIMIT - _ROOM else _pieces(parts)
        return (*map(Reply, pieces[:-1]), Reply(pieces[-1], buttons=(*self._choices(item, usual), *more)))

    def signed(self, item: Signable, review: ClinicalReview) -> Reply:
        """The text was signed, with a button to take it back. `count` is that of the FAQ with the signature."""
        undo = self._button(words.TAKE_BACK, StaffVerb.SIGN_UNDO, item, item.digest)
        until = _day(review.expires) if review.expires is not None else ""
        answers = item.kind is SignableKind.ANSWER
        done, of = (self.count.signed, self.count.answers) if answers else (self.count.others_signed, self.count.others)
        text = words.SIGNED.format(expires=until, words=f"{done} of {of}", title=literal(item.title))
        return Reply(text, buttons=((undo,),))

    def already(self, item: Signable, review: ClinicalReview) -> Reply:
        """Somebody else signed the text."""
        return Reply(words.ALREADY.format(by=literal(review.by), on=_day(review.on), title=literal(item.title)))

    def ask_note(self, item: Signable) -> tuple[Reply, Reply]:
        """Asks what should change: a message with a button to say nothing, and the prompt."""
        prompt = SignOffPrompt(self._faq.language, "note", code(item.key), item.digest)
        skip = self._button(words.NO_NOTE, StaffVerb.SIGN_NO_NOTE, item, item.digest)
        begun = Reply(words.CHANGE_BEGUN.format(title=literal(item.title)), buttons=((skip,),))
        return begun, Reply(words.ASK_NOTE.format(asked=prompt.labelled(words.WHAT_CHANGES)), asks="What should change")

    def wanted(self, item: Signable, by: str, note: str, where: str) -> Reply:
        """What admins are told of a text that needs a change."""
        text = words.CHANGE_WANTED.format(
            by=literal(by), language=language(self._faq.language).name, title=literal(item.title), where=where
        )
        return Reply(text, quoted=note) if note else Reply(f"{text}\n\n{words.WITHOUT_NOTE}")

    def _progress(self, item: Signable) -> str:
        if item.kind is SignableKind.ANSWER:
            return words.ANSWERS.format(signed=self.count.signed, total=self.count.answers)
        return words.OTHERS.format(signed=self.count.others_signed, total=self.count.others)

    def _state(self, item: Signable) -> str:
        """Why a text waits that was signed before."""
        state, review = item.state(self._today), item.review
        if review is None or state is SignOffState.OPEN:
            return ""
        return words.STATE.format(state=state.capitalize(), by=literal(review.by), on=_day(review.on))

    def _shown(self, item: Signable) -> tuple[str, ...]:
        """The text as patients see it, in parts."""
        if item.kind is SignableKind.TEXTS:
            texts = texts_of(self._faq, item)
            described = [f"*{_described(name)}*\n\n{self._builder.text(text)}" for name, text in texts]
            return (words.GROUP.format(title=item.title), *described)
        if item.kind is SignableKind.ALARM:
            sign = next(one for one in self._faq.urgent.signs if one.id == item.id) if self._faq.urgent else None
            if sign is None:
                return ()
            head = words.EMERGENCY if sign.level == "emergency" else words.SAME_DAY
            return head.format(title=literal(sign.title)), self._builder.text(sign.message)
        entry = self._faq.entry(item.id)
        if entry is None:
            return ()
        answer = self._builder.answer(entry)
        details = [answer.folded] if answer.folded else []
        if not details and (entry.details or entry.sources):
            details = [one.text for one in self._builder.details(entry)]
        return (answer.text, *([words.FOLDED, *details] if details else ()), answer.closing)

    def _choices(self, item: Signable, usual: int) -> Buttons:
        def approve(label: str, months: int) -> Button:
            mark = Terms(item.digest, months).mark
            return self._button(label.format(months=months), StaffVerb.SIGN, item, mark)

        return (
            (approve(words.APPROVE, usual),),
            tuple(approve(words.OTHER_TERM, months) for months in TERMS if months != usual),
            (
                self._button(words.CHANGE, StaffVerb.SIGN_CHANGE, item, item.digest),
                self._button(words.SKIP, StaffVerb.SIGN_SKIP, item, Terms(item.digest, usual).mark),
            ),
        )

    def _button(self, label: str, verb: StaffVerb, item: Signable, mark: str) -> Button:
        return Button(label, Action(verb, code(item.key), language=self._faq.language, mark=mark))


def other_languages(counts: Sequence[SignOffCount]) -> Buttons:
    """A row for each other language, with how much of it is signed."""
    return tuple(
        (
            Button(
                words.OTHER_LANGUAGE.format(
                    language=language(one.language).name, words=f"{one.signed} of {one.answers}"
                ),
                Action(StaffVerb.SIGN_SHOW, language=one.language),
            ),
        )
        for one in counts
    )


def choose_name(code_of_language: str, names: Sequence[str]) -> Reply:
    """Asks under which of the names in the file somebody signs, or whether under another one."""
    known = tuple(
        (Button(words.SIGN_AS.format(by=name), Action(StaffVerb.SIGN_AS, code(name), language=code_of_language)),)
        for name in names
    )
    return Reply(words.ASK_NAME.format(asked=words.WHICH_NAME), buttons=(*known, another_name(code_of_language)))


def another_name(code_of_language: str) -> tuple[Button, ...]:
    """A row to sign under another name."""
    return (Button(words.OTHER_NAME, Action(StaffVerb.SIGN_NAME, language=code_of_language)),)


def ask_name(code_of_language: str, note: str = "") -> Reply:
    """Asks for a name to sign under. Where it is asked for again, `note` says why."""
    asked = SignOffPrompt(code_of_language, "name").labelled(words.WHICH_NAME)
    return Reply(f"{words.ASK_NAME.format(asked=asked)}\n\n{note or words.ASK_NAME_BELOW}", asks="Dr Lee, ENT")


def _pieces(parts: Sequence[str]) -> tuple[str, ...]:
    """The parts in as few messages as they fit into; a part that is too long for one is cut."""
    pieces: list[str] = []
    for part in filter(None, parts):
        for one in (part,) if length(part) <= MESSAGE_LIMIT - _ROOM else split_text(part, MESSAGE_LIMIT - _ROOM):
            joined = f"{pieces[-1]}\n\n{one}" if pieces else one
            if pieces and length(joined) <= MESSAGE_LIMIT - _ROOM:
                pieces[-1] = joined
            else:
                pieces.append(one)
    return tuple(pieces)


def _described(name: str) -> str:
    field = Messages.model_fields.get(name)
    if field is not None and field.description:
        return literal(field.description)
    return {"if_now": "Added to an answer where an emergency was only asked about:"}.get(
        name, "The message for an emergency of unclear kind:"
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
