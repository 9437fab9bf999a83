"""A value of which one part fails: for what has to hold whatever goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass
class Breaking:
    """Stands for `whole`, and raises where `part` is asked for."""

    whole: object
    part: str

    def __getattr__(self, name: str) -> Any:
        if name == self.part:
            raise RuntimeError(f"{name} fails")
        return getattr(self.whole, name)
