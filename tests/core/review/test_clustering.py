"""Groups of what is alike."""

from __future__ import annotations

import numpy as np

from bot.core.review import clustering


def test_groups_join_by_the_mean_likeness_of_their_members() -> None:
    similarity = np.array([[1, 0.9, 0.5], [0.9, 1, 0.1], [0.5, 0.1, 1]], dtype=np.float32)
    assert clustering.groups(similarity, 0.4) == [[0, 1], [2]]
    assert clustering.groups(similarity, 0.25) == [[0, 1, 2]]
