"""Lists the licence of every package that is locked for running the bot or building its model.

Ends with 1 if one is not known to be allowed.

    python scripts/licences.py [LOCK …]

Reads only what the installed packages say of themselves. The bot is under the MIT licence; allowed are licences under
which its parts may be passed on beside it without more than naming them and their source.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

LOCKS = ("locks/runtime.txt", "locks/model.txt", "locks/build.txt")
ALLOWED = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|PSF|Python Software|ISC|Zlib|Unlicense|CC0|CC-BY-4|MPL|LGPL)", re.IGNORECASE
)
_PINNED = re.compile(r"^([\w.-]+)==([\w.]+)( *;[^\\]*)?", re.MULTILINE)
_LONG = 80


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A package and what it says of its licence. `parts` must all be allowed."""

    name: str
    version: str
    licence: str
    parts: tuple[str, ...]


def main(locks: list[str]) -> int:
    """Prints the table."""
    rows = sorted({row for lock in locks or LOCKS for row in _rows(Path(lock))})
    width = max(len(row.name) for row in rows)
    for row in rows:
        sys.stdout.write(f"{row.name:<{width}}  {row.version:<12}  {row.licence}\n")
    wrong = [row.name for row in rows if not all(ALLOWED.search(part) for part in row.parts)]
    for name in wrong:
        sys.stderr.write(f"{name}: not known to be allowed; read its licence, then add it to {Path(__file__).name}\n")
    return 1 if wrong else 0


def _rows(lock: Path) -> Iterator[Row]:
    for name, version, condition in _PINNED.findall(lock.read_text(encoding="utf-8")):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            if not condition:  # the lock is for every system, and this one needs it
                yield Row(name, version, "NOT INSTALLED: run `make audit`", ("",))
            continue
        licence, parts = _licence(found)
        yield Row(name, found.version, licence, parts)


def _licence(found: Distribution) -> tuple[str, tuple[str, ...]]:
    """As stated, in the order of how exactly it can be: expression, classifiers (a choice of them), free text."""
    stated = found.metadata
    if "License-Expression" in stated:
        expression = stated["License-Expression"]
        return expression, tuple(expression.split(" AND "))
    classifiers = [one.split(" :: ")[-1] for one in stated.get_all("Classifier") or () if one.startswith("License ::")]
    if named := " or ".join(one for one in classifiers if one != "OSI Approved"):
        return named, (named,)
    text = " ".join(stated["License"].split())[:_LONG] if "License" in stated else ""
    return text or "NOT STATED", (text,)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
