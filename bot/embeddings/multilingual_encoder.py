"""Sentence vectors across languages: texts that mean the same lie close together, in whichever of 16 languages.

Owns the files of Google's Universal Sentence Encoder, multilingual, version 3 (a network, which
`scripts/build_multilingual.py` builds, and word pieces) and their digests; `sentence_encoder` runs the network. Its
vectors cannot be compared with another model's. Capitals matter to it: "DOES IT HURT" is far from "does it hurt".
"""

from __future__ import annotations

from pathlib import Path

from bot.embeddings.model_files import ModelError
from bot.embeddings.sentence_encoder import LONGEST, MODEL, TABLE, SentenceEncoder, WordPieces, open_encoder

PIECES = "sentencepiece.model"
DEFAULT = Path(__file__).with_name("multilingual")
"""Where the model is built."""
DIGESTS = {
    MODEL: "580acf414ee37a2bcb6691a8378b3b9f98fb00897984a0cbb4e6b04682c051b9",
    TABLE: "e3b04614bbeaaad07dca3f5ad94eacc77962b4d7c07ed0fa37345f412b7e33b0",
    PIECES: "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
"""SHA-256 of the model's files."""


def multilingual_encoder(folder: Path = DEFAULT) -> SentenceEncoder:
    """The encoder with the model in a folder, whose digests are verified. Raises ModelError."""
    return open_encoder(folder / MODEL, folder / PIECES, _word_pieces, DIGESTS)


def _word_pieces(path: Path) -> WordPieces:
    try:
        from sentencepiece import SentencePieceProcessor
    except ImportError:
        raise ModelError("sentencepiece is not installed; for musl and Intel Macs there is none") from None
    processor = SentencePieceProcessor(model_file=str(path))
    begin, end = processor.bos_id(), processor.eos_id()
    return lambda text: [begin, *processor.encode(text)[: LONGEST - 2], end]
