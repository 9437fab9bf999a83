"""The small mark-up that texts of a FAQ may use, and nothing else.

`**bold**`, `*italic*`, `[words](https://address)`, lines that begin with `- ` or `• ` as a list, a blank line between
paragraphs; a single line end is a space. Everything else is shown literally. Turns text into spans and knows nothing
of how they are rendered.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_INLINE = re.compile(
    r"\*\*(?=\S)(?P<bold>[^\n]+?)(?<=\S)\*\*(?!\*)"
    r"|(?<![\w*])\*(?=[^\s*])(?P<italic>[^*\n]+?)(?<=\S)\*(?![\w*])"
    r"|\[(?P<label>[^\[\]\n]{1,300})\]\((?P<url>https?://[^\s()<>\"]{1,500})\)"
)
_PLACEHOLDER = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)?)\}(\.?)")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])(\s+)")
_ITEM = re.compile(r"^\s*[-•] +")
"""A list mark; a bullet too, as it is shown and as phones write it: so a text that was split keeps its lines."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None


Spans = tuple[Span, ...]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replaces every `{name}` that is in `values`; others stay as written. Drops a sentence with an empty value, and a
    paragraph of which nothing is left."""
    if any(values.get(name) == "" for name in placeholders(text)):
        text = "\n\n".join(filter(None, (_known_only(paragraph, values) for paragraph in _PARAGRAPH_END.split(text))))
    return _PLACEHOLDER.sub(lambda found: _filled(found, values), text)


def _known_only(paragraph: str, values: Mapping[str, str]) -> str:
    """The paragraph without the sentences with an empty value."""
    parts = _BETWEEN_SENTENCES.split(paragraph)
    kept = (
        sentence + space
        for sentence, space in itertools.zip_longest(parts[::2], parts[1::2], fillvalue="")
        if all(values.get(name) != "" for name in placeholders(sentence))
    )
    return "".join(kept).rstrip()


def _filled(found: re.Match[str], values: Mapping[str, str]) -> str:
    value = values.get(found[1])
    if value is None:
        return found[0]
    return value + ("" if value.endswith(found[2]) else found[2])


def is_placeholder(text: str) -> bool:
    """Whether the text is a name in braces and nothing else."""
    found = _PLACEHOLDER.fullmatch(text)
    return found is not None and not found[2]


def placeholders(text: str) -> tuple[str, ...]:
    """The names in braces, in order."""
    return tuple(found[1] for found in _PLACEHOLDER.finditer(text))


def paragraphs(text: str) -> tuple[str, ...]:
    """The non-empty paragraphs, with bullets for list marks and joined lines."""
    return tuple(joined for part in _PARAGRAPH_END.split(text.strip()) if (joined := _joined(part)))


def spans(text: str) -> Spans:
    """The text as styled runs, with two line ends between paragraphs."""
    return tuple(_inline("\n\n".join(paragraphs(text))))


def plain(text: str) -> str:
    """The text as shown, without mark-up."""
    return "".join(span.text for span in spans(text))


def literal(text: str, limit: int = 300) -> str:
    """Untrusted text on one line of at most `limit` characters, with mark-up characters replaced."""
    line = " ".join(text.split())
    return escaped(line if len(line) <= limit else line[: limit - 1].rstrip() + "…")


def bullets(lines: Sequence[str], most: int = 10) -> str:
    """A list of at most `most` lines, followed by the number of lines left out."""
    more = [f"and {len(lines) - most} more"] if len(lines) > most else []
    return "\n".join(f"- {line}" for line in [*lines[:most], *more])


def joined(*parts: str) -> str:
    """The parts that are not empty, as paragraphs."""
    return "\n\n".join(filter(None, parts))


def length(text: str) -> int:
    """Length of the shown text in UTF-16 units, as Telegram counts it; mark-up does not count."""
    return verbatim_length(plain(text))


def verbatim_length(text: str) -> int:
    """Length of a text without mark-up in UTF-16 units, as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_verbatim(text: str, limit: int) -> tuple[str, ...]:
    """Splits a text without mark-up into pieces of at most `limit` UTF-16 units, at line ends or blanks if possible.

    Returns at least one piece; only blanks are lost.
    """
    pieces: list[str] = []
    rest = text.strip()
    while verbatim_length(rest) > limit:
        piece = rest.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")
        ends = (piece.rfind("\n", len(piece) // 2), piece.rfind(" ", len(piece) // 2))
        at = next((end for end in ends if end > 0), len(piece))
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return (*pieces, rest)


def escaped(text: str) -> str:
    """The text with mark-up characters replaced by look-alikes."""
    return text.replace("*", "∗").replace("](", "] (")


def link(label: str, url: str) -> str:
    """A link. Brackets in the label become parentheses, and those of the address are written as `%28` and `%29`."""
    address = url.replace("(", "%28").replace(")", "%29")
    return f"[{escaped(label).replace('[', '(').replace(']', ')')}]({address})"


def split_text(text: str, limit: int) -> tuple[str, ...]:
    """Splits a text into pieces of at most `limit` shown UTF-16 units, at paragraph ends if possible."""
    pieces: list[str] = []
    for paragraph in paragraphs(text):
        for part in _cut(paragraph, limit):
            joined = f"{pieces[-1]}\n\n{part}" if pieces else part
            if pieces and length(joined) <= limit:
                pieces[-1] = joined
            else:
                pieces.append(part)
    return tuple(pieces)


def _cut(paragraph: str, limit: int) -> Iterator[str]:
    """Splits a paragraph at line ends, sentence ends or blanks. Mark-up across a cut is shown literally."""
    while length(paragraph) > limit:
        head = paragraph[:limit]
        while (over := length(head) - limit) > 0:
            head = head[: -max(1, over // 2)]
        at = max(head.rfind("\n"), head.rfind(". ") + 1)
        at = at if at > limit // 3 else head.rfind(" ")
        at = at if at > 0 else len(head)
        yield paragraph[:at].rstrip()
        paragraph = paragraph[at:].lstrip()
    if paragraph:
        yield paragraph


def _joined(part: str) -> str:
    lines: list[str] = []
    for line in part.splitlines():
        if _ITEM.match(line):
            lines.append("• " + _ITEM.sub("", line).strip())
        elif lines:
            lines[-1] = f"{lines[-1]} {line.strip()}".strip()
        elif line.strip():
            lines.append(line.strip())
    return "\n".join(lines)


def _inline(text: str, bold: bool = False, italic: bool = False) -> Iterator[Span]:
    at = 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            yield Span(text[at : found.start()], bold, italic)
        if found["bold"] is not None:
            yield from _inline(found["bold"], True, italic)
        elif found["italic"] is not None:
            yield from _inline(found["italic"], bold, True)
        else:
            yield Span(found["label"], bold, italic, found["url"])
        at = found.end()
    if at < len(text):
        yield Span(text[at:], bold, italic)
