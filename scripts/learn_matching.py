"""Learns what matching needs for the FAQ that comes with the bot, so that nobody has to wait for it: `make learn`.

After any change of faq.yaml or faq.es.yaml. Without it everything works as well, a fresh start just takes longer. By
words alone and with sentence vectors: bot/embeddings/learned/matching-*.npz. Takes about a minute.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bot import runtime

runtime.prepare_blas()

from bot.bootstrap import Bootstrap  # noqa: E402
from bot.embeddings.kept_matching import KeptMatching  # noqa: E402
from bot.embeddings.learned import LEARNED  # noqa: E402
from bot.live_faq.faq_files import read_contents  # noqa: E402
from bot.live_faq.matching_resources import MatchingResources  # noqa: E402
from bot.live_faq.snapshot_builder import build_snapshot  # noqa: E402
from bot.settings import Settings  # noqa: E402


def main() -> None:
    for old in LEARNED.glob("matching-*.npz"):
        old.unlink()
    kept = KeptMatching(LEARNED)
    with tempfile.TemporaryDirectory() as folder:
        for model in ("off", ""):
            settings = Settings(
                _env_file=None,
                sentence_model=model,
                multilingual_model=model,
                database_path=Path(folder) / "faqbot.db",
            )
            bootstrap = Bootstrap(settings)
            known = bootstrap.vocabulary.by_language
            build_snapshot(read_contents(settings.faq_path), MatchingResources(bootstrap.encoders, known, kept=kept))
    for new in LEARNED.glob("matching-*.npz"):
        new.chmod(0o644)  # Kept beside the database only its owner may read them; these come with the bot.


if __name__ == "__main__":
    main()
