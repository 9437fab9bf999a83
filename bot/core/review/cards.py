"""The cards of a review: a theme with its nearest entries, entries found by a search, and what was decided before.

Knows nothing of Telegram, of who reviews, and of how anything is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.dialogue.replies import Button, Buttons, Reply, StaffVerb, code
from bot.core.faq.model import Entry, Faq
from bot.core.languages import language
from bot.core.records import Decision, Role, Verdict, Week
from bot.core.review import card_messages, prompt_messages, publishing_messages, staff_messages
from bot.core.review.additions import asked_apart
from bot.core.review.buttons import button
from bot.core.review.drafts import split_button
from bot.core.review.effects import short_answer, title_of
from bot.core.review.screen import fitted
from bot.core.review.selection import MOST
from bot.core.review.suggestions import shortened
from bot.core.review.themes import Theme
from bot.core.text.markup import bullets, joined, literal, plain
from bot.core.text.normalization import normalize

_SIZES = ((5, 110, 150), (5, 74, 110), (5, 60, 74), (4, 50, 74), (4, 36, 60), (3, 36, 36))
"""Number of samples, characters of each, and of the nearest entry's answer."""
FOUND = 6
"""Entries shown after a search."""
ON_BUTTON = 44
_DONE = {Verdict.ADDED: "added to", Verdict.DRAFTED: "drafted as", Verdict.DISMISSED: "dismissed"}


