"""Learns from the red-flag examples, so that the bot need not do it at its first start: a minute's work.

    python scripts/learn_red_flags.py

Writes the files of `bot/embeddings/learned`.
"""

from __future__ import annotations

import shutil

from bot.core.languages import supported
from bot.embeddings.learned import LEARNED, LearnedRedFlags
from bot.embeddings.sentence_encoder import default_encoder


def main() -> None:
    shutil.rmtree(LEARNED, ignore_errors=True)
    for encoder in (None, default_encoder()):
        for language in supported():
            LearnedRedFlags(encoder, LEARNED)(language.code)


if __name__ == "__main__":
    main()
