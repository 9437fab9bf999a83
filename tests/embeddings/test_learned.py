"""What is learnt of red flags comes with the bot, is never stale, and is learnt anew where it does not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.core.languages import supported
from bot.core.red_flags.learning import digest
from bot.embeddings.learned import LEARNED, LearnedRedFlags
from bot.embeddings.multilingual_encoder import multilingual_encoder
from bot.embeddings.sentence_encoder import default_encoder

ENCODERS = {"english": default_encoder(), "multilingual": multilingual_encoder()}
FILES = {f"red-flags-{one.code}-words.npz": digest(one.code, "") for one in supported()} | {
    f"red-flags-{one.code}-vectors.npz": digest(one.code, ENCODERS[one.sentence_model].key)
    for one in supported()
    if one.sentence_model
}


@pytest.mark.parametrize("name", FILES)
def test_what_comes_with_the_bot_was_learnt_from_its_examples(name: str) -> None:
    with np.load(LEARNED / name, allow_pickle=False) as found:
        assert bytes(found["key"]).decode() == FILES[name], "run `make learn`"


@pytest.mark.timeout(300)
def test_what_does_not_fit_is_learnt_anew_and_kept(tmp_path: Path) -> None:
    shipped, kept = tmp_path / "shipped", tmp_path / "kept"
    shipped.mkdir()
    name = "red-flags-es-words.npz"
    (shipped / name).write_bytes(b"cut off")
    learnt = LearnedRedFlags(lambda _: None, kept, shipped)("es")
    assert learnt.scores(["no puedo respirar"])[0, 0] > 0
    with np.load(kept / name, allow_pickle=False) as found:
        assert bytes(found["key"]).decode() == FILES[name]
