"""The questions that an edit leaves open: its entry is not the reply to them from then on.

They may ask something else than the others, so an edit that other questions led to does not settle them.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.quality.comparison import EditPreview
from bot.core.records import LoggedQuestion, QuestionKind
from bot.core.review.suggestions import readable
from bot.core.text.normalization import normalize


def unmet_questions(questions: Sequence[LoggedQuestion], seen: EditPreview | None) -> tuple[LoggedQuestion, ...]:
    """Those of the questions, of which `seen` is the preview, that the entry does not answer. To be one of several
    choices is enough, unless a patient has rejected a choice already."""
    if seen is None:
        return ()
    unmet, suggested = ({normalize(one) for one in texts} for texts in (seen.unmet, seen.suggested))
    chosen_from = QuestionKind.SUGGESTION_REJECTED

    def is_unmet(one: LoggedQuestion) -> bool:
        text = normalize(readable(one.text or ""))
        return text in unmet or (text in suggested and one.kind is chosen_from)

    return tuple(filter(is_unmet, questions))


def number_of_texts(questions: Sequence[LoggedQuestion]) -> int:
    """How many questions differ in their words."""
    return len({normalize(one.text or "") for one in questions})
