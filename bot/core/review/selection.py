"""Which questions of a theme are ticked: what staff decide about holds for these alone.

A selection fits into a button, so that it works after a restart. Knows nothing of what is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bot.core.dialogue.replies import code
from bot.core.review.suggestions import readable
from bot.core.review.themes import Theme
from bot.core.text.normalization import normalize

MOST = 96
"""Questions that can be unticked; those beyond are ticked."""
_MARK = re.compile(r"([0-9a-f]{10})-([0-9a-f]{1,24})")


@dataclass(frozen=True)
class Selection:
    """A theme and the positions in `texts` that are unticked."""

    theme: Theme
    unticked: frozenset[int] = frozenset()

    @classmethod
    def parse(cls, theme: Theme, mark: str) -> Selection | None:
        """The selection that a mark stands for; None if the theme has other questions by now."""
        found = _MARK.fullmatch(mark)
        if found is None or found[1] != cls(theme).digest:
            return None
        return cls.of_mask(theme, found[2])

    @classmethod
    def of_mask(cls, theme: Theme, mask: str) -> Selection:
        """The selection with this mask."""
        bits = int(mask or "0", 16)
        return cls(theme, frozenset(at for at in range(len(theme.samples(MOST))) if bits >> at & 1))

    @property
    def texts(self) -> tuple[str, ...]:
        """All wordings of the theme that can be ticked, the most typical first."""
        return self.theme.samples(MOST)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The first position of each wording, by its words without masked parts."""
        return {normalize(readable(text)): at for at, text in reversed(list(enumerate(self.texts)))}

    @cached_property
    def digest(self) -> str:
        """Identifies the wordings of the theme."""
        return code("\n".join(self.texts))

    @property
    def mask(self) -> str:
        """The unticked positions, hexadecimal."""
        return f"{sum(1 << at for at in self.unticked):x}"

    @property
    def mark(self) -> str:
        """The selection on a button, at most 35 characters."""
        return f"{self.digest}-{self.mask}"

    @cached_property
    def ticked(self) -> Theme:
        """The theme with the ticked questions alone; all of them if none is ticked."""
        return self.theme.only(self._texts_at(at for at in range(len(self.texts)) if at not in self.unticked))

    @property
    def rest(self) -> tuple[str, ...]:
        """The keys of the unticked questions."""
        ticked = {one.key for one in self.ticked.questions}
        return tuple(one.key for one in self.theme.questions if one.key not in ticked)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is ticked."""
        return len(self.unticked) >= len(self.texts)

    def toggled(self, *places: int) -> Selection:
        """The selection with these positions ticked if they were not, or the other way round."""
        return replace(self, unticked=self.unticked ^ frozenset(places))

    def without(self, *places: int) -> Selection:
        """The selection with these positions unticked."""
        return replace(self, unticked=self.unticked | frozenset(places))

    @property
    def none(self) -> Selection:
        """The selection with nothing ticked."""
        return replace(self, unticked=frozenset(range(len(self.texts))))

    @property
    def all(self) -> Selection:
        """The selection with everything ticked."""
        return replace(self, unticked=frozenset())

    def _texts_at(self, places: Iterable[int]) -> list[str]:
        rest = self.theme.samples(len(self.theme.questions))[len(self.texts) :]
        return [*(self.texts[at] for at in places), *rest]
