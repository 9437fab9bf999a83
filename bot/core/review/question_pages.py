"""All questions of a card, page by page, with ticks: to read them, and to split a card that is two questions."""

from __future__ import annotations

from bot.core.dialogue.replies import Button, Reply, StaffVerb, code
from bot.core.review import card_messages, publishing_messages
from bot.core.review.buttons import button
from bot.core.review.screen import fitted
from bot.core.review.selection import Selection
from bot.core.text.markup import bullets, joined, literal

A_PAGE = 6
_CODE = len(code(""))
_LIMITS = (200, 110, 74, 60, 36)


def page_target(page: int, entry: str = "") -> str:
    """The page with this number, counted from 0, and the code of the entry that it was asked for in a preview of."""
    return f"{page}{entry}"


def question_page(selection: Selection, target: str) -> Reply:
    """The page of a `page_target`, the first one for anything else. If it was asked for in the preview of an addition
    to an entry, it leads back there."""
    number, entry = (target[:-_CODE], target[-_CODE:]) if len(target) > _CODE else (target, "")
    page = int(number) if number.isdigit() else 0
    texts, theme = selection.texts, selection.theme
    last = (len(texts) - 1) // A_PAGE
    page = min(max(page, 0), last)
    shown = range(page * A_PAGE, min(len(texts), (page + 1) * A_PAGE))
    of = card_messages.PAGE.format(page=page + 1, pages=last + 1) if last else ""
    head = joined(card_messages.ALL_QUESTIONS.format(count=len(texts), of=of), card_messages.HOW_TO_SPLIT)

    def text(limit: int) -> str:
        ticks = {at: "✗" if at in selection.unticked else "✓" for at in shown}
        return joined(head, bullets([f"{ticks[at]} {at + 1} “{literal(texts[at], limit)}”" for at in shown]))

    def turn(label: str, to: int, ticks: Selection) -> Button:
        return button(label, StaffVerb.QUESTIONS, theme.key, page_target(to, entry), ticks.mark)

    boxes = [turn(f"{'☐' if at in selection.unticked else '☑'} {at + 1}", page, selection.toggled(at)) for at in shown]
    rows = [tuple(boxes[at : at + 3]) for at in range(0, len(boxes), 3)] if len(texts) > 1 else []
    pages = [turn(card_messages.BEFORE, page - 1, selection)] if page else []
    pages += [turn(card_messages.AFTER, page + 1, selection)] if page < last else []
    if len(texts) > 1:
        rows += [
            tuple(pages),
            (turn(card_messages.TICK_ALL, page, selection.all), turn(card_messages.TICK_NONE, page, selection.none)),
        ]
    out = len(selection.unticked)
    if 0 < out < len(texts):
        label = card_messages.SPLIT.format(stay=len(texts) - out, go=out)
        rows.append((button(label, StaffVerb.SPLIT, theme.key, mark=selection.mark),))
    if entry:
        rows.append((button(publishing_messages.BACK_TO_PREVIEW, StaffVerb.TICK, theme.key, entry, selection.mark),))
    rows.append((button(card_messages.BACK, StaffVerb.CARD, theme.key),))
    return Reply(fitted(text, _LIMITS), buttons=tuple(row for row in rows if row))
