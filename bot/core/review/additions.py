"""The addition of ticked questions to an entry: which wordings are added, its preview, its refusal and its outcome.

Knows nothing of Telegram, of who reviews, and of how anything is published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.dialogue.replies import Button, Buttons, Reply, StaffVerb, code
from bot.core.faq.model import Entry, Faq
from bot.core.quality.comparison import EditPreview
from bot.core.quality.takeovers import TakeoverKind
from bot.core.records import Decision
from bot.core.review import card_messages, effects, publishing_messages, staff_messages
from bot.core.review.buttons import button
from bot.core.review.effects import EditEffect
from bot.core.review.question_pages import page_target
from bot.core.review.screen import fitted
from bot.core.review.selection import MOST, Selection
from bot.core.review.suggestions import shortened
from bot.core.review.themes import Theme
from bot.core.review.unmet_questions import unmet_questions
from bot.core.text.markup import bullets, joined, length, literal
from bot.core.text.normalization import normalize

WORDINGS = 5
"""Wordings of a theme that are added to an entry. With five, a few more of the questions in
`tests/support/unmatched_*.txt` are answered than with three (leave-one-out); the themes there are too small to test
more."""
ON_BUTTON = 34
ONE_MESSAGE = 4000
"""UTF-16 units that surely fit into one message."""
LIKE = 0.15
"""Least confidence with which the questions of a card are like an entry."""
_SIZES = (
    (110, 80, 3, True),
    (90, 60, 3, True),
    (70, 50, 2, True),
    (44, 36, 2, True),
    (36, 32, 1, True),
    (36, 32, 1, False),
)
"""Characters of the answer and of each wording and line, lines about other messages, and whether anything is explained,
in a preview."""


def wordings(theme: Theme) -> tuple[str, ...]:
    """The phrasings that a theme gives: its most typical questions that name nobody."""
    return theme.phrasings[:WORDINGS]


def places(selection: Selection) -> dict[str, int]:
    """The wordings that can be added, each with its position in the selection."""
    where = selection.positions
    return {one: where[normalize(one)] for one in wordings(selection.theme) if normalize(one) in where}


def additions(selection: Selection, own: str = "") -> tuple[str, ...]:
    """What is added to an entry: a wording of staff's own, if there is one, and the ticked ones of the theme."""
    ticked = (one for one, at in places(selection).items() if at not in selection.unticked)
    return tuple(filter(None, (own, *ticked)))


def left_out(theme: Theme) -> str:
    """Which wordings of a theme are not offered, and why; "" if all are."""
    if not theme.left_out:
        return ""
    count, they = ("1 wording is", "it") if theme.left_out == 1 else (f"{theme.left_out} wordings are", "they")
    return publishing_messages.LEFT_OUT.format(count=count, they=they)


def settled_too(theme: Theme, seen: EditPreview | None, limit: int) -> str:
    """How many questions give no wording and why, and which of them a publication settles all the same; "" if all
    do."""
    still_open = {one.text for one in unmet_questions(theme.questions, seen)}
    settled = sorted(theme.unfit - still_open)
    shown = ", ".join(f"“{literal(one, limit)}”" for one in settled[:2])
    more = f" and {len(settled) - 2} more" if len(settled) > 2 else ""
    too = publishing_messages.SETTLED_TOO.format(questions=shown + more) if settled else ""
    return f"{left_out(theme)} {too}".strip()


def mark(entry_id: str, selection: Selection, own: str = "") -> str:
    """Identifies a preview."""
    return code("\n".join((entry_id, *additions(selection, own), selection.mark)))


def asked_apart(theme: Theme) -> str:
    """The questions of a theme that may ask something else, in one line; "" if there are none."""
    if not theme.doubtful:
        return ""
    shown = ", ".join(f"“{literal(one, 40)}”" for one in sorted(theme.doubtful)[:2])
    more = len(theme.doubtful) - 2
    return card_messages.APART.format(questions=shown + (f" and {more} more" if more > 0 else ""))


