"""One language of a FAQ, with what its examination needs. Knows nothing of what is examined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.dialogue.interpreter import Interpreter
from bot.core.faq.model import Faq
from bot.core.positions import Places
from bot.core.red_flags.section import RedFlagSection
from bot.core.red_flags.weighing import Evidence


@dataclass(frozen=True, slots=True)
class CheckedFaq:
    """One language of a FAQ, with what its examination needs."""

    faq: Faq
    places: Places
    interpreter: Interpreter
    red_flags: RedFlagSection
    evidence: Callable[[str], Sequence[Evidence]]
    """What speaks for and against an emergency in a message."""
    main: Faq | None = None
    """The FAQ in the main language, if this is a translation."""
    vocabulary: Vocabulary | None = None
    """Which words are names; without it, none are looked for."""
