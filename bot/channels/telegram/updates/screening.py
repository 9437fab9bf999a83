"""Screens what a patient sends for red flags, once and when it arrives, off the event loop.

Knows neither which words of an update count nor what a sign is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from telegram import Update

from bot.channels.telegram.updates.threads import InThread, in_thread
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.faq_snapshot import FaqSnapshot
from bot.core.dialogue.screened_message import ScreenedMessage

ScreenUpdate = Callable[[Update], Awaitable[ScreenedMessage]]
Handle = Callable[[Update, ScreenedMessage], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ScreenedUpdate:
    """An update with its words as they were screened."""

    update: Update
    screened: ScreenedMessage


async def screen(
    dialogue: Dialogue, text: str, snapshot: FaqSnapshot, beside: str = "", *, read: InThread = in_thread
) -> ScreenedMessage:
    """A patient's text, screened with what stands `beside` it: see `Dialogue.screen`."""
    both = partial(dialogue.screen, text, snapshot, beside)
    size = len(text) + len(beside)
    return await read(both, size) if size else both()
