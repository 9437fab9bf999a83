"""Prompts: what the bot asks staff to write, and what it makes of their replies.

A prompt survives a restart, since the chat itself holds it: what was written so far is quoted in it, and a link, which
shows no more than its label, says what it is about. Knows nothing of entries and of what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.dialogue.replies import Reply, code
from bot.core.faq.model import Entry
from bot.core.review import prompt_messages
from bot.core.review.draft_texts import DraftTexts
from bot.core.review.suggestions import LONGEST
from bot.core.review.typed_text import TextLook
from bot.core.text.markup import joined, link, literal, verbatim_length
from bot.core.text.normalization import normalize

QUESTION_LIMIT = 60
ANSWER_LIMIT = 1500
SOURCE_LIMIT = 300
_CANCEL = frozenset({"cancel", "stop", "quit", "abort"})
_SKIP = frozenset({"skip", "none", "no"})
_BACK = frozenset({"back", "keep", "keep it"})
_LINK = re.compile(
    r"https://telegram\.org/#review/([0-9a-f]{4,32})/([a-z]+)/([0-9a-f]{10})?/([0-9a-f]{10})?/(\d{1,4}(?:\.\d{1,4}){3})"
)


class Asked(StrEnum):
    """What a prompt asks for; those of a new entry in their order."""

    SEARCH = "search"
    WORDING = "wording"
    QUESTION = "question"
    ANSWER = "answer"
    DETAILS = "details"
    SOURCE = "source"
    TOPIC = "topic"
    LOOK = "look"
    """Nothing more: whether it may be saved."""


OF_A_DRAFT = frozenset({Asked.QUESTION, Asked.ANSWER, Asked.DETAILS, Asked.SOURCE, Asked.TOPIC, Asked.LOOK})
NO_TOPIC = code("")
"""Stands for the topic of an entry that has none."""
_OPTIONAL = frozenset({Asked.DETAILS, Asked.SOURCE})
_NEEDED = frozenset({Asked.QUESTION, Asked.ANSWER})
_NO_TEXT = _SKIP | {"back", "next"}
"""What somebody types who means a button, and who is surely not giving an answer to patients."""
_LONG = frozenset({Asked.ANSWER, Asked.DETAILS})
"""What may have several lines."""
LIMITS = {
    Asked.QUESTION: QUESTION_LIMIT,
    Asked.ANSWER: ANSWER_LIMIT,
    Asked.DETAILS: ANSWER_LIMIT,
    Asked.SOURCE: SOURCE_LIMIT,
    Asked.WORDING: LONGEST,
}
"""Most characters of what staff type for the FAQ."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt of the bot that staff reply to: its theme, what it asks for, and what was written before.

    `target` is the code of the entry that a wording is asked for, whose question is then in `texts`, or that of the
    topic of a new entry of which all is written; `doubted` that of the words that were asked for once more, as they may
    name a person.
    """

    theme: str
    asked: Asked
    texts: DraftTexts = DraftTexts()
    target: str = ""
    doubted: str = ""

    @classmethod
    def parse(cls, text: str, addresses: str) -> Prompt | None:
        """The prompt with this text, among whose links are these addresses; None for any other message."""
        found = _LINK.search(addresses)
        if found is None or found[2] not in list(Asked):
            return None
        texts = DraftTexts.read(text, found[5])
        return cls(found[1], Asked(found[2]), texts, found[3] or "", found[4] or "") if texts is not None else None

    @classmethod
    def of(cls, reply: Reply) -> Prompt | None:
        """The prompt that a reply is, None for any other."""
        return cls.parse(reply.quoted, reply.text)

    @property
    def of_a_draft(self) -> bool:
        """Whether it is part of a new entry."""
        return self.asked in OF_A_DRAFT

    @property
    def takes_mark_up(self) -> bool:
        """Whether it asks for a text that patients read with its formats."""
        return self.asked in _LONG

    @property
    def changes(self) -> bool:
        """Whether it asks for another text in place of one that was written."""
        return self.of_a_draft and bool(self.target) and self.asked is not Asked.LOOK

    def reply(self, ask: str, note: str = "", asks: str = "") -> Reply:
        """The message that asks; `note` says why it does so again."""
        label = prompt_messages.PROMPTS[self.asked.value]
        about = f"https://telegram.org/#review/{self.theme}/{self.asked.value}/{self.target}/{self.doubted}"
        head = f"**{link(label, f'{about}/{self.texts.lengths}')}**"
        return Reply(joined(head, note, ask), quoted=self.texts.shown, asks=asks)


def is_cancel(text: str) -> bool:
    """Whether staff want to stop."""
    return normalize(text) in _CANCEL


def is_word(text: str) -> bool:
    """Whether a text is one of the words with which staff steer, and no part of an entry."""
    return normalize(text) in _CANCEL | _SKIP | _BACK


def is_back(prompt: Prompt, text: str) -> bool:
    """Whether staff leave a part as it was that they were about to change."""
    return prompt.changes and normalize(text) in _BACK


def is_skip(prompt: Prompt, text: str) -> bool:
    """Whether staff leave out what may be left out."""
    return prompt.asked in _OPTIONAL and normalize(text) in _SKIP


def search_prompt(theme: str) -> Reply:
    """Asks for words to search entries with."""
    return ask(Prompt(theme, Asked.SEARCH))


def wording_prompt(theme: str, entry: Entry) -> Reply:
    """Asks for a wording of staff's own to add to an entry."""
    return ask(Prompt(theme, Asked.WORDING, DraftTexts(entry.question), code(entry.id)))