def unlike(theme: Theme, entry: Entry, faq: Faq, limit: int = 60) -> str:
    """A warning if the questions of a theme are unlike an entry, which names the one that they are nearest to; "" if
    they are not. Of an entry that is not among the nearest, only the most that its confidence can be is known."""
    known = next((one.confidence for one in theme.nearest if one.entry_id == entry.id), None)
    most = theme.nearest[-1].confidence if theme.nearest else 0.0
    if (most if known is None else known) >= LIKE:
        return ""
    nearest = next(iter(theme.nearest), None)
    nearer = ""
    if nearest is not None and nearest.entry_id != entry.id and nearest.confidence >= LIKE:
        title = effects.title_of(faq, nearest.entry_id, limit)
        nearer = card_messages.NEARER_TO.format(title=title, confidence=f"{nearest.confidence:.0%}")
    confidence = f"at most {most:.0%}" if known is None else f"{known:.0%}"
    return card_messages.UNLIKE.format(confidence=confidence, nearer=nearer)


class AdditionPreview:
    """What adding the ticked questions, and a wording of staff's `own` if there is one, to an entry would do."""

    def __init__(self, faq: Faq, entry: Entry, selection: Selection, effect: EditEffect, own: str = "") -> None:
        self._faq = faq
        self._entry = entry
        self._selection = selection
        self._effect = effect
        self._own = own

    def reply(self, *, note: str = "", may_force: bool = False) -> Reply:
        """The preview, with `note` above it. With a wording of staff's own it is a reply to the message with that."""
        text = fitted(lambda size: self._text(note, *size), _SIZES)
        return Reply(text, buttons=self._buttons(may_force), below=bool(self._own))

    def everything(self) -> Reply:
        """All known messages that would be met otherwise, and the change of the file."""
        head = f"**{publishing_messages.ALL_EFFECTS.format(question=literal(self._entry.question, 60))}**"
        back = self._button(publishing_messages.BACK_TO_PREVIEW, StaffVerb.TICK, self._selection)
        if nothing := self._nothing():
            text = joined(head, nothing)
        else:
            apart = asked_apart(self._selection.ticked)
            lines = effects.all_lines(self._effect, self._faq, self._named, [apart] if apart else [])
            lines = list(filter(None, (unlike(self._selection.theme, self._entry, self._faq), *lines)))
            most, file = len(lines), effects.file_line(self._effect)
            while most and length(joined(head, bullets(lines, most), file)) > ONE_MESSAGE:
                most -= 1
            text = joined(head, bullets(lines, most) if lines else effects.known_line(self._effect), file)
        return Reply(text, buttons=((back,),), below=bool(self._own))

    def _text(self, note: str, answer: int, wording: int, others: int, explained: bool) -> str:
        selection = self._selection
        warning = unlike(selection.theme, self._entry, self._faq, answer)
        head = f"**Add to “{literal(self._entry.question, answer)}”**, which answers:"
        said = f"*{effects.short_answer(self._faq, self._entry, answer)}*"
        lines = [f"✓ “{literal(self._own, wording)}” (yours)"] if self._own else []
        for number, (text, at) in enumerate(places(selection).items(), 1):
            lines.append(f"{'✗' if at in selection.unticked else '✓'} {number} “{literal(text, wording)}”")
        return joined(
            note,
            f"{warning} {card_messages.WHAT_UNLIKE_MEANS}" if warning and explained else warning,
            f"{head} {said}",
            bullets(lines),
            bullets([*self._facts(explained, wording)]),
            bullets([*self._marked(wording, others)]),
        )

    def _facts(self, explained: bool, limit: int) -> Iterator[str]:
        effect = self._effect
        if nothing := self._nothing():
            yield nothing
            return
        if answered := effects.answered_line(effect):
            yield answered
        if line := settled_too(self._selection.ticked, effect.seen, limit):
            yield line
        yield effects.known_line(effect, explained)  # the last one, since what it counts is listed below it

    def _nothing(self) -> str:
        """Why it changes nothing in the file; "" if it does."""
        if not additions(self._selection, self._own):
            return publishing_messages.NOTHING_TICKED
        return publishing_messages.IN_IT_ALREADY if self._in_it_already else ""

    def _marked(self, limit: int, most: int) -> list[str]:
        """At most `most` lines each of what blocks and of what warns."""
        effect, apart = self._effect, asked_apart(self._selection.ticked)
        if self._nothing():
            return []
        bad = [effects.takeover_line(one, self._faq, self._named, limit) for one in effect.blocking]
        bad += effects.broken_lines(effect.broken, self._faq, effect.blocking, limit)
        bad += [publishing_messages.IN_VAIN] if effect.is_vain else []
        warned = [publishing_messages.ONLY_OFFERED] if effect.only_offers else []
        told = unlike(self._selection.theme, self._entry, self._faq)  # which says as much
        found = [one for one in effect.warnings if not told or one.kind is not TakeoverKind.UNTOLD]
        warned += [effects.takeover_line(one, self._faq, self._named, limit) for one in found]
        hidden = len(bad[most:]) + len(warned[most:])
        lines = effects.marked(bad[:most], [*([apart] if apart else []), *warned[:most]])
        return [*lines, publishing_messages.MORE_EFFECTS.format(count=hidden)] if hidden else lines

    @property
    def _in_it_already(self) -> bool:
        return not self._effect.diff and not self._effect.blocking

    def _buttons(self, may_force: bool) -> Buttons:
        selection, own, theme = self._selection, self._own, self._selection.theme
        at, out = list(places(selection).values()), selection.unticked
        boxes = tuple(
            self._button(f"{'☐' if one in out else '☑'} {number}", StaffVerb.TICK, selection.toggled(one))
            for number, one in enumerate(at, 1)
        )
        cancel = button(staff_messages.CANCEL, StaffVerb.CARD, theme.key)
        publish = StaffVerb.PUBLISH_OWN if own else StaffVerb.PUBLISH
        force = StaffVerb.FORCE_OWN if own else StaffVerb.FORCE
        go: tuple[Button, ...] = ()
        if self._effect.blocked:
            go = (self._go(staff_messages.FORCE, force),) if may_force else ()
        elif additions(selection, own):
            go = (self._go(staff_messages.PUBLISH, publish),)
        last: Buttons = ((*go, cancel),)
        if go and (
            self._is_mixed or unlike(theme, self._entry, self._faq)
        ):  # another order than usual: nobody publishes this by habit
            label = card_messages.FORCE_UNLIKE if self._effect.blocked else card_messages.PUBLISH_UNLIKE
            verb = force if self._effect.blocked else publish
            named = label.format(question=shortened(self._entry.question, ON_BUTTON))
            last = ((button(card_messages.CANCEL_UNLIKE, StaffVerb.CARD, theme.key),), (self._go(named, verb),))
        way_out = self._way_out()
        look = (
            self._button(publishing_messages.EFFECTS, StaffVerb.EFFECTS, selection),
            button(
                publishing_messages.QUESTIONS,
                StaffVerb.QUESTIONS,
                theme.key,
                "0" if own else page_target(0, code(self._entry.id)),
                selection.mark,
            ),
        )
        nothing = not additions(selection, own)
        stuck = self._effect.blocked and not way_out
        write = (_write_wording(theme, self._entry),) if (theme.left_out or nothing or stuck) and not own else ()
        apart = (self._without_apart(),) if selection.ticked.doubtful and not self._is_mixed else ()
        rows = (boxes if len(boxes) > 1 or own else (), way_out, apart, *last, look, write)
        return tuple(row for row in rows if row)

    @property
    def _is_mixed(self) -> bool:
        """Whether all questions that are ticked may ask something else than the others."""
        ticked = self._selection.ticked
        return bool(ticked.doubtful) and len(ticked.doubtful) >= len(ticked.samples(MOST))

    def _way_out(self) -> tuple[Button, ...]:
        """Unticks the wordings that take over what they must not, or asks for another one in place of staff's own."""
        where, culprits = places(self._selection), self._effect.culprits
        numbers = {one: number for number, one in enumerate(where, 1)}
        ways = []
        if found := [one for one in culprits if one in where and one != self._own]:
            label = publishing_messages.UNTICK.format(numbers=", ".join(str(numbers[one]) for one in found))
            ways.append(self._button(label, StaffVerb.TICK, self._selection.without(*(where[one] for one in found))))
        if self._own and self._effect.blocked and (self._own in culprits or not found):
            ways.append(_write_wording(self._selection.theme, self._entry, publishing_messages.WRITE_OTHER))
        return tuple(ways)

    def _without_apart(self) -> Button:
        """Unticks the questions that may ask something else."""
        texts, apart = self._selection.texts, self._selection.theme.doubtful
        label = publishing_messages.WITHOUT_APART.format(count=len(self._selection.ticked.doubtful))
        without = self._selection.without(*(at for at, text in enumerate(texts) if text in apart))
        return self._button(label, StaffVerb.TICK, without)

    def _named(self, wording: str) -> str:
        if wording and wording == self._own:
            return publishing_messages.YOUR_WORDING
        numbers = {one: number for number, one in enumerate(places(self._selection), 1)}
        return f"wording {numbers[wording]}" if wording in numbers else publishing_messages.THESE_WORDINGS

    def _button(self, label: str, verb: StaffVerb, selection: Selection) -> Button:
        return button(label, verb, selection.theme.key, code(self._entry.id), selection.mark)

    def _go(self, label: str, verb: StaffVerb) -> Button:
        key = f"{mark(self._entry.id, self._selection, self._own)}-{self._selection.mask}"
        return button(label, verb, self._selection.theme.key, code(self._entry.id), key)


