"""What somebody who edits a YAML file has done where its parser stops, in words that do not name the parser's.

Looks at the text around the place. Knows nothing of YAML's grammar and of what the file is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.positions import JoinedLine

_BREAKS = re.compile("[\x85\u2028\u2029]")
ODD_BLANKS = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_ODD = re.compile(f"[{ODD_BLANKS}]")
_ODD_HEAD = re.compile(rf"[ -]*(?:[\w-]+:)?(?P<odd>[{ODD_BLANKS}])")
_COMMENT = re.compile(r"\s(#\S\S{0,20})")
_CONFLICT = re.compile(r"<{7}( |$)|={7}$|>{7}( |$)")
_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VALUE = re.compile(r"(?P<head>[ \t]*(?:- +)*(?:[\w.-]+:[ \t]+)?)(?P<text>\S.*)")
_NO_BLANK = re.compile(r"\s*(?:- +)?[\w-]+:\S")
LIST_LINE = re.compile(
    r"[ \t]*(?P<mark>-(?= |[^\W\d])|[•·●▪‣◦](?=\s*\w)|[*+–—](?= )|\d{1,2}[.)](?= ))[ \t]*\S.*"  # noqa: RUF001
)
"""A line that begins with the mark of a list."""
LIST_LINES = 2
"""Lines with such a mark that are a list for certain."""
_FIRST = "*&!%@`|>}],-?#"
"""Characters that mean something at the beginning of a text."""
_KEY = re.compile(r"[ \t]*(?:- +)*[\w-]+:(?: |$)")
_ITEM = re.compile(r"[ \t]*- +\S")
_DASHES = re.compile(r"^[ \t]*(?:- +)*")
_BLOCK = re.compile(r"[|>][-+\d]{,2}(?: +#.*)?")
_LEFT = re.compile(r"^[ \t]*(?:<{7}|>{7})(?: \S.*)?$", re.MULTILINE)
_NOT_CLOSED = ("a quote is opened here and never closed", "close it, or double a ' within the text")
NEITHER = "this line is neither a key nor part of a text"
MISPLACED = "this line is not where it belongs"
"""The beginning of what is said of a line that has not as many blanks before it as its neighbours."""
_BEGUN = re.compile(r"(?P<head>[ \t]*(?P<dash>- +)*)(?:(?P<key>[\w-]+):(?: +(?P<text>\S.*))?$|(?<=- )\S)")
_INDENTATION = "give it as many blanks before it as the lines that belong together with it have"


CONFLICT = (
    "a merge conflict is left here",
    "keep one version, and delete the lines with <<<<<<<, ======= and >>>>>>>",
)
"""What is wrong, and the remedy."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake by line and column (from 0), and the line as it may be meant, if that can be told."""

    line: int
    column: int
    message: str
    hint: str
    meant: str | None = None


def forbidden_character(text: str) -> Mistake:
    """The character that no YAML file may hold."""
    found = _NOT_ALLOWED.search(text)
    at = found.start() if found else 0
    line = text.count("\n", 0, at)
    what = f"an invisible control character (U+{ord(text[at]):04X})" if found else "a character that is not allowed"
    return Mistake(line, at - (text.rfind("\n", 0, at) + 1), what, "delete it and type what belongs there again")


def mistakes(text: str, problem: str, at: tuple[int, int], begun: tuple[int, int]) -> Iterator[Mistake]:
    """What is wrong where the parser stopped: at least one mistake. `problem` is the parser's, `at` where it stopped
    and `begun` where it began with what it was reading."""
    lines = text.split("\n")
    plain = (_conflicts(lines), _separators(lines), _tabs(lines), _odd_blanks(lines))
    found = next((some for some in map(list, plain) if some), None)
    yield from found or [_read(lines, problem, at, begun)]


def _conflicts(lines: list[str]) -> Iterator[Mistake]:
    begun = [number for number, line in enumerate(lines) if _CONFLICT.match(line)]
    for number in [number for number in begun if lines[number].startswith("<")] or begun[:1]:
        yield Mistake(number, 0, *CONFLICT)


def _separators(lines: list[str]) -> Iterator[Mistake]:
    message, hint = "an invisible line separator, which came with a copied text", "delete it, and type a blank instead"
    for number, line in enumerate(lines):
        if (found := _BREAKS.search(line)) is not None:
            yield Mistake(number, found.start(), message, hint, _BREAKS.sub(" ", line))