def question_prompt(theme: str, note: str = "") -> Reply:
    """Asks for the question of a new entry."""
    return ask(Prompt(theme, Asked.QUESTION), note)


def after(prompt: Prompt, text: str) -> Prompt:
    """The prompt that follows once `text` was written, or skipped if it is "". After the source it is the topic, and
    after a change the last look."""
    texts = prompt.texts.having(prompt.asked.value, text)
    if prompt.changes:
        return Prompt(prompt.theme, Asked.LOOK, texts, prompt.target)
    order = list(Asked)
    return Prompt(prompt.theme, order[order.index(prompt.asked) + 1], texts)


def ask(prompt: Prompt, note: str = "") -> Reply:
    """Asks for what a prompt stands for. Where something is asked for again, `note` says why."""
    wanted = prompt_messages.ASKS[prompt.asked.value].format(most=LIMITS.get(prompt.asked, 0))
    if prompt.changes:
        wanted = wanted.replace(prompt_messages.CANCEL_STOPS, prompt_messages.KEEP_OR_CANCEL)
    return prompt.reply(wanted, note, prompt_messages.PLACEHOLDERS[prompt.asked.value])


def asked_again(prompt: Prompt, text: str, look: TextLook, fault: str = "") -> Reply | None:
    """The prompt once more, where what staff wrote is too long, has a `fault`, or may name a person by a look."""
    most = LIMITS.get(prompt.asked)
    if most is None:
        return None
    if prompt.asked in _NEEDED and normalize(text) in _NO_TEXT:
        return ask(replace(prompt, doubted=""), prompt_messages.NEEDED)
    if (count := verbatim_length(text)) > most:
        too_long = prompt_messages.TOO_LONG_FOR.get(prompt.asked.value, prompt_messages.TOO_LONG_TO_TAKE)
        return ask(replace(prompt, doubted=""), too_long.format(count=count, most=most))
    if fault:
        return ask(replace(prompt, doubted=""), fault)
    if look.names:
        return ask(replace(prompt, doubted=""), named(look))
    if look.doubtful and prompt.doubted != code(text):
        return ask(replace(prompt, doubted=code(text)), _maybe_named(look))
    return None


def typed(prompt: Prompt, text: str) -> str:
    """What staff wrote in reply to a prompt, on one line unless it may have several."""
    return text.strip() if prompt.asked in _LONG else " ".join(text.split())


def reminder(asked: Reply) -> Reply:
    """A prompt that still waits, after something else."""
    prompt = Prompt.of(asked)
    if prompt is None or asked.buttons:
        bare = asked.text.removeprefix(prompt_messages.STILL_WAITING).strip()
        return replace(asked, text=joined(prompt_messages.STILL_WAITING, bare))
    return ask(prompt, prompt_messages.STILL_WAITING)


def named(look: TextLook) -> str:
    """Why a text with names is not taken."""
    names = ", ".join(look.names)
    return prompt_messages.NAMED.format(names=literal(names, 100), is_a="is" if len(look.names) == 1 else "are")


def _maybe_named(look: TextLook) -> str:
    why = [prompt_messages.MAYBE_NAME.format(names=literal(", ".join(look.possible), 100))] if look.possible else []
    if look.masked:
        kept = (
            prompt_messages.MAYBE_UNKNOWN
            if look.kept is None
            else prompt_messages.MAYBE_KEPT.format(kept=literal(look.kept))
        )
        why.append(kept)
    elif look.telling:
        why.append(prompt_messages.MAYBE_TELLS)
    return prompt_messages.MAYBE_NAMED.format(why=" ".join(why))
