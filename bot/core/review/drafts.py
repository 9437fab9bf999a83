"""The guided draft of a new entry: what is proposed, the choice of its topic, and the entry that is saved.

Knows nothing of Telegram and of how a draft is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.dialogue.replies import Reply, StaffVerb, code
from bot.core.faq.model import Entry, Faq
from bot.core.review import staff_messages as words
from bot.core.review.additions import left_out
from bot.core.review.buttons import button
from bot.core.review.prompts import QUESTION_LIMIT, Prompt, foot, question_prompt
from bot.core.review.themes import Theme
from bot.core.text.markup import joined, literal
from bot.core.text.normalization import normalize

_SLUG = re.compile(r"[^a-z0-9]+")


def slug(question: str, taken: Iterable[str]) -> str:
    """A unique id for a new entry."""
    base = _SLUG.sub("-", normalize(question)).strip("-")[:44].strip("-") or "entry"
    used = set(taken)
    return next(one for n in range(1, len(used) + 3) if (one := base if n == 1 else f"{base}-{n}") not in used)


def proposed_question(theme: Theme) -> str:
    """The question proposed for a new entry; "" if it does not fit on a button."""
    return theme.suggestion if len(theme.suggestion) <= QUESTION_LIMIT else ""


def new_entry(theme: Theme) -> Reply:
    """Proposes a question; asks for one if there is none to propose."""
    proposed = proposed_question(theme)
    if not proposed:
        return question_prompt(theme.key, left_out(theme))
    take = button(words.TAKE, StaffVerb.TAKE, theme.key)
    other = button(words.WRITE, StaffVerb.WRITE, theme.key)
    text = words.NEW_ENTRY.format(question=f"“{literal(proposed)}”")
    back = button(words.BACK, StaffVerb.CARD, theme.key)
    return Reply(joined(text, left_out(theme)), buttons=((take,), (other, back)))


def topic_prompt(faq: Faq, theme: str, question: str) -> Reply:
    """Asks for the topic, in reply to the message with the answer."""
    topics = [(button(one.title, StaffVerb.TOPIC, theme, code(one.id)),) for one in faq.topics[:40]]
    none = (button(words.NO_TOPIC, StaffVerb.TOPIC, theme),)
    text = f"**{literal(question)}**\n\n{words.ASK_TOPIC}\n\n{foot(Prompt(theme, 'topic', question))}"
    return Reply(text, buttons=(*topics, none), below=True)


def draft(faq: Faq, theme: Theme, question: str, answer: str, topic: str | None) -> Entry:
    """The draft to save, or the one that the FAQ already has with these texts.

    Raises:
        ValueError: a text exceeds the limits of an entry.
    """
    for entry in faq.entries:
        if entry.status == "draft" and (entry.question, entry.answer, entry.topic) == (question, answer, topic):
            return entry
    own, taken = normalize(question), [entry.id for entry in faq.entries]
    others = tuple(one for one in theme.phrasings if normalize(one) != own)
    return Entry(
        id=slug(question, taken), topic=topic, question=question, phrasings=others, answer=answer, status="draft"
    )
