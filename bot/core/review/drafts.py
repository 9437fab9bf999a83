"""The guided draft of a new entry: what is proposed, the choice of its topic, the last look, and what is saved.

Knows nothing of Telegram and of how a draft is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.core.dialogue.replies import Button, Reply, StaffVerb, code
from bot.core.faq.model import Entry, Faq
from bot.core.faq.rules import phrasing_key
from bot.core.review import card_messages, prompt_messages, staff_messages
from bot.core.review.additions import ONE_MESSAGE, asked_apart, left_out
from bot.core.review.buttons import button
from bot.core.review.draft_faults import PARTS, all_faults, fault
from bot.core.review.draft_texts import DraftTexts, entry_of
from bot.core.review.prompts import NO_TOPIC, QUESTION_LIMIT, Asked, Prompt, ask, question_prompt
from bot.core.review.selection import MOST, Selection
from bot.core.review.suggestions import readable
from bot.core.review.themes import Theme
from bot.core.text.counts import counted
from bot.core.text.markup import bullets, joined, length, literal, verbatim_length
from bot.core.text.normalization import normalize

_SLUG = re.compile(r"[^a-z0-9]+")


def slug(question: str, taken: Iterable[str]) -> str:
    """A unique id for a new entry."""
    base = _SLUG.sub("-", normalize(question)).strip("-")[:44].strip("-") or "entry"
    used = set(taken)
    return next(one for n in range(1, len(used) + 3) if (one := base if n == 1 else f"{base}-{n}") not in used)


def proposed_question(faq: Faq, theme: Theme) -> str:
    """The question proposed for a new entry; "" if it does not fit on a button, or can't be saved."""
    proposed = theme.suggestion if len(theme.suggestion) <= QUESTION_LIMIT else ""
    return "" if fault(faq, DraftTexts(proposed), "question") else proposed


def new_entry(faq: Faq, theme: Theme) -> Reply:
    """Asks for the answer to a proposed question, in place of which another can be written; asks for the question if
    there is none to propose."""
    proposed = proposed_question(faq, theme)
    apart = asked_apart(theme)
    if not proposed:
        return question_prompt(theme.key, joined(left_out(theme), f"⚠ {apart}" if apart else ""))
    other = button(prompt_messages.OTHER_QUESTION, StaffVerb.OTHER_QUESTION, theme.key)
    back = button(staff_messages.CANCEL, StaffVerb.CARD, theme.key)
    split = ((split_button(theme),),) if apart else ()
    text = prompt_messages.NEW_ENTRY.format(questions=counted(theme.size, "question"))
    note = joined(text, f"⚠ {apart}" if apart else "", left_out(theme))
    asked = ask(Prompt(theme.key, Asked.ANSWER, DraftTexts(proposed)), note)
    return replace(asked, asks="", buttons=((other, back), *split))


def split_button(theme: Theme) -> Button:
    """Shows all questions of a card; those that may ask something else are unticked."""
    texts = theme.samples(MOST)
    apart = Selection(theme, frozenset(at for at, text in enumerate(texts) if text in theme.doubtful))
    label = card_messages.TWO_QUESTIONS if apart.unticked else card_messages.QUESTIONS_OF_CARD.format(count=len(texts))
    return button(label, StaffVerb.QUESTIONS, theme.key, "0", apart.mark)


def topic_prompt(faq: Faq, prompt: Prompt, note: str = "") -> Reply:
    """Asks for the topic of what was written, which is tapped; `note` stands above."""
    topics = [button(one.title, StaffVerb.UNDER, prompt.theme, code(one.id)) for one in faq.topics[:60]]
    rows = tuple(tuple(topics[at : at + 2]) for at in range(0, len(topics), 2))
    none = button(prompt_messages.NO_TOPIC, StaffVerb.UNDER, prompt.theme)
    cancel = button(staff_messages.CANCEL, StaffVerb.CARD, prompt.theme)
    return replace(prompt.reply(prompt_messages.ASKS[Asked.TOPIC.value], note), buttons=(*rows, (none, cancel)))


