"""Reply <-> Telegram: HTML, inline keyboards and what travels in a button. Decides nothing."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.core.dialogue.replies import Action, Buttons, Reply, Verb
from bot.core.text.markup import spans

LABEL_LIMIT = 60
"""Characters of a button that phones still show."""
_VERBS = {verb.value: verb for verb in Verb}


def html(text: str) -> str:
    """A text with the small mark-up as Telegram's HTML."""
    parts: list[str] = []
    for span in spans(text):
        shown = escape(span.text, quote=False)
        shown = f"<i>{shown}</i>" if span.italic else shown
        shown = f"<b>{shown}</b>" if span.bold else shown
        parts.append(f'<a href="{escape(span.url)}">{shown}</a>' if span.url else shown)
    return "".join(parts)


def message(reply: Reply) -> str:
    """A reply as one HTML text."""
    return _answer(reply) if reply.entry_id else _message(reply)


@lru_cache(maxsize=512)
def _answer(reply: Reply) -> str:
    """An entry's answer, made once: it holds words of the FAQ only."""
    return _message(reply)


def _message(reply: Reply) -> str:
    folded = f"<blockquote expandable>{html(reply.folded)}</blockquote>" if reply.folded else ""
    quoted = f"<blockquote>{escape(reply.quoted, quote=False)}</blockquote>" if reply.quoted else ""
    closing = html(reply.closing) if reply.closing else ""
    return "\n\n".join(filter(None, (html(reply.text), quoted, folded, closing)))


def keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    """Rows of buttons, or None where there are none."""
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label(one.label), callback_data=data(one.action)) for one in row] for row in buttons]
    )


def data(action: Action) -> str:
    """An action as callback data: at most 64 bytes, since an id has at most 48 and a number few digits."""
    written = f"{action.verb.value}:{action.target}:{action.number}"
    return f"{written}:{action.language}" if action.language else written


def action(data: str | None) -> Action | None:
    """The action that callback data stands for; None for anything this bot did not write."""
    parts = (data or "").split(":")
    if len(parts) not in (3, 4) or parts[0] not in _VERBS or not parts[2].isascii() or not parts[2].isdigit():
        return None
    if len(parts[1]) > 48 or len(parts[2]) > 6 or len(parts[-1]) > 6:
        return None
    return Action(_VERBS[parts[0]], parts[1], int(parts[2]), parts[3] if len(parts) == 4 else "")


def label(text: str) -> str:
    """A button's words, cut where phones would."""
    return text if len(text) <= LABEL_LIMIT else text[: LABEL_LIMIT - 1].rstrip() + "…"
