"""What is learnt of red flags, from files that `scripts/learn_red_flags.py` builds with the sentence model.

Whatever is not built, or was built from other examples, is learnt when the bot starts, and kept beside the database.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.languages import language
from bot.core.matching.similarity import Encoders
from bot.core.red_flags.classifier import RedFlagClassifier
from bot.core.red_flags.learning import learn
from bot.embeddings.disk_cache import ArrayCache

if TYPE_CHECKING:
    from bot.embeddings.sentence_encoder import SentenceEncoder

LEARNED = Path(__file__).with_name("learned")
"""Where the files are built."""


class LearnedRedFlags:
    """What is learnt of each language, on first use."""

    def __init__(self, encoder: SentenceEncoder | None, known_words: dict[str, frozenset[str]], folder: Path) -> None:
        """`encoder`: None for words alone; `known_words`: by language, no typing errors; `folder`: for what is not
        built."""
        self._known_words = known_words
        self._folder = folder = LEARNED if any(LEARNED.glob("*.bin")) else folder
        self._encoders = Encoders(encoder, encoder.cached(folder)) if encoder is not None else None

    def __call__(self, code: str) -> RedFlagClassifier | None:
        """The classifier of a language; None for one with too few examples."""
        encoders = self._encoders if language(code).has_sentence_model else None
        return learn(code, encoders, self._known_words.get(code, frozenset()), ArrayCache(self._folder))