def last_look(faq: Faq, theme: Theme, prompt: Prompt, note: str = "") -> Reply:
    """All that was written, before it is saved, with buttons to save it and to change each part. What keeps it from
    being saved stands above, a line each, and so does `note`."""
    prompt = Prompt(prompt.theme, Asked.LOOK, prompt.texts, prompt.target or NO_TOPIC)
    bad = [f"⛔ {one}" for one in all_faults(faq, prompt.texts)]
    topic = next((one for one in faq.topics if code(one.id) == prompt.target), None)
    under = (
        prompt_messages.UNDER_TOPIC.format(topic=literal(topic.title, 60)) if topic else prompt_messages.UNDER_NO_TOPIC
    )
    settles = prompt_messages.WILL_SETTLE.format(questions=counted(theme.size, "question"))
    shown = [f"“{literal(one, 50)}”" for one in taken_along(faq, theme, prompt.texts.question)]
    wordings = prompt_messages.WORDINGS.format(wordings=", ".join(shown)) if shown else ""
    save = button(prompt_messages.SAVE_DRAFT, StaffVerb.TOPIC, prompt.theme, prompt.target if topic else "")
    parts = [
        button(prompt_messages.CHANGE[one.value], StaffVerb.CHANGE, prompt.theme, one.value)
        for one in (Asked.QUESTION, Asked.ANSWER, Asked.DETAILS, Asked.SOURCE, Asked.TOPIC)
    ]
    rows = (() if bad else (save,), tuple(parts[:2]), tuple(parts[2:4]))
    last = (parts[4], button(staff_messages.CANCEL, StaffVerb.CARD, prompt.theme))
    told = (*bad, prompt_messages.CHANGE_THESE if bad else settles)
    lines = note.split("\n\n")
    # what was written may nearly fill a message: then the wordings, and notes from the last on, are left out
    tries = [
        prompt.reply(joined(*told, wordings if all_of_it else "", under), "\n\n".join(lines[:most]))
        for all_of_it, most in ((True, len(lines)), *((False, most) for most in range(len(lines), -1, -1)))
    ]
    fitting = next((one for one in tries if length(one.text) + verbatim_length(one.quoted) <= ONE_MESSAGE), tries[-1])
    return replace(fitting, buttons=tuple(row for row in (*rows, last) if row))


def change_prompt(faq: Faq, prompt: Prompt, part: str) -> Reply | None:
    """Asks for another text, or topic, in place of one that was written; None for what is no part of an entry."""
    if part not in {*PARTS, Asked.TOPIC.value}:
        return None
    asked = Prompt(prompt.theme, Asked(part), prompt.texts, prompt.target or NO_TOPIC)
    return topic_prompt(faq, asked) if asked.asked is Asked.TOPIC else ask(asked)


def taken_along(faq: Faq, theme: Theme, question: str) -> list[str]:
    """The wordings of the theme that go with a new entry: none that another entry has, nor one that may ask something
    else."""
    taken = {phrasing_key(one) for entry in faq.entries for one in entry.all_phrasings}
    taken |= {phrasing_key(one) for one in (question, *map(readable, theme.doubtful))}
    return [one for one in theme.phrasings if phrasing_key(one) not in taken]


def draft(faq: Faq, theme: Theme, texts: DraftTexts, topic: str | None) -> Entry:
    """The draft to save, or the one that the FAQ already has with these texts.

    Raises:
        ValueError: a text exceeds the limits of an entry.
    """
    new = taken_along(faq, theme, texts.question)
    entry = entry_of(texts, slug(texts.question, [entry.id for entry in faq.entries]), topic, new)
    same = ("question", "answer", "details", "sources", "topic", "status")
    known = (one for one in faq.entries if all(getattr(one, name) == getattr(entry, name) for name in same))
    return next(known, entry)


def drafted(entry: Entry, questions: int) -> Reply:
    """A draft was saved."""
    listed = bullets([f"“{literal(one, 70)}”" for one in entry.phrasings], 5)
    head = prompt_messages.DRAFTED.format(
        question=literal(entry.question, 100), questions=counted(questions, "question")
    )
    return Reply(joined(head, listed))
