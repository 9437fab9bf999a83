"""Groups of things that are alike, from how alike each two of them are.

Average linkage (Sokal & Michener 1958, "A statistical method for evaluating systematic relationships"): the two groups
whose members are most alike on average become one, until no two are alike enough. Knows nothing of what the things are.
"""

from __future__ import annotations

import numpy as np

from bot.core.matching.arrays import Floats


def groups(similarity: Floats, enough: float) -> list[list[int]]:
    """(n, n) symmetric similarity -> groups of row numbers, each in order, in the order of their first members.

    Time grows with the cube of n (a thousand rows: about a second); ties go to the earlier rows.
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
