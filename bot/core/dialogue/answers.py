"""How entries, topics and contact details become messages with buttons. Knows nothing of why they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.core.dialogue.replies import Action, Button, Buttons, Reply, Verb
from bot.core.faq.messages import Messages
from bot.core.faq.model import Entry, Faq, Source
from bot.core.faq.rules import MESSAGE_LIMIT, clinic_values
from bot.core.languages import language
from bot.core.text.markup import escaped, fill, length, link, split_text

PAGE = 8
"""Questions shown at once below a topic."""
_ROOM = MESSAGE_LIMIT - 96
"""Characters of a message that texts may fill; the rest is for the blanks between its parts."""


class ReplyBuilder:
    """Everything of one FAQ that can be shown, as replies.

    `today` decides whether a review still holds; texts are filled with the clinic's details. `mark` is the language
    that buttons carry. Where nothing is kept (groups), nobody is `asking` whether an answer helped.
    """

    def __init__(self, faq: Faq, today: date, *, mark: str = "", asking: bool = True) -> None:
        self._faq = faq
        self._today = today
        self._mark = mark
        self._asking = asking
        self._values = clinic_values(faq.clinic)
        self._answers: dict[tuple[str, str, str | None], Reply] = {}

    @property
    def words(self) -> Messages:
        """The FAQ's own messages."""
        return self._faq.messages

    def text(self, wording: str, **values: str) -> str:
        """A text of the FAQ with its placeholders filled."""
        return fill(wording, {**self._values, **values})

    def say(self, wording: str, buttons: Buttons = (), **values: str) -> Reply:
        """A plain message."""
        return Reply(self.text(wording, **values), buttons=buttons)

    def button(self, label: str, verb: Verb, target: str = "", number: int = 0) -> Button:
        """A button below a message of this FAQ."""
        return Button(label, Action(verb, target, number, self._mark))

    def answer(self, entry: Entry, *, before: str = "", back_to: str | None = None) -> Reply:
        """An entry's short answer, its details folded when they fit, and what to ask next.

        `before` is a line above it (an emergency line); `back_to` the topic it was opened from.
        """
        key = (entry.id, before, back_to)
        if key not in self._answers:
            self._answers[key] = self._answer(entry, before, back_to)
        return self._answers[key]

    def _answer(self, entry: Entry, before: str, back_to: str | None) -> Reply:
        text = "\n\n".join(filter(None, (before, f"**{escaped(entry.question)}**", self.text(entry.answer))))
        closing = "\n\n".join(filter(None, (self._links(entry), self._reviewed(entry))))
        details = self._details(entry)
        fits = length(text) + length(details) + length(closing) <= _ROOM
        if not fits and length(text) + length(closing) > _ROOM:
            closing = ""
        buttons: list[tuple[Button, ...]] = []
        if details and not fits:
            buttons.append((self.button(self._faq.messages.read_more_button, Verb.MORE, entry.id),))
        buttons += self.questions(entry.follow_ups, Verb.ENTRY)
        buttons += self._asked_for_feedback(entry)
        if back_to is not None:
            buttons.append((self.button(self._faq.messages.back_button, Verb.TOPIC, back_to),))
        return Reply(text, "", details if fits else "", closing, tuple(buttons), entry.id, entry.question)

    def details(self, entry: Entry) -> tuple[Reply, ...]:
        """An entry's details in as many messages as they need, cut at paragraph ends."""
        heading = f"**{escaped(entry.question)}**\n\n"
        pieces = split_text(heading + (self._details(entry) or self.text(entry.answer)), _ROOM)
        last = (*self.questions(entry.follow_ups, Verb.ENTRY), *self._asked_for_feedback(entry))
        return tuple(Reply(piece, buttons=last if nth == len(pieces) - 1 else ()) for nth, piece in enumerate(pieces))

    def feedback(self, entry_id: str, helpful: bool | None = None) -> tuple[Button, ...]:
        """The row that asks whether an answer helped, with what was said so far."""
        words = self._faq.messages
        up = words.helpful_chosen_button if helpful else words.helpful_button
        down = words.not_helpful_chosen_button if helpful is False else words.not_helpful_button
        return (
            self.button(up, Verb.HELPFUL, entry_id, {None: 0, False: 1, True: 2}[helpful]),
            self.button(down, Verb.NOT_HELPFUL, entry_id, {None: 0, True: 1, False: 2}[helpful]),
        )

    def questions(self, entry_ids: Iterable[str], verb: Verb) -> Buttons:
        """A button for every published entry of these ids."""
        found = (self._faq.entry(entry_id) for entry_id in entry_ids)
        return tuple((self.button(entry.question, verb, entry.id),) for entry in found if entry)

    def suggestions(self, entry_ids: tuple[str, ...], nearest: str, percent: int) -> Reply:
        """Up to three guesses and a way to reject them all."""
        words = self._faq.messages
        none = self.button(words.none_of_these_button, Verb.NONE_OF_THESE, nearest, percent)
        return self.say(words.did_you_mean, (*self.questions(entry_ids, Verb.CHOOSE), (none,)))

    def handoff_buttons(self) -> Buttons:
        """Send the shown message to the clinic, or don't."""
        words = self._faq.messages
        return (
            (self.button(words.handoff_send_button, Verb.HANDOFF_SEND),),
            (self.button(words.handoff_cancel_button, Verb.HANDOFF_CANCEL),),
        )

    def topic_buttons(self) -> Buttons:
        """A button for every topic that holds a published entry, and the clinic's contact details."""
        words = self._faq.messages
        used = {entry.topic for entry in self._faq.published}
        shelves = [(self.button(t.title, Verb.TOPIC, t.id),) for t in self._faq.topics if t.id in used]
        if None in used:
            shelves.append((self.button(words.other_topic_button if shelves else words.topics_button, Verb.TOPIC),))
        return (*shelves, (self.button(words.contact_button, Verb.CONTACT),))

    def topics(self) -> Reply:
        """All topics."""
        return self.say(self._faq.messages.topics, self.topic_buttons())

    def topic(self, topic_id: str, page: int) -> Reply | None:
        """One page of a topic's questions; "" is the shelf of entries without a topic. None if there is no such."""
        words = self._faq.messages
        topic = self._faq.topic(topic_id)
        ids = [entry.id for entry in self._faq.published if (entry.topic or "") == topic_id]
        if not ids:
            return None
        shown = ids[page * PAGE : (page + 1) * PAGE] or ids[:PAGE]
        rows = list(self.questions(shown, Verb.BROWSE))
        if (page + 1) * PAGE < len(ids):
            rows.append((self.button(words.next_button, Verb.TOPIC, topic_id, page + 1),))
        rows.append((self.button(words.back_button, Verb.TOPICS),))
        title = topic.title if topic else words.other_topic_button
        return self.say(words.topic, tuple(rows), title=escaped(title))

    def _asked_for_feedback(self, entry: Entry) -> Buttons:
        return (self.feedback(entry.id),) if self._asking else ()

    def _details(self, entry: Entry) -> str:
        parts = (self.text(entry.details) if entry.details else "", self._sources(entry.sources))
        return "\n\n".join(filter(None, parts))

    def _sources(self, sources: tuple[Source, ...]) -> str:
        if not sources:
            return ""
        lines = (f"- {link(one.title, one.url) if one.url else escaped(one.title)}" for one in sources)
        return f"*{self._faq.messages.sources}:*\n\n" + "\n".join(lines)

    def _links(self, entry: Entry) -> str:
        return link(self._faq.messages.video, entry.video) if entry.video else ""

    def _reviewed(self, entry: Entry) -> str:
        review = entry.reviewed
        if review is None or (review.expires is not None and review.expires < self._today):
            return ""
        when = _month_and_year(review.on, self._faq.language)
        return f"*{self.text(self._faq.messages.reviewed, by=review.by, date=when)}*"


def _month_and_year(day: date, code: str) -> str:
    """`May 2026`; in a language without names of months `2026-05`."""
    record = language(code)
    if not record.months:
        return f"{day:%Y-%m}"
    return record.month_and_year.format(month=record.months.split()[day.month - 1], year=day.year)