def _tabs(lines: list[str]) -> Iterator[Mistake]:
    for number, line in enumerate(lines):
        if (found := re.match(r" *\t", line)) is not None and line.strip():
            column = found.end() - 1
            yield Mistake(number, column, "a tab stands where blanks must be", "delete it, and type blanks instead")


def _odd_blanks(lines: list[str]) -> Iterator[Mistake]:
    message, hint = "an invisible blank that is no plain one", "delete the blanks, and type them again"
    for number, line in enumerate(lines):
        if (found := _ODD_HEAD.match(line)) is not None:
            yield Mistake(number, found.start("odd"), message, hint, _ODD.sub(" ", line))


def _read(lines: list[str], problem: str, at: tuple[int, int], begun: tuple[int, int]) -> Mistake:
    """The mistake in the line where the parser stopped, or in that where it began."""
    if "quoted scalar" in problem and "end of stream" in problem:
        return Mistake(*begun, *_NOT_CLOSED)
    if "flow" in problem:
        message = "a list or group in [ ] or { } is not closed, or a comma is missing in it"
        return Mistake(*_opened(lines, at), message, "close it; put a text that only begins like one in quotes")
    if "escape" in problem:
        hint = r"put the text in single quotes ('), where \ is nothing special"
        return Mistake(*at, r"a \ in double quotes begins a special character", hint)
    number = min(begun[0] if "expected ':'" in problem else at[0], len(lines) - 1)
    if (opened := _open_quote(lines, min(at[0], len(lines) - 1))) is not None:
        return Mistake(*opened, *_NOT_CLOSED)
    line = lines[number]
    if "expected ':'" in problem and _NO_BLANK.match(line):
        column = line.index(":")
        return Mistake(number, column, "after the colon of a key comes a blank", "type one", line.replace(":", ": ", 1))
    if "expected ':'" in problem:
        hint = "write `key: text`; the further lines of a text are indented more than its key"
        if number == len(lines) - 1:  # a whole file ends with the end of a line
            hint = f"the file ends here: is it complete? If so, {hint}"
        return Mistake(number, len(line) - len(line.lstrip()), NEITHER, hint)
    if number and (cut := _COMMENT.search(lines[number - 1])) is not None:
        message = f"this text is cut off before '{cut[1]}', which YAML takes for a comment"
        return Mistake(number - 1, cut.start(1), message, "put the whole text in quotes")
    return _unquoted(number, line) or _misplaced(lines, number)


def _open_quote(lines: list[str], last: int) -> tuple[int, int] | None:
    """The quote at the beginning of a text that only a quote of a later text closes, just before the parser stopped
    (the line `last`); None if there is none."""
    opened: tuple[int, int] | None = None
    quote, block = "", -1
    for number, line in enumerate(lines[: last + 1]):
        if opened is not None:
            if quote in _without_escapes(line, quote):
                within = lines[opened[0] + 1 : number + 1]
                if number >= last - 1 and any(_KEY.match(one) or _ITEM.match(one) for one in within):
                    return opened
                opened = None
            continue
        indented = len(line) - len(line.lstrip())
        if block >= 0 and (not line.strip() or indented > block):
            continue
        block, found = -1, _VALUE.fullmatch(line.rstrip())
        if found is None or not found["head"].strip():
            continue
        if _BLOCK.fullmatch(found["text"]):
            keyed = found["head"].rstrip().endswith(":")
            block = len(line) - len(_DASHES.sub("", line)) if keyed else indented
        elif found["text"][0] in "\"'" and found["text"][0] not in _without_escapes(
            found["text"][1:], found["text"][0]
        ):
            opened, quote = (number, found.start("text")), found["text"][0]
    return None


def _without_escapes(text: str, quote: str) -> str:
    return text.replace('\\"', "") if quote == '"' else text.replace("''", "")


def conflict(written: str) -> tuple[int, int] | None:
    """Line and column of a line within a text as it is `written` that a merge has left; None if there is none."""
    found = _LEFT.search(written)
    if found is None:
        return None
    before = written[: found.end() - len(found[0].lstrip())]
    return before.count("\n"), len(before) - (before.rfind("\n") + 1)


def _opened(lines: list[str], at: tuple[int, int]) -> tuple[int, int]:
    """The last opening bracket before a place, which is the one that is not closed; the place if there is none."""
    for number in range(min(at[0], len(lines) - 1), -1, -1):
        line = lines[number] if number < at[0] else lines[number][: at[1]]
        if (column := max(line.rfind("["), line.rfind("{"))) >= 0:
            return number, column
    return at


