"""The keys of themes: a theme keeps its key when questions are added or deleted.

A key is stored with the questions. Knows nothing of how they are grouped.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from itertools import chain, count

from bot.core.records import LoggedQuestion
from bot.core.review.themes import AddedQuestion

_KEY_BYTES = 6


def theme_keys(groups: Sequence[Sequence[LoggedQuestion]], returned: Sequence[AddedQuestion | None]) -> list[str]:
    """A unique key for each group: the one most of its questions have, else one made from its oldest question."""
    claims = [
        (-count, -len(group), at, key)
        for at, group in enumerate(groups)
        for key, count in Counter(question.theme for question in group if question.theme).items()
    ]
    claims += [(0, 0, at, back.question.theme) for at, back in enumerate(returned) if back and back.question.theme]
    keys: dict[int, str] = {}
    for _, _, at, key in sorted(claims):
        if at not in keys and key not in keys.values():
            keys[at] = key
    used = set(keys.values())
    for at, group in enumerate(groups):
        if at not in keys:
            # The card that a question was split off may have the key made from it, so there are more than enough.
            seeds = chain((one.key for one in group), (f"{one.key} {number}" for number in count() for one in group))
            keys[at] = next(key for seed in seeds if (key := _fresh(seed)) not in used)
            used.add(keys[at])
    return [keys[at] for at in range(len(groups))]


def _fresh(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=_KEY_BYTES).hexdigest()
