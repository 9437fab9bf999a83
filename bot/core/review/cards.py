"""The cards of a review: a theme with its nearest entries, entries found by a search, and what was decided before.

Knows nothing of Telegram, of who reviews, and of how anything is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.dialogue.replies import Button, Buttons, Reply, StaffVerb, code
from bot.core.faq.model import Entry, Faq
from bot.core.languages import language
from bot.core.records import Decision, Role, Verdict, Week
from bot.core.review import staff_messages as words
from bot.core.review.buttons import button
from bot.core.review.suggestions import shortened
from bot.core.review.themes import Theme
from bot.core.text.markup import bullets, literal, plain
from bot.core.text.normalization import normalize

SAMPLES = 5
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
        asked = "Asked once" if theme.size == 1 else f"Asked {theme.size} times"
        kinds = ", ".join(
            f"{words.QUESTION_KINDS[kind]}: {count}" for kind, count in sorted(theme.kinds.items()) if count
        )
        if theme.language and theme.language != self._faq.language:
            asked += f" in {language(theme.language).name}"
        parts = [f"**{asked}** since {week(theme.since)}\n\n{kinds}"]
        if theme.failed is not None:
            parts.append(f"**Came back:** added to “{self._title(theme.failed)}” before, but its answer does not help.")
        parts.append(bullets([f"“{literal(sample)}”" for sample in _shuffled(theme)]))
        nearest = [f"{self._title(one.entry_id)} ({one.confidence:.0%})" for one in theme.nearest]
        parts.append("Nearest entries:\n" + bullets(nearest) if nearest else "No entry is near.")
        parts.append("*" + words.CARD_FOOT.format(at=at + 1, total=total) + "*")
        parts += rest
        dismiss = button(words.DISMISS, StaffVerb.DISMISS, theme.key, mark=str(at))
        skip = button(words.SKIP, StaffVerb.SKIP, theme.key, mark=str(at))
        belongs = self._belongs(theme.key, [one.entry_id for one in theme.nearest])
        return Reply("\n\n".join(parts), buttons=(*belongs, _other_entry(theme.key), (dismiss, skip)))

    # What was decided before

    def already(self, decision: Decision) -> Reply:
        """The theme was settled before, by this decision."""
        what = _DONE.get(decision.verdict, "settled")
        if decision.entry_id:
            what += f" “{self._title(decision.entry_id)}”"
        who = "an admin" if decision.role is Role.ADMIN else decision.role.value
        when = f" on {decision.day.day} {decision.day:%B}, by {who}"
        return Reply(words.ALREADY.format(what=what, when=when))

    def dismissed(self, theme: Theme, decision: Decision) -> Reply:
        """The theme was dismissed, with a button to undo that."""
        undo = button(words.UNDO, StaffVerb.UNDO, theme.key, mark=str(decision.number))
        return Reply(words.DISMISSED.format(label=f"“{literal(theme.label)}”"), buttons=((undo,),))

    # Searching

    def found(self, theme: str, text: str, entry_ids: Sequence[str]) -> Reply:
        """The entries found by a search for `text`."""
        wording = words.FOUND if entry_ids else words.FOUND_NONE
        buttons = (*self._belongs(theme, entry_ids), _other_entry(theme), (button(words.BACK, StaffVerb.CARD, theme),))
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

    def entry(self, wanted: str, *, drafts: bool = False) -> Entry | None:
        """The published entry, or with `drafts` the draft, with this code."""
        status = "draft" if drafts else "published"
        return next((one for one in self._faq.entries if one.status == status and code(one.id) == wanted), None)

    def _belongs(self, theme: str, entry_ids: Iterable[str]) -> Buttons:
        def belongs(entry: Entry) -> Button:
            label = words.BELONGS.format(question=shortened(entry.question, ON_BUTTON))
            return button(label, StaffVerb.BELONGS, theme, code(entry.id))

        return tuple((belongs(entry),) for entry in map(self._faq.entry, entry_ids) if entry is not None)

    def _title(self, entry_id: str) -> str:
        entry = next((one for one in self._faq.entries if one.id == entry_id), None)
        return literal(entry.question if entry else entry_id, 100)


def _other_entry(theme: str) -> tuple[Button, ...]:
    return button(words.SEARCH, StaffVerb.SEARCH, theme), button(words.NEW, StaffVerb.NEW, theme)


def week(since: Week) -> str:
    """`the week of 16 November`."""
    return f"the week of {since.monday.day} {since.monday:%B}"


def _shuffled(theme: Theme) -> list[str]:
    """Samples in an order that does not reveal who asked when."""
    return sorted(theme.samples(SAMPLES), key=lambda text: code(f"{theme.key} {text}"))


def _words_of(entry: Entry) -> str:
    return normalize(" ".join((*entry.all_phrasings, plain(entry.answer), entry.id.replace("-", " "))))