def _unquoted(number: int, line: str) -> Mistake | None:
    """A text that has to be in quotes, for it begins with a sign, or has a colon in it."""
    found = _VALUE.fullmatch(line.rstrip())
    if found is None or _BLOCK.fullmatch(found["text"]):
        return None
    text, column = found["text"], found.start("text")
    quoted = "'{}'".format(text.replace("'", "''"))
    meant = found["head"] + quoted
    sign = text[0]
    if sign in "\"'" and not re.fullmatch(r"\"[^\"]*\"|'[^']*'", text):
        hint = "put the whole text in quotes of the other kind, or in none"
        return Mistake(number, column, f"a text begins with {sign} and goes on after the next", hint, meant)
    if sign in _FIRST or (sign in "{[" and not text.endswith(("}", "]"))):
        return Mistake(number, column, f"a text that begins with {sign} must be in quotes", quotes(quoted), meant)
    if sign not in "{[\"'" and (colon := re.search(r":(?: |$)", text)) is not None and found["head"].strip():
        message = "a text with a colon and a blank in it must be in quotes"
        return Mistake(number, column + colon.start(), message, quotes(quoted), meant)
    return None


def quotes(quoted: str) -> str:
    """The advice to write a text in quotes, as which it is given."""
    return f"write {quoted}" if len(quoted) <= 60 else "put it in quotes"


def _misplaced(lines: list[str], number: int) -> Mistake:
    """A line with too many blanks before it or too few, and with how many it would stand beside a line above."""
    line = lines[number]
    column = len(line) - len(line.lstrip())
    begun = _BEGUN.match(line)
    if begun is None:
        return Mistake(number, column, MISPLACED, _INDENTATION)
    beside = _beside(lines, number, dash=bool(begun["dash"]))
    nearest = min((abs(at.column - column) for at in beside), default=0)
    may_be = [at for at in beside if abs(at.column - column) == nearest]
    if not nearest:
        return Mistake(number, column, MISPLACED, _INDENTATION)
    name = f"'{begun['key'] or '-'}'"
    how = f"{name} has {_blanks(column)} before it"
    if len(may_be) == 1:
        how = f"{name} has {_blanks(nearest)} too {'many' if column > may_be[0].column else 'few'} before it"
    hint = ", or ".join(f"give it {_blanks(at.column)}, as '{at.name}' in line {at.line + 1} has" for at in may_be)
    return Mistake(number, column, f"{MISPLACED}: {how}", hint)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A key or an item of a list above a line, to which the line may belong."""

    line: int
    column: int
    name: str


def _beside(lines: list[str], number: int, *, dash: bool) -> list[_Begun]:
    """The keys (or, for an item of a list, the dashes) above a line that are still open there."""
    found = list[_Begun]()
    least = len(lines[number])
    for at in range(number - 1, -1, -1):
        one = _BEGUN.match(lines[at])
        if one is None:
            continue
        key = one.end("head")
        if key < least and one["text"] and _BLOCK.fullmatch(one["text"].rstrip()):
            found = [other for other in found if other.column <= key]  # what is below it is its text
        for column, is_dash in ((key, False), *((start, True) for start in (one.start("dash"),) if one["dash"])):
            if column < least or (column <= key and not found):
                least = min(least, column)
                if is_dash == dash and (one["key"] or is_dash):
                    found.append(_Begun(at, column, f"- {one['key']}" if is_dash and one["key"] else one["key"] or "-"))
        if not least:
            break
    return found


def _blanks(count: int) -> str:
    return {0: "no blank", 1: "1 blank"}.get(count, f"{count} blanks")


def joined_line(written: str, read: str) -> JoinedLine | None:
    """The first line of a text as it is `written` that begins with the mark of a list, but begins no line of what is
    `read` of it; None if there is none."""
    begun = [line.strip() for line in read.splitlines()]
    lines = [(number, found) for number, line in enumerate(written.split("\n")) if (found := LIST_LINE.match(line))]
    for number, found in lines:
        words = found[0].strip()
        # quotes within quotes are written in another way than they are read
        beginning = re.split(r"['\"\\]", words)[0].rstrip()
        if not any(one.startswith(beginning) for one in begun):
            return JoinedLine(number, found.start("mark"), found["mark"], words, len(lines), "")
    return None
