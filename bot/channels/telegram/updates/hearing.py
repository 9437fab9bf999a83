"""Looks for red flags in what a patient sends, once and when it arrives, off the event loop.

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
from bot.core.dialogue.heard import Heard

Hear = Callable[[Update], Awaitable[Heard]]
Handle = Callable[[Update, Heard], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class HeardUpdate:
    """An update with its words as they were heard."""

    update: Update
    heard: Heard


async def hear(
    dialogue: Dialogue, text: str, snapshot: FaqSnapshot, beside: str = "", *, read: InThread = in_thread
) -> Heard:
    """A patient's text, looked at with what stands `beside` it: see `Dialogue.hear`."""
    both = partial(dialogue.hear, text, snapshot, beside)
    size = len(text) + len(beside)
    return await read(both, size) if size else both()
