"""Writes a clinician's signature into the text of a FAQ file, or takes it out; all other lines stay as they are.

The result is read again and compared with the intended FAQ, as for `edits`. Knows nothing of files and of who signs.
"""

from __future__ import annotations

from bot.core.faq.model import ClinicalReview, Faq
from bot.core.faq.sign_offs import signables
from bot.core.faq.yaml_document import EditError, YamlDocument
from bot.core.faq.yaml_reader import read_faq
from bot.core.faq.yaml_writer import review_values
from bot.core.positions import Path


def with_signature(
    data: bytes, key: str, review: ClinicalReview | None, name: str = "faq.yaml", main: Faq | None = None
) -> tuple[bytes, Faq]:
    """The file's content with another signature of the text `key` (None: without one), and the FAQ that it says.

    Raises:
        FaqProblems: `data` has problems.
        EditError: there is no such text, or the layout of the file does not allow it.
    """
    loaded = read_faq(data, name, main)
    path = next((one.path for one in signables(loaded.faq) if one.key == key), None)
    if path is None:
        raise EditError("this text is not in the file", "it may have been renamed or removed")
    text = data.decode("utf-8-sig")
    mark = data[: len(data) - len(text.encode())]
    document = YamlDocument(text, loaded)
    new = _without(document, path) if review is None else _with(document, path, review)
    result, meant = mark + new.encode(), _meant(loaded.faq, path, review)
    if read_faq(result, name, main).faq != meant:
        raise EditError("the layout of the file does not allow the signature", "write it in an editor")
    return result, meant


def _with(document: YamlDocument, path: Path, review: ClinicalReview) -> str:
    values = review_values(review)
    if path in document.extents:
        return document.with_values(path, values)
    line = f"{path[-1]}: {{{', '.join(f'{name}: {value}' for name, value in values.items())}}}"
    if path[:-1] in document.extents:
        return document.with_key(path, line)
    return document.with_key(path[:-1], f"{path[-2]}:", f"  {line}")


def _without(document: YamlDocument, path: Path) -> str:
    if path not in document.extents:
        return document.text
    alone = path[0] == "reviewed_texts" and sum(one[:-1] == path[:-1] for one in document.keys) == 1
    return document.without_key(path[:-1] if alone else path)


def _meant(faq: Faq, path: Path, review: ClinicalReview | None) -> Faq:
    """The FAQ with another signature at `path`."""
    match path:
        case ("entries", int(at), _):
            entries = list(faq.entries)
            entries[at] = entries[at].model_copy(update={"reviewed": review})
            return faq.model_copy(update={"entries": tuple(entries)})
        case ("urgent", "signs", int(at), _) if faq.urgent is not None:
            signs = list(faq.urgent.signs)
            signs[at] = signs[at].model_copy(update={"reviewed": review})
            urgent = faq.urgent.model_copy(update={"signs": tuple(signs)})
            return faq.model_copy(update={"urgent": urgent})
        case ("urgent", _) if faq.urgent is not None:
            return faq.model_copy(update={"urgent": faq.urgent.model_copy(update={"reviewed": review})})
        case _:
            texts = faq.reviewed_texts.model_copy(update={str(path[-1]): review})
            return faq.model_copy(update={"reviewed_texts": texts})
