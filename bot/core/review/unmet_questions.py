"""The questions that an edit leaves open: its entry neither answers them nor is a choice for them from then on.

They may ask something else than the others, so an edit that other questions led to does not settle them.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.quality.comparison import EditPreview
from bot.core.records import LoggedQuestion
from bot.core.review.suggestions import readable
from bot.core.text.normalization import normalize


def unmet_questions(questions: Sequence[LoggedQuestion], seen: EditPreview | None) -> tuple[LoggedQuestion, ...]:
    """Those of the questions, of which `seen` is the preview. None if it meets none of them: then the edit says what
    words with masked parts do not."""
    texts = {normalize(one) for one in seen.unmet} if seen is not None else set[str]()
    found = tuple(one for one in questions if normalize(readable(one.text or "")) in texts)
    return found if len(found) < len(questions) else ()
