"""Prompts: what the bot asks staff to write, and what it makes of their replies.

A prompt survives a restart, since the chat itself holds it: its text begins with the question and ends with the theme's
key. Knows nothing of entries and of what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.core.dialogue.replies import Reply, code
from bot.core.faq.model import Entry
from bot.core.review import staff_messages as words
from bot.core.review.suggestions import LONGEST
from bot.core.review.typed_text import TextLook
from bot.core.text.markup import joined, literal

QUESTION_LIMIT = 60
ANSWER_LIMIT = 1500
_LIMITS = {"question": QUESTION_LIMIT, "answer": ANSWER_LIMIT, "wording": LONGEST}
"""Most characters of what staff type for the FAQ."""
_FOOT = re.compile(
    r"Card ([0-9a-f]{4,32}) · (search|question|answer|topic|wording)(?: · ([0-9a-f]{10}))?(?: · again ([0-9a-f]{10}))?"
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt of the bot that staff reply to: its theme, what it asks for, and the question so far.

    `target` is the code of the entry that a wording is asked for; `doubted` that of the words that were asked for once
    more, as they may name a person.
    """

    theme: str
    asked: str
    question: str
    target: str = ""
    doubted: str = ""

    @classmethod
    def parse(cls, text: str | None) -> Prompt | None:
        """The prompt with this text as Telegram shows it; None for any other message."""
        lines = (text or "").strip().splitlines()
        found = _FOOT.fullmatch(lines[-1]) if lines else None
        if found is None:
            return None
        return cls(found[1], found[2], lines[0].replace("∗", "*"), found[3] or "", found[4] or "")


def search_prompt(theme: str) -> Reply:
    """Asks for words to search entries with."""
    text = joined("**Search**", words.ASK_SEARCH, foot(Prompt(theme, "search", "")))
    return Reply(text, asks="Words of the entry")


def wording_prompt(theme: str, entry: Entry) -> Reply:
    """Asks for a wording of staff's own to add to an entry."""
    return _prompt(Prompt(theme, "wording", entry.question, code(entry.id)))


def question_prompt(theme: str, note: str = "") -> Reply:
    """Asks for the question."""
    return _prompt(Prompt(theme, "question", ""), note)


def answer_prompt(theme: str, question: str, note: str = "") -> Reply:
    """Asks for the short answer."""
    return _prompt(Prompt(theme, "answer", question), note)


def _prompt(prompt: Prompt, note: str = "") -> Reply:
    """Asks for what a prompt stands for. Where something is asked for again, `note` says why."""
    last, head = foot(prompt), f"**{literal(prompt.question)}**"
    match prompt.asked:
        case "question":
            return Reply(joined(words.ASK_QUESTION, note, last), asks="The question")
        case "answer":
            return Reply(joined(head, note or words.ASK_ANSWER, last), asks="The short answer")
        case _:
            asked = words.ASK_WORDING.format(most=LONGEST)
            return Reply(joined(head, note or asked, last), asks="The wording")


def asked_again(prompt: Prompt, text: str, look: TextLook) -> Reply | None:
    """The prompt once more, where what staff wrote is too long or, by a look at it, may name a person."""
    most = _LIMITS.get(prompt.asked)
    if most is None:
        return None
    if len(text) > most:
        return _prompt(replace(prompt, doubted=""), words.TOO_LONG.format(most=most))
    if look.names:
        return _prompt(replace(prompt, doubted=""), named(look))
    if look.doubtful and prompt.doubted != code(text):
        return _prompt(replace(prompt, doubted=code(text)), _maybe_named(look))
    return None


def typed(prompt: Prompt, text: str) -> str:
    """What staff wrote in reply to a prompt, on one line unless it is an answer."""
    return text.strip() if prompt.asked == "answer" else " ".join(text.split())


def named(look: TextLook) -> str:
    """Why a text with names is not taken."""
    names = ", ".join(look.names)
    return words.NAMED.format(names=literal(names, 100), is_a="is" if len(look.names) == 1 else "are")


def _maybe_named(look: TextLook) -> str:
    why = [words.MAYBE_NAME.format(names=literal(", ".join(look.possible), 100))] if look.possible else []
    if look.masked:
        kept = words.MAYBE_UNKNOWN if look.kept is None else words.MAYBE_KEPT.format(kept=literal(look.kept))
        why.append(kept)
    return words.MAYBE_NAMED.format(why=" ".join(why))


def foot(prompt: Prompt) -> str:
    """The last line of a prompt, by which it is known again."""
    target = f" · {prompt.target}" if prompt.target else ""
    doubted = f" · again {prompt.doubted}" if prompt.doubted else ""
    return f"Card {prompt.theme} · {prompt.asked}{target}{doubted}"
