"""Entries, topics and contact details as messages with buttons. Knows nothing of why they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.core.dialogue.replies import Action, Button, Buttons, Reply, Verb
from bot.core.faq.model import Entry, Faq
from bot.core.faq.rules import MESSAGE_LIMIT, clinic_values
from bot.core.faq.sign_offs import SignOffState, sign_off_state
from bot.core.languages import language
from bot.core.phrasebook import FixedTexts
from bot.core.text.markup import escaped, fill, length, link, placeholders, split_text

PAGE = 8
"""Questions shown at once below a topic."""
SUGGESTIONS = 3
"""Guesses offered when unsure."""
FOLLOW_UPS = 3
"""Most follow-up questions below an answer: more buttons than that push the answer off a phone's screen."""
NARROW = 18
"""Letters of a label up to which two buttons stand side by side on a phone without being cut."""
_TEXT_LIMIT = MESSAGE_LIMIT - 96
"""UTF-16 units of a message that texts may fill; the rest is for the line breaks between its parts."""


class ReplyBuilder:
    """Builds replies from one FAQ; the clinic's details are filled into texts.

    `today` decides whether a review still holds, `mark` is the language that buttons carry, and `asking` shows the
    buttons that ask whether an answer helped.
    """

    def __init__(self, faq: Faq, today: date, *, mark: str = "", asking: bool = True) -> None:
        self._faq = faq
        self._words = faq.messages
        self._today = today
        self._mark = mark
        self._asking = asking
        self._values = clinic_values(faq.clinic, faq.messages)
        self._answers: dict[tuple[str, str, str | None], Reply] = {}

    def text(self, wording: str, **values: str) -> str:
        """A text of the FAQ with its placeholders filled."""
        return fill(wording, {**self._values, **values})

    def say(self, wording: str, buttons: Buttons = (), **values: str) -> Reply:
        """A plain message."""
        return Reply(self.text(wording, **values), buttons=buttons)

    def no_answer(self, wording: str, buttons: Buttons = (), **values: str) -> Reply:
        """A message that answers nothing. Its last line is for emergencies, unless it names the number itself."""
        line = "" if "clinic.emergency_number" in placeholders(wording) else self._words.emergency_line
        return replace(self.say(wording, buttons, **values), closing=self.text(line))

    def button(self, label: str, verb: Verb, target: str = "", number: int = 0) -> Button:
        """A button below a message of this FAQ."""
        return Button(label, Action(verb, target, number, self._mark))

    def answer(self, entry: Entry, *, before: str = "", back_to: str | None = None) -> Reply:
        """An entry's short answer, its details folded if they fit, and its follow-up questions as buttons.

        `before` is a line above the answer, `back_to` the id of the topic that the entry was opened from.
        """
        key = (entry.id, before, back_to)
        if key not in self._answers:
            self._answers[key] = self._answer(entry, before, back_to)
        return self._answers[key]

    def _answer(self, entry: Entry, before: str, back_to: str | None) -> Reply:
        text = "\n\n".join(filter(None, (before, f"**{escaped(entry.question)}**", self.text(entry.answer))))
        video = link(self._words.video, entry.video) if entry.video else ""
        closing = "\n\n".join(filter(None, (video, self._reviewed(entry))))
        details = self._details(entry)
        fits = length(text) + length(details) + length(closing) <= _TEXT_LIMIT
        if not fits and length(text) + length(closing) > _TEXT_LIMIT:
            closing = ""
        buttons: list[tuple[Button, ...]] = []
        if details and not fits:
            buttons.append((self.button(self._words.read_more_button, Verb.MORE, entry.id),))
        buttons += self.questions(entry.follow_ups[:FOLLOW_UPS], Verb.ENTRY)
        if self._asking:
            buttons.append(self.feedback(entry.id))
        if back_to is not None:
            buttons.append((self.button(self._words.back_button, Verb.TOPIC, back_to),))
        return Reply(text, "", details if fits else "", closing, tuple(buttons), entry.id, entry.question)

    def details(self, entry: Entry) -> tuple[Reply, ...]:
        """An entry's details in as many messages as they need, cut at the ends of paragraphs."""
        heading = f"**{escaped(entry.question)}**\n\n"
        pieces = split_text(heading + (self._details(entry) or self.text(entry.answer)), _TEXT_LIMIT)
        feedback = (self.feedback(entry.id),) if self._asking else ()
        buttons = (*self.questions(entry.follow_ups[:FOLLOW_UPS], Verb.ENTRY), *feedback)
        return (*map(Reply, pieces[:-1]), Reply(pieces[-1], buttons=buttons))

    def checked(self, by: str, day: date) -> str:
        """The line that says who has checked an answer, and in which month."""
        return self.text(self._words.reviewed, by=by, date=_month_and_year(day, self._faq.language))

    def feedback(self, entry_id: str, helpful: bool | None = None) -> tuple[Button, ...]:
        """The buttons that ask whether an answer helped; `helpful` is the vote so far."""
        words = self._words
        up = words.helpful_chosen_button if helpful else words.helpful_button
        down = words.not_helpful_chosen_button if helpful is False else words.not_helpful_button
        return (
            self.button(up, Verb.HELPFUL, entry_id, {None: 0, False: 1, True: 2}[helpful]),
            self.button(down, Verb.NOT_HELPFUL, entry_id, {None: 0, True: 1, False: 2}[helpful]),
        )

    def questions(self, entry_ids: Iterable[str], verb: Verb) -> Buttons:
        """A button for every published entry of these ids."""
        return tuple((self.button(one.question, verb, one.id),) for one in map(self._faq.entry, entry_ids) if one)

    def suggestions(self, entry_ids: tuple[str, ...], nearest: str, percent: int, wording: str = "") -> Reply:
        """A choice of entries and a button to reject them all, which carries the `nearest` and its confidence."""
        none = self.button(self._words.none_of_these_button, Verb.NONE_OF_THESE, nearest, percent)
        return self.no_answer(wording or self._words.did_you_mean, (*self.questions(entry_ids, Verb.CHOOSE), (none,)))

    def fixed(self, fixed: FixedTexts, languages: Mapping[str, str], suggested: Buttons, chosen: Buttons) -> Reply:
        """In another language: which `languages` the bot has, by code and own name, and what to do in an emergency.
        Below are buttons of `suggested` entries, those that choose a language, and the ways to the topics and the
        clinic."""
        parts = (fixed.understand, fixed.suggestions if suggested else "")
        text = self.text("\n\n".join(filter(None, parts)), languages=fixed.named(languages))
        closing = self.text(fixed.with_number(fixed.emergency_line, self._faq.clinic))
        return Reply(text, closing=closing, buttons=(*suggested, *chosen, *self.ways_on()))

    def likely(self, entry: Entry, others: tuple[str, ...], percent: int) -> Reply:
        """The question that is likely meant with its short answer, the `others` and a button to reject them all; a mere
        choice if that does not fit."""
        title = f"**{escaped(entry.question)}**"
        text = "\n\n".join((self.text(self._words.likely), title, self.text(entry.answer)))
        none = self.button(self._words.something_else_button, Verb.NONE_OF_THESE, entry.id, percent)
        reply = self.no_answer("", (*self.questions(others, Verb.CHOOSE), (none,)))
        if length(text) + length(reply.closing) > _TEXT_LIMIT:
            return self.suggestions((entry.id, *others), entry.id, percent)
        return replace(reply, text=text, entry_id=entry.id, title=entry.question)

    def handoff_buttons(self) -> Buttons:
        """Buttons to send the shown message to the clinic, or not to."""
        return (
            (self.button(self._words.handoff_send_button, Verb.HANDOFF_SEND),),
            (self.button(self._words.handoff_cancel_button, Verb.HANDOFF_CANCEL),),
        )

    def language_buttons(self, languages: Mapping[str, str]) -> Buttons:
        """A button for every language, by code and own name."""
        return tuple((self.button(name, Verb.LANGUAGE, code),) for code, name in languages.items())

    def ways_on(self) -> Buttons:
        """The ways to the topics and to the clinic, for a reply that has no answer."""
        words = self._words
        return side_by_side(
            self.button(words.topics_button, Verb.TOPICS), self.button(words.contact_button, Verb.CONTACT)
        )

    def topic_buttons(self) -> Buttons:
        """A button for every topic that has a published entry, and one for the clinic's contact details."""
        words = self._words
        used = {entry.topic for entry in self._faq.published}
        topics = [self.button(one.title, Verb.TOPIC, one.id) for one in self._faq.topics if one.id in used]
        if None in used:
            topics.append(self.button(words.other_topic_button if topics else words.topics_button, Verb.TOPIC))
        return side_by_side(*topics, self.button(words.contact_button, Verb.CONTACT))

    def topics(self) -> Reply:
        """All topics."""
        return self.say(self._words.topics, self.topic_buttons())

    def topic(self, topic_id: str, page: int) -> Reply | None:
        """One page of a topic's questions, "" being the entries without a topic. None if it has no questions."""
        words, topic = self._words, self._faq.topic(topic_id)
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

    def _details(self, entry: Entry) -> str:
        parts = [self.text(entry.details or "")]
        if entry.sources:
            lines = (f"- {link(one.title, one.url) if one.url else escaped(one.title)}" for one in entry.sources)
            parts.append(f"*{self._words.sources}:*\n\n" + "\n".join(lines))
        return "\n\n".join(filter(None, parts))

    def _reviewed(self, entry: Entry) -> str:
        review = entry.reviewed
        state = sign_off_state(review, entry.review_digest, self._today)
        if review is None or state is not SignOffState.VALID:
            return ""
        return f"*{self.checked(review.by, review.on)}*"


def side_by_side(*buttons: Button) -> Buttons:
    """Rows of buttons in their order: two neighbours share a row where the labels of both are short."""
    rows = list[tuple[Button, ...]]()
    for button in buttons:
        before = rows[-1] if rows else ()
        if len(before) == 1 and max(len(before[0].label), len(button.label)) <= NARROW:
            rows[-1] = (*before, button)
        else:
            rows.append((button,))
    return tuple(rows)


def _month_and_year(day: date, code: str) -> str:
    """`May 2026`; in a language without names of months `2026-05`."""
    record = language(code)
    if not record.months:
        return f"{day:%Y-%m}"
    return record.month_and_year.format(month=record.months.split()[day.month - 1], year=day.year)
