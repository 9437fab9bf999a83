"""Themes: groups of similar questions that the FAQ could not answer, largest first.

Knows nothing of how questions are grouped (see `theme_finder`), of where they are kept, and of what reviewers see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bot.core.matching.ranking import Match
from bot.core.records import LoggedQuestion, QuestionKind, Week
from bot.core.review import suggestions
from bot.core.text.normalization import normalize

CENTRAL = 5
"""Most typical questions of a theme, which are compared with the FAQ."""
TRIED = 96
"""Wordings of a theme that the preview of a change tries."""


@dataclass(frozen=True)
class Theme:
    """A group of similar questions, the most typical first, or a single question.

    `key` stays the same when questions are added or deleted, as long as it is stored with them (`OpenQuestions.keys`).
    `label` is the most typical question as logged, `suggestion` a question for a new entry and `phrasings` those for an
    existing one, from the wordings that name nobody; `unfit` are the other wordings. `failed` is the entry to which
    similar questions were added before and whose answer does not help. `doubtful` are wordings that may ask something
    else than the others.
    """

    key: str
    questions: tuple[LoggedQuestion, ...]
    label: str
    nearest: tuple[Match, ...]
    since: Week
    kinds: Mapping[QuestionKind, int]
    suggestion: str
    phrasings: tuple[str, ...]
    failed: str | None = None
    unfit: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()

    @property
    def left_out(self) -> int:
        """The number of wordings that are not offered, as they may name a person."""
        return len(self.unfit)

    @property
    def size(self) -> int:
        """The number of questions."""
        return len(self.questions)

    @property
    def language(self) -> str | None:
        """The language of its questions, if known."""
        return self.questions[0].language

    @property
    def asked(self) -> tuple[str, ...]:
        """Distinct wordings without masked parts: what a patient may write again."""
        return tuple(text for sample in self.samples(TRIED) if (text := suggestions.readable(sample)))

    def samples(self, most: int = 5) -> tuple[str, ...]:
        """Distinct wordings, the most typical first."""
        return self._distinct[:most]

    @cached_property
    def _distinct(self) -> tuple[str, ...]:
        texts = {normalize(question.text or ""): question.text or "" for question in reversed(self.questions)}
        return tuple(texts.values())[::-1]

    def only(self, texts: Iterable[str]) -> Theme:
        """The theme with these of its wordings alone. Its key and the entries near it stay."""
        kept = {normalize(text) for text in texts}
        questions = tuple(one for one in self.questions if normalize(one.text or "") in kept)
        if len(questions) == len(self.questions) or not questions:
            return self
        readable = {normalize(suggestions.readable(one.text or "")) for one in questions}
        offered = tuple(one for one in self.phrasings if normalize(one) in readable)
        suggestion = self.suggestion if normalize(self.suggestion) in readable else suggestions.question_of(offered)
        return replace(
            self,
            questions=questions,
            label=suggestions.shortened(questions[0].text or ""),
            since=min(one.week for one in questions),
            kinds=Counter(one.kind for one in questions),
            suggestion=suggestion,
            phrasings=offered,
            unfit=frozenset(text for text in self.unfit if normalize(text) in kept),
            doubtful=frozenset(text for text in self.doubtful if normalize(text) in kept),
        )


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """The open questions: themes by size, single questions in random order, and the number of those not shown."""

    themes: tuple[Theme, ...] = ()
    singles: tuple[Theme, ...] = ()
    withheld: int = 0
    """Questions whose text the anonymizer withheld."""
    waiting: int = 0
    """Older questions beyond the limit."""
    languages: tuple[str, ...] = ()
    """Names of languages without a FAQ among the withheld ones, each with their number."""

    @property
    def all(self) -> tuple[Theme, ...]:
        """Themes, then single questions."""
        return (*self.themes, *self.singles)

    @property
    def keys(self) -> dict[str, str]:
        """Question key -> theme key, for questions that are not stored with it yet."""
        return {
            question.key: theme.key for theme in self.all for question in theme.questions if question.theme != theme.key
        }

    def theme(self, key: str) -> Theme | None:
        """The theme with this key, or the only one whose key begins with it (3 digits or more)."""
        found = [theme for theme in self.all if theme.key == key]
        found = found or [theme for theme in self.all if len(key) >= 3 and theme.key.startswith(key)]
        return found[0] if len(found) == 1 else None

    def join(self, other: OpenQuestions) -> OpenQuestions:
        """Both together: each language is grouped by itself."""
        return OpenQuestions(
            tuple(sorted(self.themes + other.themes, key=by_size)),
            tuple(sorted(self.singles + other.singles, key=by_size)),
            self.withheld + other.withheld,
            self.waiting + other.waiting,
            self.languages + other.languages,
        )


@dataclass(frozen=True, slots=True)
class AddedQuestion:
    """A settled question and the entry to which it was added."""

    question: LoggedQuestion
    entry_id: str


def by_size(theme: Theme) -> tuple[int, bool, str]:
    """Sorts themes: the largest first, and those that came back before others of their size."""
    return -theme.size, theme.failed is None, theme.key
