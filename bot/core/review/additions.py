"""The addition of a theme to an entry: which wordings are added, its preview, its refusal and its outcome.

Knows nothing of Telegram, of who reviews, and of how anything is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.dialogue.replies import Button, Reply, StaffVerb, code
from bot.core.faq.model import Entry
from bot.core.quality.checks import CheckResult
from bot.core.quality.comparison import EditPreview
from bot.core.review import staff_messages as words
from bot.core.review.buttons import button
from bot.core.review.themes import Theme
from bot.core.text.markup import bullets, joined, literal

WORDINGS = 5
"""Wordings of a theme that are added to an entry. With five, a few more of the questions in
`tests/support/unmatched_*.txt` are answered than with three (leave-one-out); the themes there are too small to test
more."""
SHOWN_BROKEN = 5


def wordings(theme: Theme) -> tuple[str, ...]:
    """The phrasings that a theme gives: its most typical questions that name nobody."""
    return theme.phrasings[:WORDINGS]


def additions(theme: Theme, own: str = "") -> tuple[str, ...]:
    """What is added to an entry: a wording of staff's own, if there is one, and those of the theme."""
    return tuple(filter(None, (own, *wordings(theme))))


def left_out(theme: Theme) -> str:
    """Which wordings of a theme are not offered, and why; "" if all are."""
    if not theme.left_out:
        return ""
    count, they = ("1 wording is", "it") if theme.left_out == 1 else (f"{theme.left_out} wordings are", "they")
    return words.LEFT_OUT.format(count=count, they=they)


def mark(entry_id: str, added: Iterable[str]) -> str:
    """Identifies a preview of a theme."""
    return code("\n".join((entry_id, *added)))


def preview(
    theme: Theme,
    entry: Entry,
    seen: EditPreview | None,
    broken: Sequence[CheckResult],
    checks: int,
    *,
    unchanged: bool = False,
    note: str = "",
    own: str = "",
) -> Reply:
    """The effect of adding the theme to the entry, which breaks the checks `broken` out of `checks`.

    With a wording of staff's `own` it is a reply to the message with that wording.
    """
    added = additions(theme, own)
    parts = (
        note,
        f"**Add to “{literal(entry.question)}”**",
        bullets([f"“{literal(one)}”" for one in added]),
        left_out(theme),
        words.IN_IT_ALREADY if unchanged else bullets(effect_lines(seen, broken, checks)),
        broken_list(broken) if broken else "",
    )
    verb = StaffVerb.PUBLISH_OWN if own else StaffVerb.PUBLISH
    publish = button(words.PUBLISH, verb, theme.key, code(entry.id), mark=mark(entry.id, added))
    cancel = button(words.CANCEL, StaffVerb.CARD, theme.key)
    write = (_write_wording(theme, entry),) if theme.left_out and not own else ()
    return Reply(joined(*parts), buttons=((publish, cancel), *filter(None, (write,))), below=bool(own))


def nothing_to_add(theme: Theme, entry: Entry) -> Reply:
    """The reply for a theme that gives no phrasings for an entry."""
    new = button(words.NEW, StaffVerb.NEW, theme.key)
    text = words.NOTHING_TO_ADD.format(too_long="" if theme.left_out else ": they are too long")
    back = button(words.BACK, StaffVerb.CARD, theme.key)
    return Reply(joined(left_out(theme), text), buttons=((_write_wording(theme, entry),), (new, back)))


def refused(theme: Theme, entry: Entry, broken: Sequence[CheckResult], *, may_force: bool, own: str = "") -> Reply:
    """The refusal to publish what breaks checks."""
    key, one = mark(entry.id, additions(theme, own)), code(entry.id)
    verb = StaffVerb.FORCE_OWN if own else StaffVerb.FORCE
    force = ((button(words.FORCE, verb, theme.key, one, mark=key),),) if may_force else ()
    text = f"{words.REFUSED}\n\n{broken_list(broken)}" + ("" if may_force else f"\n\n{words.FORCE_HINT}")
    return Reply(text, buttons=(*force, (button(words.BACK, StaffVerb.CARD, theme.key),)))


def added(entry: Entry, added: Sequence[str], questions: int, effect: Sequence[str]) -> Reply:
    """The theme was added. `effect` are lines about the FAQ as a whole; none if the file did not change."""
    head = words.ADDED.format(question=literal(entry.question)) if effect else words.SETTLED
    settled = f"{questions} {'question' if questions == 1 else 'questions'} settled"
    lines = [f"“{literal(one)}”" for one in added] if effect else []
    return Reply(f"{head}\n\n{bullets([*lines, settled, *effect])}")


def _write_wording(theme: Theme, entry: Entry) -> Button:
    return button(words.WRITE_WORDING, StaffVerb.WORDING, theme.key, code(entry.id))


def effect_lines(seen: EditPreview | None, broken: Sequence[CheckResult], checks: int) -> list[str]:
    """The effect of an edit of one entry, line by line."""
    lines = []
    if seen is not None and seen.questions:
        offered = f", {seen.offered} as one of several choices" if seen.offered else ""
        lines.append(f"answers {seen.answered} of {seen.questions} of these questions{offered}")
    lines.append(f"breaks {len(broken)} of {checks} checks")
    if seen is not None:
        close = ", ".join(seen.collides_with[:5])
        lines.append(f"collides with: {close}" if close else "collides with nothing")
        before, after = seen.comparison.coverage_before, seen.comparison.coverage_after
        lines.append(f"expected share answered at once: {before:.0%} → {after:.0%}")
    return lines


def broken_list(broken: Sequence[CheckResult]) -> str:
    """The broken checks and their new results."""
    lines = [
        f"“{literal(one.check.text, 120)}” ({one.check.owner or one.check.sort.value}, line {one.check.place.line}): "
        f"now gets {literal(one.got, 120)}"
        for one in broken
    ]
    return bullets(lines, SHOWN_BROKEN)
