"""The effect of an edit in words that staff understand: what it answers, what it takes from others, what it breaks.

Names entries by their titles and wordings by their numbers. Knows nothing of buttons.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.core.faq.model import Entry, Faq
from bot.core.faq.rules import clinic_values
from bot.core.quality.check_results import CheckResult
from bot.core.quality.checks import CheckKind
from bot.core.quality.comparison import EditPreview
from bot.core.quality.takeovers import Takeover
from bot.core.review import publishing_messages
from bot.core.review.suggestions import shortened
from bot.core.text.markup import bullets, fill, joined, length, literal, plain

SHOWN_BROKEN = 5
SHOWN_EFFECTS = 6
FOLDED = 3_800
"""UTF-16 units that surely fit into one message with a line above."""
_ALARMS = frozenset({CheckKind.ALARM, CheckKind.NO_ALARM})
_ADDED = re.compile(r"^\+(?!\+\+)", re.MULTILINE)
_REMOVED = re.compile(r"^-(?!--)", re.MULTILINE)


def title_of(faq: Faq, entry_id: str, limit: int = 60) -> str:
    """The question of an entry, on one line."""
    entry = next((one for one in faq.entries if one.id == entry_id), None)
    return literal(entry.question if entry else entry_id, limit)


def short_answer(faq: Faq, entry: Entry, limit: int) -> str:
    """The beginning of an entry's answer as patients read it, without mark-up."""
    return literal(shortened(plain(fill(entry.answer, clinic_values(faq.clinic, faq.messages))), limit), limit)


@dataclass(frozen=True, slots=True)
class EditEffect:
    """The effect of adding `added` to an entry."""

    seen: EditPreview | None
    broken: tuple[CheckResult, ...]
    checks: int
    """The number of all checks."""
    diff: str
    """The change of the file, "" if it says this already."""
    file: str = "faq.yaml"
    left_open: int = 0
    """The number of questions that led to the edit and are not answered by it."""

    @property
    def blocking(self) -> tuple[Takeover, ...]:
        """The known messages that it must not take over."""
        return self.seen.blocking if self.seen is not None else ()

    @property
    def blocked(self) -> bool:
        """Whether only an admin may publish it."""
        return bool(self.broken or self.blocking or self.is_vain)

    @property
    def is_vain(self) -> bool:
        """Whether it answers none of the questions that led to it."""
        return self.seen is not None and bool(self.diff) and 0 < self.seen.questions <= self.left_open

    @property
    def only_offers(self) -> bool:
        """Whether it answers none of the questions that led to it, but is a choice for some."""
        return self.seen is not None and bool(self.diff) and self.seen.offered > 0 and not self.seen.answered

    @property
    def warnings(self) -> tuple[Takeover, ...]:
        """Known messages that it may take over."""
        return tuple(one for one in self.seen.takeovers if not one.blocks) if self.seen is not None else ()

    @property
    def culprits(self) -> tuple[str, ...]:
        """The added wordings that take over what they must not."""
        return tuple(dict.fromkeys(one.wording for one in self.blocking if one.wording))


Named = Callable[[str], str]
"""How an added wording is referred to: "wording 2"."""


def quoted(wording: str) -> str:
    """A wording referred to by its words."""
    return f"“{literal(wording, 60)}”" if wording else publishing_messages.THESE_WORDINGS


def takeover_line(one: Takeover, faq: Faq, named: Named = quoted, limit: int = 60) -> str:
    """What is taken over, and by which wording."""
    owners = publishing_messages.AND.join(f"“{title_of(faq, owner, limit)}”" for owner in one.owners)
    text = f"“{literal(one.text, limit)}”"
    line = publishing_messages.TAKEOVERS[one.kind].format(text=text, owners=owners, wording=named(one.wording))
    return line[:1].upper() + line[1:]


def taken_over(found: Sequence[Takeover], faq: Faq) -> list[str]:
    """What is taken over, line by line, with the wordings in full."""
    return [takeover_line(one, faq) for one in found]


def broken_lines(broken: Sequence[CheckResult], faq: Faq, but: Collection[Takeover] = (), limit: int = 60) -> list[str]:
    """Known messages that would no longer be met rightly, except those that are named already."""
    named = {one.text for one in but}
    lines = []
    for one in broken:
        if one.check.text in named:
            continue
        text = f"“{literal(one.check.text, limit)}”"
        if one.check.kind in _ALARMS:
            raises = (
                publishing_messages.NO_LONGER_RAISES
                if one.check.kind is CheckKind.ALARM
                else publishing_messages.WOULD_RAISE
            )
            lines.append(raises.format(text=text))
        elif one.answers:
            taker = title_of(faq, one.answers[0], limit)
            lines.append(
                publishing_messages.WOULD_GET.format(text=text, owner=_owner(faq, one, limit), taker=f"“{taker}”")
            )
        else:
            lines.append(publishing_messages.WOULD_LOSE.format(text=text, owner=_owner(faq, one, limit)))
    return lines


