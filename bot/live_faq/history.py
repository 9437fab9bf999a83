"""The history of the FAQ's files: each kept version with what it changed, in words.

The words come from comparing the kept files, so that they survive a restart and a lost database, and never say what
was purged. Reading a large file takes half a second: what was compared once is remembered. Knows nothing of who reads.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.faq.differences import differences
from bot.core.faq.model import Faq
from bot.core.faq.yaml_reader import read_faq
from bot.core.positions import FaqProblems
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.publishing import Version
from bot.live_faq.snapshot import LocalizedFaq

OLDEST = "the oldest that is kept"
UNREADABLE = "can’t be compared: the bot can’t read it, or the one before"
_Said = tuple[tuple[str, ...], tuple[str, ...]]
REMEMBERED = 100
"""Comparisons that are remembered."""


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A kept version, what it changed against the one before, and whether it is live: one of them at most."""

    version: Version
    lines: tuple[str, ...]
    brief: tuple[str, ...]
    """The same without a wording in it."""
    live: bool


class VersionHistory:
    """The histories of the live FAQ's files."""

    def __init__(self, live_faq: LiveFaq) -> None:
        self._live_faq = live_faq
        self._known: OrderedDict[tuple[str, str, str], _Said] = OrderedDict()

    def live_version(self, language: str) -> Version | None:
        """The version that is live in a language; None if it is not kept."""
        digest = self._live_faq.live.localized(language).digest
        return next((one for one in self._live_faq.versions(language) if digest.startswith(one.digest)), None)

    async def page(self, language: str, first: int, count: int) -> tuple[VersionChange, ...]:
        """`count` versions in a language from the place `first` on, the latest at 0."""
        versions = self._live_faq.versions(language)
        shown, live = versions[first : first + count + 1], self.live_version(language)
        lines = await asyncio.to_thread(self._compared, shown, self._live_faq.live.localized(language))
        return tuple(
            VersionChange(one, *lines[nth], live is not None and one.number == live.number)
            for nth, one in enumerate(shown[:count])
        )

    def _compared(self, versions: Sequence[Version], served: LocalizedFaq) -> list[_Said]:
        """What each version changed against the next in the row, which is the one before it: in full, and in brief."""
        read = dict[str, Faq | None]()

        def faq(version: Version) -> Faq | None:
            if version.digest not in read:
                read[version.digest] = self._read(version, served)
            return read[version.digest]

        found = list[_Said]()
        for nth, version in enumerate(versions):
            if nth + 1 == len(versions):
                found.append(((OLDEST,), (OLDEST,)))
                continue
            key = (served.language, versions[nth + 1].digest, version.digest)
            if key not in self._known:
                old, new = faq(versions[nth + 1]), faq(version)
                if old is None or new is None:
                    self._known[key] = (UNREADABLE,), (UNREADABLE,)
                else:
                    self._known[key] = differences(old, new), differences(old, new, quoting=0)
                while len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            found.append(self._known[key])
        return found

    def _read(self, version: Version, served: LocalizedFaq) -> Faq | None:
        live = self._live_faq.live
        main = None if served.language == live.main.language else live.main.faq
        if main is None and served.digest.startswith(version.digest):  # a translation takes some from the main FAQ
            return served.faq
        try:
            return read_faq(version.path.read_bytes(), served.path.name, main).faq
        except (OSError, FaqProblems):
            return None
