"""Clustering by average linkage: the two groups most similar on average are merged, until no two are similar enough.

After Sokal & Michener 1958, "A statistical method for evaluating systematic relationships". Knows nothing of texts.
"""

from __future__ import annotations

import numpy as np

from bot.core.matching.arrays import Floats


def groups(similarity: Floats, enough: float) -> list[list[int]]:
    """(n, n) symmetric similarity -> sorted groups of row numbers, in the order of their first members.

    Takes O(n³), about a second for a thousand rows. Ties go to the earlier rows.
    """
    count = len(similarity)
    found = [[number] for number in range(count)]
    sizes = np.ones(count, dtype=np.float32)
    between = similarity.astype(np.float32, copy=True)
    np.fill_diagonal(between, -np.inf)
    while count > 1:
        one, other = divmod(int(between.argmax()), count)
        if between[one, other] < enough:
            break
        one, other = min(one, other), max(one, other)
        joined = (sizes[one] * between[one] + sizes[other] * between[other]) / (sizes[one] + sizes[other])
        between[one] = joined
        between[:, one] = joined
        between[one, one] = -np.inf
        between[other] = -np.inf
        between[:, other] = -np.inf
        sizes[one] += sizes[other]
        found[one] += found[other]
        found[other] = []
    return [sorted(group) for group in found if group]
