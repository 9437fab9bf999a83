"""Taking a draft out of the text of a FAQ file; every other line stays byte for byte.

Text in, text out; like every edit the result is read again and compared with what was meant. Knows nothing of files.
"""

from __future__ import annotations

from bot.core.edits import EditError
from bot.core.faq import Faq
from bot.core.faq_yaml import read_faq


def without_draft(data: bytes, entry_id: str, name: str = "faq.yaml", main: Faq | None = None) -> bytes:
    """The file's content without the draft and the blank line that set it apart.

    Raises:
        FaqProblems: `data` has problems.
        EditError: there is no such draft, or it is written in a way that can't be taken out.
    """
    loaded = read_faq(data, name, main)
    number = next((n for n, one in enumerate(loaded.faq.entries) if one.id == entry_id and one.status == "draft"), None)
    if number is None:
        raise EditError(f"there is no draft '{entry_id}' in the file", "it may have been published or removed")
    text = data.decode("utf-8-sig")
    bom = data[: len(data) - len(text.encode())]
    lines = text.splitlines(keepends=True)
    first = loaded.places.of(("entries", number)).line - 1
    column = len(lines[first]) - len(lines[first].lstrip(" "))
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or _indent(lines[last]) > column):
        last += 1
    while last > first + 1 and not lines[last - 1].strip():
        last -= 1
    if first and not lines[first - 1].strip():
        first -= 1
    result = bom + "".join(lines[:first] + lines[last:]).encode()
    rest = tuple(one for one in loaded.faq.entries if one.id != entry_id)
    if not rest or read_faq(result, name, main).faq != loaded.faq.model_copy(update={"entries": rest}):
        raise EditError("the draft is written in a way the bot can't take out", "remove it in an editor")
    return result


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