def _owner(faq: Faq, one: CheckResult, limit: int) -> str:
    return f"“{title_of(faq, one.check.owner, limit)}”" if one.check.owner else publishing_messages.NOBODY


def answered_line(effect: EditEffect) -> str:
    """How many of the questions an edit answers; "" if it is about none."""
    seen = effect.seen
    if seen is None or not seen.questions:
        return ""
    offered = f", {seen.offered} as one of several choices" if seen.offered else ""
    return f"answers {seen.answered} of {seen.questions} of these questions{offered}{_left_open(effect)}"


def _left_open(effect: EditEffect) -> str:
    if not effect.left_open or effect.is_vain:
        return ""
    stay = publishing_messages.ONE_STAYS_OPEN if effect.left_open == 1 else publishing_messages.SOME_STAY_OPEN
    return stay.format(count=effect.left_open)


def known_line(effect: EditEffect, explained: bool = True) -> str:
    """How many known messages would be met otherwise and, if that is to be explained, of how many."""
    changed = {one.text for one in effect.blocking} | {one.check.text for one in effect.broken}
    if not changed:
        tried = publishing_messages.OF_SO_MANY.format(checks=effect.checks) if explained else ""
        return publishing_messages.CHANGES_NONE + tried
    return publishing_messages.CHANGES_SOME.format(count=len(changed), s="" if len(changed) == 1 else "s")


def effect_lines(effect: EditEffect) -> list[str]:
    """The effect of an edit of one entry, line by line."""
    lines = [answered_line(effect)]
    if effect.seen is not None:
        before, after = effect.seen.comparison.coverage_before, effect.seen.comparison.coverage_after
        lines.append(f"expected share answered at once: {before:.0%} → {after:.0%}")
    lines.append(known_line(effect))  # the last one, since what it counts is listed below it
    return [line for line in lines if line]


def marked(bad: Sequence[str], warned: Sequence[str]) -> list[str]:
    """What blocks an edit and what warns of it, each told from mere facts by its mark."""
    return [*(f"⛔ {line}" for line in bad), *(f"⚠ {line}" for line in warned)]


def all_lines(effect: EditEffect, faq: Faq, named: Named = quoted, besides: Sequence[str] = ()) -> list[str]:
    """Everything that an edit takes from others or breaks, the worst first; then other warnings `besides`."""
    bad = [takeover_line(one, faq, named) for one in effect.blocking]
    bad += broken_lines(effect.broken, faq, effect.blocking)
    bad += [publishing_messages.IN_VAIN] if effect.is_vain else []
    warned = [*besides, *([publishing_messages.ONLY_OFFERED] if effect.only_offers else [])]
    return marked(bad, [*warned, *(takeover_line(one, faq, named) for one in effect.warnings)])


def effect_list(effect: EditEffect, faq: Faq) -> str:
    """The effect of an edit of one entry: the facts, and apart from them what blocks it and what warns of it."""
    return joined(bullets(effect_lines(effect)), bullets(all_lines(effect, faq), SHOWN_EFFECTS))


def more_effects(effect: EditEffect, faq: Faq) -> str:
    """What `effect_list` leaves out, as much as fits into one message; "" if that is nothing."""
    lines = all_lines(effect, faq)[SHOWN_EFFECTS:]
    most = len(lines)
    while most and length(bullets(lines, most)) > FOLDED:
        most -= 1
    return bullets(lines, most) if lines else ""


def file_line(effect: EditEffect) -> str:
    """The change of the file in words."""
    added, removed = len(_ADDED.findall(effect.diff)), len(_REMOVED.findall(effect.diff))
    name = literal(effect.file, 60)
    if added == removed:
        return publishing_messages.FILE_REPLACED.format(
            file=name, count=added, lines="line is" if added == 1 else "lines are"
        )
    if not removed:
        return publishing_messages.FILE_ADDED.format(
            file=name, count=added, lines="line is" if added == 1 else "lines are"
        )
    return publishing_messages.FILE_CHANGED.format(file=name, added=added, removed=removed)


def broken_list(broken: Sequence[CheckResult]) -> str:
    """The broken checks for those who look after the file: with their lines, and their new results."""
    lines = [
        f"“{literal(one.check.text, 120)}” ({one.check.owner or one.check.kind.value}, line {one.check.place.line}): "
        f"now gets {literal(one.got, 120)}"
        for one in broken
    ]
    return bullets(lines, SHOWN_BROKEN)
