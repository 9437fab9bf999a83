"""Personal data in a text: a second opinion, for de-identification, from a network that was trained to find it.

Owns the files of the model (Rampart's classifier of word pieces, which `scripts/build_personal_data.py` takes from the
locked package, and a tokenizer) and their digests; `network` runs it. It knows names by their place in a sentence, as
rules and lists do not. It was trained on English. Keeps and logs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

from bot.core.deidentification.identifiers import Identifier
from bot.embeddings.model_files import digest
from bot.embeddings.network import open_network, open_tokenizer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
DEFAULT = Path(__file__).with_name("personal_data")
"""Where the model is built."""
DIGESTS = {
    MODEL: "6a2b1d3d34ce38fd001f9d49a8d566d45a7f06504ebb284491e41bc503f0d5b6",
    TOKENIZER: "ec87d41d85cbf02128ec0e5f577b805a326b06bb2947ef2752e67a98a42819f9",
}
"""SHA-256 of the model's files."""
LONGEST = 96
"""Word pieces of a text that are read, some four hundred letters, so that a long text does not take long."""
SURE = 0.5
"""Probability from which on a word piece is personal data."""
KINDS = (
    *("name", "name", "email", "phone", "link", "id", "number", "number", "id", "id", "id"),
    *("address", "address", "address", "place", "place", "address"),
)
"""Of the classes: given name, surname, e-mail, phone, URL, tax number, bank account, routing number, official number,
passport, driving licence, house number, street, flat, city, state, postcode. Each class has two numbers, for its first
word piece and for the others; 0 is no personal data."""


def personal_data_finder(folder: Path = DEFAULT) -> PersonalDataFinder:
    """The finder with the model in a folder, whose digests are verified. Raises ModelError."""
    for name, expected in DIGESTS.items():
        digest(folder / name, expected)
    values = ("input_ids", "attention_mask", "token_type_ids", "logits")
    session, _ = open_network(folder / MODEL, values, "word pieces to classes")
    return PersonalDataFinder(session, open_tokenizer(folder / TOKENIZER, LONGEST))


class PersonalDataFinder:
    """Text -> the ranges that are personal data. Safe to use from several threads."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._running = Lock()  # one run at a time leaves a core to the event loop

    def __call__(self, text: str) -> Sequence[Identifier]:
        """The word pieces that are personal data, in order."""
        pieces = self._tokenizer.encode(text)
        ids = np.array([pieces.ids], dtype=np.int64)
        values = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        with self._running:
            (logits,) = self._session.run(None, values)
        odds = np.exp(logits[0] - logits[0].max(axis=1, keepdims=True))  # (word pieces, classes)
        sure = 1 - odds[:, 0] / odds.sum(axis=1) > SURE
        likeliest = odds[:, 1:].argmax(axis=1) // 2
        return [
            Identifier(start, end, KINDS[likeliest[at]])
            for at, (start, end) in enumerate(pieces.offsets)
            if sure[at] and start < end
        ]
