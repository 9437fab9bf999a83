"""Replies as Telegram's HTML, truncated to its limits, and inline keyboards. Decides nothing about content."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.core.dialogue.replies import Buttons, Reply
from bot.core.faq.rules import BUTTON_LIMIT
from bot.core.text.markup import length, spans, split_text, split_verbatim

SHORT = 1_000
"""Characters of a message that was refused in every longer form."""


def html(text: str) -> str:
    """A text with the FAQ's mark-up as Telegram's HTML."""
    parts: list[str] = []
    for span in spans(text):
        shown = escape(span.text, quote=False)
        shown = f"<i>{shown}</i>" if span.italic else shown
        shown = f"<b>{shown}</b>" if span.bold else shown
        parts.append(f'<a href="{escape(span.url)}">{shown}</a>' if span.url else shown)
    return "".join(parts)


def message(reply: Reply) -> str:
    """A reply as one HTML text, which is the caption if it has a file."""
    return _answer(reply) if reply.entry_id else _message(reply)


def _message(reply: Reply) -> str:
    limit = MessageLimit.MAX_TEXT_LENGTH if reply.attachment is None else MessageLimit.CAPTION_LENGTH
    text = reply.text if length(reply.text) <= limit else split_text(reply.text, limit)[0]
    folded = f"<blockquote expandable>{html(reply.folded)}</blockquote>" if reply.folded else ""
    quoted = f"<blockquote>{escape(reply.quoted, quote=False)}</blockquote>" if reply.quoted else ""
    closing = html(reply.closing) if reply.closing else ""
    return "\n\n".join(filter(None, (html(text), quoted, folded, closing)))


_answer = lru_cache(maxsize=512)(_message)  # an entry's answer contains only words of the FAQ


def plain_message(reply: Reply, *, short: bool = False) -> str:
    """A reply without mark-up, with the addresses of links behind them; only the beginning of its text if `short`."""
    limit = MessageLimit.MAX_TEXT_LENGTH if reply.attachment is None else MessageLimit.CAPTION_LENGTH
    parts = (_unmarked(reply.text), _unmarked(reply.folded), reply.quoted, _unmarked(reply.closing))
    text = parts[0] if short else "\n\n".join(filter(None, parts))
    return split_verbatim(text, SHORT if short else limit)[0]


def _unmarked(text: str) -> str:
    return "".join(f"{span.text} ({span.url})" if span.url else span.text for span in spans(text))


def keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    """Rows of buttons as an inline keyboard, or None without buttons."""
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(truncated(one.label, BUTTON_LIMIT), callback_data=one.action.data) for one in row]
            for row in buttons
        ]
    )


def truncated(text: str, limit: int) -> str:
    """A text of at most `limit` characters, with an ellipsis where it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