class ReviewCards:
    """The replies of a review with one FAQ."""

    def __init__(self, faq: Faq) -> None:
        self._faq = faq

    # Cards

    def card(self, theme: Theme, at: int, total: int, rest: Sequence[str] = ()) -> Reply:
        """The card of one theme, number `at` (from 0) of `total`. `rest` are lines about questions without a card."""
        foot = "*" + card_messages.CARD_FOOT.format(at=at + 1, total=total) + "*"

        def text(size: tuple[int, int, int]) -> str:
            samples, sample, answer = size
            return joined(
                self._head(theme), self._questions(theme, samples, sample), self._nearest(theme, answer), foot
            )

        shown = joined(fitted(text, _SIZES), *rest)
        dismiss = button(card_messages.DISMISS, StaffVerb.DISMISS, theme.key, mark=str(at))
        skip = button(card_messages.SKIP, StaffVerb.SKIP, theme.key, mark=str(at))
        belongs = self._belongs(theme.key, [one.entry_id for one in theme.nearest])
        several = ((split_button(theme),),) if len(theme.samples(2)) > 1 else ()
        return Reply(shown, buttons=(*belongs, *several, _other_entry(theme.key), (dismiss, skip)))

    def _head(self, theme: Theme) -> str:
        asked = "Asked once" if theme.size == 1 else f"Asked {theme.size} times"
        kinds = ", ".join(f"{card_messages.QUESTION_KINDS[kind]}: {n}" for kind, n in sorted(theme.kinds.items()) if n)
        if theme.language and theme.language != self._faq.language:
            asked += f" in {language(theme.language).name}"
        back = card_messages.CAME_BACK.format(title=self._title(theme.failed)) if theme.failed is not None else ""
        return joined(f"**{asked}** since {week(theme.since)} ({kinds})", back)

    def _questions(self, theme: Theme, most: int, limit: int) -> str:
        apart = asked_apart(theme)
        lines = [f"“{literal(sample, limit)}”" for sample in _shuffled(theme, most)]
        more = len(theme.samples(MOST)) - len(lines)
        lines += [f"and {more} more" if more > 0 else "", f"⚠ {apart}" if apart else ""]
        return bullets([line for line in lines if line])

    def _nearest(self, theme: Theme, limit: int) -> str:
        """The nearest entry and its answer: whether it answers the questions is what staff have to say."""
        near = theme.nearest[0] if theme.nearest else None
        entry = self._faq.entry(near.entry_id) if near is not None else None
        if near is None or entry is None:
            return "No entry is near."
        answer = short_answer(self._faq, entry, limit)
        return f"Nearest: **{title_of(self._faq, entry.id)}** ({near.confidence:.0%}), which answers: *{answer}*"

    # What was decided before

    def already(self, decision: Decision) -> Reply:
        """The theme was settled before, by this decision."""
        what = _DONE.get(decision.verdict, "settled")
        if decision.entry_id:
            what += f" “{self._title(decision.entry_id)}”"
        who = "an admin" if decision.role is Role.ADMIN else decision.role.value
        when = f" on {decision.day.day} {decision.day:%B}, by {who}"
        return Reply(publishing_messages.ALREADY.format(what=what, when=when))

    def dismissed(self, theme: Theme, decision: Decision) -> Reply:
        """The theme was dismissed, with a button to undo that."""
        undo = button(staff_messages.UNDO, StaffVerb.UNDO, theme.key, mark=str(decision.number))
        more = len(theme.samples(MOST)) - 1
        label = f"“{literal(theme.label)}”" + (f" and {more} more" if more else "")
        return Reply(publishing_messages.DISMISSED.format(label=label), buttons=((undo,),))

    # Searching

    def found(self, theme: str, text: str, entry_ids: Sequence[str]) -> Reply:
        """The entries found by a search for `text`."""
        wording = prompt_messages.FOUND if entry_ids else prompt_messages.FOUND_NONE
        buttons = (
            *self._belongs(theme, entry_ids),
            _other_entry(theme),
            (button(card_messages.BACK, StaffVerb.CARD, theme),),
        )
        return Reply(wording.format(words=literal(text, 60)), buttons=buttons)

    def search(self, text: str, ranked: Sequence[str]) -> tuple[str, ...]:
        """The ids of at most `FOUND` entries: those that hold all the words or have this id, then `ranked` ones."""
        wanted = normalize(text).split()
        hits = [
            entry.id
            for entry in self._faq.published
            if wanted and (entry.id == text.strip() or all(one in _words_of(entry) for one in wanted))
        ]
        return tuple(dict.fromkeys((*hits[:FOUND], *ranked)))[:FOUND]

    def topic(self, wanted: str) -> str | None:
        """The id of the topic with this code."""
        return next((topic.id for topic in self._faq.topics if code(topic.id) == wanted), None)

    def topic_titled(self, text: str) -> str | None:
        """The id of the topic whose title staff wrote instead of tapping it."""
        return next((topic.id for topic in self._faq.topics if normalize(topic.title) == normalize(text)), None)

    def entry(self, wanted: str, *, drafts: bool = False) -> Entry | None:
        """The published entry, or with `drafts` the draft, with this code."""
        status = "draft" if drafts else "published"
        return next((one for one in self._faq.entries if one.status == status and code(one.id) == wanted), None)

    def _belongs(self, theme: str, entry_ids: Iterable[str]) -> Buttons:
        def belongs(entry: Entry) -> Button:
            label = card_messages.BELONGS.format(question=shortened(entry.question, ON_BUTTON))
            return button(label, StaffVerb.BELONGS, theme, code(entry.id))

        return tuple((belongs(entry),) for entry in map(self._faq.entry, entry_ids) if entry is not None)

    def _title(self, entry_id: str) -> str:
        return title_of(self._faq, entry_id, 100)


def _other_entry(theme: str) -> tuple[Button, ...]:
    return button(card_messages.SEARCH, StaffVerb.SEARCH, theme), button(card_messages.NEW, StaffVerb.NEW, theme)


def week(since: Week) -> str:
    """`the week of 16 November`."""
    return f"the week of {since.monday.day} {since.monday:%B}"


def _shuffled(theme: Theme, most: int) -> list[str]:
    """Samples in an order that does not reveal who asked when."""
    return sorted(theme.samples(most), key=lambda text: code(f"{theme.key} {text}"))


def _words_of(entry: Entry) -> str:
    return normalize(" ".join((*entry.all_phrasings, plain(entry.answer), entry.id.replace("-", " "))))
