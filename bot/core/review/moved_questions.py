"""Questions that go back into the review with a version of the FAQ, or are settled again: how many, in words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.review import faq_file_messages
from bot.core.text.counts import counted
from bot.core.text.markup import joined


@dataclass(frozen=True, slots=True)
class QuestionsMoved:
    """How many questions go back into the review, and how many that had come back are settled again."""

    back: int = 0
    settled: int = 0


def will_move(moved: QuestionsMoved) -> list[str]:
    """What would happen to questions, line by line."""
    lines = []
    if moved.back:
        come, them = ("comes", "it") if moved.back == 1 else ("come", "them")
        lines.append(
            faq_file_messages.COME_BACK.format(questions=f"{counted(moved.back, 'question')} {come}", them=them)
        )
    if moved.settled:
        questions, them = _number(moved.settled), "it" if moved.settled == 1 else "them"
        lines.append(faq_file_messages.SETTLED_AGAIN.format(questions=questions, them=them))
    return lines


def was_moved(moved: QuestionsMoved) -> str:
    """What happened to questions; "" if nothing did."""
    back = faq_file_messages.ARE_BACK.format(questions=_number(moved.back)) if moved.back else ""
    return joined(back, faq_file_messages.ARE_SETTLED.format(questions=_number(moved.settled)) if moved.settled else "")


def _number(number: int) -> str:
    return f"{counted(number, 'question')} {_are(number)}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
