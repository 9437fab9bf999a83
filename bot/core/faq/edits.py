"""Edits of a FAQ file's text that leave all other lines unchanged.

Comments, order, quoting, indentation, line ends, a byte order mark and a missing last line end are kept. Every result
is read again and compared with the intended FAQ. Knows nothing of files, and takes places in the text from
`yaml_reader`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.core.faq.model import Entry, Faq
from bot.core.faq.rules import phrasing_digest, phrasing_key
from bot.core.faq.yaml_document import EditError, YamlDocument
from bot.core.faq.yaml_reader import Loaded, read_faq
from bot.core.faq.yaml_writer import one_line
from bot.core.positions import Path
from bot.core.text.normalization import normalize

MOST_EXAMPLES = 50
"""Most examples of a list that an edit adds to: 15 are plenty, but a missed emergency must find room beside them."""
LONGEST_EXAMPLE = 300


@dataclass(frozen=True, slots=True)
class AddPhrasings:
    """Adds phrasings to an entry, except those it already has."""

    entry_id: str
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemovePhrasings:
    """Takes the phrasings with these digests (`phrasing_digest`) out of all entries, or of one."""

    digests: frozenset[str]
    entry_id: str | None = None


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Adds an entry at the end of `entries`."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Publishes a draft, or makes an entry a draft."""

    entry_id: str
    status: Literal["published", "draft"]


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """Removes a draft with the blank line above it."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class ExampleList:
    """A list of examples of red flags: `alarm` of a sign, or `no_alarm` of a sign or, without one, of all."""

    sign_id: str
    raises: bool

    @property
    def key(self) -> str:
        """The name of the list in the file."""
        return "alarm" if self.raises else "no_alarm"


@dataclass(frozen=True, slots=True)
class AddExample:
    """Adds a message to a list of examples, and takes it out of those that contradict that."""

    to: ExampleList
    text: str


@dataclass(frozen=True, slots=True)
class RemoveExample:
    """Takes a message out of a list of examples."""

    out_of: ExampleList
    text: str


EntryEdit = AddPhrasings | AddEntry | SetStatus | RemoveEntry
ExampleEdit = AddExample | RemoveExample
Edit = EntryEdit | ExampleEdit | RemovePhrasings


def edited(data: bytes, edit: Edit, name: str = "faq.yaml", main: Faq | None = None) -> bytes:
    """The file's content after the edit; unchanged if it already contains the edit.

    Raises:
        FaqProblems: `data` has problems, or would have them after the edit.
        EditError: the entry does not exist, or the layout of the file does not allow the edit.
    """
    loaded = read_faq(data, name, main)
    text = data.decode("utf-8-sig")
    mark = data[: len(data) - len(text.encode())]
    match edit:
        case AddPhrasings():
            new, meant = _add_phrasings(text, loaded, edit)
        case RemovePhrasings():
            new, meant = _remove_phrasings(text, loaded, edit)
        case AddEntry():
            new, meant = _add_entry(text, loaded, edit.entry)
        case SetStatus():
            new, meant = _set_status(text, loaded, edit)
        case RemoveEntry():
            new, meant = _remove_entry(text, loaded, edit.entry_id)
        case AddExample():
            new, meant = _add_example(text, loaded, edit, lambda changed: read_faq(changed.encode(), name, main))
        case RemoveExample():
            new, meant = _remove_example(text, loaded, edit.out_of, edit.text)
    result = mark + new.encode()
    if read_faq(result, name, main).faq != meant:
        raise EditError("the layout of the file does not allow the edit", "make the change in an editor")
    return result


def lists_with(faq: Faq, text: str) -> tuple[ExampleList, ...]:
    """The lists of examples that hold a message, whatever its case and punctuation."""
    wanted = normalize(text)
    return tuple(one for one, texts in _example_lists(faq) if any(normalize(text) == wanted for text in texts))


def contradicting(faq: Faq, edit: AddExample) -> tuple[ExampleList, ...]:
    """The lists that an edit takes the message out of."""
    found = lists_with(faq, edit.text)
    return tuple(one for one in found if one != edit.to and (one.raises or edit.to.raises))


def unified_diff(old: bytes, new: bytes, name: str = "faq.yaml") -> str:
    """The change in the format of `git apply` and `patch`; empty without a change."""
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8", errors="replace")
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _number(faq: Faq, entry_id: str) -> int:
    found = next((at for at, entry in enumerate(faq.entries) if entry.id == entry_id), None)
    if found is None:
        raise EditError(f"there is no entry '{entry_id}' in the file", "it may have been renamed or removed")
    return found


def _with_entry(faq: Faq, number: int, **changes: object) -> Faq:
    entries = list(faq.entries)
    entries[number] = entries[number].model_copy(update=changes)
    return faq.model_copy(update={"entries": tuple(entries)})


def _add_phrasings(text: str, loaded: Loaded, edit: AddPhrasings) -> tuple[str, Faq]:
    number = _number(loaded.faq, edit.entry_id)
    entry = loaded.faq.entries[number]
    known = {phrasing_key(one) for one in entry.all_phrasings}
    added: list[str] = []
    for phrasing in map(one_line, edit.phrasings):
        key = phrasing_key(phrasing)
        if key and key not in known:
            known.add(key)
            added.append(phrasing)
    if not added:
        return text, loaded.faq
    path: Path = ("entries", number, "phrasings")
    new, at = YamlDocument(text, loaded).extend(path, added, len(entry.phrasings))
    return new, _with_entry(loaded.faq, number, phrasings=(*entry.phrasings[:at], *added, *entry.phrasings[at:]))


def _remove_phrasings(text: str, loaded: Loaded, edit: RemovePhrasings) -> tuple[str, Faq]:
    chosen: dict[Path, list[int]] = {}
    faq = loaded.faq
    for number, entry in enumerate(loaded.faq.entries):
        if edit.entry_id not in (None, entry.id):
            continue
        gone = [at for at, one in enumerate(entry.phrasings) if phrasing_digest(one) in edit.digests]
        if gone:
            chosen["entries", number, "phrasings"] = gone
            kept = tuple(one for at, one in enumerate(entry.phrasings) if at not in gone)
            faq = _with_entry(faq, number, phrasings=kept)
    return YamlDocument(text, loaded).without_scalars(chosen), faq


def _add_entry(text: str, loaded: Loaded, entry: Entry) -> tuple[str, Faq]:
    faq = loaded.faq
    if any(one.id == entry.id for one in faq.entries):
        raise EditError(f"there is an entry '{entry.id}' already", "choose another id")
    new, at = YamlDocument(text, loaded).add_entry(entry, len(faq.entries))
    return new, faq.model_copy(update={"entries": (*faq.entries[:at], entry, *faq.entries[at:])})


def _set_status(text: str, loaded: Loaded, edit: SetStatus) -> tuple[str, Faq]:
    number = _number(loaded.faq, edit.entry_id)
    if loaded.faq.entries[number].status == edit.status:
        return text, loaded.faq
    document = YamlDocument(text, loaded)
    path: Path = ("entries", number, "status")
    new = (
        document.replaced(path, edit.status)
        if path in document.extents
        else document.with_key(path, f"status: {edit.status}")
    )
    if edit.status == "published":
        new = document.without_line(path) or new
    return new, _with_entry(loaded.faq, number, status=edit.status)


def _remove_entry(text: str, loaded: Loaded, entry_id: str) -> tuple[str, Faq]:
    faq = loaded.faq
    number = next((at for at, one in enumerate(faq.entries) if one.id == entry_id and one.status == "draft"), None)
    if number is None:
        raise EditError(f"there is no draft '{entry_id}' in the file", "it may have been published or removed")
    new = YamlDocument(text, loaded).without_item(("entries", number))
    return new, faq.model_copy(update={"entries": (*faq.entries[:number], *faq.entries[number + 1 :])})


def _example_lists(faq: Faq) -> Iterator[tuple[ExampleList, tuple[str, ...]]]:
    for sign in faq.urgent.signs if faq.urgent else ():
        yield ExampleList(sign.id, True), sign.alarm
        yield ExampleList(sign.id, False), sign.no_alarm
    if faq.urgent:
        yield ExampleList("", False), faq.urgent.no_alarm


def _add_example(text: str, loaded: Loaded, edit: AddExample, read: Callable[[str], Loaded]) -> tuple[str, Faq]:
    line = one_line(edit.text)
    if not normalize(line):
        raise EditError("there is no word in this message", "write it as a patient would")
    if len(line) > LONGEST_EXAMPLE:
        raise EditError(f"this message is too long: at most {LONGEST_EXAMPLE} characters", "keep what matters")
    path, known = _examples(loaded.faq, edit.to)
    for one in contradicting(loaded.faq, edit):
        text, _ = _remove_example(text, loaded, one, line)
        loaded = read(text)
    if any(one == edit.to or not (one.raises or edit.to.raises) for one in lists_with(loaded.faq, line)):
        return text, loaded.faq
    if len(known) >= MOST_EXAMPLES:
        where = f"`{edit.to.key}` of '{edit.to.sign_id}'" if edit.to.sign_id else f"`urgent: {edit.to.key}`"
        raise EditError(f"{where} is full: {len(known)} examples", "remove those that say the same in an editor")
    new, at = YamlDocument(text, loaded).extend(path, [line], len(known))
    return new, _with_examples(loaded.faq, edit.to, (*known[:at], line, *known[at:]))


def _remove_example(text: str, loaded: Loaded, out_of: ExampleList, example: str) -> tuple[str, Faq]:
    path, known = _examples(loaded.faq, out_of)
    wanted = normalize(example)
    places = [at for at, one in enumerate(known) if normalize(one) == wanted]
    if not places:
        raise EditError("this message is no example there any more", "look at it with /why again")
    if 1 < len(places) < len(known):
        raise EditError("this message is an example more than once", "remove all but one in an editor")
    text = YamlDocument(text, loaded).without_scalars({path: places})
    return text, _with_examples(loaded.faq, out_of, tuple(one for one in known if normalize(one) != wanted))


def _examples(faq: Faq, where: ExampleList) -> tuple[Path, tuple[str, ...]]:
    """The path of a list of examples, and what is in it."""
    texts = dict(_example_lists(faq)).get(where)
    if texts is None:
        raise EditError(f"there is no sign '{where.sign_id}' in the file", "it may have been renamed or removed")
    return (*_group(faq, where), where.key), texts


def _group(faq: Faq, where: ExampleList) -> Path:
    numbers = {sign.id: at for at, sign in enumerate(faq.urgent.signs)} if faq.urgent else {}
    return ("urgent", "signs", numbers[where.sign_id]) if where.sign_id else ("urgent",)


def _with_examples(faq: Faq, where: ExampleList, texts: tuple[str, ...]) -> Faq:
    if faq.urgent is None:
        return faq
    changed: dict[str, object] = {where.key: texts}
    if where.sign_id:
        signs = faq.urgent.signs
        changed = {"signs": tuple(one.model_copy(update=changed) if one.id == where.sign_id else one for one in signs)}
    return faq.model_copy(update={"urgent": faq.urgent.model_copy(update=changed)})
