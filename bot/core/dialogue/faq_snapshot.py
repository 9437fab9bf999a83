"""What a dialogue needs of the FAQ in all its languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.core.dialogue.interpreter import Interpreter
from bot.core.faq.model import Faq
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.text.language_id import LanguageIdentifier


class ServedFaq(Protocol):
    """One language of the FAQ: what a dialogue needs of it."""

    @property
    def language(self) -> str: ...
    @property
    def faq(self) -> Faq: ...
    @property
    def shown(self) -> Faq: ...
    @property
    def digest(self) -> str: ...


class FaqSnapshot(Protocol):
    """The FAQ in all its languages at one moment. A turn uses one snapshot throughout."""

    @property
    def by_language(self) -> Mapping[str, ServedFaq]: ...
    @property
    def detector(self) -> RedFlagDetector: ...
    @property
    def languages(self) -> LanguageIdentifier: ...
    def localized(self, language: str | None) -> ServedFaq: ...
    def interpreter(self, language: str | None) -> Interpreter: ...
