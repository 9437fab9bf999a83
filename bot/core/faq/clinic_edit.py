"""Fills the clinic's details into a FAQ file's text; every other line stays as it is.

Knows nothing of files and of who is asked for the details (see `cli.init`).
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.faq.model import Clinic
from bot.core.faq.yaml_document import EditError, YamlDocument
from bot.core.faq.yaml_reader import read_faq
from bot.core.faq.yaml_writer import one_line, scalar


def with_clinic(data: bytes, details: Mapping[str, str], name: str = "faq.yaml") -> bytes:
    """The file's content with these details of the clinic, by the name of their key.

    Raises:
        FaqProblems: `data` has problems, or would have them with the details.
        EditError: the layout of the file does not allow the edit.
    """
    loaded = read_faq(data, name)
    told = {key: one_line(value) for key, value in details.items()}
    text = data.decode("utf-8-sig")
    mark = data[: len(data) - len(text.encode())]
    group = loaded.layout.values.get(("clinic",))
    if group is None:
        raise EditError("there is no `clinic` in the file", "write `clinic:` at its top, with the lines below it")
    written = {key: scalar(value, inline=group.inline) for key, value in told.items()}
    result = mark + YamlDocument(text, loaded).with_values(("clinic",), written).encode()
    read = read_faq(result, name).faq
    clinic = Clinic.model_validate(loaded.faq.clinic.model_dump() | told)
    if read != loaded.faq.model_copy(update={"clinic": clinic}):
        raise EditError("the layout of the file does not allow the edit", "make the change in an editor")
    return result
