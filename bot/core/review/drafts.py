"""The guided draft of a new entry: what is proposed, the choice of its topic, and the entry that is saved.

Knows nothing of Telegram and of how a draft is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.core.dialogue.replies import Button, Reply, StaffVerb, code
from bot.core.faq.model import Entry, Faq, Source
from bot.core.review import staff_messages as words
from bot.core.review.additions import asked_apart, left_out
from bot.core.review.buttons import button
from bot.core.review.prompts import QUESTION_LIMIT, Asked, DraftTexts, Prompt, question_prompt
from bot.core.review.selection import MOST, Selection
from bot.core.review.themes import Theme
from bot.core.text.markup import bullets, joined, literal
from bot.core.text.normalization import normalize

_SLUG = re.compile(r"[^a-z0-9]+")
_URL = re.compile(r"https?://([^\s<>\"/]+)[^\s<>\"]*[^\s<>\".,;)]")


def slug(question: str, taken: Iterable[str]) -> str:
    """A unique id for a new entry."""
    base = _SLUG.sub("-", normalize(question)).strip("-")[:44].strip("-") or "entry"
    used = set(taken)
    return next(one for n in range(1, len(used) + 3) if (one := base if n == 1 else f"{base}-{n}") not in used)


def proposed_question(theme: Theme) -> str:
    """The question proposed for a new entry; "" if it does not fit on a button."""
    return theme.suggestion if len(theme.suggestion) <= QUESTION_LIMIT else ""


def new_entry(theme: Theme) -> Reply:
    """Proposes a question, which may be tapped or answered with another; asks for one if there is none to propose."""
    proposed = proposed_question(theme)
    apart = asked_apart(theme)
    if not proposed:
        return question_prompt(theme.key, joined(left_out(theme), f"⚠ {apart}" if apart else ""))
    take = button(words.TAKE, StaffVerb.TAKE, theme.key)
    other = button(words.WRITE, StaffVerb.WRITE, theme.key)
    text = words.NEW_ENTRY.format(question=f"“{literal(proposed)}”")
    number = theme.size
    settles = words.NEW_ENTRY_SETTLES.format(questions="1 question" if number == 1 else f"{number} questions")
    back = button(words.CANCEL, StaffVerb.CARD, theme.key)
    split = ((split_button(theme),),) if apart else ()
    shown = joined(text, settles, f"⚠ {apart}" if apart else "", left_out(theme))
    return replace(Prompt(theme.key, Asked.QUESTION).reply(shown), buttons=((take,), (other, back), *split))


def split_button(theme: Theme) -> Button:
    """Shows all questions of a card; those that may ask something else are unticked."""
    texts = theme.samples(MOST)
    apart = Selection(theme, frozenset(at for at, text in enumerate(texts) if text in theme.doubtful))
    label = words.TWO_QUESTIONS if apart.unticked else words.QUESTIONS_OF_CARD.format(count=len(texts))
    return button(label, StaffVerb.QUESTIONS, theme.key, "0", apart.mark)


def topic_prompt(faq: Faq, prompt: Prompt, note: str = "") -> Reply:
    """Asks for the topic of what was written, which is tapped; `note` stands above."""
    topics = [button(one.title, StaffVerb.TOPIC, prompt.theme, code(one.id)) for one in faq.topics[:60]]
    rows = tuple(tuple(topics[at : at + 2]) for at in range(0, len(topics), 2))
    none = button(words.NO_TOPIC, StaffVerb.TOPIC, prompt.theme)
    cancel = button(words.CANCEL, StaffVerb.CARD, prompt.theme)
    return replace(prompt.reply(words.ASKS[Asked.TOPIC.value], note), buttons=(*rows, (none, cancel)))


def draft(faq: Faq, theme: Theme, texts: DraftTexts, topic: str | None) -> Entry:
    """The draft to save, or the one that the FAQ already has with these texts.

    Raises:
        ValueError: a text exceeds the limits of an entry.
    """
    own, taken = normalize(texts.question), [entry.id for entry in faq.entries]
    entry = Entry(
        id=slug(texts.question, taken),
        topic=topic,
        question=texts.question,
        phrasings=tuple(one for one in theme.phrasings if normalize(one) != own),
        answer=texts.answer,
        details=texts.details or None,
        sources=(_source(texts.source),) if texts.source else (),
        status="draft",
    )
    same = ("question", "answer", "details", "sources", "topic", "status")
    known = (one for one in faq.entries if all(getattr(one, name) == getattr(entry, name) for name in same))
    return next(known, entry)


def _source(text: str) -> Source:
    """A source from one line: its title and, somewhere in it, its address."""
    found = _URL.search(text)
    if found is None:
        return Source(title=text)
    title = " ".join(text.replace(found[0], " ").split()).strip(" ,;:–-()")
    return Source(title=title or found[1], url=found[0])


def drafted(entry: Entry, questions: int) -> Reply:
    """A draft was saved."""
    settled = "1 question" if questions == 1 else f"{questions} questions"
    listed = bullets([f"“{literal(one, 70)}”" for one in entry.phrasings], 5)
    head = words.DRAFTED.format(question=literal(entry.question, 100), questions=settled)
    return Reply(joined(head, listed))
