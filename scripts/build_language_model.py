"""Builds the model of languages: what py3langid knows of those that a patient's message is told from.

    python scripts/build_language_model.py

From the package in `locks/model.txt`, which is never imported, to the place where the bot looks. The result must be the
file that the bot expects. The same model gives the same bytes.

py3langid counts groups of two to six bytes, of which it has 100,000 for 140 languages, and finds them with an automaton
that takes 40 MB: a state may stand for the longest group that ends there. Here a group is found by its bytes. Only
languages remain whose scripts others use too, and the groups that tell most about which of them a text is in.
"""

from __future__ import annotations

import io
import lzma
import sys
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from build_model import installed, write
from numpy.typing import NDArray

from bot.embeddings.language_model import DEFAULT, DIGEST

PACKAGE, MODEL = "py3langid", "model.npz.xz"
"""Distribution that carries the model."""
LANGUAGES = "en es ca cs da de fi fr hu id it nl no pl pt ro sv sw tl tr vi uz ru sr uk ar fa ur"
GROUPS = 40_000
"""With fewer, fewer short messages are recognised."""
MOST = 127.0
CAPITALS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")

Numbers = NDArray[np.integer]


def main() -> int:
    """Builds; returns 1 if the file is not the one that the bot expects."""
    with np.load(io.BytesIO(lzma.decompress(installed(PACKAGE, MODEL).read_bytes())), allow_pickle=False) as found:
        groups = groups_of(found["nextmove"].reshape(-1, 256)[found["nextmove_row"]], found["out_feat"])
        columns = [at for at, code in enumerate(found["classes"].tolist()) if code in LANGUAGES.split()]
        logarithms = found["ptc"][:, columns].astype(np.float64)
        languages = found["classes"][columns]
    rows = telling(groups, logarithms)
    centred = logarithms[rows] - logarithms[rows].mean(axis=1, keepdims=True)
    scale = np.abs(centred).max() / MOST
    model = {
        "features": np.frombuffer(b"".join(groups[row] for row in rows), np.uint8),
        "lengths": np.array([len(groups[row]) for row in rows], np.uint8),
        "scores": np.rint(centred / scale).astype(np.int8),
        "scale": np.array(scale),
        "languages": languages,
    }
    return write(DEFAULT.parent, {DEFAULT.name: archive(model)}, {DEFAULT.name: DIGEST})


def archive(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """An .npz file. Unlike that of `np.savez`, which is in ZIP64, it has the same bytes from every Python."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, array, allow_pickle=False)
            file.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue())
    return content.getvalue()


def groups_of(moves: Numbers, numbers: Numbers) -> list[bytes]:
    """The groups of bytes by number: the shortest of the texts that lead to a state that stands for one.

    `moves`: (states, 256), the next state by state and byte; `numbers`: (states,), -1 where a state stands for none.
    """
    texts: dict[int, bytes] = {0: b""}
    states = [0]
    while states:
        found, first = np.unique(moves[states], return_index=True)
        ways = zip(found.tolist(), first.tolist(), strict=True)
        new = {state: texts[states[way // 256]] + bytes([way % 256]) for state, way in ways if state not in texts}
        texts |= new
        states = list(new)
    groups: dict[int, bytes] = {}
    for state, text in texts.items():
        groups.setdefault(int(numbers[state]), text)
    return [groups[number] for number in range(int(numbers.max()) + 1)]


def telling(groups: list[bytes], logarithms: NDArray[np.float64]) -> list[int]:
    """The rows of the groups that share most information with the language, if all are as common. None with capitals:
    texts are read in lower case."""
    shares = np.exp(logarithms)
    told = (shares * (logarithms - np.log(shares.mean(axis=1, keepdims=True)))).sum(axis=1)
    # rounded, so that rows with the same numbers tell the same on every processor
    order = np.argsort(-told.round(12), kind="stable").tolist()
    return sorted([row for row in order if CAPITALS.isdisjoint(groups[row])][:GROUPS])


if __name__ == "__main__":
    sys.exit(main())
