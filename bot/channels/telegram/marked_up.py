"""What staff format in Telegram, as the mark-up of a FAQ: bold, italic and words with a link behind them.

All other formats have no mark-up there and stay plain words.
"""

from __future__ import annotations

import re

from telegram import Message, MessageEntity

_MARKS: dict[str, str] = {MessageEntity.BOLD: "**", MessageEntity.ITALIC: "*"}
_ADDRESS = re.compile(r"https?://[^\s()<>\"]+")


def marked_up(message: Message) -> str:
    """The text of a message with its formats as mark-up. Of formats within each other the outer one counts."""
    text = (message.text or "").encode("utf-16-le")
    parts, at = list[str](), 0
    known = (one for one in message.entities if one.type in _MARKS or one.type == MessageEntity.TEXT_LINK)
    for one in sorted(known, key=lambda entity: (entity.offset, -entity.length)):
        start, end = one.offset * 2, (one.offset + one.length) * 2
        if start < at:
            continue
        parts += [text[at:start].decode("utf-16-le"), _formatted(text[start:end].decode("utf-16-le"), one)]
        at = end
    return "".join((*parts, text[at:].decode("utf-16-le")))


def _formatted(words: str, entity: MessageEntity) -> str:
    """The words with the marks of a format, on each of their lines and without blanks at the ends."""
    lines = re.split(r"(\n)", words)
    return "".join(_marked(line, entity) if line.strip() else line for line in lines)


def _marked(line: str, entity: MessageEntity) -> str:
    inner = line.strip()
    before, after = line.split(inner, 1) if inner else (line, "")
    if entity.type == MessageEntity.TEXT_LINK:
        address = entity.url or ""
        if _ADDRESS.fullmatch(address) is None:
            return line
        label = inner.replace("[", "(").replace("]", ")")
        return f"{before}[{label}]({address}){after}"
    mark = _MARKS[entity.type]
    return line if "*" in inner else f"{before}{mark}{inner}{mark}{after}"
