"""From de-identified questions to words that may stand in a FAQ: a title, a question, phrasings.

Owns the tidying: what was masked goes, "i" becomes "I", names of the FAQ get their capitals back. Knows nothing of why
these questions belong together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.core.faq.model import Faq
from bot.core.text.markup import plain
from bot.core.text.normalization import normalize

LABEL = 80
"""Characters of a label."""
LONGEST = 120
"""Characters of a phrasing: beyond, it is a story and no question."""
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
"""What was masked, with the little words that would hang in the air without it."""
_I = re.compile(r"\bi\b(?!\.)")


def readable(text: str) -> str:
    """The text without what was masked."""
    return re.sub(r"\s+(?=[?.!,;:])", "", " ".join(_MASKED.sub(" ", text).split())).strip(" ,;:-")


def shortened(text: str, limit: int = LABEL) -> str:
    """The text on one line, cut at a word where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def proper_words(faq: Faq) -> dict[str, str]:
    """The words that the FAQ writes with a capital within its sentences: small -> as it is written."""
    seen: dict[str, Counter[str]] = {}
    for entry in faq.published:
        for found in _WITHIN.finditer(f"{entry.question} {plain(entry.answer)}"):
            seen.setdefault(found[0].lower(), Counter())[found[0]] += 1
    written = {small: forms.most_common(1)[0][0] for small, forms in seen.items()}
    return {small: word for small, word in written.items() if word != small}


def phrasings(texts: Iterable[str], proper: Mapping[str, str]) -> tuple[str, ...]:
    """Wordings for an entry: different ones, in order, those in which nothing was masked before the others."""
    different = {normalize(readable(text)): text for text in reversed(list(texts))}
    ordered = sorted(reversed(different.values()), key=lambda text: "[" in text)
    fitting = [text for text in ordered if 0 < len(readable(text)) <= LONGEST and normalize(readable(text))]
    return tuple(_written(readable(text), proper) for text in fitting[:PHRASINGS])


def suggested_question(texts: Sequence[str], proper: Mapping[str, str]) -> str:
    """A question for a new entry: the first that reads like one; "" when no text has any words."""
    asked = [found["question"] for text in texts if "[" not in text and (found := _ASKS.match(text.strip()))]
    fitting = [text for text in asked if len(text) <= LONGEST and len(text.split()) > 2]
    if fitting:
        return _written(fitting[0].rstrip(" .!?,;"), proper) + "?"
    return next(iter(phrasings(texts, proper)), "")


def _written(text: str, proper: Mapping[str, str]) -> str:
    text = _WORD.sub(lambda found: proper.get(found[0], found[0]), _I.sub("I", " ".join(text.split())))
    return text[:1].upper() + text[1:]
