"""Makes the lists of words of other languages in bot/words that may be kept, without names. Run after `make_words.py`.

Build-time only; the lists are committed. Sources (licences in bot/words/LICENCES.md):

- the sample vocabularies of the Snowball stemmers (`spanish/voc.txt` …), from github.com/snowballstem/snowball-data;
- lemmas, and for two languages frequencies, from the package `spacy-lookups-data`;
- the function words of `bot.core.languages`, and the words in `bot/words/needed.LANGUAGE.txt`.

    python -m scripts.make_foreign_words --snowball snowball-data --lookups SITE/spacy_lookups_data/data
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from bot.core.deidentification.dictionaries import fold
from bot.core.languages import language

WORDS = Path(__file__).parent.parent / "bot" / "words"
LANGUAGES = {"de": "german", "es": "spanish", "fr": "french", "pt": "portuguese"}
MOST_FREQUENT = 40_000
"""Words and marks of the frequency list that are looked at, the most frequent first."""


def lookup(folder: Path, name: str) -> dict[str, object]:
    """A table of the package; empty if it has none of that language."""
    file = folder / f"{name}.json.gz"
    return dict(json.loads(gzip.decompress(file.read_bytes()))) if file.exists() else {}


def lemmas(folder: Path, code: str) -> Iterator[str]:
    """Every form and lemma of a language, as it is written."""
    for form, found in lookup(folder, f"{code}_lemma_lookup").items():
        yield form
        yield from found if isinstance(found, list) else [str(found)]
    for name in (f"{code}_lemma_index", f"{code}_lemma_exc"):
        for forms in lookup(folder, name).values():
            yield from forms if isinstance(forms, (list, dict)) else ()


def main() -> None:
    """Reads the sources, writes a list a language."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--snowball", type=Path, required=True)
    parser.add_argument("--lookups", type=Path, required=True)
    found = parser.parse_args()
    unwanted = {
        word for name in ("names", "places") for word in (WORDS / f"{name}.txt").read_text(encoding="ascii").split()
    }
    unwanted |= {
        word
        for name in ("both_given", "both_surnames", "both_places")
        for word in (WORDS / f"{name}.txt").read_text(encoding="ascii").split()
    }
    for code, name in LANGUAGES.items():
        listed = {word.lower() for word in lemmas(found.lookups, code)}
        frequency = lookup(found.lookups, f"{code}_lexeme_prob")
        usual = sorted(frequency, key=lambda word: -float(str(frequency[word])))[:MOST_FREQUENT]
        read = {*(found.snowball / name / "voc.txt").read_text(encoding="utf-8").split(), *map(str.lower, usual)}
        kept = {word for word in read & listed if fold(word) not in unwanted}
        kept |= {*(WORDS / f"needed.{code}.txt").read_text(encoding="utf-8").split()}
        kept |= {*language(code).function_words.split()}
        words = {fold(word) for word in kept if re.fullmatch(r"[^\W\d_]{2,20}", word)}
        (WORDS / f"{code}.txt").write_text("\n".join(sorted(words)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