def nothing_to_add(theme: Theme, entry: Entry) -> Reply:
    """The reply for a theme that gives no phrasings for an entry."""
    new = button(card_messages.NEW, StaffVerb.NEW, theme.key)
    text = publishing_messages.NOTHING_TO_ADD.format(too_long="" if theme.left_out else ": they are too long")
    back = button(card_messages.BACK, StaffVerb.CARD, theme.key)
    return Reply(joined(left_out(theme), text), buttons=((_write_wording(theme, entry),), (new, back)))


def added(entry: Entry, wordings: Sequence[str], decision: Decision, *, published: str, still_open: int = 0) -> Reply:
    """Ticked questions were added. `published` identifies the file for an undo; "" if it did not change. `still_open`
    is the number of ticked questions that are not answered by it."""
    head = (
        publishing_messages.ADDED.format(question=literal(entry.question, 100))
        if published
        else publishing_messages.SETTLED
    )
    count = decision.questions
    settled = f"{count} {'question' if count == 1 else 'questions'} settled"
    lines = [f"“{literal(one, 70)}”" for one in wordings] if published else []
    rest = [publishing_messages.STILL_OPEN.format(count=still_open)] if still_open else []
    text = f"{head}\n\n{bullets([*lines, settled, *rest])}"
    if not published or decision.theme is None:
        return Reply(text)
    number = len(wordings)
    wording = "wording" if number == 1 else f"{number} wordings"
    text += "\n\n" + publishing_messages.UNDO_TAKES.format(
        wordings=wording, questions="question" if count == 1 else "questions"
    )
    undo = button(
        staff_messages.UNDO, StaffVerb.UNDO_PUBLISH, decision.theme, code(entry.id), f"{published}-{decision.number}"
    )
    return Reply(text, buttons=((undo,),))


def _write_wording(theme: Theme, entry: Entry, label: str = publishing_messages.WRITE_WORDING) -> Button:
    return button(label, StaffVerb.WORDING, theme.key, code(entry.id))
