"""How strangers' questions fare: `python -m benchmarks.strangers SET.jsonl … [--faq FILE] [--misses]`.

A set has one JSON object a line: `{"text": …, "expect": the id of an entry | "unmatched" | "urgent", "also_ok": […]}`,
and `"gap": true` beside "unmatched" for a question in the field that the FAQ has no entry for. The figures are worth
something only if the FAQ was not written or tuned with the set in view. By words alone and with sentence vectors:

- *right first*, *within three*: the right entry's place, whatever the bot does with it;
- *helped*: answered rightly, or the right entry is one of those offered; *at once*: answered rightly;
- *wrong*: of all answers, those that are not what was asked for; emergencies are left to `benchmarks.urgency`;
- *no entry, answered*: questions in the field without an entry that get an answer all the same. Each question is asked
  again of a FAQ without the entries that would be right, and the `gap` ones as they are;
- *off-topic answered*, and *false alarms* among messages that are no emergency.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.bootstrap import Bootstrap
from bot.core.dialogue.interpreter import Interpreter
from bot.core.matching.matcher import Matcher
from bot.core.quality.evaluation import UNMATCHED, URGENT, CaseResult, Evaluation, LabelledMessage, Share, evaluate
from bot.settings import Settings

Without = Callable[[Collection[str]], Interpreter]
"""The bot without the entries of these ids."""

Results = tuple[CaseResult, ...]

LEFT_OUT = 1 / 5
"""Most entries that are left out at a time."""
SHARES = {
    "top": "right first",
    "recall": "within three",
    "helped": "helped",
    "coverage": "at once",
    "wrong": "wrong",
    "no entry": "no entry, answered",
    "off topic": "off-topic answered",
    "false_alarms": "false alarms",
}


class Question(LabelledMessage):
    """A labelled message of a stranger."""

    gap: bool | str | None = None
    """Whether an unmatched one is in the field of the FAQ."""


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(description="Measure strangers' questions.")
    options.add_argument("sets", type=Path, nargs="+", metavar="SET.jsonl")
    options.add_argument("--faq", type=Path, default=Path("faq.yaml"))
    options.add_argument("--misses", action="store_true", help="print every message with a wrong result")
    chosen = options.parse_args(arguments)
    sets = {path.stem: read(path) for path in chosen.sets}
    columns: dict[str, dict[str, Share]] = {}
    for mode in ("words", "vectors"):
        with tempfile.TemporaryDirectory() as folder:
            model = "off" if mode == "words" else ""
            database = Path(folder) / "bot.db"
            settings = Settings(_env_file=None, sentence_model=model, faq_path=chosen.faq, database_path=database)
            bootstrap = Bootstrap(settings)
            ids = {entry.id for entry in bootstrap.live_faq.live.main.faq.published}
            if unknown := sorted(unknown_entries(sets, ids)):
                options.error(f"{chosen.faq} has no entry {', '.join(unknown)}")
            interpreter, without = bootstrap.live_faq.live.interpreter(), leaving_out(bootstrap)
            results = {name: evaluate(questions, interpreter).met for name, questions in sets.items()}
            left_out = {name: without_their_entries(questions, ids, without) for name, questions in sets.items()}
        for name in sets:
            columns[f"{name}, {mode}"] = figures(results[name], left_out[name])
            if chosen.misses:
                say_misses(f"{name}, {mode}", Evaluation(results[name]))
        if len(sets) > 1:
            columns[f"all, {mode}"] = figures(sum(results.values(), ()), sum(left_out.values(), ()))
    table = Table("", *columns)
    for key, title in SHARES.items():
        table.add_row(title, *(shown(shares[key]) for shares in columns.values()))
    Console().print(table)


def read(path: Path) -> list[Question]:
    """The questions in a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Question.model_validate_json(line) for line in lines if line.strip()]


def unknown_entries(sets: dict[str, list[Question]], ids: Collection[str]) -> set[str]:
    """The entries that a question expects and the FAQ does not have."""
    expected = {question.expect for questions in sets.values() for question in questions}
    return expected - {*ids, UNMATCHED, URGENT}


def leaving_out(bootstrap: Bootstrap) -> Without:
    """Makes the bot anew without some entries, as it would be if nobody had written them."""
    live = bootstrap.live_faq.live
    faq, interpreter = live.main.faq, live.interpreter()

    def without(entry_ids: Collection[str]) -> Interpreter:
        matcher = Matcher.fit(
            [entry for entry in faq.published if entry.id not in entry_ids],
            synonyms=faq.synonyms,
            language=faq.language,
            matching=faq.matching,
            off_topic=faq.off_topic,
            encoders=bootstrap.encoders(faq.language),
            known_words=bootstrap.vocabulary.by_language.get(faq.language, frozenset()),
        )
        return replace(interpreter, matcher=matcher)

    return without


def without_their_entries(questions: Sequence[Question], ids: Collection[str], without: Without) -> Results:
    """The results of all questions with an entry where every entry that would be right is left out."""
    return tuple(one for asked, out in rounds(questions, ids) for one in evaluate(asked, without(out)).met)


def rounds(questions: Sequence[Question], ids: Collection[str]) -> Iterator[tuple[list[Question], set[str]]]:
    """Questions to be asked together, each with all entries that would be right among those to leave out."""
    waiting = [question for question in questions if question.inside]
    while waiting:
        out: set[str] = set()
        asked, later = list[Question](), list[Question]()
        for question in waiting:
            theirs = question.accepted.intersection(ids)
            if asked and len(out | theirs) > LEFT_OUT * len(ids):
                later.append(question)
            else:
                out |= theirs
                asked.append(question)
        yield asked, out
        waiting = later


def figures(results: Results, left_out: Results) -> dict[str, Share]:
    """The shares in a column of the table."""
    unmatched = [one for one in results if one.case.expect == UNMATCHED]
    gaps = [one for one in unmatched if isinstance(one.case, Question) and one.case.gap]
    off_topic = Evaluation(tuple(one for one in unmatched if one not in gaps))
    no_entry = [one.answered and not one.first for one in (*gaps, *left_out)]
    return Evaluation(results).figures | {
        "no entry": Share(sum(no_entry), len(no_entry)),
        "off topic": off_topic.figures["false_answers"],
    }


def say_misses(name: str, evaluation: Evaluation) -> None:
    for miss in evaluation.misses:
        expected, got = " or ".join(sorted(miss.case.accepted)), " ".join((miss.kind.value, *miss.ranked[:3]))
        sys.stdout.write(f"{name}: {got} instead of {expected}: {miss.case.text}\n")


def shown(share: Share) -> str:
    return f"{share.count}/{share.total} = {share.value:.1%}" if share.value is not None else "–"


if __name__ == "__main__":
    main()
