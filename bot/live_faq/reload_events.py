"""What there is to say about a changed FAQ file besides that it is live or refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReloadSlow:
    """A change is still being read and tried, after longer than anybody waits without asking."""


@dataclass(frozen=True, slots=True)
class RefusalOver:
    """The files are again those that are live, after a change of them was refused."""
