"""A clinician's signature in the live FAQ: written to the file, and served at once.

A signature changes no word that messages are compared with. So nothing is learnt anew and no check is tried again: it
takes a fraction of a second, where any other change of a large FAQ takes half a minute. Knows nothing of who signs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType

from bot.core.faq.edits import unified_diff
from bot.core.faq.model import ClinicalReview, Faq
from bot.core.faq.signing import with_signature
from bot.core.quality.check_results import CheckResult
from bot.live_faq.faq_files import digest_of_all, read_contents
from bot.live_faq.faq_loader import with_entries_of
from bot.live_faq.publishing import Conflict, NotWritable, Publisher, digest_of
from bot.live_faq.snapshot import LocalizedFaq, Snapshot


def sign(
    live: Snapshot, path: Path, publisher: Publisher, language: str, key: str, review: ClinicalReview | None
) -> Snapshot:
    """Writes the signature of the text `key` into the file of a language (None: takes it out); the snapshot with it.

    Raises:
        Conflict: a file has changed and is not live yet. Nothing was written.
        NotWritable: the file can't be written; holds the diff.
        EditError: there is no such text, or the layout of the file does not allow it.
    """
    contents = dict(read_contents(path))
    signed = live.localized(language)
    if digest_of_all(contents) != live.digest or contents.get(signed.path) != signed.data:
        raise Conflict
    main = None if signed is live.main else live.main.faq
    data, faq = with_signature(signed.data, key, review, signed.path.name, main)
    if data == signed.data:
        return live
    try:
        publisher.replace(signed.path, data, digest_of(signed.data))
    except NotWritable as error:
        raise NotWritable(error.reason, unified_diff(signed.data, data, signed.path.name)) from None
    contents[signed.path] = data
    publisher.amend(signed.path, signed.data, data)
    return replace(
        live,
        by_language=MappingProxyType(
            {code: _served(one, live, signed, data, faq) for code, one in live.by_language.items()}
        ),
        digest=digest_of_all(contents),
    )


def moved(results: Iterable[CheckResult], before: LocalizedFaq, after: LocalizedFaq) -> tuple[CheckResult, ...]:
    """The results of checks, which a signature does not change, at the lines where they now are."""
    old, new = before.data.splitlines(), after.data.splitlines()
    more = len(new) - len(old)
    first = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    return tuple(
        replace(one, check=replace(one.check, place=replace(one.check.place, line=one.check.place.line + more)))
        if more and one.check.place.line > first
        else one
        for one in results
    )


def _served(one: LocalizedFaq, live: Snapshot, signed: LocalizedFaq, data: bytes, faq: Faq) -> LocalizedFaq:
    """A language with the signature: its own, or that of an entry which the main FAQ lends to it."""
    if one is signed:
        signatures = {"entries": faq.entries, "urgent": faq.urgent, "reviewed_texts": faq.reviewed_texts}
        own = one.faq.model_copy(update=signatures)  # what a translation takes over from the main FAQ stays
        shown = own if one is live.main else with_entries_of(live.main.faq, own)
        return replace(one, data=data, faq=own, shown=shown, digest=digest_of(data))
    if signed is live.main:
        return replace(one, shown=with_entries_of(faq, one.faq))
    return one
