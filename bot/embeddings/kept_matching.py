"""What matching learnt of a FAQ, in files beside the database: a restart need not learn it again.

A file holds phrasings of the FAQ, and nothing of patients.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, astuple
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.calibration import Calibrator, Thresholds
from bot.core.matching.matcher import HeldOutPhrasing, LearntMatching
from bot.embeddings import keyed_arrays
from bot.embeddings.learned import LEARNED

MOST = 6
"""Files that are kept, the latest: some versions of the FAQ in each of its languages."""


class KeptMatching:
    """The files in one folder, and those that come with the bot for the FAQ that does."""

    def __init__(self, folder: Path, shipped: Path = LEARNED) -> None:
        self._folder = folder
        self._shipped = shipped

    def get(self, key: str) -> LearntMatching | None:
        """What was learnt from what the key stands for; None if that is not kept."""
        name = _name(key)
        shipped = keyed_arrays.load(self._shipped / name, key)
        arrays = shipped or keyed_arrays.load(self._folder / name, key)
        if arrays is None:
            return None
        slopes, shift = arrays["curve"][:-1], float(arrays["curve"][-1])
        found = json.loads(bytes(arrays["found"]))
        lines = found.get("held_out_lines")
        if lines is None and shipped is None:
            return None  # an older release did not look at off-topic lines, which previews of edits need
        held_out = tuple(HeldOutPhrasing(*one) for one in found["held_out"])
        thresholds = Thresholds(**found["thresholds"])
        off_topic = tuple(HeldOutPhrasing(*one) for one in lines) if lines is not None else None
        return LearntMatching(arrays["coefficients"], Calibrator(slopes, shift), held_out, thresholds, off_topic)

    def put(self, key: str, learnt: LearntMatching) -> None:
        """Keeps what was learnt. If that fails, it is learnt again at the next start."""
        found = {
            "held_out": list(map(astuple, learnt.held_out)),
            "thresholds": asdict(learnt.thresholds),
            "held_out_lines": list(map(astuple, learnt.held_out_lines)) if learnt.held_out_lines is not None else None,
        }
        curve = np.append(learnt.curve.slopes, learnt.curve.shift)
        arrays: dict[str, NDArray[np.generic]] = {"coefficients": learnt.coefficients, "curve": curve}
        arrays["found"] = np.frombuffer(json.dumps(found).encode(), np.uint8)
        keyed_arrays.save(self._folder / _name(key), key, arrays)
        with suppress(OSError):
            for old in sorted(self._folder.glob("matching-*.npz"), key=lambda path: path.stat().st_mtime)[:-MOST]:
                old.unlink(missing_ok=True)

    def clear(self) -> None:
        """Deletes the files of the folder. Raises OSError."""
        for one in self._folder.glob("matching-*.npz"):
            one.unlink(missing_ok=True)


def _name(key: str) -> str:
    return f"matching-{key[:16]}.npz"
