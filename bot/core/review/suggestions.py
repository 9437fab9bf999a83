"""Turns de-identified questions into a label, a question and phrasings for a FAQ.

Offers no question that may name a person; writes "I" and the proper names of the FAQ with capitals. Knows nothing of
themes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.core.deidentification.listed_names import ListedNames
from bot.core.deidentification.personal_cues import tells_of_person
from bot.core.faq.model import Faq
from bot.core.text.markup import plain
from bot.core.text.normalization import normalize

LABEL = 80
"""Most characters of a label."""
LONGEST = 120
"""Most characters of a phrasing; longer texts are stories."""
PHRASINGS = 8
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_WITHIN = re.compile(rf"(?<=[a-z,;] ){_WORD.pattern}")
_ASKS = re.compile(
    r"(?:so |and |but |hi |hello |hey |please |just |also )*(?P<question>(?:who|what|when|where|why|which|whose|how|is|"
    r"are|was|were|am|do|does|did|can|could|will|would|should|shall|may|might|must|has|have|had|any|isn't|aren't|don't|"
    r"doesn't|can't|won't)\b.*)"
)
_MASKED = re.compile(
    r"(?:\b(?:in|on|at|from|near|to|of|by|with|since|until|till|for|around|before|after|about)\s+)?"
    r"(?:\b(?:the|a|an|my)\s+)?\[[a-z]+\]"
)
"""A masked part, with the preposition and article before it."""
_I = re.compile(r"\bi\b(?!\.)")


def publishable(text: str, names: ListedNames) -> bool:
    """Whether a question may be published as it stands: nothing was masked in it, it holds no name, nor a word that is
    one elsewhere, and tells of nobody. Stricter than what may be kept."""
    named = names.certain(text) or names.possible(text) or names.unlikely(text)
    return "[" not in text and not named and not tells_of_person(text)


def readable(text: str) -> str:
    """The text without its masked parts."""
    return re.sub(r"\s+(?=[?.!,;:])", "", " ".join(_MASKED.sub(" ", text).split())).strip(" ,;:-")


def shortened(text: str, limit: int = LABEL) -> str:
    """The text on one line, cut between words to `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def proper_words(faq: Faq) -> dict[str, str]:
    """Words that the FAQ capitalises within sentences: lower-case form -> as written."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in faq.published:
        for word in _WITHIN.findall(f"{entry.question} {plain(entry.answer)}"):
            seen[word.lower()][word] += 1
    written = {small: forms.most_common(1)[0][0] for small, forms in seen.items()}
    return {small: word for small, word in written.items() if word != small}


def phrasings(texts: Iterable[str], proper: Mapping[str, str]) -> tuple[str, ...]:
    """Distinct phrasings for an entry, from publishable texts."""
    different = {normalize(readable(text)): text for text in reversed(list(texts))}
    fitting = [text for text in reversed(different.values()) if len(readable(text)) <= LONGEST and normalize(text)]
    return tuple(_written(readable(text), proper) for text in fitting[:PHRASINGS])


def suggested_question(texts: Sequence[str], proper: Mapping[str, str]) -> str:
    """A question for a new entry, the first publishable text that reads like one; "" if no text has words."""
    asked = [found["question"] for text in texts if (found := _ASKS.match(text.strip()))]
    fitting = [text for text in asked if len(text) <= LONGEST and len(text.split()) > 2]
    if fitting:
        return _written(fitting[0].rstrip(" .!?,;"), proper) + "?"
    return next(iter(phrasings(texts, proper)), "")


def question_of(phrasings: Sequence[str]) -> str:
    """A question for a new entry, from phrasings as they are written in the FAQ."""
    return suggested_question([one[:1].lower() + one[1:] for one in phrasings], {})


def _written(text: str, proper: Mapping[str, str]) -> str:
    text = _WORD.sub(lambda found: proper.get(found[0], found[0]), _I.sub("I", " ".join(text.split())))
    return text[:1].upper() + text[1:]
