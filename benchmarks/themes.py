"""How pure the cards of a review are: `python -m benchmarks.themes [--set FILE.jsonl]`.

Groups unmatched questions of known topics and counts the cards that mix topics, and which of the questions on the wrong
card are marked as those that may ask something else. Each line of the set has a `text` and its `topic`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from bot.bootstrap import Bootstrap
from bot.core.deidentification.listed_names import ListedNames
from bot.core.records import LoggedQuestion, QuestionKind, Week
from bot.core.review.theme_finder import ThemeFinder
from bot.core.review.themes import Theme
from bot.settings import Settings

NEAR_TOPICS = Path(__file__).parent / "questions" / "near-topics.jsonl"
WEEK = Week(2026, 47)


class Topical(BaseModel):
    """A question and what it is about."""

    text: str
    topic: str


def cards(questions: Sequence[Topical], mode: str) -> tuple[Theme, ...]:
    """The cards of these questions, grouped by "words" or with "vectors"."""
    model = "off" if mode == "words" else ""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None, sentence_model=model, multilingual_model="off", database_path=Path(folder) / "bot.db"
        )
        bootstrap = Bootstrap(settings)
        live = bootstrap.live_faq.live
        names = ListedNames(bootstrap.vocabulary, live.own_words)
        finder = ThemeFinder(live.main.faq, live.main.matcher, names, bootstrap.encoders("en"))
        logged = [
            LoggedQuestion(f"k{n:05}", WEEK, "en", one.text, "6-12", QuestionKind.UNMATCHED, None, None, "digest")
            for n, one in enumerate(questions)
        ]
        return finder.group(logged).themes


def row(mode: str, themes: Sequence[Theme], topics: Mapping[str, str]) -> tuple[str, ...]:
    """The figures of one mode, for the table."""
    mixed = pure_marked = mixed_marked = wrong = wrong_marked = right_marked = 0
    for theme in themes:
        texts = theme.samples(theme.size)
        (topic, count), *_ = Counter(topics[text] for text in texts).most_common(1)
        others = [text for text in texts if topics[text] != topic]
        mixed += bool(others)
        pure_marked += not others and bool(theme.doubtful)
        mixed_marked += bool(others and theme.doubtful)
        wrong += len(others)
        wrong_marked += sum(text in theme.doubtful for text in others)
        right_marked += len(theme.doubtful) - sum(text in theme.doubtful for text in others)
    return (
        mode,
        str(len(themes)),
        f"{pure_marked} of {len(themes) - mixed}",
        f"{mixed_marked} of {mixed}",
        f"{wrong_marked} of {wrong}",
        str(right_marked),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(description="Measure how pure the cards of a review are.")
    options.add_argument("--set", type=Path, default=NEAR_TOPICS, help="JSON lines")
    chosen = options.parse_args(arguments)
    lines = chosen.set.read_text(encoding="utf-8").splitlines()
    questions = [Topical.model_validate_json(line) for line in lines if line.strip()]
    topics = {one.text: one.topic for one in questions}
    table = Table("by", "cards", "pure, with a ⚠", "mixed, with a ⚠", "on the wrong card, marked", "others marked")
    for mode in ("words", "vectors"):
        table.add_row(*row(mode, cards(questions, mode), topics))
    Console().print(table)


if __name__ == "__main__":
    main()
